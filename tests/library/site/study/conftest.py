"""One small site for all tests of study pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ezcharts.library.card import Card, Gathered
from ezcharts.library.table import View
from tests.library.site.study.making import HOSTILE, Plan, make, study_seven, write_site

LONG = "a lighthouse on a cliff in a storm, dramatic light, oil on canvas, and more words than a label holds"


def entries(folder: Path) -> list:
    card, plan = study_seven()
    panels = Plan(
        {
            "clamp_max": ["0.01", "0.03", "0.05"],
            "text_prompts": [LONG, "a windmill"],
            "eta": ["0", "1"],
            "seed": ["1", "2"],
        },
        views=(
            View("all", "clamp_max", "text_prompts", ("eta",)),
            View("ends", "clamp_max", "eta", (), {"text_prompts": 1}, {"clamp_max": (2, 0)}),
        ),
        repeats=("seed",),
        states={(1, 1, 0, 0): "failed", (2, 1, 1, 0): "missing", (0, 1, 1, 0): "left out"},
    )
    hostile = Card(
        title=HOSTILE,
        platform=HOSTILE,
        line=HOSTILE,
        notes=HOSTILE,
        stated=HOSTILE,
        models=HOSTILE,
        profile=HOSTILE,
        erratum=HOSTILE,
        gathered=(Gathered(HOSTILE, "2022", "https://example.org/?a=1&b='2'", HOSTILE, HOSTILE),),
        parameters=(HOSTILE,),
    )
    bad = Plan(
        {HOSTILE: [HOSTILE, "b"], "__proto__": ["constructor", "x"]},
        settings={HOSTILE: HOSTILE},
        states={(0, 0): "failed"},
    )
    sizes = Plan(
        {"width_height": ["small", "wide", "large"], "steps": ["50", "100"]},
        sizes=[(24, 16), (48, 16), (48, 32)],
    )
    link = Card(
        title="linked",
        kind="link",
        platform="disco-5.0",
        parameters=("eta", "mystery"),
        gathered=(Gathered("u/x", "2022-03", "https://example.org/y", "eta above 1 is noise"),),
    )
    return [
        make(folder / "07-eta", card, plan),
        make(
            folder / "panels", replace(card, title="clamp_max vs text_prompts", platform="disco-5.2"), panels
        ),
        make(
            folder / "one",
            replace(card, title="cutn", line=""),
            Plan({"cutn": [str(n) for n in range(1, 15)]}),
        ),
        make(folder / "single", replace(card, title="one picture"), Plan({"eta": ["1"]})),
        make(folder / "sizes", replace(card, title="width_height"), sizes),
        make(folder / "flowing", replace(card, title="size"), replace(sizes, axes={"size": ["s", "w", "l"]})),
        make(folder / "hostile", hostile, bad),
        make(folder / "link", link),
    ]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    return write_site(folder / "site", entries(folder / "entries"))


@pytest.fixture
def study(site: Path, open_page: Callable) -> Callable:
    """Open the page of a study from the disk."""

    def open_(name: str, hash: str = "", **context: object):
        return open_page(site / f"studies/{name}/index.html", hash, **context)

    return open_
