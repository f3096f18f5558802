"""What guides one cell: everything the gradient of a JAX run depends on, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

CutSizes = Literal["whole", "continuous"]
CutCrops = Literal["shared", "independent"]


@dataclass(frozen=True, eq=False)
class JaxCondition:
    """The guidance settings of one cell; names and meaning as in engines.md 3.2.

    A scale of 0 and below leaves its term out.

    Attributes:
        seed: The cell's seed.
        image: Image index of the seed.
        targets: Per CLIP switch, in the notebook's load order: the one vector that the whole prompt comes to,
            of unit length, shape (E,).
        clip_guidance_scales: Per CLIP switch.
        init: The initial image that init_weight_mse holds to, shape (1, 3, H, W); None without one.
        mask: Where it holds, in [-1, 1], shape (1, 3, H, W) (J11); None: everywhere.
        cut_sizes: Whether random crops have whole sizes.
        cut_crops: Whether the pictures of a notebook's batch are cut at the same places.
        cut_border: Smallest border of a whole view, in pixels; the largest is twice this.
        clamp_max: RMS limit.
        secondary: Whether the gradient goes through the secondary model.
        batch_size: The notebook's; divides the losses that are means over its batch (J8).
        antijpeg: Whether the anti-JPEG pair corrects the main model.
        antijpeg_guidance_scale: Weight of the pair's own gradient, behind the clamp (J4).
    """

    seed: int
    image: int
    targets: Mapping[str, Tensor]
    clip_guidance_scales: Mapping[str, float]
    tv_scale: float
    sat_scale: float
    mean_scale: float
    var_scale: float
    horizontal_symmetry_scale: float
    vertical_symmetry_scale: float
    init_weight_mse: float
    init: Tensor | None
    mask: Tensor | None
    cutn: int
    cut_batches: int
    cut_pow: float
    cut_p_grey: float
    cut_p_mixgrey: float
    cut_p_flip: float
    cut_sizes: CutSizes
    cut_crops: CutCrops
    cut_border: float
    clamp_max: float
    secondary: bool
    batch_size: int
    antijpeg: bool
    antijpeg_guidance_scale: float
