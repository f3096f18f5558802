"""One remark of a check: how serious, what, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warn", "note"]


@dataclass(frozen=True)
class Notice:
    """One remark.

    Attributes:
        level: `error` stands in the way, `warn` is probably wrong, `note` is good to know.
        text: What is so.
        where: File of the entry, axis or cell it is about; may be empty.
        todo: What to do; may be empty.
    """

    level: Level
    text: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        """Return it in one line: `warn: cells.json: ...; do this`."""
        head = ": ".join(part for part in (self.level, self.where, self.text) if part)
        return f"{head}; {self.todo}" if self.todo else head
