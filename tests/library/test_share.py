"""The picture to post fits where it goes, and its words say what it is."""

import io

import pytest
from PIL import Image

from ezcharts.errors import LibraryError, UnknownName
from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.draft import shelve
from ezcharts.library.share import PLATFORMS, Platform, _fitted, post
from tests.library.making import finished


@pytest.fixture
def entry(tmp_path):
    return shelve(finished(tmp_path).draft(Added("me", "2026-11-27")), Catalogue(tmp_path / "library"))


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_the_picture_fits(entry, platform):
    made, place = post(entry, platform=platform), PLATFORMS[platform]
    with Image.open(io.BytesIO(made.picture)) as picture:
        assert max(picture.size) <= place.side
        assert picture.text["Title"] == "eta vs steps, Disco 5.2, 2022-03-05"
    assert len(made.picture) <= place.bytes
    assert len(made.alt) <= place.alt


def test_the_words_say_what_how_and_under_which_conditions(entry):
    made = post(entry)
    conditions = "embedded models, clip_guidance_scale 5000, seed 7, 128x64 pixels"
    assert made.line == f"eta vs steps, Disco 5.2, 2022-03-05 · {conditions}"
    assert "Down, eta: 0, 0.5, 1." in made.alt
    assert "Across, steps: 50, 100." in made.alt
    assert "a castle in the snow" in made.alt
    assert made.text == f"{made.line}\n\nAlt text:\n{made.alt}\n"


def test_a_word_on_how_sure_it_is_goes_along(entry):
    assert post(entry, word="supported (embedded models only)").line.endswith(
        "supported (embedded models only)"
    )


def test_what_is_too_large_becomes_jpeg_and_smaller(tmp_path):
    noise = Image.effect_noise((600, 400), 80).convert("RGB")
    content, ending = _fitted(noise, Platform(500, 20_000, 100), "x")
    assert ending == ".jpg"
    assert len(content) <= 20_000
    with Image.open(io.BytesIO(content)) as picture:
        assert max(picture.size) <= 500
        assert picture.width / picture.height == pytest.approx(1.5, rel=0.02)


def test_charts_and_places_that_are_not_there_are_said(entry):
    with pytest.raises(LibraryError, match="has 1 charts, there is no chart 2"):
        post(entry, 2)
    with pytest.raises(UnknownName, match="did you mean 'twitter'"):
        post(entry, platform="twiter")
