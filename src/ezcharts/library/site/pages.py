"""What pages show, as plain data: an entry in a line, a list of them, a parameter, what is wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Listing:
    """An entry in a line: what lists, cards and the search know of it.

    Attributes:
        name: Its folder and address.
        number: Its place in the catalogue.
        title: The parameters, down then across.
        platform: As its card has it: `disco-5.0`, or words of the source.
        platform_words: As people write it: `Disco 5.0`.
        dialect: `disco`, `jax`, or empty where it is not known.
        date: As its card has it.
        kind: `study` or `link`.
        provenance: Its grade; see `ezcharts.library.card.MEANINGS`.
        models: Which models, as its card has it.
        line: One line of words.
        parameters: What it is about, under the parameters' own names where these are known.
        pictures: How many cells are done.
        thumb: Its small picture, from the root; empty where it has none.
        original: Whether the picture of its source is kept; without a source there is none to keep.
        added: The day it was added.
        words: Further words that a search finds it by, lower case, each once.
    """

    name: str
    number: int
    title: str
    platform: str
    platform_words: str
    dialect: str
    date: str
    kind: str
    provenance: str
    models: str
    line: str
    parameters: tuple[str, ...]
    pictures: int
    thumb: str
    original: bool
    added: str
    words: str

    @property
    def year(self) -> str:
        """The year of its date; empty where that is not known."""
        return self.date[:4]

    @property
    def context(self) -> str:
        """Platform and date."""
        return ", ".join(part for part in (self.platform_words, self.date) if part)


@dataclass(frozen=True)
class Link:
    """A link from the root of the site, and how many entries lie behind it."""

    address: str
    words: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Entries under one heading; `anchor` names it within its page."""

    title: str
    listings: tuple[Listing, ...]
    anchor: str = ""


@dataclass(frozen=True)
class ListPage:
    """One page of a list.

    Attributes:
        address: Where it lies.
        title: Its heading.
        words: What the list is, in a sentence; may be empty.
        groups: The entries of this page.
        total: How many the whole list has.
        tabs: The other ways to see the library.
        jumps: Where letters begin, or parts of the list; may be empty.
        pages: All pages of the list; empty if it is the only one.
    """

    address: str
    title: str
    words: str
    groups: tuple[Group, ...]
    total: int
    tabs: tuple[Link, ...] = ()
    jumps: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What a name means in the other dialect; see `ezcharts.params.compare.Comparison`."""

    topic: str
    kind: str
    warning: bool
    text: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Meaning:
    """A parameter in one dialect."""

    dialect: str
    family: str
    help: str
    facts: tuple[tuple[str, str], ...]
    quirks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ParameterPage:
    """A parameter: pictures first, then facts.

    Attributes:
        name: Its name.
        line: What it does, in a sentence.
        groups: Its studies, each dialect by itself.
        total: How many studies it has.
        more: The list of all of them, where the page does not show all.
        meanings: What it is in each dialect.
        differences: What changes between them.
        also: Parameters of another name that people call like this one.
    """

    name: str
    line: str
    groups: tuple[Group, ...]
    total: int
    more: str
    meanings: tuple[Meaning, ...]
    differences: tuple[Difference, ...]
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ParameterLine:
    """A parameter in the list of all: its picture, a sentence, how often it was studied, where it exists."""

    name: str
    line: str
    count: int
    thumb: str
    families: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two parameters of a dialect that no study combines.

    `touched` is how many studies there are of the one times how many of the other.
    """

    dialect: str
    family: str
    first: str
    second: str
    touched: int


@dataclass(frozen=True)
class Row:
    """A row of a coverage table: a parameter, how often it was studied, and with each earlier one."""

    name: str
    count: int
    together: tuple[int, ...]


@dataclass(frozen=True)
class Coverage:
    """One dialect: which parameters were studied together, which pairs and which parameters never."""

    dialect: str
    family: str
    rows: tuple[Row, ...]
    wanted: tuple[Pair, ...]
    never: tuple[str, ...]
    pairs_done: int
    pairs_all: int
