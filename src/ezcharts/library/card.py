"""The card of an entry, `entry.yaml`: what people write of it. One line of words, and where it comes from.

    kind: study                          study: with pictures; link: known elsewhere, its picture is wanted
    number: 7                            place in the catalogue; a new entry goes to the end
    title: eta vs steps                  parameters, down then across
    platform: jax-jan22                  one of ours, or the words of the source
    stated: JAX                          what the source says where that leaves it open
    date: 2022-01-05                     or 2022-01, or 2022
    parameters: [eta, steps]             only where no table of cells says it
    provenance: rendered                 rendered, settings, text or picture
    models: embedded
    profile: preview
    line: ...                            ours: one line, shown beneath the picture
    notes: ...                           ours: paragraphs, folded
    erratum: ...
    gathered:                            theirs: who, when, where, what they saw; in our words
      - {by: u/relaxedorange, date: 2022-03-08, url: https://..., said: ..., note: matched by topic}
    see_also: [13-eta]
    original: original/chart.jpg         the picture of the source; without it, it is wanted
    added: {by: EZ Charts, on: 2026-11-27}

Errors name file and line, all at once, as in a study.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from ezcharts.errors import LibraryError
from ezcharts.library.names import checked_name, checked_path
from ezcharts.studies.fields import each, table, text, whole, word
from ezcharts.studies.problems import Problems, located
from ezcharts.studies.yaml_nodes import Node, read_yaml

Kind = Literal["study", "link"]
Provenance = Literal["rendered", "settings", "text", "picture"]

FILE: Final = "entry.yaml"
KINDS: Final = ("study", "link")
PROVENANCES: Final = ("rendered", "settings", "text", "picture")
MEANINGS: Final[Mapping[str, str]] = {
    "rendered": "rendered from the study file that lies beside it",
    "settings": "made elsewhere, settings files given",
    "text": "made elsewhere, conditions told in words",
    "picture": "made elsewhere, a picture and nothing else",
}

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\[\]]+")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True)
class Gathered:
    """What somebody published elsewhere, in our words.

    Attributes:
        by: Who.
        date: When: a year, month or day.
        url: Where; http or https, may be empty.
        said: What they saw.
        note: A word of ours on the match, such as "matched by topic".
    """

    by: str = ""
    date: str = ""
    url: str = ""
    said: str = ""
    note: str = ""


@dataclass(frozen=True)
class Added:
    """Who added an entry, and on which day."""

    by: str = ""
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What people write of an entry; the module's docstring has it field by field."""

    title: str
    kind: Kind = "study"
    number: int = 0
    platform: str = ""
    stated: str = ""
    date: str = ""
    parameters: tuple[str, ...] = ()
    provenance: Provenance = "picture"
    models: str = ""
    profile: str = ""
    line: str = ""
    notes: str = ""
    erratum: str = ""
    gathered: tuple[Gathered, ...] = ()
    see_also: tuple[str, ...] = ()
    original: str = ""
    added: Added = field(default=Added())

    @property
    def context(self) -> str:
        """Platform and date: `Disco 5.0, 2022-03-05`; what is not known is left out."""
        return ", ".join(part for part in (platform_words(self.platform), self.date) if part)

    @property
    def wants_original(self) -> bool:
        """Whether a source's picture is not kept; a study of ours has no source."""
        return (
            self.kind == "study"
            and not self.original
            and bool(self.gathered or self.provenance != "rendered")
        )

    @property
    def is_embedded(self) -> bool:
        """Whether embedded models made the pictures, which prove nothing of the notebooks' own."""
        return self.models == "embedded"

    @property
    def header(self) -> str:
        """The one line that names an entry: `eta vs steps, JAX jan22, 2022-01-05`."""
        return ", ".join(part for part in (self.title, self.context) if part)


def platform_words(platform: str) -> str:
    """Return a platform as people write it: `Disco 5.0` for `disco-5.0`; other words as they are."""
    family, dash, version = platform.partition("-")
    words = {"disco": "Disco", "jax": "JAX", "huemin": "Huemin"}.get(family)
    return f"{words} {version}" if words and dash else platform


