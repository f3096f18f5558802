"""Disco cells with PLMS, symmetry, Perlin noise, fuzzy prompts and image prompts."""

import functools

import numpy as np
import pytest
import torch
from PIL import Image

from ezcharts.diffusion.perlin import perlin_picture
from ezcharts.errors import CellFailure, PlanError
from ezcharts.guidance.disco.prompts import PromptKey, fuzzy_rows, image_rows
from ezcharts.guidance.request import Request
from ezcharts.levels.disco import disco_track
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.render import disco
from ezcharts.render.prepare import CellNoise
from ezcharts.sampling.base import Answer, drive
from ezcharts.studies.cell import Cell
from tests.render.test_renderer import render, shown
from tests.tiny import TinyBench, machine
from tests.tiny_cells import tiny_cell

DOUBLE = torch.float64


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pictures to be named by cells: noise, so that no two cuts are alike."""
    folder = tmp_path_factory.mktemp("pictures")
    numbers = np.random.default_rng(5)
    for name, (width, height) in {
        "wide.png": (100, 40),
        "large.png": (200, 150),
        "tall.png": (70, 90),
    }.items():
        Image.fromarray(numbers.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(folder / name)
    return folder


def new_cell(folder=None, image=0, **changes):
    """A tiny cell of the newest version."""
    cell = tiny_cell("disco-5.7", image, **changes)
    return Cell(cell.settings, image, folder) if folder else cell


def prepared(cell):
    return disco.prepare(cell, TinyBench(), machine(DOUBLE))


def asked(cell):
    """What the cell's sampler asks, when every answer is that half of x is picture."""
    asks = []

    def answer(ask):
        asks.append(ask)
        return Answer(ask.x / 2, ask.x, ask.x)

    drive(prepared(cell).sampler, answer)
    return asks


@functools.cache
def last_picture(cell, models=None):
    """The last picture that a cell alone shows, before it becomes 8 bit."""
    models = models or TinyBench()
    ready = disco.prepare(cell, models, machine(DOUBLE))

    def answer(ask):
        request = Request(ask.x, ask.level, ask.told, ask.evaluation, ready.condition, ask.guided)
        (guided,) = disco.guidance(models, ready.prior, [request])([request])
        return Answer(guided.x0, guided.eps, guided.shown)

    return drive(ready.sampler, answer).shown


@pytest.mark.parametrize(
    "changes",
    [
        {"eta": 0},
        {"eta": -3},  # far beyond the limit of DDIM
        {"use_horizontal_symmetry": True, "transformation_percent": [0.5, 1]},
        {"use_vertical_symmetry": True, "transformation_percent": [0.5, 1]},
    ],
)
def test_plms_ignores_eta_and_symmetry_to_the_bit(changes):
    plain, other = new_cell(sampler="plms"), new_cell(sampler="plms", **changes)
    assert torch.equal(last_picture(plain), last_picture(other))


def test_ddim_does_not_ignore_eta_and_symmetry():
    for changes in ({"eta": 0}, {"use_horizontal_symmetry": True, "transformation_percent": [0.5]}):
        assert (last_picture(new_cell()) - last_picture(new_cell(**changes))).abs().max() > 1e-3


def test_plms_looks_twice_in_its_first_step_and_is_told_the_same_noise():
    first, second, third, *rest = asked(new_cell(sampler="plms"))
    track = disco_track(5)
    assert (first.level, second.level, third.level) == (track.levels[0], track.levels[1], track.levels[1])
    assert (first.told, second.told, third.told) == (track.levels[0], track.levels[0], track.levels[1])
    assert [ask.evaluation for ask in (first, second, third, *rest)] == list(range(6))
    (rendering,) = render([new_cell(sampler="plms")])
    assert [(row.step, row.t) for row in rendering.trace] == [
        (0, 800),
        (0, 600),
        (1, 600),
        (2, 400),
        (3, 200),
        (4, 0),
    ]


def test_plms_is_another_picture_than_ddim_without_noise():
    plms, ddim = (last_picture(new_cell(sampler=sampler, eta=0)) for sampler in ("plms", "ddim"))
    assert (plms - ddim).abs().max() > 1e-3


@pytest.mark.parametrize("skip", [0, 2])
def test_symmetry_mirrors_what_the_model_sees_at_its_step_and_not_before(skip):
    """R = 10 or 8 remaining steps and p = 0.3: index int(0.7·R) = 7 or 5, executed step 2."""
    changes = {"steps": 10, "skip_steps": skip, "transformation_percent": [0.3]}
    both = asked(new_cell(use_horizontal_symmetry=True, use_vertical_symmetry=True, **changes))
    across = asked(new_cell(use_horizontal_symmetry=True, **changes))
    down = asked(new_cell(use_vertical_symmetry=True, **changes))
    plain = asked(new_cell(**changes))
    for asks in (both, across, down):
        assert all(torch.equal(a.x, b.x) for a, b in zip(asks[:2], plain, strict=False))
    assert [torch.equal(ask.x, ask.x.flip(-1)) for ask in across] == [n == 2 for n in range(10 - skip)]
    assert [torch.equal(ask.x, ask.x.flip(-2)) for ask in down] == [n == 2 for n in range(10 - skip)]
    assert torch.equal(both[2].x, both[2].x.flip(-1, -2))
    assert torch.equal(across[2].x[..., :32], plain[2].x[..., :32])
    assert torch.equal(down[2].x[..., :32, :], plain[2].x[..., :32, :])


