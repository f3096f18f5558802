"""One cell, as a notebook has it: its picture, its settings, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image as Pillow

from ezcharts.charts.captions import duration
from ezcharts.charts.chart import State
from ezcharts.charts.layout import Found
from ezcharts.errors import CellFailure, PlanError
from ezcharts.notebook.blocks import Block, Shown, Words
from ezcharts.notebook.inline import inline
from ezcharts.notebook.plainly import plainly
from ezcharts.notebook.settings import EMBEDDED, PROMPT, PictureSettings
from ezcharts.store.files import plain_errors, write_atomically
from ezcharts.store.records import Record, Trace
from ezcharts.studies.grid import GridCell, show
from ezcharts.studies.models import OwnModels

_SMALLEST_SHOWN = 256


@dataclass(frozen=True, repr=False)
class Picture(Shown):
    """One cell.

    Attributes:
        place: The cell, and where it stands in its study.
        found: What the store has of it.
        labels: Axis -> its value here, as a chart names it.
        models: Which models render it.
    """

    place: GridCell
    found: Found
    labels: Mapping[str, str] = field(default_factory=dict)
    models: str | OwnModels = EMBEDDED

    @property
    def state(self) -> State:
        """`done`, `failed`, or `missing` where it is not rendered yet."""
        if self.found.record is None:
            return "missing"
        if self.found.record.state == "failed":
            return "failed"
        return "done" if self.found.picture else "missing"

    @property
    @plainly
    def record(self) -> Record:
        """All that the store keeps of it beside the picture.

        Raises:
            PlanError: It is not rendered yet.
        """
        if self.found.record is None:
            raise PlanError(f"{self.name} is not rendered yet; run the study (again) and ask then")
        return self.found.record

    @property
    @plainly
    def path(self) -> Path:
        """The picture file, a PNG that says what made it.

        Raises:
            CellFailure: It could not be rendered; says why.
            PlanError: It is not rendered yet.
        """
        record = self.record
        if record.state == "failed":
            raise CellFailure(f"{self.name} has no picture: {record.reason}", final=record.final)
        if self.found.picture is None:
            raise PlanError(f"the picture of {self.name} is gone; run the study again")
        return self.found.picture

    @property
    @plainly
    def image(self) -> Pillow.Image:
        """The picture.

        Raises:
            CellFailure, PlanError: As `path`.
            StoreError: The file cannot be read.
        """
        with plain_errors("read the picture", self.path), Pillow.open(self.path) as picture:
            return picture.convert("RGB")

    @property
    def settings(self) -> PictureSettings:
        """What was rendered; `stated` has what the study asks for where a profile changed it."""
        return PictureSettings(self.place.cell, self.models)

    @property
    def stated(self) -> PictureSettings:
        """What the study asks for; the same as `settings` unless a profile changed it."""
        return PictureSettings(replace(self.place.cell, settings=self.place.stated), self.models)

    @property
    def seconds(self) -> float:
        """How long it took, in the company that it was rendered in.

        Raises:
            PlanError: It is not rendered yet.
        """
        return self.record.seconds

    @property
    def trace(self) -> Trace:
        """What happened at every step: gradient, clamped or not, every loss; one column each.

        Raises:
            PlanError: It is not rendered yet.
        """
        return self.record.trace

    @property
    def name(self) -> str:
        """Where it stands, in words: "clamp_max 0.05, steps 50"."""
        return ", ".join(f"{axis} {label}" for axis, label in self.labels.items()) or "the picture"

    @plainly
    def save(self, path: Path | str) -> Path:
        """Copy the picture, with the texts that say what made it, to a PNG file; return the file.

        Raises:
            CellFailure, PlanError: As `path`.
            StoreError: The file cannot be read or written.
        """
        target = Path(path)
        with plain_errors("read the picture", self.path):
            content = self.path.read_bytes()
        write_atomically(target, content)
        return target

    def blocks(self) -> Iterable[Block]:
        """The picture and a line about it."""
        if self.state == "done":
            width = self.place.cell.size[0]
            shown = width * -(-_SMALLEST_SHOWN // width)
            yield inline(lambda: self.image, f"{self.name}: {self._prompt}", shown)
            yield Words(self._facts(), "quiet")
        elif self.state == "failed":
            yield Words(f"{self.name} failed: {self.record.reason}", "error")
        else:
            yield Words(f"{self.name} is not rendered yet", "quiet")

    def _facts(self) -> str:
        record, settings = self.record, self.place.cell.settings
        steps, clamped = len(record.trace), sum(record.trace.clamped)
        company = f" among {record.batch}" if record.batch > 1 else ""
        facts = [
            *([self.name] if self.labels else []),
            f"seed {settings['seed']}",
            f"{steps} steps, {clamped} clamped",
            f"{duration(record.seconds)}{company}, {record.precision}",
        ]
        return " · ".join(facts)

    @property
    def _prompt(self) -> str:
        return show(self.place.cell.settings, PROMPT)
