"""Which cells are to be measured, and where their initial images may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ezcharts.runner.opened import Opened
from ezcharts.store.store import Store


@dataclass(frozen=True)
class Job:
    """A cell to be measured.

    Attributes:
        key: Its key in the store.
        initial: Where its initial image is; None where that is not known. A record has only the path as it is
            written in the study.
    """

    key: str
    initial: Path | None = None


def of_store(store: Store) -> list[Job]:
    """Return a job for every cell that a store has a record of."""
    return list(map(Job, store.keys()))


def of_study(opened: Opened) -> list[Job]:
    """Return a job for every cell of a study, rendered or not."""
    jobs = {key: Job(key, cell.files.get("init_image")) for cell, key in opened.keys.items()}
    return list(jobs.values())
