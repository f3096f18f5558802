"""The text that A1111 and many others write into their pictures."""

import time

import pytest
from PIL import Image, PngImagePlugin

from ezcharts.errors import LibraryError
from ezcharts.library.importers import a1111

TEXT = (
    "a castle, (night:1.2)\nby a lake\nNegative prompt: blurry, fog\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7.5, Seed: 1, Size: 512x768, Model hash: ab12, "
    'Model: "a, b: \\"c\\"", '
    "Denoising strength: 0.7, Version: v1.6.0"
)


def png(path, text, key="parameters"):
    info = PngImagePlugin.PngInfo()
    info.add_text(key, text)
    Image.new("RGB", (64, 64)).save(path, pnginfo=info)
    return path


def with_exif(path, text, code="utf-16-be"):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode(code)
    Image.new("RGB", (64, 64)).save(path, exif=exif)
    return path


def test_all_parts_of_the_text():
    prompt, negative, pairs = a1111.parse(TEXT)
    assert prompt == "a castle, (night:1.2)\nby a lake"
    assert negative == "blurry, fog"
    assert pairs["Sampler"] == "Euler a"
    assert pairs["Model"] == 'a, b: "c"'
    assert pairs["Version"] == "v1.6.0"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize("code", ["utf-16-be", "utf-16-le"])
def test_every_kind_of_picture(tmp_path, name, code):
    path = tmp_path / name
    path = png(path, TEXT) if name == "a.png" else with_exif(path, TEXT, code)
    assert a1111.fits(path)
    (found,) = a1111.read(path)
    assert (found.picture, found.platform) == (path, "")
    assert found.stated == 'A1111 v1.6.0 a, b: "c"'
    assert found.settings["steps"] == 20
    assert found.settings["cfg_scale"] == 7.5
    assert found.settings["size"] == [512, 768]
    assert found.settings["sampler"] == "Euler a"
    assert found.settings["negative_prompt"] == "blurry, fog"
    assert found.settings["denoising_strength"] == 0.7


@pytest.mark.parametrize(
    ("text", "prompt", "count"),
    [
        ("only words", "only words", 0),
        ("a: b, c: d", "a: b, c: d", 0),
        ("Steps: 1, Seed: 2, Size: 1x1", "", 3),
        ("p\nNegative prompt: a\nb\nSteps: 1, Seed: 2, Size: 1x1", "p", 3),
        ("", "", 0),
        ('p\nSteps: 1, Model: "unclosed, Seed: 2, Size: 1x1', "p", 4),
    ],
)
def test_odd_texts(text, prompt, count):
    found = a1111.parse(text)
    assert found[0] == prompt
    assert len(found[2]) == count


def test_a_text_that_is_long_and_odd_is_read_at_once():
    start = time.process_time()
    for odd in (
        '"' * 90_000,
        "a" * 90_000,
        'a: "' + "\\" * 90_000,
        'a: "b, ' * 12_000,
        "a:" * 45_000,
        "," * 90_000,
    ):
        a1111.parse(odd)
    for odd in (
        "a " * 45_000,
        " " * 50_000 + "a" + " " * 40_000,
        'a: "b' + ' "' * 40_000,
        'a: "", ' * 12_000,
    ):
        a1111.parse(odd)
    assert time.process_time() - start < 2
    with pytest.raises(LibraryError, match="at most"):
        a1111.parse("a" * 200_000)


def test_sheets_are_no_cells(tmp_path):
    text = TEXT + ', Script: X/Y/Z plot, X Type: Steps, X Values: "10, 20"'
    (found,) = a1111.read(png(tmp_path / "a.png", text))
    assert "sheet of many pictures" in found.doubts[0]
    assert found.settings["x_values"] == "10, 20"


def test_pictures_without_it(tmp_path):
    path = png(tmp_path / "a.png", "x", key="Comment")
    assert not a1111.fits(path)
    with pytest.raises(LibraryError, match="no 'parameters' text"):
        a1111.read(path)
