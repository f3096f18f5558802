"""The library's site at size: thousands of made-up studies are built, built again, changed and searched.

    python benchmarks/library.py [--studies 5000] [--folder FOLDER] [--no-browser] [--bare]

Prints the times of the first build, of a second one (which writes no file) and of one after a change; how
long a search takes in Chromium, from a disk; and what pages weigh. Works in a temporary folder unless one
is named; a library that is there is used again, its site is built anew. `--bare` leaves the pages of
studies out (their pictures are copied), which take most of a first build.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from itertools import product
from pathlib import Path

from PIL import Image, ImageFilter

from ezcharts.library.card import Added, Card, Gathered, read_card, write_card
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.site.build import Built, WriteStudy, build
from ezcharts.library.site.frame import Site
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Axis, Cell, Cells, Value, View
from ezcharts.params.dialect import DIALECTS

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from browser import MESSAGE, find

POOL = 120
WORDS = [
    *(
        "moss",
        "light",
        "edge",
        "contrast",
        "blur",
        "grain",
        "detail",
        "sky",
        "face",
        "horizon",
        "colour",
        "shadow",
    ),
    *(
        "sharp",
        "soft",
        "deep",
        "flat",
        "noise",
        "texture",
        "bright",
        "muddy",
        "crisp",
        "haze",
        "glow",
        "pattern",
    ),
    *(
        "repeat",
        "collapse",
        "drift",
        "stronger",
        "weaker",
        "more",
        "less",
        "at",
        "early",
        "late",
        "steps",
        "the",
    ),
    *("and", "of", "with", "in", "picture", "prompt", "value", "default", "high", "low"),
]
QUERIES = ("eta", "clamp_max steps", "moss", "shadow drift 2022", "cut_ic_pow", "jax contrast")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--studies", type=int, default=5000)
    words.add_argument("--folder", type=Path)
    words.add_argument("--no-browser", action="store_true")
    words.add_argument("--bare", action="store_true")
    given = words.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="ezcharts-library-"))
    try:
        measure(folder, given.studies, not given.no_browser, _bare if given.bare else None)
    finally:
        if given.folder is None:
            shutil.rmtree(folder)


def measure(folder: Path, studies: int, in_browser: bool, write_study: WriteStudy | None) -> None:
    library, site = folder / "library", folder / "site"
    if not library.exists():
        make_library(library, studies)
    shutil.rmtree(site, ignore_errors=True)
    catalogue = Catalogue(library)
    show("first build", catalogue, site, write_study)
    assert show("second build", catalogue, site, write_study).written == 0, "a second build writes no file"
    card = library / catalogue.names()[studies // 2] / "entry.yaml"
    card.write_bytes(write_card(replace(read_card(card), line=f"Looked at again at {time.time_ns()}.")))
    show("after one change", catalogue, site, write_study)
    weigh(site, studies)
    if in_browser:
        search(site)


def show(what: str, catalogue: Catalogue, site: Path, write_study: WriteStudy | None) -> Built:
    began, cpu = time.perf_counter(), time.process_time()
    built = build(catalogue, site, lambda done, total, words: None, write_study)
    took, busy = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{what:<18}{took:8.1f} s ({busy:.1f} s of a core)   {built.studies:,} studies: "
        f"{built.written:,} files written, {built.kept:,} kept, {built.removed:,} removed",
        flush=True,
    )
    return built


def _bare(entry: Entry, writer: Writer, site: Site) -> None:
    """Write a page of one word, and copy the pictures."""
    writer.text(f"studies/{entry.name}/index.html", f"<!DOCTYPE html><title>{entry.name}</title>")
    for cell in entry.cells.cells if entry.cells else ():
        writer.copy(f"studies/{entry.name}/{cell.file}", entry.file(cell.file))


def weigh(site: Path, studies: int) -> None:
    """Print what pages weigh, as they are and packed as web hosts send them."""
    some = next(iter(sorted((site / "studies").iterdir())))
    for what, path in {
        "front page": site / "index.html",
        "a page of A to Z": site / "browse/a-z/2/index.html",
        "a parameter": site / "parameters/eta/index.html",
        "a study": some / "index.html",
        "a study's data": some / "data.js",
        "wanted": site / "wanted/index.html",
        "style sheet": site / "assets/base.css",
        "search index": site / "assets/index.js",
    }.items():
        if path.exists():
            content = path.read_bytes()
            print(f"{what:<18}{len(content):10,} bytes, packed {len(gzip.compress(content)):9,}")
    index = (site / "assets/index.js").read_bytes()
    each, packed = len(index) / studies, len(gzip.compress(index)) / studies
    print(f"{'':<18}{each:10.0f} bytes a study, packed {packed:.0f}")
    thumbs = [path.stat().st_size for path in (site / "thumbs").iterdir()]
    print(f"{'small pictures':<18}{statistics.mean(thumbs):10,.0f} bytes each")


def search(site: Path) -> None:
    """Print how long a search takes, from a key to the cards, and how long the index takes to load."""
    from playwright.sync_api import sync_playwright

    if find() is None:
        sys.exit(MESSAGE)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(f"{(site / 'search/index.html').as_uri()}")
        page.wait_for_function("document.getElementById('count').textContent.match(/^[0-9]/)")
        print(f"{'search opened':<18}{time.perf_counter() - began:8.2f} s")
        for query in QUERIES:
            times = [page.evaluate(_ASK, query) for _ in range(5)]
            count = page.inner_text("#count")
            print(f"{'search':<18}{statistics.median(times):8.1f} ms, painted   {query!r}: {count}")
        browser.close()


_ASK = """(words) => new Promise((done) => {
  const field = document.getElementById('q');
  field.value = '';
  field.dispatchEvent(new Event('input'));
  requestAnimationFrame(() => setTimeout(() => {
    const began = performance.now();
    field.value = words;
    field.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    done(performance.now() - began);
  }, 50));
})"""


def make_library(library: Path, studies: int) -> None:
    """Make up studies: parameters as people choose them, few of them often, and small noisy pictures."""
    rng = random.Random(1)
    pool = [_picture(rng) for _ in range(POOL)]
    began = time.perf_counter()
    for number in range(1, studies + 1):
        _make_study(library, number, pool, rng)
    print(f"{'made up':<18}{time.perf_counter() - began:8.1f} s")


def _make_study(library: Path, number: int, pool: list[bytes], rng: random.Random) -> None:
    dialect = rng.choices(DIALECTS, (3, 1))[0]
    names = [p.name for p in dialect if p.role == "rendering"]
    favourites = [
        name for name in ("eta", "steps", "clamp_max", "clip_guidance_scale", "tv_scale") if name in names
    ]
    chosen = list(
        dict.fromkeys(
            rng.choice(favourites if rng.random() < 0.5 else names) for _ in range(rng.choice((1, 2, 2)))
        )
    )
    title = " vs ".join(chosen)
    folder = library / f"{number:05}-{title.replace(' ', '-')}"
    (folder / "cells").mkdir(parents=True)
    axes = [(name, [round(rng.random(), 2) + i for i in range(rng.randint(3, 5))]) for name in chosen]
    cells = []
    for at in product(*(range(len(values)) for _, values in axes)):
        content = pool[rng.randrange(POOL)]
        file = f"cells/{hashlib.sha256(content).hexdigest()[:20]}.webp"
        if not (folder / file).exists():
            (folder / file).write_bytes(content)
        settings = {name: values[index] for (name, values), index in zip(axes, at, strict=True)}
        key = hashlib.sha256(str((number, at)).encode()).hexdigest()
        measures = {"contrast": round(rng.random(), 4), "detail": rng.random()}
        cells.append(Cell(at, "done", file, (128, 128), key, 41.2, "", settings, {}, measures))
    table = Cells(
        axes=tuple(
            Axis(name, name, (name,), tuple(Value(str(v), settings={name: v}) for v in values))
            for name, values in axes
        ),
        cells=tuple(cells),
        views=(View(down=chosen[0] if len(chosen) > 1 else "", across=chosen[-1]),),
        settings={"seed": number, "text_prompts": _words(rng, 6)},
    )
    (folder / "cells.json").write_bytes(table.to_bytes())
    (folder / "entry.yaml").write_bytes(
        write_card(_card(number, title, rng.choice(list(dialect.platforms)), rng))
    )


def _card(number: int, title: str, platform: str, rng: random.Random) -> Card:
    return Card(
        title=title,
        number=number,
        platform=platform,
        date=f"202{rng.randint(1, 6)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        provenance=rng.choice(("rendered", "settings", "text", "picture")),
        models=rng.choice(("embedded", "disco", "")),
        line=_words(rng, 10),
        notes=_words(rng, 30),
        gathered=(Gathered(f"u/tester{number % 300}", "2022", "https://example.org/1", _words(rng, 15)),),
        added=Added("EZ Charts", "2026-11-27"),
    )


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def _picture(rng: random.Random) -> bytes:
    small = Image.frombytes("RGB", (16, 16), rng.randbytes(16 * 16 * 3))
    out = io.BytesIO()
    small.resize((128, 128), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2)).save(
        out, "WEBP", quality=85
    )
    return out.getvalue()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
