"""Words to rows of the text towers' embedding table.

CLIP's own vocabulary of 49,408 byte pairs would be most of the weight of a small text tower, so the embedded
models share one short list of whole words (`vocabulary.txt`, one a line, the line number being the row).
Digits and punctuation are rows of their own, so that a prompt's `:5`, which Disco leaves in the text (quirk
Q2 of engines.md), is read as a colon and a digit. As in CLIP, a text is `<start> words <end>`, at most 77
tokens, and `<end>` has the largest row (the tower pools where the row is largest).

A word is looked up case-folded, then without its diacritics; any other word is `<unknown>`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ezcharts.errors import ModelError, PromptError

CONTEXT = 77
PAD, UNKNOWN, START, END = "<pad>", "<unknown>", "<start>", "<end>"
SYMBOLS = tuple("0123456789.,:;!?'\"()[]{}&/+*%#@=_-–—")
_PIECE = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def split(text: str) -> list[str]:
    """Return the case-folded words, digits and punctuation marks of `text`, in order."""
    return _PIECE.findall(unicodedata.normalize("NFC", text).casefold())


def fold(word: str) -> str:
    """Return `word` case-folded and without diacritics: `Beksiński` -> `beksinski`."""
    marked = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def vocabulary(words: Iterable[str]) -> list[str]:
    """Return all rows in order for a list of words: padding, unknown, symbols, sorted words, start, end.

    Args:
        words: Words or phrases; each is split, so that `sea cliffs` gives two rows.
    """
    pieces = {piece for word in words for piece in split(word)}
    return [PAD, UNKNOWN, *SYMBOLS, *sorted(pieces - set(SYMBOLS)), START, END]


class Tokenizer:
    """Turns prompts into rows of one vocabulary.

    Attributes:
        rows: Every word, in the order of its row.
    """

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = tuple(rows)
        self._exact = {word: row for row, word in enumerate(self.rows)}
        self._folded = {fold(word): row for row, word in reversed(list(enumerate(self.rows)))}

    @classmethod
    def read(cls, path: Path) -> Tokenizer:
        """Read a vocabulary file.

        Raises:
            ModelError: The file cannot be read, or `<end>` is not its last row.
        """
        try:
            rows = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(f"vocabulary {path} cannot be read: {error}; install ezcharts again") from None
        if not rows or rows[-1] != END:
            raise ModelError(f"vocabulary {path} must end with the row {END}; install ezcharts again")
        return cls(rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def unknown_row(self) -> int:
        """The row that all unknown words share."""
        return self._exact[UNKNOWN]

    def row(self, piece: str) -> int:
        """Return the row of one word, digit or mark; that of `<unknown>` where there is none."""
        if piece in self._exact:
            return self._exact[piece]
        return self._folded.get(fold(piece), self.unknown_row)

    def unknown(self, text: str) -> list[str]:
        """Return the words of `text` that the models have never learnt, in order."""
        return [piece for piece in split(text) if self.row(piece) == self.unknown_row]

    def encode(self, text: str) -> list[int]:
        """Return the rows of `text` between `<start>` and `<end>`.

        Raises:
            PromptError: The text has more tokens than the towers can read; it is never cut short.
        """
        rows = [self._exact[START], *map(self.row, split(text)), self._exact[END]]
        if len(rows) > CONTEXT:
            raise PromptError(
                f"a prompt must have at most {CONTEXT - 2} words and marks; "
                f"{text[:40]!r}... has {len(rows) - 2}: shorten it or split it into several prompts"
            )
        return rows
