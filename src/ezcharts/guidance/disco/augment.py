r"""Disco's cut augmentations, for many cells at once.

A notebook draws one set of augmentation parameters per repeat and applies it to *all* cuts of the repeat
(Q5); only the noise differs. Here cut n belongs to row `owner[n]` of the parameters, so that the cuts of
many cells, each with its own parameters, go through together. Order (engines.md 2.4.1): flip, noise, affine,
noise, grey, noise, colour jitter. Formulas follow torchvision's tensor transforms, against which the tests
compare.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

LUMA = (0.2989, 0.587, 0.114)
"""Weights of R, G, B in Disco's grey (engines.md 2.4.1)."""
NOISE = 0.01
"""Standard deviation of each of the three noises, in [0, 1] picture units."""
DEGREES, SHIFT, GREY_P, JITTER, HUE = 10.0, 0.05, 0.1, 0.1, 0.1
ORDERS = tuple(itertools.permutations(range(4)))
"""The 24 orders of brightness (0), contrast (1), saturation (2) and hue (3)."""
UNIFORMS = 10
"""How many uniforms one set of augmentation parameters takes."""


@dataclass(frozen=True)
class Augmentation:
    """One set of parameters, shared by all cuts of one repeat.

    Attributes:
        flip: Mirror left to right.
        angle: Rotation in degrees, [-10, 10].
        shift: Translation (x, y) in whole pixels.
        grey: Make every cut grey.
        factors: Brightness, contrast and saturation factors, each in [0.9, 1.1].
        hue: Hue shift in turns, [-0.1, 0.1].
        order: Order in which the four jitters are applied, a permutation of (0, 1, 2, 3).
    """

    flip: bool
    angle: float
    shift: tuple[int, int]
    grey: bool
    factors: tuple[float, float, float]
    hue: float
    order: tuple[int, ...]

    @staticmethod
    def from_uniforms(u: list[float], resolution: int) -> Augmentation:
        """Map ten values of U(0, 1) to parameters for cuts of `resolution` pixels."""
        reach = SHIFT * resolution
        return Augmentation(
            flip=u[0] < 0.5,
            angle=_spread(u[1], DEGREES),
            shift=(round(_spread(u[2], reach)), round(_spread(u[3], reach))),
            grey=u[4] < GREY_P,
            factors=(1 + _spread(u[5], JITTER), 1 + _spread(u[6], JITTER), 1 + _spread(u[7], JITTER)),
            hue=_spread(u[8], HUE),
            order=ORDERS[int(u[9] * len(ORDERS))],
        )


def augment(cuts: Tensor, augmentations: list[Augmentation], owner: Tensor, noises: Tensor) -> Tensor:
    """Apply Disco's augmentations after the flip, which the cut matrices already hold.

    Args:
        cuts: Shape (N, 3, R, R), nominally in [0, 1], not clamped.
        augmentations: One set for each of M rows.
        owner: Which row each cut belongs to, int64, shape (N,).
        noises: Standard normal draws, shape (3, N, 3, R, R).

    Returns:
        Shape (N, 3, R, R).
    """
    cuts = cuts + NOISE * noises[0]
    cuts = affine(cuts, augmentations, owner)
    cuts = cuts + NOISE * noises[1]
    cuts = where_rows(
        torch.tensor([a.grey for a in augmentations], device=cuts.device)[owner], grey(cuts), cuts
    )
    cuts = cuts + NOISE * noises[2]
    return jitter(cuts, augmentations, owner)


def grey(pictures: Tensor) -> Tensor:
    """Return the luma of pictures (N, 3, H, W), copied to three channels."""
    return luma(pictures).expand_as(pictures)


def luma(pictures: Tensor) -> Tensor:
    """Return 0.2989 R + 0.587 G + 0.114 B, shape (N, 1, H, W)."""
    r, g, b = pictures.unbind(dim=1)
    return (LUMA[0] * r + LUMA[1] * g + LUMA[2] * b).unsqueeze(1)


def where_rows(mask: Tensor, chosen: Tensor, other: Tensor) -> Tensor:
    """Take picture n from `chosen` where mask[n], else from `other`."""
    return torch.where(mask.reshape(-1, 1, 1, 1), chosen, other)


def affine(cuts: Tensor, augmentations: list[Augmentation], owner: Tensor) -> Tensor:
    """Rotate and shift, bilinear, zeros outside.

    torchvision samples a coverage mask along with the picture and multiplies by it, so border pixels fade
    twice.
    """
    side = cuts.shape[-1]
    theta = torch.tensor(
        [_inverse_affine(a, side) for a in augmentations], dtype=cuts.dtype, device=cuts.device
    )
    grid = F.affine_grid(theta, [len(augmentations), 1, side, side], align_corners=False)
    coverage = F.grid_sample(grid.new_ones(len(augmentations), 1, side, side), grid, align_corners=False)
    return F.grid_sample(cuts, grid[owner], align_corners=False) * coverage[owner]


