"""Perceptors: CLIP models that say how well a picture fits words.

A perceptor is a network of `open_clip`; the embedded ones are built from our own `config.json`, those of
other people are read by `clip_files`, and nothing is fetched. Image tower and text tower meet in one space of
E dimensions, where the angle between a picture and a prompt is what guidance makes smaller (engines.md 2.5).
The inner maps of CLIP's modified ResNet also serve as a perceptual distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import torch
import torch.nn.functional as F
from open_clip import CLIP
from open_clip.modified_resnet import ModifiedResNet
from torch import Tensor, nn

from ezcharts.errors import ModelError
from ezcharts.models.cards import Card
from ezcharts.models.tokenizer import Tokenizer
from ezcharts.models.weights import load_into, option

Colour = tuple[float, float, float]

# CLIP's own figures (engines.md 2.4.1), per channel in [0, 1] units.
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)

Clip: TypeAlias = Any  # open_clip has no types
"""A network of open_clip: `CLIP`, or `CustomTextCLIP`, whose text tower is in a class of its own."""


class Encodes(Protocol):
    """Turns a text into rows of a text tower's table; the last one is the largest."""

    def encode(self, text: str) -> list[int]:
        """Return the rows of a text; raises `PromptError` where it is too long."""
        ...


def build_clip(config: Mapping[str, Any], vocabulary_size: int) -> CLIP:
    """Return an untrained CLIP.

    Args:
        config: `embed_dim`, `vision_cfg` and `text_cfg` as open_clip has them.
        vocabulary_size: Rows of the tokenizer.
    """
    text = {**config["text_cfg"], "vocab_size": vocabulary_size}
    return CLIP(config["embed_dim"], vision_cfg=dict(config["vision_cfg"]), text_cfg=text)


def pad(rows: Sequence[Sequence[int]]) -> Tensor:
    """Return token rows as one int64 tensor (P, longest), filled up with padding (row 0)."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


def encode_tokens(clip: Clip, tokens: Tensor) -> Tensor:
    """Return text embeddings (P, E) of tokens (P, L), L ≤ 77.

    In CLIP's own text tower the mask is causal and `<end>` is where the result is read, so what follows it
    has no effect: L may be the longest text at hand instead of 77, which is several times less work. Other
    text towers get all the places they have.
    """
    length = tokens.shape[1]
    if not isinstance(clip, CLIP) or clip.attn_mask is None or clip.text_pool_type != "argmax":
        whole: Tensor = clip.encode_text(F.pad(tokens, (0, clip.context_length - length)))
        return whole
    x = clip.token_embedding(tokens) + clip.positional_embedding[:length]
    x = clip.ln_final(clip.transformer(x, attn_mask=clip.attn_mask[:length, :length]))
    ends = tokens.argmax(dim=1)
    pooled: Tensor = x[torch.arange(len(x), device=x.device), ends] @ clip.text_projection
    return pooled


class Perceptor(nn.Module):
    """A picture's and a text's place in one space.

    Attributes:
        name: The card's name.
        digest: SHA-256 of its files.
        resolution: Side R in pixels of the pictures it sees.
        mean: Per channel, subtracted from pictures in [0, 1] before they are encoded.
        std: Per channel, then divided by.
        has_features: Whether `features` works.
    """

    def __init__(
        self,
        name: str,
        digest: str,
        resolution: int,
        clip: Clip,
        tokenizer: Encodes,
        mean: Colour = MEAN,
        std: Colour = STD,
    ) -> None:
        super().__init__()
        self.name, self.digest, self.resolution = name, digest, resolution
        self.clip, self.tokenizer = clip, tokenizer
        self.mean, self.std = mean, std

    @property
    def has_features(self) -> bool:
        """Whether the image tower has maps to show: the ResNets do."""
        return isinstance(self.clip.visual, ModifiedResNet)

    def encode_image(self, pixels: Tensor) -> Tensor:
        """Return embeddings (N, E), not normalised.

        Args:
            pixels: (N, 3, R, R): pictures in [0, 1], less `mean`, over `std`.
        """
        return _at_least_single(self.clip.encode_image(pixels))

    def encode_text(self, texts: Sequence[str]) -> Tensor:
        """Return embeddings (P, E) of P texts, not normalised.

        Raises:
            PromptError: A text is longer than the tower can read.
        """
        tokens = pad([self.tokenizer.encode(text) for text in texts])
        return _at_least_single(encode_tokens(self.clip, tokens.to(self.clip.logit_scale.device)))

    def features(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Return the maps behind the stem and the four stages, at 1/4, 1/4, 1/8, 1/16 and 1/32 of the size.

        Args:
            pixels: (N, 3, H, W) of any size from 32 up, normalised as for `encode_image`.

        Raises:
            ModelError: The image tower is a transformer, which has no such maps.
        """
        visual = self.clip.visual
        if not isinstance(visual, ModifiedResNet):
            raise ModelError(
                f"perceptor {self.name} is a vision transformer and has no feature maps; use a ResNet"
            )
        maps = [visual.stem(pixels)]
        for stage in (visual.layer1, visual.layer2, visual.layer3, visual.layer4):
            maps.append(stage(maps[-1]))
        return tuple(maps)


def load_perceptor(
    card: Card, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> Perceptor:
    """Read a perceptor, frozen and in evaluation mode.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    if card.vocabulary is None:
        raise ModelError(
            f"{card.name} is a {card.role} without a vocabulary and cannot read prompts; choose a perceptor"
        )
    tokenizer = Tokenizer.read(card.vocabulary)
    config = {key: option(card, key) for key in ("embed_dim", "vision_cfg", "text_cfg")}
    clip = build_clip(config, len(tokenizer))
    load_into(clip, card, device, dtype)
    return Perceptor(card.name, card.digest, card.resolution, clip, tokenizer).eval()


def _at_least_single(embeddings: Tensor) -> Tensor:
    """Angles are taken in float32 or better, whatever the tower worked in."""
    return embeddings.float() if embeddings.dtype in (torch.float16, torch.bfloat16) else embeddings
