"""Zip files from strangers: unpacked in full, or refused with nothing written."""

import os
import warnings
import zipfile

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.guard.archive import unpack
from ezcharts.library.guard.limits import FOLDER, FolderLimits
from tests.library.guard import corpus
from tests.library.guard.corpus import SLIPS, TWICE, zip_of, zip_with


@pytest.fixture
def refused(tmp_path):
    """Unpack, and see that it is refused and leaves nothing behind."""

    def check(content, reason, limits=FOLDER):
        path = tmp_path / "given.zip"
        path.write_bytes(content)
        with pytest.raises(LibraryError, match=reason) as caught:
            unpack(path, tmp_path / "in" / "place", limits)
        assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["given.zip"]
        assert not list((tmp_path / "in").glob("*")) if (tmp_path / "in").exists() else True
        return str(caught.value)

    return check


@pytest.mark.parametrize("name", SLIPS)
def test_names_that_lead_elsewhere_or_are_not_plain(refused, name):
    refused(zip_of([("good.png", b"1"), (name, b"2")]), "no name that is accepted|folders deep")


@pytest.mark.parametrize("members", TWICE)
def test_names_that_are_one_on_some_system(refused, members):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the two names that are the same
        content = zip_of(members)
    refused(content, "stands twice")


@pytest.mark.parametrize("mode", [0o120777, 0o020644, 0o060644, 0o010644, 0o140644])
def test_links_and_devices(refused, mode):
    refused(zip_with("a.png", b"/etc/passwd", mode), "link or device")


def test_a_folder_that_is_a_file(refused):
    refused(zip_with("a.png", b"", 0o040755), "link or device")


def test_bombs(refused):
    refused(corpus.bomb(), "at most 100 times")
    refused(corpus.overlapping(), "share their bytes|stands twice")
    refused(corpus.lying_size(), "broken|at most")


def test_overlaps_under_different_names(refused):
    refused(corpus.overlapping(9), "share their bytes")


def test_what_a_list_says_is_not_believed(refused):
    content = zip_of([("a.bin", os.urandom(5000))])
    assert refused(content, "to more", FolderLimits(bytes=1000))
    assert refused(content, "at most 1,000 bytes", FolderLimits(member_bytes=1000))


def test_too_many(refused):
    members = [(f"{n}.txt", b"") for n in range(20)]
    refused(zip_of(members), "holds 20", FolderLimits(files=19))
    refused(zip_of(members), "list of contents", FolderLimits(list_bytes=500))
    refused(zip_of(members), "an archive has at most", FolderLimits(packed_bytes=500))


def test_encrypted(refused):
    refused(corpus.encrypted(), "encrypted")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods(refused, method):
    refused(zip_of([("a.txt", b"a" * 50)], method), "packed by method")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + bytes(18), b"Rar!\x1a\x07", b"<html>", zip_with()[:-30]]
)
def test_no_archives(refused, content):
    refused(content, "no zip archive")


def test_something_before_or_behind(refused):
    refused(b"#!/bin/sh\n" + zip_with(), "no zip archive")
    refused(zip_with() + b"<script>", "not right")


def test_damaged_bytes(refused):
    content = bytearray(zip_of([("a.bin", os.urandom(500))]))
    content[60] ^= 0xFF
    refused(bytes(content), "broken")


def test_the_long_kind(refused):
    content = zip_with()
    at = content.index(b"PK\x05\x06")
    refused(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:], "long kind")


def test_all_of_a_good_one_is_unpacked(tmp_path):
    path = tmp_path / "given.zip"
    members = [
        ("a/", b""),
        ("a/TimeToDisco(0)_0000.png", b"1"),
        ("Ünï 中.txt", b"2" * 3000),
        ("in.zip", zip_with()),
    ]
    path.write_bytes(zip_of(members))
    folder = unpack(path, tmp_path / "deep" / "place")
    assert {
        str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    } == dict(members[1:])
    assert not [each for each in folder.parent.iterdir() if each != folder]
    assert not (folder / "a" / "TimeToDisco(0)_0000.png").stat().st_mode & 0o111


def test_leftovers_of_file_managers_are_left_out(tmp_path):
    path = tmp_path / "given.zip"
    path.write_bytes(
        zip_of([("__MACOSX/._a.png", b"x"), ("b/.DS_Store", b"x"), ("b/Thumbs.db", b"x"), ("b/a", b"1")])
    )
    folder = unpack(path, tmp_path / "place")
    assert [each.name for each in folder.rglob("*")] == ["b", "a"]


def test_what_is_there_is_not_touched(tmp_path):
    path = tmp_path / "given.zip"
    path.write_bytes(zip_with())
    (tmp_path / "place").mkdir()
    with pytest.raises(LibraryError, match="there already"):
        unpack(path, tmp_path / "place")
    with pytest.raises(LibraryError, match="no file"):
        unpack(tmp_path / "other.zip", tmp_path / "new")
