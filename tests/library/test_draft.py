"""Drafts are shelved in full or not at all."""

from dataclasses import replace

import pytest

from ezcharts.errors import LibraryError, StoreError
from ezcharts.library.card import Added, Card, write_card
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.draft import Draft, shelve
from tests.library.making import finished

BY = Added("me", "2026-11-27")


def link(name: str, **fields) -> Draft:
    return Draft(name, Card(title=name, kind="link", **fields))


def test_new_entries_go_to_the_end(tmp_path):
    shelf = Catalogue(tmp_path)
    shelve(link("b", number=4), shelf)
    shelve(link("a"), shelf)
    assert [(entry.name, entry.card.number) for entry in shelf] == [("b", 4), ("a", 5)]


def test_an_entry_is_not_replaced_by_accident(tmp_path):
    shelf = Catalogue(tmp_path)
    shelve(link("a"), shelf)
    with pytest.raises(LibraryError, match="has an entry 'a'; choose another --name, or --again"):
        shelve(link("a"), shelf)


def test_again_keeps_what_people_wrote_and_the_original(tmp_path):
    shelf = Catalogue(tmp_path / "library")
    entry = shelve(finished(tmp_path, lost={0}).draft(BY), shelf)
    card = replace(entry.card, line="Mine.", notes="By hand.", number=9, original="original/chart.png")
    (entry.folder / "entry.yaml").write_bytes(write_card(card))
    (entry.folder / "original").mkdir()
    (entry.folder / "original" / "chart.png").write_bytes(b"picture")
    again = shelve(finished(tmp_path).draft(Added("you", "2027-01-01")), shelf, again=True)
    assert again.card == card
    assert again.file("original/chart.png").read_bytes() == b"picture"
    assert [cell.state for cell in again.cells.cells] == ["done"] * 6


def test_pictures_that_are_there_are_not_made_again(tmp_path):
    shelf = Catalogue(tmp_path / "library")
    draft = finished(tmp_path).draft(BY)
    entry = shelve(draft, shelf)

    def never():
        raise AssertionError("made again")

    kept = {name: never if name.startswith("cells/") else make for name, make in draft.files.items()}
    before = {path.name: path.read_bytes() for path in (entry.folder / "cells").iterdir()}
    again = shelve(replace(draft, files=kept), shelf, again=True)
    assert {path.name: path.read_bytes() for path in (again.folder / "cells").iterdir()} == before


@pytest.mark.parametrize("there", [False, True])
def test_what_breaks_on_the_way_leaves_the_catalogue_as_it_was(tmp_path, there):
    shelf = Catalogue(tmp_path)
    if there:
        shelve(link("a"), shelf)
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))

    def full():
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        shelve(Draft("a", Card(title="new"), files={"x.txt": lambda: b"x", "y.txt": full}), shelf, again=True)
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_what_a_killed_add_left_behind_is_no_entry(tmp_path):
    shelf = Catalogue(tmp_path)
    shelve(link("a"), shelf)
    for left in (".a.1-ff.tmp", ".a.1-ff.old"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "entry.yaml").write_text("title: half\n")
    assert shelf.names() == ["a"]
    assert [entry.name for entry in shelf] == ["a"]


@pytest.mark.parametrize("name", ["../a", "a/b", ".a"])
def test_names_that_lead_away_write_nothing(tmp_path, name):
    with pytest.raises(LibraryError):
        shelve(link(name), Catalogue(tmp_path / "library"))
    with pytest.raises(LibraryError):
        shelve(Draft("ok", Card(title="x"), files={"../evil": lambda: b""}), Catalogue(tmp_path / "library"))
    assert not list(tmp_path.rglob("evil"))
    assert not list((tmp_path / "library").glob("*")) or not (tmp_path / "library" / "ok").exists()
