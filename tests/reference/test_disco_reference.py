"""Parts of the literal Disco against figures of engines.md and against the libraries it spells out."""

import math
import random

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps
from torch.nn import functional as N
from torchvision.transforms import InterpolationMode, RandomPerspective
from torchvision.transforms import functional as F

from tests.reference.disco import legacy, perlin, prompts, symmetry
from tests.reference.disco.run import Case, normalised, run
from tests.reference.networks import Clip, Models, pattern


class Draws:
    """Any numbers will do here."""

    def __init__(self, case):
        self.case = case

    def normal(self, *key_and_shape):
        *key, shape = key_and_shape
        seed = random.Random(repr(key)).getrandbits(32)
        return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)

    def picture(self, *key):
        width, height = self.case.width_height
        return self.normal(*key, (1, 3, height, width))

    def start(self):
        return self.picture("start")

    def ddim_noise(self, executed):
        return self.picture("ddim", executed)

    def cut_uniforms(self, evaluation, model, repeat, count):
        return uniforms(count, evaluation, model, repeat)

    def cut_noise(self, evaluation, model, repeat, n, count, R):
        return self.normal(evaluation, model, repeat, n, (count, 3, R, R))

    def fuzzy_noise(self, model, prompt, count, width):
        return self.normal("fuzzy", model, prompt, (count, width))


def uniforms(count, *key):
    stream = random.Random(repr(key))
    return [stream.random() for _ in range(count)]


def story_of(models=None, **changes):
    case = Case(**changes)
    return run(case, models or Models(), Draws(case))


def test_symmetry_acts_at_the_step_of_its_section():
    assert symmetry.transformation_steps(240, [0.09]) == {218}
    assert symmetry.transformation_steps(10, [0, 1]) == {10, 0}


def test_symmetry_mirrors_before_the_network_sees_x():
    changes = {"steps": 5, "transformation_percent": (0.4, 1.0), "clip_models": ("small",)}
    story = story_of(use_horizontal_symmetry=True, use_vertical_symmetry=True, **changes)
    assert [step["k"] for step in story if step["transformed"]] == [3, 0]
    x = story[1]["x"]
    assert torch.equal(x, x.flip(3))
    assert torch.equal(x, x.flip(2))
    assert torch.equal(x[:, :, :8, :12], story[0]["x_next"][:, :, :8, :12])
    plain = story_of(sampling_mode="plms", use_horizontal_symmetry=True, **changes)
    assert not any(step["transformed"] for step in plain)  # Q17


def test_plms_evaluates_its_first_step_twice_and_is_told_the_old_noise_level():
    asked = []
    models = Models()
    secondary = models.secondary
    models.secondary = lambda x, c: asked.append(round(c, 12)) or secondary(x, c)
    story = story_of(models, steps=3, sampling_mode="plms", clip_models=("small",))
    assert [len(step["evaluations"]) for step in story] == [2, 1, 1]
    assert asked[0] == asked[1] != asked[2]
    here, there = story[0]["evaluations"]
    assert (here["t"], there["t"], story[1]["t"]) == (666 * 1000 / 999, 333 * 1000 / 999, 333 * 1000 / 999)
    assert torch.equal(story[0]["e"], (here["eps"] + there["eps"]) / 2)
    assert [e["evaluation"] for step in story for e in step["evaluations"]] == [0, 1, 2, 3]


def test_plms_goes_on_with_two_eps_and_lands_on_its_guided_estimate():
    story = story_of(steps=3, sampling_mode="plms", clip_models=("small",))
    e = (3 * story[1]["eps"] - story[0]["eps"]) / 2
    assert torch.equal(story[1]["e"], e)
    assert torch.equal(story[2]["x_next"], story[2]["x0"])
    with pytest.raises(IndexError, match="one remaining step"):
        story_of(steps=3, skip_steps=2, sampling_mode="plms")


def test_weights_are_read_after_the_last_colon_that_is_not_an_address_s():
    assert prompts.parse("a castle") == ("a castle", 1.0)
    assert prompts.parse("a: castle:-2") == ("a: castle", -2.0)
    assert prompts.parse("https://a.b/c.png") == ("https://a.b/c.png", 1.0)
    assert prompts.parse("http://a.b:80/c.png:0.5") == ("http://a.b:80/c.png", 0.5)


def test_fuzzy_prompts_are_clamped_even_without_noise():
    """Q20."""
    case = Case(fuzzy_prompt=True, rand_mag=0.0, prompts=(("a", 1.0), ("b", -3.0)))
    rows, weights = prompts.rows_and_weights("small", case, Models(), Draws(case))
    assert len(rows) == 50
    assert torch.equal(rows[30], Models().prompt_row("small", "b").clamp(0, 1))
    assert weights == pytest.approx([1 / 50] * 25 + [-3 / 50] * 25)