def test_a_share_of_zero_does_nothing():
    never = {"use_horizontal_symmetry": True, "transformation_percent": [0]}
    assert torch.equal(last_picture(new_cell(**never)), last_picture(new_cell()))


@pytest.mark.parametrize("skip", [0, 2])
@pytest.mark.parametrize("mode", ["mixed", "color", "gray"])
def test_perlin_noise_is_what_the_run_starts_from(mode, skip):
    cell = new_cell(perlin_init=True, perlin_mode=mode, skip_steps=skip, width_height=[128, 64], image=1)
    clouds = perlin_picture(mode, (128, 64), seed=3, image=1, dtype=DOUBLE)
    start = disco_track(5, skip).start
    expected = start.alpha * clouds + start.sigma * CellNoise(cell, machine(DOUBLE)).start()
    assert torch.equal(asked(cell)[0].x, expected)


def test_init_scale_holds_the_picture_to_the_perlin_noise():
    """Q13: the default of 1000 acts, although no initial image was named."""
    cell = new_cell(perlin_init=True)
    features = TinyBench().perceptual.features(perlin_picture("mixed", (64, 64), seed=3, dtype=DOUBLE))
    held = prepared(cell).condition
    assert held.init_scale == 1000
    assert all(torch.equal(a, b) for a, b in zip(held.init_features, features, strict=True))
    assert prepared(new_cell(perlin_init=True, init_scale=0)).condition.init_features is None
    free, held = render([new_cell(perlin_init=True, init_scale=0), cell])
    assert "init" in held.trace[0].losses
    assert "init" not in free.trace[0].losses
    assert np.abs(free.pixels.astype(int) - held.pixels).max() > 3


def test_perlin_noise_takes_the_place_of_an_initial_image(folder):
    named = new_cell(folder, perlin_init=True, init_image="wide.png")
    assert torch.equal(last_picture(named), last_picture(new_cell(perlin_init=True)))


def test_a_fuzzy_prompt_is_25_rows_of_its_full_weight():
    cell = new_cell(text_prompts=["castle:3", "fog:-1"], fuzzy_prompt=True, rand_mag=0.2, image=2)
    bench = TinyBench()
    for switch, target in prepared(cell).condition.targets.items():
        texts = bench.text_rows(switch, ["castle:3", "fog:-1"])
        rows = [fuzzy_rows(text, 0.2, PromptKey(3, 2, switch, n)) for n, text in enumerate(texts)]
        assert torch.equal(target.rows, torch.cat(rows))
        assert target.weights.tolist() == pytest.approx([3 / 50] * 25 + [-1 / 50] * 25)


def test_a_fuzzy_prompt_without_noise_is_the_clamped_prompt():
    """Q20: 25 equal rows pull as one row does, and that one has lost its negative parts."""
    fuzzy, plain = new_cell(fuzzy_prompt=True, rand_mag=0), new_cell()
    bench, clamped = TinyBench(), TinyBench()
    clamped.text_rows = lambda switch, texts: bench.text_rows(switch, texts).clamp(0, 1)
    rows = prepared(fuzzy).condition.targets["RN50"].rows
    assert torch.equal(rows, clamped.text_rows("RN50", ["a lighthouse"]).expand(25, -1))
    assert (last_picture(fuzzy) - last_picture(plain, clamped)).abs().max() < 1e-10
    assert (last_picture(fuzzy) - last_picture(plain)).abs().max() > 1e-3


def test_an_image_prompt_is_sixteen_rows_that_share_its_weight(folder):
    cell = new_cell(folder, text_prompts=["castle"], image_prompts=["wide.png:3", "tall.png"], image=1)
    bench = TinyBench()
    for switch, target in prepared(cell).condition.targets.items():
        assert target.rows.shape == (33, 12)
        assert target.weights.tolist() == pytest.approx([1 / 5] + [3 / 80] * 16 + [1 / 80] * 16)
        assert torch.equal(target.rows[:1], bench.text_rows(switch, ["castle"]))
        with Image.open(folder / "wide.png") as image:
            wide = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1)[None].double() / 255 * 2 - 1
        key = PromptKey(3, 1, switch, 0)
        rows = image_rows(wide, bench.perceptor(switch), skip_augs=False, key=key)
        assert torch.equal(target.rows[1:17], rows)


