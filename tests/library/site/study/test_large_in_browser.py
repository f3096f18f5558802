"""The large picture, comparing, and the settings of a cell, in a browser."""

from __future__ import annotations

import pytest

from tests.library.site.conftest import playwright
from tests.library.site.study.test_grid_in_browser import said

expect = playwright.expect


@pytest.fixture
def large(study):
    """Open a cell of study 7 large: eta -0.5, steps 100."""

    def open_(**context):
        page = study("07-eta", **context)
        page.locator("[role=gridcell]").nth(5).click()
        return page

    return open_


def name(page) -> str:
    return page.locator("dialog[open]").get_attribute("aria-label")


def chosen(page, line: int = 0) -> list[str]:
    return (
        page.locator(".where")
        .nth(line)
        .locator("select")
        .evaluate_all("all => all.map(each => each.selectedOptions[0].textContent)")
    )


def test_arrow_keys_walk_the_grid_along_its_axes(large):
    page = large()
    assert name(page) == "eta -0.5, steps 100"
    for key, expected in (
        ("ArrowRight", "eta -0.5, steps 250"),
        ("ArrowDown", "eta 0, steps 250"),
        ("ArrowLeft", "eta 0, steps 100"),
        ("ArrowUp", "eta -0.5, steps 100"),
        ("ArrowUp", "eta -1, steps 100"),
        ("ArrowUp", "eta -1, steps 100"),
    ):
        page.keyboard.press(key)
        assert name(page) == expected
    assert chosen(page) == ["-1", "100"]
    assert said(page) == [("open.eta", "-1"), ("open.steps", "100")]
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "eta -1, steps 100"
    assert said(page) == []


def test_selects_lead_to_any_cell_and_page_keys_to_other_panels(study):
    page = study("panels")
    page.locator("[role=gridcell]").first.click()
    page.keyboard.press("PageDown")
    assert "eta 1" in name(page)
    page.locator(".where").get_by_label("text_prompts").select_option("a windmill")
    assert "a windmill" in name(page)
    page.locator(".where").get_by_label("seed").select_option("2")
    assert chosen(page) == ["0.01", "a windmill", "1", "2"]


def test_the_settings_of_a_cell_unfold(large):
    page = large()
    page.get_by_role("button", name="Settings").click()
    assert page.locator(".facts-of-cell dt").all_text_contents()[:2] == ["eta", "steps"]
    page.locator(".facts-of-cell summary", has_text="Measures").click()
    assert page.locator(".facts-of-cell", has_text="sharpness_of_edges").is_visible()
    page.locator("dialog").press("ArrowRight")
    assert page.locator(".facts-of-cell dd").all_text_contents()[:2] == ["-0.5", "250"]


def test_two_cells_side_by_side_zoom_together(large):
    page = large()
    page.get_by_role("button", name="Compare").click()
    assert name(page) == "eta -0.5, steps 100 beside eta -0.5, steps 250"
    assert page.locator(".pane").count() == 2
    assert page.locator(".pane .tag").all_text_contents() == ["steps 100", "steps 250"]
    box = page.locator(".pane").nth(1).bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.wheel(0, -400)
    look = "all => all.map(e => getComputedStyle(e).transform)"
    expect(page.locator(".stage")).to_have_class("stage zoomed")
    first, second = page.locator(".pan").evaluate_all(look)
    assert first == second
    assert float(first.removeprefix("matrix(").split(",")[0]) > 2
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60)
    page.mouse.up()
    moved = page.locator(".pan").evaluate_all(look)
    assert moved[0] == moved[1] != first
    page.get_by_role("button", name="Fit").click()
    assert page.locator(".pan").evaluate_all(look) == ["matrix(1, 0, 0, 1, 0, 0)"] * 2


def test_keys_move_the_second_cell_or_the_first(large):
    page = large()
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    assert (chosen(page, 0), chosen(page, 1)) == (["-0.5", "100"], ["0", "250"])
    page.get_by_role("button", name="A", exact=True).click()
    page.keyboard.press("ArrowUp")
    assert (chosen(page, 0), chosen(page, 1)) == (["-1", "100"], ["0", "250"])
    assert [key for key, _ in said(page)] == ["mode", "open.eta", "open.steps", "with.eta", "with.steps"]
    page.keyboard.press("c")
    assert name(page) == "eta -1, steps 100"


