"""Runs that were never rendered: a study, and for each cell a picture whose colour says which it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from ezcharts.charts.layout import Found
from ezcharts.library.of_run import Finished
from ezcharts.store.picture import Origin, encode_picture
from ezcharts.store.records import Record
from ezcharts.studies.grid import expand
from ezcharts.studies.spec import read_study

STUDY = """\
title: eta vs steps
platform: {stated: DD, assumed: disco-5.2}
date: 2022-03-05
source:
  - {url: "https://redd.it/abc", by: u/somebody, note: matched by topic}
notes: What the tester saw.
axes:
  eta: [0, 0.5, 1]
  steps: [50, 100]
settings:
  text_prompts: a castle in the snow
  width_height: 128x64
  seed: 7
"""


def finished(folder: Path, text: str = STUDY, lost=(), failed=(), measured=lambda key: {}) -> Finished:
    """A run of a study; cells whose number is in `lost` or `failed` are missing or have failed."""
    file = folder / "eta-vs-steps.yaml"
    file.write_text(text)
    study = read_study(file)
    grid = expand(study, None)
    numbers = {cell: number for number, cell in enumerate(grid.distinct)}

    def find(cell) -> Found:
        number = numbers[cell]
        key = hashlib.sha256(f"{number}".encode()).hexdigest()
        if number in lost:
            return Found(key)
        common = {"key": key, "platform": cell.settings.platform, "settings": cell.settings.to_json()}
        if number in failed:
            return Found(key, Record(**common, state="failed", reason="NaN at step 3"))
        pixels = np.full((cell.size[1], cell.size[0], 3), 20 * number + 30, np.uint8)
        content = encode_picture(pixels, Origin(key=key, platform="disco-5.2", settings={}))
        path = folder / f"{key}.png"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        record = Record(**common, state="done", picture=digest, size=cell.size, seconds=2.04, alone=True)
        return Found(key, record, path)

    return Finished(study, grid, find, measured)
