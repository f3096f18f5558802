"""Perlin noise: every octave, the resize, the eight bits and the two layers (engines.md 2.8)."""

import itertools

import pytest
import torch
from torch.nn import functional as F

from ezcharts.diffusion import perlin
from ezcharts.diffusion.draws import DrawKey, normal
from ezcharts.diffusion.perlin import CHANNELS, LAYERS, Layer, clouds, perlin_picture, stretched

SMALL = Layer("A", 4, 2)
"""A layer of 2, 4, 8 and 16 cells a side, 32 pixels."""


def smooth(t):
    return 3 * t * t - 2 * t * t * t


def plain_octave(g, pixels):
    """One octave, pixel by pixel: g[component][line down][line across], cells of `pixels` pixels."""
    side = (len(g[0]) - 1) * pixels
    picture = torch.zeros(side, side, dtype=torch.float64)
    for y, x in itertools.product(range(side), repeat=2):
        (row, v), (column, h) = (divmod(place / pixels, 1) for place in (y, x))
        for a, b in itertools.product((0, 1), repeat=2):
            line = int(row) + a, int(column) + b
            weight = (smooth(v) if a else 1 - smooth(v)) * (smooth(h) if b else 1 - smooth(h))
            slope = g[0][line[0]][line[1]] * (v - a) + g[1][line[0]][line[1]] * (h - b)
            picture[y, x] += weight * slope
    return picture


