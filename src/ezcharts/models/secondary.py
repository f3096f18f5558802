"""The secondary model: a small v-prediction U-Net that guidance differentiates through instead of the prior.

Its plan and its names are those of `secondary_model_imagenet_2` (engines.md 4.2), written anew. The picture
and 16 planes of Fourier features of the cosine time c = (2/π)·atan2(σ, α) go in, v comes out. Every level is
a *skip block*: its result is stacked on its own input, result first. With widths w_0 ... w_n there are n
levels:

    conv conv  skip( down conv conv  skip( ... down conv conv conv conv up ... )  conv conv up )  conv conv

Every convolution is 3×3 with a ReLU behind it, except the last; down is the mean of 2×2, up is bilinear.
Names follow from positions (`net.2.main.1.0.weight`), so the original file fits.

Two options are ours, `patch` and `prediction_type` (see `patches`): convolutions at full resolution are most
of the work, and guidance pays it twice, forward and backward.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, cosine_time
from ezcharts.errors import ModelError
from ezcharts.models.cards import Card
from ezcharts.models.checkpoint_file import fill, read_state
from ezcharts.models.patches import patches
from ezcharts.models.weights import load_into, option

ORIGINAL_WIDTHS = (64, 128, 128, 256, 256, 512)
_FEATURES = 16


class FourierFeatures(nn.Module):
    """cos and sin of 2π·c·w for 8 learned frequencies w: (B,) -> (B, 16)."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(_FEATURES // 2, 1))

    def forward(self, c: Tensor) -> Tensor:
        """Return the features of cosine times `c` in [0, 1]."""
        f = 2 * torch.pi * c[:, None] @ self.weight.T
        return torch.cat([f.cos(), f.sin()], dim=1)


class SkipBlock(nn.Module):
    """Stacks what `main` makes of its input on that input: (B, C, h, w) -> (B, C' + C, h, w)."""

    def __init__(self, *main: nn.Module) -> None:
        super().__init__()
        self.main = nn.Sequential(*main)

    def forward(self, x: Tensor) -> Tensor:
        """Return main(x) followed by x along the channels."""
        return torch.cat([self.main(x), x], dim=1)


class Secondary(nn.Module):
    """The secondary model as a denoiser.

    Args:
        widths: Channels of each level, outermost first, at least two.
        patch: Side of the pixel blocks seen as one place; 1 is the original.
        prediction_type: What the last convolution gives; `v_prediction` is the original.

    Raises:
        ModelError: `prediction_type` is unknown.
    """

    def __init__(
        self,
        widths: Sequence[int] = ORIGINAL_WIDTHS,
        patch: int = 1,
        prediction_type: str = "v_prediction",
    ) -> None:
        super().__init__()
        outer, channels = widths[0], 3 * patch**2
        self.patches = patches(patch, prediction_type)
        self.timestep_embed = FourierFeatures()
        self.net = nn.Sequential(
            _conv(channels + _FEATURES, outer),
            _conv(outer, outer),
            _level(widths),
            _conv(2 * outer, outer),
            nn.Conv2d(outer, channels, 3, padding=1),
        )

    def forward(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the estimates (x0, ε), each (B, 3, H, W), for noisy pictures `x` at `level`.

        H and W must be multiples of patch·2^n for n levels.
        """
        features = self.timestep_embed(cosine_time(level.alpha, level.sigma))[:, :, None, None]

        def network(places: Tensor) -> Tensor:
            stacked = torch.cat([places, features.expand(-1, -1, *places.shape[2:])], dim=1)
            output: Tensor = self.net(stacked.contiguous(memory_format=torch.channels_last))
            return output

        prediction: Prediction = self.patches(x, level, network)
        return prediction


def load_secondary(
    card: Card, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> Secondary:
    """Read a secondary model, frozen and in evaluation mode.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    secondary = Secondary(option(card, "widths"), option(card, "patch"), option(card, "prediction_type"))
    load_into(secondary, card, device, dtype)
    return secondary.to(memory_format=torch.channels_last)


def load_secondary_checkpoint(
    path: Path, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> Secondary:
    """Read `secondary_model_imagenet_2.pth`, frozen and in evaluation mode.

    Args:
        path: The original file, or the same entries as safetensors.
        device: Where it shall work.
        dtype: Floating type that it shall work in.

    Raises:
        ModelError: The file is missing, damaged, unsafe, or belongs to another network.
    """
    state = read_state(path)
    with torch.device("meta"):
        secondary = Secondary()
    try:
        fill(secondary, state, device, dtype)
    except ModelError as error:
        raise ModelError(f"secondary model {path}: {error}") from None
    return secondary


def _conv(inner: int, outer: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inner, outer, 3, padding=1), nn.ReLU())


def _level(widths: Sequence[int]) -> SkipBlock:
    """Build one skip block, and within it the ones below: widths[0] in, twice widths[0] out."""
    above, here, *below = widths
    down = [nn.AvgPool2d(2), _conv(above, here), _conv(here, here)]
    if below:
        bottom = [_level(widths[1:]), _conv(2 * here, here), _conv(here, above)]
    else:
        bottom = [_conv(here, here), _conv(here, above)]
    return SkipBlock(*down, *bottom, nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False))
