"""LPIPS against a plain reading of its recipe (engines.md 2.5), on random weights at full width."""

import math
from itertools import pairwise

import pytest
import torch
import torch.nn.functional as F

from ezcharts.errors import ModelError
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.models.lpips import CHANNELS, MEAN, STD, load_lpips

# Channels of VGG16's convolutions, with a pooling between the blocks; their places in torchvision's list.
BLOCKS = ((3, 64, 64), (64, 128, 128), (128, 256, 256, 256), (256, 512, 512, 512), (512, 512, 512, 512))
PLACES = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
SHIFT, SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Random weights in the two files' formats; the classifier is there, and short."""
    folder, generator = tmp_path_factory.mktemp("lpips"), torch.Generator().manual_seed(3)
    places, trunk = iter(PLACES), {"classifier.0.weight": torch.zeros(2)}
    for block in BLOCKS:
        for inner, outer in pairwise(block):
            name = f"features.{next(places)}"
            deviation = math.sqrt(2 / (9 * inner))
            trunk[f"{name}.weight"] = torch.randn((outer, inner, 3, 3), generator=generator) * deviation
            trunk[f"{name}.bias"] = torch.randn(outer, generator=generator) / 10
    linear = {
        f"lin{layer}.model.1.weight": torch.rand((1, channels, 1, 1), generator=generator)
        for layer, channels in enumerate(CHANNELS)
    }
    torch.save(trunk, folder / "vgg16.pth")
    torch.save(linear, folder / "vgg.pth")
    return folder / "vgg16.pth", folder / "vgg.pth"


@pytest.fixture(scope="module")
def distance(files):
    lpips = load_lpips(*files, dtype=torch.float64)
    return PerceptualDistance("LPIPS", lpips.trunk, MEAN, STD, lpips.channel_weights)


def pictures(seed, count=2):
    generator = torch.Generator().manual_seed(seed)
    return 2 * torch.rand((count, 3, 16, 32), generator=generator, dtype=torch.float64) - 1


def plain(files, a, b):
    """LPIPS of two single pictures, one position at a time."""
    trunk, linear = (torch.load(file, weights_only=True) for file in files)
    total, pair = 0.0, torch.cat([a, b])
    shift, scale = (torch.tensor(v, dtype=torch.float64).reshape(1, 3, 1, 1) for v in (SHIFT, SCALE))
    maps, places = (pair - shift) / scale, iter(PLACES)
    for layer, block in enumerate(BLOCKS):
        if layer:
            maps = F.max_pool2d(maps, 2)
        for _ in block[1:]:
            name = f"features.{next(places)}"
            weight, bias = (trunk[f"{name}.{part}"].double() for part in ("weight", "bias"))
            maps = F.conv2d(maps, weight, bias, padding=1).clamp(min=0)
        weights = linear[f"lin{layer}.model.1.weight"].double().flatten()
        here, positions = 0.0, [(y, x) for y in range(maps.shape[2]) for x in range(maps.shape[3])]
        for y, x in positions:
            one, other = (vector / (vector.square().sum().sqrt() + 1e-10) for vector in maps[:, :, y, x])
            here += float((weights * (one - other) ** 2).sum())
        total += here / len(positions)
    return total


def test_it_is_the_recipe(files, distance):
    a, b = pictures(1), pictures(2)
    values = distance.distance(distance.features(a), distance.features(b))
    expected = [plain(files, a[n : n + 1], b[n : n + 1]) for n in range(2)]
    assert values.tolist() == pytest.approx(expected, abs=1e-9)
    assert min(expected) > 0.1


def test_equal_pictures_are_at_distance_0_with_gradient_0(distance):
    a = pictures(1).requires_grad_()
    value = distance.distance(distance.features(a), [m.detach() for m in distance.features(a)])
    (gradient,) = torch.autograd.grad(value.sum(), a)
    assert value.tolist() == [0, 0]
    assert gradient.abs().max() == 0


def test_it_is_linear_in_the_channel_weights(distance):
    a, b = distance.features(pictures(1)), distance.features(pictures(2))
    double = PerceptualDistance(
        "", distance.extract, MEAN, STD, tuple(2 * w for w in distance.channel_weights)
    )
    assert torch.allclose(double.distance(a, b), 2 * distance.distance(a, b), atol=1e-12)


def test_unit_weights_are_twice_the_sum_of_one_minus_the_cosines(distance):
    a, b = distance.features(pictures(1)), distance.features(pictures(2))
    ones = PerceptualDistance("", distance.extract, MEAN, STD, tuple(torch.ones(c) for c in CHANNELS))
    cosines = PerceptualDistance("", distance.extract, MEAN, STD)
    assert torch.allclose(ones.distance(a, b), 2 * 5 * cosines.distance(a, b), atol=1e-12)


def test_the_maps_are_those_behind_the_last_relu_of_each_block(distance):
    maps = distance.extract(pictures(1))
    assert [tuple(m.shape) for m in maps] == [
        (2, 64, 16, 32), (2, 128, 8, 16), (2, 256, 4, 8), (2, 512, 2, 4), (2, 512, 1, 2),
    ]  # fmt: skip
    assert all((m >= 0).all() and (m == 0).any() for m in maps)


def test_gradients_reach_the_picture_and_no_weight(distance):
    a = pictures(1, 1).requires_grad_()
    distance.distance(distance.features(a), distance.features(pictures(2, 1))).sum().backward()
    assert torch.isfinite(a.grad).all()
    assert (a.grad != 0).float().mean() > 0.9
    assert not any(parameter.requires_grad for parameter in distance.extract.parameters())


def test_normalisation_is_the_recipe_s(distance):
    """(x − shift)/scale with the recipe's rounded figures."""
    x = torch.linspace(-1, 1, 5, dtype=torch.float64)
    for mean, std, shift, scale in zip(MEAN, STD, SHIFT, SCALE, strict=True):
        assert torch.allclose(((x + 1) / 2 - mean) / std, (x - shift) / scale, atol=1e-12)


def test_other_files_are_refused(files, tmp_path):
    trunk, linear = files
    with pytest.raises(ModelError, match=r"vgg\.pth is not torchvision's VGG16: .*26 missing"):
        load_lpips(linear, linear)
    with pytest.raises(ModelError, match=r"vgg16\.pth is not LPIPS' weights/v0\.1/vgg\.pth: "):
        load_lpips(trunk, trunk)
    torch.save({"lin0.model.1.weight": torch.zeros(1, 192, 1, 1)}, tmp_path / "alex.pth")
    with pytest.raises(
        ModelError, match=r"1 of another shape \(lin0.model.1.weight \(1, 192, 1, 1\) instead"
    ):
        load_lpips(trunk, tmp_path / "alex.pth")
