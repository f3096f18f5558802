"""The page as a whole: without JavaScript, from a server, on a telephone, and with 2,500 cells."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from PIL import Image

from ezcharts.library.card import Card
from tests.library.site.conftest import playwright
from tests.library.site.study.making import Plan, make, study_seven, write_site
from tests.library.site.study.test_grid_in_browser import cells

expect = playwright.expect


def test_without_javascript_there_are_the_chart_and_its_table(study):
    page = study("07-eta", java_script_enabled=False)
    assert page.locator(".viewer").is_hidden()
    assert page.locator("figure.chart img").get_attribute("alt") == "the chart in words"
    row = page.locator("tbody tr").first.locator("th, td")
    assert row.all_text_contents() == ["-1", "50 (rendered 10)", "picture"]
    page.locator("summary", has_text="Seen and said elsewhere").click()
    assert page.locator("blockquote").text_content() == "It wobbles"
    assert page.locator("a.chip").first.get_attribute("href") == "../../parameters/eta/index.html"


def test_what_was_gathered_stands_apart_from_what_is_ours(study):
    page = study("07-eta")
    assert page.locator("h1").text_content() == "eta vs steps, JAX jan22, 2022-01-05"
    assert (
        page.locator(".conditions").text_content()
        == "preview with embedded models · rendered from its study file"
    )
    assert page.locator(".lead").text_content().startswith("Higher eta")
    theirs = page.locator("details", has_text="Seen and said elsewhere")
    assert not theirs.locator("blockquote").is_visible()
    theirs.locator("summary").click()
    assert "@someone, 2022-01-06" in theirs.locator(".voices").text_content()
    assert theirs.locator("a").get_attribute("rel") == "noopener noreferrer nofollow ugc"
    assert page.locator(".slot .command").text_content() == "ezcharts library add --original PICTURE 07-eta"


def test_an_entry_without_cells_asks_for_its_picture(study):
    page = study("link")
    assert page.locator(".slot h2").text_content() == "Picture wanted"
    assert page.locator("blockquote").is_visible()
    assert page.locator(".viewer").count() == 0
    assert page.locator(".chip").all_text_contents() == ["eta", "mystery"]


def test_an_original_is_shown_beside_ours(tmp_path, open_page):
    card, plan = study_seven()
    entry = make(tmp_path / "entries/07-eta", replace(card, original="charts/chart-0.webp"), plan)
    page = open_page(write_site(tmp_path / "site", [entry]) / "studies/07-eta/index.html")
    assert page.locator(".slot").count() == 0
    page.locator("summary", has_text="The original beside ours").click()
    assert page.locator(".pair figcaption").all_text_contents() == ["theirs", "ours"]
    expect(page.locator(".pair img").first).to_have_js_property("naturalWidth", 120)


def test_an_original_without_cells_is_the_picture_of_the_page(tmp_path, open_page):
    entry = make(tmp_path / "entries/x", Card(title="x", kind="link", original="original/x.png"))
    (entry.folder / "original").mkdir()
    Image.new("RGB", (30, 20)).save(entry.folder / "original/x.png")
    page = open_page(write_site(tmp_path / "site", [entry]) / "studies/x/index.html")
    expect(page.locator(".chart img")).to_have_js_property("naturalWidth", 30)
    assert page.locator(".slot").count() == 0


def test_it_works_from_a_server(site, serve, open_page):
    page = open_page(serve(site) + "studies/07-eta/index.html", "#place.eta=across")
    assert len(cells(page)) == 20
    assert page.locator("[role=columnheader] .stated").first.text_content() == "-1"
    page.locator("[role=gridcell]").first.click()
    expect(page.locator(".stage img")).to_have_js_property("naturalWidth", 48)


def test_a_link_and_a_text_can_be_copied(site, serve, open_page):
    page = open_page(
        serve(site) + "studies/07-eta/index.html",
        "#hide.eta=-1",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#said")).to_have_text("Link copied. It keeps what you see now.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.locator("[role=gridcell]").first.click()
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.wait_for_timeout(100)
    assert "eta = -0.5" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save", exact=True).click()
    assert "eta = -0.5" in waiting.value.path().read_text()


def test_a_narrow_screen_has_room_for_fingers(study):
    page = study("07-eta", viewport={"width": 390, "height": 844}, has_touch=True)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 390
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role("button", name="Play eta").first.click()
    page.get_by_role("button", name="Pause eta").first.click()
    assert page.evaluate(wide) <= 390
    assert small(page, ".viewer") == []
    page.locator("[role=gridcell]").first.click()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("button", name="Settings").click()
    assert small(page, "dialog") == []
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 390


def small(page, inside: str) -> list[str]:
    """Return controls that are less than 44 pixels high."""
    return page.locator(f"{inside} :is(button, select, a.button)").evaluate_all(
        """all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML)"""
    )


def test_nothing_on_a_page_stands_inline(site):
    for page in sorted(site.glob("studies/*/index.html")):
        html = page.read_text()
        assert "Content-Security-Policy" in html
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
        assert not re.search(r"<style|\sstyle=|\son\w+=\"", html.replace("onerror=&#34;", ""))
        assert not re.search(r'(?:src|href)="(?:javascript|//|http:)', html)


def test_buttons_and_controls_have_names(study):
    page = study("panels", "#place.eta=slider&measure=contrast")
    page.get_by_role("button", name="Arrange").click()
    page.locator("[role=gridcell]").first.click()
    page.keyboard.press("c")
    page.get_by_role("button", name="Settings").click()
    unnamed = page.locator("main :is(button, select, input, textarea, [role=gridcell])").evaluate_all(
        """all => all.filter(e => !(e.ariaLabel || e.textContent.trim() || e.closest('label')))
            .map(e => e.outerHTML)"""
    )
    assert unnamed == []


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    axes = {"eta": [f"{i / 50:g}" for i in range(50)], "steps": [str(5 + 5 * i) for i in range(50)]}
    entry = make(
        folder / "entries" / "large",
        Card(title="eta vs steps", platform="disco-5.2"),
        Plan(axes, size=(64, 64), distinct=7),
    )
    return write_site(folder / "site", [entry]) / "studies/large"


def test_2500_cells_are_usable_soon(large, open_page, record_property):
    assert (large / "data.js").stat().st_size < 200_000
    assert (large / "index.html").stat().st_size < 100_000
    page = open_page(large / "index.html")
    first = page.locator("[role=gridcell]").first
    first.focus()
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "eta 0.02, steps 10"
    figures = page.evaluate("""() => ({
        built: performance.getEntriesByName('ez-built')[0].startTime,
        shown: performance.getEntriesByName('ez-shown')[0].startTime,
        heap: performance.memory.usedJSHeapSize, nodes: document.querySelectorAll('*').length })""")
    record_property("figures", json.dumps(figures))
    assert figures["built"] < 3000  # a tenth of it on a machine that does nothing else
    assert figures["heap"] < 60e6


def test_rows_of_a_large_grid_are_made_when_they_come_near(large, open_page):
    page = open_page(large / "index.html")
    assert page.locator("[role=row]").count() == 51
    assert page.locator("[role=gridcell]").count() < 2000
    page.evaluate("EZ.page.grid.show([44, 3])")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "eta 0.9, steps 20"
    last = page.locator("[role=row]").last
    last.scroll_into_view_if_needed()
    expect(last.locator("[role=gridcell]")).to_have_count(50)