def test_weights_that_cancel_are_refused():
    case = Case(prompts=(("a", 1.0), ("b", -1.0)))
    with pytest.raises(ValueError, match="must not sum to 0"):
        prompts.rows_and_weights("small", case, Models(), Draws(case))


def test_an_image_prompt_weighs_as_much_as_a_text_of_its_weight():
    models = Models()
    models.image_rows = lambda name, image: [models.prompt_row(name, f"{image} {n}") for n in range(16)]
    case = Case(image_prompts=(("photo", 3.0),))
    rows, weights = prompts.rows_and_weights("small", case, models, Draws(case))
    assert len(rows) == 17
    assert weights == pytest.approx([0.25] + [0.75 / 16] * 16)
    assert torch.isfinite(run(case, models, Draws(case))[-1]["x_next"]).all()


@pytest.mark.parametrize(
    ("size", "output", "expected"), [((40, 30), (64, 20), (26, 20)), ((30, 47), (64, 64), (30, 47))]
)
def test_image_prompts_keep_their_shape(size, output, expected):
    picture = prompts.prompt_picture(Image.new("L", size, 255), output)
    assert picture.shape == (1, 3, expected[1], expected[0])
    assert torch.equal(picture, torch.ones_like(picture))


def test_legacy_cuts_are_sixteen_and_the_last_three_whole():
    picture = torch.ones((1, 3, 16, 24), dtype=torch.float64)
    normals = [-5.0, 0.0, 5.0] + [0.1] * 13
    cuts = legacy.legacy_cutouts(
        picture, 9, 16, True, lambda count: uniforms(count), lambda count: normals[:count], None
    )
    assert [cut.shape for cut in cuts] == [(1, 3, 9, 9)] * 16
    whole = legacy.resampled(legacy.padded(picture), 9)
    assert [torch.equal(cut, whole) for cut in cuts] == [False] * 13 + [True] * 3
    assert legacy.padded(picture).shape == (1, 3, 24, 32)


def test_legacy_crops_are_between_the_input_size_and_the_padded_picture():
    picture = pattern((1, 3, 24, 32), 1.0, 0.9)
    sides = [legacy.crop(picture, 9, z, [0.5, 0.5]).shape[2] for z in (-5.0, 0.0, 5.0)]
    assert sides == [int(24 * (9 / 24)), int(24 * 0.8), 24]
    assert torch.equal(legacy.crop(picture, 9, 5.0, [0.999, 0.999]), picture[:, :, :, 8:])


@pytest.mark.parametrize("seed", range(3))
def test_affine_and_perspective_are_torchvision_s(seed):
    cut = pattern((1, 3, 13, 18), 1.0, 0.9)
    u = uniforms(16, seed)
    shift = [round((2 * u[4] - 1) * 1.8), round((2 * u[5] - 1) * 1.3)]
    expected = F.affine(
        cut, 30 * u[3] - 15, shift, 1.0, [0.0, 0.0], InterpolationMode.NEAREST, fill=[0.0] * 3
    )
    assert torch.allclose(legacy.turned(cut, u), expected, atol=1e-12)
    ends = legacy.corners(18, 13, u)
    starts = [[0, 0], [17, 0], [17, 12], [0, 12]]
    expected = F.perspective(cut, starts, [list(end) for end in ends], fill=[0.0] * 3)
    assert torch.allclose(legacy.in_perspective(cut, u), expected, atol=2e-5)


def test_corners_have_torchvision_s_ranges():
    torch.manual_seed(0)
    drawn = [RandomPerspective.get_params(18, 13, 0.4)[1] for _ in range(400)]
    ours = [legacy.corners(18, 13, uniforms(16, n)) for n in range(400)]
    for corner in range(4):
        for axis in (0, 1):
            seen = {ends[corner][axis] for ends in drawn}
            assert {ends[corner][axis] for ends in ours} == seen


