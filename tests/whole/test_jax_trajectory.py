"""Every intermediate of whole JAX runs against the literal reference: two programs, one page of rules."""

import functools
import itertools
from dataclasses import dataclass

import pytest
import torch

from tests.reference.jax.networks import JaxModels
from tests.reference.jax.run import Case, run
from tests.whole.comparing import TOLERANCE, largest_of_losses, relative_gap
from tests.whole.jax_flying import CaseDraws, fly
from tests.whole.jax_networks import PairInside, SmallPair

LANDSCAPE, PORTRAIT, SQUARE = (24, 16), (14, 23), (17, 17)
SMALL, LARGE = ("small",), ("large",)
FOR_AND_AGAINST = (("a lighthouse", 2.0), ("fog", -0.5))
NEW = {"time_schedule": "spliced", "cut_sizes": "continuous", "cut_p_flip": 0.5, "noise_start": "unit"}
EVERY_LOSS = {
    "tv_scale": 20.0,
    "sat_scale": 900.0,
    "init_weight_mse": 700.0,
    "mean_scale": 300.0,
    "var_scale": 250.0,
    "horizontal_symmetry_scale": 400.0,
    "vertical_symmetry_scale": 350.0,
    "has_init": True,
    "clip_guidance_scale": 30.0,
}
OWN_PROMPTS = {
    "small": ((("day", 1.0), ("night", -3.0)), (), 900.0),
    "large": ((("sea", 0.5),), (("shell", 0.01),), 40.0),
}


@dataclass(frozen=True)
class Flight:
    """A case, its networks, and which picture of its seed it is.

    Attributes:
        models: Networks of the package's side.
        read_models: Those of the reference, where they are others.
    """

    case: Case
    models: JaxModels
    read_models: JaxModels
    image: int = 0
    shares_crops: bool = True

    @property
    def draws(self):
        return CaseDraws(self.case, self.image, self.shares_crops)


def flight(models=None, read_models=None, anti_jpeg=False, image=0, shares_crops=True, **changes):
    case = Case(**({"clip_models": SMALL} | changes))
    models = models or JaxModels(case.prediction, anti_jpeg)
    return Flight(case, models, read_models or models, image, shares_crops)


