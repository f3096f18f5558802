r"""How the JAX notebooks read a prompt: one text becomes parts with weights (engines.md 3.7).

    plain    the text as it is
    braces   Bash's brace expansion of the whole text: "a {red,blue} house" is two texts, {01..10} a range;
             a text with "~" in it counts -1 (every "~" is taken out), the others 1
    pipes    parts between bars, "text:weight"; an https address or the path of a readable file is an image

All parts become one direction that CLIP pulls toward: the weighted sum of their embeddings, scaled to length
1. Embeddings of texts are scaled to length 1 before they are weighted, those of images are not, which is why
people give images tiny weights such as 0.01.

Braces follow Bash, as the notebooks' library does, with white space and quotes ordinary characters: a
backslash makes the next character ordinary, and what is no expansion ({}, {word}, a brace without a partner)
stays as it is. Where an expansion is empty Bash drops it; here, as in the notebooks, it is an empty text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ezcharts.errors import PromptError
from ezcharts.params.number import NUMERAL, shown

LONGEST: Final = 5000
MOST_VARIANTS: Final = 1000
_DEEPEST: Final = 50


@dataclass(frozen=True)
class Part:
    """One part of a prompt.

    Attributes:
        text: What is embedded, without weight and marks; of an image its address as written.
        weight: Negative pushes away.
        is_image: Whether it is the address of a picture.
        path: Of an image, its path or URL; else empty.
    """

    text: str
    weight: float = 1.0
    is_image: bool = False
    path: str = ""


def _no_file(path: str) -> bool:
    return False


def parse_prompt(text: str, syntax: str, is_image: Callable[[str], bool] = _no_file) -> tuple[Part, ...]:
    """Return the parts of a prompt, at least one.

    Args:
        text: The whole prompt.
        syntax: `plain`, `braces` or `pipes`, as the setting `prompt_syntax`.
        is_image: Says whether a path is a picture that can be read; only `pipes` asks.

    Raises:
        PromptError: a weight is no number, or there are too many expansions.
    """
    if syntax == "plain":
        return (Part(text),)
    if syntax == "braces":
        return tuple(_marked(variant) for variant in expand_braces(text))
    if syntax == "pipes":
        return tuple(_weighed(part.strip(), is_image) for part in text.split("|"))
    raise PromptError(f"a prompt syntax must be plain, braces or pipes, got {shown(syntax)}")


def _marked(text: str) -> Part:
    return Part(text.replace("~", ""), -1.0 if "~" in text else 1.0)


def _weighed(part: str, is_image: Callable[[str], bool]) -> Part:
    """Read `text`, `text:weight`, `https://host/picture` or `https://host/picture:weight`."""
    scheme, colon, rest = part.partition("https:")
    address = scheme + colon if colon else ""
    subject, colon, weight = (rest if colon else part).partition(":")
    text = (address + subject).strip()
    if colon and not _is_number(weight):
        raise PromptError(
            f"what follows the colon must be the weight, a number, got {shown(weight.strip())} "
            f"in {shown(part)}; leave other colons out of the text"
        )
    image = bool(address) or is_image(text)
    return Part(text, float(weight) if colon else 1.0, image, text if image else "")


def _is_number(text: str) -> bool:
    return bool(NUMERAL.fullmatch(text.strip())) and math.isfinite(float(text))


Tokens = tuple[str, ...]
"""A text as single characters; one after a backslash is kept with it, and so is never a brace."""

_RANGE: Final = re.compile(r"([+-]?\d{1,18})\.\.([+-]?\d{1,18})(?:\.\.([+-]?\d{1,18}))?", re.ASCII)
_LETTERS: Final = re.compile(r"([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d{1,18}))?", re.ASCII)
_PADDED: Final = re.compile(r"-?0\d", re.ASCII)


def expand_braces(text: str) -> tuple[str, ...]:
    """Return all expansions, in Bash's order; the text itself when there is nothing to expand.

    Raises:
        PromptError: the text is too long, has too many expansions, or too many braces inside each other.
    """
    if len(text) > LONGEST:
        raise PromptError(f"a prompt with braces has at most {LONGEST} characters, got {len(text)}")
    tokens = tuple(re.findall(r"\\.|.", text, flags=re.DOTALL))
    return tuple("".join(token[-1] for token in variant) for variant in _variants(tokens, 0))


def _variants(tokens: Tokens, depth: int) -> list[Tokens]:
    """Return all expansions of a text: those of its first braces times those of the rest."""
    if depth > _DEEPEST:
        raise PromptError(f"a prompt has at most {_DEEPEST} braces inside each other")
    variants: list[Tokens] = [()]
    while braces := _first_braces(tokens):
        start, end = braces
        inside = _choices(tokens[start + 1 : end], depth) or [tokens[start : end + 1]]
        _check(len(variants) * len(inside))
        variants = [(*done, *tokens[:start], *choice) for done in variants for choice in inside]
        tokens = tokens[end + 1 :]
    return [(*done, *tokens) for done in variants]


def _first_braces(tokens: Tokens) -> tuple[int, int] | None:
    """Return where the first pair of braces is that may be an expansion."""
    for start, token in enumerate(tokens):
        if token == "{" and not _stands_alone(tokens, start):
            end = _partner(tokens, start)
            if end is not None:
                return start, end
    return None


def _stands_alone(tokens: Tokens, start: int) -> bool:
    """Return whether this is `{}` or a last `{` at the beginning of a word, which Bash never expands."""
    begins = start == 0 or tokens[start - 1].isspace()
    return begins and (start + 1 == len(tokens) or tokens[start + 1] == "}")


def _partner(tokens: Tokens, start: int) -> int | None:
    """Return where the brace is closed; what is between must hold a comma or two dots at its own level."""
    level, worthwhile = 0, False
    for end in range(start + 1, len(tokens)):
        if tokens[end] == "}" and level == 0 and worthwhile:
            return end
        if tokens[end] == "{":
            level += 1
        elif tokens[end] == "}":
            level = max(level - 1, 0)
        elif level == 0:
            dots = tokens[end : end + 2] == (".", ".") and tokens[end + 2 : end + 3] != ("}",)
            worthwhile = worthwhile or tokens[end] == "," or dots
    return None


def _choices(inside: Tokens, depth: int) -> list[Tokens]:
    """Return what a pair of braces stands for; nothing where it is no expansion after all."""
    if "," not in inside:
        return [tuple(word) for word in _sequence("".join(inside))]
    variants = [each for item in _items(inside) for each in _variants(item, depth + 1)]
    _check(len(variants))
    return variants


def _items(inside: Tokens) -> Iterator[Tokens]:
    """Yield what stands between the commas of the outermost level."""
    level, begin = 0, 0
    for index, token in enumerate(inside):
        if token == "{":
            level += 1
        elif token == "}":
            level = max(level - 1, 0)
        elif token == "," and level == 0:
            yield inside[begin:index]
            begin = index + 1
    yield inside[begin:]


def _sequence(text: str) -> list[str]:
    """Return the words of `1..5`, `01..10..2` or `a..e`; nothing where it is none of these."""
    if found := _LETTERS.fullmatch(text):
        return [chr(code) for code in _steps(ord(found[1]), ord(found[2]), found[3])]
    if found := _RANGE.fullmatch(text):
        padded = any(_PADDED.match(end) for end in (found[1], found[2]))
        width = max(len(found[1]), len(found[2])) if padded else 0
        return [f"{number:0{width}d}" for number in _steps(int(found[1]), int(found[2]), found[3])]
    return []


def _steps(first: int, last: int, increment: str | None) -> range:
    """Return the numbers from `first` to `last`; the increment's sign does not matter, and 0 is 1."""
    size = abs(int(increment or 1)) or 1
    _check(abs(last - first) // size + 1)
    return range(first, last + 1, size) if first <= last else range(first, last - 1, -size)


def _check(variants: int) -> None:
    if variants > MOST_VARIANTS:
        raise PromptError(f"a prompt has at most {MOST_VARIANTS} variants, got {variants}; use fewer braces")
