"""What the notebook shows, as plain blocks: headings, words, tables, pictures, bars.

Whatever is to be seen in a cell's output is first a list of blocks, and then HTML (`html`) or, where there
is no browser, text (`text`). HTML is made for outputs of Jupyter, Colab and VS Code: no script, no style
sheet (outputs of strangers lose theirs), colours that can be read on light and on dark, every text escaped.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Final, Literal

from markupsafe import Markup
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ezcharts.notebook.plainly import plainly

Kind = Literal["plain", "quiet", "note", "error"]

_TEXT_WIDTH: Final = 100
_STYLES: Final[dict[Kind, str]] = {
    "plain": "",
    "quiet": "opacity:.65",
    "note": "color:#a87420",
    "error": "color:#cc4b3f",
}
_RICH: Final[dict[Kind, str]] = {"plain": "", "quiet": "dim", "note": "yellow", "error": "red"}
_CELL: Final = "text-align:left;vertical-align:top;padding:.12em 1.4em .12em 0;border:none;background:none"


@dataclass(frozen=True)
class Heading:
    """A title, and quieter words behind it."""

    text: str
    more: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph; its kind says how loudly."""

    text: str
    kind: Kind = "plain"


@dataclass(frozen=True)
class Rows:
    """A table: a first column of names, and what belongs to each; `head` names the columns, if need be."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """Lines to be copied."""

    text: str


@dataclass(frozen=True)
class Image:
    """A picture; as text it is its words.

    Attributes:
        words: What it shows, for those who cannot see it.
        address: Makes the address that an `img` element has, a `data:` one; not called for text.
        width: As shown, in pixels.
    """

    words: str
    address: Callable[[], str]
    width: int


@dataclass(frozen=True)
class Bar:
    """How far something has got."""

    label: str
    done: int
    total: int
    more: str = ""


@dataclass(frozen=True)
class Folded:
    """Blocks that show when someone asks for them; not in text."""

    summary: str
    blocks: tuple[Block, ...]


Block = Heading | Words | Rows | Code | Image | Bar | Folded


class Shown(ABC):
    """Something that a notebook shows by its blocks, when it is the last line of a cell."""

    @abstractmethod
    def blocks(self) -> Iterable[Block]:
        """What is to be seen."""

    @plainly
    def _repr_html_(self) -> str:
        return html(self.blocks())

    def __repr__(self) -> str:
        return text(self.blocks())


def html(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML."""
    return str(Markup('<div style="line-height:1.45">{}</div>').format(_joined(blocks)))


def text(blocks: Iterable[Block]) -> str:
    """Return blocks as plain text, without a line break at the end."""
    # rich would display what it prints in a notebook, whatever the file
    console = Console(
        file=io.StringIO(), width=_TEXT_WIDTH, highlight=False, no_color=True, force_jupyter=False
    )
    with console.capture() as captured:
        for block in blocks:
            console.print(_plain(block))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _joined(blocks: Iterable[Block]) -> Markup:
    return Markup("").join(_marked(block) for block in blocks)


@singledispatch
def _marked(block: Any) -> Markup:  # noqa: ANN401 - dispatches on what it is
    raise TypeError(f"nobody knows how to show {block!r}")


@_marked.register
def _(block: Heading) -> Markup:
    return Markup(
        '<div style="font-size:1.2em;margin:.35em 0 .25em"><b>{}</b> <span style="{}">{}</span></div>'
    ).format(block.text, _STYLES["quiet"], block.more)


@_marked.register
def _(block: Words) -> Markup:
    return Markup('<div style="max-width:60em;margin:.15em 0;white-space:pre-line;{}">{}</div>').format(
        _STYLES[block.kind], block.text
    )


@_marked.register
def _(block: Rows) -> Markup:
    head = _row("th", block.head, _STYLES["quiet"]) if block.head else Markup("")
    rows = Markup("").join(_row("td", row) for row in block.rows)
    return Markup(
        '<table style="border:none;border-collapse:collapse;margin:.25em 0">{}<tbody>{}</tbody></table>'
    ).format(head, rows)


@_marked.register
def _(block: Code) -> Markup:
    return Markup('<pre style="margin:.25em 0;overflow-x:auto">{}</pre>').format(block.text)


@_marked.register
def _(block: Image) -> Markup:
    return Markup(
        '<img alt="{}" src="{}" style="display:block;width:{}px;max-width:100%;height:auto;margin:.35em 0">'
    ).format(block.words, block.address(), block.width)


@_marked.register
def _(block: Bar) -> Markup:
    return Markup(
        '<div style="margin:.15em 0"><span style="display:inline-block;width:4em">{}</span>'
        '<progress value="{}" max="{}" style="width:18em;vertical-align:middle"></progress> {}/{} '
        '<span style="{}">{}</span></div>'
    ).format(block.label, block.done, block.total, block.done, block.total, _STYLES["quiet"], block.more)


@_marked.register
def _(block: Folded) -> Markup:
    return Markup(
        '<details style="margin:.15em 0"><summary style="cursor:pointer">{}</summary>{}</details>'
    ).format(block.summary, _joined(block.blocks))


def _row(tag: str, cells: Sequence[str], style: str = "") -> Markup:
    first, *others = cells
    name = Markup('<{tag} style="{style}">{text}</{tag}>').format(
        tag=tag, style=f"{_CELL};white-space:nowrap;{style}", text=first
    )
    rest = (
        Markup('<{tag} style="{style}">{text}</{tag}>').format(tag=tag, style=f"{_CELL};{style}", text=cell)
        for cell in others
    )
    return Markup("<tr>{}{}</tr>").format(name, Markup("").join(rest))


@singledispatch
def _plain(block: Any) -> RenderableType:  # noqa: ANN401 - dispatches on what it is
    raise TypeError(f"nobody knows how to write {block!r}")


@_plain.register
def _(block: Heading) -> RenderableType:
    return Text(f"{block.text} {block.more}".rstrip())


@_plain.register
def _(block: Words) -> RenderableType:
    return Text(f"{block.kind}: {block.text}" if block.kind in ("note", "error") else block.text)


@_plain.register
def _(block: Rows) -> RenderableType:
    table = RichTable(box=None, show_header=bool(block.head), pad_edge=False, padding=(0, 2, 0, 0))
    for name in block.head or ("",) * len(block.rows[0]):
        table.add_column(Text(name))
    for row in block.rows:
        table.add_row(*(Text(cell) for cell in row))
    return Padding(table, (0, 0, 0, 2))


@_plain.register
def _(block: Code) -> RenderableType:
    return Text(block.text)


@_plain.register
def _(block: Image) -> RenderableType:
    return Text(f"[{block.words}]")


@_plain.register
def _(block: Bar) -> RenderableType:
    return Text(f"{block.label} {block.done}/{block.total} {block.more}".rstrip())


@_plain.register
def _(block: Folded) -> RenderableType:
    return Text(f"({block.summary})")
