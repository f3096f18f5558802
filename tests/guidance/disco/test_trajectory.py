"""Every intermediate of whole runs against the literal reference: two programs, one page of rules."""

import functools

import pytest
import torch

from tests.guidance.disco.flying import CaseDraws, fly
from tests.reference.disco.run import Case, run
from tests.reference.networks import Models

COMPARED = ("x", "D", "x_in", "G", "returned", "shown", "eps", "x0", "x_next")
TOLERANCE = 1e-10
TWO_PROMPTS = (("a lighthouse", 2.0), ("fog", -0.5))


def by_quarter(*values):
    """A schedule whose value changes with every step of a run of four (entries 249, 499, 749 and 999)."""
    return [v for v in values for _ in range(250)]


CASES = {
    "landscape, secondary, overview 0 to 3": Case(cut_overview=by_quarter(0, 1, 2, 3)),
    "portrait, main, overview 4, 5, 12, 1": Case(
        width_height=(16, 24),
        use_secondary_model=False,
        cut_overview=by_quarter(4, 5, 12, 1),
        cut_innercut=by_quarter(1, 3, 0, 2),
        clip_models=("small",),
    ),
    "square, secondary, three repeats, prompts": Case(
        width_height=(16, 16), cutn_batches=3, prompts=TWO_PROMPTS, steps=2, eta=0.0
    ),
    "square, main, prompts that push away": Case(
        width_height=(16, 16),
        use_secondary_model=False,
        prompts=(("day", 1.0), ("night", -3.0), ("sea", 0.5)),
        cut_overview=by_quarter(3, 3, 1, 1),
        eta=-0.8,
    ),
    "no augmentation, landscape": Case(
        skip_augs=True, cut_overview=by_quarter(5, 4, 2, 1), cut_innercut=by_quarter(2, 4, 6, 1)
    ),
    "every loss, init, skipped steps": Case(
        steps=6,
        skip_steps=2,
        tv_scale=900.0,
        sat_scale=4000.0,
        range_scale=1e6,
        init_scale=300.0,
        has_init=True,
        clip_guidance_scale=800.0,
        prompts=TWO_PROMPTS,
        clamp_max=10.0,
    ),
    "every loss, init, main path, nothing skipped": Case(
        steps=3,
        tv_scale=900.0,
        sat_scale=4000.0,
        init_scale=2000.0,
        has_init=True,
        use_secondary_model=False,
        eta=0.3,
        clip_models=("large",),
    ),
    "skipped steps without init": Case(
        steps=25, skip_steps=21, clip_models=("large",), width_height=(32, 16)
    ),
    "losses without CLIP": Case(
        clip_guidance_scale=0.0, tv_scale=100.0, sat_scale=7.0, clip_models=("small",)
    ),
    "clip_denoised, main": Case(clip_denoised=True, use_secondary_model=False, clip_models=("small",)),
    "clip_denoised, secondary": Case(clip_denoised=True, steps=3, clip_models=("small",)),
    "no clamp": Case(clamp_grad=False, clip_guidance_scale=20.0, steps=3),
    "clamp turned round": Case(clamp_max=-0.05, steps=2),
    "grey and tight crops": Case(
        cut_ic_pow=by_quarter(0.0, 0.5, 3.0, 12.0),
        cut_icgray_p=by_quarter(0.0, 0.5, 0.9, -0.5),
        cut_innercut=[4] * 1000,
        cut_overview=[0] * 1000,
        clip_models=("small",),
        width_height=(24, 24),
    ),
    "steps that do not divide 1000": Case(
        steps=7, skip_steps=3, clip_models=("small",), width_height=(16, 24)
    ),
}


@functools.cache
def expected_story(name):
    return run(CASES[name], Models(), CaseDraws(CASES[name]))


@pytest.mark.parametrize("name", CASES)
def test_every_intermediate_of_a_run_is_the_reference_s(name):
    expected = expected_story(name)
    (story,) = fly([CASES[name]], Models())
    assert len(story) == len(expected)
    for ours, theirs in zip(story, expected, strict=True):
        assert ours["t"] == pytest.approx(theirs["t"], abs=1e-12)
        gaps = {what: relative_gap(ours[what], theirs[what]) for what in COMPARED}
        gaps["rms"] = abs(ours["guided"].grad_rms / float(theirs["gradient"].square().mean().sqrt()) - 1)
        assert max(gaps.values()) <= TOLERANCE, (ours["t"], gaps)


def relative_gap(ours, theirs):
    return float((ours - theirs).abs().max() / theirs.abs().max().clamp(min=1e-3))


@pytest.mark.parametrize("name", CASES)
def test_the_cases_mean_something(name):
    """A comparison is worth nothing where both sides are zero, or every pixel is out of range."""
    for step in expected_story(name):
        assert (step["G"].abs() > 1e-9).double().mean() > 0.3
        assert (step["x_in"].abs() < 1).double().mean() > 0.1
        assert torch.isfinite(step["x_next"]).all()
