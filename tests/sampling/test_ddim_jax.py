"""DDIM as the JAX notebooks run it (engines.md 3.5 step 8): renewed noise, limits, the law of pictures."""

import math

import pytest
import torch

from ezcharts.errors import CellFailure
from ezcharts.levels.jax import jax_track
from ezcharts.levels.level import ddpm_sigma, largest_eta
from ezcharts.sampling.base import drive
from ezcharts.sampling.ddim import check_eta, ddim, noise_scale
from ezcharts.sampling.ending import ending_look
from tests.sampling.flow import MEAN, SPREAD, curved, gaussian, picture, variance


def run(track, eta, *, answer=curved, x=None, noise=picture, ending_look=False):
    """Return the states x of every ask, the answers, and how it landed."""
    states, answers = [], []

    def note(ask):
        states.append(ask.x)
        answers.append(answer(ask))
        return answers[-1]

    x = picture(99) if x is None else x
    steps = ddim(x, track, eta=eta, noise=noise, negative="renews", ending_look=ending_look)
    return states, answers, drive(steps, note)


@pytest.mark.parametrize("schedule", ["ddpm", "spliced"])
def test_eta_minus_one_renews_all_noise(schedule):
    """x' = alpha'·x0 + sigma'·n, nothing of eps is left: to the last bit."""
    track = jax_track(12, 1.0, 0.0, schedule)
    states, answers, landed = run(track, -1.0)
    for executed, (x, (_, there)) in enumerate(zip([*states[1:], landed.x], track.moves, strict=True)):
        assert torch.equal(x, there.alpha * answers[executed].x0 + there.sigma * picture(executed))


@pytest.mark.parametrize("eta", [-0.3, -0.8])
def test_a_negative_eta_splits_the_noise_into_estimated_and_fresh(eta):
    track = jax_track(9, 1.0, 0.1, "spliced")
    states, answers, landed = run(track, eta)
    for executed, (x, (_, there)) in enumerate(zip([*states[1:], landed.x], track.moves, strict=True)):
        kept, fresh = there.sigma * math.sqrt(1 - eta**2), there.sigma * -eta
        expected = there.alpha * answers[executed].x0 + kept * answers[executed].eps
        assert torch.allclose(x, expected + fresh * picture(executed), atol=1e-12)


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_from_zero_up_it_is_disco_s(eta):
    track = jax_track(9, 1.0, 0.1, "spliced")
    disco = drive(ddim(picture(99), track, eta=eta, noise=picture), curved)
    assert torch.equal(run(track, eta)[2].x, disco.x)


def test_renewing_is_another_process_than_turning_the_noise_round():
    here, there = jax_track(9, 1.0, 0.1, "spliced").moves[4]
    assert noise_scale(here, there, -0.5, "flips") == -0.5 * ddpm_sigma(here, there)
    assert noise_scale(here, there, -0.5, "renews") == 0.5 * there.sigma
    assert noise_scale(here, there, 0.5, "renews") == 0.5 * ddpm_sigma(here, there)


@pytest.mark.parametrize("eta", [-1.001, -2.0])
def test_below_minus_one_the_cell_fails_with_the_reason(eta):
    text = rf"eta {eta:g} is below -1, where all noise is renewed already"
    with pytest.raises(CellFailure, match=text):
        run(jax_track(50, 1.0, 0.0, "ddpm"), eta)


# engines.md 3.5 step 8: steps, limit on the schedule of v2.4, and to how many digits.
LIMITS = [(25, 1.151, 3), (50, 1.157, 3), (100, 1.169, 3), (250, 1.24, 2), (500, 1.47, 2), (1000, 1.93, 2)]


@pytest.mark.parametrize(("steps", "limit", "digits"), LIMITS)
def test_the_limits_of_the_table(steps, limit, digits):
    track = jax_track(steps, 1.0, 0.0, "ddpm")
    exact = largest_eta(track)
    assert round(exact, digits) == limit
    check_eta(track, exact, "renews")
    with pytest.raises(CellFailure, match="is above the limit"):
        check_eta(track, exact + 1e-6, "renews")
    assert 1.152 < largest_eta(jax_track(steps, 1.0, 0.0, "spliced")) < 1.155


def roots(track, eta, *, ending_look):
    moves = track.moves if ending_look else track.moves[:-1]
    return [there.sigma**2 - (eta * ddpm_sigma(here, there)) ** 2 for here, there in moves]


@pytest.mark.parametrize("steps", [5, 50])
@pytest.mark.parametrize("ending_noise", [0.001, 0.05, 0.3])
@pytest.mark.parametrize("looks", [False, True])
def test_the_limit_of_a_spliced_run_counts_its_last_move_only_if_that_is_looked_at(
    steps, ending_noise, looks
):
    track = jax_track(steps, 1.0, ending_noise, "spliced")
    limit = largest_eta(track, ending_look=looks)
    assert min(roots(track, limit * 0.9999, ending_look=looks)) > 0
    assert min(roots(track, limit * 1.0001, ending_look=looks)) < 0


