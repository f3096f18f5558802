r"""nshepperd's anti-JPEG pair: a denoiser and a classifier that know clean pictures from compressed ones.

*Denoiser*: a v-prediction U-Net that is also told a class, 0 for clean and 2 for any. The notebook adds
denoiser(clean) − denoiser(any) to the main model's output, alike for v, x0 and ε (engines.md 3.5 step 2). In
terms of that difference d of two v-predictions, x0 moves by −σ·d and ε by α·d.

*Classifier*: a map of logits at an eighth of the size, positive where the picture looks clean. Guidance pulls
towards clean, behind the clamp and itself unclamped (3.5 step 6).

Both are made of *residual blocks* (leaky ReLU, convolution, leaky ReLU, convolution, plus the input); down is
(1,3,3,1)/8 along each axis, up (1,3,3,1)/4, both renormalised at the edges, which for up is bilinear. One
middle width is 4 where the pattern asks for 128: so it is in the original (engines.md 4.5).

Names of entries (`net.3.main.1.main.3.weight`, `skip.weight`) follow from positions as in the public notebook
that defines the two networks; the files themselves were not at hand to check them against.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, cosine_time, per_picture
from ezcharts.errors import ModelError
from ezcharts.models.checkpoint_file import fill, read_state
from ezcharts.models.secondary import FourierFeatures, SkipBlock

ORIGINAL_WIDTH = 64
ENTRY = "params_ema"
CLEAN, ANY = 0, 2
REDUCTION = 8
"""H and W must be multiples of it."""

_FEATURES, _CLASSES, _NARROW = 16, 3, 4
_DOWN = (1 / 8, 3 / 8, 3 / 8, 1 / 8)


class ResidualBlock(nn.Module):
    """Two convolutions, each behind a leaky ReLU, added to the input: (B, a, h, w) -> (B, b, h, w).

    Args:
        inner: Channels a that come in.
        middle: Channels between the convolutions.
        outer: Channels b that go out; where they differ from a, the input passes a 1×1 convolution.
    """

    def __init__(self, inner: int, middle: int, outer: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.LeakyReLU(0.01),
            nn.Conv2d(inner, middle, 3, padding=1),
            nn.LeakyReLU(0.01),
            nn.Conv2d(middle, outer, 3, padding=1),
        )
        self.skip = nn.Identity() if inner == outer else nn.Conv2d(inner, outer, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return main(x) + skip(x)."""
        output: Tensor = self.main(x) + self.skip(x)
        return output


class Downsample(nn.Module):
    """Halves the size with the kernel (1,3,3,1)/8 along each axis; what lies outside has no weight."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, C, h/2, w/2) of (B, C, h, w)."""
        row = x.new_tensor(_DOWN)
        kernel = torch.outer(row, row)[None, None]
        weight = F.conv2d(torch.ones_like(x[:1, :1]), kernel, stride=2, padding=1)
        planes = F.conv2d(x.flatten(0, 1)[:, None], kernel, stride=2, padding=1)
        return planes.reshape(*x.shape[:2], *planes.shape[2:]) / weight


class JpegDenoiser(nn.Module):
    """Predicts v of noisy pictures of a class.

    Args:
        width: Channels at full resolution; twice as many below.
    """

    def __init__(self, width: int = ORIGINAL_WIDTH) -> None:
        super().__init__()
        w, wide = width, 2 * width
        self.timestep_embed = FourierFeatures()
        self.class_embed = nn.Embedding(_CLASSES, _FEATURES)
        bottom = SkipBlock(Downsample(), ResidualBlock(wide, wide, wide), _up())
        middle = SkipBlock(
            Downsample(),
            ResidualBlock(wide, wide, wide),
            ResidualBlock(wide, _NARROW, wide),
            bottom,
            ResidualBlock(2 * wide, wide, wide),
            ResidualBlock(wide, wide, wide),
            _up(),
        )
        top = SkipBlock(
            Downsample(),
            ResidualBlock(w, wide, wide),
            ResidualBlock(wide, wide, wide),
            middle,
            ResidualBlock(2 * wide, wide, wide),
            ResidualBlock(wide, wide, w),
            _up(),
        )
        self.net = nn.Sequential(
            nn.Conv2d(3 + 2 * _FEATURES, w, 1),
            ResidualBlock(w, w, w),
            ResidualBlock(w, w, w),
            top,
            ResidualBlock(2 * w, w, w),
            ResidualBlock(w, w, 3),
        )

    def forward(self, x: Tensor, c: Tensor, kind: Tensor) -> Tensor:
        """Return v, (B, 3, H, W), of noisy pictures `x` at cosine times `c` (B,), of classes `kind` (B,)."""
        output: Tensor = self.net(_stacked(x, self.timestep_embed(c), self.class_embed(kind)))
        return output


