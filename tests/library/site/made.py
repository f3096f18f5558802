"""A small library, made up: enough of everything that a site shows, and a few words that mean harm."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
import tempfile
from functools import cache
from itertools import product
from pathlib import Path

from PIL import Image

from ezcharts.library.card import Added, Card, Gathered, write_card
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.site import urls
from ezcharts.library.site.build import build
from ezcharts.library.site.frame import Site
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Axis, Cell, Cells, Value, View

HARM = "</script><script>EZ.harm = 1</script><img src=x onerror='EZ.harm = 1'> \u2028 {{ 7 * 7 }} &amp;"


def picture(seed: int, size: tuple[int, int] = (32, 24)) -> bytes:
    colour = (40 + seed * 37 % 200, 40 + seed * 73 % 200, 40 + seed * 11 % 200)
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "WEBP", quality=70)
    return out.getvalue()


def add_study(
    folder: Path,
    name: str,
    card: Card,
    axes: dict[str, list[object]],
    *,
    size: tuple[int, int] = (32, 24),
    measures: bool = True,
) -> Path:
    """Write an entry with one picture for each combination of values."""
    here = folder / name
    (here / "cells").mkdir(parents=True)
    cells = []
    for at in product(*(range(len(values)) for values in axes.values())):
        content = picture(sum(at) + card.number, size)
        file = f"cells/{hashlib.sha256(content).hexdigest()[:16]}.webp"
        (here / file).write_bytes(content)
        settings = {axis: values[index] for (axis, values), index in zip(axes.items(), at, strict=True)}
        figures = {"contrast": 0.25 + sum(at) / 8} if measures else {}
        cells.append(Cell(at, "done", file, size, settings=settings, measures=figures))
    table = Cells(
        axes=tuple(
            Axis(axis, axis, (axis,), tuple(Value(str(v), settings={axis: v}) for v in values))
            for axis, values in axes.items()
        ),
        cells=tuple(cells),
        views=(_view(list(axes)),),
    )
    (here / "cells.json").write_bytes(table.to_bytes())
    (here / "entry.yaml").write_bytes(write_card(card))
    return here


def add_link(folder: Path, name: str, card: Card) -> Path:
    here = folder / name
    here.mkdir(parents=True)
    (here / "entry.yaml").write_bytes(write_card(card))
    return here


def make_library(folder: Path) -> Catalogue:
    """Seven entries: both dialects, a link, words of a source, and harm in every text."""
    own = Added("EZ Charts", "2026-11-27")
    kept = {"provenance": "rendered", "models": "embedded", "profile": "preview", "added": own}
    add_study(
        folder,
        "01-eta-vs-steps",
        Card(
            title="eta vs steps",
            number=1,
            platform="jax-jan22",
            date="2022-01-05",
            line="More steps, less moss.",
            **kept,
        ),
        {"eta": [-1, 0, 1], "steps": [50, 100, 250, 500]},
    )
    add_study(
        folder,
        "02-eta",
        Card(title="eta", number=2, platform="disco-5.0", date="2022-03-05", notes="Velvet shadows.", **kept),
        {"eta": [0.0, 0.5, 1.0]},
    )
    add_study(
        folder,
        "03-clamp_max-vs-steps",
        Card(title="clamp_max vs steps", number=3, platform="disco-5.0", date="2022-03-06", **kept),
        {"clamp_max": [0.01, 0.05], "steps": [50, 250]},
    )
    add_study(
        folder,
        "04-range_scale",
        Card(
            title="range_scale",
            number=4,
            platform="disco-5.2",
            date="2022-04",
            provenance="settings",
            models="disco",
        ),
        {"range_scale": [0, 150]},
    )
    add_study(
        folder,
        "05-sat",
        Card(
            title="sat by its nickname",
            number=5,
            platform="jax-2.7",
            date="2021",
            provenance="text",
            models="",
        ),
        {"range_scale": [0, 600]},
    )
    add_link(
        folder,
        "06-told",
        Card(
            kind="link",
            title="cut_pow",
            number=6,
            platform="",
            stated="DD, some version",
            parameters=("cut_ic_pow", "sparkle"),
            provenance="text",
            gathered=(
                Gathered("u/somebody", "2022-05", "https://example.org/a?b=c&d=e", "tighter, then mush"),
            ),
        ),
    )
    add_study(
        folder,
        "07-harm",
        Card(
            title=f"eta {HARM}",
            number=7,
            platform=f"words {HARM}",
            date="2023-01-01",
            line=HARM,
            notes=HARM,
            provenance="picture",
            models=HARM,
            gathered=(Gathered(HARM, "2023", "https://example.org/x?y=1&z", HARM),),
        ),
        {"eta": [1, 2]},
    )
    return Catalogue(folder)


@cache
def shared() -> Path:
    """Return a folder with `library` and its `site`, made once for all tests; nobody writes in it."""
    folder = Path(tempfile.mkdtemp(prefix="ezcharts-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build(make_library(folder / "library"), folder / "site", quiet, plain_study)
    return folder


def plain_study(entry: Entry, writer: Writer, site: Site) -> None:
    """A page of an entry in as few words as can be."""
    address = urls.study(entry.name)
    writer.text(address, f"<!DOCTYPE html><title>x</title><p>{len(site.related.to(entry.name, ()))}</p>")
    for cell in entry.cells.cells if entry.cells else ():
        writer.copy(f"studies/{entry.name}/{cell.file}", entry.file(cell.file))


def quiet(done: int, total: int, words: str) -> None:
    """Report progress to nobody."""


def _view(names: list[str]) -> View:
    return View(down=names[0] if len(names) > 1 else "", across=names[-1])