def read_card(path: Path) -> Card:
    """Read a card.

    Raises:
        StudyError: All that is wrong with it, each with file, line, key and rule.
        LibraryError: It cannot be read.
    """
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{path} cannot be read: {error}; a card is a text file in UTF-8") from None
    node = read_yaml(written, str(path))
    top, problems = table(node, "", _FIELDS), Problems()
    if "title" not in top.entries:
        problems.add(top.place.error("title", "is missing; every entry has one"))
    found: dict[str, Any] = {}
    for key, entry in top.entries.items():
        value = problems.tried(entry.place, key, partial(_READERS[key], entry, key), None)
        found |= {} if value is None else {key: value}
    problems.raise_any()
    return Card(**found)


def write_card(card: Card) -> bytes:
    """Return the file of a card: fields in their order, empty ones left out."""
    data: dict[str, Any] = {}
    order = ("kind", "number", "title", *(f.name for f in fields(Card)))
    for name in dict.fromkeys(order):
        value = getattr(card, name)
        if value not in ("", (), 0, Added()):
            data[name] = _plain(value)
    text_of = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=108, default_flow_style=False)
    return text_of.encode()


def checked_day(written: str) -> str:
    """Return a year, month or day.

    Raises:
        LibraryError: It is none of the calendar.
    """
    match = _DAY.fullmatch(written)
    try:
        if match is None:
            raise ValueError
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise LibraryError(
            f"a date is a day, month or year such as 2022-03-05, 2022-03 or 2022, got {written!r:.60}"
        ) from None
    return written


def checked_address(written: str) -> str:
    """Return a web address; anything else could become a dangerous link on a page.

    Raises:
        LibraryError: It does not begin with http:// or https://, or has letters that no address has.
    """
    if not _ADDRESS.fullmatch(written):
        raise LibraryError(f"an address begins with http:// or https://, got {written!r:.120}")
    return written


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Gathered | Added):
        return {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name)}
    return value


def _date(node: Node, key: str) -> str:
    return _checked(checked_day, node, key)


def _checked(check: Callable[[str], str], node: Node, key: str) -> str:
    with located(node.place, key):
        return check(text(node, key))
    raise AssertionError


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(text(item, key) for item in each(node))


def _names(node: Node, key: str) -> tuple[str, ...]:
    return tuple(_checked(checked_name, item, key) for item in each(node))


def _gathered(node: Node, key: str) -> tuple[Gathered, ...]:
    return tuple(_one(item, key) for item in each(node))


def _one(node: Node, key: str) -> Gathered:
    entries = table(node, key, [f.name for f in fields(Gathered)]).entries
    readers: Mapping[str, Callable[[Node, str], str]] = {
        "url": partial(_checked, checked_address),
        "date": _date,
    }
    return Gathered(
        **{name: readers.get(name, text)(entry, f"{key}.{name}") for name, entry in entries.items()}
    )


def _added(node: Node, key: str) -> Added:
    entries = table(node, key, ("by", "on")).entries
    by = text(entries["by"], f"{key}.by") if "by" in entries else ""
    return Added(by, _date(entries["on"], f"{key}.on") if "on" in entries else "")


def _one_of(options: tuple[str, ...], node: Node, key: str) -> str:
    return word(node, key, options)


_READERS: Final[Mapping[str, Callable[[Node, str], Any]]] = {
    "title": text,
    "kind": partial(_one_of, KINDS),
    "number": lambda node, key: whole(node, key, 1),
    "platform": text,
    "stated": text,
    "date": _date,
    "parameters": _texts,
    "provenance": partial(_one_of, PROVENANCES),
    "models": text,
    "profile": text,
    "line": text,
    "notes": text,
    "erratum": text,
    "gathered": _gathered,
    "see_also": _names,
    "original": partial(_checked, checked_path),
    "added": _added,
}
_FIELDS: Final = tuple(_READERS)
