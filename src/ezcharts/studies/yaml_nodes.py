"""YAML as a tree that remembers where everything was written.

PyYAML is used for its events only: nothing is constructed, so no tag can do anything. What a plain scalar
means is decided here, by the core schema of YAML 1.2 rather than PyYAML's 1.1, because 1.1 springs surprises
on people who write numbers and words: there `1e9` is a text, `off` and `no` are booleans, `010` is eight,
`1:30` is ninety and `2022-03-05` is a date. Here

    1e9  .5  -3      numbers          true  false      booleans
    010              refused          null  ~  empty   nothing
    anything else    a text           'quoted'         always a text

Refused as well: a key written twice, anchors and aliases (a study says everything where it stands), tags,
more than one document, and nesting beyond any sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

import yaml

from ezcharts.studies.problems import Place

Plain = str | int | float | bool | None

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
MAX_DIGITS = 100

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Scalar:
    """One value: `value` as understood, `text` as written, `quoted` when it can only be a text."""

    value: Plain
    text: str
    quoted: bool = False
    place: Place = field(default=Place())
    end: int = 0

    def plain(self) -> object:
        """Return the value alone."""
        return self.value


@dataclass(frozen=True)
class Items:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place = field(default=Place())

    def plain(self) -> object:
        """Return the values alone, as a list."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True)
class Table:
    """A mapping. `keys` holds the place of each key; `flow` is true when written in braces."""

    entries: Mapping[str, Node]
    keys: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default=Place())
    flow: bool = False

    def plain(self) -> object:
        """Return the values alone, as a dict."""
        return {key: node.plain() for key, node in self.entries.items()}

    def at(self, key: str) -> Place:
        """Return where a key was written."""
        return self.keys.get(key, self.place)


Node = Scalar | Items | Table


def read_yaml(text: str, file: str | None = None) -> Node:
    """Return the one document of a YAML text as a tree.

    Args:
        text: The whole file.
        file: Its path, for messages.

    Raises:
        StudyError: The text is not YAML, or uses what the module's docstring says is refused.
    """
    if len(text) > MAX_CHARACTERS:
        raise Place(file).error(
            "", f"a study file has at most {MAX_CHARACTERS:,} characters, not {len(text):,}"
        )
    try:
        return _Reader(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file, mark.line + 1 if mark else None)
        raise place.error(
            "", f"not valid YAML: {error.problem or error.context}{_hint(text, mark)}"
        ) from None
    except yaml.YAMLError as error:
        raise Place(file).error("", f"not valid YAML: {error}") from None


def node_of(value: object, file: str | None = None) -> Node:
    """Return the tree of plain Python data (a study made in a notebook). It has no lines.

    Raises:
        StudyError: The data holds something that a study file could not.
    """
    place = Place(file)
    if isinstance(value, Mapping):
        return Table({str(key): node_of(item, file) for key, item in value.items()}, place=place)
    if isinstance(value, list | tuple):
        return Items(tuple(node_of(item, file) for item in value), place)
    if value is None or isinstance(value, str | int | float | bool):
        return Scalar(value, str(value), isinstance(value, str) and _resolve(value) != value, place)
    raise place.error(
        "", f"a study is made of texts, numbers, lists and mappings, not of {type(value).__name__}"
    )


class _Reader:
    """Builds the tree from PyYAML's events."""

    def __init__(self, text: str, file: str | None) -> None:
        self.file = file
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)

    def document(self) -> Node:
        """Return the first document, refusing a second."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise Place(self.file, 1).error("", "the file is empty")
        node = self.node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.place(after).error("", "a study file holds one document; take out the second '---'")
        return node

    def place(self, event: yaml.Event) -> Place:
        mark = cast(yaml.Mark, event.start_mark)
        return Place(self.file, mark.line + 1, mark.column, mark.index)

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = self.place(event)
        self.refuse(event, place)
        if depth > MAX_DEPTH:
            raise place.error("", f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(
                tuple(self.node(item, depth + 1) for item in self.until(yaml.SequenceEndEvent)), place
            )
        return self.table(place, depth, bool(getattr(event, "flow_style", False)))

    def refuse(self, event: yaml.Event, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise place.error(
                "", "anchors and aliases (&name, *name) are not used here; quote a text that begins so"
            )
        if getattr(event, "tag", None):
            raise place.error("", f"tags ({event.tag}) are not used here; quote a text that begins with '!'")  # type: ignore[attr-defined]

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        quoted = event.style is not None
        if not quoted and _LEADING_ZERO.fullmatch(event.value):
            number = int(event.value)
            raise place.error(
                "", f"a number does not begin with 0 (some readers take it as octal): write {number}"
            )
        value = event.value if quoted else _resolve(event.value)
        return Scalar(value, event.value, quoted, place, cast(yaml.Mark, event.end_mark).index)

    def table(self, place: Place, depth: int, flow: bool) -> Table:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in self.until(yaml.MappingEndEvent):
            at = self.place(event)
            self.refuse(event, at)
            if not isinstance(event, yaml.ScalarEvent):
                raise at.error("", "a key is a word, not a list or a mapping")
            if event.value in entries:
                raise at.error(event.value, f"written twice (first in line {keys[event.value].line})")
            keys[event.value] = at
            entries[event.value] = self.node(next(self.events), depth + 1)
        return Table(entries, keys, place, flow)

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event


def _resolve(text: str) -> Plain:
    """Return what a plain scalar means (YAML 1.2, core schema, decimal numbers only)."""
    if text in _WORDS:
        return _WORDS[text]
    if text in _NOTHING:
        return None
    if len(text) > MAX_DIGITS:
        return text
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _hint(text: str, mark: yaml.Mark | None) -> str:
    """Return what most likely went wrong in the line: an unquoted text with a meaning of its own."""
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line:
        return " (indent with spaces, not with tabs)"
    if re.search(r"[\[{].*[0-9] *\[", line):
        return " (inside braces or brackets a range such as '0-1 [6]' needs quotes)"
    if ": " in line.partition(": ")[2] or line.strip().startswith(("- @", "- `", "- %")):
        return " (a text with ': ' in it, or one that begins with a special character, needs quotes)"
    return ""
