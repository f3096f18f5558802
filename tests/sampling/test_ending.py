"""The JAX notebook's last look (engines.md 3.6): when it happens, what it asks for and what it shows."""

import pytest
import torch

from ezcharts.levels.disco import disco_track
from ezcharts.levels.jax import jax_track
from ezcharts.sampling.base import drive
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.ending import ending_look
from ezcharts.sampling.plms4 import plms4
from ezcharts.sampling.runge_kutta import prk
from tests.sampling.flow import curved, picture


def renewing(x, track):
    return ddim(x, track, eta=-0.5, noise=picture, negative="renews", ending_look=True)


SAMPLERS = {"ddim": renewing, "prk": prk, "plms4": plms4}
WITH_NOISE = [
    jax_track(5, 1.0, 0.05, "spliced"),
    jax_track(5, 1.0, 0.0, "ddpm"),
    jax_track(1, 0.8, 0.2, "ddpm"),
]


def run(steps):
    """Return the asks, the answers and how it landed."""
    asks, answers = [], []

    def answer(ask):
        asks.append(ask)
        answers.append(curved(ask))
        return answers[-1]

    return asks, answers, drive(steps, answer)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
@pytest.mark.parametrize("track", WITH_NOISE)
def test_where_noise_is_left_it_looks_once_more_at_the_main_model_alone(sampler, track):
    plain_asks, _, plain = run(sampler(picture(3), track))
    asks, answers, landed = run(ending_look(sampler(picture(3), track), track))
    for ask, expected in zip(asks[:-1], plain_asks, strict=True):
        assert torch.equal(ask.x, expected.x)
        assert ask[1:] == expected[1:]
    end = track.levels[-1]
    assert asks[-1][1:] == (end, end, len(track), len(plain_asks), False)
    assert torch.equal(asks[-1].x, plain.x)
    assert torch.equal(landed.x, plain.x)
    assert torch.equal(landed.shown, answers[-1].shown)
    assert not torch.allclose(landed.shown, plain.shown)


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
@pytest.mark.parametrize("track", [jax_track(5, 1.0, 0.0, "spliced"), jax_track(1, 1.0, 0.0, "spliced")])
def test_where_none_is_left_it_changes_nothing(sampler, track):
    plain_asks, _, plain = run(sampler(picture(3), track))
    asks, _, landed = run(ending_look(sampler(picture(3), track), track))
    assert len(asks) == len(plain_asks)
    assert all(ask.guided for ask in asks)
    assert torch.equal(landed.x, plain.x)
    assert torch.equal(landed.shown, plain.shown)


def test_disco_ends_without_noise():
    assert not disco_track(10).ends_with_noise


@pytest.mark.parametrize("looks", [1, 3, 5, 6])
def test_stopping_it_stops_the_sampler_inside(looks):
    stopped = []

    def noticing(x, track):
        try:
            return (yield from renewing(x, track))
        finally:
            stopped.append(True)

    track = WITH_NOISE[0]
    inside = noticing(picture(3), track)
    steps = ending_look(inside, track)
    ask = next(steps)
    for _ in range(looks - 1):
        ask = steps.send(curved(ask))
    assert stopped == ([True] if looks == 6 else [])
    steps.close()
    assert stopped == [True]
