"""The track of a run against the figures of engines.md 1.2, 1.5, 1.6 and 3.5."""

import math

import pytest

from ezcharts.levels.disco import disco_track, schedule_entries
from ezcharts.levels.jax import cosine_level, ddpm_level, ddpm_time, jax_track, spliced_time
from ezcharts.levels.level import CLEAN, ddpm_sigma, largest_eta

DISCO = [  # engines.md 1.2: steps, first schedule index, largest safe |η|
    (25, 39, 1.002),
    (50, 19, 1.008),
    (100, 9, 1.024),
    (150, 6, 1.046),
    (240, 4, 1.079),
    (250, 3, 1.080),
    (500, 1, 1.177),
    (1000, 0, 1.354),
]


@pytest.mark.parametrize(("steps", "first", "limit"), DISCO)
def test_a_disco_run_visits_the_levels_of_its_table(steps, first, limit):
    entries = schedule_entries(steps)
    assert (entries[0], entries[-1], len(entries)) == (first, 999, steps)
    assert len(disco_track(steps)) == steps
    assert disco_track(steps).levels[-1] == CLEAN
    assert round(largest_eta(disco_track(steps)), 3) == limit


def test_skipped_steps_drop_the_beginning():
    assert schedule_entries(250, 10)[0] == 43  # engines.md 2.3
    assert disco_track(250, 10).levels == disco_track(250).levels[10:]
    assert largest_eta(disco_track(250, 240)) == pytest.approx(largest_eta(disco_track(250)))
    assert largest_eta(disco_track(250, 249)) == math.inf  # the last step adds no noise


def test_beyond_1000_steps_the_schedule_grows():
    assert len(disco_track(1500)) == 1500
    assert schedule_entries(1500)[0] == 0


@pytest.mark.parametrize("track", [disco_track(50), jax_track(50, 1.0, 0.0, "ddpm")])
def test_the_limit_is_where_the_root_of_a_step_turns_negative(track):
    def least(eta):
        moves = track.moves[:-1]
        return min(there.sigma**2 - (eta * ddpm_sigma(here, there)) ** 2 for here, there in moves)

    assert least(largest_eta(track) * 0.999) > 0 > least(largest_eta(track) * 1.001)


# engines.md 1.6: t, cosine time, alpha, sigma.
SPLICED = [
    (0, 0, 1, 0),
    (0.1, 0.1315, 0.9787, 0.2052),
    (0.25, 0.3288, 0.8695, 0.4939),
    (0.5, 0.6577, 0.5122, 0.8589),
    (0.6, 0.7892, 0.3251, 0.9457),
    (0.7, 0.8977, 0.1600, 0.9871),
    (0.8, 0.9578, 0.0662, 0.9978),
    (1.0, 0.9957, 0.0067, 0.99998),
]


@pytest.mark.parametrize(("t", "c", "alpha", "sigma"), SPLICED)
def test_the_spliced_schedule_is_the_table_s(t, c, alpha, sigma):
    level = cosine_level(spliced_time(t))
    # The table cuts its figures off or rounds them: one unit of the last place.
    assert spliced_time(t) == pytest.approx(c, abs=1e-4)
    assert level.alpha == pytest.approx(alpha, abs=1e-4)
    assert level.sigma == pytest.approx(sigma, abs=1e-4)
    assert level.cosine_time == pytest.approx(spliced_time(t), abs=1e-12)


def test_beyond_one_hardly_any_picture_is_left():
    assert 0 < cosine_level(spliced_time(1.5)).alpha < 1e-4


def test_the_two_schedules_meet_at_the_noisy_end():
    assert cosine_level(spliced_time(1.0)).alpha == pytest.approx(ddpm_level(1.0).alpha, rel=1e-9)
    assert ddpm_level(1.0).alpha == pytest.approx(0.00674, abs=5e-6)  # engines.md 1.5
    assert ddpm_level(0.0).sigma == pytest.approx(0.01, abs=1e-6)
    assert ddpm_level(0.5).alpha == pytest.approx(0.286, abs=5e-4)  # engines.md 3.5
    assert ddpm_level(0.5).sigma == pytest.approx(0.958, abs=5e-4)


@pytest.mark.parametrize("t", [0.0, 0.01, 0.3, 0.77, 1.0])
def test_an_adm_network_is_told_the_ddpm_time_of_a_level(t):
    level = ddpm_level(t)
    assert ddpm_time(level.alpha, level.sigma) == pytest.approx(t, abs=1e-9)
    assert level.t == pytest.approx(1000 * t)
    assert cosine_level(level.cosine_time).t == pytest.approx(1000 * t, abs=1e-6)


def test_a_cleaner_level_than_the_ddpm_schedule_has_is_told_as_its_cleanest():
    assert cosine_level(0.0).t == 0
    assert cosine_level(0.001).t == 0


# engines.md 3.5 step 8.
JAX_LIMITS = [(25, 1.151), (50, 1.157), (100, 1.169), (250, 1.24), (500, 1.47), (1000, 1.93)]


@pytest.mark.parametrize(("steps", "limit"), JAX_LIMITS)
def test_the_largest_eta_of_the_ddpm_schedule(steps, limit):
    assert largest_eta(jax_track(steps, 1.0, 0.0, "ddpm")) == pytest.approx(limit, abs=0.006)


@pytest.mark.parametrize("steps", [25, 50, 100, 250, 500, 1000])
def test_the_largest_eta_of_the_spliced_schedule(steps):
    assert 1.151 < largest_eta(jax_track(steps, 1.0, 0.0, "spliced")) < 1.156


@pytest.mark.parametrize("schedule", ["ddpm", "spliced"])
def test_a_run_has_one_level_more_than_steps_and_their_middles(schedule):
    track = jax_track(10, 0.9, 0.1, schedule)
    assert (len(track), len(track.levels), len(track.middles)) == (10, 11, 10)
    for (here, there), middle in zip(track.moves, track.middles, strict=True):
        assert here.sigma > middle.sigma > there.sigma
    if schedule == "ddpm":
        assert track.middles[0].t == pytest.approx(1000 * (0.9 + 0.82) / 2)
    else:
        times = (track.levels[0].cosine_time + track.levels[1].cosine_time) / 2
        assert track.middles[0].cosine_time == pytest.approx(times)


def test_steps_that_would_not_move_are_left_out():
    assert len(jax_track(10, 0.5, 0.5, "spliced")) == 0
    assert len(jax_track(5, 0.0, 0.0, "ddpm")) == 0
