"""The words of a chart: its title, what it holds fixed, its notes and the credit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ezcharts import __version__
from ezcharts.charts.excerpt import Excerpt
from ezcharts.charts.fonts import NO_BREAK
from ezcharts.studies.grid import GridCell, show
from ezcharts.studies.header import Source

PROMPT, SIZE, SEED = "text_prompts", "width_height", "seed"


def title(excerpt: Excerpt) -> str:
    """The study's title, its two axes in the order of the view, and the view's own words."""
    text, down, across = excerpt.study.title, excerpt.down, excerpt.across
    if down and across:
        for first, second in ((down.name, across.name), (down.label, across.label)):
            text = re.sub(rf"^{re.escape(second)} vs {re.escape(first)}\b", f"{first} vs {second}", text)
    return f"{text}: {excerpt.view.title}" if excerpt.view.title else text


def conditions(excerpt: Excerpt) -> Iterator[str]:
    """What is the same in every picture: models, profile, fixed values, size and seed."""
    study, view = excerpt.study, excerpt.view
    yield f"{study.models} models"
    if excerpt.grid.profile:
        yield f"{excerpt.grid.profile.name} profile"
    if study.header.platform_stated:
        yield f"platform inferred from {study.header.platform_stated!r}"
    for axis in (study.axis(name) for name in view.fixed):
        yield f"{axis.label} {axis.values[view.fixed[axis.name]].label}"
    yield from _given(excerpt)
    yield from excerpt.shared(lambda each: f"{each.cell.size[0]}x{each.cell.size[1]} pixels")
    yield from excerpt.shared(lambda each: f"seed {each.cell.settings[SEED]}")
    yield from excerpt.shared(lambda each: f"picture {each.cell.image}" if each.cell.image else "")
    if len(study.repeats) > 1:
        yield f"repeat {view.repeat + 1} of {len(study.repeats)}"


def _given(excerpt: Excerpt) -> Iterator[str]:
    """The settings that the study gives for all cells, as stated, but for those with places of their own."""
    study = excerpt.study
    elsewhere = {excerpt.name(name) for name in (PROMPT, SIZE, SEED)} | set(study.vocabulary.switches)
    by_name = study.vocabulary.dialect.by_name
    for name in study.settings:
        if name not in elsewhere and by_name[name].role == "rendering":
            yield from excerpt.shared(partial(_stated, name))
    if study.settings.keys() & set(study.vocabulary.switches):
        yield from excerpt.shared(lambda each: " + ".join(each.cell.switches))


def _stated(name: str, each: GridCell) -> str:
    """A setting as stated; nothing where a profile changed it, for the notes say both."""
    changed = any(change.parameter == name for change in each.changes)
    return "" if changed else f"{name} {show(each.stated, name)}"


def notes(excerpt: Excerpt) -> Iterator[str]:
    """The tester's remarks, the erratum, and what a profile renders in place of what is stated."""
    header = excerpt.study.header
    yield from (part for part in re.split(r"\n\s*\n", header.notes) if part.strip())
    if header.erratum:
        yield f"Erratum: {header.erratum}"
    changes = [f"{name} {_listed(words)}" for name, words in _changes(excerpt).items()]
    if changes:
        yield f"Rendered in place of what is stated: {'; '.join(changes)}."


def _changes(excerpt: Excerpt) -> dict[str, list[str]]:
    """What a profile changed that no axis shows: parameter -> "50 for 250", each once."""
    changes: dict[str, list[str]] = {}
    for each in excerpt.cells:
        for name in (change.parameter for change in each.changes if change.parameter not in excerpt.varied):
            words = _change(each, name)
            if words not in changes.setdefault(name, []):
                changes[name].append(words)
    return changes


def _listed(words: list[str]) -> str:
    """A few, or the first and the last of many."""
    return ", ".join(words) if len(words) < 4 else f"{words[0]} … {words[-1]}"


def _change(each: GridCell, name: str) -> str:
    return f"{show(each.cell.settings, name)} for {show(each.stated, name)}"


def panel_title(excerpt: Excerpt, cells: list[GridCell]) -> str:
    """The prompt that a panel's cells share, and the other values that make it a panel."""
    prompts = {show(each.stated, PROMPT) for each in cells}
    words = list(prompts) if len(prompts) == 1 else []
    for axis in excerpt.facets if cells else ():
        if axis.parameters != (excerpt.name(PROMPT),):
            words.append(f"{axis.label} {spaced(axis.values[cells[0].coordinates[axis.name]].label)}")
    return " · ".join(words)


def footer(excerpt: Excerpt) -> str:
    """Who made the chart, and after whom."""
    credits = dict.fromkeys(filter(None, map(credit, excerpt.study.header.sources)))
    return f"EZ Charts {__version__}." + (f" After {'; '.join(credits)}." if credits else "")


def credit(source: Source) -> str:
    """Who made an original, in words; empty where nobody is named."""
    return f"{source.by} ({source.note})" if source.by and source.note else source.by or source.note


def spaced(label: str) -> str:
    """A label that can be broken into lines: in sets of models, `ViTB32 + RN50`, after each plus."""
    is_set = re.fullmatch(r"[A-Za-z]\w*(\+[A-Za-z]\w*)+", label)
    return label.replace("+", f"{NO_BREAK}+ ") if is_set else label


def duration(seconds: float) -> str:
    """A time as people say it: "0.8 s", "12 s", "3 min 12 s", "1 h 5 min"."""
    whole = round(seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
