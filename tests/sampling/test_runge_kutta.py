"""PRK and the PLMS that it starts: their asks, and their numbers against a plain reading (engines.md 3.6)."""

import math

import pytest
import torch

from ezcharts.errors import CellFailure
from ezcharts.levels.jax import cosine_level, jax_track, spliced_time
from ezcharts.sampling.base import Ask, drive
from ezcharts.sampling.plms4 import plms4
from ezcharts.sampling.runge_kutta import prk
from tests.sampling.flow import curved, gaussian, picture

SAMPLERS = {"prk": prk, "plms4": plms4}
STARTING, ENDING = 0.9, 0.1


def track_of(steps):
    return jax_track(steps, STARTING, ENDING, "spliced")


def run(sampler, track, answer=curved, **options):
    """Return the asks, the answers and how it landed."""
    asks, answers = [], []

    def note(ask):
        asks.append(ask)
        answers.append(answer(ask))
        return answers[-1]

    return asks, answers, drive(sampler(picture(3), track, **options), note)


def eps_at(x, c):
    level = cosine_level(c)
    return curved(Ask(x, level, level, 0, 0)).eps


def plain_transfer(x, eps, c1, c2):
    """From one cosine time to another along eps, with the x0 that goes with it."""
    alpha, sigma = math.cos(math.pi * c1 / 2), math.sin(math.pi * c1 / 2)
    x0 = (x - eps * sigma) / alpha
    return x0 * math.cos(math.pi * c2 / 2) + eps * math.sin(math.pi * c2 / 2)


def plain(name, steps, x):
    """Section 3.6 line by line, in cosine times: x of each step, and the last x."""
    cs = [spliced_time(STARTING + (ENDING - STARTING) * n / steps) for n in range(steps + 1)]
    states, old = [], []
    for n in range(steps):
        c1, c2 = cs[n], cs[n + 1]
        states.append(x)
        if name == "prk" or n < 3:
            e1 = eps_at(x, c1)
            e2 = eps_at(plain_transfer(x, e1, c1, (c1 + c2) / 2), (c1 + c2) / 2)
            e3 = eps_at(plain_transfer(x, e2, c1, (c1 + c2) / 2), (c1 + c2) / 2)
            e4 = eps_at(plain_transfer(x, e3, c1, c2), c2)
            old.append((e1 + 2 * e2 + 2 * e3 + e4) / 6)
            e = old[-1]
        else:
            old.append(eps_at(x, c1))
            e = (55 * old[-1] - 59 * old[-2] + 37 * old[-3] - 9 * old[-4]) / 24
        x = plain_transfer(x, e, c1, c2)
    return states, x


def first_looks(asks):
    """The first ask of each step."""
    return list({ask.executed: ask for ask in reversed(asks)}.values())[::-1]


@pytest.mark.parametrize("name", SAMPLERS)
@pytest.mark.parametrize("steps", [1, 2, 3, 4, 9])
def test_it_is_the_plain_reading(name, steps):
    asks, _, landed = run(SAMPLERS[name], track_of(steps))
    states, last = plain(name, steps, picture(3))
    for ask, expected in zip(first_looks(asks), states, strict=True):
        assert torch.allclose(ask.x, expected, atol=1e-11)
    assert torch.allclose(landed.x, last, atol=1e-11)


def test_prk_looks_here_twice_half_way_and_there():
    track = track_of(3)
    asks, _, _ = run(prk, track)
    levels, middles = track.levels, track.middles
    expected = [level for n in range(3) for level in (levels[n], middles[n], middles[n], levels[n + 1])]
    assert [ask.level for ask in asks] == expected
    assert [ask.executed for ask in asks] == [0] * 4 + [1] * 4 + [2] * 4


def test_plms_looks_once_a_step_after_three_steps_of_prk():
    track = track_of(6)
    asks, _, _ = run(plms4, track)
    assert [ask.executed for ask in asks] == [0] * 4 + [1] * 4 + [2] * 4 + [3, 4, 5]
    assert [ask.level for ask in asks[12:]] == list(track.levels[3:6])


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_run_that_ends_before_its_start_does_is_prk(steps):
    ours, theirs = run(plms4, track_of(steps))[2], run(prk, track_of(steps))[2]
    assert torch.equal(ours.x, theirs.x)
    assert torch.equal(ours.shown, theirs.shown)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
def test_it_numbers_its_evaluations_and_tells_guidance_the_true_level(sampler):
    asks, _, _ = run(sampler, track_of(7))
    assert [ask.evaluation for ask in asks] == list(range(len(asks)))
    assert all(ask.told == ask.level and ask.guided for ask in asks)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
@pytest.mark.parametrize("steps", [1, 3, 7])
def test_it_shows_the_first_look_of_its_last_step(sampler, steps):
    asks, answers, landed = run(sampler, track_of(steps))
    first = next(n for n, ask in enumerate(asks) if ask.executed == steps - 1)
    assert torch.equal(landed.shown, answers[first].shown)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
@pytest.mark.parametrize("steps", [1, 2, 3, 6])
def test_it_reaches_a_level_without_noise(sampler, steps):
    """The fourth look of PRK is then at sigma 0, where x is the picture itself."""
    asks, _, landed = run(sampler, jax_track(steps, 1.0, 0.0, "spliced"), gaussian(2.0))
    assert torch.isfinite(landed.x).all()
    assert all(torch.isfinite(ask.x).all() for ask in asks)
    assert (asks[-1].level.sigma == 0) == (steps <= 3 or sampler is prk)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
def test_the_hook_changes_x_before_a_step_and_nothing_between(sampler):
    called = []

    def before(executed, x):
        called.append((executed, x))
        return x + 0.5 if executed == 1 else x

    track = track_of(6)
    asks, _, landed = run(sampler, track, before=before)
    plain_asks, _, plain_landed = run(sampler, track)
    assert [executed for executed, _ in called] == list(range(6))
    looks, plain_looks = first_looks(asks), first_looks(plain_asks)
    assert torch.equal(looks[0].x, plain_looks[0].x)
    assert torch.equal(looks[1].x, plain_looks[1].x + 0.5)
    assert not torch.allclose(landed.x, plain_landed.x)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
def test_where_the_estimate_is_constant_every_look_lies_on_the_line(sampler):
    x0, eps = picture(1), picture(2)
    track = track_of(6)

    def answer(ask):
        assert torch.allclose(ask.x, ask.level.alpha * x0 + ask.level.sigma * eps, atol=1e-12)
        return curved(ask)._replace(x0=x0, eps=eps)

    start = track.start.alpha * x0 + track.start.sigma * eps
    end = track.levels[-1]
    landed = drive(sampler(start, track), answer)
    assert torch.allclose(landed.x, end.alpha * x0 + end.sigma * eps, atol=1e-12)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
def test_without_a_step_the_cell_fails_with_the_reason(sampler):
    with pytest.raises(CellFailure, match="a run needs a step that moves"):
        next(sampler(picture(3), jax_track(5, 0.5, 0.5, "spliced")))
