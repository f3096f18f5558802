import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import CellFailure
from ezcharts.levels.jax import cosine_level
from ezcharts.levels.level import CLEAN, Level, Track
from ezcharts.sampling.base import (
    Answer,
    Ask,
    Landed,
    drive,
    follow,
    steps_of,
    transfer,
    weighted_mean,
    x0_of,
)

HALF = Level(0.6, 0.8, 500.0)
TIMES = st.floats(0.0, 0.99)


def test_drive_answers_every_ask_and_returns_the_last_x_and_the_picture_shown():
    def sampler(x):
        for n in range(2):
            answer = yield Ask(x, HALF, HALF, n, n)
            x = answer.x0
        return Landed(x, answer.shown)

    def answer(ask):
        return Answer(ask.x + 1, ask.x, 10 * ask.x)

    last, shown = drive(sampler(torch.ones(1)), answer)
    assert float(last) == 3
    assert float(shown) == 20


def test_a_transfer_mixes_picture_and_noise_as_the_level_says():
    assert float(transfer(HALF, torch.tensor(10.0), torch.tensor(2.5))) == 8.0


def test_the_picture_in_x_is_what_its_noise_leaves():
    assert float(x0_of(torch.tensor(8.0), HALF, torch.tensor(2.5))) == pytest.approx(10)
    assert float(x0_of(torch.tensor(8.0), CLEAN, torch.tensor(2.5))) == 8


@given(TIMES, TIMES, TIMES)
def test_a_way_along_one_noise_may_be_gone_in_parts(a, b, c):
    here, between, there = (cosine_level(time) for time in (a, b, c))
    x, eps = torch.tensor([0.7, -2.0]).double(), torch.tensor([1.1, 0.3]).double()
    parts = follow(follow(x, here, between, eps), between, there, eps)
    # alpha may be 0.016: what is lost when x0 is taken out of x comes back sixty times as large.
    assert torch.allclose(parts, follow(x, here, there, eps), atol=1e-11)
    assert torch.allclose(follow(x, here, here, eps), x, atol=1e-12)


def test_weights_need_not_sum_to_one():
    slopes = [torch.tensor(value) for value in (1.0, 2.0, 4.0, 8.0)]
    assert float(weighted_mean(slopes, (1, 2, 2, 1))) == (1 + 4 + 8 + 8) / 6
    assert float(weighted_mean(slopes[:2], (3, -1))) == 0.5


def test_weights_of_another_method_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        weighted_mean([torch.tensor(1.0)], (3, -1))


def test_steps_go_from_level_to_level():
    assert list(steps_of(Track((HALF, CLEAN)))) == [(0, HALF, CLEAN)]


def test_a_track_without_a_step_fails_with_the_reason():
    with pytest.raises(
        CellFailure, match="needs a step that moves; this one starts at the noise that it ends with"
    ):
        next(steps_of(Track((HALF,))))
