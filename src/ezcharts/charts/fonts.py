"""The one typeface of a sheet: Source Sans Pro, from its own package, so that a chart looks alike everywhere.

It has Latin (with ł, ń, ż, ...), Greek and Cyrillic letters. A letter it lacks is drawn as the font's empty
box, and `unknown_letters` names it so that a sheet can say so.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from font_source_sans_pro import font_files_ttf
from PIL import ImageFont

Weight = Literal["light", "regular", "semibold", "italic"]

_FILES = {
    "light": "SourceSansProLight",
    "regular": "SourceSansPro",
    "semibold": "SourceSansProSemibold",
    "italic": "SourceSansProIt",
}
FINER = 4

NO_BREAK = "\u00a0"  # a space that keeps two words on one line

_WORDS = re.compile(rf"(?:\S|{NO_BREAK})+")
_NO_LETTER = "\U0010ffff"  # no font has it: what is drawn for it is the font's sign for a missing letter


@functools.cache
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The font of a weight, `FINER` times as large as `size`, the em in pixels.

    Letters are measured and drawn that much larger and then reduced: a font fits its letters to whole pixels,
        which at reading size makes their distances uneven.
    """
    return ImageFont.truetype(font_files_ttf[_FILES[weight]], size * FINER)


def clean(text: str) -> str:
    """Text as it can be set: composed letters, single spaces, no line breaks or direction marks."""
    letters = unicodedata.normalize("NFC", text)
    visible = (c for c in letters if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(words("".join(visible)))


def words(text: str) -> list[str]:
    """The parts of a text between which a line may break: at white space other than `NO_BREAK`."""
    return _WORDS.findall(text)


def unknown_letters(texts: Iterable[str]) -> str:
    """The letters in `texts` that the font cannot draw, each once, sorted."""
    letters = {letter for text in texts for letter in clean(text)}
    return "".join(sorted(letter for letter in letters if not _has(letter)))


@functools.cache
def _has(letter: str) -> bool:
    regular = font("regular", 20)
    return letter.isspace() or _drawing(regular, letter) != _drawing(regular, _NO_LETTER)


def _drawing(face: ImageFont.FreeTypeFont, letter: str) -> bytes:
    return bytes(face.getmask(letter))
