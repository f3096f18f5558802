r"""Random numbers that belong to a cell, not to a batch: a counter-based generator.

A sequential generator gives a cell other numbers when its neighbours change. Here every draw is a pure
function of *what it is for*: a `DrawKey` (seed, image, purpose, step, model, repeat) is hashed to 64 bits,
and element number i of the draw is Philox-4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as
1, 2, 3") of counter i under that key. Computed for a whole batch at once on any device; integers are equal
everywhere, floats within rounding.

Uniforms are (n + ½)/2³² in (0, 1); normals come from pairs of uniforms by Box and Muller (1958).
Only a run's starting noise is the notebook's own: `torch.randn` of a CPU generator (`starting_noise`).
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

_LOW = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_CACHED = 32_768


@dataclass(frozen=True)
class DrawKey:
    """What a draw is for. Equal keys give equal numbers; different keys give independent ones.

    Attributes:
        seed: The cell's seed.
        image: Image index of that seed, from 0.
        purpose: A word such as "crop" or "ddim noise".
        step: Number of the guided evaluation or sampler step, from 0.
        model: Name of the perceptor the draw is for, or "".
        repeat: Number of the cut repeat (cutn_batches), from 0.
    """

    seed: int
    image: int
    purpose: str
    step: int = 0
    model: str = ""
    repeat: int = 0

    def words(self) -> tuple[int, int]:
        """Return the two 32-bit key words, the first 8 bytes of BLAKE2b over the fields."""
        text = f"{self.seed}|{self.image}|{self.purpose}|{self.step}|{self.model}|{self.repeat}"
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def starting_noise(seed: int, size: tuple[int, int], *, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return z ~ N(0, 1), shape (1, 3, H, W), as a notebook on a CPU draws it (engines.md 2.6).

    Args:
        seed: The cell's seed, any non-negative integer.
        size: (width, height) in pixels.
        dtype: Type of the result; always drawn as float32.
    """
    width, height = size
    generator = torch.Generator(device="cpu").manual_seed(seed)
    return torch.randn((1, 3, height, width), generator=generator).to(dtype)


def uniform(
    keys: Sequence[DrawKey],
    count: int,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Tensor:
    """Return `count` values of U(0, 1) for each key, shape (len(keys), count)."""
    return _to_unit(_words(keys, count, device), dtype)


def normal(
    keys: Sequence[DrawKey],
    count: int,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Tensor:
    """Return `count` values of N(0, 1) for each key, shape (len(keys), count).

    Values 2i and 2i + 1 come from words 2i and 2i + 1: a longer draw begins with the shorter one.
    """
    words = _words(keys, count + count % 2, device).reshape(len(keys), -1, 2)
    radius = torch.sqrt(-2 * torch.log(_to_unit(words[..., 0], dtype)))
    angle = _to_unit(words[..., 1], dtype) * (2 * torch.pi)
    return torch.stack((radius * torch.cos(angle), radius * torch.sin(angle)), dim=-1).flatten(1)[:, :count]


def grain(
    keys: Sequence[DrawKey],
    count: int,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Tensor:
    """Return `count` values of a normal law in 65,536 equally likely steps for each key, (len(keys), count).

    For the noise on cuts, millions of values a step, where `normal` would cost as much as a perceptor: two
    values come from a word. Mean 0 and variance 1 are exact, the largest value is 4.33. A longer draw begins
    with the shorter one.
    """
    words = _words(keys, -(-count // 2), device).to(torch.int32)  # wraps: the same 32 bits
    halves = words.view(torch.int16).to(torch.int32) + 2**15  # of each word the low half first
    values = _quantiles(torch.device(device), dtype).index_select(0, halves.flatten())
    return values.reshape(len(keys), -1)[:, :count]


@functools.lru_cache(maxsize=4)
def _quantiles(device: torch.device, dtype: torch.dtype) -> Tensor:
    """Return the normal's quantiles at the middles of 2¹⁶ equal slices, scaled to variance 1.

    The upper half comes first, as 16 bits do when they are read with a sign.
    """
    values: Tensor = torch.special.ndtri((torch.arange(2**16, dtype=torch.float64) + 0.5) / 2**16)
    return torch.roll(values / values.square().mean().sqrt(), 2**15).to(device, dtype)


def philox(counter: Sequence[Tensor], key: Sequence[Tensor]) -> list[Tensor]:
    """Return the four output words of Philox-4x32-10.

    Args:
        counter: Four int64 tensors of 32-bit words.
        key: Two int64 tensors of 32-bit words that broadcast against the counter.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        p0, p1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = _high(p1) ^ c1 ^ k0, p1 & _LOW, _high(p0) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _WEYL[0]) & _LOW, (k1 + _WEYL[1]) & _LOW
    return [c0, c1, c2, c3]


def _high(product: Tensor) -> Tensor:
    return (product >> 32) & _LOW


def _words(keys: Sequence[DrawKey], count: int, device: torch.device | str) -> Tensor:
    blocks = -(-count // 4)
    index = torch.arange(blocks, dtype=torch.int64, device=device)[None]
    key = torch.tensor([k.words() for k in keys], dtype=torch.int64, device=device)
    zero = torch.zeros((), dtype=torch.int64, device=device)
    words = torch.empty((len(keys), blocks, 4), dtype=torch.int64, device=device)
    chunk = _chunk(len(keys), device)
    for start in range(0, blocks, chunk):
        part = index[:, start : start + chunk]
        for word, values in enumerate(philox((part, zero, zero, zero), (key[:, :1], key[:, 1:]))):
            words[:, start : start + chunk, word] = values
    return words.flatten(1)[:, :count]


def _chunk(keys: int, device: torch.device | str) -> int:
    """Return how many counters to take at once: on a CPU what stays in its cache through all rounds."""
    return max(1, _CACHED // keys) if torch.device(device).type == "cpu" else 2**24


def _to_unit(words: Tensor, dtype: torch.dtype) -> Tensor:
    """Map 32-bit words to (0, 1): the middles of 2²³ (float32) or 2³² (float64) equal bins."""
    if dtype == torch.float64:
        return (words.to(dtype) + 0.5) * 2.0**-32
    return ((words >> 9).to(dtype) + 0.5) * 2.0**-23
