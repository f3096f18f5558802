"""What any sampler must do. A new sampler is one more line in SAMPLERS."""

from functools import partial
from itertools import pairwise

import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser, NoiseLevel, from_x0
from ezcharts.levels.disco import disco_track
from ezcharts.sampling.base import Answer, drive
from ezcharts.sampling.ddim import ddim

SAMPLERS = {
    "ddim, eta 0": partial(ddim, eta=0.0),
    "ddim, eta 0.8": partial(ddim, eta=0.8),
    "ddim, eta -0.8": partial(ddim, eta=-0.8),
    "ddim, eta 1": partial(ddim, eta=1.0),
}
STEPS, SKIPPED = 12, 3


@pytest.fixture(params=SAMPLERS)
def sampler(request):
    return SAMPLERS[request.param]


def picture(seed, side=4, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn((1, 3, side, side), generator=generator, dtype=torch.float64).to(dtype)


def at_level(denoiser):
    """Answer asks with a denoiser that is told the true noise level."""

    def answer(ask):
        prediction = denoiser(ask.x, NoiseLevel.of([ask.level], ask.x))
        return Answer(*prediction, prediction.x0)

    return answer


def run(sampler, denoiser=None, *, steps=STEPS, skip_steps=SKIPPED, x=None, noise=picture):
    """Return the asks, and how it landed."""
    track, asks = disco_track(steps, skip_steps), []
    reply = at_level(denoiser or GaussianDenoiser(0.3, 0.5))

    def answer(ask):
        asks.append(ask)
        return reply(ask)

    x = picture(100) if x is None else x
    return asks, drive(sampler(x, track, noise=noise), answer).x


def test_it_visits_every_step_from_the_noisiest_left_to_the_cleanest(sampler):
    asks, _ = run(sampler)
    assert list(dict.fromkeys(ask.executed for ask in asks)) == list(range(STEPS - SKIPPED))
    levels = disco_track(STEPS, SKIPPED).levels
    assert {ask.level for ask in asks} == set(levels[:-1])
    assert all(a.level.sigma >= b.level.sigma for a, b in pairwise(asks))


def test_it_numbers_its_evaluations(sampler):
    asks, _ = run(sampler)
    assert [ask.evaluation for ask in asks] == list(range(len(asks)))
    assert {ask.told for ask in asks} <= set(disco_track(STEPS, SKIPPED).levels)


def test_it_starts_from_the_picture_it_was_given_and_leaves_it_as_it_was(sampler):
    x = picture(100)
    asks, _ = run(sampler, x=x)
    assert torch.equal(asks[0].x, picture(100))
    assert torch.equal(x, picture(100))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_it_keeps_shape_and_type(sampler, dtype):
    asks, last = run(sampler, x=picture(100, dtype=dtype), noise=lambda n: picture(n, dtype=dtype))
    for x in (*(ask.x for ask in asks), last):
        assert x.shape == (1, 3, 4, 4)
        assert x.dtype == dtype


def test_it_ends_with_the_last_guided_estimate(sampler):
    asks, last = run(sampler)
    assert torch.equal(last, at_level(GaussianDenoiser(0.3, 0.5))(asks[-1]).x0)


def test_it_gives_the_same_picture_again_and_another_from_another_start(sampler):
    assert torch.equal(run(sampler)[1], run(sampler)[1])
    assert not torch.allclose(run(sampler)[1], run(sampler, x=picture(101))[1])


def test_it_draws_noise_at_most_once_for_an_executed_step(sampler):
    drawn = []

    def noise(executed):
        drawn.append(executed)
        return picture(executed)

    run(sampler, noise=noise)
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(range(STEPS - SKIPPED))


def test_where_only_one_picture_is_possible_it_finds_it(sampler):
    target = picture(5)
    _, last = run(sampler, lambda x, level: from_x0(x, target, level))
    assert torch.allclose(last, target, atol=1e-12)


def test_it_samples_the_data(sampler):
    """3072 independent values of N(0.3, 0.5^2), 100 steps; the first order's bias is below 0.02."""
    side = 32
    _, last = run(
        sampler,
        steps=100,
        skip_steps=0,
        x=picture(7, side),
        noise=lambda executed: picture(1000 + executed, side),
    )
    assert float(last.mean()) == pytest.approx(0.3, abs=0.02 + 5 * 0.5 / 3072**0.5)
    assert float(last.std()) == pytest.approx(0.5, abs=0.02 + 5 * 0.5 / (2 * 3072) ** 0.5)


def test_it_can_be_stopped_at_any_time(sampler):
    steps = sampler(picture(100), disco_track(STEPS), noise=picture)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)