def test_a_short_last_move_to_little_noise_takes_nearly_all_room():
    track = jax_track(50, 1.0, 0.001, "spliced")
    assert largest_eta(track) == pytest.approx(1.1636, abs=1e-4)
    assert largest_eta(track, ending_look=True) == pytest.approx(1.0011, abs=1e-4)


def test_without_ending_noise_the_last_look_costs_nothing():
    track = jax_track(50, 1.0, 0.0, "spliced")
    assert largest_eta(track, ending_look=True) == largest_eta(track)


def test_a_run_that_looks_where_it_lands_refuses_what_one_that_does_not_allows():
    track = jax_track(50, 1.0, 0.001, "spliced")
    assert torch.isfinite(run(track, 1.1)[2].shown).all()
    with pytest.raises(CellFailure, match=r"limit of 1\.001 for 50 steps"):
        run(track, 1.1, ending_look=True)


@pytest.mark.parametrize(
    ("eta", "ending_noise", "looks"), [(-3.0, 0.2, False), (9.0, 0.2, False), (-3.0, 0.0, True)]
)
def test_a_single_step_whose_move_nobody_sees_has_no_limit(eta, ending_noise, looks):
    track = jax_track(1, 1.0, ending_noise, "spliced")
    _, answers, landed = run(track, eta, ending_look=looks)
    assert torch.equal(landed.shown, answers[0].shown)


@pytest.mark.parametrize("eta", [-3.0, 9.0])
def test_a_single_step_whose_move_is_looked_at_has_one(eta):
    with pytest.raises(CellFailure, match=r"above the limit|below -1"):
        run(jax_track(1, 1.0, 0.2, "spliced"), eta, ending_look=True)


def test_a_step_that_adds_no_noise_has_no_limit():
    """Two levels whose alpha is the same in floating point, as at the very end of a fine cosine schedule."""
    track = jax_track(2, 1e-9, 0.0, "spliced")
    assert ddpm_sigma(*track.moves[0]) == 0
    assert largest_eta(track) == math.inf


def test_noise_is_asked_for_in_every_step_that_ends_with_noise():
    asked = []

    def noise(executed):
        asked.append(executed)
        return picture(executed)

    for ending, expected in ((0.1, [0, 1, 2, 3]), (0.0, [0, 1, 2])):
        asked.clear()
        run(jax_track(4, 1.0, ending, "spliced"), -0.5, noise=noise)
        assert asked == expected


def law(track, eta):
    """Return mean and deviation of x where a run from N(0, 1) lands, and of the picture shown, by recursion.

    The denoiser is linear: x0 = MEAN + G·(x − alpha·MEAN), eps = E·(x − alpha·MEAN).
    """
    mean, deviation = 0.0, 1.0
    for here, there in track.moves:
        gain = here.alpha * SPREAD**2 / variance(here)
        noise = here.sigma / variance(here)
        ddpm = there.sigma / here.sigma * math.sqrt(1 - (here.alpha / there.alpha) ** 2)
        fresh = -eta * there.sigma if eta < 0 else eta * ddpm
        kept = math.sqrt(there.sigma**2 - fresh**2)
        slope = there.alpha * gain + kept * noise
        mean = there.alpha * MEAN + slope * (mean - here.alpha * MEAN)
        deviation = math.hypot(slope * deviation, fresh)
    end = track.levels[-1]
    gain = end.alpha * SPREAD**2 / variance(end)
    return (mean, deviation), (MEAN + gain * (mean - end.alpha * MEAN), gain * deviation)


SIDE = 128
VALUES = 3 * SIDE**2


@pytest.mark.parametrize("schedule", ["ddpm", "spliced"])
@pytest.mark.parametrize("eta", [1.0, 0.4, -0.4, -1.0])
def test_the_pictures_have_the_law_of_the_process(schedule, eta):
    """49152 independent values: mean and deviation within five of their own standard errors."""
    track = jax_track(20, 1.0, 0.05, schedule)
    steps = ending_look(
        ddim(picture(7, SIDE), track, eta=eta, noise=lambda n: picture(1000 + n, SIDE), negative="renews"),
        track,
    )
    landed = drive(steps, gaussian())
    for got, (mean, deviation) in zip(landed, law(track, eta), strict=True):
        assert float(got.mean()) == pytest.approx(mean, abs=5 * deviation / VALUES**0.5)
        assert float(got.std()) == pytest.approx(deviation, abs=5 * deviation / (2 * VALUES) ** 0.5)


def test_with_many_steps_ancestral_sampling_has_the_law_of_the_data():
    mean, deviation = law(jax_track(4000, 1.0, 0.0, "spliced"), 1.0)[0]
    assert mean == pytest.approx(MEAN, abs=2e-3)
    assert deviation == pytest.approx(SPREAD, abs=2e-3)


def test_with_many_steps_renewing_all_noise_halves_the_variance_of_the_data():
    """J5. A step to little noise keeps 1 − 2·σ²/s² of the variance and adds σ²: at rest that is s²/2."""
    mean, deviation = law(jax_track(4000, 1.0, 0.0, "spliced"), -1.0)[0]
    assert mean == pytest.approx(MEAN, abs=2e-3)
    assert deviation == pytest.approx(SPREAD / math.sqrt(2), abs=2e-3)
