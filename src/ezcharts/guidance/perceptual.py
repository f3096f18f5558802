r"""How far a picture is from the initial image, as features see it: the loss that `init_scale` weighs.

The notebooks use LPIPS on VGG16. The embedded models have no VGG: here the features are the maps of an
embedded perceptor, and the distance is named after it. As in LPIPS (Zhang et al. 2018, arXiv 1801.03924)
each position's feature vector is divided by its length; without LPIPS' learned channel weights, what remains
of the squared difference of two unit vectors is 2·(1 − cos). The loss is the mean of 1 − cos over positions,
then over maps, in [0, 2].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class PerceptualDistance:
    """A perceptual distance on some network's feature maps.

    Attributes:
        name: What the chart calls it, such as "features of embedded rn50".
        extract: Maps pictures (B, 3, H, W), normalised as the network wants them, to feature maps, each
            (B, C, h, w).
        mean: Channel means that [0, 1] pictures are shifted by.
        std: Channel deviations they are divided by.
    """

    name: str
    extract: Callable[[Tensor], Sequence[Tensor]]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def features(self, x: Tensor) -> tuple[Tensor, ...]:
        """Return unit feature vectors of pictures `x` in [-1, 1] units, one map per layer."""
        mean, std = (x.new_tensor(v).reshape(1, 3, 1, 1) for v in (self.mean, self.std))
        maps = self.extract(((x + 1) / 2 - mean) / std)
        return tuple(m / (m.norm(dim=1, keepdim=True) + 1e-10) for m in maps)

    def distance(self, features: Sequence[Tensor], others: Sequence[Tensor]) -> Tensor:
        """Return the distance of two sets of unit feature maps, shape (B,), in [0, 2]."""
        layers = [
            (a - b).square().sum(dim=1).mean(dim=(1, 2)) / 2 for a, b in zip(features, others, strict=True)
        ]
        return torch.stack(layers).mean(dim=0)
