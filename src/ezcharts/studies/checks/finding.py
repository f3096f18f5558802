"""What a check of a cell finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["warn", "error"]
"""`error`: no picture can come of it. `warn`: one may come, but most likely not the one that was meant."""


@dataclass(frozen=True)
class Finding:
    """What a check found: how bad, which rule (a word), and a sentence."""

    level: Level
    rule: str
    text: str
