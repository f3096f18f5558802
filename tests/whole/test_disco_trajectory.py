"""Every intermediate of whole Disco runs against the literal reference: what `tests.guidance.disco` leaves.

There are the losses, cuts and schedules under DDIM. Here are PLMS, symmetry, Perlin noise, fuzzy and image
prompts.
"""

import functools
import itertools
from dataclasses import dataclass

import pytest

from tests.guidance.disco.flying import CaseDraws, fly
from tests.guidance.disco.test_trajectory import by_quarter
from tests.reference.disco.run import Case, run
from tests.reference.networks import Models
from tests.whole.comparing import TOLERANCE, largest_of_losses, relative_gap
from tests.whole.disco_networks import Pictured, Read

PORTRAIT = (16, 24)
SMALL = ("small",)
EVERY_LOSS = {
    "tv_scale": 900.0,
    "sat_scale": 4000.0,
    "init_scale": 300.0,
    "has_init": True,
    "clip_guidance_scale": 800.0,
}
BOTH_WAYS = {"use_horizontal_symmetry": True, "use_vertical_symmetry": True}
WIDE_AND_TALL = (("wide", 2.0), ("tall", -0.5))


@dataclass(frozen=True)
class Flight:
    """A case and the networks of both sides."""

    case: Case
    models: Models
    read_models: Models


def flight(perlin=None, **changes):
    case = Case(**({"clip_models": SMALL} | changes))
    return Flight(case, Pictured(case.seed, perlin), Read(case, perlin))


FLIGHTS = {
    "plms": flight(sampling_mode="plms", steps=5, clip_models=("small", "large")),
    "plms, two steps, main": flight(sampling_mode="plms", steps=2, use_secondary_model=False),
    "plms, main, portrait": flight(
        sampling_mode="plms", steps=6, skip_steps=2, use_secondary_model=False, width_height=PORTRAIT
    ),
    "plms, every loss, skipped steps": flight(sampling_mode="plms", steps=25, skip_steps=20, **EVERY_LOSS),
    "plms, cuts change with every step": flight(
        sampling_mode="plms", cut_overview=by_quarter(1, 3, 5, 0), cut_innercut=by_quarter(3, 1, 0, 4)
    ),
    "plms knows no eta and no symmetry": flight(
        sampling_mode="plms", eta=7.0, transformation_percent=(0.4,), **BOTH_WAYS
    ),
    "plms, clip_denoised": flight(sampling_mode="plms", clip_denoised=True, cutn_batches=2, clamp_max=0.5),
    "mirrored across": flight(steps=6, use_horizontal_symmetry=True, transformation_percent=(0.3,)),
    "mirrored down": flight(
        steps=5, use_vertical_symmetry=True, transformation_percent=(0.5,), width_height=PORTRAIT
    ),
    "mirrored both ways, thrice": flight(
        steps=8, skip_steps=2, transformation_percent=(0.09, 0.5, 1.0), eta=0.3, **BOTH_WAYS
    ),
    "never mirrored": flight(steps=3, transformation_percent=(0.0,), **BOTH_WAYS),
    "fuzzy": flight(fuzzy_prompt=True, prompts=(("a", 2.0), ("b", -0.5)), steps=2, rand_mag=0.3),
    "fuzzy without noise": flight(fuzzy_prompt=True, rand_mag=0.0, steps=2, clip_models=("small", "large")),
    "image prompts and a text": flight(image_prompts=WIDE_AND_TALL, steps=2, clip_models=("small", "large")),
    "an image prompt that pushes away": flight(image_prompts=(("tall", -1.0),), prompts=(), steps=2),
    "image prompts without augmentation": flight(image_prompts=WIDE_AND_TALL, skip_augs=True, steps=2),
    "coloured clouds": flight(perlin="color", has_init=True, init_scale=400.0, steps=2),
    "clouds on clouds": flight(perlin="mixed", has_init=True, steps=5, skip_steps=3, seed=8),
    "grey clouds": flight(
        perlin="gray", has_init=True, init_scale=400.0, steps=3, sampling_mode="plms", width_height=PORTRAIT
    ),
}
COMPARED = ("x", "D", "x_in", "G", "returned", "shown", "eps", "x0")


@functools.cache
def expected(name):
    chosen = FLIGHTS[name]
    return run(chosen.case, chosen.read_models, CaseDraws(chosen.case))


def evaluations(story):
    return list(itertools.chain.from_iterable(step["evaluations"] for step in story))


@pytest.mark.parametrize("name", FLIGHTS)
def test_every_intermediate_of_a_run_is_the_reference_s(name):
    ours, theirs = fly([FLIGHTS[name].case], FLIGHTS[name].models)[0], expected(name)
    assert len(ours) == len(evaluations(theirs))
    for here, there in zip(ours, evaluations(theirs), strict=True):
        assert here["ask"].evaluation == there["evaluation"]
        assert here["t"] == pytest.approx(there["t"], abs=1e-12)
        gaps = gaps_of(here, there)
        assert max(gaps.values()) <= TOLERANCE, (there["evaluation"], gaps)
    assert relative_gap(ours[-1]["x_next"], theirs[-1]["x_next"]) <= TOLERANCE


def gaps_of(here, there):
    gaps = {what: relative_gap(here[what], there[what]) for what in COMPARED}
    gaps["rms"] = relative_gap(here["guided"].grad_rms, there["gradient"].square().mean().sqrt())
    return gaps | {"losses": largest_of_losses(here["guided"].losses, there["losses"])}


@pytest.mark.parametrize("name", FLIGHTS)
def test_the_flights_mean_something(name):
    """A comparison is worth nothing where both sides are zero, or every pixel is out of range."""
    for seen in evaluations(expected(name)):
        assert (seen["G"].abs() > 1e-9).double().mean() > 0.3
        assert (seen["x_in"].abs() < 1).double().mean() > 0.1


def test_every_mirror_comes_up():
    mirrored = {name: [step["transformed"] for step in expected(name)] for name in FLIGHTS}
    assert mirrored["mirrored across"] == [False] * 1 + [True] + [False] * 4
    assert mirrored["mirrored down"] == [False] * 2 + [True] + [False] * 2
    assert mirrored["mirrored both ways, thrice"] == [True, False, True, False, False, True]
    assert not any(any(mirrored[name]) for name in mirrored if "plms" in name or "never" in name)


def test_the_second_look_of_plms_is_told_the_noise_of_the_first():
    """engines.md 2.7: x and t belong to k - 1, and guidance blends with the sigma of k."""
    ours, theirs = fly([FLIGHTS["plms"].case], FLIGHTS["plms"].models)[0], evaluations(expected("plms"))
    assert (ours[1]["ask"].level.t, ours[1]["ask"].told.t) == (theirs[1]["t"], theirs[0]["t"])
    told, own = ours[1]["ask"].told.sigma, ours[1]["ask"].level.sigma
    D, x = theirs[1]["D"], theirs[1]["x"]
    assert relative_gap(theirs[1]["x_in"], D * told + x * (1 - told)) < TOLERANCE
    assert relative_gap(theirs[1]["x_in"], D * own + x * (1 - own)) > 1e-3
