"""Files that a study names lie beside or below it, so that a folder of studies can be copied anywhere."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from ezcharts.errors import DomainError


def check_file(folder: Path, name: str) -> Path:
    """Return where a file named by a study lies.

    Args:
        folder: The study's folder.
        name: The file, relative to it.

    Raises:
        DomainError: It is an address, leads out of the folder (also by a link), or is not there.
    """
    if "://" in name:
        raise DomainError(
            f"a file of a study lies beside it, {name!r} is an address; download it and name the file"
        )
    path = folder / name
    outside = Path(name).is_absolute() or PureWindowsPath(name).is_absolute()
    if outside or _leads_out(path, folder):
        raise DomainError(f"a file of a study lies in its folder or below, {name!r} does not; copy it there")
    if not is_file(path):
        raise DomainError(
            f"there is no file {name!r} beside the study; the path is relative to the study file"
        )
    return path


def is_file(path: Path) -> bool:
    """Return whether there is such a file; a name that no file can have, such as a long prompt, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _leads_out(path: Path, folder: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except ValueError:  # no file has such a name
        return False
