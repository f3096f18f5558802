r"""What else than plain text Disco pulls toward: fuzzy prompts and image prompts (engines.md 2.2, 5 and 6).

* *Fuzzy*: instead of a text's embedding p, 25 rows clamp(p + rand_mag·n, 0, 1), n ~ N(0, 1). The clamp
removes
  all negative parts, so the meaning changes even at rand_mag 0 (Q20). Draws: one of `normal` for each prompt
  and perceptor, key (seed, image, "fuzzy", step = number of the prompt, model = switch), 25 rows of E values.
* *Image*: the embeddings of 16 legacy cutouts of a picture. They lie in [-1, 1], but are normalised as if in
  [0, 1] (Q19). Draws of cut c, all with step = number of the image prompt, model = switch, repeat = c:
  "image prompt cut" its uniforms, and "image prompt noise 0" to "... 3" its noises by `grain`, in the order
  (channel, row, column).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from ezcharts.diffusion.draws import DrawKey, grain, normal, uniform
from ezcharts.guidance.disco.condition import Target
from ezcharts.guidance.disco.legacy_cutouts import UNIFORMS, legacy_cuts
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.params.disco.prompts import Prompt, normalise_weights

FUZZY_ROWS: Final = 25
"""Rows that a text becomes with fuzzy_prompt."""
IMAGE_ROWS: Final = 16
"""Rows that an image prompt becomes: its number of cuts."""


@dataclass(frozen=True)
class PromptKey:
    """Whose draws they are: one prompt of one cell, as one perceptor sees it.

    Attributes:
        seed: The cell's seed.
        image: Image index of the seed.
        switch: Disco's name of the perceptor.
        index: Number of the prompt among those of its kind, from 0.
    """

    seed: int
    image: int
    switch: str
    index: int

    def of(self, purpose: str, repeat: int = 0) -> DrawKey:
        """Return the key of a draw."""
        return DrawKey(self.seed, self.image, purpose, self.index, self.switch, repeat)


def fuzzy_rows(embedding: Tensor, rand_mag: float, key: PromptKey) -> Tensor:
    """Return the rows that stand for a text with fuzzy_prompt, shape (25, E), in [0, 1].

    Args:
        embedding: Raw, shape (E,).
        rand_mag: Standard deviation of the noise.
        key: Whose draws.
    """
    drawn = normal(
        [key.of("fuzzy")], FUZZY_ROWS * len(embedding), device=embedding.device, dtype=embedding.dtype
    )
    return (embedding + rand_mag * drawn.reshape(FUZZY_ROWS, -1)).clamp(0, 1)


def image_rows(picture: Tensor, perceptor: Perceptor, *, skip_augs: bool, key: PromptKey) -> Tensor:
    """Return the rows that stand for an image prompt, shape (16, E), raw.

    Args:
        picture: Shape (1, 3, H, W) in [-1, 1], already of the size that is cut.
        perceptor: What looks at it.
        skip_augs: Leave out every augmentation of the cuts.
        key: Whose draws.

    Raises:
        CellFailure: The picture is a line of pixels.
    """
    cuts = legacy_cuts(
        picture,
        perceptor.resolution,
        cutn=IMAGE_ROWS,
        uniforms=_uniforms(key),
        noise=None if skip_augs else _Noise(key, picture),
    )
    mean, std = (cuts.new_tensor(v).reshape(1, 3, 1, 1) for v in (perceptor.mean, perceptor.std))
    with torch.no_grad():
        return perceptor.encode_image((cuts - mean) / std).to(picture.dtype)


def joined(parts: Sequence[tuple[Prompt, Tensor]]) -> Target:
    """Return all rows as one target.

    Args:
        parts: Each prompt with its rows, (P, E); every one of them has the prompt's weight.

    Raises:
        PromptError: There is no row, or the weights sum to zero.
    """
    weights = normalise_weights([prompt for prompt, rows in parts for _ in rows])
    together = torch.cat([rows for _, rows in parts])
    return Target(together, torch.tensor(weights, dtype=together.dtype, device=together.device))


@dataclass(frozen=True)
class _Noise:
    """The noises of the cuts, on the device and of the type of a picture."""

    key: PromptKey
    like: Tensor

    def __call__(self, number: int, n: int, shape: torch.Size) -> Tensor:
        key = self.key.of(f"image prompt noise {n}", number)
        drawn = grain([key], shape.numel(), device=self.like.device, dtype=self.like.dtype)
        return drawn.reshape(shape)


def _uniforms(key: PromptKey) -> list[list[float]]:
    keys = [key.of("image prompt cut", number) for number in range(IMAGE_ROWS)]
    values: list[list[float]] = uniform(keys, UNIFORMS, dtype=torch.float64).tolist()
    return values
