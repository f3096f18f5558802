import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ezcharts.charts.chart import Link
from ezcharts.charts.page import page, write_page
from ezcharts.charts.sheet import SheetFile, save_sheet
from ezcharts.charts.theme import Theme
from tests.charts.examples import chart, failed, missing

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "span", "p", "main", "figure", "a",
    "img", "figcaption", "h2", "ul", "li", "div", "table", "caption", "thead", "tr", "th", "tbody", "td",
    "details", "summary", "footer",
}  # fmt: skip
EVIL = "<script>alert('x')</script> & \"quotes\" {{ 7 * 7 }}"


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text outside the style sheet."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self._inside = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._inside.append(tag)

    def handle_data(self, data):
        if self._inside[-1:] != ["style"] and data.strip():
            self.texts.append(" ".join(data.split()))

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def cell(panel, i, j):
    settings = {"steps": 250 + i, "clamp_max": 0.01 * (j + 1), "eta": 0.8, "text_prompts": ["Beksiński"]}
    made = failed("every value is NaN") if i == j else missing()
    return replace(made, key=f"key-{panel}-{i}-{j}", settings=settings, seconds=12.0 if i == j else None)


def read(whole, sheets=(), folder=None):
    return Reader(page(whole, sheets, folder))


def test_every_cell_is_a_row_with_its_state_time_and_own_settings(tmp_path):
    seen = read(chart(2, 3, 2, cell), (), tmp_path)
    keys = [text for text in seen.texts if text.startswith("key-")]
    assert keys == [f"key-{panel}-{i}-{j}" for panel in range(2) for i in range(2) for j in range(3)]
    assert seen.texts.count("failed: every value is NaN") == 4
    assert seen.texts.count("not rendered yet") == 8
    assert seen.texts.count("12 s") == 4
    assert "12 cells: 4 failed, 8 not rendered yet." in seen.texts
    assert seen.texts.count("2 of its own") == 12  # steps and clamp_max


def test_what_all_cells_share_is_said_once(tmp_path):
    seen = read(chart(2, 3, 2, cell), (), tmp_path)
    assert seen.texts.count("eta") == 1
    assert seen.texts.count('["Beksiński"]') == 1
    assert "2 settings" in seen.texts


def test_a_cell_alone_shares_everything_with_itself(tmp_path):
    seen = read(chart(cell=cell), (), tmp_path)
    assert {"4 settings", "key", "key-0-0-0"} <= {*seen.texts}


def test_stated_values_stand_beside_rendered_ones(tmp_path):
    def changed(*at):
        return replace(cell(*at), stated={"eta": 0.9})

    assert "(stated: 0.9)" in read(chart(2, 2, 1, changed), (), tmp_path).texts


def test_the_words_of_the_chart_are_on_the_page(tmp_path):
    whole = chart(2, 2, 1, cell)
    seen = read(whole, (), tmp_path)
    assert seen.texts[0] == whole.header
    assert "embedded models · seed 87654321" in seen.texts
    assert {*whole.notes, whole.footer, "steps", "clamp_max", "251", "0.02"} <= {*seen.texts}


def test_nothing_from_outside_becomes_markup(tmp_path):
    def evil(*at):
        return replace(cell(*at), reason=EVIL, key=EVIL, state="failed", settings={EVIL: EVIL, "a": at[2]})

    links = (Link(EVIL, "https://example.org/\"onclick='x'"), Link("bad", "javascript:alert(1)"))
    whole = chart(2, 2, 2, evil, title=EVIL, context=EVIL, conditions=(EVIL,), notes=(EVIL,), footer=EVIL)
    whole = replace(whole, links=links, panels=tuple(replace(panel, title=EVIL) for panel in whole.panels))
    html = page(whole, (SheetFile(tmp_path / f"{EVIL.replace('/', '')}.png", 1, 1, EVIL),), tmp_path)
    seen = Reader(html)
    assert seen.all("script") == []
    assert {name for name, _ in seen.tags} == TAGS
    assert not any(key.startswith("on") for _, attributes in seen.tags for key in attributes)
    assert all("javascript" not in (a["href"] or "") for a in seen.all("a"))
    assert EVIL in seen.texts
    assert "49" not in html


def test_the_policy_allows_pictures_and_our_own_style_and_nothing_else(tmp_path):
    html = page(chart(), (), tmp_path)
    (policy,) = [meta["content"] for meta in Reader(html).all("meta") if "http-equiv" in meta]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src 'self' file:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert 'style="' not in html


def test_nothing_is_asked_of_any_host(tmp_path):
    seen = read(chart(2, 2, 1, cell), (), tmp_path)
    addresses = [value for _, tag in seen.tags for key, value in tag.items() if key in ("src", "href")]
    assert addresses == []
    assert "url(" not in page(chart(), (), tmp_path)


def test_the_sheets_pages_are_pictures_beside_the_page(tmp_path):
    sheets = save_sheet(chart(6, 3), tmp_path / "my chart #1.png", Theme(most_side=1800))
    seen = read(chart(6, 3), sheets, tmp_path)
    assert [image["src"] for image in seen.all("img")] == [
        "my%20chart%20%231-1.png",
        "my%20chart%20%231-2.png",
    ]
    assert [int(image["width"]) for image in seen.all("img")] == [sheet.width for sheet in sheets]
    assert "page 2 of 2: steps 253 to 255" in seen.texts


def test_a_sheet_elsewhere_is_refused(tmp_path):
    with pytest.raises(ValueError, match="is not in the subpath of"):
        page(chart(), (SheetFile(tmp_path / "chart.png", 1, 1),), tmp_path / "other")


def test_the_page_is_written_once_and_again_only_when_it_changes(tmp_path):
    path = tmp_path / "out" / "chart.html"
    assert write_page(chart(2, 2, 1, cell), (), path)
    assert not write_page(chart(2, 2, 1, cell), (), path)
    assert write_page(chart(2, 2, 1, cell, footer="other"), (), path)
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