def plain_clouds(layer, channels, size, seed, image=0):
    """A layer as a notebook makes it: all of it, then the resize. Draws as the module says."""
    total = torch.full((channels, 32, 32), 0.5, dtype=torch.float64)
    for octave in range(layer.octaves):
        lines = layer.cells * 2**octave + 1
        keys = [DrawKey(seed, image, f"perlin {layer.name}", octave, "", line) for line in range(lines)]
        drawn = normal(keys, channels * 2 * lines, dtype=torch.float64).reshape(lines, channels, 2, lines)
        for channel in range(channels):
            g = drawn[:, channel].permute(1, 0, 2).tolist()
            total[channel] += 0.5 * 1.5**-octave * plain_octave(g, 32 // (lines - 1))
    return F.interpolate(total[None], (size[1], size[0]), mode="bilinear", align_corners=False)[0]


# Larger and smaller than the layer, and its own size; none of them square but the last.
@pytest.mark.parametrize("size", [(7, 12), (50, 40), (32, 32)])
def test_a_layer_is_the_whole_picture_resized(size):
    ours = clouds(SMALL, 3, size, seed=5, image=1, dtype=torch.float64)
    assert ours.shape == (3, size[1], size[0])
    assert (ours - plain_clouds(SMALL, 3, size, seed=5, image=1)).abs().max() < 1e-13


@pytest.mark.parametrize("layer", LAYERS)
def test_the_layers_are_squares_of_4096_and_1024_pixels(layer, monkeypatch):
    """Every octave, by closed form: where all g are (1, 0), it is f - s(f) down and the same across."""
    monkeypatch.setattr(perlin, "normal", lambda keys, count, **kw: _all_down(len(keys), count, kw["dtype"]))
    length = {"A": 4096, "B": 1024}[layer.name]
    rows = 64  # between two pixels of the layer each
    expected = torch.full((rows,), 0.5, dtype=torch.float64)
    for octave in range({"A": 12, "B": 8}[layer.name]):
        pixels = length // ({"A": 1, "B": 4}[layer.name] * 2**octave)
        for k in range(rows):
            left = (2 * k + 1) * length // (2 * rows) - 1
            f = [(left + i) % pixels / pixels for i in (0, 1)]
            expected[k] += 0.5 * 1.5**-octave * sum(v - smooth(v) for v in f) / 2
    ours = clouds(layer, 1, (3, rows), seed=0, dtype=torch.float64)
    assert torch.allclose(ours, expected[:, None].expand(1, rows, 3), rtol=0, atol=1e-13)


def _all_down(lines, count, dtype):
    """Gradients (1, 0) for one channel."""
    return torch.tensor([1.0, 0.0], dtype=dtype).repeat_interleave(count // 2).expand(lines, count)


def test_a_corner_of_cells_is_worth_nothing():
    """Gradient noise is 0 on its own lattice, and the first pixel is on every octave's."""
    ours = clouds(SMALL, 3, (32, 32), seed=2, dtype=torch.float64)
    assert torch.allclose(ours[:, 0, 0], torch.full((3,), 0.5, dtype=torch.float64), atol=1e-15)


def test_the_noise_does_not_hang_on_the_size_of_the_picture():
    """Of three times the pixels every third is at the same place."""
    small = clouds(LAYERS[1], 3, (12, 20), seed=4, dtype=torch.float64)
    large = clouds(LAYERS[1], 3, (36, 60), seed=4, dtype=torch.float64)
    assert torch.allclose(small, large[:, 1::3, 1::3], rtol=0, atol=1e-12)
    assert not torch.allclose(small, large[:, ::3, ::3], rtol=0, atol=1e-3)


def test_gradients_are_normal_not_of_unit_length():
    """In the middle of the only cell four corners add (±g0 ± g1)/8 each: variance 4·2/64, times ¼."""
    one = Layer("A", 1, 1)
    middles = [clouds(one, 1, (2, 2), seed=seed, dtype=torch.float64)[0, 1, 1] - 0.5 for seed in range(1000)]
    values = torch.stack(middles)
    # Bilinear (2, 2) of (2, 2) is the layer itself; its last pixel is at f = ½ both ways.
    assert float(values.mean()) == pytest.approx(0, abs=4 * float(values.std()) / 1000**0.5)
    assert float(values.var()) == pytest.approx(8 / 64 / 4, rel=4 * (2 / 1000) ** 0.5)
    excess = float(((values / values.std()) ** 4).mean()) - 3
    assert excess == pytest.approx(0, abs=4 * (24 / 1000) ** 0.5)


def test_each_channel_is_truncated_to_eight_bits_and_stretched():
    layer = torch.tensor([[0.2, 0.3009, 0.4], [0.0, -1.0, 2.0], [0.5, 0.5, 0.5]], dtype=torch.float64)
    red, green, blue = (stretched(layer[:, None])[:, 0] * 255).round().int().tolist()
    # 0.3009 is 76.7, so 76, of 51 to 102: (76 - 51)·255/51 is 125; rounded it would have been 130.
    assert red == [0, 125, 255]
    assert green == [0, 0, 255]
    assert blue == [127, 127, 127]


def test_a_picture_is_the_mean_of_two_stretched_layers():
    first, second = (
        stretched(clouds(layer, channels, (24, 16), seed=9, image=2, dtype=torch.float64))
        for layer, channels in zip(LAYERS, (3, 1), strict=True)
    )
    # Pillow's stretch truncates as well, so that its top is 254 where 255 comes out a hair lower.
    assert first.amin((1, 2)).tolist() == [0, 0, 0]
    assert ((first.amax((1, 2)) * 255).round() >= 254).all()
    ours = perlin_picture("mixed", (24, 16), seed=9, image=2, dtype=torch.float64)
    assert torch.allclose(ours[0], (first + second) / 2 * 2 - 1, rtol=0, atol=1e-15)


@pytest.mark.parametrize("mode", CHANNELS)
def test_modes(mode):
    picture = perlin_picture(mode, (64, 48), seed=1)
    assert picture.shape == (1, 3, 48, 64)
    assert picture.abs().max() <= 1
    red, green, blue = picture[0]
    assert (torch.equal(red, green) and torch.equal(green, blue)) == (mode == "gray")
    assert (red - green).abs().max() > 0.3 or mode == "gray"


def test_mixed_is_colour_over_grey():
    """Its first layer is that of `color`, its second that of `gray`."""
    mixed, grey, colour = (
        perlin_picture(mode, (16, 16), seed=6, dtype=torch.float64)[0] for mode in ("mixed", "gray", "color")
    )
    first_grey, first_colour = (
        stretched(clouds(LAYERS[0], channels, (16, 16), seed=6, dtype=torch.float64)) for channels in (1, 3)
    )
    assert torch.allclose(mixed - first_colour, grey - first_grey, rtol=0, atol=1e-12)
    assert not torch.allclose(mixed - first_colour, colour - first_colour, rtol=0, atol=1e-2)


def test_one_seed_one_picture():
    first = perlin_picture("mixed", (16, 16), seed=3)
    assert torch.equal(first, perlin_picture("mixed", (16, 16), seed=3))
    for other in ({"seed": 4}, {"seed": 3, "image": 1}):
        assert (first - perlin_picture("mixed", (16, 16), **other)).abs().max() > 0.1


def test_single_precision_is_off_by_no_more_than_a_level_here_and_there():
    single, double = (
        perlin_picture("color", (48, 32), seed=8, dtype=dtype).double()
        for dtype in (torch.float32, torch.float64)
    )
    gap = (single - double).abs()
    # A level of one layer, stretched at most threefold, moves where a value is at the edge of it.
    assert gap.max() <= 3 * 2 / 255
    assert (gap > 1e-6).double().mean() < 0.01
