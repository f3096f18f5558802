"""Whatever a server does, a whole file ends up in the model folder or none."""

import errno
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ezcharts.errors import EzChartsError, ModelError, StoreError
from ezcharts.models import fetch as fetching
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.models.fetch import Manners, Watcher, fetch
from ezcharts.models.model_folder import State, state
from tests.models.http_server import CONTENT, OTHER, SHA256, Answer, serving

SIZE = len(CONTENT)
QUICK = Manners(connect_seconds=2, read_seconds=2, pause_seconds=0, most_bytes=100_000)


class Notes(Watcher):
    def __init__(self):
        self.lines, self.moves_seen, self.checked = [], [], 0

    def notes(self, line):
        self.lines.append(line)

    def moves(self, there, total):
        self.moves_seen.append((there, total))

    def checks(self):
        self.checked += 1

    def __str__(self):
        return "\n".join(self.lines)


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch):
    """No test leaves the machine, whatever proxies are set."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert address[0] in ("127.0.0.1", "::1"), f"a test wanted to connect to {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def get(server, tmp_path, notes):
    """Fetch a card with the given changes; the addresses are those of the server."""

    def run(*paths, folder=tmp_path, **changes):
        addresses = tuple(server.address(path) for path in paths or ("/tiny.pt",))
        return fetch(card(addresses=addresses, **changes), folder, notes, QUICK)

    return run


def card(**changes):
    return Checkpoint(
        **{
            "name": "tiny",
            "file": "tiny.pt",
            "role": "prior",
            "architecture": "adm-256",
            "licence": "MIT",
            "where": "on a shelf",
            "bytes": None,
            "sha256": SHA256,
            **changes,
        }
    )


def files(folder):
    """Everything in the folder but the bookkeeping."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


# ---- all is well


def test_a_file_arrives_whole_under_its_name_and_leaves_nothing_behind(get, tmp_path):
    assert get(bytes=SIZE).read_bytes() == CONTENT
    assert files(tmp_path) == ["tiny.pt"]
    assert state(card(), tmp_path) is State.VERIFIED


def test_progress_rises_to_the_total(get, notes):
    get()
    there = [each for each, _ in notes.moves_seen]
    assert there == sorted(there)
    assert (there[0], there[-1]) == (0, SIZE)
    assert {total for _, total in notes.moves_seen} == {SIZE}
    assert notes.checked == 1


def test_the_model_folder_is_made(get, tmp_path):
    assert get(folder=tmp_path / "a" / "b").read_bytes() == CONTENT


def test_a_file_that_is_there_is_not_asked_for_again(get, server):
    get()
    get()
    assert len(server.requests) == 1


def test_redirects_are_followed_relative_ones_too(get, server):
    server.script += [Answer(status=302, headers={"Location": "/elsewhere/tiny.pt"})]
    assert get().read_bytes() == CONTENT
    assert [path for path, _ in server.requests] == ["/tiny.pt", "/elsewhere/tiny.pt"]


def test_a_server_that_says_no_length_is_fine_where_the_hash_is_known(get, server):
    server.default = Answer(length="none")
    assert get().read_bytes() == CONTENT


# ---- broken downloads


@pytest.mark.parametrize("etag", ['"one"', None, 'W/"one"'])
def test_a_broken_download_goes_on_where_it_stopped(get, server, etag):
    server.script += [Answer(drop=1000, etag=etag), Answer(drop=2500, etag=etag)]  # then honest
    server.default = Answer(etag=etag)
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=1000-", "bytes=3500-"]
    assert server.sent == SIZE  # not a byte twice


def test_a_break_is_told_in_plain_words(get, server, notes):
    server.script += [Answer(drop=1000)]
    get()
    assert notes.lines == ["the connection broke: it ended too early; going on from byte 1000"]


