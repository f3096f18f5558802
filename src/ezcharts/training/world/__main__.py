"""Contact sheets of the world: `python -m ezcharts.training.world --out PATH`.

Writes two PNG files: PATH shows environments (down) by hours (across), PATH with `-subjects` before its
suffix shows subjects by media.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import CLASSES, Scene, sample_scene

GAP = 4


def sheet(down: str, across: str, side: int, seed: int, fixed: dict[str, str]) -> NDArray[np.uint8]:
    """Draw every pair of classes of two kinds.

    Args:
        down: Kind of class that changes from row to row.
        across: Kind of class that changes from column to column.
        side: Width and height of each picture.
        seed: Seed of the first picture.
        fixed: Classes of the other kinds; drawn from the seed where left out.

    Returns:
        RGB of the whole sheet.
    """
    rows, columns = CLASSES[down], CLASSES[across]
    pitch = side + GAP
    page = np.full((GAP + pitch * len(rows), GAP + pitch * len(columns), 3), 24, np.uint8)
    for number, (row, column) in enumerate(itertools.product(range(len(rows)), range(len(columns)))):
        classes = random_classes(seed + number) | fixed | {down: rows[row], across: columns[column]}
        top, left = GAP + pitch * row, GAP + pitch * column
        page[top : top + side, left : left + side] = draw(Scene(seed + number, **classes), (side, side))
    return page


def random_classes(seed: int) -> dict[str, str]:
    """Return the classes that belong to a seed."""
    scene = sample_scene(seed)
    return {kind: getattr(scene, kind) for kind in CLASSES}


def main() -> None:
    """Write the two sheets."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m ezcharts.training.world")
    parser.add_argument("--out", type=Path, default=Path("world.png"), help="file of the first sheet")
    parser.add_argument("--side", type=int, default=128, help="side of a picture in pixels")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first picture")
    options = parser.parse_args()
    land = sheet(
        "environment", "hour", options.side, options.seed, {"medium": "matte painting", "mood": "plain"}
    )
    things = sheet("subject", "medium", options.side, options.seed, {"mood": "plain"})
    Image.fromarray(land).save(options.out)
    Image.fromarray(things).save(options.out.with_stem(options.out.stem + "-subjects"))


if __name__ == "__main__":
    main()
