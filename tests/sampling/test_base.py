import torch

from ezcharts.levels.level import Level
from ezcharts.sampling.base import Answer, Ask, Landed, drive, transfer

HALF = Level(0.6, 0.8, 500.0)


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
