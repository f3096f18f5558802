r"""How far a picture is from the initial image, as features see it: the loss that `init_scale` weighs.

Each position's feature vector is divided by its length, and the squared differences d² of the channels are
summed; two ways:

* LPIPS (Zhang et al. 2018, arXiv 1801.03924), what the notebooks use: the maps are VGG16's, every channel has
  a learned weight w, and the loss is the mean of Σ w·d² over positions, summed over maps (engines.md 2.5).
* Without learned weights, on any network's maps: Σ d² of two unit vectors is 2·(1 − cos), so the loss is the
  mean of 1 − cos over positions, then over maps, in [0, 2]. The embedded models, which have no VGG, use it,
  and it is named after the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

_TINY = 1e-10


@dataclass(frozen=True)
class PerceptualDistance:
    """A perceptual distance on some network's feature maps.

    Attributes:
        name: What the chart calls it, such as "features of embedded rn50".
        extract: Maps pictures (B, 3, H, W), normalised as the network wants them, to feature maps, each
            (B, C, h, w).
        mean: Channel means that [0, 1] pictures are shifted by.
        std: Channel deviations they are divided by.
        channel_weights: For every map its channels' learned weights, shape (C,); None for the cosine.
    """

    name: str
    extract: Callable[[Tensor], Sequence[Tensor]]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    channel_weights: tuple[Tensor, ...] | None = None

    def features(self, x: Tensor) -> tuple[Tensor, ...]:
        """Return unit feature vectors of pictures `x` in [-1, 1] units, one map per layer."""
        mean, std = (x.new_tensor(v).reshape(1, 3, 1, 1) for v in (self.mean, self.std))
        maps = self.extract(((x + 1) / 2 - mean) / std)
        return tuple(m / (m.norm(dim=1, keepdim=True) + _TINY) for m in maps)

    def distance(self, features: Sequence[Tensor], others: Sequence[Tensor]) -> Tensor:
        """Return the distance of two sets of unit feature maps, shape (B,); 0 where they are equal."""
        squares = [(a - b).square() for a, b in zip(features, others, strict=True)]
        if self.channel_weights is None:
            return torch.stack([_mean_of_sums(square) / 2 for square in squares]).mean(dim=0)
        weighted = [
            _mean_of_sums(square * w.to(square).reshape(1, -1, 1, 1))
            for square, w in zip(squares, self.channel_weights, strict=True)
        ]
        return torch.stack(weighted).sum(dim=0)


def _mean_of_sums(values: Tensor) -> Tensor:
    """Return the sum over channels, averaged over positions: (B, C, h, w) -> (B,)."""
    return values.sum(dim=1).mean(dim=(1, 2))
