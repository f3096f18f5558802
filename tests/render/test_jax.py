"""JAX cells on tiny networks: from settings to pictures (engines.md 3.5 to 3.7)."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from ezcharts.errors import CellFailure
from ezcharts.levels.jax import jax_track
from ezcharts.params.jax.prompts import Part
from ezcharts.params.settings import Settings
from ezcharts.render.jax import starting_point
from ezcharts.render.jax_prompts import target
from ezcharts.render.renderer import Renderer
from ezcharts.studies.cell import Cell
from tests.tiny import TinyBench, machine

TINY = {
    "image_size": [64, 64],
    "steps": 3,
    "seed": 3,
    "all_title": "a lighthouse",
    "cutn": 4,
    "cut_batches": 1,
}
PLATFORMS = ("jax-2.4", "jax-jan22", "jax-2.7", "huemin-2.7")


def jax_cell(platform="jax-2.7", image=0, folder=None, **changes):
    settings = Settings.build(platform, {**TINY, **changes})
    return Cell(settings, image, folder) if folder else Cell(settings, image)


def render(*cells, dtype=torch.float64, batch=8):
    found = {r.cell: r for r in Renderer(TinyBench(dtype), machine(dtype), batch=batch).render(cells)}
    return [found[cell] for cell in cells]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("mode", ["ddim", "plms", "prk"])
def test_every_platform_and_sampler_renders(platform, mode):
    given = {} if mode == "ddim" or platform in ("jax-2.4", "jax-jan22") else {"sample_mode": mode}
    (rendering,) = render(jax_cell(platform, **given))
    assert rendering.failure is None
    assert rendering.pixels.std() > 5
    assert len(rendering.trace) == jax_cell(platform, **given).course.evaluations


def test_different_settings_give_different_pictures():
    changes = [
        {},
        {"eta": 0},
        {"eta": -1},
        {"sample_mode": "prk"},
        {"clamp_max": 0.05},
        {"tv_scale": 5000},
        {"sat_scale": 5000},
        {"cut_pow": 4},
        {"cut_p_grey": 1},
        {"starting_noise": 0.7},
        {"ending_noise": 0.2},
        {"seed": 4},
        {"all_title": "a castle"},
        {"use_secondary_model": False},
        {"time_schedule": "ddpm"},
        {"ViTB16": False},
    ]
    pictures = [r.pixels.astype(int) for r in render(*(jax_cell(**c) for c in changes))]
    gaps = [np.abs(a - b).max() for i, a in enumerate(pictures) for b in pictures[:i]]
    assert min(gaps) > 2


# J10: what is shown is the main model's, so the last step's guidance is wasted.
def test_a_run_of_one_step_shows_the_unguided_picture():
    free, guided = render(jax_cell(steps=1, clip_guidance_scale=0), jax_cell(steps=1))
    assert np.array_equal(free.pixels, guided.pixels)


# engines.md 3.6: where noise is left the main model looks once more, without guidance.
def test_the_ending_look_is_unguided():
    (rendering,) = render(jax_cell(ending_noise=0.2))
    *steps, look = rendering.trace
    assert all(row.grad_rms > 0 for row in steps)
    assert (look.grad_rms, look.losses, look.step) == (0, {}, 3)


# J9.
def test_without_an_init_version_2_4_starts_with_weaker_noise_and_later_ones_do_not():
    track = jax_track(4, 0.5, 0.0, "ddpm")
    n = torch.ones((1, 3, 2, 2), dtype=torch.float64)
    assert torch.allclose(starting_point(n, None, track, "scaled"), n * 0.958, atol=5e-4)
    assert torch.equal(starting_point(n, None, track, "unit"), n)
    both = starting_point(n, torch.full_like(n, 0.5), track, "unit")
    assert torch.allclose(both, n * 0.958 + 0.5 * 0.286, atol=5e-4)


def test_an_initial_image_is_kept_the_more_the_less_noise_there_is(tmp_path):
    Image.new("RGB", (64, 64), (230, 30, 30)).save(tmp_path / "red.png")
    far, near = (
        np.abs(r.pixels.astype(int) - (230, 30, 30)).mean()
        for r in render(
            *(jax_cell(init_image="red.png", starting_noise=s, folder=tmp_path) for s in (0.9, 0.2))
        )
    )
    assert near < far / 2


def test_a_target_is_the_unit_sum_of_its_parts():
    bench, dtype = TinyBench(), torch.float64
    a, b = (torch.nn.functional.normalize(row, dim=0) for row in bench.text_rows("ViTB32", ["a", "b"]))
    found = target("ViTB32", [Part("a", 2.0), Part("b", -0.5)], {}, bench, machine(dtype))
    expected = (2 * a - 0.5 * b) / (2 * a - 0.5 * b).norm()
    assert torch.allclose(found, expected, atol=1e-14)
    with pytest.raises(CellFailure, match="cancel each other for ViTB32"):
        target("ViTB32", [Part("a"), Part("a", -1.0)], {}, bench, machine(dtype))


def test_a_picture_in_a_prompt_keeps_its_own_length(tmp_path):
    Image.new("RGB", (40, 40), (255, 255, 255)).save(tmp_path / "white.png")
    bench = TinyBench()
    part = Part("white.png", 0.5, True, "white.png")
    found = target(
        "ViTB32",
        [Part("a"), part],
        {"prompt white.png": tmp_path / "white.png"},
        bench,
        machine(torch.float64),
    )
    clip = bench.perceptor("ViTB32")
    row = clip.encode_image(torch.ones((1, 3, clip.resolution, clip.resolution), dtype=torch.float64))[0]
    text = torch.nn.functional.normalize(bench.text_rows("ViTB32", ["a"])[0], dim=0)
    assert torch.allclose(found, torch.nn.functional.normalize(text + 0.5 * row, dim=0), atol=1e-12)


def test_a_picture_on_the_web_fails_the_cell_with_the_reason():
    (rendering,) = render(jax_cell("huemin-2.7", all_title="a | https://example.org/a.jpg:0.01"))
    assert "not fetched" in rendering.failure.reason


def test_dialects_do_not_share_batches():
    from tests.tiny_cells import tiny_cell

    cells = [tiny_cell(), jax_cell(), tiny_cell(seed=9), jax_cell(seed=9)]
    alone = [render(cell)[0].pixels for cell in cells]
    assert all(np.array_equal(r.pixels, one) for r, one in zip(render(*cells), alone, strict=True))


# A cell in company is the cell alone, whatever else is in the batch.
def test_company_changes_nothing():
    cells = [
        jax_cell(),
        jax_cell(steps=5, sample_mode="prk", seed=4),
        jax_cell("jax-2.4", cutn=7, sat_scale=600, tv_scale=150, ViTB16=False),
        jax_cell("huemin-2.7", all_title="a | b:-0.5", ending_noise=0.1, sample_mode="plms"),
        jax_cell(use_secondary_model=False, cut_batches=3, eta=-1),
    ]
    alone = [render(cell, batch=1)[0].pixels for cell in cells]
    for rendering, one in zip(render(*cells, batch=3), alone, strict=True):
        assert np.abs(rendering.pixels.astype(int) - one).max() <= 1  # truncation may fall either way
