"""Disco's PLMS: what it asks for, and its numbers against a plain reading of engines.md 2.7."""

import pytest
import torch

from ezcharts.errors import CellFailure
from ezcharts.levels.disco import disco_spacing, disco_track
from ezcharts.levels.level import CLEAN, Track
from ezcharts.sampling.base import Ask, drive
from ezcharts.sampling.plms import plms
from tests.sampling.flow import curved, picture


def run(track, x=None):
    """Return the asks, the answers and how it landed."""
    asks, answers = [], []

    def answer(ask):
        asks.append(ask)
        answers.append(curved(ask))
        return answers[-1]

    return asks, answers, drive(plms(picture(3) if x is None else x, track), answer)


def plain(steps, x):
    """Section 2.7 line by line, on the table of abar: x of each step, and the last x."""
    spacing = disco_spacing(steps)
    states, old = [], None
    for k in range(steps - 1, -1, -1):
        abar, abar_prev = spacing.alpha_bar[k], spacing.alpha_bar_after(k)
        states.append(x)
        first = curved(Ask(x, spacing.level(k), spacing.level(k), 0, 0))
        if k == steps - 1:
            moved = abar_prev**0.5 * first.x0 + (1 - abar_prev) ** 0.5 * first.eps
            second = curved(Ask(moved, spacing.level(k - 1), spacing.level(k), 0, 0))
            e = (first.eps + second.eps) / 2
        else:
            e = (3 * first.eps - old) / 2
        x0e = (x - (1 - abar) ** 0.5 * e) / abar**0.5
        x = abar_prev**0.5 * x0e + (1 - abar_prev) ** 0.5 * e if k else first.x0
        old = first.eps
    return states, x


@pytest.mark.parametrize("steps", [2, 3, 10])
def test_it_is_the_plain_reading(steps):
    asks, _, landed = run(disco_track(steps))
    states, last = plain(steps, picture(3))
    got = [asks[0].x, *(ask.x for ask in asks[2:])]
    for x, expected in zip(got, states, strict=True):
        assert torch.allclose(x, expected, atol=1e-12)
    assert torch.allclose(landed.x, last, atol=1e-12)


def test_only_the_second_evaluation_is_told_another_level_than_its_own():
    asks, _, _ = run(disco_track(5))
    levels = disco_track(5).levels
    assert [ask.executed for ask in asks] == [0, 0, 1, 2, 3, 4]
    assert [ask.evaluation for ask in asks] == list(range(6))
    assert [ask.level for ask in asks] == [levels[0], levels[1], *levels[1:5]]
    assert [ask.told for ask in asks] == [levels[0], levels[0], *levels[1:5]]
    assert all(ask.guided for ask in asks)


def test_it_shows_what_the_last_step_s_only_evaluation_shows():
    _, answers, landed = run(disco_track(5))
    assert torch.equal(landed.shown, answers[-1].shown)
    assert torch.equal(landed.x, answers[-1].x0)


def test_a_run_of_one_step_looks_once_and_lands_on_the_guided_estimate():
    asks, answers, landed = run(disco_track(10, 9))
    assert [ask.level for ask in asks] == [disco_track(10).levels[-2]]
    assert torch.equal(landed.x, answers[0].x0)
    assert torch.equal(landed.shown, answers[0].shown)


def test_where_the_estimate_is_constant_every_step_lies_on_the_line():
    """x stays alpha·x0 + sigma·eps: predictor, mean and extrapolation all leave a constant alone."""
    x0, eps = picture(1), picture(2)
    track = disco_track(6)

    def answer(ask):
        assert torch.allclose(ask.x, ask.level.alpha * x0 + ask.level.sigma * eps, atol=1e-12)
        return curved(ask)._replace(x0=x0, eps=eps)

    start = track.start.alpha * x0 + track.start.sigma * eps
    assert torch.equal(drive(plms(start, track), answer).x, x0)


def test_without_a_step_the_cell_fails_with_the_reason():
    with pytest.raises(CellFailure, match="a run needs a step that moves"):
        next(plms(picture(3), Track((CLEAN,))))
