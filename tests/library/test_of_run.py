"""A finished run becomes an entry."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Added, Gathered
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.draft import shelve
from ezcharts.studies.spec import read_study
from tests.library.making import STUDY, finished

BY = Added("me", "2026-11-27")


def test_the_card_begins_with_what_the_study_says(tmp_path):
    card = finished(tmp_path).draft(BY).card
    assert (card.header, card.stated) == ("eta vs steps, Disco 5.2, 2022-03-05", "DD")
    assert (card.provenance, card.models, card.profile, card.added) == ("rendered", "embedded", "", BY)
    assert card.gathered == (Gathered(by="u/somebody", url="https://redd.it/abc", note="matched by topic"),)


def test_every_cell_stands_where_the_study_has_it(tmp_path):
    draft = finished(tmp_path).draft(BY)
    cells = draft.cells
    assert [axis.name for axis in cells.axes] == ["eta", "steps"]
    assert [value.settings for value in cells.axes[0].values] == [{"eta": 0.0}, {"eta": 0.5}, {"eta": 1.0}]
    assert [axis.trend for axis in cells.axes] == ["rising", "rising"]
    for cell in cells.cells:
        number = 2 * cell.at[0] + cell.at[1]
        with Image.open(io.BytesIO(draft.files[cell.file]())) as picture:
            assert (picture.format, picture.size) == ("WEBP", cell.size == (128, 64) and cell.size)
            assert abs(picture.convert("RGB").getpixel((64, 32))[0] - 20 * number - 30) <= 2
        assert cell.settings == {"eta": cell.at[0] / 2, "steps": [50, 100][cell.at[1]]}
        assert cell.seconds == 2.0
    assert cells.settings["seed"] == 7
    assert "eta" not in cells.settings


def test_missing_and_failed_cells_are_in_the_table(tmp_path):
    cells = finished(tmp_path, lost={0}, failed={3}).draft(BY).cells.cells
    assert [cell.state for cell in cells] == ["missing", "done", "done", "failed", "done", "done"]
    assert cells[3].reason == "NaN at step 3"


def test_a_run_of_which_nothing_is_there_is_no_entry_unless_it_is_followed(tmp_path):
    run = finished(tmp_path, lost=set(range(6)))
    with pytest.raises(LibraryError, match="nothing of 'eta vs steps' is in the store"):
        run.draft(BY)
    assert len(run.draft(BY, empty=True).cells.cells) == 6


def test_measures_are_kept_to_four_digits_and_what_is_no_number_is_left_out(tmp_path):
    figures = {"contrast": 0.123456, "blur": float("nan"), "noise": float("inf"), "edges": 1e-7}
    cells = finished(tmp_path, measured=lambda key: figures).draft(BY).cells.cells
    assert cells[0].measures == {"contrast": 0.1235, "edges": 1e-7}


def test_seeds_are_an_axis_of_repeats_and_views_show_the_first(tmp_path):
    text = STUDY.replace("  seed: 7\n", "") + "repeats: {seeds: [5, 6]}\n"
    cells = finished(tmp_path, text).draft(BY).cells
    assert (cells.axes[0].name, cells.axes[0].repeat) == ("seed", True)
    assert [value.label for value in cells.axes[0].values] == ["5", "6"]
    assert cells.views[0].fixed == {"seed": 0}
    assert cells.parameters == ("eta", "steps")
    assert {(cell.at[0], cell.settings["seed"]) for cell in cells.cells} == {(0, 5), (1, 6)}


def test_the_study_file_and_its_chart_come_along(tmp_path):
    entry = shelve(finished(tmp_path).draft(BY), Catalogue(tmp_path / "library"))
    assert len(read_study(entry.file("study.yaml")).axes) == 2
    view = entry.cells.views[0]
    assert (view.down, view.across, view.chart) == ("eta", "steps", ("charts/1.webp",))
    assert view.words.startswith("Chart of 6 pictures: eta vs steps, Disco 5.2, 2022-03-05. Prompt: a castle")
    with Image.open(entry.file(view.chart[0])) as chart:
        assert chart.width > 2 * 128


def test_equal_runs_give_equal_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (finished(tmp_path / name).draft(BY) for name in ("a", "b"))
    assert one.cells.to_bytes() == two.cells.to_bytes()
    assert {name: make() for name, make in one.files.items()} == {
        name: make() for name, make in two.files.items()
    }


def test_pictures_are_named_by_what_is_seen_so_that_equal_ones_are_one_file(tmp_path):
    run = finished(tmp_path)
    one, two = run.grid.distinct[:2]
    twins = {two: run.find(one)}
    draft = replace(run, find=lambda cell: twins.get(cell, run.find(cell))).draft(BY)
    assert draft.cells.cells[0].file == draft.cells.cells[1].file
    assert len([name for name in draft.files if name.startswith("cells/")]) == 5
