"""Heat maps of clamped steps: numbers by hand, and where there is none."""

import re
from dataclasses import replace

import pytest

from ezcharts.library.card import Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.study.clamped import PARTS, Block, heat_maps
from ezcharts.library.site.study.page import page_text
from ezcharts.library.table import Axis, Cell, Cells, Value
from tests.library.site.study.making import Plan, make, site_of

AXES = (
    Axis("seed", "seed", ("seed",), (Value("1"), Value("2")), repeat=True),
    Axis("clamp_max", "clamp_max", ("clamp_max",), (Value("0.01"), Value("0.05")), "rising"),
)


def table(*clamped: str) -> Cells:
    """Cells of two seeds by two values, in the order of the grid."""
    places = [(seed, value) for seed in range(2) for value in range(2)]
    cells = (
        Cell(at, "done", f"cells/{at[0]}{at[1]}.webp", (8, 8), clamped=runs)
        for at, runs in zip(places, clamped, strict=True)
    )
    return Cells(AXES, tuple(cells))


def test_a_strip_is_the_mean_over_the_blocks():
    found = heat_maps(table("50#", "25# 25.", "25# 25.", "100."))
    assert list(found) == ["clamp_max"]  # seeds are blocks, not an axis
    low, high = found["clamp_max"].strips
    half = PARTS // 2
    assert low.blocks == (Block(0, half, 1.0), Block(half, half, 0.5))
    assert low.words == "75% of steps clamped"
    assert high.blocks == (Block(0, half, 0.5),)
    assert high.words == "25% of steps clamped"


def test_values_without_a_trace_have_no_strip():
    (strip,) = heat_maps(table("10#", "", "10.", ""))["clamp_max"].strips
    assert strip.label == "0.01"
    assert strip.words == "50% of steps clamped"


@pytest.mark.parametrize("runs", ["50.", "", "3x 47."])
def test_without_a_clamped_step_there_is_no_map(runs):
    assert heat_maps(table(runs, runs, runs, runs)) == {}


def test_the_page_draws_it(tmp_path):
    entry = make(tmp_path / "entry", Card(title="clamp_max"), Plan({"clamp_max": ["0.01", "0.05"]}))
    cells = entry.cells.cells
    runs = [replace(cell, clamped=text) for cell, text in zip(cells, ("50#", "25# 25."), strict=True)]
    entry.file("cells.json").write_bytes(replace(entry.cells, cells=tuple(runs)).to_bytes())
    page = page_text(Entry(entry.folder, entry.card), site_of([entry]))
    strips = re.findall(r'<svg viewBox="0 0 50 1".*?</svg>', page, re.DOTALL)
    assert len(strips) == 2
    assert '<rect x="0" width="25" height="1" fill-opacity="1.0"/>' in strips[1]
    assert 'aria-label="50% of steps clamped"' in strips[1]
