import numpy as np
import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser
from ezcharts.training.augment import augment, blur, cut, estimated, recolour


class Fixed:
    """A generator whose choices are given."""

    def __init__(self, kind, uniform=0.5, random=0.9):
        self.kind, self.value, self.chance = kind, uniform, random

    def uniform(self, low, high, shape):
        return np.full(shape, low + (high - low) * self.value)

    def random(self, count):
        return np.full(count, self.chance)

    def choice(self, options, count, p):
        return np.full(count, self.kind)


def ramp(side=128):
    return torch.linspace(0, 1, side).expand(1, 3, side, side).contiguous()


def test_a_whole_that_is_neither_turned_nor_moved_is_the_halved_picture():
    view = cut(ramp(), 64, Fixed(kind=1))
    assert torch.allclose(view, torch.nn.functional.avg_pool2d(ramp(), 2), atol=1e-5)


def test_a_crop_shows_a_part_at_its_own_scale():
    view = cut(ramp(), 64, Fixed(kind=0, uniform=0.0, random=0.9))
    # uniform 0: half of the side, shifted fully to the left, angle 0 because random 0.9 is above 0.7.
    assert torch.allclose(view[..., 1:-1], ramp()[..., 32:97, 1:63][..., :64, :], atol=1e-2)


def test_a_rim_is_black():
    view = cut(torch.ones(1, 3, 128, 128), 64, Fixed(kind=2, uniform=1.0, random=0.9))
    assert view[..., 0, :].max() == 0
    assert view[..., 32, 40].min() == pytest.approx(1)


def test_a_mirrored_whole_runs_the_other_way():
    view = cut(ramp(), 64, Fixed(kind=1, random=0.4, uniform=0.5))
    assert (view[..., 1:] < view[..., :-1]).all()


def test_one_view_in_eight_is_grey():
    rng = np.random.default_rng(0)
    views = recolour(torch.rand(800, 3, 4, 4), rng)
    grey = (views.amax(dim=1) - views.amin(dim=1)).amax(dim=(1, 2)) < 1e-6
    assert 60 <= int(grey.sum()) <= 140


def test_blurring_keeps_the_mean_brightness():
    views = torch.rand(64, 3, 16, 16)
    blurred = blur(views, np.random.default_rng(0))
    assert torch.allclose(blurred.mean(dim=(2, 3)), views.mean(dim=(2, 3)), atol=0.02)
    assert blurred.var() < views.var()


def test_one_key_gives_one_batch():
    pictures = torch.rand(4, 3, 128, 128)
    views = [augment(pictures, 64, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert views[0].shape == (4, 3, 64, 64)
    assert torch.equal(views[0], views[1])
    assert not torch.equal(views[0], views[2])


def test_some_pictures_become_what_a_denoiser_makes_of_them():
    pictures = torch.rand(200, 3, 8, 8)
    grey = GaussianDenoiser(0.0, 1e-3)  # knows nothing but grey
    seen = estimated(pictures, grey, np.random.default_rng(0), 0.3)
    kept = (seen == pictures).flatten(1).all(dim=1)
    assert kept.float().mean().item() == pytest.approx(0.7, abs=0.1)
    assert torch.allclose(seen[~kept], torch.tensor(0.5), atol=0.02)
    assert torch.equal(estimated(pictures, grey, np.random.default_rng(0), 0), pictures)
