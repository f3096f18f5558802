import io
import json
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from ezcharts.errors import InputError
from ezcharts.store.picture import Origin, encode_picture, read_picture

ORIGIN = Origin(
    key="ab" * 32,
    platform="disco-5.0",
    settings={
        "steps": 250,
        "seed": 0,
        "eta": -0.5,
        "text_prompts": ["Beksiński, 中:2"],
        "init_image": None,
    },
    image=3,
    model_set="embedded",
    models={"prior": "cd" * 32},
    version="0.1.0",
)
PIXELS = np.random.default_rng(0).integers(0, 256, (64, 128, 3), dtype=np.uint8)


@pytest.fixture
def write(tmp_path):
    def to_file(content):
        path = tmp_path / "cell.png"
        path.write_bytes(content)
        return path

    return to_file


def png(texts=(), size=(8, 8)):
    info = PngImagePlugin.PngInfo()
    for key, value in texts:
        info.add_itxt(key, value)
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_pixels_and_origin_come_back(write):
    path = write(encode_picture(PIXELS, ORIGIN))
    found = read_picture(path)
    assert found.origin == ORIGIN
    assert found.size == (128, 64)
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image), PIXELS)


def test_other_tools_find_the_parameters_text(write):
    with Image.open(write(encode_picture(PIXELS, ORIGIN))) as image:
        lines = image.info["parameters"].split("\n")
    assert lines[0] == "Beksiński, 中:2"
    assert lines[1].startswith(
        "Steps: 250, Seed: 0, Size: 128x64, Model: embedded, Model hash: cdcdcdcdcd, "
        "Version: EZ Charts 0.1.0, platform: disco-5.0, eta: -0.5, init_image: null, "
    )


def test_equal_input_gives_equal_bytes():
    assert encode_picture(PIXELS, ORIGIN) == encode_picture(PIXELS.copy(), ORIGIN)


@pytest.mark.parametrize(
    "pixels", [PIXELS[0], PIXELS.astype(np.float32), PIXELS[:, :, :2], np.zeros((4, 4, 4), np.uint8)]
)
def test_what_is_no_rgb_picture_is_refused(pixels):
    with pytest.raises(ValueError, match=r"a picture is uint8 of shape \(height, width, 3\), this is"):
        encode_picture(pixels, ORIGIN)


def test_a_picture_of_a1111_has_parameters_and_no_origin(write):
    found = read_picture(write(png([("parameters", "a cat\nSteps: 20")])))
    assert (found.origin, found.parameters) == (None, "a cat\nSteps: 20")


def test_a_bare_picture_says_nothing(write):
    found = read_picture(write(png()))
    assert (found.origin, found.parameters, found.size) == (None, None, (8, 8))


def test_other_files_are_refused_by_name(write, tmp_path):
    with pytest.raises(
        InputError, match=r"cell\.png is not a PNG picture; name one that EZ Charts or A1111 wrote"
    ):
        read_picture(write(b"hello"))
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    with pytest.raises(InputError, match="is not a PNG picture"):
        read_picture(write(buffer.getvalue()))
    with pytest.raises(InputError, match=r"there is no file .*none\.png; check the path"):
        read_picture(tmp_path / "none.png")
    with pytest.raises(InputError, match=r"is broken: .*[Ii]s a directory"):
        read_picture(tmp_path)


@pytest.mark.parametrize("side", [10_000, 100_000])
def test_a_file_that_claims_to_be_huge_is_not_unpacked(write, side):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    with pytest.raises(
        InputError, match=rf"claims to be far larger than a picture of ours: .*{side**2} pixels"
    ):
        read_picture(write(b"\x89PNG\r\n\x1a\n" + header + body))


def test_a_text_that_unpacks_to_gigabytes_is_refused(write):
    bomb = chunk(b"zTXt", b"ezcharts\0\0" + zlib.compress(b" " * 50_000_000, 9))
    whole = png()
    with pytest.raises(InputError, match="is broken: Decompressed data too large"):
        read_picture(write(whole[:33] + bomb + whole[33:]))


def test_every_cut_of_a_picture_is_refused(write):
    whole = encode_picture(PIXELS[:8, :8], ORIGIN)
    for length in range(0, len(whole) - 40, 7):  # the last pixels, checksums and the end mark take 40 bytes
        with pytest.raises(InputError, match=r"is broken|is not a PNG"):
            read_picture(write(whole[:length]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting property name"),
        ("[]", "an origin is a JSON object, this is list"),
        ("{}", "'key' is a str, this is None"),
        (json.dumps({"key": "k", "platform": "p", "settings": []}), r"'settings' is a dict, this is \[\]"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_text_of_ours_that_is_not_ours_is_refused(write, text, reason):
    with pytest.raises(
        InputError, match=rf"the 'ezcharts' text of .* is not one that EZ Charts wrote: .*{reason}"
    ):
        read_picture(write(png([("ezcharts", text)])))
