"""Sheets and animations as files."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.study.downloads import WIDEST, animation, animation_name, sheet
from ezcharts.library.site.study.frames import spread
from ezcharts.library.site.study.playing import played
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import View
from tests.library.site.study import making
from tests.library.site.study.making import Plan, make, study_seven, write_site

AXES = {"eta": ["0", "0.5", "1"], "steps": ["50", "100"], "tv_scale": ["0", "1", "2", "3"]}


@pytest.fixture
def entry(tmp_path):
    return make(tmp_path / "entries" / "three", Card(title="three axes", platform="disco-5.2"), Plan(AXES))


@pytest.fixture
def seven(tmp_path):
    return make(tmp_path / "entries" / "07-eta", *study_seven())


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_study_seven_plays_eta(seven):
    assert played(seven.cells).name == "eta"
    moving = opened(animation(seven))
    assert (moving.format, moving.n_frames) == ("WEBP", 5)
    assert animation_name(seven).startswith("moving/eta-")


def test_rising_axes_of_the_first_chart_come_first(entry):
    table = entry.cells
    assert played(table).name == "tv_scale"
    assert played(replace(table, views=(View(down="eta", across="steps"),))).name == "eta"
    falling = tuple(replace(axis, trend="none") if axis.name == "tv_scale" else axis for axis in table.axes)
    assert played(replace(table, axes=falling)).name == "eta"
    seeds = tuple(replace(axis, repeat=True) for axis in table.axes)
    assert played(replace(table, axes=seeds)) is None


def test_equal_cells_give_equal_bytes(seven):
    again = Entry(seven.folder, seven.card)
    assert animation(seven) == animation(again)
    assert animation_name(seven) == animation_name(again)
    assert sheet(seven) == sheet(again)


def test_frames_show_the_other_axes_as_a_sheet(entry):
    along_tv, along_eta = opened(animation(entry, "tv_scale")), opened(animation(entry, "eta"))
    assert (along_tv.n_frames, along_eta.n_frames) == (4, 3)
    assert along_eta.width > along_tv.width  # four columns of tv_scale, two of steps
    assert opened(animation(entry, "eta", "gif")).format == "GIF"


def test_values_without_any_picture_have_no_frame(tmp_path):
    states = {(1, j): "missing" for j in range(2)}
    plan = Plan({"eta": ["0", "1", "2"], "steps": ["5", "6"]}, states=states)
    assert opened(animation(make(tmp_path / "x", Card(title="x"), plan))).n_frames == 2
    one = make(tmp_path / "y", Card(title="y"), Plan({"eta": ["0", "1"]}, states={(1,): "failed"}))
    assert animation_name(one) == ""
    with pytest.raises(LibraryError, match="fewer than two pictures"):
        animation(one)


def test_frames_are_not_wider_than_a_screen_and_files_not_larger_than_asked(tmp_path):
    plan = Plan({"eta": ["0", "1"], "steps": [str(n) for n in range(20)]}, size=(320, 100), charts=False)
    wide = make(tmp_path / "wide", Card(title="wide"), plan)
    whole = animation(wide, "eta")
    assert opened(whole).width <= WIDEST
    small = animation(wide, "eta", most_bytes=len(whole) // 2)
    assert len(small) < len(whole)
    assert opened(small).width < opened(whole).width


def test_a_chart_is_handed_over_as_it_is(seven):
    chart = (seven.folder / "charts/chart-0.webp").read_bytes()
    assert sheet(seven) == chart
    assert opened(sheet(seven, format="png")).format == "PNG"


def test_a_view_without_a_chart_is_drawn(tmp_path):
    entry = make(
        tmp_path / "x", Card(title="x"), Plan(AXES, charts=False, views=(View("one", "eta", "steps"),))
    )
    drawn = opened(sheet(entry, "one"))
    assert drawn.format == "WEBP"
    assert drawn.width > 96


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda entry: animation(entry, "etta"), "there is no axis 'etta'; did you mean 'eta'?"),
        (lambda entry: animation(entry, view="none"), "there is no view 'none'"),
        (lambda entry: animation(entry, format="png"), "webp or gif, not png"),
        (lambda entry: sheet(entry, format="gif"), "stands still"),
        (lambda entry: sheet(entry, page=2), "the chart has 1 pages, counted from 1; got 2"),
    ],
)
def test_what_is_not_there_is_told(entry, ask, told):
    with pytest.raises(LibraryError) as error:
        ask(entry)
    assert told in str(error.value)


def test_an_animation_that_is_there_is_not_made_again(tmp_path, seven, monkeypatch):
    write_site(tmp_path / "site", [seven])
    made = tmp_path / "site" / "studies/07-eta" / animation_name(seven)
    assert made.is_file()
    monkeypatch.setattr(
        "ezcharts.library.site.study.offered.animation", lambda entry: pytest.fail("made again")
    )
    write_site(tmp_path / "site", [seven])


def test_a_second_build_writes_nothing(tmp_path, seven):
    write_site(tmp_path / "site", [seven])
    writer = Writer(tmp_path / "site")
    making.write(seven, writer, making.site_of([seven]))
    assert writer.written == []
    assert {
        "studies/07-eta/index.html",
        "studies/07-eta/data.js",
        "studies/07-eta/charts/chart-0.webp",
    } <= writer.kept


def test_large_pictures_get_small_ones_for_the_grid(tmp_path):
    entry = make(tmp_path / "entries/x", Card(title="x"), Plan({"eta": ["0", "1"]}, size=(1280, 768)))
    write_site(tmp_path / "site", [entry])
    small = sorted((tmp_path / "site/studies/x/small").iterdir())
    assert [opened(path.read_bytes()).size for path in small] == [(320, 192)] * 2
    assert '"thumbs":{"before":"small/","after":".webp"}' in (tmp_path / "site/studies/x/data.js").read_text()


def test_spread():
    assert spread(range(3), 5) == [0, 1, 2]
    assert spread(range(50), 5) == [0, 12, 24, 37, 49]
