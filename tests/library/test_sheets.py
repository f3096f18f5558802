"""Charts as files: as fine as their weight allows."""

import io
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from PIL import Image

from ezcharts.charts.chart import AxisLabels, Chart, ChartCell, Label, Panel
from ezcharts.charts.sheet import draw_sheet
from ezcharts.library import sheets
from ezcharts.library.sheets import QUALITIES, SCALES, SMALL, chart_files
from ezcharts.library.webp import webp

SIZE = (192, 128)


@pytest.fixture
def chart_with(tmp_path):
    """A chart of n x n pictures: noise, which nothing makes small, or grey."""
    numbers, random = count(), np.random.default_rng(1)

    def cell(noisy: bool) -> ChartCell:
        path = tmp_path / f"{next(numbers)}.png"
        pixels = (
            random.integers(0, 256, (*SIZE[::-1], 3), np.uint8)
            if noisy
            else np.full((128, 192, 3), 90, np.uint8)
        )
        Image.fromarray(pixels).save(path)
        return ChartCell(path.stem, "done", SIZE, path)

    def chart(side: int, *, noisy: bool = True) -> Chart:
        rows = tuple(tuple(cell(noisy) for _ in range(side)) for _ in range(side))
        labels = AxisLabels("n", tuple(Label(str(n)) for n in range(side)))
        return Chart(title="noise", context="", panels=(Panel("", rows),), down=labels, across=labels)

    return chart


def test_a_light_chart_is_drawn_as_everywhere(chart_with):
    chart = chart_with(2, noisy=False)
    ((name, content),) = chart_files(chart, 3).items()
    assert name == "charts/3.webp"
    assert content() == webp(draw_sheet(chart)[0], QUALITIES[0])


def test_a_heavier_one_is_encoded_coarser_at_the_same_size(chart_with, monkeypatch):
    chart = chart_with(2)
    finest, next_finest, _ = (webp(draw_sheet(chart)[0], quality) for quality in QUALITIES)
    monkeypatch.setattr(sheets, "MOST_BYTES", len(next_finest))
    assert len(finest) > len(next_finest)
    (content,) = (make() for make in chart_files(chart, 1).values())
    assert content == next_finest


@pytest.mark.parametrize("scale", SCALES)
def test_a_very_heavy_one_has_smaller_pictures(chart_with, monkeypatch, scale):
    chart = chart_with(4)
    (wanted,) = draw_sheet(replace(chart, scale=scale), SMALL)
    monkeypatch.setattr(sheets, "MOST_BYTES", len(webp(wanted, QUALITIES[-1])))
    (content,) = (make() for make in chart_files(chart, 1).values())
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == wanted.size < draw_sheet(chart)[0].size
