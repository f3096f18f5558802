"""The contact sheet of the whole world: `python -m ezcharts.training.world.sheet --out docs/world.webp`.

Every class is on it at least once, with its name below. What is shown is decided first (`sections`), then
drawn (`page`); the same options give the same file.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from ezcharts.charts.fonts import FINER, font
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import CLASSES, Scene
from ezcharts.training.world.studies import STUDIES

__all__ = ["Section", "Tile", "page", "sections"]

COLUMNS, GAP, LABEL, HEADING = (
    15,
    6,
    17,
    30,
)  # tiles to a row; pixels between tiles, below them, above a section
PAPER, TEXT = (24, 24, 28), (226, 222, 212)
SUBJECTS = tuple(subject for subject in CLASSES["subject"] if subject != "none")
SPREAD = 11  # seeds between the tiles of a section, so that neighbours differ


@dataclass(frozen=True)
class Tile:
    """One labelled picture."""

    label: str
    scene: Scene


@dataclass(frozen=True)
class Section:
    """A heading and its pictures."""

    heading: str
    tiles: tuple[Tile, ...]


def scene(seed: int, **values: str) -> Scene:
    """Return a plain scene with some classes exchanged."""
    plain = {
        "environment": "serene landscape", "subject": "castle", "hour": "day", "medium": "matte painting",
        "mood": "plain", "artist": "none",
    }  # fmt: skip
    return Scene(seed, **(plain | values), trending=False)


def cycle(kind: str, number: int) -> str:
    """Return the value of a kind of class that comes at a number, round and round."""
    return CLASSES[kind][number % len(CLASSES[kind])]


def sections(seed: int) -> tuple[Section, ...]:
    """Return what the sheet shows."""
    lands = [
        Tile(
            name,
            scene(
                seed + SPREAD * number + turn,
                environment=name,
                subject="none",
                hour=cycle("hour", number + 3 * turn),
            ),
        )
        for turn in range(2)
        for number, name in enumerate(CLASSES["environment"])
    ]
    things = [
        Tile(
            name,
            scene(
                seed + SPREAD * number,
                subject=name,
                environment=cycle("environment", 4 * number + 6),
                hour=cycle("hour", 5 * number),
            ),
        )
        for number, name in enumerate(SUBJECTS)
    ]
    hours = [
        Tile(name, scene(seed + 2, hour=name, subject="lighthouse", environment="sea cliffs"))
        for name in CLASSES["hour"]
    ]
    moods = [Tile(name, scene(seed + 9, mood=name, environment="mountains")) for name in CLASSES["mood"]]
    trending = Tile(
        "trending", Scene(**(vars(scene(seed + 9, environment="mountains")) | {"trending": True}))
    )
    media = [
        Tile(name, scene(seed + 4, medium=name, subject="sailing boat", environment="beach", hour="sunset"))
        for name in CLASSES["medium"]
    ]
    artists = [
        Tile(
            artist.words[0],
            scene(
                seed + 5,
                artist=name,
                medium=artist.media[0],
                mood=artist.moods[0],
                subject="windmill",
                environment="field of flowers",
            ),
        )
        for name, artist in ARTISTS.items()
    ]
    return (
        Section("Environments, each twice", tuple(lands)),
        Section("Subjects", tuple(things)),
        Section("Hours and weathers; moods; trending on ArtStation", (*hours, *moods, trending)),
        Section("Media", tuple(media)),
        Section("Artists, each in a mood and a medium of their own", tuple(artists)),
        Section("What the studies' prompts describe, each twice", tuple(study_tiles(seed))),
    )


def study_tiles(seed: int) -> list[Tile]:
    """Return two scenes for each prompt of the studies."""
    tiles = []
    for number, study in enumerate(STUDIES):
        for turn in range(2):
            at = seed + SPREAD * number + 100 * turn
            values = vars(scene(at, hour=cycle("hour", number + turn)))
            chosen = {kind: allowed[turn % len(allowed)] for kind, allowed in study.fixed.items()}
            tiles.append(
                Tile(
                    " ".join(study.prompt.split()[:3]) + " …",
                    Scene(**(values | chosen | {"trending": study.trending})),
                )
            )
    return tiles


def page(shown: tuple[Section, ...], side: int) -> Image.Image:
    """Draw the sheet.

    Args:
        shown: What it shows.
        side: Width and height of each picture in pixels.
    """
    pitch, row = side + GAP, side + LABEL + GAP
    rows = [-(-len(section.tiles) // COLUMNS) for section in shown]
    sheet = Image.new("RGB", (GAP + pitch * COLUMNS, GAP + HEADING * len(shown) + row * sum(rows)), PAPER)
    top = GAP
    for section, high in zip(shown, rows, strict=True):
        write(sheet, section.heading, (GAP, top + 4), 17, sheet.width)
        top += HEADING
        for number, tile in enumerate(section.tiles):
            down, across = divmod(number, COLUMNS)
            corner = (GAP + pitch * across, top + row * down)
            sheet.paste(Image.fromarray(draw(tile.scene, (side, side))), corner)
            write(sheet, tile.label, (corner[0], corner[1] + side + 1), 12, side)
        top += row * high
    return sheet


def write(sheet: Image.Image, text: str, corner: tuple[int, int], size: int, width: int) -> None:
    """Write a line of text that is at most `width` pixels long: narrowed where it is longer."""
    face = font("regular", size)
    left, _, right, _ = face.getbbox(text)
    strip = Image.new("RGB", (int(right - left) + FINER, (size + 5) * FINER), PAPER)
    ImageDraw.Draw(strip).text((-left, 0), text, TEXT, face)
    fitted = strip.resize((min(strip.width // FINER, width), size + 5), Image.Resampling.LANCZOS)
    sheet.paste(fitted, corner)


def main(arguments: list[str] | None = None) -> None:
    """Draw the sheet and write it."""
    parser = argparse.ArgumentParser(description=main.__doc__, prog="python -m ezcharts.training.world.sheet")
    parser.add_argument("--out", type=Path, default=Path("world.webp"), help="file to write")
    parser.add_argument("--side", type=int, default=100, help="side of a picture in pixels")
    parser.add_argument("--seed", type=int, default=20, help="seed of the first picture")
    options = parser.parse_args(arguments)
    page(sections(options.seed), options.side).save(options.out, quality=80, method=6)


if __name__ == "__main__":
    main()
