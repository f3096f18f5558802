"""Conditions of claims against settings: kept, broken, or words that nothing can be held against."""

import pytest

from ezcharts.library.conditions import held
from ezcharts.library.table import Axis, Cell, Cells, Value


def cells(*etas: float, **shared) -> Cells:
    """Cells along eta; `stated` is what the study states instead of what was rendered."""
    stated = shared.pop("stated", {})
    axis = Axis("eta", "eta", ("eta",), tuple(Value(str(eta)) for eta in etas), "rising")
    rows = tuple(Cell((i,), "missing", settings={"eta": eta}) for i, eta in enumerate(etas))
    return Cells((axis,), rows, settings=shared, stated=stated)


SKIPPED = cells(0.0, 1.0, skip_steps=10, init_image="sea.webp", clamp_grad=False, perlin_init=True)
PLAIN = cells(0.0, skip_steps=0, init_image=None)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", "kept"),
        ("clamp_grad: off", "kept"),
        ("clamp_grad: on", "broken"),
        ("skip_steps: 10", "kept"),
        ("skip_steps: above 0", "kept"),
        ("skip_steps: above 10", "broken"),
        ("skip_steps: at least 10; skip_steps: at most 10", "kept"),
        ("skip_steps: below 10", "broken"),
        ("init_image: given", "kept"),
        ("init_image: none", "broken"),
        ("a colourful prompt", "words"),
        ("clamp_grad: off; a colourful prompt", "words"),
        ("clamp_grad: on; a colourful prompt", "broken"),  # what is broken is so whatever the words say
        ("tv_scale: 0", "words"),  # the entry does not say
        ("eta: at least 0", "kept"),  # every cell of an axis is looked at
        ("eta: at least 0.5", "broken"),
        ("diffusion_sampling_mode: euler", "words"),
    ],
)
def test_held(condition, expected):
    assert held(condition, "disco-5.2", SKIPPED) == expected


def test_nothing_given():
    assert held("init_image: none; skip_steps: 0", "disco-5.2", PLAIN) == "kept"
    assert held("init_image: given", "disco-5.2", PLAIN) == "broken"


def test_a_profile_does_not_change_what_was_stated():
    scaled = cells(0.0, clip_guidance_scale=10_800, stated={"clip_guidance_scale": 135_000})
    assert held("clip_guidance_scale: at least 1e5", "disco-5.2", scaled) == "kept"
    assert held("clip_guidance_scale: at most 1e5", "disco-5.2", scaled) == "broken"


def test_a_value_that_the_platform_cannot_have_is_not_there():
    there = cells(0.0, diffusion_sampling_mode="ddim")
    assert held("diffusion_sampling_mode: ddim", "disco-5.2", there) == "kept"
    assert held("diffusion_sampling_mode: euler", "disco-5.2", there) == "broken"
