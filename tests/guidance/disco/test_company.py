"""A cell in company is the cell alone: same picture, same trace, whatever shares its batches."""

from dataclasses import replace

import pytest
import torch

from tests.guidance.disco.flying import fly
from tests.reference.disco.run import Case
from tests.reference.networks import Models

THREE = (("a lighthouse", 2.0), ("fog", -0.5), ("night", 1.0))
# One size; everything else differs: steps, prompts, path, perceptors, cuts, repeats, losses, clamp, eta.
CASES = [
    Case(),
    Case(steps=6, eta=0.0, seed=4, prompts=THREE, cut_overview=[6] * 1000, cut_innercut=[0] * 1000),
    Case(steps=3, use_secondary_model=False, cutn_batches=3, clip_models=("large",), seed=5),
    Case(steps=5, skip_steps=2, clamp_grad=False, clip_guidance_scale=50.0, clip_models=("small",), seed=6),
    Case(skip_augs=True, tv_scale=300.0, sat_scale=700.0, cut_innercut=[5] * 1000, seed=7),
    Case(eta=-0.8, clip_denoised=True, init_scale=500.0, has_init=True, prompts=THREE[:2], seed=8),
    Case(steps=2, use_secondary_model=False, clip_models=("small",), cut_overview=[0] * 1000, seed=9),
]
# Largest difference of a guided estimate, as a share of its largest value. In float64 only the order of sums
# differs; float32 rounds at 6e-8, which 1/alpha of the noisiest step (up to 150) enlarges (measured: 6e-6).
TOLERANCE = {torch.float64: 1e-10, torch.float32: 1e-4}
COMPARED = ("x", "x_in", "G", "shown", "eps", "x0", "x_next")


@pytest.fixture(scope="module", params=TOLERANCE, ids=str)
def flown(request):
    models = Models()
    together = fly(CASES, models, request.param)
    return TOLERANCE[request.param], together, [fly([case], models, request.param)[0] for case in CASES]


@pytest.mark.parametrize("n", range(len(CASES)))
def test_a_cell_in_company_is_the_cell_alone(flown, n):
    tolerance, together, alone = flown
    assert len(together[n]) == len(alone[n]) == CASES[n].steps - CASES[n].skip_steps
    for here, there in zip(together[n], alone[n], strict=True):
        for what in COMPARED:
            gap = (here[what] - there[what]).abs().max() / there[what].abs().max().clamp(min=1e-3)
            assert gap <= tolerance, (what, here["k"], gap)


def test_the_trace_is_the_same_too(flown):
    tolerance, together, alone = flown
    for ours, theirs in zip(together, alone, strict=True):
        for here, there in zip(ours, theirs, strict=True):
            a, b = here["guided"], there["guided"]
            assert (a.clamped, a.nan, a.t) == (b.clamped, b.nan, b.t)
            assert a.grad_rms == pytest.approx(b.grad_rms, rel=tolerance)
            assert a.losses == pytest.approx(b.losses, rel=tolerance, abs=tolerance)


def test_seeds_give_different_pictures():
    models = Models()
    first, second = fly([Case(), replace(Case(), seed=2)], models)
    assert (first[-1]["shown"] - second[-1]["shown"]).abs().max() > 0.05
