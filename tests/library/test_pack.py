"""A run in one file: there and back, and what is refused on the way."""

import zipfile
from pathlib import Path

import pytest

from ezcharts.errors import InputError
from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.draft import shelve
from ezcharts.library.pack import read_pack, write_pack
from tests.library.making import finished

BY = Added("me", "2026-11-27")


@pytest.fixture
def packed(tmp_path) -> Path:
    path = tmp_path / "eta-vs-steps.ezpack.zip"
    write_pack(finished(tmp_path).draft(BY), path)
    return path


def test_a_run_comes_out_as_it_went_in(tmp_path, packed):
    draft = finished(tmp_path).draft(BY)
    back = read_pack(packed, tmp_path / "scratch")
    assert (back.name, back.card, back.cells) == ("eta-vs-steps", draft.card, draft.cells)
    made = {name: make() for name, make in draft.files.items()}
    assert {name: make() for name, make in back.files.items()} == made


def test_it_needs_nothing_of_the_archive_once_it_is_read(tmp_path, packed):
    draft = read_pack(packed, tmp_path / "scratch")
    entry = shelve(draft, Catalogue(tmp_path / "library"))
    assert {cell.state for cell in entry.cells.cells} == {"done"}
    assert entry.file("study.yaml").is_file()


def test_equal_runs_give_equal_files(tmp_path, packed):
    other = tmp_path / "other.zip"
    write_pack(finished(tmp_path).draft(BY), other)
    assert other.read_bytes() == packed.read_bytes()


def altered(packed: Path, changes: dict[str, bytes | None]) -> Path:
    """The pack with files replaced, added, or (None) taken out."""
    path = packed.with_name("altered.zip")
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w") as new:
        files = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in files.items():
            if content is not None:
                new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"entry.yaml": None}, r"holds no entry\.yaml"),
        ({"cells.json": None}, r"holds no cells\.json"),
        ({"cells.json": b"{}"}, "no table of cells"),
        ({"charts/1.webp": None}, r"names charts/1\.webp and does not hold it"),
        ({"charts/1.webp": b"<svg onload=alert(1)>"}, "picture"),
        ({"entry.yaml": b"title: x\nsource: y\n"}, "unknown key"),
        ({"study.yaml": b"title: x\n"}, "platform"),
        ({"../evil": b"x"}, "evil"),
    ],
)
def test_what_is_no_pack_is_refused(tmp_path, packed, changes, rule):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    path = altered(packed, changes)
    with pytest.raises(InputError, match=rule):
        read_pack(path, tmp_path / "scratch" / "in")
    new = {p for p in tmp_path.rglob("*") if p.is_file() and "scratch" not in p.parts} - before - {path}
    assert not new


def test_files_that_nobody_names_are_left_out(tmp_path, packed):
    path = altered(packed, {"evil.html": b"<script>", "cells/extra.webp": b"x"})
    assert not {"evil.html", "cells/extra.webp"} & set(read_pack(path, tmp_path / "scratch").files)
