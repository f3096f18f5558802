"""Noisy pictures to learn from, and how well a denoiser undoes the noise.

x = α·x0 + σ·ε on ADM's schedule of 1000 steps (engines.md 1.1). Half of the timesteps are uniform in t, which
is how samplers visit them; the other half uniform in the cosine time c, because the linear schedule spends
most of its steps where hardly any picture is left and detail is decided in the few others.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel, per_picture
from ezcharts.levels.disco import alpha_bar, disco_spacing
from ezcharts.training.data import Scenes
from ezcharts.training.feed import Bytes, Feed, generator_of, to_float

STEPS = 1000
# Weight of slopes in the loss. Its minimum is the same with any, but what is left over shows less: networks
# that see blocks of pixels leave edges between them, which the eye finds at once.
_SLOPES = 2.0
# The media that denoisers learn.
PAINTED = ("oil painting", "watercolour", "matte painting", "magic realism")
_ALPHA_BAR = torch.from_numpy(alpha_bar(STEPS))
# Cosine time of every timestep, rising from near 0 to near 1.
_COSINE_TIME = torch.atan2((1 - _ALPHA_BAR).sqrt(), _ALPHA_BAR.sqrt()) * (2 / torch.pi)


class Noisy(NamedTuple):
    """A batch to learn from: clean pictures `x0`, noisy ones `x`, both (B, 3, H, W), and the `level` of x."""

    x0: Tensor
    x: Tensor
    level: NoiseLevel


def level_at(t: Tensor) -> NoiseLevel:
    """Return the noise level of whole timesteps `t` in 0..999, int64 of shape (B,)."""
    abar = _ALPHA_BAR.to(t.device)[t]
    return NoiseLevel(abar.sqrt().float(), (1 - abar).sqrt().float(), t.float())


def draw_timesteps(count: int, generator: torch.Generator) -> Tensor:
    """Return `count` timesteps, half of them uniform in t and half uniform in c; both evenly spread (B,)."""
    spread = (torch.arange(count, dtype=torch.float64) + torch.rand(count, generator=generator)) / count
    uniform = (spread * STEPS).long()
    by_angle = torch.searchsorted(_COSINE_TIME, spread.contiguous())
    even = torch.arange(count) % 2 == 0
    return torch.where(even, uniform, by_angle).clamp_(0, STEPS - 1)


def add_noise(x0: Tensor, t: Tensor, noise: Tensor) -> Noisy:
    """Return the noisy batch for clean pictures `x0` in [-1, 1] and unit `noise`, both (B, 3, H, W)."""
    level = level_at(t)
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    return Noisy(x0, alpha * x0 + sigma * noise, level)


def velocity_loss(denoiser: Denoiser, noisy: Noisy) -> Tensor:
    """Return the mean squared error of v and of its slopes, whatever the network itself predicts.

    x0 = α·x − σ·v, so the error of v is that of x0 divided by σ; σ counts as 0.25 at least, or the few
    cleanest levels would outweigh all others.
    """
    error = denoiser(noisy.x, noisy.level).x0 - noisy.x0
    error = error / per_picture(noisy.level.sigma).clamp(min=0.25)
    slopes = error.diff(dim=2).square().mean() + error.diff(dim=3).square().mean()
    return error.square().mean() + _SLOPES * slopes


def noisy_batch(x0: Tensor, *key: int) -> Noisy:
    """Return `x0` with timesteps and noise that `key` alone decides, on each kind of device."""
    t = draw_timesteps(len(x0), generator_of("cpu", *key)).to(x0.device)
    noise = torch.randn(x0.shape, generator=generator_of(x0.device, *key, 1), device=x0.device)
    return add_noise(x0, t, noise)


def to_unit(pictures: Bytes, device: str) -> Tensor:
    """Return bytes (B, H, W, 3) as floats in [-1, 1], (B, 3, H, W)."""
    return to_float(pictures, device) / 127.5 - 1


def denoisers_scenes(folder: Path, media: str) -> Scenes:
    """Return the scenes of a folder that denoisers learn: `painted` leaves out the drawn and pixelled ones.

    Hatching, grain and dither are most of the detail there is; a network that has seen some ten thousand
    pictures spreads them over everything.
    """
    scenes = Scenes.read(folder)
    return scenes.only("medium", PAINTED) if media == "painted" else scenes


class Pictures:
    """The clean pictures of every step, in many sizes, each step's chosen by seed and step alone.

    Args:
        data: Folder that `ezcharts.training.data` has filled.
        media: `painted` or `all`.
        batch: Square pictures a step; other sizes come in numbers that take about as much work.
        seed: Decides the order.
        device: Where they are wanted.
    """

    def __init__(self, data: Path, media: str, batch: int, seed: int, device: str) -> None:
        self._square, self._wide, self._tall, self._large = (
            Feed(denoisers_scenes(data / name, media), device) for name in ("train", "wide", "tall", "large")
        )
        self._batch, self._seed, self._device = batch, seed, device

    def of_step(self, step: int) -> Tensor:
        """Return pictures in [-1, 1], (B, 3, H, W).

        Of sixteen steps one shows wide pictures, one tall, one small and one large ones.
        """
        turn = step % 16
        if turn == 7:
            return F.avg_pool2d(self._pick(self._square, self._batch * 3, step), 2)
        if turn == 15:
            return self._pick(self._large, self._batch // 4, step)
        if turn in (3, 11):
            return self._pick(self._wide if turn == 3 else self._tall, self._batch * 2 // 3, step)
        return self._pick(self._square, self._batch, step)

    def _pick(self, feed: Feed, count: int, step: int) -> Tensor:
        return to_unit(feed(feed.scenes.pick(max(1, count), self._seed, step)), self._device)


@torch.no_grad()
def validation(denoiser: Denoiser, scenes: Scenes, device: str, count: int = 64) -> dict[str, float]:
    """Return the mean squared error of x0 on held-out scenes at four noise levels, pictures in [-1, 1]."""
    x0 = to_unit(scenes.pictures[scenes.rows[:count]], device)
    noise = torch.randn(x0.shape, generator=torch.Generator().manual_seed(0)).to(device)
    figures = {}
    for t in (100, 300, 500, 800):
        noisy = add_noise(x0, torch.full((len(x0),), t, device=device), noise)
        figures[f"x0 error/t={t}"] = F.mse_loss(denoiser(noisy.x, noisy.level).x0, x0).item()
    return figures


@torch.no_grad()
def sample(
    denoiser: Denoiser, count: int, size: tuple[int, int], device: str, steps: int = 50, seed: int = 1
) -> Tensor:
    """Return unguided pictures by DDIM (engines.md 2.7, eta 0), in [-1, 1], (count, 3, H, W).

    Args:
        denoiser: What is sampled.
        count: How many pictures; picture i always starts from the same noise.
        size: Width and height in pixels.
        device: Where to work.
        steps: Steps on Disco's spacing.
        seed: Of the noise.
    """
    spacing = disco_spacing(steps)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn((count, 3, size[1], size[0]), generator=generator).to(device)
    for k in reversed(range(steps)):
        abar, after = float(spacing.alpha_bar[k]), spacing.alpha_bar_after(k)
        figures = torch.tensor([abar**0.5, (1 - abar) ** 0.5, spacing.timesteps[k]], device=device).float()
        predicted = denoiser(x, NoiseLevel(*figures[:, None].expand(3, count)))
        x0 = predicted.x0.clamp(-1, 1)
        eps = (x - figures[0] * x0) / figures[1]
        x = after**0.5 * x0 + (1 - after) ** 0.5 * eps
    return x


def write_sheet(pictures: Tensor, path: Path, columns: int = 8) -> None:
    """Write pictures in [-1, 1], (N, 3, H, W), as one PNG, `columns` to a row (N a multiple of it)."""
    rows = [torch.cat(list(row), dim=2) for row in torch.split(pictures, columns)]
    sheet = ((torch.cat(rows, dim=1).clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0)
    Image.fromarray(sheet.cpu().numpy()).save(path)
