"""A browser for tests of pages: started once, and nothing may go wrong unseen.

`open_page(address)` opens a page. When the test ends, errors in the console, violations of the page's content
policy and requests to anywhere but the disk or this machine are failures. The first page of a test that asks
for nothing special is one and the same tab, emptied between tests, since a new one takes most of a second.
"""

from __future__ import annotations

import functools
import http.server
import importlib.util
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright import sync_api as playwright

HERE = frozenset({"127.0.0.1", "localhost"})
OPEN = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    script = browser_script()
    chromium = script.find()
    assert chromium, script.MESSAGE
    with playwright.sync_playwright() as tools:
        started = tools.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


def browser_script() -> Any:
    """`scripts/browser.py`, which finds a browser."""
    path = Path(__file__).parents[3] / "scripts/browser.py"
    spec = importlib.util.spec_from_file_location("browser_script", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Watch:
    """What went wrong on the pages of a test."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.allowed: list[str] = []
        self._listeners: dict[Any, tuple[tuple[str, Callable[[Any], None]], ...]] = {}

    def follow(self, page: Any) -> None:
        self._listeners[page] = (
            ("console", self._console),
            ("pageerror", self._error),
            ("request", self._request),
        )
        for event, listener in self._listeners[page]:
            page.on(event, listener)

    def leave(self, page: Any) -> None:
        for event, listener in self._listeners.pop(page, ()):
            page.remove_listener(event, listener)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _error(self, error: Any) -> None:
        self.wrong.append(f"error: {error}")

    def _request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("file", "blob", "data") or address.hostname in HERE:
            return
        self.wrong.append(f"request to {request.url}")

    def check(self) -> None:
        left = [one for one in self.wrong if not any(words in one for words in self.allowed)]
        assert not left, "\n".join(left)


@pytest.fixture
def watch() -> Iterator[Watch]:
    seen = Watch()
    yield seen
    seen.check()


@pytest.fixture(scope="session")
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(browser: Any, tab: Any, watch: Watch) -> Iterator[OPEN]:
    """Open an address or a file; further words go to the browser's context, such as `viewport`."""
    contexts: list[Any] = []
    used: list[Any] = []

    def fresh(**context: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **context}))
        contexts[-1].set_default_timeout(5000)
        return contexts[-1].new_page()

    def open_(address: str | Path, hash: str = "", **context: Any) -> Any:
        page = fresh(**context) if context or used else tab
        used.append(page)
        watch.follow(page)
        page.goto((address.as_uri() if isinstance(address, Path) else address) + hash)
        return page

    yield open_
    for page in used:
        watch.leave(page)
    if tab in used:
        tab.evaluate("localStorage.clear()")
        tab.goto("about:blank")
    for made in contexts:
        made.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine; gives its address."""
    servers = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()
