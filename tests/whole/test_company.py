"""A JAX cell in company is the cell alone, to 1e-10 of every intermediate: only the order of sums differs.

Disco's is `tests.guidance.disco.test_company`.
"""

import pytest
import torch

from tests.reference.jax.networks import JaxModels
from tests.reference.jax.run import Case
from tests.whole.comparing import TOLERANCE, relative_gap
from tests.whole.jax_flying import CaseDraws, fly
from tests.whole.test_jax_trajectory import EVERY_LOSS, FOR_AND_AGAINST, NEW, OWN_PROMPTS

SMALL, LARGE, BOTH = ("small",), ("large",), ("small", "large")


def cell(image=0, shares_crops=True, **changes):
    return CaseDraws(Case(**changes), image, shares_crops)


# One size, one main model, one notebook batch (the pair's factor); everything else differs.
CELLS = [
    cell(steps=4, clip_models=BOTH, prompts=FOR_AND_AGAINST),
    cell(3, False, steps=2, cutn=7, cut_batches=3, clip_models=LARGE, seed=2, **NEW),
    cell(1, steps=3, use_secondary_model=False, eta=-1.0, seed=3, cut_p_grey=0.7, cut_p_mixgrey=0.9, **NEW),
    cell(steps=6, sample_mode="plms", cutn=2, clip_models=SMALL, seed=4, starting_noise=0.8, **NEW),
    cell(
        2, steps=2, sample_mode="prk", cutn=3, clip_models=LARGE, seed=5, starting_noise=0.6, ending_noise=0.1
    ),
    cell(steps=3, clip_models=SMALL, seed=6, has_mask=True, **EVERY_LOSS),
    cell(1, False, steps=2, clip_models=SMALL, seed=7, use_secondary_model=False, **EVERY_LOSS, **NEW),
    cell(steps=3, clip_models=(), tv_scale=60.0, seed=8, clamp_max=0.01, starting_noise=0.5, has_init=True),
    cell(steps=5, clip_models=BOTH, multiple_prompts=OWN_PROMPTS, seed=9, eta=0.3, ending_noise=0.2),
    cell(
        4, steps=4, clip_models=SMALL, seed=10, use_horizontal_symmetry=True, use_vertical_symmetry=True,
        transformation_schedule=(0.0, 0.5), cut_pow=5.0, eta=0.0, **NEW,
    ),
]  # fmt: skip
CASES = [draws.case for draws in CELLS]


@pytest.fixture(scope="module", params=[False, True], ids=["without anti-JPEG", "with anti-JPEG"])
def flown(request):
    models = JaxModels(anti_jpeg=request.param)
    alone = [fly([draws.case], models, [draws])[0] for draws in CELLS]
    return fly(CASES, models, CELLS), alone


@pytest.mark.parametrize("n", range(len(CASES)))
def test_a_cell_in_company_is_the_cell_alone(flown, n):
    together, alone = (stories[n] for stories in flown)
    assert len(together) == len(alone)
    for here, there in zip(together, alone, strict=True):
        pictures = [name for name, value in there.items() if isinstance(value, torch.Tensor)]
        gaps = {name: relative_gap(here[name], there[name]) for name in pictures}
        gaps |= {
            term: relative_gap(here["pulls"][term], pull) for term, pull in there.get("pulls", {}).items()
        }
        assert max(gaps.values()) <= TOLERANCE, gaps


@pytest.mark.parametrize("n", range(len(CASES)))
def test_its_trace_is_the_same_too(flown, n):
    together, alone = (stories[n] for stories in flown)
    for here, there in zip(together[:-1], alone[:-1], strict=True):
        a, b = here["guided"], there["guided"]
        assert (a.clamped, a.nan, a.t) == (b.clamped, b.nan, b.t)
        assert a.grad_rms == pytest.approx(b.grad_rms, rel=TOLERANCE)
        assert a.losses == pytest.approx(b.losses, rel=TOLERANCE)


def test_the_cells_are_as_different_as_they_should_be(flown):
    together, _ = flown
    assert len({len(story) for story in together}) > 5
    assert {name for story in together for name in story[0]["losses"]} > {"mse", "tv", "clip small", "var"}
    assert {entry["guided"].clamped for story in together for entry in story[:-1]} == {True, False}
