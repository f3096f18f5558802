"""Where files lie, and that a digest is never an old one."""

import hashlib
import json
import os
import threading
import time
from pathlib import Path

import platformdirs
import pytest

from ezcharts.errors import ModelError
from ezcharts.models import model_folder as module
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.models.model_folder import (
    DIGESTS,
    State,
    alone,
    digest_of,
    judge,
    known_digest,
    model_folder,
    path_of,
    present,
    remember,
    state,
)

CONTENT = b"weights"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tiny.pt"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def reads(monkeypatch):
    """Count how often files are read."""
    counted, read = [], module.sha256_of

    def count(path, advanced=None):
        counted.append(path.name)
        return read(path, advanced)

    monkeypatch.setattr(module, "sha256_of", count)
    return counted


def card(sha256=SHA256, size=None, addresses=("https://example.com/tiny.pt",)):
    return Checkpoint("tiny", "tiny.pt", "prior", "adm-256", "MIT", "on a shelf", size, sha256, addresses)


def test_the_folder_is_the_one_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path / "mine"))
    assert model_folder() == tmp_path / "mine"
    assert path_of(card()) == tmp_path / "mine" / "tiny.pt"


def test_the_folder_may_begin_at_home_and_is_absolute(monkeypatch):
    monkeypatch.setenv("EZCHARTS_MODELS", "~/models")
    assert model_folder() == Path.home() / "models"
    monkeypatch.setenv("EZCHARTS_MODELS", "models")
    assert model_folder() == Path.cwd() / "models"


@pytest.mark.parametrize("named", [None, ""])
def test_without_it_the_folder_is_in_the_user_s_data(monkeypatch, named):
    monkeypatch.delenv("EZCHARTS_MODELS", raising=False)
    if named is not None:
        monkeypatch.setenv("EZCHARTS_MODELS", named)
    assert model_folder() == Path(platformdirs.user_data_dir("ezcharts", appauthor=False)) / "models"


def test_the_digest_is_the_sha256_and_is_read_once(file, reads):
    assert [digest_of(file), digest_of(file), known_digest(file)] == [SHA256] * 3
    assert reads == ["tiny.pt"]


def test_a_file_can_be_read_afresh(file, reads):
    digest_of(file)
    digest_of(file, afresh=True)
    assert len(reads) == 2


def test_reading_tells_how_it_gets_on(file):
    told = []
    digest_of(file, advanced=told.append)
    assert sum(told) == len(CONTENT)


def test_another_size_is_another_digest(file):
    digest_of(file)
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    file.write_bytes(CONTENT + b"!")
    os.utime(file, ns=times)
    assert digest_of(file) == hashlib.sha256(CONTENT + b"!").hexdigest()


def test_another_time_of_change_is_another_digest(file):
    digest_of(file)
    stat = file.stat()
    file.write_bytes(CONTENT[::-1])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert known_digest(file) is None
    assert digest_of(file) == hashlib.sha256(CONTENT[::-1]).hexdigest()


def test_a_digest_that_was_told_is_known_without_reading(file, reads):
    remember(file, "f" * 64)
    assert digest_of(file) == "f" * 64
    assert reads == []


def test_files_that_are_gone_leave_the_list(file, tmp_path):
    other = tmp_path / "other.pt"
    other.write_bytes(b"")
    digest_of(other)
    other.unlink()
    digest_of(file)
    assert set(json.loads((tmp_path / DIGESTS).read_text())) == {"tiny.pt"}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"tiny.pt": 1}',
        b'{"tiny.pt": {}}',
        b'{"tiny.pt": {"bytes": 7, "mtime_ns": "x", "sha256": "y"}}',
    ],
)
def test_a_damaged_list_only_costs_the_time_to_read(file, tmp_path, damage):
    (tmp_path / DIGESTS).write_bytes(damage)
    assert digest_of(file) == SHA256
    assert known_digest(file) == SHA256


def test_an_entry_without_a_digest_is_none(file, tmp_path):
    stat = file.stat()
    entry = {"bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": None}
    (tmp_path / DIGESTS).write_text(json.dumps({"tiny.pt": entry}))
    assert known_digest(file) is None


def test_a_folder_that_cannot_be_written_only_costs_the_time_to_read(file, tmp_path):
    (tmp_path / DIGESTS).mkdir()
    assert digest_of(file) == SHA256
    assert known_digest(file) is None


def test_a_file_that_grows_while_it_is_read_has_no_digest(file):
    def grow(_):
        if file.stat().st_size < 50:
            with file.open("ab") as handle:
                handle.write(b"more")

    with pytest.raises(ModelError, match=r"tiny.pt changed while it was read; wait until it is complete"):
        digest_of(file, advanced=grow)
    assert known_digest(file) is None


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"model file .*none.pt cannot be read: No such file"):
        digest_of(tmp_path / "none.pt")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (card(), State.VERIFIED),
        (card(size=len(CONTENT)), State.VERIFIED),
        (card("0" * 64), State.WRONG),
        (card(None), State.UNVERIFIED),
    ],
)
def test_the_state_of_a_file_that_was_read(file, tmp_path, known, expected):
    digest_of(file)
    assert state(known, tmp_path) is expected
    assert judge(known, SHA256) is expected


def test_the_state_is_told_without_reading(file, tmp_path, reads):
    assert state(card(), tmp_path) is State.UNVERIFIED
    assert state(card(size=8), tmp_path) is State.WRONG  # no file of another size is it
    assert reads == []


def test_the_state_of_a_file_that_is_not_there(tmp_path):
    (tmp_path / "tiny.pt").mkdir()
    assert state(card(), tmp_path) is State.MISSING
    assert state(card(), tmp_path / "no" / "folder") is State.MISSING


def test_a_file_that_is_there_is_presented_and_a_missing_one_comes_with_the_command(file, tmp_path):
    assert present(card(), tmp_path) == file
    file.unlink()
    with pytest.raises(
        ModelError, match=r"the file of tiny is missing: .*tiny.pt; .*: ezcharts models fetch tiny$"
    ):
        present(card(), tmp_path)
    with pytest.raises(ModelError, match=r"fetch tiny \(it says where people find it: on a shelf\)"):
        present(card(addresses=()), tmp_path)


def test_only_one_at_a_time_brings_a_file(tmp_path):
    order = []

    def second():
        with alone(tmp_path / "tiny.pt", lambda: order.append("waits")):
            order.append("second")

    with alone(tmp_path / "tiny.pt", lambda: order.append("never")):
        thread = threading.Thread(target=second)
        thread.start()
        while "waits" not in order:
            time.sleep(0.001)
        order.append("first")
    thread.join()
    assert order == ["waits", "first", "second"]
