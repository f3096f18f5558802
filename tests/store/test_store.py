import errno
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from ezcharts.errors import StoreError
from ezcharts.store import files
from ezcharts.store.store import MARK, Store
from tests.conformance.store_suite import PICTURE, StoreConformance, done, failed, key_of


class TestStore(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path):
        return Store(tmp_path / "store")


@pytest.fixture
def reports():
    return []


@pytest.fixture
def store(tmp_path, reports):
    return Store(tmp_path / "store", report=reports.append)


def record_file(store, name):
    return store.root / "records" / key_of(name)[:2] / f"{key_of(name)}.json"


def python(code, *arguments):
    """Start `code` in a process of its own; it shares the helpers of the conformance suite."""
    head = "import sys\nfrom ezcharts.store.store import Store\nfrom tests.conformance.store_suite import *\n"
    command = [sys.executable, "-c", head + textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_looking_at_a_store_that_is_not_there_makes_nothing(store):
    assert store.get(key_of("a")) is None
    assert store.needs(key_of("a"))
    assert not store.root.exists()


def test_another_instance_finds_what_one_has_put(store):
    kept = store.put(done("a"), PICTURE)
    other = Store(store.root)
    assert other.get(kept.key) == kept
    assert other.picture_path(kept).read_bytes() == PICTURE


def test_a_record_that_was_cut_short_counts_as_absent_and_is_kept_aside(store, reports):
    store.put(done("a"), PICTURE)
    path = record_file(store, "a")
    path.write_bytes(path.read_bytes()[:100])
    assert store.get(key_of("a")) is None
    assert store.needs(key_of("a"))
    assert path.with_name(path.name + ".damaged").exists()
    assert len(reports) == 1
    assert "is damaged (" in reports[0]
    assert f"kept aside as {path.name}.damaged; the cell counts as not rendered" in reports[0]
    assert store.keys() == []


def test_a_record_under_the_key_of_another_is_no_record_of_it(store, reports):
    store.put(done("a"), PICTURE)
    record_file(store, "b").parent.mkdir()
    record_file(store, "b").write_bytes(record_file(store, "a").read_bytes())
    assert store.get(key_of("b")) is None
    assert f"it is the record of {key_of('a')}" in reports[0]
    assert store.get(key_of("a")) is not None


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"half")])
def test_a_cell_whose_picture_is_gone_or_damaged_is_needed_again_and_heals(store, reports, damage):
    kept = store.put(done("a"), PICTURE)
    damage(store.picture_path(kept))
    assert store.needs(kept.key)
    assert reports[0].startswith("the picture of cell ca978112ca1b is to be rendered again: ")
    store.put(done("a"), PICTURE)
    assert not store.needs(kept.key)


def test_a_failure_may_replace_a_record_whose_picture_is_gone(store):
    store.picture_path(store.put(done("a"), PICTURE)).unlink()
    assert store.put(failed("a")).state == "failed"


@pytest.mark.parametrize("write", [1, 2], ids=["picture", "record"])
def test_a_full_disk_is_said_and_leaves_a_valid_store(store, monkeypatch, write):
    first = store.put(done("a"), PICTURE)
    writes = []

    def fill_up(descriptor):
        if sys._getframe(1).f_code.co_name == "_write_through":
            writes.append(descriptor)
        if len(writes) == write:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", fill_up)
        with pytest.raises(StoreError, match="the disk is full; what was written before is safe: free"):
            store.put(done("b"), b"another picture")
    again = Store(store.root)
    assert again.keys() == [first.key]
    assert not again.needs(first.key)
    assert again.needs(key_of("b"))
    assert list((store.root / "tmp").iterdir()) == []
    again.put(done("b"), b"another picture")
    assert not again.needs(key_of("b"))


def test_a_store_of_another_version_is_refused(store):
    store.put(failed("a"))
    (store.root / MARK).write_text('{"version": 7}')
    with pytest.raises(StoreError, match="is a store of version 7, this EZ Charts reads version 1; use"):
        Store(store.root)


def test_a_mark_that_is_damaged_is_refused(store):
    store.put(failed("a"))
    (store.root / MARK).write_text("[" * 100_000)
    with pytest.raises(StoreError, match=r"is a store of version '\[\[\["):
        Store(store.root)


def test_a_folder_of_other_things_is_not_taken_for_a_store(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(
        StoreError, match=r"not a store: it has no ezcharts-store\.json but holds 'thesis\.txt'"
    ):
        Store(tmp_path)


def test_a_file_is_not_taken_for_a_store(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match=r"cannot open the store .*: Not a directory"):
        Store(tmp_path / "file")


def test_a_claim_of_another_process_is_seen_and_is_free_once_that_is_killed(store):
    code = "with Store(sys.argv[1]).claim(key_of('a')) as mine: print(mine, flush=True) or sys.stdin.read()"
    with python(code, store.root) as other:
        assert other.stdout.readline() == "True\n"
        with store.claim(key_of("a")) as mine, store.claim(key_of("b")) as free:
            assert (mine, free) == (False, True)
        other.send_signal(signal.SIGKILL)
        other.wait()
        with store.claim(key_of("a")) as mine:
            assert mine


@pytest.mark.parametrize("cells_before_the_kill", [1, 4, 9])
def test_kill_9_loses_nothing_that_was_finished(store, cells_before_the_kill):
    code = """
        store = Store(sys.argv[1])
        for number in range(10_000):
            store.put(done(number), b"picture %d" % number * 1000)
            print(number, flush=True)
    """
    with python(code, store.root) as writer:
        finished = [int(writer.stdout.readline()) for _ in range(cells_before_the_kill)]
        writer.send_signal(signal.SIGKILL)
        finished += [int(line) for line in writer.stdout]
    again = Store(store.root, report=pytest.fail)
    for number in finished:
        assert not again.needs(key_of(number))
    keys = again.keys()  # one more may have been finished without having been told
    assert len(keys) - len(finished) in (0, 1)
    assert not any(again.needs(key) for key in keys)


def test_two_processes_share_the_work_and_each_cell_is_rendered_once(store):
    code = """
        import os
        store = Store(sys.argv[1], report=sys.exit)
        sys.stdin.readline()
        for number in range(30):
            key = key_of(number)
            with store.claim(key) as mine:
                if mine and store.needs(key):
                    store.put(done(number, device=str(os.getpid())), b"picture %d" % number)
                    print(number, flush=True)
    """
    workers = [python(code, store.root) for _ in range(3)]
    for worker in workers:
        worker.stdin.write("go\n")
    rendered = [int(line) for worker in workers for line in worker.communicate()[0].split()]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert sorted(rendered) == list(range(30))
    keys = store.keys()
    assert len(keys) == 30
    assert not any(store.needs(key) for key in keys)


def test_old_litter_of_a_killed_writer_is_swept_when_the_store_is_opened(store):
    store.put(failed("a"))
    litter = store.root / "tmp" / ".x.json.1-2.tmp"
    litter.write_bytes(b"half")
    os.utime(litter, (0, 0))
    Store(store.root)
    assert not litter.exists()