def test_the_mark_of_the_version_is_sent_along_if_it_vouches_for_every_byte(get, server):
    server.script += [Answer(drop=1000), Answer(ranges=False, drop=1500, etag='W/"weak"')]
    get()
    assert server.ranges == [None, "bytes=1000-", "bytes=1500-"]
    assert [headers.get("If-Range") for _, headers in server.requests] == [None, '"one"', None]


def test_the_time_of_change_is_the_mark_where_there_is_no_etag(get, server):
    changed = "Wed, 21 Oct 2015 07:28:00 GMT"
    server.script += [Answer(drop=1000, etag=None, headers={"Last-Modified": changed})]
    server.default = Answer(etag=None, headers={"Last-Modified": changed}, if_range=False)
    get()
    assert server.requests[1][1]["If-Range"] == changed


def test_a_download_that_breaks_too_often_is_given_up_and_kept(get, server, tmp_path, notes):
    server.default = Answer(drop=0)
    server.script += [Answer(drop=1000)]
    with pytest.raises(ModelError, match=r"4 times in a row\n1000 bytes are kept; the next fetch goes on"):
        get()
    assert files(tmp_path) == ["tiny.pt.part", "tiny.pt.part.json"]
    server.default = Answer()
    assert get().read_bytes() == CONTENT
    assert server.ranges[-1] == "bytes=1000-"
    assert server.sent == SIZE
    assert files(tmp_path) == ["tiny.pt"]


def test_breaks_do_not_add_up_while_it_gets_on(get, server, monkeypatch):
    monkeypatch.setattr(fetching, "_LEAP", 1000)
    server.default = Answer(drop=1000)
    assert get().read_bytes() == CONTENT
    assert len(server.requests) == 11


def test_what_one_address_began_another_may_finish_where_the_hash_is_known(get, server):
    server.script += [Answer(drop=1000), *[Answer(status=503)] * 4]
    assert get("/a", "/b").read_bytes() == CONTENT
    assert server.requests[-1][0] == "/b"
    assert server.ranges[-1] == "bytes=1000-"
    assert "If-Range" not in server.requests[-1][1]


def test_a_server_that_ignores_ranges_begins_again(get, server):
    server.script += [Answer(drop=1000)]
    server.default = Answer(ranges=False)
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=1000-"]
    assert server.sent == 1000 + SIZE


def test_a_server_that_ignores_ranges_and_always_breaks_is_given_up(get, server):
    server.default = Answer(ranges=False, drop=1000)
    with pytest.raises(ModelError, match="4 times in a row"):
        get()
    assert len(server.requests) == 4


def test_a_server_that_sends_another_part_than_asked_for_begins_again(get, server):
    server.script += [Answer(drop=1000), Answer(shift=5)]
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=1000-", None]


def test_a_file_that_changes_between_two_attempts_is_never_stitched(get, server):
    server.script += [Answer(content=OTHER, drop=1000, etag='"old"')]
    assert get().read_bytes() == CONTENT


def test_a_changed_file_is_noticed_though_the_server_ignores_the_mark(get, server, notes):
    server.script += [Answer(content=OTHER, drop=1000, etag='"old"')]
    server.default = Answer(if_range=False)
    assert get().read_bytes() == CONTENT
    assert "has another version of the file by now" in str(notes)
    assert notes.checked == 1


def test_a_seam_that_no_mark_betrays_is_found_by_the_hash_and_mended(get, server, notes):
    server.script += [Answer(content=OTHER, drop=1000, etag=None)]
    server.default = Answer(etag=None)
    assert get().read_bytes() == CONTENT
    assert "some of it came earlier, so once more from the beginning" in str(notes)
    assert server.ranges == [None, "bytes=1000-", None]