class JpegClassifier(nn.Module):
    """Says where noisy pictures look clean.

    Args:
        width: Channels at full resolution; twice as many below.
    """

    def __init__(self, width: int = ORIGINAL_WIDTH) -> None:
        super().__init__()
        w, wide = width, 2 * width
        self.timestep_embed = FourierFeatures()
        self.net = nn.Sequential(
            nn.Conv2d(3 + _FEATURES, w, 1),
            ResidualBlock(w, w, w),
            ResidualBlock(w, w, w),
            Downsample(),
            ResidualBlock(w, wide, wide),
            ResidualBlock(wide, wide, wide),
            Downsample(),
            ResidualBlock(wide, wide, wide),
            ResidualBlock(wide, _NARROW, wide),
            Downsample(),
            ResidualBlock(wide, wide, wide),
            ResidualBlock(wide, wide, wide),
            ResidualBlock(wide, wide, 1),
        )

    def forward(self, x: Tensor, c: Tensor) -> Tensor:
        """Return logits (B, 1, H/8, W/8), positive = clean, of noisy pictures `x` at cosine times `c`."""
        output: Tensor = self.net(_stacked(x, self.timestep_embed(c)))
        return output


@dataclass(frozen=True, eq=False)
class AntiJpeg:
    """What the pair does to one evaluation.

    Attributes:
        denoiser: Told class 0 and class 2.
        classifier: What guidance differentiates.
        flood: Least loss that still pulls: a place whose loss is below it is clean enough.
        blur: Standard deviation of the blur over the logits, in their own pixels (8 of the picture).
        radius: Where the blur's kernel ends, in the same pixels; beyond the edges lie zeros.
    """

    denoiser: JpegDenoiser
    classifier: JpegClassifier
    flood: float = 0.7
    blur: float = 3.0
    radius: int = 6

    def correction(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return what to add to the main model's x0 and ε, each (B, 3, H, W): clean less any.

        Args:
            x: Noisy pictures (B, 3, H, W), H and W multiples of 8.
            level: Their noise levels.
        """
        c = cosine_time(level.alpha, level.sigma)
        kinds = torch.tensor([CLEAN, ANY], device=x.device).repeat_interleave(len(x))
        clean, either = self.denoiser(torch.cat([x, x]), torch.cat([c, c]), kinds).to(x.dtype).chunk(2)
        difference = clean - either
        return Prediction(-per_picture(level.sigma) * difference, per_picture(level.alpha) * difference)

    def gradient(self, x: Tensor, level: NoiseLevel, scale: float = 10_000.0) -> Tensor:
        """Return −d/dx of scale·mean(max(flood, −log sigmoid(blurred logits))), (B, 3, H, W).

        It is taken with respect to the noisy `x` itself, at its cosine time, and is to be added to guidance
        behind the clamp. The mean is each picture's own; a notebook's runs over its batch as well, so divide
        by that notebook's batch size (as J8).

        Args:
            x: Noisy pictures (B, 3, H, W), H and W multiples of 8.
            level: Their noise levels.
            scale: Weight of the loss; 10,000 in the notebook, which says that it depends on the size.
        """
        with torch.enable_grad():
            x = x.detach().requires_grad_()
            logits = self.classifier(x, cosine_time(level.alpha, level.sigma)).to(x.dtype)
            loss = -F.logsigmoid(gaussian_blur(logits, self.blur, self.radius))
            total = scale * loss.clamp(min=self.flood).mean(dim=(1, 2, 3)).sum()
        return -torch.autograd.grad(total, x)[0]


def load_anti_jpeg(
    denoiser: Path, classifier: Path, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> AntiJpeg:
    """Read the pair, frozen and in evaluation mode.

    Args:
        denoiser: `jpeg-db-oi-614.pt`, or its entry `params_ema` as safetensors.
        classifier: `jpeg-classifier-72.pt`, likewise.
        device: Where they shall work.
        dtype: Floating type that they shall work in.

    Raises:
        ModelError: A file is missing, damaged, unsafe, or belongs to another network.
    """
    with torch.device("meta"):
        pair = AntiJpeg(JpegDenoiser(), JpegClassifier())
    for path, network in ((denoiser, pair.denoiser), (classifier, pair.classifier)):
        state = read_state(path, ENTRY)
        try:
            fill(network, state, device, dtype)
        except ModelError as error:
            raise ModelError(f"anti-JPEG model {path}: {error}") from None
    return pair


def gaussian_blur(maps: Tensor, deviation: float, radius: int) -> Tensor:
    """Return maps (B, 1, h, w) under a Gaussian that ends at `radius` and sums to one; zeros lie outside."""
    places = torch.arange(-radius, radius + 1, device=maps.device, dtype=maps.dtype)
    row = torch.exp(-0.5 * (places / deviation) ** 2)
    row = row / row.sum()
    wide = F.conv2d(maps, row.reshape(1, 1, 1, -1), padding=(0, radius))
    return F.conv2d(wide, row.reshape(1, 1, -1, 1), padding=(radius, 0))


def _up() -> nn.Upsample:
    return nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)


def _stacked(x: Tensor, *features: Tensor) -> Tensor:
    """Stack features (B, 16), constant over each picture, below the pictures."""
    planes = [feature[:, :, None, None].expand(-1, -1, *x.shape[2:]) for feature in features]
    return torch.cat([x, *planes], dim=1).contiguous(memory_format=torch.channels_last)
