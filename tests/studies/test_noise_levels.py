"""Noise levels in plain Python against the figures of engines.md 1.2."""

import math
from itertools import pairwise

import pytest

from ezcharts.studies.noise_levels import alpha_bars, base_steps, largest_safe_eta, schedule_entries

TABLE = [  # engines.md 1.2: steps, T, first schedule index, ᾱ at start, largest safe |η|
    (25, 1000, 39, 8.74e-5, 1.002),
    (50, 1000, 19, 5.90e-5, 1.008),
    (100, 1000, 9, 4.84e-5, 1.024),
    (150, 900, 6, 4.48e-5, 1.046),
    (240, 960, 4, 4.29e-5, 1.079),
    (250, 1000, 3, 4.29e-5, 1.080),
    (500, 1000, 1, 4.12e-5, 1.177),
    (1000, 1000, 0, 4.04e-5, 1.354),
]


@pytest.mark.parametrize(("steps", "total", "first", "start", "limit"), TABLE)
def test_the_table_of_respacings(steps, total, first, start, limit):
    assert base_steps(steps) == total
    entries = schedule_entries(steps)
    assert (entries[0], entries[-1], len(entries)) == (first, 999, steps)
    assert f"{alpha_bars(steps)[-1]:.3g}" == f"{start:.3g}"
    assert round(largest_safe_eta(steps), 3) == limit


def test_skipped_steps_drop_the_beginning():
    assert schedule_entries(250, 10)[0] == 43  # engines.md 2.3
    assert largest_safe_eta(250, 240) == pytest.approx(largest_safe_eta(250))  # the cleanest steps decide
    assert largest_safe_eta(250, 249) == math.inf  # the last step adds no noise


def test_the_limit_is_where_the_root_of_a_step_turns_negative():
    kept = alpha_bars(50)

    def least(eta):
        """The smallest 1 − ᾱ' − s_η² of a run."""
        pairs = pairwise(kept)
        return min(1 - after - eta**2 * (1 - after) / (1 - now) * (1 - now / after) for after, now in pairs)

    limit = largest_safe_eta(50)
    assert least(limit * 0.999) > 0 > least(limit * 1.001)


def test_beyond_1000_steps_the_schedule_grows():
    assert base_steps(1500) == 1500
    assert len(alpha_bars(1500)) == 1500
    assert schedule_entries(1500)[0] == 0