FLIGHTS = {
    # The step: every kind of eta in both schedules, and what a notebook starts from.
    "2.4": flight(steps=4),
    "2.4, no fresh noise": flight(steps=3, eta=0.0, width_height=PORTRAIT),
    "2.4, less than DDPM's": flight(steps=3, eta=0.8, width_height=SQUARE),
    "2.4, all noise renewed": flight(steps=3, eta=-1.0),
    "spliced, DDPM": flight(steps=3, **NEW),
    "spliced, less than DDPM's": flight(steps=3, eta=0.8, width_height=PORTRAIT, **NEW),
    "spliced, half of all noise renewed": flight(steps=3, eta=-0.5, **NEW),
    "spliced, all noise renewed": flight(steps=3, eta=-1.0, width_height=SQUARE, **NEW),
    "2.4 starts on grey": flight(steps=3, starting_noise=0.6),
    "later ones start on noise": flight(steps=3, starting_noise=0.6, **NEW),
    "2.4 with an init": flight(steps=3, starting_noise=0.5, has_init=True),
    "later ones with an init": flight(steps=3, starting_noise=0.5, has_init=True, **NEW),
    "beyond full noise": flight(steps=3, starting_noise=1.3, eta=0.5, **NEW),
    "2.4 ends with noise": flight(steps=3, ending_noise=0.1),
    "spliced ends with noise": flight(steps=2, ending_noise=0.2, starting_noise=0.9, eta=0.4, **NEW),
    "one step": flight(steps=1, eta=0.0),
    # Samplers.
    "prk": flight(steps=3, sample_mode="prk", cutn=2, starting_noise=0.7, **NEW),
    "prk, ddpm, ends with noise": flight(
        steps=2, sample_mode="prk", cutn=2, starting_noise=0.6, ending_noise=0.05
    ),
    "plms, all of it the start": flight(steps=3, sample_mode="plms", cutn=2, starting_noise=0.8, **NEW),
    "plms": flight(steps=6, sample_mode="plms", cutn=2, width_height=PORTRAIT, **NEW),
    "plms, ddpm, ends with noise": flight(steps=5, sample_mode="plms", cutn=2, ending_noise=0.1),
    # Cuts.
    "whole cuts, tight": flight(steps=2, cut_pow=4.0, cutn=6, width_height=(40, 31)),
    "continuous cuts, tight": flight(steps=2, cut_pow=4.0, cutn=6, width_height=(31, 40), **NEW),
    "whole cuts, large": flight(steps=2, cut_pow=0.3, cutn=4, width_height=(40, 31), clip_models=LARGE),
    "continuous cuts, all the same": flight(steps=2, cut_pow=0.0, cutn=4, width_height=(40, 31), **NEW),
    "an odd number of cuts": flight(steps=2, cutn=5, width_height=SQUARE, **NEW),
    "a single cut": flight(steps=2, cutn=1, width_height=(52, 38), clip_models=LARGE, **NEW),
    "repeats": flight(steps=2, cutn=2, cut_batches=3),
    "repeats of an odd number": flight(steps=2, cutn=3, cut_batches=2, **NEW),
    "all grey": flight(steps=2, cut_p_grey=1.0, width_height=SQUARE),
    "never grey": flight(steps=2, cut_p_grey=None),
    "half grey": flight(steps=2, cutn=6, cut_p_mixgrey=1.0, cut_p_grey=0.4),
    "now and then half grey": flight(
        steps=2, cutn=6, cut_p_mixgrey=0.5, width_height=SQUARE, **NEW | {"cut_p_flip": 1.0}
    ),
    # Models and prompts.
    "two models": flight(steps=2, clip_models=("small", "large"), prompts=FOR_AND_AGAINST),
    "pushed away": flight(steps=2, prompts=(("night", -2.0), ("day", 0.5)), clip_models=LARGE, **NEW),
    "a prompt for each, and a picture": flight(
        steps=2, clip_models=("small", "large"), multiple_prompts=OWN_PROMPTS, **NEW
    ),
    "main path": flight(steps=3, use_secondary_model=False),
    "main path, spliced": flight(steps=3, use_secondary_model=False, width_height=PORTRAIT, **NEW),
    "v": flight(steps=3, prediction="v", **NEW),
    "v, main path": flight(steps=3, prediction="v", use_secondary_model=False, width_height=SQUARE, **NEW),
    "v, ddpm, prk": flight(
        steps=2, prediction="v", sample_mode="prk", cutn=2, use_secondary_model=False, starting_noise=0.6
    ),
    "anti-JPEG": flight(anti_jpeg=True, steps=3),
    "anti-JPEG, spliced, three a batch": flight(
        anti_jpeg=True, steps=2, batch_size=3, starting_noise=0.8, **NEW
    ),
    "anti-JPEG, ends with noise": flight(anti_jpeg=True, steps=2, ending_noise=0.1, eta=-0.5),
    "anti-JPEG, v, plms": flight(
        anti_jpeg=True, steps=5, prediction="v", sample_mode="plms", cutn=2, starting_noise=0.5, **NEW
    ),
    "anti-JPEG, networks of its own": flight(
        SmallPair(), steps=2, prediction="v", starting_noise=0.8, width_height=(24, 16), **NEW
    ),
    "anti-JPEG, main path": flight(
        JaxModels("v", anti_jpeg=True), PairInside(), steps=3, prediction="v", cutn=2, starting_noise=0.7,
        use_secondary_model=False, **NEW,
    ),
    # Losses.
    "every loss": flight(steps=3, width_height=(24, 20), **EVERY_LOSS),
    "every loss, four a batch": flight(steps=2, batch_size=4, **EVERY_LOSS, **NEW),
    "every loss, a mask": flight(steps=2, has_mask=True, use_secondary_model=False, **EVERY_LOSS),
    "every loss, far below the clamp": flight(
        steps=2, clamp_max=1e9, starting_noise=0.5, **EVERY_LOSS, **NEW
    ),
    "a mask, two a batch": flight(
        steps=2, has_mask=True, has_init=True, init_weight_mse=900.0, batch_size=2, starting_noise=0.7
    ),
    "losses without CLIP": flight(steps=2, **EVERY_LOSS | {"clip_guidance_scale": 0.0}),
    "variations alone": flight(steps=2, clip_models=(), tv_scale=80.0, width_height=(27, 18)),
    "scales below 0 are left out": flight(
        steps=2, tv_scale=-5.0, sat_scale=-1.0, mean_scale=-2.0, init_weight_mse=-3.0, has_init=True, **NEW
    ),
    "a gentle clamp": flight(steps=3, clamp_max=0.01, **NEW),
    # Symmetry by force.
    "mirrored": flight(
        steps=6, use_horizontal_symmetry=True, use_vertical_symmetry=True, width_height=(24, 16),
        transformation_schedule=(0.2, 0.5), **NEW,
    ),
    "mirrored across at once, prk": flight(
        steps=2, use_horizontal_symmetry=True, transformation_schedule=(0.0, 1.0), sample_mode="prk", cutn=2,
        starting_noise=0.6,
    ),
    "mirrored down, plms": flight(
        steps=5, use_vertical_symmetry=True, transformation_schedule=(0.3, 0.85), sample_mode="plms", cutn=2,
        **NEW,
    ),
    # Pictures of a batch.
    "picture 2 of a batch, shared crops": flight(image=2, steps=2, batch_size=4, cutn=6, cut_p_grey=0.5),
    "picture 1 of a batch, its own crops": flight(
        image=1, shares_crops=False, steps=2, batch_size=2, cutn=6, cut_p_grey=0.5, **NEW
    ),
}  # fmt: skip


