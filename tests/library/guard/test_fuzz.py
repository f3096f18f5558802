"""Damaged files end as a picture or as a refusal, never as another error."""

import random

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.guard.archive import unpack
from ezcharts.library.guard.pictures import open_picture
from tests.library.guard.corpus import animation, plain, with_texts, zip_of

SEEDS = {
    "a.png": [plain(), with_texts(3, 40), animation("PNG")],
    "a.jpg": [plain("JPEG"), plain("JPEG", progressive=True, comment=b"x")],
    "a.webp": [plain("WEBP"), plain("WEBP", lossless=True), animation("WEBP")],
    "a.gif": [plain("GIF"), animation("GIF")],
}


def damaged(draw, content):
    """Change, cut out, double or cut off a few bytes."""
    found = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(found) or 1)
        kind = draw.randrange(4)
        if kind == 0:
            found[at : at + 1] = bytes([draw.choice((0, 255, draw.randrange(256)))])
        elif kind == 1:
            del found[at : at + draw.randint(1, 9)]
        elif kind == 2:
            found[at:at] = found[at : at + draw.randint(1, 40)]
        else:
            del found[max(at, 8) :]
    return bytes(found)


@pytest.mark.parametrize("name", SEEDS)
def test_pictures(name):
    draw = random.Random(7)
    for number in range(240):
        content = damaged(draw, SEEDS[name][number % len(SEEDS[name])])
        try:
            picture = open_picture(content, name)
        except LibraryError:
            continue
        assert picture.pixels.ndim == 3


def test_archives(tmp_path):
    draw = random.Random(7)
    content = zip_of([("a.txt", b"hello " * 50), ("b/c.txt", bytes(range(256))), ("d/", b"")])
    path = tmp_path / "given.zip"
    for number in range(240):
        path.write_bytes(damaged(draw, content))
        place = tmp_path / f"place-{number}"
        try:
            unpack(path, place)
        except LibraryError:
            assert not place.exists()
    assert {each.name[:6] for each in tmp_path.iterdir()} <= {"given.", "place-"}
