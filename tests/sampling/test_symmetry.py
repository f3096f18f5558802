"""Mirrored halves, and before which steps (engines.md 2.1, 2.7, 3.6)."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.levels.disco import disco_track
from ezcharts.sampling.base import drive
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.symmetry import disco_symmetry, huemin_symmetry, mirror_bottom, mirror_right
from tests.sampling.flow import curved, picture

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9))


def happens_at(before, steps):
    """The executed steps at which a picture is changed."""
    x = picture(1)
    return [executed for executed in range(steps) if not torch.equal(before(executed, x), x)]


def test_the_right_half_becomes_the_mirror_image_of_the_left():
    row = torch.tensor([1.0, 2.0, 3.0, 4.0])
    assert mirror_right(row.expand(1, 3, 2, 4)).tolist() == [[[[1.0, 2.0, 2.0, 1.0]] * 2] * 3]


def test_the_bottom_half_becomes_the_mirror_image_of_the_top():
    column = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
    expected = [[1.0] * 2, [2.0] * 2, [2.0] * 2, [1.0] * 2]
    assert mirror_bottom(column.expand(1, 3, 4, 2)).tolist() == [[expected] * 3]


@given(SIZES)
def test_a_mirrored_picture_is_its_own_mirror_image_and_keeps_its_first_half(size):
    x = torch.randn(1, 3, *size)
    height, width = size
    right, bottom = mirror_right(x), mirror_bottom(x)
    assert right.shape == bottom.shape == x.shape
    assert torch.equal(right, right.flip(-1))
    assert torch.equal(bottom, bottom.flip(-2))
    # Of an odd size the middle stays, too.
    assert torch.equal(right[..., : (width + 1) // 2], x[..., : (width + 1) // 2])
    assert torch.equal(bottom[..., : (height + 1) // 2, :], x[..., : (height + 1) // 2, :])
    assert torch.equal(mirror_right(right), right)


def test_with_both_one_quarter_is_left():
    x = picture(1)
    both = disco_symmetry(True, True, [1], 1)(0, x)
    assert torch.equal(both, mirror_bottom(mirror_right(x)))
    assert len(both.unique()) == x.numel() / 4


def test_in_disco_a_share_counts_back_from_the_end():
    """engines.md 2.7: of 240 steps with p = 0.09 the one with index 218, the 22nd."""
    assert happens_at(disco_symmetry(True, False, [0.09], 240), 240) == [21]
    assert 240 - 1 - 21 == 218
    assert happens_at(disco_symmetry(True, False, [0.09, 0.5, 1], 250), 250) == [22, 124, 249]


def test_in_disco_no_share_is_never_and_all_of_it_the_last_step():
    assert happens_at(disco_symmetry(True, True, [0], 50), 50) == []
    assert happens_at(disco_symmetry(True, True, [1], 50), 50) == [49]
    assert happens_at(disco_symmetry(True, True, [], 50), 50) == []


@given(st.integers(1, 500), st.floats(0, 1))
def test_in_disco_it_is_the_step_whose_index_is_named(remaining, p):
    before = disco_symmetry(True, False, [p], remaining)
    x = torch.arange(2.0).reshape(1, 1, 1, 2)
    indices = range(remaining - 1, -1, -1)
    changed = [k for executed, k in enumerate(indices) if before(executed, x)[..., 1] == 0]
    assert changed == [k for k in indices if k == int(remaining * (1 - p))]


def test_in_huemin_s_a_share_counts_from_the_start():
    """engines.md 3.2: transformation_schedule [0.1, 0.2, 0.3]."""
    assert happens_at(huemin_symmetry(True, False, [0.1, 0.2, 0.3], 100), 100) == [10, 20, 30]
    assert happens_at(huemin_symmetry(False, True, [0], 50), 50) == [0]
    assert happens_at(huemin_symmetry(False, True, [0.999], 50), 50) == [49]
    assert happens_at(huemin_symmetry(False, True, [1], 50), 50) == []


@pytest.mark.parametrize("make", [disco_symmetry, huemin_symmetry])
def test_each_direction_is_its_own_switch(make):
    x = picture(1)
    assert torch.equal(make(True, False, [0.5], 11)(5, x), mirror_right(x))
    assert torch.equal(make(False, True, [0.5], 11)(5, x), mirror_bottom(x))
    assert torch.equal(make(False, False, [0.5], 11)(5, x), x)


def test_what_a_sampler_is_given_is_left_as_it_is():
    x = picture(1)
    disco_symmetry(True, True, [1], 1)(0, x)
    assert torch.equal(x, picture(1))


def test_the_network_sees_the_mirrored_picture():
    asks = []

    def answer(ask):
        asks.append(ask.x)
        return curved(ask)

    before = disco_symmetry(True, False, [0.5], 8)
    drive(ddim(picture(3), disco_track(8), eta=0.3, noise=picture, before=before), answer)
    assert [n for n, x in enumerate(asks) if torch.equal(x, x.flip(-1))] == [3]