@pytest.mark.parametrize(("shape", "R"), [((20, 31), 8), ((9, 12), 10), ((6, 5), 7)])
def test_legacy_resampling_is_reflect_lanczos_and_aligned_bicubic(shape, R):
    picture = pattern((1, 3, *shape), 2.0, 0.9)
    expected = picture
    for axis, length in zip((2, 3), shape, strict=True):
        if length > R:
            reach = math.ceil(2 * length / R) - 1
            x = torch.arange(-reach, reach + 1, dtype=torch.float64) * R / length
            kernel = torch.sinc(x) * torch.sinc(x / 2) * (x.abs() < 2)
            kernel = (kernel / kernel.sum()).reshape((1, 1, -1, 1) if axis == 2 else (1, 1, 1, -1))
            pad = (0, 0, reach, reach) if axis == 2 else (reach, reach, 0, 0)
            padded = N.pad(expected, pad, "reflect")
            expected = N.conv2d(padded, kernel.expand(3, 1, -1, -1), groups=3)
    expected = N.interpolate(expected, (R, R), mode="bicubic", align_corners=True)
    assert torch.allclose(legacy.resampled(picture, R), expected, atol=1e-12)


def test_augmented_cuts_of_an_image_prompt_are_finite_rows():
    draws, clip = Draws(Case()), Clip(8, 2.0)
    rows = prompts.image_rows(
        clip,
        pattern((1, 3, 12, 16), 3.0, 1.0),
        False,
        normalised,
        lambda count: uniforms(count, "image"),
        lambda count: draws.normal("size", (count,)).tolist(),
        lambda cut, n, shape: draws.normal("noise", cut, n, shape),
    )
    assert torch.stack(rows).shape == (16, 7)
    assert torch.isfinite(torch.stack(rows)).all()


def test_perlin_noise_of_equal_gradients_is_a_known_wave():
    gradients = torch.zeros((2, 3, 3), dtype=torch.float64)
    gradients[0] = 1.0
    for down in (0.0, 0.25, 0.5, 1.25, 1.75):
        f = down % 1
        expected = perlin.smoothstep(1 - f) * f + perlin.smoothstep(f) * (f - 1)
        assert perlin.lattice_noise(gradients, down, 0.3) == pytest.approx(expected)


def test_a_perlin_layer_is_resized_as_torch_does():
    stack = [Draws(Case()).normal(octave, (1, 2, 2**octave + 1, 2**octave + 1)) for octave in range(3)]
    full = torch.tensor(
        [[perlin.layer_value(stack, 1, 0, row, column) for column in range(8)] for row in range(8)],
        dtype=torch.float64,
    )
    assert full[0, 0] == 0.5
    for size in ((5, 3), (16, 11)):
        expected = N.interpolate(full[None, None], size, mode="bilinear", align_corners=False)
        assert torch.allclose(perlin.resized_channel(stack, 1, 0, size[::-1]), expected[0, 0], atol=1e-12)


def test_octaves_of_perlin_noise_halve_in_size_and_shrink_by_a_third():
    """With equal gradients an octave is a wave of the position in its cell; cells are 8, 4 and 2 pixels."""
    stack = [torch.zeros((1, 2, 2 * 2**o + 1, 2 * 2**o + 1), dtype=torch.float64) for o in range(3)]
    for gradients in stack:
        gradients[0, 1] = 1.0
    for column in range(16):
        expected = 0.5
        for octave, cell in enumerate((8, 4, 2)):
            f = column / cell % 1
            expected += 0.5 / 1.5**octave * (perlin.smoothstep(1 - f) * f + perlin.smoothstep(f) * (f - 1))
        assert perlin.layer_value(stack, 2, 0, 3, column) == pytest.approx(expected)


def test_eight_bits_are_cut_off():
    values = torch.tensor([-0.1, 0.0, 0.9999, 1.0, 1.3, 100.9 / 255], dtype=torch.float64)
    assert perlin.eight_bit(values).tolist() == [0, 0, 254, 255, 255, 100]


def test_autocontrast_is_pillow_s():
    channel = (40 + 150 * pattern((9, 11), 4.0, 0.5).abs()).to(torch.int64)
    expected = np.asarray(ImageOps.autocontrast(Image.fromarray(channel.numpy().astype(np.uint8))))
    assert torch.equal(perlin.autocontrast(channel), torch.from_numpy(expected.astype(np.int64)))


@pytest.mark.parametrize(("mode", "coloured"), [("mixed", True), ("color", True), ("gray", False)])
def test_a_perlin_init_is_the_mean_of_two_stretched_layers(mode, coloured):
    init = perlin.perlin_init(mode, (10, 6), Draws(Case()), layers=((1, 4), (2, 2)))
    assert init.shape == (1, 3, 6, 10)
    assert -1 <= init.min() < -0.5 < 0.5 < init.max() <= 1
    assert bool((init[:, 0] != init[:, 1]).any()) == coloured
    assert torch.allclose((init + 1) * 255, ((init + 1) * 255).round())
