"""A flattened chart on the command line: axes, conditions and cut, each asked for where it is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ezcharts.cli.asking import ask
from ezcharts.errors import InputError, LibraryError, PlanError
from ezcharts.library.card import Card, write_card
from ezcharts.library.catalogue import Entry
from ezcharts.library.draft import Draft
from ezcharts.library.given_axis import GivenAxis, read_axis
from ezcharts.library.guard.pictures import Picture, open_picture
from ezcharts.library.importers.conditions import understand
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.cutting import find_grid
from ezcharts.library.intake.overlay import draw
from ezcharts.library.of_chart import ORIGINAL, ChartPicture
from ezcharts.library.table import Axis
from ezcharts.params.dialect import platforms
from ezcharts.store.files import write_atomically


@dataclass(frozen=True)
class ChartWords:
    """What the command line says of a chart.

    Attributes:
        down: Its axis of rows, as written; empty where it is not said.
        across: Its axis of columns.
        conditions: A sentence.
        cut_file: A file that `ezcharts library cut` wrote, or the same JSON.
        asks: Whether what is missing or doubtful may be asked for.
    """

    down: str = ""
    across: str = ""
    conditions: str = ""
    cut_file: str = ""
    asks: bool = True


def chart_draft(path: Path, card: Card, words: ChartWords, name: str) -> tuple[Draft, list[str]]:
    """Return a flattened chart as an entry, and what is doubtful about it."""
    picture = open_picture(path)
    click.echo(f"{path.name}: {picture.size[0]}x{picture.size[1]} pixels, {picture.format}")
    down = _axis(words.down, "Down: parameter and values of the rows, such as 'eta: 0, 0.5, 1'", words)
    across = _axis(words.across, "Across: parameter and values of the columns", words)
    if down is None and across is None:
        raise PlanError(
            "a chart needs at least one axis: give --down or --across, such as --down 'eta: 0, 1'"
        )
    sentence = words.conditions
    if not sentence and words.asks:
        sentence = ask("Conditions, in a sentence: platform, seed, steps, prompt in quotes (may be empty)")
    said = understand(sentence)
    platform = said.platform
    if not platform and words.asks:
        platform = _platform()
        said = understand(sentence, platform if platform in platforms() else "")
    card = _card(card, down, across, platform, said.notes, words)
    cut = _cut(path, picture, down, across, words)
    chart = ChartPicture(picture, path, cut, down, across)
    draft, doubts = chart.draft(card, said.settings, name)
    return draft, [*said.doubts, *doubts]


def with_original(path: Path, entry: Entry, words: ChartWords) -> Entry:
    """Put the original chart beside an entry's own, cut into cells; return the entry."""
    picture = open_picture(path)
    cells = entry.cells
    if cells is None or not cells.views:
        raise LibraryError(f"{entry.name} has no chart of ours to compare with; add the picture by itself")
    view = cells.views[0]
    axes = {axis.name: axis for axis in cells.axes}
    down = _axis(words.down, "", replace(words, asks=False)) or _as_given(axes.get(view.down))
    across = _axis(words.across, "", replace(words, asks=False)) or _as_given(axes.get(view.across))
    chart = ChartPicture(picture, path, _cut(path, picture, down, across, words), down, across)
    files = chart.beside(entry)
    for name, content in files.items():
        write_atomically(entry.file(name), content())
    original = next(name for name in files if name.startswith(f"{ORIGINAL}/chart"))
    card = replace(entry.card, original=original)
    write_atomically(entry.folder / "entry.yaml", write_card(card))
    return Entry(entry.folder, card)


def _as_given(axis: Axis | None) -> GivenAxis | None:
    return GivenAxis(axis.name, tuple(value.label for value in axis.values)) if axis else None


def _axis(text: str, question: str, words: ChartWords) -> GivenAxis | None:
    if not text and words.asks:
        return _until_right(question, lambda answer: read_axis(answer) if answer else None)
    return read_axis(text) if text else None


def _until_right(question: str, read: Callable[[str], GivenAxis | None]) -> GivenAxis | None:
    while True:
        try:
            return read(ask(f"{question} (empty for none)"))
        except InputError as error:
            click.secho(str(error), fg="red")


def _platform() -> str:
    known = ", ".join(platforms())
    return ask(f"Platform and version: {known}, or what the source says")


def _card(
    card: Card,
    down: GivenAxis | None,
    across: GivenAxis | None,
    platform: str,
    rest: tuple[str, ...],
    words: ChartWords,
) -> Card:
    """Return the card with what was said and, where nobody answers, what follows from the axes."""
    title = card.title or " vs ".join(axis.name for axis in (down, across) if axis)
    notes = card.notes
    if not notes and words.asks:
        notes = ask("What is to be seen, in a sentence (may be empty)")
    if rest:
        notes = f"{notes}\n\nAs told: {'; '.join(rest)}".strip()
    said = bool(platform or rest)
    return replace(
        card, title=title, platform=platform, notes=notes, provenance="text" if said else "picture"
    )


def _cut(
    path: Path, picture: Picture, down: GivenAxis | None, across: GivenAxis | None, words: ChartWords
) -> Cut:
    """Find the cut, or read the one that is given; show it, and have it confirmed."""
    rows, columns = (len(axis) if axis else 1 for axis in (down, across))
    if words.cut_file:
        given = Path(words.cut_file)
        cut = Cut.from_json(given.read_text(encoding="utf-8") if given.is_file() else words.cut_file)
    else:
        cut = find_grid(picture.pixels, rows, columns)
    if (len(cut.tops), len(cut.lefts)) != (rows, columns):
        raise LibraryError(
            f"the axes say {rows} rows and {columns} columns, the cut has {len(cut.tops)} and "
            f"{len(cut.lefts)}; correct the axes, or give a cut with --cut"
        )
    shown = path.with_name(f"{path.stem}.cut.png")
    draw(picture.pixels, cut).save(shown)
    click.echo(f"the cut: {shown}")
    for doubt in cut.doubts:
        click.secho(f"doubtful: {doubt}", fg="yellow")
    if words.asks:
        if not click.confirm("Is every picture cut right?", default=not cut.doubts):
            raise PlanError(
                f"correct the cut: ezcharts library cut {path} --help says how; then give it by --cut"
            )
    elif cut.doubts and not words.cut_file:
        raise PlanError(f"the cut is doubtful ({cut.doubts[0]}); look at {shown}, then give it by --cut")
    return cut