def test_a_part_that_is_longer_than_the_file_begins_again(get, server, tmp_path, notes):
    (tmp_path / "tiny.pt.part").write_bytes(CONTENT + b"more")
    assert get().read_bytes() == CONTENT
    assert server.ranges == [f"bytes={SIZE + 4}-", None]
    assert notes.checked == 1  # nobody reads gigabytes that are known to be wrong


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"address": 1, "mark": 2}', b"[" * 100_000])
def test_a_damaged_note_about_the_part_costs_nothing_but_the_mark(get, server, tmp_path, damage):
    (tmp_path / "tiny.pt.part").write_bytes(CONTENT[:1000])
    (tmp_path / "tiny.pt.part.json").write_bytes(damage)
    assert get().read_bytes() == CONTENT
    assert server.ranges == ["bytes=1000-"]


def test_a_part_with_all_bytes_only_needs_its_name(get, server, tmp_path):
    (tmp_path / "tiny.pt.part").write_bytes(CONTENT)
    assert get(bytes=SIZE).read_bytes() == CONTENT
    assert server.requests == []


def test_all_bytes_of_which_only_the_server_knows_that_they_are_all(get, server, tmp_path):
    (tmp_path / "tiny.pt.part").write_bytes(CONTENT)
    assert get().read_bytes() == CONTENT
    assert server.ranges == [f"bytes={SIZE}-"]


# ---- lies


def test_a_server_that_promises_too_much_is_found_out(get, server):
    server.script += [Answer(length=SIZE + 500)]
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={SIZE}-"]


def test_a_length_that_is_not_the_published_one_is_refused_before_a_byte_is_loaded(get, server, tmp_path):
    server.default = Answer(content=OTHER)
    with pytest.raises(ModelError, match=rf"has a file of {len(OTHER)} bytes; tiny.pt has {SIZE}"):
        get(bytes=SIZE)
    assert files(tmp_path) == []


def test_a_server_that_promises_too_little_sends_other_content(get, server, tmp_path):
    server.script += [Answer(length=SIZE - 1)]
    assert get("/liar", "/honest").read_bytes() == CONTENT
    assert [path for path, _ in server.requests] == ["/liar", "/honest"]
    assert server.ranges == [None, None]


def test_wrong_bytes_are_deleted_and_the_next_address_is_asked(get, server, notes):
    server.script += [Answer(content=OTHER)]
    assert get("/wrong", "/right").read_bytes() == CONTENT
    seen = hashlib.sha256(OTHER).hexdigest()
    assert f"/wrong: sends other content: SHA-256 {seen}, published is {SHA256}" in str(notes)


def test_wrong_bytes_everywhere_leave_nothing_behind(get, server, tmp_path):
    server.default = Answer(content=OTHER)
    with pytest.raises(ModelError, match="sends other content"):
        get("/a", "/b")
    assert files(tmp_path) == []


def test_wrong_bytes_in_pieces_are_loaded_twice_and_no_more(get, server):
    server.script += [Answer(content=OTHER, drop=100), Answer(content=OTHER)] * 9
    with pytest.raises(ModelError, match="sends other content"):
        get()
    assert server.ranges == [None, "bytes=100-", None, "bytes=100-"]


@pytest.mark.parametrize(("length", "limit"), [("none", 100_000), (SIZE, SIZE)])
def test_endless_data_end_at_the_limit(get, server, tmp_path, length, limit):
    server.default = Answer(endless=True, length=length)
    known = SIZE if length == "none" else None
    if length == "none":
        with pytest.raises(ModelError, match=f"sends more than {known} bytes"):
            get(bytes=known)
        with pytest.raises(ModelError, match=f"sends more than {limit} bytes"):
            get()
        assert files(tmp_path) == []
    else:
        assert get().read_bytes() == CONTENT  # what goes beyond the promised length is not read


def test_a_file_that_is_no_checkpoint_by_its_size_is_refused(get, server):
    server.default = Answer(length=200_000)
    with pytest.raises(ModelError, match="has a file of 200000 bytes, which is no checkpoint"):
        get()


def test_a_web_page_in_place_of_the_file_is_refused(get, server):
    server.default = Answer(headers={"Content-Type": "text/html; charset=utf-8"})
    with pytest.raises(ModelError, match="answers with a web page in place of the file"):
        get(sha256=None)