@functools.cache
def expected(name):
    return run(FLIGHTS[name].case, FLIGHTS[name].read_models, FLIGHTS[name].draws)


@functools.cache
def flown(name):
    chosen = FLIGHTS[name]
    return fly([chosen.case], chosen.models, [chosen.draws])[0]


def evaluations(story):
    return list(itertools.chain.from_iterable(step["evaluations"] for step in story[:-1]))


@pytest.mark.parametrize("name", FLIGHTS)
def test_every_intermediate_of_a_run_is_the_reference_s(name):
    *ours, landed = flown(name)
    theirs, end = evaluations(expected(name)), expected(name)[-1]
    assert len(ours) == len(theirs) + end["extra"]
    for here, there in zip(ours, theirs, strict=False):
        assert here["ask"].evaluation == there["evaluation"]
        assert here["guided"].t == pytest.approx(1000 * there["level"].ddpm, abs=1e-9)
        assert here["guided"].clamped == (there["rms"] > FLIGHTS[name].case.clamp_max)
        gaps = gaps_of(here, there)
        assert max(gaps.values()) <= TOLERANCE, (there["evaluation"], gaps)
    assert relative_gap(landed["shown"], end["shown"]) <= TOLERANCE
    if torch.isfinite(end["x"]).all():  # where it is not, nothing looks at it
        assert relative_gap(landed["x"], end["x"]) <= TOLERANCE


def gaps_of(here, there):
    """Of every intermediate of an evaluation."""
    compared = ["x", "x_in", "G", "shown", "eps", "x0", "rms"] + ["returned"] * ("returned" in here)
    gaps = {what: relative_gap(here[what], there[what]) for what in compared}
    assert here["pulls"].keys() == there["pulls"].keys()
    gaps |= {
        f"pull of {term}": relative_gap(here["pulls"][term], pull) for term, pull in there["pulls"].items()
    }
    return gaps | {"losses": largest_of_losses(here["losses"], there["losses"])}


@pytest.mark.parametrize("name", FLIGHTS)
def test_steps_are_counted_and_mirrored_as_in_the_reference(name):
    firsts = {}
    for entry in flown(name)[:-1]:
        firsts.setdefault(entry["ask"].executed, entry)
    for step in expected(name)[:-1]:
        assert relative_gap(firsts[step["executed"]]["x"], step["x"]) <= TOLERANCE
        assert step["transformed"] == (step["executed"] in mirrored(FLIGHTS[name].case))


def mirrored(case):
    """The executed steps before which symmetry acts: int(steps p) (engines.md 3.6)."""
    if not (case.use_horizontal_symmetry or case.use_vertical_symmetry):
        return set()
    return {int(case.steps * p) for p in case.transformation_schedule}


@pytest.mark.parametrize("name", FLIGHTS)
def test_the_last_look_is_at_the_main_model_alone(name):
    end, last = expected(name)[-1], flown(name)[-2]
    assert last["ask"].guided != end["extra"]
    if end["extra"]:
        assert (last["rms"], last["losses"]) == (0, {})
        assert relative_gap(last["x"], end["x"]) <= TOLERANCE
        assert relative_gap(last["shown"], end["shown"]) <= TOLERANCE


@pytest.mark.parametrize("name", FLIGHTS)
def test_the_flights_mean_something(name):
    """A comparison is worth nothing where both sides are zero, or every pixel is out of range."""
    for seen in evaluations(expected(name)):
        assert (seen["G"].abs() > 1e-9).double().mean() > 0.3
        assert (seen["x_in"].abs() < 1).double().mean() > 0.1
        assert torch.isfinite(seen["x"]).all()
        assert all(pull.abs().max() > 1e-6 for pull in seen["pulls"].values())
