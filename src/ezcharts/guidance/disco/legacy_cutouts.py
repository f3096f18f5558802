r"""The cutouts of earlier notebooks, with which Disco still looks at image prompts (engines.md 2.4.3).

The picture, shape (3, H, W), gets a border of H // 4 zeros on every side: mid grey, for an image prompt comes
in [-1, 1]. Of `cutn` cuts those with number > cutn − cutn // 4 are the whole bordered picture (13, 14 and 15
of 16), squashed if it is not square; the others are squares of side int(S·clip(N(0.8, 0.3), R/S, 1))
anywhere, S being its shorter side and R the perceptor's resolution. Unlike the cuts of guidance, each is
augmented by itself, before it is made R x R: flip, noise, affine (nearest), noise, perspective, noise, grey,
noise.

What a cut takes is one row of `UNIFORMS` values of U(0, 1), whether it uses them or not: side (as the
normal's quantile), left, top; flip; angle, shift across, shift down; whether there is perspective, and where
across and down the corners go: top left, top right, bottom right, bottom left; grey. The laws are those of
torchvision's RandomAffine and RandomPerspective, and its functional transforms do the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2.functional import affine, perspective

from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.augment import NOISE, grey

UNIFORMS: Final = 17
"""How many uniforms one cut takes."""
NOISES: Final = 4
"""How many noises one cut takes."""
SIDES: Final = NormalDist(0.8, 0.3)
"""The law of a crop's side as a share of S, before the clip."""
DEGREES, SHIFT, DISTORTION, PERSPECTIVE_P, GREY_P = 15.0, 0.1, 0.4, 0.7, 0.15
_ZEROS = [0.0, 0.0, 0.0]

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A part of the bordered picture, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Augmentation:
    """What is done to one cut.

    Attributes:
        flip: Mirror left to right.
        angle: Rotation in degrees, [-15, 15].
        shift: Translation (x, y) in whole pixels.
        corners: Pixels (x, y) that the corners go to, clockwise from the top left; None without perspective.
        grey: Make it grey.
    """

    flip: bool
    angle: float
    shift: Point
    corners: tuple[Point, Point, Point, Point] | None
    grey: bool

    @staticmethod
    def from_uniforms(u: Sequence[float], width: int, height: int) -> Augmentation:
        """Map values 3 to 16 of a cut's uniforms to what is done to a cut of this size."""
        return Augmentation(
            flip=u[3] < 0.5,
            angle=_spread(u[4], DEGREES),
            shift=(round(_spread(u[5], SHIFT * width)), round(_spread(u[6], SHIFT * height))),
            corners=_corners(u[8:16], width, height) if u[7] < PERSPECTIVE_P else None,
            grey=u[16] < GREY_P,
        )


