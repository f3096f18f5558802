"""Noise levels against the figures and tables of engines.md 1.1, 1.2, 2.3 and 2.5."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import DomainError
from ezcharts.levels.disco import (
    alpha_bar,
    betas,
    ddim_stride,
    disco_base_steps,
    disco_spacing,
)
from tests.reference.disco.schedule import levels

# engines.md table 1.2: steps, T, stride, first tau, t seen, first schedule index, abar at the start.
TABLE = [
    (25, 1000, 40, 960, 960, 39, 8.74e-5),
    (50, 1000, 20, 980, 980, 19, 5.90e-5),
    (100, 1000, 10, 990, 990, 9, 4.84e-5),
    (150, 900, 6, 894, 993.3, 6, 4.48e-5),
    (240, 960, 4, 956, 995.8, 4, 4.29e-5),
    (250, 1000, 4, 996, 996, 3, 4.29e-5),
    (500, 1000, 2, 998, 998, 1, 4.12e-5),
    (1000, 1000, 1, 999, 999, 0, 4.04e-5),
]


@pytest.mark.parametrize(("steps", "T", "stride", "tau", "t", "index", "abar"), TABLE)
def test_the_respacing_table(steps, T, stride, tau, t, index, abar):
    spacing = disco_spacing(steps)
    noisiest = steps - 1
    assert len(spacing) == steps
    assert (spacing.base_steps, spacing.stride) == (T, stride)
    assert spacing.timesteps[noisiest] == pytest.approx(tau * 1000 / T)
    assert round(float(spacing.timesteps[noisiest]), 1) == t
    assert spacing.schedule_index(noisiest) == index
    assert spacing.schedule_index(0) == 999
    assert float(f"{spacing.alpha_bar[noisiest]:.2e}") == abar


def test_the_linear_schedule_s_ends():
    assert betas(1000)[[0, -1]] == pytest.approx([1e-4, 2e-2], rel=1e-15)
    assert betas(500)[[0, -1]] == pytest.approx([2e-4, 4e-2], rel=1e-15)
    assert alpha_bar(1000)[0] == pytest.approx(0.9999, rel=1e-15)
    assert alpha_bar(1000)[-1] == pytest.approx(4.036e-5, rel=2e-4)
    assert math.sqrt(alpha_bar(1000)[-1]) == pytest.approx(0.00635, abs=5e-6)


# Steps that do not divide 1000 change the noise levels themselves (Q22).
@pytest.mark.parametrize(
    ("steps", "T"), [(150, 900), (240, 960), (333, 999), (501, 501), (1000, 1000), (1500, 1500)]
)
def test_base_steps_are_a_multiple_of_the_steps(steps, T):
    assert disco_base_steps(steps) == T


@pytest.mark.parametrize("steps", [2, 3, 7, 60, 250, 333, 501, 999])
def test_levels_are_those_of_the_literal_reference(steps):
    spacing, expected = disco_spacing(steps), levels(steps)
    assert spacing.alpha_bar == pytest.approx([level.abar for level in expected], rel=1e-12)
    assert spacing.timesteps == pytest.approx([level.t for level in expected], rel=1e-15)
    for k in (0, 1, steps // 2, steps - 1):
        assert spacing.alpha_bar_after(k) == pytest.approx(expected[k].abar_next, rel=1e-12)
        assert spacing.schedule_index(k) == expected[k].schedule_index


@given(st.integers(min_value=2, max_value=1200))
def test_every_count_of_steps_has_a_stride_and_ends_at_the_cleanest_level(steps):
    spacing = disco_spacing(steps)
    assert spacing.stride == max(1, 1000 // steps)
    assert spacing.timesteps[0] == 0
    assert spacing.timesteps[-1] < 1000
    assert (np.diff(spacing.alpha_bar) < 0).all()
    assert spacing.alpha_bar_after(0) == 1


def test_a_single_step_has_no_stride():
    with pytest.raises(DomainError, match=r"steps must be 2 or more .* got 1"):
        disco_spacing(1)
    with pytest.raises(DomainError, match="exactly that many of 1000, not 1"):
        ddim_stride(1, 1000)


# engines.md 2.3: 250 steps, the first ten skipped, begin at entry 43; 2.10 Q14: that is t = 956.
def test_skipped_steps_drop_the_beginning_of_a_cut_schedule():
    spacing = disco_spacing(250)
    first = 250 - 10 - 1
    assert spacing.schedule_index(first) == 43
    assert spacing.timesteps[first] == 956


# engines.md 2.5 step 3: fac = sigma.
@pytest.mark.parametrize(
    ("t", "fac"), [(996, 0.99998), (600, 0.987), (400, 0.898), (200, 0.586), (80, 0.265), (0, 0.01)]
)
def test_fac_figures(t, fac):
    spacing = disco_spacing(250)
    sigma = math.sqrt(1 - spacing.alpha_bar[t // 4])
    digits = 5 if t == 996 else 3
    assert spacing.timesteps[t // 4] == t
    assert round(sigma, digits) == fac


# engines.md Q8: how far clamp_max may move x0, in units of clamp_max; the page's 152 is 152.7 cut off.
@pytest.mark.parametrize(("t", "reach"), [(996, 152.7), (600, 6.1), (400, 1.83), (200, 0.42)])
def test_reach_of_the_clamp(t, reach):
    abar = disco_spacing(250).alpha_bar[t // 4]
    assert float(f"{(1 - abar) / math.sqrt(abar):.{len(str(reach)) - 1}g}") == pytest.approx(reach, abs=0.005)


# engines.md Q24: without skipped steps an initial image enters with alpha 0.0065.
def test_an_initial_image_is_next_to_nothing_at_the_first_step():
    assert math.sqrt(disco_spacing(250).alpha_bar[-1]) == pytest.approx(0.0065, abs=5e-5)
