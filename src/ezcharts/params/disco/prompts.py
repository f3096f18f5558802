"""Prompts and their weights, as Disco reads them (engines.md 2.2).

A prompt is text with an optional weight after its last colon: `"a castle:2"`. The tokenizer of every Disco
version is given the complete string, the weight included (quirk Q2), so `Prompt.text` keeps its suffix. In
a URL the colon of `http://` or `https://` belongs to the address.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ezcharts.errors import PromptError
from ezcharts.params.compound import is_list
from ezcharts.params.domain import Domain, Json, Value
from ezcharts.params.number import NUMERAL, shown

SMALLEST_SUM: Final = 1e-3


@dataclass(frozen=True)
class Prompt:
    """One prompt.

    Attributes:
        text: What the tokenizer gets: the whole string, weight suffix included (Q2).
        subject: The part before the weight: the plain text, or the path or URL of an image prompt.
        weight: As written, 1.0 when there is none; may be negative or 0.
    """

    text: str
    subject: str
    weight: float


def parse_prompt(text: str) -> Prompt:
    """Split a prompt into its subject and its weight.

    Args:
        text: `"subject"` or `"subject:weight"`; the last colon counts.

    Raises:
        PromptError: what follows the last colon is not a number.
    """
    scheme, rest = _split_scheme(text)
    subject, colon, weight = rest.rpartition(":")
    if not colon:
        return Prompt(text, text, 1.0)
    if not NUMERAL.fullmatch(weight.strip()) or not math.isfinite(float(weight)):
        raise PromptError(
            f"what follows the last colon must be the weight, a number, got {shown(weight)} "
            f"in {shown(text)}; "
            "to keep a colon in the text, end the prompt with a weight such as ':1'"
        )
    return Prompt(text, scheme + subject, float(weight))


def normalise_weights(prompts: Sequence[Prompt]) -> tuple[float, ...]:
    """Return the weights divided by the absolute value of their sum (engines.md 2.2, rule 4).

    A negative sum keeps the signs: the picture is pushed away.

    Raises:
        PromptError: the weights (nearly) cancel, or there are no prompts.
    """
    total = math.fsum(prompt.weight for prompt in prompts)
    if not prompts:
        raise PromptError("at least one prompt is needed, got none; set text_prompts or image_prompts")
    if abs(total) < SMALLEST_SUM:
        weights = ", ".join(f"{prompt.weight:g}" for prompt in prompts)
        raise PromptError(
            f"the prompt weights must not sum to zero (|sum| >= {SMALLEST_SUM:g}), "
            f"got {weights}; change one of them"
        )
    return tuple(prompt.weight / abs(total) for prompt in prompts)


def _split_scheme(text: str) -> tuple[str, str]:
    for scheme in ("http://", "https://"):
        if text.startswith(scheme):
            return scheme, text.removeprefix(scheme)
    return "", text


@dataclass(frozen=True)
class Prompts(Domain):
    """The prompts of a still picture: one text, a list, or the notebooks' `{0: [...]}`.

    Of a dictionary only frame 0 is used, as in the notebooks' still mode. Prompts are never split at commas.

    Attributes:
        may_be_none: Whether `none` is no prompt at all; otherwise it is a text like any other.
    """

    may_be_none: bool = False

    def parse(self, value: object) -> tuple[str, ...]:
        """Return the prompts as written, weights included."""
        prompts = _frame_zero(self, value)
        if self.may_be_none and (prompts is None or prompts == "none"):
            return ()
        entries = prompts if is_list(prompts) else [prompts]
        texts = tuple(entry for entry in entries if isinstance(entry, str))
        if len(texts) < len(entries):
            raise self.refuse(value)
        for text in texts:
            parse_prompt(text)
        return texts

    def describe(self) -> str:
        """Return the forms in words."""
        forms = "a text, a list of texts, or {0: [texts]}; each may end in ':weight'"
        return f"{forms}; or none" if self.may_be_none else forms

    def to_json(self, value: tuple[str, ...]) -> Json:
        """Return the prompts as a list."""
        return list(value)

    def show(self, value: tuple[str, ...]) -> str:
        """Return the prompts joined with " | "."""
        return " | ".join(value) or "none"


def _frame_zero(domain: Domain, value: object) -> Value:
    if not isinstance(value, Mapping):
        return value
    for frame in (0, "0"):
        if frame in value:
            return value[frame]
    if not value:
        return []
    raise domain.refuse(value, "; a still picture uses frame 0, which is missing")