def legacy_cuts(
    picture: Tensor,
    resolution: int,
    *,
    cutn: int,
    uniforms: Sequence[Sequence[float]],
    noise: Callable[[int, int, torch.Size], Tensor] | None,
) -> Tensor:
    """Return all cuts of a picture, shape (cutn, 3, R, R).

    Args:
        picture: Shape (1, 3, H, W).
        resolution: R in pixels.
        cutn: How many.
        uniforms: `UNIFORMS` values for each cut.
        noise: (number of the cut, number of the noise, shape) -> standard normal draws; None leaves out every
            augmentation (skip_augs).

    Raises:
        CellFailure: The picture is a line of pixels, which has no perspective.
    """
    bordered = F.pad(picture, [picture.shape[2] // 4] * 4)
    height, width = bordered.shape[2:]
    if noise is not None and 1 in (height, width):
        raise CellFailure("an image prompt one pixel thin stops the notebook: it has no perspective")
    cuts = []
    for number, u in zip(range(cutn), uniforms, strict=True):
        box = box_of(number, cutn, (width, height), resolution, u)
        cut = bordered[..., box.top : box.top + box.height, box.left : box.left + box.width]
        if noise is not None:
            noises = [noise(number, n, cut.shape) for n in range(NOISES)]
            cut = augment(cut, Augmentation.from_uniforms(u, box.width, box.height), noises)
        cuts.append(resample(cut, resolution))
    return torch.cat(cuts)


def box_of(number: int, cutn: int, size: tuple[int, int], resolution: int, u: Sequence[float]) -> Box:
    """Return what cut `number` shows of a bordered picture.

    Args:
        number: From 0.
        cutn: How many cuts there are.
        size: (width, height) of the bordered picture.
        resolution: R in pixels.
        u: The cut's uniforms, of which the first three count.
    """
    width, height = size
    if number > cutn - cutn // 4:
        return Box(0, 0, width, height)
    largest = min(size)
    share = min(max(SIDES.inv_cdf(u[0]), resolution / largest), 1.0)
    side = int(largest * share)
    return Box(int(u[1] * (width - side + 1)), int(u[2] * (height - side + 1)), side, side)


def augment(cut: Tensor, how: Augmentation, noises: Sequence[Tensor]) -> Tensor:
    """Augment one cut.

    Args:
        cut: Shape (1, 3, H, W).
        how: What is done.
        noises: Four standard normal draws of that shape.
    """
    cut = cut.flip(-1) if how.flip else cut
    cut = cut + NOISE * noises[0]
    cut = affine(cut, how.angle, list(how.shift), 1.0, [0.0, 0.0], InterpolationMode.NEAREST, fill=_ZEROS)
    cut = cut + NOISE * noises[1]
    cut = _distorted(cut, how.corners) if how.corners else cut
    cut = cut + NOISE * noises[2]
    cut = grey(cut) if how.grey else cut
    return cut + NOISE * noises[3]


def resample(cut: Tensor, resolution: int) -> Tensor:
    """Resize (1, 3, H, W) to (1, 3, R, R): each shrinking axis is smoothed, then bicubic, corners aligned."""
    height, width = cut.shape[2:]
    cut = _smooth(cut, resolution / height)
    cut = _smooth(cut.mT, resolution / width).mT
    return F.interpolate(cut, (resolution, resolution), mode="bicubic", align_corners=True)


def low_pass(ratio: float, like: Tensor) -> Tensor:
    """Return the taps of a Lanczos-2 kernel for shrinking by `ratio` < 1, summing to 1."""
    reach = math.ceil(2 / ratio) - 1
    x = torch.arange(-reach, reach + 1, dtype=like.dtype, device=like.device) * ratio
    taps = torch.sinc(x) * torch.sinc(x / 2)
    return taps / taps.sum()


def _smooth(cut: Tensor, ratio: float) -> Tensor:
    """Smooth the rows' axis (the third) if it is to shrink; the edges are reflected."""
    if ratio >= 1:
        return cut
    taps = low_pass(ratio, cut)
    reach = len(taps) // 2
    padded = F.pad(cut.transpose(0, 1), [0, 0, reach, reach], "reflect")
    return F.conv2d(padded, taps.reshape(1, 1, -1, 1)).transpose(0, 1)


def _distorted(cut: Tensor, corners: Sequence[Point]) -> Tensor:
    height, width = cut.shape[2:]
    right, bottom = width - 1, height - 1
    start = ((0, 0), (right, 0), (right, bottom), (0, bottom))
    # torchvision would solve for the coefficients, too, but round them to float32.
    distorted: Tensor = perspective(cut, None, None, fill=_ZEROS, coefficients=projection(corners, start))
    return distorted


def projection(points: Sequence[Point], images: Sequence[Point]) -> list[float]:
    """Return a to h of the projection that takes each of four points (x, y) to its image.

    x' = (a·x + b·y + c) / (g·x + h·y + 1),   y' = (d·x + e·y + f) / (g·x + h·y + 1)
    """
    equations, sides = [], []
    for (x, y), (to_x, to_y) in zip(points, images, strict=True):
        equations += [[x, y, 1, 0, 0, 0, -to_x * x, -to_x * y], [0, 0, 0, x, y, 1, -to_y * x, -to_y * y]]
        sides += [to_x, to_y]
    solved = torch.linalg.solve(
        torch.tensor(equations, dtype=torch.float64), torch.tensor(sides, dtype=torch.float64)
    )
    coefficients: list[float] = solved.tolist()
    return coefficients


def _corners(u: Sequence[float], width: int, height: int) -> tuple[Point, Point, Point, Point]:
    """Each corner moves inward by up to 0.4 of half a side."""
    across, down = (int(DISTORTION * (side // 2)) + 1 for side in (width, height))
    left_1, top_1, right_1, top_2, right_2, bottom_1, left_2, bottom_2 = (
        int(value * reach) for value, reach in zip(u, (across, down) * 4, strict=True)
    )
    right, bottom = width - across, height - down
    return (
        (left_1, top_1),
        (right + right_1, top_2),
        (right + right_2, bottom + bottom_1),
        (left_2, bottom + bottom_2),
    )


def _spread(u: float, reach: float) -> float:
    return (2 * u - 1) * reach