def test_a_compressed_answer_is_refused(get, server):
    server.default = Answer(headers={"Content-Encoding": "gzip"})
    with pytest.raises(ModelError, match="sends the file in a compressed form"):
        get()


# ---- answers that are none


def test_the_addresses_are_asked_in_turn_and_each_answer_is_told(get, server):
    server.script += [Answer(status=404), Answer(status=403)]
    with pytest.raises(ModelError) as error:
        get("/a", "/b")
    assert [path for path, _ in server.requests] == ["/a", "/b"]
    text = str(error.value)
    assert f"{server.address('/a')}: answers 404 Not Found" in text
    assert f"{server.address('/b')}: answers 403 Forbidden" in text
    assert "People find tiny.pt here: on a shelf." in text
    assert text.endswith("ezcharts models add PATH --name tiny")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_that_may_pass_is_waited_out(get, server, status):
    server.script += [Answer(status=status)] * 3
    assert get().read_bytes() == CONTENT


def test_a_server_in_trouble_is_given_up_in_the_end(get, server):
    server.default = Answer(status=500)
    with pytest.raises(ModelError, match=r"answers 500 Internal Server Error, 4 times in a row"):
        get()
    assert len(server.requests) == 4


def test_redirects_in_a_circle_come_to_an_end(get, server):
    server.default = Answer(status=302, headers={"Location": "/tiny.pt"})
    with pytest.raises(ModelError, match="redirects more than 5 times"):
        get()
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://example.com/tiny.pt",
        "ftp://example.com/tiny.pt",
        "file:///etc/passwd",
        "http://[::bad/",
        "//[x",
    ],
)
def test_redirects_only_lead_to_https(get, server, target):
    server.default = Answer(status=302, headers={"Location": target})
    with pytest.raises(ModelError, match=r"leads to .*, which is not https|leads to no address"):
        get()


def test_plain_http_is_for_this_machine_only(tmp_path):
    with pytest.raises(ModelError, match=r"leads to http://example.com/x, which is not https"):
        fetch(card(addresses=("http://example.com/x",)), tmp_path, manners=QUICK)


def test_a_server_elsewhere_cannot_send_us_to_one_on_this_machine():
    with pytest.raises(fetching._Useless, match="not https"):
        fetching._check_scheme("http://127.0.0.1/x", "https://example.com/x")


def test_a_server_that_is_not_there_is_told_in_the_system_s_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        with pytest.raises(ModelError, match=r"the connection broke: .*[Cc]onnection refused, 4 times"):
            fetch(card(addresses=(nobody,)), tmp_path, manners=QUICK)


def test_a_server_that_keeps_silent_is_given_up(get, server, notes, monkeypatch):
    monkeypatch.setattr("tests.models.test_fetch.QUICK", Manners(read_seconds=0.2, pause_seconds=0, breaks=0))
    server.default = Answer(pause=threading.Event())
    with pytest.raises(ModelError, match=r"nothing came for 0\.2 s, 1 times in a row"):
        get()
    server.default.pause.set()


def test_a_file_with_no_address_says_where_people_find_it(tmp_path):
    with pytest.raises(
        ModelError,
        match=r"no address is known for tiny\. People find tiny.pt here: on a shelf\.\nOnce you have it",
    ):
        fetch(card(), tmp_path)


def test_what_cannot_be_used_is_not_fetched(get, server):
    with pytest.raises(ModelError, match=r"tiny \(tiny.pt\) cannot be used here: it is a pickle"):
        get(refused="it is a pickle")
    assert server.requests == []


# ---- files without a published hash


def test_without_a_hash_a_whole_file_is_taken_and_stays_unverified(get, tmp_path):
    assert get(sha256=None).read_bytes() == CONTENT
    assert state(card(sha256=None), tmp_path) is State.UNVERIFIED


