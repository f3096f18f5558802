"""Dango cutouts (engines.md 2.4.1): pad with zeros, crop by slicing, torchvision's transforms, cut by cut.

Which uniform decides what (the only thing taken from the package, since streams are ours): flip, angle, shift
to the right, shift down, grey, brightness, contrast, saturation, hue, order of the four jitters (the 24
permutations in lexicographic order); then for every crop its size, left and top offset.
"""

import itertools
from dataclasses import dataclass

import torch
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

from tests.reference.disco.resize import resize

AUGMENTATION_UNIFORMS = 10
ORDERS = list(itertools.permutations(["brightness", "contrast", "saturation", "hue"]))


@dataclass(frozen=True)
class Counts:
    """The four cut schedules at one step."""

    overview: int
    inner: int
    power: float
    grey_p: float


def between(u, low, high):
    return low + u * (high - low)


def grey(picture):
    r, g, b = picture[:, 0:1], picture[:, 1:2], picture[:, 2:3]
    y = 0.2989 * r + 0.587 * g + 0.114 * b
    return torch.cat((y, y, y), dim=1)


def overview_cuts(y, R, n):
    height, width = y.shape[2:]
    beside, above = max(0, (height - width) // 2), max(0, (width - height) // 2)
    square = torch.zeros((1, 3, height + 2 * above, width + 2 * beside), dtype=y.dtype)
    square[:, :, above : above + height, beside : beside + width] = y
    o = resize(square, R)
    if n > 4:
        return [o] * n
    mirrored = torch.flip(o, dims=[3])
    return [o, grey(o), mirrored, grey(mirrored)][:n]


def inner_cuts(y, R, counts, uniforms):
    height, width = y.shape[2:]
    m, q = min(width, height), min(width, height, R)
    cuts = []
    for i in range(counts.inner):
        u_size, u_left, u_top = uniforms[3 * i : 3 * i + 3]
        size = int(u_size**counts.power * (m - q) + q)
        left = int(u_left * (width - size + 1))
        top = int(u_top * (height - size + 1))
        crop = y[:, :, top : top + size, left : left + size]
        if i <= int(counts.grey_p * counts.inner):
            crop = grey(crop)
        cuts.append(resize(crop, R))
    return cuts


def augment(cut, u, noises):
    """Augment one cut; `noises` are its own three, each (1, 3, R, R)."""
    R = cut.shape[-1]
    if u[0] < 0.5:
        cut = F.hflip(cut)
    cut = cut + 0.01 * noises[0]
    shift = [round(between(u[2], -0.05 * R, 0.05 * R)), round(between(u[3], -0.05 * R, 0.05 * R))]
    angle = between(u[1], -10, 10)
    cut = F.affine(cut, angle, shift, 1.0, [0.0, 0.0], InterpolationMode.BILINEAR, fill=[0.0, 0.0, 0.0])
    cut = cut + 0.01 * noises[1]
    if u[4] < 0.1:
        cut = F.rgb_to_grayscale(cut, num_output_channels=3)
    cut = cut + 0.01 * noises[2]
    for name in ORDERS[int(u[9] * 24)]:
        cut = JITTER[name](cut, u)
    return cut


def shift_hue(cut, turns):
    """torchvision's adjust_hue, which computes in float32 whatever it is given; here in float64.

    To hue, saturation and value, turn, and back by the six sextants; the three lower levels are clamped.
    """
    r, g, b = cut.unbind(dim=1)
    top, low = cut.max(dim=1).values, cut.min(dim=1).values
    chroma = torch.where(top == low, torch.ones_like(top), top - low)
    sector = torch.where(
        top == r, (g - b) / chroma, torch.where(top == g, 2 + (b - r) / chroma, 4 + (r - g) / chroma)
    )
    h = (sector / 6 + 1) % 1
    s = (top - low) / torch.where(top == low, torch.ones_like(top), top)
    h = (h + turns) % 1
    i = torch.floor(h * 6)
    f = h * 6 - i
    p = (top * (1 - s)).clamp(0, 1)
    q = (top * (1 - s * f)).clamp(0, 1)
    t = (top * (1 - s * (1 - f))).clamp(0, 1)
    colours = [(top, t, p), (q, top, p), (p, top, t), (p, q, top), (t, p, top), (top, p, q)]
    result = torch.zeros_like(cut)
    for n, colour in enumerate(colours):
        result = result + (i % 6 == n).unsqueeze(1) * torch.stack(colour, dim=1)
    return result


JITTER = {
    "brightness": lambda cut, u: F.adjust_brightness(cut, between(u[5], 0.9, 1.1)),
    "contrast": lambda cut, u: F.adjust_contrast(cut, between(u[6], 0.9, 1.1)),
    "saturation": lambda cut, u: F.adjust_saturation(cut, between(u[7], 0.9, 1.1)),
    "hue": lambda cut, u: shift_hue(cut, between(u[8], -0.1, 0.1)),
}


def cutouts(y, R, counts, skip_augs, uniforms, noise):
    """Return the list of cuts, each (1, 3, R, R), of y = (x_in + 1)/2.

    Args:
        y: Shape (1, 3, H, W).
        R: Side of the model's input.
        counts: The schedules' values.
        skip_augs: No augmentation at all.
        uniforms: Called with a count.
        noise: Called with (n, count, R), n = 0, 1, 2.
    """
    drawn = uniforms(AUGMENTATION_UNIFORMS + 3 * counts.inner)
    cuts = overview_cuts(y, R, counts.overview) if counts.overview else []
    cuts += inner_cuts(y, R, counts, drawn[AUGMENTATION_UNIFORMS:])
    if skip_augs:
        return cuts
    noises = [noise(n, len(cuts), R) for n in range(3)]
    return [augment(cut, drawn, [n[j : j + 1] for n in noises]) for j, cut in enumerate(cuts)]
