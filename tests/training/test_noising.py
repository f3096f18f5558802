import numpy as np
import pytest
import torch
from PIL import Image

from ezcharts.diffusion.denoiser import GaussianDenoiser, Prediction, from_v
from ezcharts.training.data import Scenes
from ezcharts.training.noising import (
    PAINTED,
    Pictures,
    add_noise,
    denoisers_scenes,
    draw_timesteps,
    level_at,
    noisy_batch,
    sample,
    to_unit,
    validation,
    velocity_loss,
    write_sheet,
)
from ezcharts.training.world.scene import CLASSES


def test_levels_are_those_of_the_table():
    # engines.md 1.1: abar_0 = 0.9999, abar_999 = 4.036e-5
    level = level_at(torch.tensor([0, 999]))
    assert level.alpha.square().tolist() == pytest.approx([0.9999, 4.036e-5], rel=1e-3)
    assert (level.alpha.square() + level.sigma.square()).tolist() == pytest.approx([1, 1])
    assert level.t.tolist() == [0, 999]


def test_half_of_the_timesteps_are_uniform_and_half_uniform_in_angle():
    t = draw_timesteps(20_000, torch.Generator().manual_seed(0))
    uniform, by_angle = t[::2].double(), level_at(t[1::2])
    assert uniform.mean().item() == pytest.approx(499.5, abs=2)
    angle = torch.atan2(by_angle.sigma, by_angle.alpha) * 2 / torch.pi
    assert torch.histc(angle, 4, 0, 1).tolist() == pytest.approx([2500] * 4, rel=0.05)
    assert (t.min() >= 0) & (t.max() <= 999)


def test_noise_is_mixed_in_by_alpha_and_sigma():
    x0, noise = torch.randn(2, 1, 3, 4, 4)
    noisy = add_noise(x0, torch.tensor([300]), noise)
    assert torch.allclose(noisy.x, noisy.level.alpha * x0 + noisy.level.sigma * noise)


def test_a_batch_depends_on_its_key_alone():
    x0 = torch.zeros(4, 3, 8, 8)
    assert torch.equal(noisy_batch(x0, 0, 5).x, noisy_batch(x0, 0, 5).x)
    assert not torch.equal(noisy_batch(x0, 0, 5).x, noisy_batch(x0, 0, 6).x)


def test_the_loss_is_the_error_of_v_and_of_its_slopes():
    x0, noise = torch.randn(2, 4, 3, 8, 8)
    noisy, guess = add_noise(x0, torch.tensor([100, 300, 600, 999]), noise), torch.randn(4, 3, 8, 8)
    alpha, sigma = (values.reshape(-1, 1, 1, 1) for values in noisy.level[:2])
    error = guess - (alpha * noise - sigma * x0)
    slopes = error.diff(dim=2).square().mean() + error.diff(dim=3).square().mean()
    wrong = error.square().mean() + 2 * slopes
    assert velocity_loss(lambda x, level: from_v(x, guess, level), noisy).item() == pytest.approx(
        wrong.item(), rel=1e-4
    )


def test_the_cleanest_levels_do_not_outweigh_the_others():
    noisy = add_noise(torch.zeros(1, 3, 4, 4), torch.tensor([0]), torch.zeros(1, 3, 4, 4))
    loss = velocity_loss(lambda x, level: Prediction(x + 1, x), noisy)
    assert loss.item() == pytest.approx(16)


def test_bytes_become_pictures_between_minus_one_and_one():
    pictures = np.array([0, 255], np.uint8).reshape(1, 1, 2, 1).repeat(3, axis=3)
    assert to_unit(pictures, "cpu")[0, :, 0].tolist() == [[-1, 1]] * 3


def test_other_sizes_are_seen_in_every_sixteen_steps(scenes):
    pictures = Pictures(scenes, "all", 8, 0, "cpu")
    shapes = [tuple(pictures.of_step(step).shape) for step in range(16)]
    assert shapes.count((8, 3, 64, 64)) == 12
    assert shapes[3] == (5, 3, 64, 128)
    assert shapes[7] == (24, 3, 32, 32)
    assert shapes[11] == (5, 3, 128, 64)
    assert shapes[15] == (2, 3, 128, 128)


def test_a_step_sees_what_seed_and_step_decide(scenes):
    one, again, other = (Pictures(scenes, "all", 4, seed, "cpu").of_step(5) for seed in (0, 0, 1))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


def test_painted_media_are_all_that_is_picked_where_they_are_asked_for(scenes):
    chosen = denoisers_scenes(scenes / "held-out", "painted")
    media = chosen.labels[chosen.rows, list(CLASSES).index("medium")]
    assert 0 < len(chosen) < 24
    assert {CLASSES["medium"][index] for index in media} <= set(PAINTED)


def test_a_perfect_denoiser_has_no_validation_error(scenes):
    held_out = Scenes.read(scenes / "held-out")
    truth = to_unit(held_out.pictures[:], "cpu")
    figures = validation(lambda x, level: Prediction(truth, x), held_out, "cpu", count=24)
    assert set(figures.values()) == {0.0}


def test_sampling_a_gaussian_gives_its_mean():
    pictures = sample(GaussianDenoiser(0.25, 1e-3), 2, (16, 8), "cpu", steps=10)
    assert pictures.shape == (2, 3, 8, 16)
    assert torch.allclose(pictures, torch.tensor(0.25), atol=0.02)


def test_a_sheet_has_its_pictures_in_rows(tmp_path):
    write_sheet(
        torch.stack([torch.full((3, 4, 6), value) for value in (-1.0, 0.0, 1.0, -1.0)]), tmp_path / "s.png", 2
    )
    sheet = np.asarray(Image.open(tmp_path / "s.png"))
    assert sheet.shape == (8, 12, 3)
    assert [sheet[0, 0, 0], sheet[0, 6, 0], sheet[4, 0, 0], sheet[4, 6, 0]] == [0, 128, 255, 0]
