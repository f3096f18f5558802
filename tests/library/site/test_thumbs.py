"""Small pictures: what stands for a study, and how it is laid out."""

import io

import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.thumbs import HEIGHT, WIDTH, draw, sheet_of
from ezcharts.library.table import Axis, Cell, Cells, Value, View


def entry(
    tmp_path, *lengths: int, views: tuple[View, ...] = (), size=(8, 8), original: str = "", skip=()
) -> Entry:
    axes = tuple(Axis(f"a{i}", "", (), tuple(Value(str(n)) for n in range(k))) for i, k in enumerate(lengths))
    every = [()]
    for k in lengths:
        every = [(*at, n) for at in every for n in range(k)]
    cells = tuple(
        Cell(at) if at in skip else Cell(at, "done", "cells/" + "".join(map(str, at)) + ".webp", size)
        for at in every
    )
    (tmp_path / "cells.json").write_bytes(Cells(axes, cells, views).to_bytes())
    return Entry(tmp_path, Card(title="x", original=original))


def names(sheet) -> list[str]:
    return [file.removeprefix("cells/").removesuffix(".webp") for file in sheet.files]


def test_two_axes_stand_in_rows_from_corner_to_corner(tmp_path):
    sheet = sheet_of(entry(tmp_path, 5, 6, views=(View(down="a0", across="a1"),)))
    assert names(sheet)[0] == "00"
    assert names(sheet)[-1] == "45"
    assert len(sheet.files) % sheet.across == 0


def test_axes_may_be_the_other_way_round(tmp_path):
    sheet = sheet_of(entry(tmp_path, 2, 3, views=(View(down="a1", across="a0"),)))
    assert names(sheet)[:2] == ["00", "10"]


def test_one_axis_flows_from_first_to_last(tmp_path):
    sheet = sheet_of(entry(tmp_path, 7, views=(View(across="a0"),)))
    assert names(sheet)[0] == "0"
    assert names(sheet)[-1] == "6"
    assert names(sheet) == sorted(names(sheet))


def test_other_axes_are_held_where_the_view_holds_them(tmp_path):
    view = View(down="a0", across="a1", fixed={"a2": 1})
    assert all(name.endswith("1") for name in names(sheet_of(entry(tmp_path, 2, 2, 2, views=(view,)))))


def test_only_values_that_the_view_shows(tmp_path):
    view = View(across="a0", only={"a0": (1, 3)})
    assert set(names(sheet_of(entry(tmp_path, 5, views=(view,))))) <= {"1", "3"}


def test_a_missing_cell_leaves_its_place_empty(tmp_path):
    sheet = sheet_of(entry(tmp_path, 2, 2, views=(View(down="a0", across="a1"),), skip=((0, 1),)))
    assert names(sheet) == ["00", "", "10", "11"]


def test_without_cells_the_chart_and_without_a_chart_the_original(tmp_path):
    view = View(across="a0", chart=("charts/a.webp",))
    assert sheet_of(entry(tmp_path, 1, views=(view,), skip=((0,),))).files == ("charts/a.webp",)
    assert sheet_of(entry(tmp_path, 1, skip=((0,),), original="original/x.jpg")).files == ("original/x.jpg",)
    (tmp_path / "cells.json").unlink()
    assert sheet_of(Entry(tmp_path, Card(title="x"))).files == ()


def test_a_sheet_is_drawn_alike_each_time(tmp_path):
    paths = []
    for index, colour in enumerate(((200, 0, 0), (0, 200, 0), (0, 0, 200))):
        paths.append(tmp_path / f"{index}.png")
        Image.new("RGB", (64, 48), colour).save(paths[-1])
    drawn = draw([*paths, None], 2)
    assert drawn == draw([*paths, None], 2)
    with Image.open(io.BytesIO(drawn)) as opened:
        assert opened.size == (WIDTH, HEIGHT)
        assert opened.getpixel((10, 10))[0] > 150
        assert opened.getpixel((WIDTH - 10, 10))[1] > 150
        assert max(opened.getpixel((WIDTH - 10, HEIGHT - 10))) < 40


def test_a_file_that_is_no_picture_is_named(tmp_path):
    (tmp_path / "a.webp").write_bytes(b"no picture")
    with pytest.raises(LibraryError, match=r"a\.webp cannot be read as a picture"):
        draw([tmp_path / "a.webp"], 1)
