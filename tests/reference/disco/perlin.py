"""The Perlin init (engines.md 2.8), one pixel after the other, and only pixels that the resize looks at.

Gradients are handed in:

    draws.normal("perlin", layer, octave, shape)    standard normal, shape (channels, 2, G + 1, G + 1)

layer 0 is A, 1 is B; octave counts from 0; G = base 2^octave cells a side; channels is 1 where the layer is
grey, else 3, each with an octave stack of its own. [c, 0] holds the gradients' first component, along the
picture's rows (downwards), [c, 1] the second, along its columns; [.., r, s] belongs to the lattice corner r
cells down and s cells right. Points are at multiples of 1 / cell size from 0, without half a pixel.
"""

import math

import torch

LAYERS = ((1, 12), (4, 8))  # base grid and octaves of A and B
GREY = {"color": (False, False), "gray": (True, True), "mixed": (False, True)}


def amplitude(octave):
    return 0.5 * 1.5**-octave


def smoothstep(t):
    return 3 * t**2 - 2 * t**3


def lattice_noise(gradients, down, right):
    """Gradient noise at (down, right) cells; `gradients` is (2, G + 1, G + 1)."""
    r, s = int(down), int(right)
    total = 0.0
    for dr in (0, 1):
        for ds in (0, 1):
            v, h = down - r - dr, right - s - ds
            weight = smoothstep(1 - abs(v)) * smoothstep(1 - abs(h))
            g = gradients[:, r + dr, s + ds]
            total += weight * (float(g[0]) * v + float(g[1]) * h)
    return total


def layer_value(stack, base, channel, row, column):
    """The unresized layer at a pixel: 0.5 plus its octaves."""
    value = 0.5
    for octave, gradients in enumerate(stack):
        cell = 2 ** (len(stack) - octave)
        assert gradients.shape[-1] == base * 2**octave + 1
        value += amplitude(octave) * lattice_noise(gradients[channel], row / cell, column / cell)
    return value


def neighbours(j, out, length):
    """[(pixel, weight)] of output pixel j: tensor bilinear without antialias, corners not aligned."""
    position = max((j + 0.5) * length / out - 0.5, 0.0)
    first = math.floor(position)
    share = position - first
    return [(first, 1 - share), (min(first + 1, length - 1), share)]


def resized_channel(stack, base, channel, width_height):
    width, height = width_height
    length = base * 2 ** len(stack)
    result = torch.zeros((height, width), dtype=torch.float64)
    for i in range(height):
        for j in range(width):
            for row, w_row in neighbours(i, height, length):
                for column, w_column in neighbours(j, width, length):
                    value = layer_value(stack, base, channel, row, column)
                    result[i, j] += w_row * w_column * value
    return result


def autocontrast(channel):
    """Pillow's on one channel of integers 0 to 255: stretch from its extremes, rounded down."""
    low, high = int(channel.min()), int(channel.max())
    if high <= low:
        return channel
    result = torch.empty_like(channel)
    scale = 255.0 / (high - low)
    for i in range(channel.shape[0]):
        for j in range(channel.shape[1]):
            value = int(int(channel[i, j]) * scale - low * scale)
            result[i, j] = min(max(value, 0), 255)
    return result


def eight_bit(channel):
    """[0, 1] to integers 0 to 255, rounded down; what lies outside is clamped."""
    return torch.floor(channel.clamp(0, 1) * 255).to(torch.int64)


def layer_picture(layer, grey, width_height, draws, layers=LAYERS):
    """One layer as an 8-bit picture, int64 (3, H, W)."""
    base, octaves = layers[layer]
    channels = 1 if grey else 3
    stack = []
    for octave in range(octaves):
        side = base * 2**octave + 1
        stack.append(draws.normal("perlin", layer, octave, (channels, 2, side, side)))
    result = []
    for channel in range(channels):
        resized = resized_channel(stack, base, channel, width_height)
        result.append(autocontrast(eight_bit(resized)))
    return torch.stack(result if channels == 3 else 3 * result)


def perlin_init(mode, width_height, draws, layers=LAYERS):
    """The init A + B - 1, shape (1, 3, H, W), [-1, 1].

    Args:
        mode: 'mixed', 'color' or 'gray'.
        width_height: Size in pixels.
        draws: See above.
        layers: Base grids and octaves; the notebook's unless a test wants fewer.
    """
    total = 0.0
    for layer in (0, 1):
        total = total + layer_picture(layer, GREY[mode][layer], width_height, draws, layers).double() / 255
    return (total - 1)[None]
