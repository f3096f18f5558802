"""What any sampler must do. A new sampler is one more line in SAMPLERS."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pytest
import torch

from ezcharts.levels.disco import disco_track
from ezcharts.levels.jax import jax_track
from ezcharts.levels.level import Track
from ezcharts.sampling.base import Answer, Steps, drive
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.ending import ending_look
from ezcharts.sampling.plms import plms
from ezcharts.sampling.plms4 import plms4
from ezcharts.sampling.runge_kutta import prk
from tests.sampling.flow import MEAN, SPREAD, gaussian, picture

STEPS = 9


class Tracks(NamedTuple):
    """The levels of a dialect's runs.

    Attributes:
        part: A run of some steps that does not start from pure noise.
        whole: A run of some steps from pure noise to none.
    """

    part: Callable[[int], Track]
    whole: Callable[[int], Track]


DISCO = Tracks(lambda steps: disco_track(steps + 3, 3), disco_track)
SPLICED = Tracks(
    lambda steps: jax_track(steps, 0.9, 0.0, "spliced"), lambda steps: jax_track(steps, 1.0, 0.0, "spliced")
)
TO_NOISE = SPLICED._replace(part=lambda steps: jax_track(steps, 0.9, 0.05, "spliced"))
DDPM = SPLICED._replace(part=lambda steps: jax_track(steps, 0.9, 0.0, "ddpm"))


class Case(NamedTuple):
    """A sampler, on the tracks that it is made for.

    Attributes:
        sampler: Takes (x, track), and noise if it is `noisy`.
        tracks: Its levels.
        noisy: It takes noise.
        looks_at_end: It looks where the last step leads.
        spread: Standard deviation of the pictures that it makes of the Gaussian's, times SPREAD.
    """

    sampler: Callable[..., Steps]
    tracks: Tracks
    noisy: bool = False
    looks_at_end: bool = False
    spread: float = 1.0

    def start(self, x, track, noise):
        return self.sampler(x, track, noise=noise) if self.noisy else self.sampler(x, track)


def looking(sampler):
    """The same sampler with the ending look of the JAX notebook 2.7."""
    return lambda x, track, **options: ending_look(sampler(x, track, **options), track)


renewing = partial(ddim, negative="renews")
SAMPLERS = {
    "disco ddim, eta 0": Case(partial(ddim, eta=0.0), DISCO, noisy=True),
    "disco ddim, eta 0.8": Case(partial(ddim, eta=0.8), DISCO, noisy=True),
    "disco ddim, eta -0.8": Case(partial(ddim, eta=-0.8), DISCO, noisy=True),
    "disco ddim, eta 1": Case(partial(ddim, eta=1.0), DISCO, noisy=True),
    "disco plms": Case(plms, DISCO),
    "v2.4 ddim, eta 1": Case(partial(renewing, eta=1.0), DDPM, noisy=True),
    "v2.4 ddim, eta -1": Case(partial(renewing, eta=-1.0), DDPM, noisy=True, spread=0.5**0.5),
    "jan22 ddim, eta 0.8": Case(partial(renewing, eta=0.8), SPLICED, noisy=True),
    "jan22 ddim, eta -1": Case(partial(renewing, eta=-1.0), SPLICED, noisy=True, spread=0.5**0.5),
    "2.7 ddim, eta 0.8": Case(
        looking(partial(renewing, eta=0.8, ending_look=True)), TO_NOISE, noisy=True, looks_at_end=True
    ),
    "2.7 prk": Case(looking(prk), TO_NOISE, looks_at_end=True),
    "2.7 prk, no ending noise": Case(looking(prk), SPLICED),
    "2.7 plms": Case(looking(plms4), TO_NOISE, looks_at_end=True),
    "2.7 plms, no ending noise": Case(looking(plms4), SPLICED),
}
ONE_ESTIMATE = [name for name in SAMPLERS if name.startswith(("disco", "jan22"))]
"""Those that end without noise, on the estimate of a single evaluation."""


@pytest.fixture(params=SAMPLERS)
def case(request):
    return SAMPLERS[request.param]


def run(case, answer=None, *, track=None, x=None, noise=picture):
    """Return the asks, the answers and how it landed."""
    asks, answers, reply = [], [], answer or gaussian(2.0)

    def note(ask):
        asks.append(ask)
        answers.append(reply(ask))
        return answers[-1]

    track = track or case.tracks.part(STEPS)
    x = picture(100) if x is None else x
    return asks, answers, drive(case.start(x, track, noise), note)


def first_looks(asks):
    """The first ask of each executed step."""
    return [ask for n, ask in enumerate(asks) if n == 0 or asks[n - 1].executed != ask.executed]


@pytest.mark.parametrize("steps", [1, 2, 3, 4, STEPS])
def test_it_visits_every_level_from_the_noisiest_left_to_the_cleanest(case, steps):
    track = case.tracks.part(steps)
    asks, _, _ = run(case, track=track)
    looks = first_looks(asks)
    assert [ask.executed for ask in looks] == list(range(steps + case.looks_at_end))
    assert [ask.level for ask in looks] == list(track.levels[: steps + case.looks_at_end])


def test_within_a_step_it_stays_between_where_it_stands_and_where_it_moves(case):
    track = case.tracks.part(STEPS)
    known = {*track.levels, *track.middles}
    for ask in run(case, track=track)[0]:
        nearest = track.levels[min(ask.executed + 1, STEPS)]
        assert track.levels[ask.executed].sigma >= ask.level.sigma >= nearest.sigma
        assert ask.level in known
        assert ask.told in (ask.level, track.levels[ask.executed])


def test_it_numbers_its_evaluations(case):
    asks, _, _ = run(case)
    assert [ask.evaluation for ask in asks] == list(range(len(asks)))


def test_only_a_look_at_the_end_goes_without_guidance(case):
    asks, _, _ = run(case)
    assert [ask.executed for ask in asks if not ask.guided] == ([STEPS] if case.looks_at_end else [])


def test_it_shows_the_first_look_of_its_last_step_or_the_one_at_the_end(case):
    asks, answers, landed = run(case)
    last = next(n for n, ask in enumerate(asks) if ask.executed == asks[-1].executed)
    assert torch.equal(landed.shown, answers[last].shown)


def test_it_starts_from_the_picture_it_was_given_and_leaves_it_as_it_was(case):
    x = picture(100)
    asks, _, _ = run(case, x=x)
    assert torch.equal(asks[0].x, picture(100))
    assert torch.equal(x, picture(100))


def test_it_leaves_every_picture_that_it_asked_about_as_it_was(case):
    copies = []

    def answer(ask):
        copies.append(ask.x.clone())
        return gaussian(2.0)(ask)

    asks, answers, _ = run(case, answer)
    for ask, copy, given in zip(asks, copies, answers, strict=True):
        assert torch.equal(ask.x, copy)
        for mine, again in zip(given, gaussian(2.0)(ask), strict=True):
            assert torch.equal(mine, again)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_it_keeps_shape_and_type(case, dtype):
    asks, _, landed = run(case, x=picture(100, dtype=dtype), noise=lambda n: picture(n, dtype=dtype))
    for x in (*(ask.x for ask in asks), *landed):
        assert x.shape == (1, 3, 4, 4)
        assert x.dtype == dtype
        assert torch.isfinite(x).all()


@pytest.mark.parametrize("case", [SAMPLERS[name] for name in ONE_ESTIMATE], ids=ONE_ESTIMATE)
def test_it_ends_with_the_last_guided_estimate(case):
    _, answers, landed = run(case)
    assert torch.equal(landed.x, answers[-1].x0)


def test_it_gives_the_same_picture_again(case):
    assert torch.equal(run(case)[2].x, run(case)[2].x)


def test_it_gives_another_picture_from_another_start(case):
    """Unless it renews all noise at every step: of a Gaussian's start nothing is left after some of them."""

    def difference(steps):
        track = case.tracks.part(steps)
        one, other = (run(case, track=track, x=picture(seed))[2].x for seed in (100, 101))
        return float((one - other).abs().max())

    assert difference(1) > 1e-3
    assert (difference(STEPS) > 1e-3) == (case.spread == 1)


