"""What holds for the looks of any picture."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ezcharts.measures.measure import Sample, flat
from ezcharts.measures.table import by_family, find
from tests.measures.pictures import flat_picture, halves, of

LOOKS = by_family()["looks"]
# A busy machine is no reason to fail.
EXAMPLES = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def pictures(draw, largest=48):
    """From noise over few colours, gradients and stripes to one colour; often at the ends of the scale."""
    height, width = (draw(st.integers(32, largest)) for _ in "hw")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["noise", "few", "gradient", "stripes", "one", "speck"]))
    colour = draw(st.lists(st.sampled_from([0, 1, 17, 128, 254, 255]), min_size=3, max_size=3))
    picture = flat_picture(*colour, size=(width, height))
    if kind == "noise":
        return rng.integers(0, 256, picture.shape, dtype=np.uint8)
    if kind == "few":
        return rng.integers(0, 256, (3, 3), dtype=np.uint8)[rng.integers(0, 3, (height, width))]
    if kind == "gradient":
        return np.broadcast_to((np.arange(width) * 5 % 256).astype(np.uint8)[None, :, None], picture.shape)
    if kind == "stripes":
        picture[:: draw(st.integers(2, 5))] = 255 - picture[0, 0]
    if kind == "speck":
        picture[height // 3, width // 4, 2] ^= 1
    return picture


def numbers(picture):
    """All looks of a picture."""
    return dict(pair for each in LOOKS for pair in flat(each.name, each.of(Sample(picture))))


@EXAMPLES
@given(pictures())
def test_values_are_finite_and_within_the_stated_range(picture):
    for name, value in numbers(picture).items():
        limits = find(name).range
        assert math.isfinite(value), name
        assert limits.low - 1e-6 <= value <= limits.high + 1e-6, name


@pytest.mark.parametrize("level", [0, 128, 255])
def test_one_colour_has_nothing_but_its_brightness(level):
    found = numbers(flat_picture(level, level, level, size=(32, 32)))
    assert found.pop("brightness") == pytest.approx({0: 0, 128: 53.585, 255: 100}[level], abs=0.001)
    assert (found.pop("blur"), found.pop("symmetry")) == (1, 1)
    assert found.pop("clipped") == (level != 128)
    assert set(found.values()) == {0}


@EXAMPLES
@given(pictures())
def test_a_mirror_leaves_all_looks(picture):
    there, back = numbers(picture), numbers(np.ascontiguousarray(picture[:, ::-1]))
    # The library leaves out two columns on the left and one on the right.
    assert there.pop("blur") == pytest.approx(back.pop("blur"), abs=0.08)
    # A slope that is just at the limit may fall to either side of it by rounding.
    assert there.pop("edges") == pytest.approx(back.pop("edges"), abs=0.01)
    assert there == pytest.approx(back, rel=1e-6, abs=1e-9)


@EXAMPLES
@given(pictures(), st.integers(1, 100))
def test_light_added_leaves_contrast_detail_noise_and_symmetry(picture, shift):
    dim = picture // 2
    bright = dim + np.uint8(shift)
    for name in ("contrast", "detail", "noise", "symmetry", "edges"):
        tolerance = 0.01 if name == "edges" else 1e-6
        assert of(name, bright) == pytest.approx(of(name, dim), rel=1e-5, abs=tolerance), name
    assert of("brightness", bright) > of("brightness", dim)


@EXAMPLES
@given(pictures(), st.integers(0, 2**32 - 1))
def test_where_pixels_are_does_not_matter_to_those_that_count_them(picture, seed):
    pixels = picture.reshape(-1, 3)
    shuffled = np.random.default_rng(seed).permutation(pixels).reshape(picture.shape)
    for name in ("palette_entropy", "brightness", "contrast", "saturation", "colourfulness", "clipped"):
        assert of(name, shuffled) == pytest.approx(of(name, picture), rel=1e-6, abs=1e-9), name


@EXAMPLES
@given(pictures())
def test_a_picture_differs_from_itself_in_nothing(picture):
    assert of("difference", picture, picture) == 0
    assert of("init_similarity", picture, picture) == pytest.approx(1, abs=1e-9)


@EXAMPLES
@given(pictures())
def test_difference_and_similarity_do_not_ask_who_comes_first(picture):
    other = halves((10, 200, 30), (255, 0, 90), size=(picture.shape[1], picture.shape[0]))
    for name in ("difference", "init_similarity"):
        assert of(name, picture, other) == pytest.approx(of(name, other, picture), abs=1e-7), name
        assert of(name, picture, other) in find(name).range
