"""Cutouts of the JAX notebooks (engines.md 3.3), one after the other.

Every cut takes seven uniforms, whether or not they matter to it, so that cut k has u[7 k] to u[7 k + 6]; the
local cuts come first, then the global ones:

    0  u_size_or_border    local: the crop's size; global: the border b = 40 + 40 u
    1  u_left              offset x
    2  u_top               offset y
    3  u_mixgrey_p         yes if u < cut_p_mixgrey
    4  u_mixgrey_amount    r
    5  u_grey              yes if u < cut_p_grey
    6  u_flip              yes if u < cut_p_flip

A probability of None is that of 0. A uniform of U(low, high) is low + u (high - low).

    local,  'whole' (v2.4, jan22):  size = clip(int(q + u^cut_pow (m - q + 1)), q, m)
    local,  'continuous' (2.7):     size = clip(q + u^cut_pow (m - q), q, m)
    global, both:                   size = int(max(H, W) + b)

with m = min(H, W), q = min(H, W, R). A local offset is U(0, W - size), U(0, H - size); a global one is
U(W/2 - size/2 - b, W/2 - size/2 + b), likewise with H. All offsets are continuous.
"""

from dataclasses import dataclass

import torch

from tests.reference.jax.resize import crop

UNIFORMS = 7


@dataclass(frozen=True)
class CutSettings:
    """The notebook's parameters of the cutouts."""

    cutn: int
    cut_pow: float
    cut_p_grey: float | None
    cut_p_mixgrey: float | None
    cut_p_flip: float | None
    cut_sizes: str


def between(u, low, high):
    return low + u * (high - low)


def counts(cutn, cut_sizes):
    """How many local and global cuts there are; odd numbers fail up to jan22 (J1)."""
    if cut_sizes == "whole":
        if cutn % 2:
            raise ValueError(
                f"J1: cutn {cutn} is odd, and the mask of greys has another length than the cuts"
            )
        return cutn // 2, cutn // 2
    if cut_sizes == "continuous":
        return cutn // 2, cutn - cutn // 2
    raise ValueError(cut_sizes)


def local_place(width, height, R, u, settings):
    """(left, top, size) of a cut inside the picture."""
    m, q = min(width, height), min(width, height, R)
    power = u[0] ** settings.cut_pow
    if settings.cut_sizes == "whole":
        size = int(q + power * (m - q + 1))
    else:
        size = q + power * (m - q)
    size = min(max(size, q), m)
    return between(u[1], 0, width - size), between(u[2], 0, height - size), size


def global_place(width, height, u):
    """(left, top, size) of a cut around the picture."""
    b = 40 + 40 * u[0]
    size = int(max(width, height) + b)
    left = between(u[1], width / 2 - size / 2 - b, width / 2 - size / 2 + b)
    top = between(u[2], height / 2 - size / 2 - b, height / 2 - size / 2 + b)
    return left, top, size


def grey(cut):
    """The plain mean of R, G and B, in all three."""
    mean = (cut[:, 0:1] + cut[:, 1:2] + cut[:, 2:3]) / 3
    return torch.cat((mean, mean, mean), dim=1)


def recolour(cut, u, settings):
    """Mixed grey, grey, mirror, in this order; the grey picture is that of the cut before the first."""
    greyed = grey(cut)
    if u[3] < (settings.cut_p_mixgrey or 0):
        cut = u[4] * greyed + (1 - u[4]) * cut
    if u[5] < (settings.cut_p_grey or 0):
        cut = greyed
    if u[6] < (settings.cut_p_flip or 0):
        cut = torch.flip(cut, dims=[3])
    return cut


def places(width, height, R, settings, drawn):
    """[(left, top, size)] of all cuts in order."""
    local, around = counts(settings.cutn, settings.cut_sizes)
    result = []
    for k in range(local + around):
        u = drawn[UNIFORMS * k : UNIFORMS * (k + 1)]
        result.append(
            local_place(width, height, R, u, settings) if k < local else global_place(width, height, u)
        )
    return result


def cutouts(y, R, settings, uniforms):
    """Return the list of cuts, each (1, 3, R, R), of y = (x_in + 1)/2, not clamped.

    Args:
        y: Shape (1, 3, H, W).
        R: Side of the model's input.
        settings: The notebook's parameters.
        uniforms: Called once with a count.
    """
    height, width = y.shape[2:]
    drawn = uniforms(UNIFORMS * sum(counts(settings.cutn, settings.cut_sizes)))
    cuts = []
    for k, (left, top, size) in enumerate(places(width, height, R, settings, drawn)):
        cut = crop(y, R, left, top, size)
        cuts.append(recolour(cut, drawn[UNIFORMS * k : UNIFORMS * (k + 1)], settings))
    return cuts
