import pytest
import torch

from ezcharts.diffusion.schedule import disco_spacing
from ezcharts.sampling.base import Answer, Ask, alpha_sigma, drive, executed_steps


def test_alpha_and_sigma_are_the_roots():
    assert alpha_sigma(0.36) == pytest.approx((0.6, 0.8))
    assert alpha_sigma(1.0) == (1.0, 0.0)


def test_skipped_steps_are_the_noisiest():
    assert list(executed_steps(disco_spacing(5), 0)) == [4, 3, 2, 1, 0]
    assert list(executed_steps(disco_spacing(5), 3)) == [1, 0]


def test_drive_answers_every_ask_and_returns_the_last_x_and_the_last_picture_shown():
    def sampler(x):
        for k in (1, 0):
            answer = yield Ask(x, k, k, 1 - k, 1 - k)
            x = answer.x0
        return x

    def answer(ask):
        return Answer(ask.x + 1, ask.x, 10 * ask.x)

    last, shown = drive(sampler(torch.ones(1)), answer)
    assert float(last) == 3
    assert float(shown) == 20
