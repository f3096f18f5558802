"""Getting a checkpoint from where it was published, so that a whole file ends up in the model folder or none.

    addresses, best first ─▶ NAME.part grows, breaks, goes on ─▶ length, SHA-256 ─▶ renamed to NAME

What arrives is kept in `NAME.part`, and `NAME.part.json` says which address it came from and by which mark
(`ETag` or `Last-Modified`) the server knows that version. A broken download goes on where it stopped, also
after a kill:

* with a published hash, from any address, for the hash decides in the end;
* without one, only from the same address and only if the server confirms by that mark that the file is the
  same (`If-Range`); otherwise it begins again.

A file gets its final name when its length is right and its content has the published hash. Content with
another hash is deleted: it is no part of anything, and keeping gigabytes of it helps nobody. If some of it
came from an earlier download the same address gets one more chance from the beginning, since the seam may be
at fault. Two fetches of one file at once: the second waits for the first.

Only https addresses are followed, redirects included; plain http is for servers on this machine.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from ezcharts.errors import ModelError
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.models.model_folder import State, alone, digest_of, path_of, remember, sha256_of, state
from ezcharts.models.part import Part, write_all
from ezcharts.store.files import plain_errors, set_aside

_CHUNK: Final = 1 << 18  # bytes
_LEAP: Final = 1 << 20  # bytes; a download that gets this much further between two breaks is getting on
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers that may be different in a moment
_RANGE: Final = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


class Watcher:
    """Listens to a fetch; this one keeps silent."""

    def notes(self, line: str) -> None:
        """Something happened that is worth a line."""

    def moves(self, there: int, total: int | None) -> None:
        """So many bytes are there, of so many in all (None: not known)."""

    def checks(self) -> None:
        """All bytes are there; they are read again for their hash."""


@dataclass(frozen=True)
class Manners:
    """How patient a fetch is.

    Attributes:
        connect_seconds: Wait for a connection.
        read_seconds: Wait for the next bytes.
        breaks: Breaks in a row, without getting on in between, after which an address is given up.
        pause_seconds: Pause after the first break; each further one doubles it.
        redirects: Redirects that are followed.
        most_bytes: Size at which a file of unknown size is given up: the largest known is 2.1 GiB.
    """

    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    breaks: int = 3
    pause_seconds: float = 1.0
    redirects: int = 5
    most_bytes: int = 8 << 30


class _Broken(Exception):
    """The download broke; the same address may go on in a moment."""


class _Useless(Exception):
    """This address does not have the file, or does not hand it out."""


def fetch(
    checkpoint: Checkpoint,
    folder: Path | None = None,
    watcher: Watcher | None = None,
    manners: Manners | None = None,
) -> Path:
    """Get a checkpoint's file, unless it is there, and return its path.

    A file of other content under its name is set aside first, not overwritten.

    Args:
        checkpoint: Its card.
        folder: The model folder; by default that of this user.
        watcher: Is told how it gets on.
        manners: Patience and limits.

    Raises:
        ModelError: It cannot be used here, or no address has it; the message says why, what each address
            answered, and where people find the file.
        StoreError: The folder cannot be written, or the disk is full. What has arrived is kept.
    """
    check_usable(checkpoint)
    path = path_of(checkpoint, folder)
    if state(checkpoint, folder) is State.VERIFIED:
        return path  # also from a folder that this user cannot write
    with plain_errors("create", path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    download = _Download(checkpoint, path, watcher or Watcher(), manners or Manners())
    waits = f"{path.name} is being fetched or added already; waiting for that to end"
    with alone(path, lambda: download.watcher.notes(waits)):
        if not _in_place(checkpoint, path, download.watcher):
            download.run()
    return path


def check_usable(checkpoint: Checkpoint) -> None:
    """Refuse a checkpoint that could not be read once it is there.

    Raises:
        ModelError: It cannot be used here; the message says why.
    """
    if checkpoint.refused:
        raise ModelError(f"{checkpoint.name} ({checkpoint.file}) cannot be used here: {checkpoint.refused}")


def how_to_add(checkpoint: Checkpoint) -> str:
    """Say where people find a file and the command that takes it from there."""
    return (
        f"People find {checkpoint.file} here: {checkpoint.where}.\n"
        f"Once you have it: ezcharts models add PATH --name {checkpoint.name}"
    )


def _in_place(checkpoint: Checkpoint, path: Path, watcher: Watcher) -> bool:
    """Return whether the file is there; one of other content is set aside."""
    if not path.exists():
        return False
    if checkpoint.sha256 is None or digest_of(path) == checkpoint.sha256:
        return True
    watcher.notes(f"{path.name} is there with other content than published; {set_aside(path)}")
    return False


class _Download:
    """One fetch of one file."""

    def __init__(self, checkpoint: Checkpoint, path: Path, watcher: Watcher, manners: Manners) -> None:
        self.checkpoint, self.path, self.watcher, self.manners = checkpoint, path, watcher, manners
        self.part = Part(path)
        self.limit = checkpoint.bytes or manners.most_bytes
        self.seam = False  # some of the part's bytes come from another response than the last
        self.wrong = ""  # what was wrong with the content that was last checked

    def run(self) -> None:
        """Try the addresses in turn until the file is there.

        Raises:
            ModelError: None of them has it.
        """
        if self._left_over() and self._is_right():
            return
        failures = []
        with requests.Session() as session:
            session.auth = lambda request: request  # keeps passwords of ~/.netrc at home
            for address in self.checkpoint.addresses:
                try:
                    self._from(session, address)
                    return
                except _Useless as error:
                    failures.append(f"{address}: {error}")
                    self.watcher.notes(failures[-1])
        raise ModelError(self._failed(failures))

    def _left_over(self) -> bool:
        """Return whether a fetch that was killed has left all bytes, only not their final name."""
        size = self.part.size
        whole = self.checkpoint.bytes or self.part.origin.get("total")
        return self.checkpoint.sha256 is not None and size > 0 and size == whole

    def _failed(self, failures: list[str]) -> str:
        name = self.checkpoint.name
        if not failures:
            return f"no address is known for {name}. {how_to_add(self.checkpoint)}"
        kept = (
            f"\n{self.part.size} bytes are kept; the next fetch goes on from there." if self.part.size else ""
        )
        return "\n".join([f"cannot fetch {name}:", *failures]) + f"{kept}\n{how_to_add(self.checkpoint)}"

    def _from(self, session: requests.Session, address: str) -> None:
        """Get the file from one address, however often it breaks off.

        Raises:
            _Useless: It does not have the file, hands out another one, or breaks off too often.
        """
        for again in (True, False):
            self._all_bytes(session, address)
            if self._is_right():
                return
            if not (self.seam and again):
                raise _Useless(self.wrong)
            self.watcher.notes(f"{self.wrong}; some of it came earlier, so once more from the beginning")

    def _all_bytes(self, session: requests.Session, address: str) -> None:
        breaks, furthest = 0, self.part.size
        while True:
            try:
                return self._one_response(session, address)
            except _Broken as error:
                breaks = 0 if self.part.size >= furthest + _LEAP else breaks + 1
                furthest = max(furthest, self.part.size)
                if breaks > self.manners.breaks:
                    raise _Useless(f"{error}, {breaks} times in a row") from None
                self.watcher.notes(f"{error}; {self._next_step()}")
                time.sleep(self.manners.pause_seconds * 2 ** max(0, breaks - 1))

    def _next_step(self) -> str:
        return f"going on from byte {self.part.size}" if self.part.size else "trying again"

    def _one_response(self, session: requests.Session, address: str) -> None:
        """Ask for what is missing and append what comes."""
        start, headers = self._where_to_go_on(address)
        with self._plain_network_errors(address), self._answer(session, address, headers) as response:
            if response.status_code == 416 and self._complete(start, response):
                return
            start, total = self._accept(response, start, address)
            self.seam = start > 0
            self.part.begin(start, address, _mark(response), total)
            self._check_space(start, total)
            self._append(response, start, total)

    def _where_to_go_on(self, address: str) -> tuple[int, dict[str, str]]:
        """Return how many bytes can be kept, and the headers that ask for the others."""
        headers = {"Accept-Encoding": "identity", "User-Agent": "ezcharts"}
        start, known = self.part.size, self._known_mark(address)
        if start == 0 or (known is None and self.checkpoint.sha256 is None):
            return 0, headers
        headers["Range"] = f"bytes={start}-"
        if known is not None:
            headers["If-Range"] = known
        return start, headers

    def _answer(self, session: requests.Session, address: str, headers: dict[str, str]) -> requests.Response:
        """Send the request, following redirects to where they may lead."""
        patience = (self.manners.connect_seconds, self.manners.read_seconds)
        here = address
        for _ in range(self.manners.redirects + 1):
            _check_scheme(here, address)
            try:
                response = session.get(
                    here, headers=headers, stream=True, allow_redirects=False, timeout=patience
                )
                target = session.get_redirect_target(response)
                if target is None:
                    return response
                here = urljoin(here, target)
            except ValueError as error:  # requests looks at the target, too, and may stumble
                raise _Useless(f"leads to no address: {error}") from None
            response.close()
        raise _Useless(f"redirects more than {self.manners.redirects} times")

    def _complete(self, start: int, response: requests.Response) -> bool:
        """Return whether "nothing to send" means that all bytes are there; if not, begin again."""
        _, total = _range(response)
        if start == total and (self.checkpoint.sha256 or self.part.origin.get("total") == total):
            self.seam = True
            return True
        self.part.discard()
        raise _Broken(f"has nothing to send after byte {start}")

    def _accept(self, response: requests.Response, start: int, address: str) -> tuple[int, int | None]:
        """Return where the answer's bytes belong, and how long the whole file is, if it says so."""
        if response.status_code not in (200, 206):
            answer = f"answers {response.status_code} {response.reason or ''}".strip()
            raise (_Broken if response.status_code in _PASSING else _Useless)(answer)
        if "html" in response.headers.get("Content-Type", ""):
            raise _Useless("answers with a web page in place of the file")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _Useless("sends the file in a compressed form that was not asked for")
        if response.status_code == 200:
            start, total = 0, _number(response.headers.get("Content-Length"))
        else:
            total = self._accept_rest(response, start, address)
        self._check_length(total)
        return start, total

    def _accept_rest(self, response: requests.Response, start: int, address: str) -> int | None:
        """Check that the bytes sent are those that were asked for."""
        first, total = _range(response)
        if first != start:
            self.part.discard()
            raise _Broken("sends another part than asked for")
        known, seen = self._known_mark(address), _mark(response)
        if known and seen != known and (seen or self.checkpoint.sha256 is None):
            self.part.discard()
            raise _Broken("has another version of the file by now")
        return total

    def _known_mark(self, address: str) -> str | None:
        """Return the mark of the version that the part comes from, if it comes from this address."""
        origin = self.part.origin
        mark = origin.get("mark") if origin.get("address") == address else None
        return mark if isinstance(mark, str) else None

    def _check_length(self, total: int | None) -> None:
        expected = self.checkpoint.bytes
        if total == 0:
            raise _Useless("has an empty file")
        if total is None:
            if expected is None and self.checkpoint.sha256 is None:
                raise _Useless("says no length, so that a broken download would look like a whole one")
        elif expected is not None and total != expected:
            raise _Useless(f"has a file of {total} bytes; {self.checkpoint.file} has {expected}")
        elif total > self.limit:
            raise _Useless(f"has a file of {total} bytes, which is no checkpoint (limit {self.limit})")

    def _check_space(self, start: int, total: int | None) -> None:
        missing = (total or self.checkpoint.bytes or 0) - start
        free = shutil.disk_usage(self.path.parent).free
        if free < missing:
            raise ModelError(
                f"{self.path.parent} has {free / 2**30:.2f} GiB free; {self.checkpoint.name} needs "
                f"{missing / 2**30:.2f} GiB more. Free some space, or name another folder in EZCHARTS_MODELS"
            )

    def _append(self, response: requests.Response, there: int, total: int | None) -> None:
        with plain_errors("write", self.part.path):
            part = self.part.path.open("ab", buffering=0)
        with part:
            self.watcher.moves(there, total or self.checkpoint.bytes)
            for chunk in _pieces(response):
                there += len(chunk)
                if there > self.limit:
                    self.part.discard()
                    raise _Useless(f"sends more than {self.limit} bytes")
                with plain_errors("write", self.part.path):
                    write_all(part, chunk)
                self.watcher.moves(there, total or self.checkpoint.bytes)
        expected = total or self.checkpoint.bytes
        if expected is not None and there < expected:
            raise _Broken(f"ended after {there} of {expected} bytes")

    def _is_right(self) -> bool:
        """Check the hash; give the file its name if it is right, delete it if not."""
        self.watcher.checks()
        self.part.flush()
        with plain_errors("read", self.part.path):
            digest = sha256_of(self.part.path)
        expected = self.checkpoint.sha256
        if expected is not None and digest != expected:
            self.wrong = f"sends other content: SHA-256 {digest}, published is {expected}"
            self.part.discard()
            return False
        self.part.settle(self.path)
        remember(self.path, digest)
        return True

    @contextmanager
    def _plain_network_errors(self, address: str) -> Iterator[None]:
        """Turn what the HTTP library raises into `_Broken` or `_Useless`."""
        host = urlsplit(address).hostname
        try:
            yield
        except requests.exceptions.SSLError as error:
            raise _Useless(f"the certificate of {host} does not hold: {_root(error)}") from None
        except requests.exceptions.ConnectTimeout:
            raise _Broken(f"no connection within {self.manners.connect_seconds:g} s") from None
        except requests.exceptions.ReadTimeout:
            raise _Broken(f"no answer within {self.manners.read_seconds:g} s") from None
        except urllib3.exceptions.ReadTimeoutError:
            raise _Broken(f"nothing came for {self.manners.read_seconds:g} s") from None
        except (requests.exceptions.ConnectionError, urllib3.exceptions.HTTPError) as error:
            raise _Broken(f"the connection broke: {_root(error)}") from None
        except requests.exceptions.RequestException as error:
            raise _Useless(f"cannot be asked: {error}") from None


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Return the content as it comes in; requests' own iterator loses what came right before a break."""
    while piece := response.raw.read1(_CHUNK, decode_content=False):
        yield piece


