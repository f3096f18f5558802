"""A file is taken for what it is, whole, and nothing that was there is lost."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from ezcharts.errors import ModelError, StoreError, UnknownName
from ezcharts.models import add as module
from ezcharts.models import checkpoints as catalogue
from ezcharts.models.add import add
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.models.model_folder import State, known_digest, state

CONTENT = b"known weights"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KNOWN = Checkpoint("known", "known.pt", "prior", "adm-256", "MIT", "on a shelf", None, SHA256)
UNHASHED = Checkpoint("unhashed", "unhashed.pt", "prior", "adm-256", "MIT", "on a shelf", 5)
PICKLE = Checkpoint("pickle", "pickle.pkl", "prior", "x", "MIT", "-", refused="it is a pickle")


@pytest.fixture(autouse=True)
def _three_checkpoints(monkeypatch):
    cards = {card.name: card for card in (KNOWN, UNHASHED, PICKLE)}
    monkeypatch.setattr(catalogue, "_checkpoints", lambda: cards)
    monkeypatch.setattr(catalogue, "_words", lambda: cards | {card.file: card for card in cards.values()})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def source(tmp_path):
    def make(content=CONTENT, name="downloaded (1).bin"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_is_recognised_by_its_content_whatever_it_is_called(source, folder):
    added = add(source(), folder=folder)
    assert (added.checkpoint, added.state, added.note) == (KNOWN, State.VERIFIED, None)
    assert added.path == folder / "known.pt"
    assert added.path.read_bytes() == CONTENT
    assert names(folder) == ["known.pt"]
    assert state(KNOWN, folder) is State.VERIFIED


def test_on_the_same_disk_it_takes_no_space(source, folder):
    path = source()
    assert add(path, folder=folder).how == "linked"
    assert path.samefile(folder / "known.pt")


def test_on_another_disk_it_is_copied(source, folder, monkeypatch):
    def other_disk(self, target):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", other_disk)
    path = source()
    assert add(path, folder=folder).how == "copied"
    assert path.read_bytes() == (folder / "known.pt").read_bytes() == CONTENT
    assert not path.samefile(folder / "known.pt")
    assert names(folder) == ["known.pt"]


def test_a_link_to_a_file_is_followed(source, folder, tmp_path):
    link = tmp_path / "link.pt"
    link.symlink_to(source())
    add(link, folder=folder)
    assert not (folder / "known.pt").is_symlink()


def test_progress_comes_to_the_size(source, folder):
    told = []
    add(source(), folder=folder, advanced=told.append)
    assert sum(told) == len(CONTENT)


def test_without_a_published_hash_the_name_of_the_file_is_believed(source, folder):
    added = add(source(b"PK\x03\x045", "unhashed.pt"), folder=folder)
    assert (added.checkpoint, added.state) == (UNHASHED, State.UNVERIFIED)
    assert added.digest == hashlib.sha256(b"PK\x03\x045").hexdigest() == known_digest(folder / "unhashed.pt")


def test_without_a_published_hash_the_name_that_is_given_is_believed(source, folder):
    assert add(source(b"PK\x03\x045"), "unhashed", folder).path == folder / "unhashed.pt"


def test_but_not_if_it_does_not_begin_as_weights_do(source, folder):
    pickle = b"\x80\x04K\x01."  # the number 1
    with pytest.raises(ModelError, match=r"does not begin as files of torch\.save do; nothing was changed"):
        add(source(pickle), "unhashed", folder)
    assert not folder.exists()


def test_but_not_if_the_published_size_is_another(source, folder):
    with pytest.raises(ModelError, match="is not unhashed, which has 5 bytes; this file has 6"):
        add(source(b"PK\x03\x0456"), "unhashed", folder)


@pytest.mark.parametrize("name", [None, "known"])
def test_a_file_that_is_not_what_it_is_called_is_refused(source, folder, name):
    wrong = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(
        ModelError, match=rf"known.pt is not known\. SHA-256 expected: {SHA256}, seen: {wrong}\. Nothing was"
    ):
        add(source(b"other", "known.pt"), name, folder)
    assert not folder.exists()


def test_a_known_file_of_another_name_is_told(source, folder, monkeypatch):
    other = Checkpoint("other", "other.pt", "prior", "adm-256", "MIT", "-", None, "0" * 64)
    cards = {"known": KNOWN, "other": other}
    monkeypatch.setattr(catalogue, "_checkpoints", lambda: cards)
    monkeypatch.setattr(catalogue, "_words", lambda: cards)
    with pytest.raises(ModelError, match=r"is not other; it is known\. SHA-256 expected: 0"):
        add(source(), "other", folder)


def test_an_unknown_file_says_how_to_name_it(source, folder):
    with pytest.raises(
        ModelError,
        match=r"unhased.pt is no checkpoint.*mean 'unhashed.pt'\?\nIf you.*add .*unhased.pt --name NAME",
    ):
        add(source(b"?", "unhased.pt"), folder=folder)


def test_an_unknown_name_is_refused_before_the_file_is_read(source, folder, monkeypatch):
    monkeypatch.setattr(module, "sha256_of", None)
    with pytest.raises(UnknownName, match="unknown checkpoint 'knwn'; did you mean 'known'"):
        add(source(), "knwn", folder)


@pytest.mark.parametrize("name", [None, "pickle"])
def test_what_cannot_be_used_is_not_taken(source, folder, name):
    with pytest.raises(ModelError, match=r"pickle.pkl.* cannot be used here: it is a pickle"):
        add(source(b"x", "pickle.pkl"), name, folder)
    assert not folder.exists()


def test_a_folder_is_no_file(tmp_path, folder):
    with pytest.raises(ModelError, match=r"there is no file .*; name a checkpoint's file, not a folder"):
        add(tmp_path, folder=folder)


def test_a_file_that_is_there_already_stays(source, folder):
    path = source()
    add(path, folder=folder)
    inode = (folder / "known.pt").stat().st_ino
    assert add(path, folder=folder).how == "there already"
    assert add(folder / "known.pt", folder=folder).how == "there already"
    assert add(source(name="again"), folder=folder).how == "there already"
    assert (folder / "known.pt").stat().st_ino == inode


def test_another_file_of_that_name_is_kept_aside(source, folder):
    folder.mkdir()
    (folder / "known.pt").write_bytes(b"other")
    added = add(source(), folder=folder)
    assert added.note == "another file called known.pt was there; kept aside as known.pt.damaged"
    assert (folder / "known.pt.damaged").read_bytes() == b"other"
    assert (folder / "known.pt").read_bytes() == CONTENT


def test_what_an_unfinished_fetch_has_left_is_cleared_away(source, folder):
    folder.mkdir()
    for name in ("known.pt.part", "known.pt.part.json"):
        (folder / name).write_bytes(b"{}")
    add(source(), folder=folder)
    assert names(folder) == ["known.pt"]


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_that_changes_meanwhile_is_not_taken(source, folder, monkeypatch, linked):
    path, place = source(), module._place

    before = path.stat()

    def late(origin, target):
        path.write_bytes(b"known weightz")
        # a link is told from the time of change, a copy even where that has been put back
        os.utime(path, ns=(1, 1) if linked else (before.st_atime_ns, before.st_mtime_ns))
        return place(origin, target)

    monkeypatch.setattr(module, "_place", late)
    if not linked:
        monkeypatch.setattr(module, "_linked", lambda path, link: False)
    with pytest.raises(ModelError, match=r"changed while it was (read|copied); wait until it is complete"):
        add(path, folder=folder)
    assert names(folder) == []
    assert list(folder.glob(".*.tmp")) == []


def test_a_full_disk_leaves_nothing_behind(source, folder, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_linked", lambda path, link: False)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"cannot copy .*: the disk is full"):
        add(source(), folder=folder)
    assert names(folder) == []
    assert list(folder.glob(".*.tmp")) == []
