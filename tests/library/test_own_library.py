"""The library of this repository: what is in it is whole, named as what it is, and light."""

from pathlib import Path

import pytest

from ezcharts.library.catalogue import Catalogue
from ezcharts.library.check import check
from ezcharts.library.directions import findings, read_findings
from ezcharts.studies.grid import expand
from ezcharts.studies.spec import read_study

ROOT = Path(__file__).parents[2]
LIBRARY = Catalogue(ROOT / "library")
ENTRIES = {entry.name: entry for entry in LIBRARY}
RENDERED = sorted(name for name, entry in ENTRIES.items() if entry.cells)


def test_all_31_studies_are_rendered():
    studies = {path.stem for path in (ROOT / "studies").glob("[0-9]*.yaml")}
    assert len(studies) == 31
    assert studies <= set(RENDERED)


@pytest.mark.parametrize("name", RENDERED)
def test_an_entry_is_whole(name):
    entry = ENTRIES[name]
    assert [str(notice) for notice in check(entry, LIBRARY) if notice.level == "error"] == []
    assert (entry.card.models, entry.card.profile, entry.card.provenance) == (
        "embedded",
        "preview",
        "rendered",
    )
    assert entry.card.line
    assert {cell.state for cell in entry.cells.cells} == {"done"}
    assert all(cell.key and cell.measures for cell in entry.cells.cells)


@pytest.mark.parametrize("name", RENDERED)
def test_the_cells_are_those_of_the_study_file(name):
    entry = ENTRIES[name]
    file = ROOT / "studies" / f"{name}.yaml"
    assert entry.file("study.yaml").read_text() == file.read_text()
    grid = expand(read_study(file), "preview")
    cells = {cell.at: entry.cells.settings_of(cell) for cell in entry.cells.cells}
    axes = [axis.name for axis in grid.study.axes]
    seeds = len(grid.study.repeats) > 1
    assert cells == {
        (*([place.repeat] if seeds else []), *(place.coordinates[name] for name in axes)):
        place.cell.settings.to_json() for place in grid.cells
    }  # fmt: skip


@pytest.mark.parametrize("name", RENDERED)
def test_the_directions_are_those_of_the_figures(name):
    entry = ENTRIES[name]
    fresh, kept = findings(entry.cells), read_findings(entry)
    assert [one.sentence for one in fresh.directions] == [one.sentence for one in kept.directions]


def test_the_pictures_stay_light():
    pictures = sum(path.stat().st_size for path in LIBRARY.folder.rglob("*.webp"))
    assert pictures < 15 * 2**20
