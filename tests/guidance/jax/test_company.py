"""A cell in company is the cell alone: same picture, same trace, whatever shares its batches."""

import pytest
import torch

from ezcharts.diffusion.denoiser import Prediction
from ezcharts.guidance.jax.guidance import JaxGuidance
from ezcharts.guidance.request import Guided, Request
from ezcharts.levels.jax import jax_track
from ezcharts.sampling.base import Answer
from ezcharts.sampling.ddim import ddim
from tests.guidance.jax.making import BENCH, make_condition, make_guidance, picture

HELD = {"init": picture(40), "init_weight_mse": 300.0}
HUEMIN = {"cut_sizes": "continuous", "cut_crops": "independent", "mean_scale": 90.0, "var_scale": 150.0}
# One size; everything else differs: steps, noise, cuts, repeats, models, losses, clamp, batch, images.
CELLS = [
    (5, 1.0, {}),
    (4, 1.0, {"cutn": 7, "cut_batches": 3, "clip_guidance_scales": {"ViTB16": 900.0, "ViTB32": 20.0}}),
    (6, 0.8, {**HELD, "batch_size": 4, "sat_scale": 900.0, "image": 2, "secondary": False}),
    (3, 1.0, {**HUEMIN, "image": 3, "cut_pow": 4.0, "clamp_max": 0.01}),
    (5, 1.2, {"antijpeg": True, "antijpeg_guidance_scale": 2.0, "tv_scale": 60.0, "cut_p_mixgrey": 0.5}),
    (4, 1.0, {"clip_guidance_scales": {}, "horizontal_symmetry_scale": 500.0, "antijpeg": True, **HUEMIN}),
    (5, 1.0, {**HELD, "mask": picture(41).clamp(-1, 1), "secondary": False, "cut_batches": 0}),
    (2, 1.0, {"clip_guidance_scales": {}}),
]


class Pair:
    def correction(self, x, level):
        return Prediction(-0.05 * x, 0.05 * torch.tanh(x))

    def gradient(self, x, level, scale):
        return scale * 0.01 * torch.cos(x)


def sampler(n):
    steps, start, _ = CELLS[n]
    track = jax_track(steps, start, 0.0, "spliced")
    return ddim(picture(n), track, eta=0.5, noise=lambda executed: picture(100 * n + executed))


def fly(numbers, guidance):
    """Fly cells together until each has landed: a list of (Guided, last picture) per cell."""
    samplers = {n: sampler(n) for n in numbers}
    conditions = {n: make_condition(seed=n, **CELLS[n][2]) for n in numbers}
    asks, stories = {n: next(one) for n, one in samplers.items()}, {n: [] for n in numbers}
    while asks:
        requests = [Request(a.x, a.level, a.told, a.evaluation, conditions[n]) for n, a in asks.items()]
        for (n, _), guided in zip(list(asks.items()), guidance(requests), strict=True):
            assert isinstance(guided, Guided), guided
            stories[n].append(guided)
            try:
                asks[n] = samplers[n].send(Answer(guided.x0, guided.eps, guided.shown))
            except StopIteration:
                del asks[n]
    return stories


@pytest.fixture(scope="module")
def flown():
    plain = make_guidance()
    guidance = JaxGuidance(plain.estimator, plain.puller, Pair())
    together = fly(range(len(CELLS)), guidance)
    return together, {n: fly([n], guidance)[n] for n in range(len(CELLS))}


@pytest.mark.parametrize("n", range(len(CELLS)))
def test_a_cell_in_company_is_the_cell_alone(flown, n):
    """In float64 only the order of sums differs."""
    together, alone = flown
    assert len(together[n]) == len(alone[n]) == CELLS[n][0]
    for here, there in zip(together[n], alone[n], strict=True):
        for what in ("shown", "eps", "x0"):
            a, b = getattr(here, what), getattr(there, what)
            assert (a - b).abs().max() <= 1e-10 * b.abs().max().clamp(min=1)
        assert (here.clamped, here.nan, here.t) == (there.clamped, there.nan, there.t)
        assert here.grad_rms == pytest.approx(there.grad_rms, rel=1e-10)
        assert here.losses == pytest.approx(there.losses, rel=1e-10)


def test_the_cells_are_as_different_as_they_should_be(flown):
    together, _ = flown
    assert {name for n in together for name in together[n][0].losses} == {
        "clip ViTB32", "clip ViTB16", "tv", "sat", "mse", "mean", "var", "hsym",
    }  # fmt: skip
    assert {guided.clamped for story in together.values() for guided in story} == {True, False}


def test_images_of_a_seed_differ():
    guidance = make_guidance()
    first, second = (make_condition(image=image) for image in (0, 1))
    x, level = picture(), jax_track(5, 1.0, 0.0, "ddpm").levels[2]
    answers = guidance([Request(x, level, level, 0, c) for c in (first, second)])
    assert (answers[0].x0 - answers[1].x0).abs().max() > 1e-3
    assert BENCH.perceptor("ViTB32").resolution == 24
