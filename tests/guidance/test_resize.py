"""The resize filters: the figures of engines.md 2.4.2, the literal reference, jax.image's own, gradients."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.guidance.resize import apply_cuts, cubic, lanczos3, resize_matrix, window_matrix
from tests.reference.disco.resize import keys, resize

F64 = torch.float64


def matrix(length, offset, size, out):
    return resize_matrix(length, torch.tensor([offset]), torch.tensor([size]), out, dtype=F64)[0]


def window(length, offset, size, out, kernel=lanczos3, dtype=F64):
    begin, wide = torch.tensor([offset], dtype=F64), torch.tensor([size], dtype=F64)
    return window_matrix(length, begin, wide, out, kernel, dtype=dtype)[0]


def picture(height, width, seed=0):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed), dtype=F64)


def cut(pictures, top, left, size, out):
    """Cut one square of every picture with the package's matrices; shape (B, 3, R, R)."""
    height, width = pictures.shape[2:]
    rows, columns = matrix(height, top, size, out), matrix(width, left, size, out)
    batch = len(pictures)
    return apply_cuts(
        pictures, rows.expand(batch, 1, *rows.shape), columns.expand(batch, 1, *columns.shape)
    )[:, 0]  # fmt: skip


def test_a_white_picture_of_768_shrunk_to_224_has_the_known_rim():
    white = cut(torch.ones((1, 3, 768, 768), dtype=F64), 0, 0, 768, 224)[0, 0]
    assert round(float(white[0, 112]), 3) == 0.925
    assert round(float(white[1, 112]), 3) == 1.012
    assert round(float(white[0, 0]), 3) == 0.855
    assert float(white[112, 112]) == pytest.approx(1, abs=1e-12)


def test_a_side_that_needs_no_change_is_untouched():
    assert torch.equal(matrix(24, 0, 24, 24), torch.eye(24, dtype=F64))
    assert torch.equal(matrix(24, 5, 8, 8), torch.eye(24, dtype=F64)[5:13])


@given(st.floats(min_value=-3, max_value=3))
def test_the_cubic_is_catmull_rom(x):
    assert float(cubic(torch.tensor(x, dtype=F64))) == pytest.approx(keys(x), abs=1e-12)


@given(
    height=st.integers(5, 30),
    width=st.integers(5, 30),
    out=st.integers(2, 24),
    where=st.tuples(*[st.floats(0, 1)] * 3),
)
@settings(max_examples=40)
def test_matrices_are_crop_then_resize(height, width, out, where):
    """Shrinking and enlarging, any place."""
    size = 1 + int(where[0] * (min(height, width) - 1))
    top, left = (int(u * (length - size)) for u, length in zip(where[1:], (height, width), strict=True))
    whole = picture(height, width)
    expected = resize(whole[:, :, top : top + size, left : left + size], out)
    assert torch.allclose(cut(whole, top, left, size, out), expected, atol=1e-12)


@given(st.integers(4, 20), st.integers(0, 10), st.integers(2, 24))
@settings(max_examples=30)
def test_a_negative_offset_is_a_black_border(height, border, out):
    whole = picture(height, height + 2 * border)
    square = torch.nn.functional.pad(whole, (0, 0, border, border))
    expected = resize(square, out)
    assert torch.allclose(cut(whole, -border, 0, height + 2 * border, out), expected, atol=1e-12)


def test_cuts_of_different_size_share_a_product_without_knowing_each_other():
    """The stretch of the largest crop sets how many taps are summed; it must not reach the others."""
    sizes, offsets = torch.tensor([30, 8, 3]), torch.tensor([0, 4, 20])
    together = resize_matrix(30, offsets, sizes, 8, dtype=F64)
    for n in range(3):
        alone = matrix(30, int(offsets[n]), int(sizes[n]), 8)
        assert torch.allclose(together[n], alone, atol=1e-14)


