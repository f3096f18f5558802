"""Pictures of ours: the `ezcharts` text of a PNG file says all that made it (`ezcharts.store.picture`)."""

from __future__ import annotations

from pathlib import Path

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.importers.found import Found
from ezcharts.params.dialect import platforms
from ezcharts.store.picture import read_picture


def fits(path: Path) -> bool:
    """Return whether a picture is one of ours."""
    if path.suffix.lower() != ".png":
        return False
    try:
        return read_picture(path).origin is not None
    except InputError:
        return False


def read(path: Path) -> list[Found]:
    """Return the picture, with every setting.

    Raises:
        LibraryError: It does not say what made it.
    """
    try:
        origin = read_picture(path).origin
    except InputError as error:
        raise LibraryError(str(error)) from None
    if origin is None:
        raise LibraryError(f"{path} does not say what made it; pictures rendered here do")
    known = origin.platform in platforms()
    doubts = () if known else (f"made for the platform {origin.platform!r}, which is not known here",)
    settings = {name: value for name, value in origin.settings.items() if name != "platform"}
    return [
        Found(path, path, origin.platform if known else "", settings, origin.image, origin.platform, doubts)
    ]
