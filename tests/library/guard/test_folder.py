"""Folders of strangers: no link is followed, and only so much is looked at."""

import os

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.guard.folder import walk
from ezcharts.library.guard.limits import FolderLimits


@pytest.fixture
def given(tmp_path):
    for name in ("b.png", "a/c (1).png", "a/d.txt", ".git/config", "__MACOSX/x", "a/.DS_Store"):
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    return tmp_path / "given"


def test_files_in_order_hidden_ones_left_out(given):
    assert [str(path.relative_to(given)) for path in walk(given)] == ["a/c (1).png", "a/d.txt", "b.png"]


@pytest.mark.parametrize("target", ["/etc", "a", "b.png", "nowhere", "."])
def test_links_are_not_followed(given, target):
    (given / "a" / "link").symlink_to(given / target)
    with pytest.raises(LibraryError, match="symbolic link"):
        walk(given)


def test_the_folder_itself_may_be_a_link(given):
    link = given.parent / "link"
    link.symlink_to(given)
    assert len(walk(link)) == 3


def test_pipes(given):
    os.mkfifo(given / "pipe")
    with pytest.raises(LibraryError, match="no ordinary file"):
        walk(given)


@pytest.mark.parametrize("name", ["a:b", "con.png", "x\n", "a\\b"])
def test_names(given, name):
    (given / name).write_bytes(b"")
    with pytest.raises(LibraryError, match="no name that is accepted"):
        walk(given)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (FolderLimits(files=3), "at most 3 files"),
        (FolderLimits(bytes=14), "at most 14 bytes"),
        (FolderLimits(member_bytes=4), "at most 4 bytes"),
        (FolderLimits(depth=1), "1 folders deep"),
    ],
)
def test_limits(given, limits, reason):
    with pytest.raises(LibraryError, match=reason):
        walk(given, limits)


def test_no_folder(tmp_path):
    with pytest.raises(LibraryError, match="no folder"):
        walk(tmp_path / "nothing")
