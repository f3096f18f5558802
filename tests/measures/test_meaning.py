"""Meaning: nearness to prompts with a perceptor of known directions, and to other pictures."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ezcharts.errors import InputError, PromptError
from ezcharts.measures.measure import Sample
from ezcharts.measures.table import find
from ezcharts.params.settings import Settings
from ezcharts.store.records import Record
from tests.measures.pictures import checkerboard, flat_picture, halves, key_of, of
from tests.tiny_cells import tiny_cell

PICTURE = flat_picture(1, 2, 3)
PLACES = {"castle": (1, 0, 0), "fog": (0, 1, 0), "sea": (0, 0, 1)}


class Plain:
    """Knows three words, at right angles; sees every picture in two views."""

    def __init__(self, *views):
        self.seen = np.array(views, dtype=float)
        self.read = []

    def views(self, picture):
        return self.seen / np.linalg.norm(self.seen, axis=1, keepdims=True)

    def texts(self, texts):
        if any(len(text) > 77 for text in texts):
            raise PromptError("longer than 77")
        self.read += texts
        return np.array([PLACES.get(text, (0.6, 0, 0.8)) for text in texts], dtype=float)

    def knows(self, text):
        return text in PLACES


def record(settings: Settings, **models):
    return Record(
        key=key_of("a"),
        state="done",
        platform=settings.platform,
        settings=settings.to_json(),
        size=(48, 40),
        models=models,
    )


def disco(*prompts):
    return record(tiny_cell(text_prompts=list(prompts)).settings)


def jax(title, platform="jax-2.7", **settings):
    return record(Settings.build(platform, {"all_title": title, "seed": 1, **settings}))


def similarity(of_record, *views):
    return find("prompt_similarity").of(Sample(PICTURE, of_record, perceptor=Plain(*(views or [(3, 4, 0)]))))


def test_one_prompt_is_a_cosine():
    assert similarity(disco("castle")) == 0.6
    assert similarity(disco("fog")) == 0.8
    assert similarity(disco("castle"), (-2, 0, 0)) == -1


def test_views_count_equally():
    assert similarity(disco("castle"), (1, 0, 0), (3, 4, 0)) == 0.8


def test_disco_weighs_its_prompts_each_by_itself():
    assert similarity(disco("castle:3", "fog:1")) == pytest.approx((3 * 0.6 + 0.8) / 4)
    # By |Σ w| this would be 1.6, no similarity any more; by Σ |w| it stays within the range.
    assert similarity(disco("castle:-1", "fog:2")) == pytest.approx((-0.6 + 2 * 0.8) / 3)


def test_the_weight_is_no_word_of_the_prompt():
    perceptor = Plain((1, 0, 0))
    find("prompt_similarity").of(Sample(PICTURE, disco("castle:3"), perceptor=perceptor))
    assert perceptor.read == ["castle"]


def test_jax_parts_are_one_direction():
    assert similarity(jax("castle")) == 0.6
    both = record(
        Settings.build("jax-2.7", {"all_title": "castle|sea:2", "seed": 1, "prompt_syntax": "pipes"})
    )
    assert similarity(both, (3, 4, 0)) == pytest.approx(0.6 / math.sqrt(5))


def test_jax_parts_that_cancel_each_other_have_no_similarity():
    both = record(Settings.build("jax-2.7", {"all_title": "fog|fog:-1", "seed": 1, "prompt_syntax": "pipes"}))
    assert similarity(both) is None


def test_pictures_among_the_prompts_are_left_out():
    words = {"all_title": "castle|fog.png:5", "seed": 1, "prompt_syntax": "pipes"}
    picture = record(Settings.build("jax-2.7", words), **{"prompt fog.png": "ab" * 32})
    assert similarity(picture) == 0.6


def test_a_prompt_without_a_known_word_has_no_similarity():
    assert similarity(disco("zzyzx")) is None
    assert similarity(disco("castle:0")) is None
    # One known word among several prompts is enough, and then all of them count.
    assert similarity(disco("castle", "zzyzx"), (1, 0, 0)) == pytest.approx((1 + 0.6) / 2)


def test_what_cannot_be_read_has_no_similarity():
    assert similarity(disco("castle", "x" * 78)) is None
    assert similarity(replace(disco("castle"), settings={"platform": "disco-5.2"})) is None


def test_without_a_perceptor_there_is_none():
    assert find("prompt_similarity").of(Sample(PICTURE, disco("castle"))) is None


def test_difference_of_greys_is_that_of_their_lightness():
    assert of("difference", flat_picture(0, 0, 0), flat_picture(255, 255, 255)) == pytest.approx(
        100, abs=0.01
    )
    half = halves((0, 0, 0), (255, 255, 255))
    assert of("difference", half, flat_picture(0, 0, 0, size=(64, 64))) == pytest.approx(50, abs=0.01)


def test_difference_is_largest_between_green_and_blue():
    # CIE76 of sRGB's green and blue, worked out from IEC 61966-2-1 and CIE 1976: 258.7.
    assert of("difference", flat_picture(0, 255, 0), flat_picture(0, 0, 255)) == pytest.approx(258.7, abs=0.1)


def test_difference_needs_pictures_of_one_size():
    with pytest.raises(InputError, match="must have one size to be compared, got 48 x 40 and 64 x 64"):
        of("difference", PICTURE, checkerboard())


def test_similarity_to_the_initial_image_falls_with_noise_and_is_one_for_itself():
    rng, initial = np.random.default_rng(0), halves((40, 90, 30), (200, 180, 90))
    values = [
        of(
            "init_similarity",
            np.clip(initial + rng.normal(0, s, initial.shape), 0, 255).astype(np.uint8),
            initial,
        )
        for s in (0, 5, 20, 80)
    ]
    assert values[0] == 1
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.2


def test_similarity_of_flat_pictures_is_that_of_their_means():
    # SSIM of constants a, b: (2ab + C1) / (a² + b² + C1), C1 = 0.01² (Wang and others, 2004, eq. 6).
    a, b = 51 / 255, 204 / 255
    expected = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4)
    found = of("init_similarity", flat_picture(51, 51, 51), flat_picture(204, 204, 204))
    assert found == pytest.approx(expected, rel=1e-6)
