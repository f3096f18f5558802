"""Pictures to take along: the sheet of a view, and an axis as an animation. For builds and the command line.

A build writes one animated WebP for each study and no GIF: a GIF of the same pictures has some ten times the
bytes at 256 colours. Both are here. Equal cells give equal bytes with one version of Pillow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final, Literal, get_args

from PIL import Image

from ezcharts.errors import LibraryError, did_you_mean
from ezcharts.library.catalogue import Entry
from ezcharts.library.names import slug
from ezcharts.library.site.study.frames import Sheet, draw, scale_for, sheet_of
from ezcharts.library.site.study.playing import played
from ezcharts.library.site.study.small import open_picture
from ezcharts.library.table import Axis, Cells, View

Format = Literal["webp", "gif", "png"]

WIDEST: Final = 1600
MOST_BYTES: Final = 1_500_000
FRAME_MS: Final = 750
_RECIPE: Final = "1"
_SMALLER: Final = 0.8
_TRIES: Final = 6


def sheet(entry: Entry, view: str | int = 0, format: Format = "webp", page: int = 1) -> bytes:
    """Return the sheet of a view as a file.

    Args:
        entry: The entry.
        view: The title of one of its views, or its place from 0.
        format: `webp` or `png`. A chart picture that is of this kind is handed over as it is.
        page: Which page of a chart that has several, from 1.

    Raises:
        LibraryError: The entry has no such view, page or picture.
    """
    table = _table(entry)
    chosen = _view(table, view)
    if format == "gif":
        raise LibraryError("a sheet stands still: webp or png")
    if not chosen.chart:
        picture = _drawn(entry, sheet_of(table, chosen, header=entry.card.header), WIDEST)[0]
        return _one(picture, format)
    if not 1 <= page <= len(chosen.chart):
        raise LibraryError(f"the chart has {len(chosen.chart)} pages, counted from 1; got {page}")
    path = entry.file(chosen.chart[page - 1])
    return path.read_bytes() if path.suffix == f".{format}" else _one(open_picture(path), format)


def animation(
    entry: Entry, axis: str = "", format: Format = "webp", view: str | int = 0, most_bytes: int = MOST_BYTES
) -> bytes:
    """Return an axis as a moving picture: a frame for every value, the other axes as a sheet.

    Args:
        entry: The entry.
        axis: Which one; by default the one that the page offers to play.
        format: `webp` or `gif`.
        view: Whose axes are drawn, by title or place.
        most_bytes: Pictures are drawn smaller until the file has no more.

    Raises:
        LibraryError: The entry has no such axis or view, or nothing to show along it.
    """
    if format not in ("webp", "gif"):
        raise LibraryError(f"an animation is webp or gif, not {format}")
    table = _table(entry)
    plan = sheet_of(table, _view(table, view), _axis(table, axis), entry.card.header)
    if len(plan.steps) < 2:
        raise LibraryError(f"{entry.name} has fewer than two pictures to play")
    content, widest = b"", WIDEST
    for _ in range(_TRIES):
        content = _moving(_drawn(entry, plan, widest), format)
        if len(content) <= most_bytes:
            break
        widest = int(min(widest, _width(plan)) * _SMALLER)
    return content


def animation_name(entry: Entry) -> str:
    """Return the name of the animation that a build writes: `moving/eta-0f3a....webp`, or nothing.

    The name says what is in it, so that one that is there need not be made again.
    """
    table = entry.cells
    axis = played(table) if table else None
    if table is None or axis is None:
        return ""
    plan = sheet_of(table, _view(table, 0), axis, entry.card.header)
    if len(plan.steps) < 2:
        return ""
    shown = [[[cell.at, cell.file, cell.size] for cell in plan.tiles(step)] for step in plan.steps]
    labels = [[one.name, one.label, [[v.label, v.rendered] for v in one.values]] for one in table.axes]
    made_of = json.dumps([_RECIPE, entry.card.header, axis.name, labels, shown])
    return f"moving/{slug(axis.name)}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.webp"


def _table(entry: Entry) -> Cells:
    if entry.cells is None:
        raise LibraryError(f"{entry.name} has no cells, only a card")
    return entry.cells


def _view(table: Cells, wanted: str | int) -> View:
    views = table.views or (usual_view(table),)
    if isinstance(wanted, int) and 0 <= wanted < len(views):
        return views[wanted]
    for view in views:
        if view.title == wanted:
            return view
    titles = [view.title for view in views if view.title]
    raise LibraryError(
        f"there is no view {wanted!r}; there are {len(views)}{did_you_mean(str(wanted), titles)}"
    )


def usual_view(table: Cells) -> View:
    """Return where axes go unless a view says otherwise: one down, one across, others to panels."""
    names = [axis.name for axis in table.axes if not axis.repeat]
    if len(names) < 2:
        return View(across=names[0] if names else "")
    return View(down=names[0], across=names[1], panels=tuple(names[2:]))


def _axis(table: Cells, name: str) -> Axis:
    found = played(table) if not name else next((a for a in table.axes if a.name == name), None)
    if found is None:
        raise LibraryError(f"there is no axis {name!r}{did_you_mean(name, [a.name for a in table.axes])}")
    return found


def _width(plan: Sheet) -> int:
    return draw(plan, plan.steps[0], lambda file: Image.new("RGB", (1, 1)), scale_for(plan, WIDEST)).width


def _drawn(entry: Entry, plan: Sheet, widest: int) -> list[Image.Image]:
    picture = lru_cache(maxsize=64)(lambda file: open_picture(entry.file(file)))
    scale = scale_for(plan, widest)
    return [draw(plan, step, picture, scale) for step in plan.steps]


def _moving(frames: Sequence[Image.Image], format: Format) -> bytes:
    out = BytesIO()
    times = [FRAME_MS] * (len(frames) - 1) + [2 * FRAME_MS]
    if format == "webp":
        frames[0].save(
            out, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=0, quality=82, method=3
        )
    else:
        first, *others = _flat(frames)
        first.save(out, "GIF", save_all=True, append_images=others, duration=times, loop=0, optimize=False)
    return out.getvalue()


def _flat(frames: Sequence[Image.Image]) -> Iterator[Image.Image]:
    for frame in frames:
        yield frame.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)


def _one(picture: Image.Image, format: Format) -> bytes:
    if format not in get_args(Format):
        raise LibraryError(f"a sheet is webp or png, not {format}")
    out = BytesIO()
    picture.save(out, format.upper(), **({"quality": 90, "method": 4} if format == "webp" else {}))
    return out.getvalue()
