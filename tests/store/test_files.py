import errno
import os
import time

import pytest

from ezcharts.errors import StoreError
from ezcharts.store import files
from ezcharts.store.files import set_aside, sweep, write_atomically, write_if_changed


def disk_full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_written_is_there_and_nothing_else(tmp_path):
    target = tmp_path / "a" / "b.txt"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["b.txt"]


def test_files_follow_the_users_mask(tmp_path):
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "a", b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_a_full_disk_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    target = tmp_path / "a.txt"
    write_atomically(target, b"old")
    monkeypatch.setattr(files.os, "fsync", disk_full)
    with pytest.raises(StoreError) as caught:
        write_atomically(target, b"new")
    assert str(caught.value) == (
        f"cannot write {target}: the disk is full; what was written before is safe: "
        "free some space, or choose another folder, and run again"
    )
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_that_is_not_foreseen_keeps_its_words(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match=r"cannot write .*: (Not a directory|File exists); check the path"):
        write_atomically(tmp_path / "file" / "below", b"")


def test_an_interrupt_leaves_no_temporary_file(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", b"")
    assert list(tmp_path.iterdir()) == []


def test_an_equal_file_is_left_alone(tmp_path):
    target = tmp_path / "page.html"
    assert write_if_changed(target, b"one")
    before = target.stat()
    assert not write_if_changed(target, b"one")
    assert target.stat().st_mtime_ns == before.st_mtime_ns
    assert target.stat().st_ino == before.st_ino
    assert write_if_changed(target, b"two")


def test_damaged_files_are_kept_aside_under_free_names(tmp_path):
    words = []
    for content in (b"1", b"2", b"3"):
        (tmp_path / "a.json").write_bytes(content)
        words.append(set_aside(tmp_path / "a.json"))
    assert words == [f"kept aside as a.json.damaged{n}" for n in ("", "-2", "-3")]
    assert (tmp_path / "a.json.damaged-2").read_bytes() == b"2"


def test_a_damaged_file_that_another_run_set_aside_first_is_no_error(tmp_path):
    assert set_aside(tmp_path / "gone") == "left in place (No such file or directory)"


def test_only_old_temporary_files_are_swept(tmp_path):
    for name in (".old.1-a.tmp", ".new.1-b.tmp", "other"):
        (tmp_path / name).write_bytes(b"")
    for name in (".old.1-a.tmp", "other"):
        os.utime(tmp_path / name, (time.time() - 4000,) * 2)
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".new.1-b.tmp", "other"]