def jitter(cuts: Tensor, augmentations: list[Augmentation], owner: Tensor) -> Tensor:
    """Apply the four colour jitters, each cut in the order of its row."""
    factors = torch.tensor([(*a.factors, a.hue) for a in augmentations], dtype=cuts.dtype, device=cuts.device)
    orders = torch.tensor([a.order for a in augmentations], device=cuts.device)[owner]
    amounts = factors[owner].reshape(-1, 4, 1, 1, 1)
    for turn in range(4):
        cuts = _one_jitter(cuts, orders[:, turn], amounts)
    return cuts


def _one_jitter(cuts: Tensor, which: Tensor, amounts: Tensor) -> Tensor:
    """Apply jitter `which[n]` to cut n: each kind runs once, on the cuts whose turn it is."""
    members = [torch.nonzero(which == kind).flatten() for kind in range(4)]
    parts = [
        JITTERS[kind](cuts.index_select(0, m), amounts[m, kind]) for kind, m in enumerate(members) if len(m)
    ]
    # index_select and not [...]: its gradient is an addition of rows, not a scatter of single numbers.
    return torch.cat(parts).index_select(0, torch.argsort(torch.cat(members)))


def brightness(pictures: Tensor, factor: Tensor) -> Tensor:
    """Blend with black, result clamped to [0, 1]."""
    return (factor * pictures).clamp(0, 1)


def contrast(pictures: Tensor, factor: Tensor) -> Tensor:
    """Blend with the mean luma of each picture, result clamped to [0, 1]."""
    mean = luma(pictures).mean(dim=(1, 2, 3), keepdim=True)
    return (factor * pictures + (1 - factor) * mean).clamp(0, 1)


def saturation(pictures: Tensor, factor: Tensor) -> Tensor:
    """Blend with the grey picture, result clamped to [0, 1]."""
    return (factor * pictures + (1 - factor) * luma(pictures)).clamp(0, 1)


def hue(pictures: Tensor, shift: Tensor) -> Tensor:
    """Shift the hue by a fraction of a turn through HSV (Smith 1978); value is not clamped, the rest is.

    In HSV the channels are v·(1 − s·w) with w a trapezoid of the distance of the channel's own hue on the
    circle.
    """
    h, s, v = _to_hsv(pictures)
    sextant = ((h + shift[:, 0]) % 1.0) * 6
    i = torch.floor(sextant)
    f = sextant - i
    i = i.to(torch.int64) % 6
    p = (v * (1 - s)).clamp(0, 1)
    q = (v * (1 - s * f)).clamp(0, 1)
    t = (v * (1 - s * (1 - f))).clamp(0, 1)
    levels = torch.stack((v, q, p, t), dim=1)
    choice = torch.tensor(_SEXTANTS, device=pictures.device)[:, i].transpose(0, 1)
    return torch.gather(levels, 1, choice)


JITTERS = (brightness, contrast, saturation, hue)
# Which of (v, q, p, t) red, green and blue take in each sextant of the hue circle.
_SEXTANTS = ((0, 1, 2, 2, 3, 0), (3, 0, 0, 1, 2, 2), (2, 2, 3, 0, 0, 1))


def _to_hsv(pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return hue in turns, saturation and value, each (N, H, W); the first two are 0 for grey."""
    r, g, b = pictures.unbind(dim=1)
    top, bottom = pictures.amax(dim=1), pictures.amin(dim=1)
    flat = top == bottom
    chroma = top - bottom
    one = torch.ones_like(top)
    s = chroma / torch.where(flat, one, top)
    safe = torch.where(flat, one, chroma)
    rc, gc, bc = (top - r) / safe, (top - g) / safe, (top - b) / safe
    red = top == r
    green = (top == g) & ~red
    blue = ~red & ~green
    h = red * (bc - gc) + green * (2 + rc - bc) + blue * (4 + gc - rc)
    return (h / 6 + 1) % 1.0, s, top


def _inverse_affine(a: Augmentation, side: int) -> list[list[float]]:
    """Map output to input positions in units of half the side, as `affine_grid` wants it."""
    cos, sin = math.cos(math.radians(a.angle)), math.sin(math.radians(a.angle))
    x, y = (2 * s / side for s in a.shift)
    return [[cos, sin, -(cos * x + sin * y)], [-sin, cos, -(-sin * x + cos * y)]]


def _spread(u: float, reach: float) -> float:
    return (2 * u - 1) * reach
