"""What is kept of a cell beside its picture.

A `Record` says what was rendered, how it went and on what; its `Trace` says what happened at every executed
step. Both are plain frozen data with a JSON form that is canonical: sorted keys, no spaces, floats of a trace
to six significant digits (rounded when the trace is made, so that a trace equals itself after a round trip).

On disk a record is `{"record": {...}, "sha256": "..."}`, the digest being that of the canonical JSON of the
inner object: a file that was cut short or damaged is known as such, whatever is left of it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

from ezcharts.store.blobs import is_digest

JSON = dict[str, Any]

_SIGNIFICANT = 6
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One column per quantity, one row per executed step, all of one length.

    Attributes:
        step: Index of the step among the executed ones, from 0.
        t: Timestep that the models saw (Disco: 999 at the noisiest).
        grad_rms: Root mean square of the guidance gradient before the clamp; may be NaN or infinite.
        clamped: Whether the clamp shortened the gradient.
        nan: Whether the gradient held NaN (its step is then unguided; engines.md 2.5).
        losses: Name of a loss term to its column.
    """

    step: tuple[int, ...] = ()
    t: tuple[float, ...] = ()
    grad_rms: tuple[float, ...] = ()
    clamped: tuple[bool, ...] = ()
    nan: tuple[bool, ...] = ()
    losses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "step", tuple(int(k) for k in self.step))
        object.__setattr__(self, "t", _rounded(self.t))
        object.__setattr__(self, "grad_rms", _rounded(self.grad_rms))
        object.__setattr__(self, "clamped", tuple(bool(flag) for flag in self.clamped))
        object.__setattr__(self, "nan", tuple(bool(flag) for flag in self.nan))
        object.__setattr__(self, "losses", {k: _rounded(self.losses[k]) for k in sorted(self.losses)})
        lengths = {name: len(column) for name, column in self._columns().items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"all columns of a trace have one length, these have {lengths}")

    def __len__(self) -> int:
        """Number of executed steps."""
        return len(self.step)

    def to_json(self) -> JSON:
        """Plain data; the marks `clamped` and `nan` as 0 and 1, numbers that are not finite as words."""
        return {
            "step": list(self.step),
            "t": _written(self.t),
            "grad_rms": _written(self.grad_rms),
            "clamped": [int(flag) for flag in self.clamped],
            "nan": [int(flag) for flag in self.nan],
            "losses": {name: _written(column) for name, column in self.losses.items()},
        }

    @classmethod
    def from_json(cls, data: JSON) -> Self:
        """Inverse of `to_json`.

        Raises:
            ValueError, TypeError, KeyError: `data` is not a trace.
        """
        columns = dict(data)
        losses = {name: _read(column) for name, column in columns.pop("losses").items()}
        t, grad_rms = _read(columns.pop("t")), _read(columns.pop("grad_rms"))
        return cls(t=t, grad_rms=grad_rms, losses=losses, **columns)

    def _columns(self) -> dict[str, tuple[Any, ...]]:
        plain = {name: getattr(self, name) for name in ("step", "t", "grad_rms", "clamped", "nan")}
        return plain | {f"losses.{name}": column for name, column in self.losses.items()}


