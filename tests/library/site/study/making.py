"""Entries for tests: small generated pictures, every shape of grid, and texts that mean harm."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from ezcharts.library.card import Card, Gathered, write_card
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.frame import Site
from ezcharts.library.site.known import page_names
from ezcharts.library.site.listing import listing_of
from ezcharts.library.site.related import Related
from ezcharts.library.site.study.page import write
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Axis, Cell, Cells, Value, View

HOSTILE = '</script><img src=x onerror="document.title=1">\u2028<!--'
STATIC = Path(write.__code__.co_filename).parents[1] / "static"


@dataclass(frozen=True)
class Plan:
    """An entry to be made.

    Attributes:
        axes: Axis -> labels of its values.
        size: Size of every picture, or of those at a value of the first axis.
        states: Place -> state, where it is not done; `left out` is no row at all.
        distinct: Pictures repeat after so many values of an axis.
    """

    axes: Mapping[str, Sequence[str]]
    views: tuple[View, ...] = ()
    size: tuple[int, int] = (48, 32)
    sizes: Sequence[tuple[int, int]] = ()
    states: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    stated: Mapping[str, Any] = field(default_factory=dict)
    repeats: tuple[str, ...] = ()
    rendered: Mapping[str, str] = field(default_factory=dict)
    charts: bool = True
    distinct: int = 1000


@lru_cache(maxsize=500)
def picture(at: tuple[int, ...], size: tuple[int, int], hues: int = 12) -> bytes:
    """Return a picture that tells its place: a colour for the first index, a spot for the second."""
    first, second, third = (*at, 0, 0, 0)[:3]
    ground = Image.new("HSV", (1, 1), (first * 255 // hues % 256, 150, 110 + 40 * third % 140)).convert("RGB")
    canvas = ground.resize(size)
    x, y = 4 + second * 5 % max(size[0] - 12, 1), size[1] // 2
    ImageDraw.Draw(canvas).ellipse((x, y - 4, x + 8, y + 4), (245, 240, 230))
    ImageDraw.Draw(canvas).point((first % size[0], second % size[1]), (first % 256, second % 256, 7))
    out = BytesIO()
    canvas.save(out, "WEBP", lossless=True, method=0)
    return out.getvalue()


def make(folder: Path, card: Card, plan: Plan | None = None) -> Entry:
    """Write an entry and return it."""
    folder.mkdir(parents=True)
    (folder / "entry.yaml").write_bytes(write_card(card))
    if plan is not None:
        (folder / "cells.json").write_bytes(table(folder, plan).to_bytes())
    return Entry(folder, card)


def table(folder: Path, plan: Plan) -> Cells:
    axes = tuple(_axis(name, labels, plan) for name, labels in plan.axes.items())
    cells = [
        _cell(folder, axes, at, plan)
        for at in product(*(range(len(axis.values)) for axis in axes))
        if plan.states.get(at) != "left out"
    ]
    views = plan.views or _usual(tuple(plan.axes))
    if plan.charts:
        views = tuple(_with_chart(folder, view, number) for number, view in enumerate(views))
    return Cells(axes, tuple(cells), views, plan.settings, plan.stated)


def _usual(names: tuple[str, ...]) -> tuple[View, ...]:
    if len(names) < 2:
        return (View(across=names[0]),)
    return (View(down=names[0], across=names[1], panels=names[2:], words="the chart in words"),)


def _axis(name: str, labels: Sequence[str], plan: Plan) -> Axis:
    numbers = all(_is_number(label) for label in labels)
    values = tuple(
        Value(label, plan.rendered.get(f"{name} {label}", ""), {name: _value(label)}) for label in labels
    )
    return Axis(name, name, (name,), values, "rising" if numbers else "none", name in plan.repeats)


def _is_number(label: str) -> bool:
    return label.lstrip("-").replace(".", "", 1).isdigit()


def _value(label: str) -> Any:
    return float(label) if _is_number(label) else label


def _cell(folder: Path, axes: Sequence[Axis], at: tuple[int, ...], plan: Plan) -> Cell:
    state = plan.states.get(at, "done")
    own = {k: v for axis, i in zip(axes, at, strict=True) for k, v in axis.values[i].settings.items()}
    if state != "done":
        reason = "the picture came out black (NaN)" if state == "failed" else ""
        return Cell(at, state, reason=reason, settings=own)
    size = plan.sizes[at[0]] if plan.sizes else plan.size
    content = picture(tuple(index % plan.distinct for index in at), size, len(axes[0].values))
    name = f"cells/{hashlib.sha256(content).hexdigest()[:20]}.webp"
    (folder / "cells").mkdir(exist_ok=True)
    if not (folder / name).exists():
        (folder / name).write_bytes(content)
    measures = {"contrast": round(0.1 + 0.03 * sum(at), 3), "sharpness_of_edges": -1.5 * at[-1]}
    return Cell(at, "done", name, size, f"{at[0]:064x}", 12.3456, "", own, {}, measures)


def _with_chart(folder: Path, view: View, number: int) -> View:
    (folder / "charts").mkdir(exist_ok=True)
    name = f"charts/chart-{number}.webp"
    Image.new("RGB", (120, 80), (30, 40 + number, 50)).save(folder / name, "WEBP")
    return View(view.title, view.down, view.across, view.panels, view.fixed, view.only, (name,), view.words)


def write_site(root: Path, entries: Sequence[Entry]) -> Path:
    """Write the pages of entries with the site's own files, as a build does; return the folder."""
    writer = Writer(root)
    writer.open()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            writer.bytes(f"assets/{path.relative_to(STATIC).as_posix()}", path.read_bytes())
    site = site_of(entries)
    for entry in entries:
        write(entry, writer, site)
    return root


def site_of(entries: Sequence[Entry]) -> Site:
    listings = [listing_of(entry, "") for entry in entries]
    return Site({one.name: one for one in listings}, page_names(), Related(listings))


def study_seven() -> tuple[Card, Plan]:
    """Like study 7: eta down, steps across."""
    card = Card(
        title="eta vs steps",
        number=7,
        platform="jax-jan22",
        stated="JAX",
        date="2022-01-05",
        provenance="rendered",
        models="embedded",
        profile="preview",
        line="Higher eta leaves less of the first shapes; more steps make it calmer.",
        notes="Stepping through eta animates well.\n\nA second paragraph.",
        gathered=(
            Gathered("@someone", "2022-01-06", "https://example.org/a", "It wobbles", "matched by topic"),
        ),
        see_also=("steps-only",),
    )
    axes = {"eta": ["-1", "-0.5", "0", "0.5", "1"], "steps": ["50", "100", "250", "500"]}
    shared = {"platform": "jax-jan22", "all_title": "colorful forest by Zdzisław Beksiński", "seed": 20220105}
    return card, Plan(axes, settings=shared, stated={"image_size": [512, 512]}, rendered={"steps 50": "10"})