def test_without_a_hash_a_broken_download_goes_on_only_with_a_mark(get, server):
    server.script += [Answer(drop=1000)]
    assert get(sha256=None).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=1000-"]
    assert server.requests[1][1]["If-Range"] == '"one"'


def test_without_a_hash_and_a_mark_it_begins_again(get, server):
    server.script += [Answer(drop=1000, etag=None)]
    assert get(sha256=None).read_bytes() == CONTENT
    assert server.ranges == [None, None]


def test_without_a_hash_another_address_begins_again(get, server):
    server.script += [Answer(drop=1000), *[Answer(status=404)]]
    assert get("/a", "/b", sha256=None).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=1000-", None]


def test_without_a_hash_a_changed_file_is_never_stitched(get, server):
    server.script += [Answer(content=OTHER, drop=1000, etag='"old"')]
    server.default = Answer(if_range=False, etag=None)
    assert get(sha256=None).read_bytes() == CONTENT


def test_without_a_hash_and_a_length_nothing_is_taken(get, server):
    server.default = Answer(length="none")
    with pytest.raises(
        ModelError, match="says no length, so that a broken download would look like a whole one"
    ):
        get(sha256=None)


def test_an_empty_file_is_refused(get, server):
    server.default = Answer(content=b"")
    with pytest.raises(ModelError, match="has an empty file"):
        get(sha256=None)


# ---- this machine


def test_a_file_of_other_content_is_set_aside_not_overwritten(get, tmp_path, notes):
    (tmp_path / "tiny.pt").write_bytes(OTHER)
    assert get().read_bytes() == CONTENT
    assert (tmp_path / "tiny.pt.damaged").read_bytes() == OTHER
    assert "kept aside as tiny.pt.damaged" in str(notes)


def test_a_full_disk_is_said_and_what_has_arrived_is_kept(get, server, tmp_path, monkeypatch):
    write = fetching.write_all

    def full(file, content):
        write(file, content[:600])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetching, "write_all", full)
    with pytest.raises(StoreError, match="the disk is full; what was written before is safe"):
        get()
    monkeypatch.setattr(fetching, "write_all", write)
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=600-"]


def test_a_disk_without_room_is_said_before_it_is_filled(get, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, SIZE - 1))
    with pytest.raises(ModelError, match=r"0\.00 GiB free; tiny needs 0\.00 GiB more.*EZCHARTS_MODELS"):
        get()
    assert (tmp_path / "tiny.pt.part").stat().st_size == 0
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, SIZE))
    assert get().read_bytes() == CONTENT


def test_what_is_there_already_needs_no_room(get, server, monkeypatch):
    usage = namedtuple("usage", "total used free")
    server.script += [Answer(drop=1000)]
    free = iter((SIZE, SIZE - 1000))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, next(free)))
    assert get().read_bytes() == CONTENT


def test_all_bytes_are_on_the_disk_before_the_file_has_its_name(get, tmp_path, monkeypatch):
    order, fsync, replace = [], os.fsync, Path.replace
    part = tmp_path / "tiny.pt.part"

    def flushed(descriptor):
        if part.exists() and os.path.samestat(os.fstat(descriptor), part.stat()):
            order.append(os.fstat(descriptor).st_size)
        fsync(descriptor)

    def renamed(self, target):
        if self == part:
            order.append(target)
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    get()
    assert order == [SIZE, tmp_path / "tiny.pt"]


def test_a_folder_that_cannot_be_made_is_said(get, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match=r"cannot create .*file/models"):
        get(folder=tmp_path / "file" / "models")


