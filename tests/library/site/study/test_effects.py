"""Which way, and how sure: what a page says is what the figures say."""

import hashlib
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.directions import findings, read_findings, short, write_findings
from ezcharts.library.draft import shelve
from ezcharts.library.given_axis import read_axis
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.intake.cut import Cut
from ezcharts.library.of_chart import ChartPicture
from ezcharts.library.site.study.beside import beside
from ezcharts.library.site.study.effects import EDGE, HEIGHT, SHOWN, WIDTH, axis_effects
from ezcharts.library.site.study.page import page_text
from ezcharts.library.site.study.page import write as write_page
from ezcharts.library.site.writer import Writer
from tests.library.making import finished
from tests.library.site.study.making import site_of
from tests.library.test_directions import table


def test_a_curve_goes_from_corner_to_corner_of_its_drawing():
    one = table(lambda eta, prompt, seed: 0.1 * eta)
    (axis,) = axis_effects(one, findings(one))
    (effect,) = axis.effects
    assert (axis.axis, effect.arrow, effect.low, effect.high) == ("eta", "up", "0", "0.2")
    assert len(effect.curves) == 8
    assert {curve.points for curve in effect.curves} == {
        f"{EDGE}.0,{HEIGHT - EDGE}.0 {WIDTH / 2:.1f},{HEIGHT / 2:.1f} {WIDTH - EDGE}.0,{EDGE}.0"
    }
    assert effect.curves[0].words == "prompt a castle, seed 1"


def test_blocks_that_disagree_have_no_arrow():
    one = table(lambda eta, prompt, seed: 0.1 * eta * (1 if prompt else -1))
    (axis,) = axis_effects(one, findings(one))
    assert axis.effects[0].arrow == "none"


def test_an_idle_axis_says_so_and_shows_no_effects():
    one = table(lambda *at: 0.5, files=lambda at: f"{at[1]}{at[2]}")
    (axis,) = axis_effects(one, findings(one))
    assert axis.effects == ()
    assert axis.remarks[0].startswith("eta does nothing here")


def test_seeds_make_a_band_whose_width_is_that_of_the_t_interval():
    # at every eta the four seeds are 0, 0.1, 0.2 and 0.3 above it: mean 0.15, t(3) 3.182446, sd 0.129099
    one = table(lambda eta, prompt, seed: eta + 0.1 * seed)
    (axis,) = axis_effects(one, findings(one))
    (effect,) = axis.effects
    assert [band.words.split(",")[0] for band in effect.bands] == ["prompt a castle", "prompt a toilet"]
    band = effect.bands[0]
    assert band.words.endswith("mean of 4 seeds and its 95 % interval")
    corners = [tuple(map(float, point.split(","))) for point in band.points.split(" ")]
    middle = [tuple(map(float, point.split(","))) for point in band.mean.split(" ")]
    assert len(corners) == 6
    scale = (HEIGHT - 2 * EDGE) / 2.3  # the figures go from 0 to 2.3
    half = 3.182446 * 0.129099 / 2 * scale
    (top, bottom), at = (corners[1][1], corners[4][1]), middle[1][1]
    assert (at - top, bottom - at) == pytest.approx((half, half), abs=0.11)
    assert at == pytest.approx(HEIGHT - EDGE - 1.15 * scale, abs=0.06)


def test_missing_figures_are_left_out_of_a_curve():
    one = table(lambda eta, prompt, seed: 0.1 * eta)
    some = replace(one, cells=tuple(c for c in one.cells if c.at != (1, 0, 0)))
    (axis,) = axis_effects(some, findings(some))
    assert sorted(len(curve.points.split()) for curve in axis.effects[0].curves) == [2] + [3] * 7


@pytest.fixture
def entry(tmp_path):
    names = [f"detail.{part}" for part in ("fine", "middle", "coarse")] + ["contrast", "edges"]
    eta = {hashlib.sha256(f"{number}".encode()).hexdigest(): number // 2 for number in range(6)}
    run = finished(tmp_path, measured=lambda key: dict.fromkeys(names, 0.1 + 0.1 * eta[key]))
    entry = shelve(run.draft(Added()), Catalogue(tmp_path / "library"))
    write_findings(entry)
    return entry


def test_the_page_has_one_line_and_the_rest_folded(entry, tmp_path):
    page = page_text(entry, site_of([entry]))
    line = short(read_findings(entry).line)
    assert f"</span> {line}</p>" in page.replace("&#39;", "'")
    assert page.index("Which way, and how sure") > page.index('class="viewer')
    shown = [effect for axis in axis_effects(entry.cells, read_findings(entry)) for effect in axis.effects]
    assert page.count("<polyline") == sum(len(effect.curves) for effect in shown)
    assert page.count('class="effect-head"') <= 2 * SHOWN
    assert not re.search(r"\sstyle=", page)
    write_page(entry, Writer(tmp_path / "site"), site_of([entry]))
    assert (tmp_path / "site/studies/eta-vs-steps/directions.csv").is_file()


def test_without_findings_nothing_is_said(entry):
    for name in ("directions.json", "directions.csv"):
        (entry.folder / name).unlink()
    page = page_text(entry, site_of([entry]))
    assert "Which way, and how sure" not in page
    assert 'class="direction"' not in page


def with_original(entry, tmp_path, across):
    """Put a chart of two columns and three rows beside ours."""
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 255, (300, 200, 3), np.uint8)).save(tmp_path / "theirs.png")
    cut = Cut((0, 100), (100, 200), (0, 100, 200), (100, 200, 300))
    chart = ChartPicture(open_picture(tmp_path / "theirs.png"), tmp_path / "theirs.png", cut,
                         read_axis("eta: 0, 0.5, 1"), across)  # fmt: skip
    for name, content in chart.beside(entry).items():
        path = entry.file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())
    return replace(entry, card=replace(entry.card, original="original/chart.png"))


def test_the_original_is_shown_cell_by_cell_beside_ours(entry, tmp_path):
    entry = with_original(entry, tmp_path, read_axis("steps: 50, 100"))
    found = beside(entry)
    assert (found.down, found.across) == (("0", "0.5", "1"), ("50", "100"))
    own = {cell.at: cell.file for cell in entry.cells.cells}
    for i, row in enumerate(found.rows):
        for j, pair in enumerate(row):
            assert (pair.theirs, pair.ours) == (f"original/cells/{i + 1}-{j + 1}.webp", own[i, j])
    write_page(entry, Writer(tmp_path / "site"), site_of([entry]))
    page = (tmp_path / "site/studies/eta-vs-steps/index.html").read_text()
    assert page.count('alt="theirs"') == 6
    assert (tmp_path / "site/studies/eta-vs-steps/original/cells/3-2.webp").is_file()


def test_an_original_of_another_shape_is_shown_whole_only(entry, tmp_path):
    entry = with_original(entry, tmp_path, read_axis("steps: 50, 100"))
    (entry.file("original/cells.json")).unlink()
    assert beside(entry) is None
    assert "theirs above ours" not in page_text(entry, site_of([entry]))
