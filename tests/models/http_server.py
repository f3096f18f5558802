"""A server on this machine that hands out one file: honestly, or in one of the ways in which servers fail."""

import hashlib
import re
import socket
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat

CONTENT = bytes(range(256)) * 40
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OTHER = b"another file" * 700


@dataclass(frozen=True)
class Answer:
    """How one request is answered; as it stands, honestly.

    Attributes:
        content: The file.
        etag: Its mark; None for a server that gives none.
        status: An answer without content; None to send the file.
        headers: More headers; they win over those that it would send.
        length: What Content-Length says; None for the truth, "none" for no such header.
        drop: Bytes after which the connection breaks.
        ranges: Whether it sends the part asked for, rather than all of it.
        if_range: Whether it compares the mark before it does.
        shift: Sends a part that begins so many bytes later than asked for.
        endless: Sends the content a hundred times over: endless to a client that knows when to stop, and no
            danger to the disk where one does not.
        pause: Waits for this before it goes on after half of the content.
    """

    content: bytes = CONTENT
    etag: str | None = '"one"'
    status: int | None = None
    headers: dict = field(default_factory=dict)
    length: int | str | None = None
    drop: int | None = None
    ranges: bool = True
    if_range: bool = True
    shift: int = 0
    endless: bool = False
    pause: threading.Event | None = None


class Server:
    """Answers with the scripted answers in turn, then with `default` for ever."""

    def __init__(self, default=None):
        self.script, self.default = deque(), default or Answer()
        self.requests = []
        self.sent = 0

    def address(self, path="/tiny.pt"):
        return f"http://127.0.0.1:{self.port}{path}"

    def next(self):
        return self.script.popleft() if self.script else self.default

    @property
    def ranges(self):
        """The Range header of each request."""
        return [headers.get("Range") for _, headers in self.requests]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is no news here."""


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, server, *args):
        self.book = server
        super().__init__(*args)

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.book.requests.append((self.path, dict(self.headers)))
        answer = self.book.next()
        if answer.status is not None:
            self.head(answer.status, {"Content-Length": 0, **answer.headers})
            return
        self.send_file(answer)

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def send_file(self, answer):
        start = self.start(answer)
        headers = {} if answer.etag is None else {"ETag": answer.etag}
        if start is not None and start >= len(answer.content):
            self.head(416, {"Content-Range": f"bytes */{len(answer.content)}", "Content-Length": 0})
            return
        body = answer.content[start or 0 :]
        headers["Content-Length"] = len(body) if answer.length is None else answer.length
        if answer.length == "none":
            del headers["Content-Length"]
        if start is not None:
            headers["Content-Range"] = f"bytes {start}-{len(answer.content) - 1}/{len(answer.content)}"
        self.head(200 if start is None else 206, headers | answer.headers)
        self.send_body(answer, body)

    def start(self, answer):
        """Return the first byte of the part to send; None for all of it."""
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        mark = self.headers.get("If-Range")
        if not asked or not answer.ranges or (answer.if_range and mark not in (None, answer.etag)):
            return None
        return int(asked[1]) + answer.shift

    def send_body(self, answer, body):
        if answer.pause:
            self.send(body[: len(body) // 2])
            answer.pause.wait(10)
            body = body[len(body) // 2 :]
        if answer.drop is not None:
            self.send(body[: answer.drop])
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        for part in repeat(body, 100 if answer.endless else 1):
            self.send(part)

    def send(self, part):
        self.wfile.write(part)
        self.wfile.flush()
        self.book.sent += len(part)


@contextmanager
def serving(default=None):
    """Run a server while the block does."""
    server = Server(default)
    with _Quiet(("127.0.0.1", 0), partial(_Handler, server)) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