def test_wipe(large):
    page = large()
    page.keyboard.press("c")
    page.get_by_role("button", name="Wipe").click()
    wiper = page.get_by_role("slider", name="Where one picture ends and the other begins")
    wiper.press("ArrowLeft")
    assert page.locator(".stage").evaluate("e => e.style.getPropertyValue('--share')") == "49.5%"
    assert "inset" in page.locator(".pan .first").evaluate("e => getComputedStyle(e).clipPath")
    box = page.locator(".stage").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.495, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, middle, steps=4)
    page.mouse.up()
    assert float(page.locator(".stage").evaluate("e => parseFloat(e.style.getPropertyValue('--share'))")) < 30
    line = page.locator(".stage > .seam").bounding_box()
    assert line["x"] == pytest.approx(box["x"] + box["width"] * 0.25, abs=0.03 * box["width"])


def test_in_turn_is_slow_and_by_hand_where_motion_is_unwanted(large):
    page = large()
    page.keyboard.press("c")
    page.keyboard.press("3")
    first = page.locator(".stage > .tag").text_content()
    expect(page.locator(".stage > .tag")).not_to_have_text(first)
    page = large(reduced_motion="reduce")
    page.keyboard.press("c")
    page.keyboard.press("3")
    page.wait_for_timeout(900)
    assert page.locator(".stage > .tag").text_content() == "steps 100"
    page.get_by_role("button", name="Other picture").click()
    assert page.locator(".stage > .tag").text_content() == "steps 250"


def test_difference(large):
    page = large()
    page.keyboard.press("c")
    page.get_by_role("button", name="Difference").click()
    assert page.locator(".pan .second").evaluate("e => getComputedStyle(e).mixBlendMode") == "difference"
    page.get_by_label("four times as strong").check()
    assert page.locator(".pane").evaluate("e => getComputedStyle(e).filter") == "brightness(4)"


def test_a_link_opens_two_cells(study):
    page = study("07-eta", "#mode=wipe&open.eta=0&open.steps=50&with.eta=1&with.steps=500")
    assert name(page) == "eta 0, steps 50 (rendered 10) beside eta 1, steps 500"
    assert page.locator(".stage").get_attribute("data-mode") == "wipe"


def test_shift_sets_a_cell_beside_the_one_before(study):
    page = study("07-eta")
    page.locator("[role=gridcell]").nth(0).click()
    page.keyboard.press("Escape")
    page.locator("[role=gridcell]").nth(6).click(modifiers=["Shift"])
    assert name(page) == "eta -1, steps 50 (rendered 10) beside eta -0.5, steps 250"


def test_cells_without_a_picture_say_why_large_too(study):
    page = study("panels")
    page.locator("[role=gridcell]").nth(3).click()
    assert page.locator(".nothing").text_content() == "failed: the picture came out black (NaN)"


def test_an_axis_plays_and_stops(study):
    page = study("07-eta")
    page.get_by_role("button", name="Play eta").click()
    assert page.locator("[role=rowheader]").count() == 0
    words = page.locator(".slider .value")
    assert words.text_content() == "-1"
    expect(words).to_have_text("0", timeout=9000)
    assert "eta 0" in page.locator("[role=gridcell]").first.get_attribute("aria-label")
    page.get_by_role("button", name="Pause eta").first.click()
    was = words.text_content()
    page.wait_for_timeout(1000)
    assert words.text_content() == was
    page.get_by_role("button", name="Reset").click()
    assert page.locator("[role=rowheader]").count() == 5


def test_a_link_plays_unless_motion_is_unwanted(study):
    page = study("07-eta", "#play=eta")
    expect(page.locator(".slider .value")).to_have_text("-0.5", timeout=9000)
    page = study("07-eta", "#play=eta", reduced_motion="reduce")
    assert page.locator(".slider .value").text_content() == "-1"
    assert page.get_by_role("button", name="Play eta").first.is_visible()


def test_the_picture_of_the_source_can_be_seen_beside_ours(study, site):
    page = study("07-eta")
    page.locator(".slot input[type=file]").set_input_files(site / "studies/07-eta/charts/chart-0.webp")
    expect(page.locator(".theirs img")).to_have_js_property("naturalWidth", 120)
    assert page.locator(".theirs img").get_attribute("src").startswith("blob:")
    expect(page.locator(".slot figure img").nth(1)).to_have_js_property("naturalWidth", 120)
    page.locator(".slot input[type=file]").set_input_files(site / "studies/07-eta/data.js")
    assert "That is not a picture" in page.locator("#said").text_content()