def test_it_draws_noise_at_most_once_for_an_executed_step(case):
    drawn = []

    def noise(executed):
        drawn.append(executed)
        return picture(executed)

    run(case, noise=noise)
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(range(STEPS))


def only(target):
    """Answer asks in a world of one picture. Without noise, the noise is what it was in the limit."""
    seen = []

    def answer(ask):
        if ask.level.sigma > 0:
            seen.append((ask.x - ask.level.alpha * target) / ask.level.sigma)
        return Answer(target, seen[-1], target)

    return answer


@pytest.mark.parametrize("steps", [1, 2, 3, 4, STEPS])
def test_where_only_one_picture_is_possible_it_finds_it(case, steps):
    target = picture(5)
    # One step of Disco has no stride: it is the last of two.
    track = case.tracks.part(steps) if case.tracks is DISCO else case.tracks.whole(steps)
    _, _, landed = run(case, only(target), track=track)
    assert torch.allclose(landed.x, target, atol=1e-11)


def test_it_samples_the_data(case):
    """3072 independent values of N(0.3, 0.5^2), 100 steps; the first order's bias is below 0.02."""
    side, values = 32, 3072
    _, _, landed = run(
        case,
        gaussian(),
        track=case.tracks.whole(100),
        x=picture(7, side),
        noise=lambda executed: picture(1000 + executed, side),
    )
    deviation = case.spread * SPREAD
    assert float(landed.x.mean()) == pytest.approx(MEAN, abs=0.02 + 5 * deviation / values**0.5)
    assert float(landed.x.std()) == pytest.approx(deviation, abs=0.02 + 5 * deviation / (2 * values) ** 0.5)


def test_it_can_be_stopped_at_any_time(case):
    track = case.tracks.part(STEPS)
    evaluations = len(run(case, track=track)[0])
    for answered in range(evaluations):
        steps = case.start(picture(100), track, picture)
        ask = next(steps)
        for _ in range(answered):
            ask = steps.send(gaussian()(ask))
        assert ask.evaluation == answered
        steps.close()
        with pytest.raises(StopIteration):
            next(steps)
