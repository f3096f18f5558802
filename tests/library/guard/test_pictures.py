"""Pictures from strangers: what is refused, why, and that what is accepted has the right numbers."""

import time
import zlib

import numpy as np
import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.guard.limits import PictureLimits
from ezcharts.library.guard.pictures import open_picture, user_comment
from ezcharts.library.webp import webp
from tests.library.guard.corpus import REFUSED, chunk, plain, png, saved

RAMP = np.array([[0, 255, 0x8080, 65535], [1, 2, 3, 0x1234]], dtype=">u2")


def rows_of(values):
    """Raw rows of a PNG file, unfiltered."""
    return b"".join(b"\0" + row.tobytes() for row in values)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_reason_and_at_once(tmp_path, name):
    content, reason = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    start = time.process_time()
    with pytest.raises(LibraryError, match=reason) as caught:
        open_picture(path)
    assert time.process_time() - start < 1.5
    assert str(path) in str(caught.value)
    with pytest.raises(LibraryError):
        open_picture(content, name)


def test_refusals_leave_pillow_as_it_was():
    assert Image.MAX_IMAGE_PIXELS == 89_478_485


def test_a_file_that_is_too_long_is_not_read(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(plain())
    with pytest.raises(LibraryError, match="at most 50 bytes"):
        open_picture(path, limits=PictureLimits(bytes=50))
    with pytest.raises(LibraryError, match="at most 50 bytes"):
        open_picture(plain(), limits=PictureLimits(bytes=50))


@pytest.mark.parametrize("kind", ["link", "folder", "nothing"])
def test_only_ordinary_files_are_opened(tmp_path, kind):
    path = tmp_path / "a.png"
    if kind == "link":
        (tmp_path / "b.png").write_bytes(plain())
        path.symlink_to(tmp_path / "b.png")
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(LibraryError):
        open_picture(path)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_pixels_come_as_they_are(kind, name):
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    picture = open_picture(plain(kind, **options), name)
    assert (picture.format, picture.size) == (kind, (16, 8))
    assert np.array_equal(picture.pixels.ravel(), np.arange(16 * 8 * 3) % 251)


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.jfif"])
def test_jpeg_is_close(name):
    grey = saved(Image.new("L", (16, 8), 77), "JPEG")
    picture = open_picture(grey, name)
    assert picture.pixels.shape == (8, 16, 3)
    assert np.abs(picture.pixels.astype(int) - 77).max() <= 1


def test_still_gif_is_taken():
    picture = open_picture(saved(Image.new("RGB", (4, 2), (255, 0, 51)), "GIF"), "a.gif")
    assert picture.pixels[0, 0].tolist() == [255, 0, 51]


def test_grey_of_16_bit_keeps_its_upper_8():
    picture = open_picture(png(4, 2, rows_of(RAMP), 16, 0))
    assert picture.pixels[:, :, 0].tolist() == [[0, 0, 0x80, 255], [0, 0, 0, 0x12]]


def test_colour_of_16_bit_keeps_its_upper_8():
    values = np.stack([RAMP, RAMP[:, ::-1], RAMP], axis=2).astype(">u2")
    picture = open_picture(png(4, 2, rows_of(values), 16, 2))
    assert picture.pixels[0].tolist() == [[0, 255, 0], [0, 128, 0], [128, 0, 128], [255, 0, 255]]


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_few_bits_are_stretched_to_the_whole_range(depth):
    rows = b"\0" + bytes([0b11110000 if depth == 4 else 0b11000000 if depth == 2 else 0b10000000])
    picture = open_picture(png(2, 1, rows, depth, 0))
    assert picture.pixels[0].tolist() == [[255] * 3, [0] * 3]


def test_interlaced_pictures_are_counted_right():
    picture = open_picture(png(1, 1, b"\0\x0a\x14\x1e", interlaced=1))
    assert picture.pixels[0, 0].tolist() == [10, 20, 30]
    with pytest.raises(LibraryError, match="less than"):
        open_picture(png(3, 1, b"\0\x0a\x14\x1e", interlaced=1))


def test_cmyk_becomes_the_colour_it_means():
    patches = {(0, 255, 255, 0): (255, 0, 0), (255, 0, 0, 0): (0, 255, 255), (0, 0, 0, 255): (0, 0, 0)}
    for ink, colour in patches.items():
        picture = open_picture(saved(Image.new("CMYK", (16, 16), ink), "JPEG", quality=100), "a.jpg")
        assert np.abs(picture.pixels[8, 8].astype(int) - colour).max() <= 2


def test_a_palette_with_transparency_is_seen_over_white():
    image = Image.new("P", (3, 1))
    image.putpalette([10, 20, 30, 200, 100, 0, 0, 0, 0])
    image.putdata([0, 1, 2])
    picture = open_picture(saved(image, "PNG", transparency=bytes([255, 0, 128])))
    assert picture.pixels[0, :2].tolist() == [[10, 20, 30], [255, 255, 255]]
    assert np.abs(picture.pixels[0, 2].astype(int) - 127).max() <= 1


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_does_not_show_what_hides_beneath(mode):
    hidden = Image.new(mode, (2, 2), (10, 20, 30, 0) if mode == "RGBA" else (10, 0))
    assert open_picture(saved(hidden, "PNG")).pixels.min() == 255


def test_pictures_are_turned_as_exif_says():
    image = Image.fromarray(np.array([[[255, 0, 0], [0, 0, 255]]], dtype=np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter to the right
    picture = open_picture(saved(image, "PNG", exif=exif))
    assert picture.size == (1, 2)
    assert picture.pixels[:, 0].tolist() == [[255, 0, 0], [0, 0, 255]]


def test_a_broken_profile_does_not_matter():
    profile = chunk(b"iCCP", b"p\0\0" + zlib.compress(b"no profile"))
    assert open_picture(png(extra=profile)).size == (8, 8)


def test_stored_again_nothing_is_left_but_pixels():
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    picture = open_picture(plain("JPEG", exif=exif, comment=b"secret"), "a.jpg")
    stored = webp(picture.image)
    assert b"secret" not in stored
    assert not any(part in stored for part in (b"EXIF", b"XMP ", b"ICCP"))


def test_the_digest_tells_pixels_and_size_apart():
    flat = open_picture(saved(Image.new("RGB", (4, 2)), "PNG"))
    tall = open_picture(saved(Image.new("RGB", (2, 4)), "PNG"))
    grey = open_picture(saved(Image.new("L", (4, 2)), "PNG"))
    assert flat.digest != tall.digest
    assert flat.digest == grey.digest


@pytest.mark.parametrize("words", ["Steps: 20", "Beksiński, 中", ""])
@pytest.mark.parametrize("code", ["utf-16-be", "utf-16-le", "utf-16"])
def test_user_comments_are_read_in_every_order(words, code):
    assert user_comment(b"UNICODE\0" + words.encode(code)) == words


def test_user_comments_of_plain_letters():
    assert user_comment(b"ASCII\0\0\0Steps: 20\0\0") == "Steps: 20"
