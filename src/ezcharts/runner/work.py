"""How much work a cell is, and how long this machine takes for a unit of it.

One unit is one guided evaluation of a 128 px picture whose cuts are seen by one perceptor 16 times:

    units = executed steps · (pixels / 128² + Σ over perceptors of cuts·cutn_batches / 16).

The shares were measured with the embedded models on a CPU; an estimate need not be better. The rates are this
machine's own: every run notes what its cells took, in the user's cache folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ezcharts.errors import EzChartsError
from ezcharts.params.settings import Settings
from ezcharts.store.files import write_atomically
from ezcharts.studies.cell import Cell

FIRST_GUESS = 0.1
"""Seconds per unit where nothing has been rendered yet: two cores without bfloat16."""
_KEPT = 500


def units(cell: Cell) -> float:
    """Return the units of work that rendering a cell takes."""
    (width, height), settings = cell.size, cell.settings
    cuts = _mean_cuts(settings) * settings["cutn_batches"] * len(cell.switches)
    return cell.executed_steps * (width * height / 128**2 + cuts / 16)


def _mean_cuts(settings: Settings) -> float:
    runs = [settings[name].first(1000) for name in ("cut_overview", "cut_innercut")]
    return sum(_mean(run.runs) for run in runs)


def _mean(runs: Iterable[tuple[float, int]]) -> float:
    pairs = [(value, min(count, 1000)) for value, count in runs]
    return sum(value * count for value, count in pairs) / sum(count for _, count in pairs)


@dataclass(frozen=True)
class Rates:
    """Seconds per unit of work that cells took on this machine.

    Attributes:
        path: Where they are kept.
    """

    path: Path

    @staticmethod
    def of_this_user() -> Rates:
        """Return the rates in the user's cache folder."""
        return Rates(platformdirs.user_cache_path("ezcharts") / "rates.json")

    def seconds_per_unit(self, device: str) -> float | None:
        """Return the median rate of the latest cells on a device; None where none was rendered."""
        rates = sorted(self._read().get(device, []))
        return rates[len(rates) // 2] if rates else None

    def note(self, device: str, rates: list[float]) -> None:
        """Add what cells took; a file that cannot be written is not worth stopping for."""
        known = self._read()
        known[device] = (known.get(device, []) + rates)[-_KEPT:]
        _quietly(lambda: write_atomically(self.path, json.dumps(known).encode()))

    def _read(self) -> dict[str, list[float]]:
        try:
            data = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except (OSError, EzChartsError):
        return
