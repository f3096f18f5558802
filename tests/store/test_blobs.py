import hashlib

import pytest

from ezcharts.errors import StoreError
from ezcharts.store.blobs import Blobs, is_digest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256("abc"), FIPS 180-4


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "root", ".png")


def test_the_name_is_the_sha_256_and_the_content_comes_back(blobs, tmp_path):
    assert blobs.put(b"abc") == ABC
    assert blobs.get(ABC) == b"abc"
    assert blobs.path(ABC) == tmp_path / "root" / "ba" / f"{ABC}.png"
    assert ABC in blobs


def test_a_blob_is_written_once(blobs):
    blobs.put(b"abc")
    before = blobs.path(ABC).stat().st_ino
    blobs.put(b"abc")
    assert blobs.path(ABC).stat().st_ino == before


def test_damage_is_detected_on_read_and_kept_aside(blobs):
    blobs.put(b"abc")
    blobs.path(ABC).write_bytes(b"abd")
    assert ABC not in blobs
    with pytest.raises(StoreError, match=f"is damaged: its content has another SHA-256; kept aside as {ABC}"):
        blobs.get(ABC)
    assert not blobs.path(ABC).exists()
    assert blobs.path(ABC).with_name(f"{ABC}.png.damaged").read_bytes() == b"abd"


def test_putting_again_heals_a_damaged_blob(blobs):
    blobs.put(b"abc")
    blobs.path(ABC).write_bytes(b"")
    blobs.put(b"abc")
    assert blobs.get(ABC) == b"abc"


def test_a_missing_blob_is_an_error_with_its_path(blobs):
    with pytest.raises(StoreError, match=f"cannot read .*{ABC}.png: No such file or directory"):
        blobs.get(ABC)


@pytest.mark.parametrize("name", ["../x", "..", "/etc/x", "", "BA" * 32, ABC + "/..", ABC[1:] + "\0"])
def test_a_name_that_is_no_digest_never_becomes_a_path(blobs, name):
    assert not is_digest(name)
    with pytest.raises(StoreError, match="a digest has 64 hexadecimal digits"):
        blobs.get(name)


@pytest.mark.parametrize("what", [None, 12, b"ba" * 32])
def test_what_is_no_text_is_no_digest(what):
    assert not is_digest(what)


def test_a_link_that_leads_out_of_the_root_is_refused(blobs, tmp_path):
    blobs.put(b"x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root" / "ba").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match=r"leads out of its folder .*; remove the link that is in the way"):
        blobs.put(b"abc")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_root_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    digest = Blobs(tmp_path / "link").put(b"abc")
    assert Blobs(tmp_path / "real").get(digest) == b"abc"


def test_any_bytes_come_back(blobs):
    for content in (b"", b"\0" * 1000, bytes(range(256)) * 50):
        assert blobs.get(blobs.put(content)) == content
        assert hashlib.sha256(content).hexdigest() in blobs
