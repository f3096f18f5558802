"""How much work a cell is, and how long this machine takes for a unit of it.

One unit is one guided evaluation of a 128 px picture whose cuts are seen by one perceptor 16 times:

    units = evaluations · (pixels / 128² + Σ over perceptors of cuts·cutn_batches / 16).

The shares were measured with the embedded models on a CPU; an estimate need not be better. The rates are this
machine's own: every run notes what its cells took, in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import json
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from ezcharts.errors import StoreError
from ezcharts.params.schedule import Schedule
from ezcharts.store.files import write_atomically
from ezcharts.studies.cell import Cell

_KEPT = 200


def units(cell: Cell) -> float:
    """Return the units of work that rendering a cell takes."""
    width, height = cell.size
    cuts = _CUTS[cell.settings.dialect.name](cell.settings) * len(cell.switches)
    return float(cell.course.evaluations * (width * height / 128**2 + cuts / 16))


def _disco_cuts(settings: Mapping[str, Any]) -> float:
    """Return the mean number of cuts that a perceptor sees in a step."""
    sets = sum(_mean(settings[name]) for name in ("cut_overview", "cut_innercut"))
    return float(sets * settings["cutn_batches"])


def _jax_cuts(settings: Mapping[str, Any]) -> float:
    return float(settings["cutn"] * settings["cut_batches"])


_CUTS: Final[Mapping[str, Callable[[Mapping[str, Any]], float]]] = {"disco": _disco_cuts, "jax": _jax_cuts}


def _mean(schedule: Schedule) -> float:
    """Return the mean over the 1000 entries that a run walks through."""
    counts = [min(count, 1000) for _, count in schedule.runs]
    return sum(value * n for (value, _), n in zip(schedule.runs, counts, strict=True)) / sum(counts)


@dataclass(frozen=True)
class Rates:
    """Seconds per unit of work that cells took on the device that rendered last.

    Attributes:
        path: Where they are kept.
    """

    path: Path

    @staticmethod
    def of_this_user() -> Rates:
        """Return the rates in the user's cache folder."""
        return Rates(platformdirs.user_cache_path("ezcharts") / "rates.json")

    def seconds_per_unit(self, models: str) -> float | None:
        """Return the median rate of the latest cells with a model set; None where none was rendered."""
        rates = self._read()["rates"].get(models)
        return statistics.median(rates) if rates else None

    def note(self, device: str, models: str, rate: float) -> None:
        """Add what a cell took; another device begins anew. A file that cannot be written stops nothing."""
        known = self._read()
        by_models: dict[str, list[float]] = known["rates"] if known["device"] == device else {}
        by_models[models] = [*by_models.get(models, []), rate][-_KEPT:]
        content = json.dumps({"device": device, "rates": by_models})
        with contextlib.suppress(OSError, StoreError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.path, content.encode())

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self.path.read_bytes())
            rates = {str(models): [float(rate) for rate in each] for models, each in data["rates"].items()}
            return {"device": str(data["device"]), "rates": rates}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {"device": "", "rates": {}}
