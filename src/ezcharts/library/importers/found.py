"""What an importer finds: one picture and how it was made, with what is doubtful about that."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ezcharts.errors import InputError, LibraryError, did_you_mean
from ezcharts.params.dialect import dialect_of
from ezcharts.params.domain import Json

PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp")
"""Endings of the pictures that people keep beside settings files; notebooks write PNG."""


@dataclass(frozen=True)
class Found:
    """One picture and its settings.

    Attributes:
        picture: The picture; None where a settings file is there and its picture is not.
        file: The file that says the settings; the picture itself where it does.
        platform: One of ours, or empty where the program is none of them.
        settings: Canonical values by canonical name where a dialect of ours knows them, all else as it was.
            Only what the file says; no defaults.
        image: Which picture of its seed, from 0.
        stated: What the program calls itself, where `platform` does not say it.
        doubts: What may be wrong, in words.
    """

    picture: Path | None
    file: Path
    platform: str = ""
    settings: Mapping[str, Json] = field(default_factory=dict)
    image: int = 0
    stated: str = ""
    doubts: tuple[str, ...] = ()


def canonical(platform: str, given: Mapping[str, Json]) -> tuple[dict[str, Json], list[str]]:
    """Return settings by canonical name, each canonical if it can be, and doubts about those that cannot.

    Args:
        platform: One of ours.
        given: Values by name or alias.
    """
    dialect = dialect_of(platform)
    version, settings, doubts = dialect.platforms[platform], dict[str, Json](), list[str]()
    for name, value in given.items():
        parameter = dialect.by_name.get(name)
        if parameter is None:
            settings[name] = value
            doubts.append(f"not known to {platform}: {name}{did_you_mean(name, dialect.by_name)}")
            continue
        try:
            read = parameter.read(value, version)
            settings[parameter.name] = parameter.domain.to_json(read)
            if read != parameter.default_at(version):  # what a version lacks may say what it acts like
                parameter.parse(value, version)
        except InputError as error:
            settings.setdefault(parameter.name, value)
            doubts.append(str(error))
    return settings, doubts


def pictures_of(file: Path, run: str, between: str = "_") -> list[tuple[int, Path]]:
    """Return the finished pictures of a run beside its settings file, with their numbers, in order.

    Finished are `{run}_{number}.png`; partial pictures have more after their number and are none.

    Raises:
        LibraryError: Two have the same number.
    """
    pattern = re.compile(rf"{re.escape(run + between)}([0-9]{{1,6}})\.[a-z]+", re.IGNORECASE)
    found: dict[int, Path] = {}
    for name in sorted(siblings(file)):
        match = pattern.fullmatch(name)
        if match is None or Path(name).suffix.lower() not in PICTURES:
            continue
        number, path = int(match[1]), file.parent / name
        if number in found:
            raise LibraryError(
                f"{found[number]} and {path} are both picture {number} of {file.name}; keep one"
            )
        found[number] = path
    return sorted(found.items())


def siblings(file: Path) -> Iterator[str]:
    """Yield the names of the ordinary files beside a file."""
    with os.scandir(file.parent) as entries:
        yield from (entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def each_picture(
    file: Path,
    pictures: Iterable[tuple[int, Path]],
    platform: str,
    settings: Mapping[str, Json],
    doubts: Iterable[str],
) -> list[Found]:
    """Return what a settings file says of each of its pictures; one without a picture where it has none."""
    said = tuple(doubts)
    found = [Found(path, file, platform, settings, image, doubts=said) for image, path in pictures]
    return found or [Found(None, file, platform, settings, doubts=said)]
