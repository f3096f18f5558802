"""Painted scenes as bytes on disk: drawn once, then read by every training script.

    python -m ezcharts.training.data --out DIR --scenes 40000

A folder of scenes has `pictures.npy` (uint8, (N, H, W, 3), read as a memory map), `labels.npy` (int16, (N,
K): for each kind of `CLASSES` the index of its value) and `captions.json` (N lists of captions). Training
scenes have seeds from 0 up, held-out ones from `HELD_OUT` up; the same seed is the same scene everywhere.
Five folders are made: `train` (square), `wide` and `tall` (half as long again), `large` (square, twice the
side) and `held-out` (square, what no model learns from).
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import multiprocessing
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.caption import caption
from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import CLASSES, sample_scene

WIDE, TALL, LARGE, HELD_OUT = 500_000_000, 600_000_000, 700_000_000, 1_000_000_000
CAPTIONS_PER_SCENE = 6

Drawn = tuple[NDArray[np.uint8], list[int], list[str]]


@dataclass(frozen=True)
class Scenes:
    """Drawn scenes.

    Attributes:
        pictures: uint8, (N, H, W, 3).
        labels: int16, (N, K); column k is the k-th kind of `CLASSES`.
        captions: Several captions for each scene.
        rows: Which of them are picked from, (R,).
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int16]
    captions: list[list[str]]
    rows: NDArray[np.int64]

    @classmethod
    def read(cls, folder: Path) -> Scenes:
        """Read a folder of scenes; pictures stay on disk until they are indexed."""
        captions = json.loads((folder / "captions.json").read_text(encoding="utf-8"))
        pictures = np.load(folder / "pictures.npy", mmap_mode="r")
        return cls(pictures, np.load(folder / "labels.npy"), captions, np.arange(len(pictures)))

    def only(self, kind: str, values: Collection[str]) -> Scenes:
        """Return these scenes with picks from those alone whose class of one kind is among `values`."""
        column = self.labels[:, list(CLASSES).index(kind)]
        wanted = [index for index, value in enumerate(CLASSES[kind]) if value in values]
        return dataclasses.replace(self, rows=np.flatnonzero(np.isin(column, wanted)))

    def __len__(self) -> int:
        return len(self.rows)

    def pick(self, count: int, *key: int) -> NDArray[np.int64]:
        """Return `count` indices that `key` alone decides (such as seed and step), rising, for the disk."""
        return np.sort(np.random.default_rng(key).choice(self.rows, count, replace=count > len(self)))


def draw_scene(size: tuple[int, int], seed: int) -> Drawn:
    """Return the picture, labels and captions of one seed; `size` is (width, height) in pixels."""
    scene = sample_scene(seed)
    labels = [values.index(getattr(scene, kind)) for kind, values in CLASSES.items()]
    texts = [caption(scene, seed * CAPTIONS_PER_SCENE + number) for number in range(CAPTIONS_PER_SCENE)]
    return draw(scene, size), labels, texts


def draw_scenes(count: int, size: tuple[int, int], first_seed: int, workers: int) -> Iterator[Drawn]:
    """Yield `count` scenes with the seeds from `first_seed` on, drawn by `workers` processes, in order."""
    seeds = range(first_seed, first_seed + count)
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(functools.partial(draw_scene, size), seeds, chunksize=64)


def write_scenes(folder: Path, size: tuple[int, int], drawn: Iterable[Drawn], count: int) -> None:
    """Write scenes as they are drawn; what is in the folder is replaced.

    Args:
        folder: Made when missing.
        size: Width and height in pixels.
        drawn: The scenes.
        count: How many there are, N.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shape = (count, size[1], size[0], 3)
    pictures = np.lib.format.open_memmap(folder / "pictures.npy", mode="w+", dtype=np.uint8, shape=shape)
    labels, captions = np.zeros((count, len(CLASSES)), np.int16), []
    for index, (picture, row, texts) in enumerate(drawn):
        pictures[index], labels[index] = picture, row
        captions.append(texts)
        if index % 1000 == 0:
            print(f"{folder.name}: {index} of {count} scenes", flush=True)
    pictures.flush()
    np.save(folder / "labels.npy", labels)
    (folder / "captions.json").write_text(json.dumps(captions, ensure_ascii=False), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Draw the five folders of scenes."""
    parser = argparse.ArgumentParser(prog="python -m ezcharts.training.data", description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the five folders of scenes")
    parser.add_argument("--scenes", type=int, default=40_000, help="square training scenes")
    parser.add_argument("--wide", type=int, default=2_000, help="wide training scenes")
    parser.add_argument("--tall", type=int, default=2_000, help="tall training scenes")
    parser.add_argument("--large", type=int, default=1_000, help="training scenes of twice the side")
    parser.add_argument("--held-out", type=int, default=2_000, help="scenes that no model learns from")
    parser.add_argument("--size", type=int, default=128, help="height in pixels")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options: Any = parser.parse_args(arguments)
    side = options.size
    for name, count, shape, seed in (
        ("held-out", options.held_out, (side, side), HELD_OUT),
        ("train", options.scenes, (side, side), 0),
        ("wide", options.wide, (side * 3 // 2, side), WIDE),
        ("tall", options.tall, (side, side * 3 // 2), TALL),
        ("large", options.large, (2 * side, 2 * side), LARGE),
    ):
        drawn = draw_scenes(count, shape, seed, options.workers)
        write_scenes(options.out / name, shape, drawn, count)


if __name__ == "__main__":
    main()
