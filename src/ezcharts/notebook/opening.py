"""`ez.study`: a study that is checked and ready, and says in a cell's output what it is and what it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ezcharts.charts.captions import duration
from ezcharts.errors import EzChartsError, InputError
from ezcharts.notebook.blocks import Block, Heading, Rows, Shown, Words
from ezcharts.notebook.plainly import plainly
from ezcharts.notebook.stores import AnyStore, the_store
from ezcharts.runner.opened import Opened, open_study, with_seed
from ezcharts.studies.axes import Axis
from ezcharts.studies.formula import Formula
from ezcharts.studies.plan import Plan
from ezcharts.studies.spec import Study, read_study, study_from_dict
from ezcharts.studies.vocabulary import show_value

PREVIEW = "preview"
_MOST_VALUES = 12

StudySource = Study | Mapping[str, object] | Path | str
"""A study file, or the same keys and values as a dict."""


@dataclass(frozen=True, repr=False)
class NotebookStudy(Shown):
    """A checked study under one profile.

    Attributes:
        opened: Its cells, keys and notices.
        store: Where finished cells are kept; see `the_store`.
        drawn: The seed that was drawn because the study names none.
    """

    opened: Opened
    store: AnyStore = field(default=None, compare=False)
    drawn: int | None = None

    @property
    def spec(self) -> Study:
        """What was written."""
        return self.opened.study

    @property
    def profile(self) -> str | None:
        """The profile's name; None where it is rendered as stated."""
        return self.opened.grid.profile.name if self.opened.grid.profile else None

    def plan(self) -> Plan:
        """What is still to be rendered, and what that takes."""
        return self.opened.plan(the_store(self.store))

    def under(self, profile: str | None, store: AnyStore = None) -> NotebookStudy:
        """Return the study under another profile, or with another store; None leaves each as it is."""
        opened = self.opened if profile in (None, self.profile) else open_study(self.spec, profile)
        return NotebookStudy(opened, self.store if store is None else store, self.drawn)

    def blocks(self) -> Iterable[Block]:
        """Header, axes, what it takes, and what to know before."""
        header = self.spec.header
        yield Heading(header.title, header.context)
        for paragraph in filter(None, (header.notes, header.erratum and f"Erratum: {header.erratum}")):
            yield Words(paragraph)
        rows = [*self._axes(), *self._facts(self.plan()), *self._preview()]
        yield Rows(tuple(rows))
        yield from self._notices()

    def _axes(self) -> Iterator[tuple[str, str]]:
        for axis in self.spec.axes:
            yield axis.label, _values(axis)
        given = ", ".join(f"{name} {self._shown(name)}" for name in self.spec.settings)
        if given:
            yield "settings", given

    def _facts(self, plan: Plan) -> Iterator[tuple[str, str]]:
        yield "cells", f"{self._count(plan)}: {plan.stored} in the store, {len(plan.missing)} to render"
        yield "rendered as", ", ".join(self._rendered())
        if plan.missing:
            yield "time", f"{_time(plan)}; {plan.cell_steps:,} steps of a cell in all"
            yield "disk", f"about {max(plan.disk_bytes / 2**20, 0.1):.1f} MiB"
        for change in self.opened.changes:
            yield f"profile {self.profile}", change

    def _count(self, plan: Plan) -> str:
        """Such as "2 x 4 x 3 repeats = 24"."""
        lengths = [str(len(axis)) for axis in self.spec.axes]
        repeats = len(self.spec.repeats)
        factors = " x ".join([*lengths, *([f"{repeats} repeats"] if repeats > 1 else [])])
        different = f", {plan.distinct} of them different" if plan.distinct != plan.cells else ""
        left_out = " without those left out" if self.spec.skip else ""
        return f"{factors}{left_out} = {plan.cells}{different}" if factors else str(plan.cells)

    def _rendered(self) -> Iterator[str]:
        sizes = dict.fromkeys(each.cell.size for each in self.opened.grid.cells)
        yield " and ".join(f"{width}x{height}" for width, height in sizes) + " pixels"
        yield f"{self.spec.models} models"
        yield f"profile {self.profile}" if self.profile else "as stated"

    def _preview(self) -> Iterator[tuple[str, str]]:
        """Say what a preview takes, where the study is not one yet and a preview is something else."""
        if self.profile is not None or PREVIEW not in self.spec.profiles:
            return
        try:
            preview = self.under(PREVIEW)
        except EzChartsError:
            return
        if preview.opened.changes:
            plan = preview.plan()
            size = next(preview._rendered())
            took = f"{len(plan.missing)} cells to render, time {_time(plan)}"
            yield "as a preview", f'{size}, {took}: ez.run(study, profile="{PREVIEW}")'

    def _notices(self) -> Iterator[Block]:
        if self.drawn is not None:
            where = (
                "ez.run writes it into the file" if self.spec.file else "put it into the settings to keep it"
            )
            yield Words(f"the study has no seed, so {self.drawn} was drawn; {where}", "note")
        for notice in self.opened.notices:
            yield Words(str(notice), "error" if notice.level == "error" else "note")

    def _shown(self, name: str) -> str:
        value = self.spec.settings[name].value
        domain = self.spec.vocabulary.dialect.find(name).domain
        return value.text if isinstance(value, Formula) else show_value(domain, value)


@plainly
def study(
    source: StudySource, *, profile: str | None = None, store: AnyStore = None, folder: Path | str = "."
) -> NotebookStudy:
    """Read and check a study.

    Args:
        source: A study file such as `"studies/demo.yaml"`, or a dict with the same keys and values.
        profile: Render by a profile's rules, such as `preview`, instead of as stated.
        store: Folder of finished cells; `EZCHARTS_STORE` or the folder `store` when None.
        folder: What the files of a dict's settings, such as an initial image, are relative to.

    Raises:
        StudyProblems: All that is wrong with it, each with its key, the rule and the value seen.
        PlanError: It names models that are not here.
    """
    seeded, drawn = with_seed(_read(source, folder))
    return NotebookStudy(open_study(seeded, profile), store, drawn)


def as_study(source: NotebookStudy | StudySource, profile: str | None, store: AnyStore) -> NotebookStudy:
    """Return a study under a profile: one that was opened before, or any other source."""
    if isinstance(source, NotebookStudy):
        return source.under(profile, store)
    return study(source, profile=profile, store=store)


def _read(source: StudySource, folder: Path | str) -> Study:
    if isinstance(source, Study):
        return source
    if isinstance(source, Mapping):
        return study_from_dict(source, folder)
    if not isinstance(source, str | Path):
        raise InputError(f"a study is a file's path or a dict, got {source!r}; see docs/study-format.md")
    return read_study(source)


def _values(axis: Axis) -> str:
    labels = [value.label for value in axis.values]
    if len(labels) > _MOST_VALUES:
        labels = [*labels[: _MOST_VALUES - 2], "…", labels[-1]]
    separator = "; " if any("," in label for label in labels) else ", "
    return separator.join(labels)


def _time(plan: Plan) -> str:
    if plan.seconds is None:
        return "unknown until this machine has rendered something"
    return f"about {duration(plan.seconds)}"
