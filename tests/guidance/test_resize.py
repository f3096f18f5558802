"""The resize filter: the figures of engines.md 2.4.2, the literal reference, gradients."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.guidance.resize import apply_cuts, cubic, resize_matrix
from tests.reference.disco.resize import keys, resize

F64 = torch.float64


def matrix(length, offset, size, out):
    return resize_matrix(length, torch.tensor([offset]), torch.tensor([size]), out, dtype=F64)[0]


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
