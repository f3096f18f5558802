"""The site on this machine's own address, and a running study in it, live.

The site needs no server; one is here to follow a study while it runs, and for browsers that are strict with
files. It answers this machine alone: it listens on 127.0.0.1, and a request that names another host is
refused, since a page of the web may lead a browser here under a name of its own. It reads files of the site
and nothing else.

The page of the study that is followed gets one script more (`assets/live.js`). It asks for
`/live/NAME.js?n=1&have=...` every few seconds, as a script: the answer is the study's newest `data.js`, which
calls `EZ.data`, or nothing where that is the one the page has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ezcharts.errors import LibraryError
from ezcharts.library.site.policy import as_script

ADDRESS: Final = "127.0.0.1"
NAMES: Final = ("127.0.0.1", "localhost")
IDLE_SECONDS: Final = 30.0
TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".yaml": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}
_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("Cache-Control", "no-cache"),
)


@dataclass(frozen=True)
class Live:
    """A study that is followed while it runs.

    Attributes:
        name: Its name in the library.
        latest: Returns the newest text of its `data.js`; None where there is nothing new to say.
        picture: Returns where a picture of it lies that the site does not have yet: `cells/0f3a.webp`.
    """

    name: str
    latest: Callable[[], bytes | None]
    picture: Callable[[str], Path | None] = lambda name: None


def serve(
    root: Path, port: int, live: Live | None = None, ready: Callable[[str], None] | None = None
) -> None:
    """Show a site until Ctrl-C.

    Args:
        root: The folder of the site.
        port: Where to listen; 0 takes any that is free.
        live: A study to follow.
        ready: Is told the address once it can be opened.

    Raises:
        LibraryError: There is no site in the folder, or the port is taken.
    """
    server = _server(root, port, live)
    try:
        if ready is not None:
            ready(_front(server))
        server.serve_forever()
    except KeyboardInterrupt:
        pass  # that is how it is stopped
    finally:
        server.server_close()


@contextmanager
def serving(root: Path, live: Live | None = None) -> Iterator[str]:
    """Show a site on a free port while the block runs; yield its address."""
    server = _server(root, 0, live)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield _front(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, root: Path, port: int, live: Live | None) -> None:
        self.root, self.live = root.resolve(), live
        super().__init__((ADDRESS, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a browser hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "EZCharts"
    sys_version = ""
    timeout: ClassVar[float] = IDLE_SECONDS

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _refuse(self) -> None:
        self.close_connection = True  # what follows may be the body that is not read
        self._send(
            HTTPStatus.METHOD_NOT_ALLOWED, b"This site is read with GET and HEAD.\n", ("Allow", "GET, HEAD")
        )

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _refuse

    def _answer(self) -> None:
        if self.headers.get("Host", "").lower() not in self._hosts():
            self.close_connection = True
            self._send(
                HTTPStatus.FORBIDDEN, b"This site answers its own machine, as 127.0.0.1 or localhost.\n"
            )
            return
        asked = urlsplit(self.path)
        parts = _parts(asked.path)
        live = self.server.live
        if parts is None:
            self._missing()
        elif live is not None and parts == ["live", f"{live.name}.js"]:
            self._latest(live, parse_qs(asked.query).get("have", [""])[0])
        else:
            self._file(asked.path, parts, live)

    def _hosts(self) -> set[str]:
        port = self.server.server_address[1]
        return {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())

    def _latest(self, live: Live, have: str) -> None:
        text = live.latest()
        seen = hashlib.sha256(text).hexdigest()[:16] if text else ""
        if text and seen != have:
            text += f"\nEZ.seen({as_script(seen)});\n".encode()
        self._send(HTTPStatus.OK, text if text and seen != have else b"", kind=TYPES[".js"])

    def _file(self, asked: str, parts: list[str], live: Live | None) -> None:
        path = _inside(self.server.root, parts)
        if path is not None and path.is_dir():
            if not asked.endswith("/") and (path / "index.html").is_file():
                where = "/".join(["", *(quote(part) for part in parts), ""])
                self._send(HTTPStatus.MOVED_PERMANENTLY, b"", ("Location", where))
                return
            path = _inside(self.server.root, [*parts, "index.html"])
        if (path is None or not path.is_file()) and live and parts[:2] == ["studies", live.name]:
            path = live.picture("/".join(parts[2:]))
        if path is None or not path.is_file() or path.suffix not in TYPES:
            self._missing()
            return
        content = path.read_bytes()
        if live is not None and path == self.server.root / "studies" / live.name / "index.html":
            content = _followed(content, live)
        self._send(HTTPStatus.OK, content, kind=TYPES[path.suffix])

    def _missing(self) -> None:
        self._send(HTTPStatus.NOT_FOUND, b"There is no such page.\n")

    def _send(
        self, status: HTTPStatus, content: bytes, *more: tuple[str, str], kind: str = TYPES[".txt"]
    ) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            status, content = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        for name, value in (*_HEADERS, *more, ("ETag", tag)):
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):
                self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the address is all that people need to see."""


def _server(root: Path, port: int, live: Live | None) -> _Server:
    if not (root / "index.html").is_file():
        raise LibraryError(f"there is no site in {root}; write it with: ezcharts library build")
    try:
        return _Server(root, port, live)
    except (OSError, OverflowError) as error:
        raise LibraryError(f"cannot listen on port {port}: {error}; choose another, or 0 for any") from None


def _front(server: _Server) -> str:
    return f"http://{ADDRESS}:{server.server_address[1]}/"


def _parts(asked: str) -> list[str] | None:
    """Return the parts of a path; None where one could lead out of the site or is hidden."""
    if not asked.startswith("/"):
        return None
    parts = (
        [part for part in unquote(asked, errors="strict").split("/")[1:] if part]
        if _is_text(asked)
        else [".."]
    )
    if any(part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts):
        return None
    return parts


def _is_text(asked: str) -> bool:
    try:
        unquote(asked, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _inside(root: Path, parts: list[str]) -> Path | None:
    """Return a path below the root; None where a link leads elsewhere."""
    path = root.joinpath(*parts)
    try:
        return path if path.resolve(strict=True).is_relative_to(root) else None
    except (OSError, RuntimeError):  # not there, too long, a circle of links
        return None


def _followed(page: bytes, live: Live) -> bytes:
    """Return a page with the script that follows its study."""
    script = f'<script src="../../assets/live.js" data-study="{live.name}"></script>\n</body>'.encode()
    return page.replace(b"</body>", script, 1)
