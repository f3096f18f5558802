"""What every dialect needs to make a cell ready to run: its noises, its pictures, the models it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser
from ezcharts.diffusion.draws import DrawKey, normal, starting_noise
from ezcharts.errors import CellFailure
from ezcharts.guidance.jax.guidance import AntiJpeg
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine
from ezcharts.sampling.base import Steps
from ezcharts.studies.cell import Cell


class Models(Protocol):
    """What rendering needs of the models; see `ezcharts.render.bench.Bench`."""

    def prior_name(self, settings: Settings) -> str:
        """Return which main diffusion model renders a cell; cells of one name share batches."""
        ...

    def prior(self, name: str) -> Denoiser:
        """Return a main diffusion model."""
        ...

    @property
    def secondary(self) -> Denoiser:
        """The secondary model."""
        ...

    @property
    def perceptual(self) -> PerceptualDistance:
        """The distance to an initial image."""
        ...

    @property
    def anti_jpeg(self) -> AntiJpeg | None:
        """The anti-JPEG pair; None where its files are not here."""
        ...

    def perceptor(self, switch: str) -> Perceptor:
        """Return the perceptor of a CLIP switch."""
        ...

    def text_rows(self, switch: str, texts: Sequence[str]) -> Tensor:
        """Embed texts with the perceptor of a CLIP switch: raw rows, shape (P, E)."""
        ...


@dataclass(frozen=True, eq=False)
class Prepared:
    """A cell that is ready to run.

    Attributes:
        cell: The cell.
        condition: What guides it, in the words of its dialect's guidance.
        sampler: Its sampler, not yet started.
        most_cuts: Cuts of one repeat at the step that has most of them.
        prior: Name of its main diffusion model.
    """

    cell: Cell
    condition: Any
    sampler: Steps
    most_cuts: int
    prior: str


@dataclass(frozen=True)
class CellNoise:
    """The noises of one cell, each of shape (1, 3, H, W).

    Attributes:
        cell: Whose they are.
        machine: Where and in which type.
    """

    cell: Cell
    machine: Machine

    def start(self) -> Tensor:
        """The notebook's own z for image 0; later images of a seed get draws of ours (Q10)."""
        if self.cell.image == 0:
            z = starting_noise(self.cell.settings["seed"], self.cell.size, dtype=self.machine.dtype)
            return z.to(self.machine.device)
        return self.draw("start", 0)

    def step(self, executed: int) -> Tensor:
        """The fresh noise of an executed step."""
        return self.draw("ddim", executed)

    def draw(self, purpose: str, step: int) -> Tensor:
        """N(0, 1) for any other purpose."""
        width, height = self.cell.size
        key = DrawKey(self.cell.settings["seed"], self.cell.image, purpose, step)
        drawn = normal([key], 3 * height * width, device=self.machine.device, dtype=self.machine.dtype)
        return drawn.reshape(1, 3, height, width)


def read_picture(role: str, path: Path, size: tuple[int, int], machine: Machine) -> Tensor:
    """Return a picture, shape (1, 3, H, W) in [-1, 1], resized with Lanczos to exactly `size` (engines.md
    2.6).

    Args:
        role: What a message calls it, such as `init_image`.
        path: The file.
        size: (width, height) in pixels.
        machine: Where it goes.

    Raises:
        CellFailure: The file is not a picture that can be read.
    """
    with opened_picture(role, path) as image:
        return to_tensor(image.resize(size, Image.Resampling.LANCZOS), machine)


def opened_picture(role: str, path: Path) -> Image.Image:
    """Return a picture file as RGB.

    Raises:
        CellFailure: The file is not a picture that can be read.
    """
    try:
        with Image.open(path) as image:
            return image.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise CellFailure(f"{role} {path.name} cannot be read: {error}", final=False) from error


def to_tensor(image: Image.Image, machine: Machine) -> Tensor:
    """Return an RGB picture as a tensor, shape (1, 3, H, W) in [-1, 1]."""
    planes = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1)[None]
    return planes.to(machine.device, machine.dtype) / 255 * 2 - 1
