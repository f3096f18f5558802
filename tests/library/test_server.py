"""The server: this machine only, files of the site only, and a running study live."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.server import Live, serve, serving


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    site = folder / "site"
    for name, content in {
        "index.html": "<p>front</p>",
        "assets/base.css": "p {}",
        "assets/live.js": "'use strict';",
        "assets/notes.exe": "no",
        "studies/07-eta/index.html": "<body>eta</body>",
        "studies/07-eta/cells/a.webp": "picture",
        "studies/08/index.html": "<body>other</body>",
        "empty/deeper/index.html": "deep",
        ".hidden.txt": "hidden",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content)
    (folder / "secret.txt").write_text("secret")
    (folder / "fresh.webp").write_text("fresh")
    (site / "way-out.txt").symlink_to(folder / "secret.txt")
    (site / "out").symlink_to(folder)
    (site / "circle.txt").symlink_to(site / "circle.txt")
    return site


@pytest.fixture(scope="module")
def address(root):
    with serving(root) as address:
        yield address


def ask(address, path, method="GET", body=None, **headers):
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=5)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_pages_and_files_have_their_types(address):
    for path, kind in {
        "/": "text/html",
        "/studies/07-eta/": "text/html",
        "/assets/base.css": "text/css",
        "/assets/live.js": "text/javascript",
        "/studies/07-eta/cells/a.webp": "image/webp",
    }.items():
        status, headers, content = ask(address, path)
        assert status == 200
        assert headers["Content-Type"].startswith(kind)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert content


def test_it_listens_on_this_machine_only(address):
    assert address.startswith("http://127.0.0.1:")
    port = urlsplit(address).port
    own = socket.gethostbyname(socket.gethostname())
    if not own.startswith("127."):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((own, port), timeout=1).close()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}", ""]
)
def test_another_host_is_refused(address, host):
    status, _, content = ask(address, "/", Host=host.format(port=urlsplit(address).port))
    assert status == 403
    assert b"front" not in content


def test_this_host_has_two_names(address):
    assert ask(address, "/", Host=f"localhost:{urlsplit(address).port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/studies/../../secret.txt",
        "/..%2fsecret.txt",
        "/way-out.txt",
        "/out/secret.txt",
        "//secret.txt",
        "/a\\..\\secret.txt",
        "/%00",
        "/%ff",
        "/.hidden.txt",
        "/C:/secret.txt",
        "/studies/",
        "/empty/",
        "/empty",
        "/assets",
        "/assets/notes.exe",
        "/nothing",
        "/circle.txt",
        "/index.html/x",
        "http://evil.example/",
        "/" + "x" * 5000,
    ],
)
def test_nothing_else_is_shown(address, path):
    status, _, content = ask(address, path)
    assert status in (403, 404)
    assert b"secret" not in content
    assert b"front" not in content


def test_a_folder_without_its_slash_is_led_to_its_page(address):
    status, headers, _ = ask(address, "/studies/07-eta")
    assert status == 301
    assert headers["Location"] == "/studies/07-eta/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_is_read_and_never_written(address, method):
    status, headers, _ = ask(address, "/", method, body=b"x=1")
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"


def test_head_says_what_get_would_give(address):
    status, headers, content = ask(address, "/", "HEAD")
    assert (status, headers["Content-Length"], content) == (200, "12", b"")


def test_what_a_browser_has_is_not_sent_again(address):
    tag = ask(address, "/")[1]["ETag"]
    status, _, content = ask(address, "/", **{"If-None-Match": tag})
    assert (status, content) == (304, b"")


def test_a_running_study_is_followed(root):
    texts = iter([b"EZ.data(1);", b"EZ.data(1);", b"EZ.data(2);", None])
    live = Live(
        "07-eta",
        lambda: next(texts),
        lambda name: root.parent / "fresh.webp" if name == "cells/b.webp" else None,
    )
    with serving(root, live) as address:
        assert b'data-study="07-eta"></script>\n</body>' in ask(address, "/studies/07-eta/")[2]
        assert b"script" not in ask(address, "/studies/08/")[2]
        assert ask(address, "/studies/07-eta/cells/b.webp")[2] == b"fresh"
        assert ask(address, "/studies/08/cells/b.webp")[0] == 404
        first = ask(address, "/live/07-eta.js?n=1&have=")[2]
        assert first.startswith(b"EZ.data(1);\nEZ.seen(")
        seen = first.split(b'"')[1].decode()
        assert ask(address, f"/live/07-eta.js?n=2&have={seen}")[2] == b""
        assert ask(address, f"/live/07-eta.js?n=3&have={seen}")[2].startswith(b"EZ.data(2);")
        assert ask(address, f"/live/07-eta.js?n=4&have={seen}")[:3:2] == (200, b"")
        assert ask(address, "/live/08.js?n=1")[0] == 404


def test_without_a_running_study_there_is_nothing_live(address):
    assert ask(address, "/live/07-eta.js?n=1")[0] == 404
    assert b"script" not in ask(address, "/studies/07-eta/")[2]


def test_a_folder_without_a_site_and_a_port_that_is_taken(root, address, tmp_path):
    with pytest.raises(LibraryError, match="there is no site"):
        serve(tmp_path, 0)
    with pytest.raises(LibraryError, match="cannot listen on port"):
        serve(root, urlsplit(address).port)
    with pytest.raises(LibraryError, match="cannot listen on port 99999"):
        serve(root, 99999)


def test_ctrl_c_ends_it_cleanly(root):
    # a shell may start this process with Ctrl-C ignored, and children inherit that
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from pathlib import Path; from ezcharts.library.server import serve;"
        "serve(Path(sys.argv[1]), 0, ready=lambda address: print(address, flush=True)); print('ended')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        address = running.stdout.readline().strip()
        assert ask(address, "/")[0] == 200
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=10)
    assert (out.strip(), errors, running.returncode) == ("ended", "", 0)