@dataclass(frozen=True, kw_only=True)
class Record:
    """One cell: what was asked, what came of it, and how.

    Attributes:
        key: The cell's key, a SHA-256.
        state: "done" (then there are a picture and a size) or "failed" (then there is a reason).
        platform: Such as "disco-5.0".
        settings: Every setting, canonical plain data.
        image: Image index within the seed, from 0.
        picture: SHA-256 of the picture file.
        size: (width, height) of the picture in pixels.
        reason: Why the cell failed, in words for the user.
        final: Of a failure: rendering it again would fail the same way.
        seconds: Wall time from the cell's first step to its last, shared with its company.
        alone: Whether nothing else was rendered at the same time.
        batch: The largest batch the cell was part of.
        peak_memory_bytes: Peak memory of that batch; None where it was not measured.
        precision: Such as "float32" or "bfloat16".
        device: The machine part that rendered, in words.
        models: Role ("prior", "ViTB32", ...) to SHA-256 of the weights.
        mathematics: The dialect's `MATHEMATICS` number.
        version: Version of EZ Charts.
        created: UTC, ISO 8601.
        trace: What happened at every executed step.
    """

    key: str
    state: Literal["done", "failed"]
    platform: str
    settings: Mapping[str, Any]
    image: int = 0
    picture: str | None = None
    size: tuple[int, int] | None = None
    reason: str | None = None
    final: bool = False
    seconds: float = 0.0
    alone: bool = False
    batch: int = 1
    peak_memory_bytes: int | None = None
    precision: str = "float32"
    device: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    mathematics: int = 1
    version: str = ""
    created: str = ""
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", self.size and (int(self.size[0]), int(self.size[1])))
        _require(is_digest(self.key), "the key is a SHA-256", self.key)
        _require(self.state in ("done", "failed"), "the state is 'done' or 'failed'", self.state)
        _require(self.picture is None or is_digest(self.picture), "the picture is a SHA-256", self.picture)
        if self.state == "done":
            _require(self.size is not None and min(self.size) > 0, "a done cell has a size", self.size)
        else:
            _require(bool(self.reason), "a failed cell has a reason", self.reason)
            _require(self.picture is None, "a failed cell has no picture", self.picture)

    def to_json(self) -> JSON:
        """Plain data, every field present."""
        data = {part.name: getattr(self, part.name) for part in fields(self)}
        return data | {
            "settings": dict(self.settings),
            "models": dict(self.models),
            "size": list(self.size) if self.size else None,
            "trace": self.trace.to_json(),
        }

    @classmethod
    def from_json(cls, data: JSON) -> Self:
        """Inverse of `to_json`.

        Raises:
            ValueError, TypeError, KeyError: `data` is not a record.
        """
        missing = {part.name for part in fields(cls)} - data.keys()
        _require(not missing, "a record holds every field", f"without {sorted(missing)}")
        size = data["size"]
        return cls(**data | {"size": tuple(size) if size else None, "trace": Trace.from_json(data["trace"])})

    def to_bytes(self) -> bytes:
        """The file content: one line of canonical JSON with its own SHA-256.

        Raises:
            ValueError, TypeError: The settings hold something that JSON cannot.
        """
        body = canonical(self.to_json())
        return b'{"record":' + body + b',"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Inverse of `to_bytes`.

        Raises:
            ValueError: `content` is cut short, damaged, or something else.
        """
        try:
            envelope = json.loads(content)
            body = envelope["record"]
            intact = hashlib.sha256(canonical(body)).hexdigest() == envelope["sha256"]
            _require(intact, "the record has the SHA-256 that is written with it", envelope["sha256"])
            return cls.from_json(body)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"not a whole record: {error}") from error


def canonical(data: object) -> bytes:
    """The one JSON text of plain data: sorted keys, no spaces, UTF-8.

    Raises:
        ValueError, TypeError: `data` holds NaN, an infinity, or something that is no JSON.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def _require(holds: bool, rule: str, seen: object) -> None:
    if not holds:
        raise ValueError(f"{rule}, this is {seen!r}")


def _rounded(column: Iterable[float]) -> tuple[float, ...]:
    # The one `math.nan` for every NaN: tuples compare by identity first, so equal traces compare equal.
    return tuple(math.nan if math.isnan(x) else float(f"{x:.{_SIGNIFICANT}g}") for x in map(float, column))


def _written(column: tuple[float, ...]) -> list[float | str]:
    return [x if math.isfinite(x) else str(x) for x in column]


def _read(column: Iterable[float | str]) -> tuple[float, ...]:
    return tuple(_NOT_FINITE[x] if isinstance(x, str) else x for x in column)
