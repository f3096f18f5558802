"""The order of accuracy of every sampler, measured against the exact guided flow of tests/sampling/flow.py.

All tracks end with noise: at the clean end sigma falls like a root of the timestep, which no refinement of
Disco's table of levels resolves. Guided, Disco's PLMS is told the wrong level once, as in the notebook.
"""

import functools
import math
import re
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
import torch

from ezcharts.levels.disco import disco_track
from ezcharts.levels.jax import jax_track
from ezcharts.levels.level import Level, Track
from ezcharts.sampling import ddim, plms, plms4, runge_kutta
from ezcharts.sampling.base import Ask, Landed, drive, follow, weighted_mean
from tests.sampling.flow import flow, gaussian

START, STRENGTH = 1.2, 3.0
STEPS = (64, 128, 256, 512)


def disco_between(steps, first, last):
    """Part of Disco's track; strides of 8, 4, 2 and 1 meet at all multiples of 8."""
    return Track(tuple(level for level in disco_track(steps).levels[:-1] if first >= level.t >= last))


def straight_track(steps, first=1.0, last=0.1):
    """A track on which sigma/alpha is linear in time; no notebook has one."""

    def at(ratio):
        alpha = (1 + ratio**2) ** -0.5
        return Level(alpha, ratio * alpha, 0.0)

    ratios = [first + (last - first) * n / steps for n in range(steps + 1)]
    middles = tuple(at((here + there) / 2) for here, there in pairwise(ratios))
    return Track(tuple(at(ratio) for ratio in ratios), middles)


DISCO = {"Disco, t 800 to 80": [disco_between(steps, 800, 80) for steps in (125, 250, 500, 1000)]}
JAX = {
    "ddpm, t 0.9 to 0.1": [jax_track(steps, 0.9, 0.1, "ddpm") for steps in STEPS],
    "spliced, t 1 to 0.05": [jax_track(steps, 1.0, 0.05, "spliced") for steps in STEPS],
}
TRACKS = DISCO | JAX
STRAIGHT = [straight_track(steps) for steps in STEPS]

euler = partial(ddim.ddim, eta=0.0, noise=None)
MEASURED = [
    ("ddim", euler, ddim.ORDER, TRACKS),
    ("plms (Disco)", plms.plms, plms.ORDER, DISCO),
    ("prk", runge_kutta.prk, runge_kutta.ORDER, JAX),
    ("plms (JAX)", plms4.plms4, plms4.ORDER, JAX),
]
CASES = {
    f"{name}, {track}": (sampler, order, tracks[track])
    for name, sampler, order, tracks in MEASURED
    for track in tracks
}


def errors(sampler, tracks, strength):
    """Distance to the exact flow where each track ends."""
    x = torch.tensor([START], dtype=torch.float64)
    landed = [float(drive(sampler(x, track), gaussian(strength)).x) for track in tracks]
    exact = [flow(START, track.start, track.levels[-1], strength) for track in tracks]
    return [abs(got - expected) for got, expected in zip(landed, exact, strict=True)]


def slopes(distances):
    """How often each halving of the steps' length halves the error."""
    return [math.log2(coarse / fine) for coarse, fine in pairwise(distances)]


@functools.cache
def errors_of(name, strength):
    """The errors of one case, which the documentation quotes."""
    sampler, _, tracks = CASES[name]
    return errors(sampler, tracks, strength)


@pytest.mark.parametrize("strength", [0.0, STRENGTH], ids=["plain", "guided"])
@pytest.mark.parametrize("name", CASES)
def test_each_sampler_has_the_order_that_it_declares(name, strength):
    order, measured = CASES[name][1], slopes(errors_of(name, strength))
    assert measured == pytest.approx([order] * 3, abs=0.1)
    assert measured[-1] == pytest.approx(order, abs=0.02)


@pytest.mark.parametrize("strength", [0.0, STRENGTH], ids=["plain", "guided"])
def test_prk_is_the_classical_method_of_order_four_where_the_way_is_straight(strength):
    tracks = [straight_track(steps) for steps in (16, 32, 64, 128)]
    measured = slopes(errors(runge_kutta.prk, tracks, strength))
    assert measured[-1] == pytest.approx(4, abs=0.15)


BASHFORTH = {1: (1,), 2: (3, -1), 3: (23, -16, 5), 4: (55, -59, 37, -9)}


def adams_bashforth(x, track, *, exact=None):
    """The weights of plms4 without PRK: started by their own lower orders, or on the exact flow."""
    history = []
    for executed, (here, there) in enumerate(track.moves):
        answer = yield Ask(x, here, here, executed, executed)
        history = [answer.eps, *history][:4]
        if exact and executed < 3:
            x = torch.full_like(x, exact(track, there))
        else:
            x = follow(x, here, there, weighted_mean(history, BASHFORTH[len(history)]))
    return Landed(x, answer.shown)


@pytest.mark.parametrize("strength", [0.0, STRENGTH], ids=["plain", "guided"])
def test_averages_as_history_keep_plms_at_order_two_even_where_the_way_is_straight(strength):
    """Three averages are off by half a step, and each enters with a weight: what stays is of second order."""
    exact = partial(adams_bashforth, exact=lambda track, there: flow(START, track.start, there, strength))
    assert slopes(errors(plms4.plms4, STRAIGHT, strength))[-1] == pytest.approx(2, abs=0.05)
    assert slopes(errors(exact, STRAIGHT, strength))[-1] == pytest.approx(4, abs=0.05)


@pytest.mark.parametrize("strength", [0.0, STRENGTH], ids=["plain", "guided"])
@pytest.mark.parametrize("track", JAX)
def test_without_its_prk_start_plms_is_as_good_on_the_notebook_s_tracks(track, strength):
    without = errors(adams_bashforth, JAX[track], strength)
    assert without == pytest.approx(errors_of(f"plms (JAX), {track}", strength), rel=0.02)


def table():
    """The rows of docs/samplers.md: sampler and track, to the measured slopes and the error at the end."""
    text = (Path(__file__).parents[2] / "docs" / "samplers.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| (\d) \|((?: [\d.]+ \|){4}) ([\d.e-]+) \|$", text, re.MULTILINE
    )
    return {
        f"{sampler}, {track}": (int(order), [float(cell) for cell in cells.split("|")[:4]], float(error))
        for sampler, track, order, cells, error in rows
    }


def test_the_table_of_the_documentation_is_what_is_measured():
    assert set(table()) == set(CASES)
    for name, (order, cells, error) in table().items():
        plain, guided = (slopes(errors_of(name, strength)) for strength in (0.0, STRENGTH))
        assert order == CASES[name][1]
        assert cells == pytest.approx([plain[0], plain[-1], guided[0], guided[-1]], abs=0.0051)
        assert error == pytest.approx(errors_of(name, 0.0)[-1], rel=0.06)