def test_a_folder_that_cannot_be_written_is_said(get, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    wanted = get()
    monkeypatch.setattr("ezcharts.models.model_folder.FileLock.acquire", denied)
    assert get() == wanted  # what is there and verified needs no writing
    wanted.unlink()
    with pytest.raises(StoreError, match=r"cannot lock .*tiny.pt: permission denied; check the path"):
        get()


def test_a_short_write_is_finished():
    class Grudging:
        written = b""

        def write(self, view):
            part = bytes(view[:7])
            self.written += part
            return len(part)

    file = Grudging()
    fetching.write_all(file, CONTENT)
    assert file.written == CONTENT


def test_of_two_fetches_at_once_the_second_waits_and_loads_nothing(server, tmp_path):
    server.script += [Answer(pause=threading.Event())]
    pause = server.script[0].pause
    first, second, results = Notes(), Notes(), []

    def run(notes):
        results.append(fetch(card(addresses=(server.address(),)), tmp_path, notes, QUICK).read_bytes())

    threads = [threading.Thread(target=run, args=(notes,)) for notes in (first, second)]
    threads[0].start()
    wait_until(lambda: len(server.requests) == 1)
    threads[1].start()
    wait_until(lambda: second.lines)
    assert not (tmp_path / "tiny.pt").exists()
    pause.set()
    for thread in threads:
        thread.join(10)
    assert results == [CONTENT, CONTENT]
    assert len(server.requests) == 1
    assert second.lines == ["tiny.pt is being fetched or added already; waiting for that to end"]


FETCHING = """
import sys
from pathlib import Path
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.models.fetch import fetch
folder, address, sha256 = sys.argv[1:]
fetch(Checkpoint("tiny", "tiny.pt", "prior", "adm-256", "MIT", "", None, sha256, (address,)), Path(folder))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_after_kill_9_a_fetch_goes_on_where_it_stopped(server, tmp_path, get):
    pause = threading.Event()
    server.script += [Answer(pause=pause)]
    process = subprocess.Popen(
        [sys.executable, "-c", FETCHING, str(tmp_path), server.address(), SHA256],
        env={**os.environ, "NO_PROXY": "*"},
    )
    part = tmp_path / "tiny.pt.part"
    wait_until(lambda: part.exists() and part.stat().st_size == SIZE // 2)
    process.kill()
    process.wait()
    pause.set()
    assert files(tmp_path) == ["tiny.pt.part", "tiny.pt.part.json"]
    assert json.loads((tmp_path / "tiny.pt.part.json").read_text())["mark"] == '"one"'
    assert get().read_bytes() == CONTENT
    assert server.ranges == [None, f"bytes={SIZE // 2}-"]
    assert files(tmp_path) == ["tiny.pt"]


# ---- anything at all

ODD = st.one_of(
    st.builds(Answer, drop=st.integers(0, SIZE), etag=st.sampled_from(['"one"', '"two"', None])),
    st.builds(Answer, content=st.just(OTHER), drop=st.one_of(st.none(), st.integers(0, len(OTHER)))),
    st.builds(Answer, length=st.one_of(st.integers(0, 2 * SIZE), st.just("none"))),
    st.builds(Answer, shift=st.integers(1, 100)),
    st.builds(
        Answer, ranges=st.booleans(), if_range=st.booleans(), etag=st.sampled_from(['"one"', '"two"', None])
    ),
    st.builds(Answer, status=st.sampled_from([404, 416, 429, 500])),
    st.builds(
        Answer, headers=st.fixed_dictionaries({"Content-Range": st.sampled_from(["x", "bytes 0-1/2"])})
    ),
)


@given(script=st.lists(ODD, max_size=12), known=st.booleans(), mirrors=st.integers(1, 3))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_a_published_hash_there_is_the_right_file_or_none(server, script, known, mirrors):
    server.script.clear()
    server.script.extend(script)
    addresses = tuple(server.address(f"/{n}") for n in range(mirrors))
    wanted = card(bytes=SIZE if known else None, addresses=addresses)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(2):  # a second fetch finds what the first one left
            try:
                assert fetch(wanted, folder, manners=QUICK).read_bytes() == CONTENT
            except EzChartsError:
                assert not (folder / "tiny.pt").exists()
        server.script.clear()
        assert fetch(wanted, folder, manners=QUICK).read_bytes() == CONTENT


def wait_until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)
