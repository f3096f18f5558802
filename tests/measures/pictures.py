"""Pictures whose measures are known beforehand, and a store that holds some."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from ezcharts.measures.measure import Sample
from ezcharts.measures.table import find
from ezcharts.store.picture import Origin, encode_picture
from ezcharts.store.records import Record, Trace
from ezcharts.store.store import Store
from tests.tiny_cells import tiny_cell

TRACE = Trace(
    step=(0, 1, 2, 3),
    t=(999, 700, 400, 100),
    grad_rms=(0.4, 0.1, 0.0, 0.2),
    clamped=(True, False, False, True),
    nan=(False, False, True, False),
    losses={"clip ViTB32": (3.0, 2.0, float("nan"), 1.5), "tv": (0.5, 0.25, 0.125, float("inf"))},
)


def flat_picture(red, green, blue, size=(48, 40)):
    """One colour, (width, height)."""
    return np.full((size[1], size[0], 3), (red, green, blue), np.uint8)


def halves(left, right, size=(64, 64)):
    """Two colours side by side."""
    picture = flat_picture(*left, size=size)
    picture[:, size[0] // 2 :] = right
    return picture


def checkerboard(side=64, square=1):
    """Black and white squares."""
    rows, columns = np.indices((side, side)) // square
    return grey(255.0 * ((rows + columns) % 2))


def grey(values):
    """A grey picture of levels (H, W)."""
    return np.repeat(np.clip(np.round(values), 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def of(name, *pictures):
    """A measure's value for a picture, and for another one that it may need."""
    measure = find(name)
    roles = [need for need in measure.needs if need in ("picture", "initial", "baseline")]
    return measure.of(Sample(**dict(zip(roles, pictures, strict=True))))


def key_of(name):
    return hashlib.sha256(str(name).encode()).hexdigest()


def put_cell(store: Store, name, seed=0, key=None, **fields) -> Record:
    """Put a done cell with a random picture of 32 x 32 pixels, under `key` or one made of `name`."""
    pixels = np.random.default_rng(seed).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    settings = fields.pop("settings", None) or tiny_cell().settings.to_json()
    given = {"platform": "disco-5.2", "seconds": 2.5, "trace": TRACE, "peak_memory_bytes": 3 << 20} | fields
    key = key or key_of(name)
    record = Record(key=key, state="done", settings=settings, size=(32, 32), **given)
    return store.put(record, encode_picture(pixels, Origin(key=record.key, platform="x", settings={})))


def store_of(folder: Path, cells: int) -> Store:
    """A store of that many cells, with different pictures."""
    store = Store(folder)
    for number in range(cells):
        put_cell(store, number, seed=number)
    return store
