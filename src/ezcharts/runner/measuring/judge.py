"""The perceptor that measures meaning: a model that never guides. Importing this loads torch.

A picture is seen in the fewest squares that cover it: as long as its shorter side, spread evenly along the
longer one, overlapping where they must. Each is scaled to what the perceptor sees.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from ezcharts.measures.measure import Pixels
from ezcharts.measures.perceptor import Directions
from ezcharts.models.cards import Card
from ezcharts.models.perceptors import Perceptor, load_perceptor
from ezcharts.models.tokenizer import Tokenizer, split

_TEXTS_KEPT = 256


class Judge:
    """A perceptor of ours; see `ezcharts.measures.perceptor.Perceptor`.

    Args:
        perceptor: Any; the embedded set's judge for measures that are kept.
        tokenizer: Its word list.
    """

    def __init__(self, perceptor: Perceptor, tokenizer: Tokenizer) -> None:
        self._perceptor, self._tokenizer = perceptor, tokenizer
        # Cells of a study share few prompts, and a text takes as long as a picture.
        self._text = functools.lru_cache(_TEXTS_KEPT)(self._embedded)

    @torch.no_grad()
    def views(self, picture: Pixels) -> Directions:
        """Return unit vectors (V, E) of the squares of a picture (H, W, 3)."""
        side = self._perceptor.resolution
        pixels = torch.from_numpy(np.stack(squares(picture))).permute(0, 3, 1, 2).float() / 255
        if pixels.shape[-1] != side:
            pixels = F.interpolate(pixels, (side, side), mode="bicubic", antialias=True).clamp(0, 1)
        mean, std = (
            pixels.new_tensor(v).reshape(1, 3, 1, 1) for v in (self._perceptor.mean, self._perceptor.std)
        )
        return _directions(self._perceptor.encode_image((pixels - mean) / std))

    def texts(self, texts: Sequence[str]) -> Directions:
        """Return unit vectors (P, E) of P texts.

        Raises:
            PromptError: A text is too long.
        """
        return np.stack([self._text(text) for text in texts])

    def knows(self, text: str) -> bool:
        """Return whether it has learnt at least one word of a text; marks and digits are no words."""
        words = [piece for piece in split(text) if piece.isalpha()]
        return any(self._tokenizer.row(word) != self._tokenizer.unknown_row for word in words)

    @torch.no_grad()
    def _embedded(self, text: str) -> NDArray[np.float64]:
        row: NDArray[np.float64] = _directions(self._perceptor.encode_text([text]))[0]
        return row


def load_judge(card: Card) -> Judge:
    """Load a perceptor to judge with.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    perceptor = load_perceptor(card)  # which refuses a card without a vocabulary
    if card.vocabulary is None:
        raise ValueError(f"{card.name} has no vocabulary")
    return Judge(perceptor, Tokenizer.read(card.vocabulary))


def squares(picture: Pixels) -> list[Pixels]:
    """Return the squares that cover a picture (H, W, 3), each (S, S, 3) with S = min(H, W), in order."""
    height, width = picture.shape[:2]
    side = min(height, width)
    count = math.ceil(max(height, width) / side)
    starts = np.linspace(0, max(height, width) - side, count).round().astype(int)
    along = slice(None)
    wide = width > height
    return [
        picture[(along, slice(a, a + side)) if wide else (slice(a, a + side), along)] for a in starts.tolist()
    ]


def _directions(embeddings: Tensor) -> Directions:
    directions: Directions = F.normalize(embeddings.double(), dim=-1).numpy()
    return directions
