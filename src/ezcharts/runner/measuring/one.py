"""Measuring one cell: what is missing of it, from its record and picture, into its sidecar.

A failed cell has nothing to measure. A measure whose input is not here (the initial image of a study that is
elsewhere) is left out with a word and stays missing, so that a later run can fill it in; one that means
nothing for the cell is kept as None and never asked for again.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from ezcharts.errors import InputError, StoreError
from ezcharts.measures.measure import Measure, Need, Pixels, Sample
from ezcharts.measures.perceptor import Perceptor
from ezcharts.measures.picture_file import read_pixels
from ezcharts.measures.sidecar import Entry, Measured, Sidecars
from ezcharts.measures.table import find
from ezcharts.models.cards import Card
from ezcharts.runner.measuring.jobs import Job
from ezcharts.store.records import Record
from ezcharts.store.store import Store

State = Literal["measured", "nothing missing", "not rendered", "not readable"]

_OF_PICTURES: Final[frozenset[Need]] = frozenset({"picture"})


@dataclass(frozen=True)
class Order:
    """What is to be measured of every cell; plain data that goes to other processes.

    Attributes:
        root: The store's folder.
        names: Measures, in order.
        judge: Who judges meaning; None where nobody can.
        by: Digest of the judge.
    """

    root: Path
    names: tuple[str, ...]
    judge: Card | None = None
    by: str = ""

    def digest(self, measure: Measure) -> str:
        """Return the digest of the model that decides a measure; empty where none does."""
        return self.by if "perceptor" in measure.needs else ""

    def missing(self, measured: Measured) -> list[Measure]:
        """Return what of the order a cell lacks and this machine can measure."""
        wanted = (find(name) for name in self.names)
        there = [each for each in wanted if self.judge or "perceptor" not in each.needs]
        return [each for each in there if measured.lacks(each, self.digest(each))]


@dataclass(frozen=True)
class Outcome:
    """What became of one cell.

    Attributes:
        key: Its key.
        state: What happened.
        names: The measures that were filled in.
        words: What the user should know, in sentences.
    """

    key: str
    state: State
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass
class Bench:
    """What measuring cells of one order needs, opened once a process.

    Attributes:
        order: What is to be measured.
        load: Loads the judge.
    """

    order: Order
    load: Callable[[Card], Perceptor]
    _words: list[str] = field(default_factory=list)

    @functools.cached_property
    def store(self) -> Store:
        """The store."""
        return Store(self.order.root, self._words.append)

    @functools.cached_property
    def sidecars(self) -> Sidecars:
        """Its measures."""
        return Sidecars(self.order.root, self._words.append)

    @functools.cached_property
    def judge(self) -> Perceptor | None:
        """The judge, loaded when the first cell asks for it."""
        return self.load(self.order.judge) if self.order.judge else None

    def lacks(self, key: str) -> bool:
        """Return whether something is missing of a rendered cell.

        Raises:
            StoreError: A file cannot be read.
        """
        record = self.store.get(key)
        done = record is not None and record.state == "done"
        return bool(done and record and self.order.missing(self.sidecars.of(record)))

    def measure(self, job: Job) -> Outcome:
        """Fill in what is missing of a cell. Nobody else measures it meanwhile.

        Raises:
            StoreError: The store cannot be written; what is in it stays whole.
            ModelError: The judge is damaged.
        """
        with self.sidecars.claim(job.key):
            state, names = self._filled(job)
        return Outcome(job.key, state, names, self.said())

    def said(self) -> tuple[str, ...]:
        """Return what was found damaged since the last time, in sentences."""
        words = tuple(self._words)
        self._words.clear()
        return words

    def _filled(self, job: Job) -> tuple[State, tuple[str, ...]]:
        record = self.store.get(job.key)
        if record is None or record.state != "done":
            return "not rendered", ()
        measured = self.sidecars.of(record)
        missing = self.order.missing(measured)
        try:
            found = dict(self._values(job, record, missing))
        except (InputError, StoreError) as error:
            self._words.append(f"cell {job.key[:12]} cannot be measured: {error}")
            return "not readable", ()
        if not found:
            return "nothing missing", ()
        self.sidecars.put(replace(measured, entries={**measured.entries, **found}))
        return "measured", tuple(found)

    def _values(self, job: Job, record: Record, missing: list[Measure]) -> Iterator[tuple[str, Entry]]:
        needs = frozenset(need for measure in missing for need in measure.needs)
        sample = Sample(self._picture(record) if needs & _OF_PICTURES else None, record)
        if "perceptor" in needs:
            sample = replace(sample, perceptor=self.judge)
        for measure in missing:
            if "initial" in measure.needs:
                try:
                    sample = replace(sample, initial=_initial(job, record))
                except InputError as error:
                    self._words.append(f"cell {job.key[:12]} has no {measure.name} yet: {error}")
                    continue
            yield measure.name, Entry(measure.of(sample), measure.version, self.order.digest(measure))

    def _picture(self, record: Record) -> Pixels:
        path = self.store.picture_path(record)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}); render its study again") from error
        if hashlib.sha256(content).hexdigest() != record.picture:
            raise InputError(f"{path} is damaged: its content has another SHA-256; render its study again")
        return read_pixels(content, str(path))


def _initial(job: Job, record: Record) -> Pixels | None:
    """Return the initial image of a cell in the picture's size; None where it has none.

    Raises:
        InputError: It is not where the study or the record says, or is no longer what it was.
    """
    digest = record.models.get("init_image")
    if digest is None:
        return None
    path = job.initial or Path(str(record.settings["init_image"]))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"init_image {path} cannot be read ({error.strerror}); name the study: ezcharts measure STUDY"
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise InputError(f"init_image {path} is not the file that the cell was made from; put that back")
    return read_pixels(content, str(path), record.size)
