"""The texts that the page makes of a cell's settings are read back, by our own readers, to those settings."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from ezcharts.library.card import Card
from ezcharts.library.table import Cells
from ezcharts.params.files.read import read_settings_file
from ezcharts.params.settings import Settings
from ezcharts.studies.grid import expand
from ezcharts.studies.spec import read_study
from tests.library.site.study.making import Plan, make, write_site

PROMPTS = [
    'an "old" castle: at night, 20% fog:2',
    "ﬁsh & chips — żółć \\n 😀 #tag:-1",
    "line\u2028break\ttab",
]
DISCO = {
    "text_prompts": PROMPTS,
    "width_height": [640, 384],
    "cut_overview": "[10]*300+[2]*700",
    "cut_ic_pow": 3,
    "clamp_max": 0.0125,
    "seed": 2**32,
    "steps": 240,
    "clip_guidance_scale": 1e-9,
    "RN101": True,
    "init_image": "sea.png",
    "skip_steps": 5,
}
JAX = {
    "all_title": 'a "castle" {at|by} night: fog\\n 😀\u2028 \ufeff',
    "image_size": [256, 192],
    "clip_guidance_scale": 123456.789,
    "tv_scale": 0,
    "seed": 7,
    "cut_p_mixgrey": 0.5,
}
PLATFORMS = {
    "disco-4.1": DISCO,
    "disco-5.7": {**DISCO, "use_vertical_symmetry": True, "transformation_percent": [0.09, 0.2]},
    "jax-jan22": JAX,
    "huemin-2.7": {**JAX, "mean_scale": 3.5},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site with one study of eta for every platform, with all settings in its table."""
    folder, entries = tmp_path_factory.mktemp("texts"), []
    for platform, given in PLATFORMS.items():
        shared = Settings.build(platform, {**given, "eta": 0.0}).to_json()
        shared = {name: value for name, value in shared.items() if name != "eta"}
        plan = Plan({"eta": ["0", "0.25"]}, settings=shared, stated={"steps": 500}, charts=False)
        card = Card(title="eta: “quoted” # title", platform=platform, models="embedded")
        entries.append(make(folder / "entries" / platform, card, plan))
    return write_site(folder / "site", entries)


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def text_of(folder, open_page, kept):
    """Open the second cell and return the text of a name; the texts of a platform are read together."""

    def take(page, name: str) -> str:
        page.get_by_role("button", name=name).click()
        return page.get_by_label(name, exact=True).and_(page.locator("textarea")).input_value()

    def read(platform: str, name: str) -> str:
        if platform not in kept:
            page = open_page(folder / f"studies/{platform}/index.html", "#open.eta=0.25")
            page.get_by_role("button", name="Settings").click()
            names = page.get_by_role("group", name="Settings as").get_by_role("button").all_text_contents()
            kept[platform] = {name: take(page, name) for name in names}
            page.get_by_label("as stated, not as rendered").check()
            kept[platform]["as stated"] = take(page, "Study file")
        return kept[platform][name]

    return read


def expected(platform: str, **changes: object) -> Settings:
    return Settings.build(platform, {**PLATFORMS[platform], "eta": 0.25, **changes})


def on_the_platform(settings: Settings) -> dict:
    names = [parameter.name for parameter in settings.dialect.on(settings.platform)]
    return {name: settings[name] for name in names}


@pytest.mark.parametrize("platform", ["disco-4.1", "disco-5.7"])
def test_disco_settings(text_of, tmp_path, platform):
    (tmp_path / "settings.txt").write_text(text_of(platform, "Disco settings"), encoding="utf-8")
    found = read_settings_file(tmp_path / "settings.txt", platform)
    assert found.settings == expected(platform)
    assert not found.unused


@pytest.mark.parametrize("platform", ["jax-jan22", "huemin-2.7"])
def test_jax_variables(text_of, platform):
    lines = text_of(platform, "JAX variables").split("\n")
    pairs = (line.split(" = ", 1) for line in lines if line)
    assert Settings.build(platform, {name: ast.literal_eval(value) for name, value in pairs}) == expected(
        platform
    )


@pytest.mark.parametrize("platform", list(PLATFORMS))
def test_a_study_file(text_of, tmp_path, platform):
    (tmp_path / "sea.png").write_bytes(b"")
    (tmp_path / "cell.yaml").write_text(text_of(platform, "Study file"), encoding="utf-8", newline="\n")
    study = read_study(tmp_path / "cell.yaml")
    assert study.header.platform == platform
    assert study.title == "eta: “quoted” # title: eta 0.25"
    given = {name: one.value for name, one in study.settings.items()}
    assert on_the_platform(Settings.build(platform, given)) == on_the_platform(expected(platform))
    if not platform.startswith("disco"):
        (cell,) = expand(study).cells
        assert cell.cell.settings == expected(platform)


def test_as_stated(text_of, tmp_path):
    (tmp_path / "cell.yaml").write_text(text_of("jax-jan22", "as stated"), encoding="utf-8")
    assert read_study(tmp_path / "cell.yaml").settings["steps"].value == 500


def test_unknown_platforms_have_no_texts(tmp_path, open_page):
    card = Card(title="eta", platform="some other notebook")
    entry = make(tmp_path / "entries" / "other", card, Plan({"eta": ["0", "1"]}, charts=False))
    page = open_page(write_site(tmp_path / "site", [entry]) / "studies/other/index.html", "#open.eta=1")
    page.get_by_role("button", name="Settings").click()
    assert page.locator("textarea").count() == 0
    assert page.locator(".facts-of-cell dd").first.text_content() == "1"


def test_tables_of_cells_say_the_platform_where_a_card_does_not():
    from ezcharts.library.site.study.notebook_files import platform_of

    table = Cells((), (), settings={"platform": "disco-5.0"})
    assert platform_of(Card(title="x"), table) == "disco-5.0"
    assert platform_of(Card(title="x", platform="jax-2.7"), replace(table, settings={})) == "jax-2.7"
    assert platform_of(Card(title="x", platform="JAX"), replace(table, settings={})) == ""
