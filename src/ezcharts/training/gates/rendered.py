"""Cells of a study given as plain data, rendered where they are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.progress import Progress as Bar

from ezcharts.errors import PlanError
from ezcharts.runner.missing import render_missing
from ezcharts.runner.opened import Opened, open_study
from ezcharts.runner.sheets import Sheets
from ezcharts.store.records import Record
from ezcharts.store.store import Store
from ezcharts.studies.spec import study_from_dict


@dataclass(frozen=True)
class RenderedCell:
    """One cell and what became of it.

    Attributes:
        place: Axis name -> index of its value.
        settings: What was rendered.
        picture: uint8, (H, W, 3).
        record: The store's record.
    """

    place: Mapping[str, int]
    settings: Mapping[str, Any]
    picture: NDArray[np.uint8]
    record: Record


class Told:
    """A progress bar over evaluations, as `render_missing` wants to tell them."""

    def __init__(self, title: str, evaluations: int) -> None:
        self._bar = Bar()
        self._task = self._bar.add_task(title, total=evaluations)

    def step(self, steps: int) -> None:
        """Some evaluations are done."""
        self._bar.advance(self._task, steps)

    def finished(self, record: Record) -> None:
        """A cell has landed; a failed one says why."""
        if record.state == "failed":
            self._bar.console.print(f"a cell failed: {record.reason}")

    def found(self, record: Record) -> None:
        """Another run rendered it."""

    def waiting(self, cells: int) -> None:
        """Another run is at work on what is left."""

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


def rendered(data: Mapping[str, object], store: Path, out: Path | None = None) -> list[RenderedCell]:
    """Render what is missing of a study and return its cells in the study's order, failed ones left out.

    Args:
        data: What would stand in the study file.
        store: Folder of finished cells.
        out: Where its charts are drawn and its own files lie, if anywhere.

    Raises:
        PlanError: The study cannot be rendered.
    """
    opened, shelf = open_study(study_from_dict(data, out or ".")), Store(store)
    if opened.errors:
        raise PlanError(f"{opened.study.title} cannot be rendered: {opened.errors[0]}")
    plan = opened.plan(shelf)
    if plan.missing:
        render_missing(opened, shelf, plan, Told(opened.study.title, plan.cell_steps))
    if out is not None:
        Sheets(opened, shelf).draw(out)
    return list(_cells(opened, shelf))


def _cells(opened: Opened, store: Store) -> Iterator[RenderedCell]:
    for place in opened.grid.cells:
        record = store.get(opened.keys[place.cell])
        if record is None or record.state != "done":
            continue
        with Image.open(store.picture_path(record)) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        yield RenderedCell(place.coordinates, place.cell.settings, pixels, record)