def test_every_picture_is_cut_by_its_own_matrices():
    pictures = torch.cat((picture(10, 12, 1), picture(10, 12, 2)))
    tops, lefts, sizes = torch.tensor([0, 3, 1, 2]), torch.tensor([2, 0, 5, 1]), torch.tensor([10, 5, 7, 6])
    rows = resize_matrix(10, tops, sizes, 4, dtype=F64).reshape(2, 2, 4, 10)
    columns = resize_matrix(12, lefts, sizes, 4, dtype=F64).reshape(2, 2, 4, 12)
    cuts = apply_cuts(pictures, rows, columns)
    assert cuts.shape == (2, 2, 3, 4, 4)
    for n in range(4):
        top, left, size = int(tops[n]), int(lefts[n]), int(sizes[n])
        own = pictures[n // 2 : n // 2 + 1, :, top : top + size, left : left + size]
        assert torch.allclose(cuts[n // 2, n % 2], resize(own, 4)[0], atol=1e-12)


def test_gradients_are_right():
    whole = picture(4, 5).requires_grad_()
    assert torch.autograd.gradcheck(lambda y: cut(y, 0, 1, 4, 2), (whole,))
    assert torch.autograd.gradcheck(lambda y: cut(y, -1, 0, 5, 6), (whole,))


def sinc(x):
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


@given(st.floats(-4, 4))
def test_lanczos3_is_a_sinc_in_a_sinc_s_window(x):
    expected = sinc(x) * sinc(x / 3) if abs(x) < 3 else 0.0
    near = abs(x) <= 1e-3  # where jax.image has 1: 1.9e-6 more at most
    assert float(lanczos3(torch.tensor(x, dtype=F64))) == pytest.approx(
        expected, abs=1.9e-6 if near else 1e-13
    )


def test_lanczos3_is_1_at_the_centre_and_0_at_whole_distances():
    values = lanczos3(torch.tensor([0, 5e-4, -1e-3, 1, -2, 3, 4], dtype=F64))
    assert values[:3].tolist() == [1, 1, 1]
    assert values[3:].abs().max() < 1e-15
    assert float(lanczos3(torch.tensor(1.001e-3, dtype=F64))) < 1 - 1.8e-6


# jax 0.10.2 in float64: jax.image.scale_and_translate of the unit matrix, antialiased, with scale R/size and
# translation -offset * R/size. (length, offset, size, R): a shrunk window that leaves the axis on both sides;
# one that is enlarged a little and leaves it on the right; one between.
JAX_LANCZOS3 = {
    (7, -1.3, 9.7, 4): [
        [0, 0, 0, 0, 0, 0, 0],
        [0.10143132955535274, 0.3107411870230055, 0.38651326134685227, 0.24751057664993537,
         0.03994275436392912, -0.055680904379635666, -0.030458204559439362],
        [-0.025529145524022138, -0.05721112192346574, 0.023608807531690434, 0.22654038932199871,
         0.3820540270031584, 0.3280060909137497, 0.12253095267689064],
        [0, 0, 0, 0, 0, 0, 0],
    ],
    (5, 2.25, 3.5, 4): [
        [0.02669604887180544, -0.11409549430144252, 0.942868174984344, 0.19350686312403356,
         -0.04897559267874051],
        [0, 0.011436960675280765, -0.04648631362860109, 0.9796944632849613, 0.05535488966835896],
        [0, 0.0004341611887345316, -0.013685340988680184, 0.05418911388536472, 0.9590620659145809],
        [0, 0, 0, 0, 0],
    ],
    (6, 0.7004, 2.9, 3): [
        [0.333439590173506, 0.7720491700128068, -0.13454327016051076, 0.029054509974197982, 0, 0],
        [-0.09997875520856722, 0.41042175306261797, 0.8076202269803204, -0.1495119879472511,
         0.03144876311287989, 0],
        [0.01624699772087254, -0.10819968177065052, 0.45081011966935525, 0.7588507138846878,
         -0.14793786399467798, 0.030229714490413024],
    ],
}  # fmt: skip
# The same of jax.image.resize, method "cubic": first rows of 8 -> 4, 8 -> 2 and 7 -> 3.
JAX_CUBIC = {
    (8, 4): [0.4644351464435146, 0.4644351464435146, 0.1213389121338912, -0.03765690376569037,
             -0.012552301255230124, 0, 0, 0],
    (8, 2): [0.1944154488517745, 0.2575678496868476, 0.2575678496868476, 0.1944154488517745,
             0.10412317327766178, 0.02426931106471816, -0.012787056367432149, -0.019572025052192066],
    (7, 3): [0.3830645161290322, 0.439516129032258, 0.2137096774193548, 0, -0.03225806451612908,
             -0.004032258064515936, 0],
}  # fmt: skip


@pytest.mark.parametrize(("where", "rows"), JAX_LANCZOS3.items())
def test_a_window_is_jax_s_scale_and_translate(where, rows):
    length, offset, size, out = where
    expected = torch.tensor(rows, dtype=F64)
    assert torch.allclose(window(length, offset, size, out), expected, atol=1e-13, rtol=0)
    assert torch.allclose(
        window(length, offset, size, out, dtype=torch.float32).double(), expected, atol=1e-6, rtol=0
    )


@pytest.mark.parametrize(("where", "row"), JAX_CUBIC.items())
def test_a_whole_axis_is_jax_s_resize(where, row):
    length, out = where
    ours = window(length, 0, length, out, cubic)
    assert torch.allclose(ours[0], torch.tensor(row, dtype=F64), atol=1e-14, rtol=0)
    assert torch.allclose(ours, ours.flip(0, 1), atol=1e-14, rtol=0)


@given(
    length=st.integers(6, 40),
    offset=st.floats(-30, 40),
    size=st.floats(1, 120),
    out=st.integers(1, 24),
    kernel=st.sampled_from([lanczos3, cubic]),
)
@settings(max_examples=60)
def test_edges_are_not_darkened_and_outside_is_black(length, offset, size, out, kernel):
    """A white axis is exactly white where a sample's centre lies in it, and exactly black where not."""
    centres = offset + (torch.arange(out, dtype=F64) + 0.5) * size / out
    clear = torch.minimum(centres, length - centres).abs() > 1e-9
    inside = (centres > 0) & (centres < length)
    seen = window(length, offset, size, out, kernel).sum(dim=1)
    assert torch.allclose(seen[inside & clear], torch.ones(1, dtype=F64), atol=1e-12)
    assert seen[~inside & clear].count_nonzero() == 0


def test_a_window_of_whole_pixels_at_their_own_size_is_those_pixels():
    assert torch.allclose(window(24, 0, 24, 24), torch.eye(24, dtype=F64), atol=1e-15)
    assert torch.allclose(window(24, 5, 8, 8), torch.eye(24, dtype=F64)[5:13], atol=1e-15)


def test_a_window_follows_a_fraction_of_a_pixel():
    """A slope that is sampled a quarter of a pixel further is a quarter higher, up to the kernel's ripple."""
    slope = torch.arange(40, dtype=F64)
    here, there = (window(40, offset, 8, 8) @ slope for offset in (10, 10.25))
    assert torch.allclose(there - here, torch.full((8,), 0.25, dtype=F64), atol=0.02)


def test_windows_of_different_size_share_a_product_without_knowing_each_other():
    offsets, sizes = torch.tensor([-2.5, 4.25, 20.0], dtype=F64), torch.tensor([37.0, 8.5, 3.1], dtype=F64)
    together = window_matrix(30, offsets, sizes, 8, lanczos3, dtype=F64)
    for n in range(3):
        assert torch.equal(together[n], window(30, float(offsets[n]), float(sizes[n]), 8))


def test_a_window_that_goes_back_is_the_one_that_goes_forth_mirrored():
    forth, back = window(30, -2.5, 37.0, 8), window(30, -2.5 + 37.0, -37.0, 8)
    assert torch.allclose(back, forth.flip(0), atol=1e-15)
