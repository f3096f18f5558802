"""Figures of one short run, pinned.

Origin: printed by the literal reference (`tests.reference.disco.run`), which follows engines.md and
imports nothing of the package. IF THESE CHANGE, every stored picture is out of date: raise MATHEMATICS in
src/ezcharts/studies/identity.py, and pin the new figures, printed by
`python -m tests.guidance.disco.test_golden`.
"""

import pytest
import torch

from ezcharts.studies.identity import MATHEMATICS
from tests.guidance.disco.flying import CaseDraws, fly
from tests.reference.disco.run import Case, run
from tests.reference.networks import Models

# Every part of the mathematics takes part: two perceptors, two repeats, weights of both signs, all losses, an
# initial image, skipped steps, augmentation, the clamp, fresh noise.
CASE = Case(
    steps=5, skip_steps=2, prompts=(("a lighthouse", 2.0), ("fog", -0.5)), cutn_batches=2, tv_scale=300.0,
    sat_scale=800.0, init_scale=200.0, has_init=True, clip_guidance_scale=40.0, clamp_max=0.05, seed=11,
)  # fmt: skip
PINNED_MATHEMATICS = 1
# Of each step: RMS and one value of x, x_in, G, the returned gradient, the guided x0 and what is shown.
GOLDEN = {
    400.0: {
        "x": (0.948641590563, 0.423860819018),
        "x_in": (0.823837975307, 0.588937695522),
        "G": (2.31126412742, 2.80895466884),
        "returned": (0.05, -0.00427364427014),
        "x0": (0.864012948316, 0.740504431155),
        "shown": (0.875594238792, 0.748337693708),
    },
    200.0: {
        "x": (0.909191522598, 0.549778265353),
        "x_in": (0.846356261785, 0.368365764208),
        "G": (2.12155448706, 0.673088311325),
        "returned": (0.05, -0.0248023108821),
        "x0": (1.02092967191, 0.982804603876),
        "shown": (1.03453551419, 0.9933253254),
    },
    0.0: {
        "x": (1.02075025706, 0.977096518137),
        "x_in": (1.02075072405, 0.977203141157),
        "G": (2.37215156253, 2.50335927077),
        "returned": (0.05, -0.0527703207789),
        "x0": (1.02577980022, 0.987879537108),
        "shown": (1.02578395589, 0.987884814403),
    },
}


def figures(step):
    """Two numbers of each intermediate."""
    names = ("x", "x_in", "G", "returned", "x0", "shown")
    return {name: (rms(step[name]), step[name][0, 1, 7, 11].item()) for name in names}


def rms(tensor):
    return tensor.square().mean().sqrt().item()


def assert_golden(story):
    assert [step["t"] for step in story] == pytest.approx(list(GOLDEN))
    for step, expected in zip(story, GOLDEN.values(), strict=True):
        for name, pair in figures(step).items():
            assert pair == pytest.approx(expected[name], rel=1e-8), (step["t"], name)


def test_the_package_gives_the_pinned_figures():
    assert_golden(fly([CASE], Models())[0])


def test_the_reference_gives_them_too():
    assert_golden(run(CASE, Models(), CaseDraws(CASE)))


def test_the_figures_belong_to_this_version_of_the_mathematics():
    assert MATHEMATICS["disco"] == PINNED_MATHEMATICS


if __name__ == "__main__":
    torch.set_num_threads(1)
    for step in run(CASE, Models(), CaseDraws(CASE)):
        rounded = {name: tuple(float(f"{v:.12g}") for v in pair) for name, pair in figures(step).items()}
        print(f"    {step['t']}: {rounded},")