def _check_scheme(address: str, first: str) -> None:
    """Let https pass, and http on this machine if it began there.

    Raises:
        _Useless: Anything else.
    """
    try:
        parts = urlsplit(address)
        at_home = all(
            urlsplit(each).hostname in ("127.0.0.1", "::1", "localhost") for each in (address, first)
        )
    except ValueError:
        raise _Useless(f"leads to {address}, which is no address") from None
    if parts.scheme == "https" or (parts.scheme == "http" and at_home):
        return
    raise _Useless(f"leads to {address}, which is not https")


def _mark(response: requests.Response) -> str | None:
    """Return what the server knows this version of the file by; a weak ETag does not vouch for every byte."""
    tag = response.headers.get("ETag")
    if tag and not tag.startswith("W/"):
        return tag
    return response.headers.get("Last-Modified")


def _range(response: requests.Response) -> tuple[int | None, int | None]:
    """Return first byte and total length of `Content-Range`, None for each that it does not say."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    return (_number(found[1]), _number(found[2])) if found else (None, None)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _root(error: BaseException) -> str:
    """Return the innermost reason of a network error, in the operating system's words if it has any."""
    while True:
        inner = [
            each
            for each in (getattr(error, "reason", None), error.__cause__, error.__context__, *error.args)
            if isinstance(each, BaseException)
        ]
        if not inner:
            break
        error = inner[0]
    if isinstance(error, urllib3.exceptions.IncompleteRead):
        return "it ended too early"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
