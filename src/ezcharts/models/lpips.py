"""LPIPS on VGG16, version 0.1: the perceptual distance that the notebooks hold a picture to its initial image
with.

Two files make it: torchvision's ImageNet weights of VGG16 (`features.0.weight`, ...; its classifier is not
used), and the channel weights that ship inside the `lpips` package (`lin0.model.1.weight` to `lin4...`, each
(1, C, 1, 1), all positive). The maps are those behind relu1_2, 2_2, 3_3, 4_3 and 5_3 (engines.md 2.5); the
arithmetic on them is `ezcharts.guidance.perceptual`.

The recipe's (x − shift)/scale for x in [-1, 1], shift (−0.030, −0.088, −0.188), scale (0.458, 0.448, 0.450),
is ImageNet's normalisation of (x + 1)/2: mean (shift + 1)/2, deviation scale/2.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torchvision.models import vgg16

from ezcharts.errors import ModelError
from ezcharts.models.checkpoint_file import check_entries, fill, read_state

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CHANNELS = (64, 128, 256, 512, 512)
"""Of the five maps."""

# Places of the five ReLUs in torchvision's sequence of layers.
_ENDS = (3, 8, 15, 22, 29)
_TRUNK_PREFIX = "features."
_NAMES = tuple(f"lin{layer}.model.1.weight" for layer in range(len(CHANNELS)))


class Vgg16(nn.Module):
    """VGG16 up to its last ReLU: pictures (B, 3, H, W), H and W ≥ 16, to five maps, at 1/1 to 1/16 of the
    size.
    """

    def __init__(self) -> None:
        super().__init__()
        self.features = vgg16(weights=None, init_weights=False).features[: _ENDS[-1] + 1]

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Return the maps of pictures normalised with `MEAN` and `STD`."""
        maps: list[Tensor] = []
        for index, layer in enumerate(self.features):
            pixels = layer(pixels)
            if index in _ENDS:
                maps.append(pixels)
        return tuple(maps)


class Lpips(NamedTuple):
    """What `PerceptualDistance` needs: the trunk, and the channel weights of each map, shape (C,)."""

    trunk: Vgg16
    channel_weights: tuple[Tensor, ...]


def load_lpips(
    trunk: Path, linear: Path, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> Lpips:
    """Read LPIPS, frozen and in evaluation mode.

    Args:
        trunk: torchvision's `vgg16-397923af.pth`.
        linear: `vgg.pth` of the lpips package, version 0.1.
        device: Where it shall work.
        dtype: Floating type that it shall work in.

    Raises:
        ModelError: A file is missing, damaged, or something else.
    """
    with torch.device("meta"):  # the classifier alone is half a gigabyte, and not used
        network = Vgg16()
    state = {name: value for name, value in read_state(trunk).items() if name.startswith(_TRUNK_PREFIX)}
    weights = read_state(linear)
    try:
        fill(network, state, device, dtype)
    except ModelError as error:
        raise ModelError(f"{trunk} is not torchvision's VGG16: {error}") from None
    try:
        check_entries(weights, dict(zip(_NAMES, ((1, channels, 1, 1) for channels in CHANNELS), strict=True)))
    except ModelError as error:
        raise ModelError(f"{linear} is not LPIPS' weights/v0.1/vgg.pth: {error}") from None
    return Lpips(
        network, tuple(weights[name].flatten().to(device=device, dtype=dtype, copy=True) for name in _NAMES)
    )