def test_image_prompts_may_stand_alone(folder):
    alone = new_cell(folder, text_prompts=[], image_prompts=["tall.png"])
    (rendering,) = render([alone])
    assert rendering.failure is None
    assert all(len(target.rows) == 16 for target in prepared(alone).condition.targets.values())


@pytest.mark.parametrize(
    ("name", "canvas", "size"),
    [
        ("wide.png", (64, 64), (100, 40)),  # already smaller than the canvas
        ("large.png", (64, 64), (85, 64)),
        ("large.png", (128, 192), (170, 128)),
        ("tall.png", (64, 128), (64, 82)),
    ],
)
def test_the_short_edge_of_an_image_prompt_is_at_most_that_of_the_canvas(
    folder, monkeypatch, name, canvas, size
):
    seen = []

    def watch(picture, perceptor, **how):
        seen.append(picture)
        return image_rows(picture, perceptor, **how)

    monkeypatch.setattr(disco, "image_rows", watch)
    prepared(new_cell(folder, image_prompts=[name], width_height=canvas))
    with Image.open(folder / name) as image:
        pixels = np.asarray(image if size == image.size else image.resize(size, Image.Resampling.LANCZOS))
    expected = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].double() / 255 * 2 - 1
    assert len(seen) == 2
    assert all(torch.equal(picture, expected) for picture in seen)


def test_skip_augs_reaches_the_cuts_of_an_image_prompt(folder):
    plain, bare = (
        prepared(new_cell(folder, image_prompts=["wide.png"], skip_augs=skip)).condition.targets["RN50"].rows
        for skip in (False, True)
    )
    assert len(plain.unique(dim=0)) == 17
    assert len(bare.unique(dim=0)) == 15  # the three whole cuts are alike


def reason(cell):
    (rendering,) = render([cell])
    return rendering.failure.reason


def test_what_stops_the_notebook_fails_with_the_reason(folder):
    pictures = {"image_prompts": ["wide.png"]}
    assert "fuzzy_prompt together with an image prompt" in reason(
        new_cell(folder, fuzzy_prompt=True, **pictures)
    )
    open_clip = new_cell(folder, ViTB32_laion2b_e16=True, **pictures)
    assert "with ViTB32_laion2b_e16" in reason(open_clip)
    slip = tiny_cell("disco-4.1", SLIPB16=True, **pictures)
    assert "with SLIPB16" in reason(Cell(slip.settings, 0, folder))
    assert "must not sum to zero" in reason(new_cell(folder, image_prompts=["wide.png:-1"]))
    # Without CLIP nobody looks at the prompts.
    blind = new_cell(folder, ViTB32=False, RN50=False, tv_scale=100, fuzzy_prompt=True, **pictures)
    (rendering,) = render([blind])
    assert rendering.failure is None


def test_every_open_clip_switch_and_no_other_came_with_one_version():
    later = [switch for switch in CLIP_SWITCHES if DISCO.find(switch).since == disco._OPEN_CLIP_SINCE]
    assert later == [switch for switch in CLIP_SWITCHES if DISCO.find(switch).help.startswith("OpenCLIP")]
    assert len(later) == 13


def test_a_picture_that_is_not_here_may_be_tried_again_and_none_is_fetched(folder):
    for name in ("missing.png", "https://example.org/picture.png:1"):
        (rendering,) = render([new_cell(folder, image_prompts=[name])])
        assert "image_prompts.0" in rendering.failure.reason
        assert "cannot be read" in rendering.failure.reason
        assert not rendering.failure.final


def test_sharpening_is_not_rendered():
    with pytest.raises(PlanError, match=r"sharpen_preset Fast is not rendered.*leave it Off"):
        prepared(tiny_cell("disco-4.1", sharpen_preset="Fast"))
    assert isinstance(render([tiny_cell("disco-4.1", sharpen_preset="Fast")])[0].failure, CellFailure)


def test_cells_with_all_of_it_in_company_are_the_cells_alone(folder):
    cells = [
        new_cell(sampler="plms", steps=4),
        new_cell(),
        new_cell(folder, image_prompts=["wide.png:-0.5", "tall.png"], eta=0, steps=2, seed=4),
        new_cell(fuzzy_prompt=True, text_prompts=["castle", "fog:2"], use_secondary_model=False, steps=3),
        new_cell(perlin_init=True, skip_steps=2, use_vertical_symmetry=True, transformation_percent=[0.4]),
        new_cell(sampler="plms", use_secondary_model=False, perlin_init=True, perlin_mode="gray", image=1),
        new_cell(folder, image_prompts=["large.png"], text_prompts=[], RN50=False, sampler="plms", steps=2),
    ]
    together = shown(cells, DOUBLE, batch=5)
    for cell in cells:
        assert (together[cell] - last_picture(cell)).abs().max() <= 2e-10
    gaps = [(a - b).abs().max() for i, a in enumerate(together.values()) for b in list(together.values())[:i]]
    assert min(gaps) > 0.01
