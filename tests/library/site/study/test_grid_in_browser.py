"""The grid in a browser, read from the disk."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from tests.library.site.conftest import playwright
from tests.library.site.study.conftest import LONG
from tests.library.site.study.making import HOSTILE

expect = playwright.expect


def cells(page, panel: int = 0) -> list[str]:
    return (
        page.locator("[role=grid]")
        .nth(panel)
        .locator("[role=gridcell]")
        .evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    )


def said(page) -> list[tuple[str, str]]:
    page.wait_for_timeout(350)
    return parse_qsl(page.url.partition("#")[2])


def place(page, axis: str, where: str) -> None:
    page.get_by_role("radiogroup", name=f"Where {axis} goes").get_by_role("radio", name=where).check()


def test_every_cell_has_its_place_and_a_name(study):
    page = study("07-eta")
    assert cells(page)[:5] == [
        "eta -1, steps 50 (rendered 10)",
        "eta -1, steps 100",
        "eta -1, steps 250",
        "eta -1, steps 500",
        "eta -0.5, steps 50 (rendered 10)",
    ]
    assert page.locator("[role=row]").count() == 6
    assert page.locator("[role=rowheader]").all_text_contents() == ["-1", "-0.5", "0", "0.5", "1"]
    assert page.locator("[role=columnheader] .stated").all_text_contents() == ["50", "100", "250", "500"]
    assert page.locator("[role=columnheader] small").all_text_contents() == ["10"]
    assert page.locator(".count").text_content() == "20 pictures"
    assert page.locator(".player").text_content() == "Play eta"


def test_pictures_load_when_they_come_near_and_have_their_size(study):
    page = study("07-eta")
    image = page.locator("[role=gridcell] img").first
    assert image.get_attribute("loading") == "lazy"
    assert image.get_attribute("decoding") == "async"
    assert (image.get_attribute("width"), image.get_attribute("height")) == ("48", "32")
    for number in (0, 19):
        expect(page.locator("[role=gridcell] img").nth(number)).to_have_js_property("naturalWidth", 48)


def test_any_axis_goes_down_across_to_panels_or_to_a_slider(study):
    page = study("panels")
    assert page.locator(".panel h3").all_text_contents() == ["eta 0", "eta 1"]
    page.get_by_role("button", name="Arrange").click()
    place(page, "text_prompts", "panels")
    assert page.locator(".panel").count() == 4
    place(page, "eta", "across")
    assert page.locator("[role=columnheader] .stated").all_text_contents() == ["0", "1"] * 2
    place(page, "text_prompts", "slider")
    assert page.locator(".panel").count() == 1
    assert cells(page)[0].startswith("clamp_max 0.01, text_prompts a lighthouse")
    page.get_by_role("slider", name="text_prompts").press("ArrowRight")
    assert "text_prompts a windmill" in cells(page)[0]
    place(page, "seed", "down")  # where clamp_max was: the two change places
    assert page.get_by_role("slider", name="clamp_max").count() == 1
    assert page.locator("[role=rowheader]").all_text_contents() == ["1", "2"]


def test_swap_exchanges_down_and_across(study):
    page = study("07-eta")
    page.get_by_role("button", name="Swap").click()
    assert page.locator("[role=rowheader] .stated").all_text_contents() == ["50", "100", "250", "500"]
    assert sorted(said(page)) == [("place.eta", "across"), ("place.steps", "down")]
    page.locator("[role=gridcell]").nth(7).focus()
    assert page.locator("[role=gridcell][tabindex='0']").count() == 1
    page.get_by_role("button", name="Reset").click()
    assert page.locator("[role=rowheader]").count() == 5
    assert said(page) == []


def test_values_can_be_hidden_and_a_link_keeps_it_by_name(study, open_page):
    page = study("07-eta")
    page.get_by_role("button", name="Arrange").click()
    values = page.get_by_role("group", name="Values of eta that are shown")
    values.get_by_role("button", name="-1", exact=True).click()
    values.get_by_role("button", name="0", exact=True).click()
    assert page.locator("[role=rowheader]").all_text_contents() == ["-0.5", "0.5", "1"]
    assert said(page) == [("hide.eta", "-1"), ("hide.eta", "0")]
    again = open_page(page.url)  # another tab
    assert again.locator("[role=rowheader]").all_text_contents() == ["-0.5", "0.5", "1"]


def test_a_link_speaks_of_axes_and_labels_never_of_positions(study):
    page = study("panels", "#place.eta=slider&at.eta=1&place.seed=panels&hide.clamp_max=0.03")
    assert [title.split()[:2] for title in page.locator(".panel h3").all_text_contents()] == [
        ["seed", "1"],
        ["seed", "2"],
    ]
    assert page.locator("[role=rowheader]").all_text_contents() == ["0.01", "0.05"] * 2
    assert "eta 1" in cells(page)[0]
    assert page.locator(".unknown").is_hidden()


def test_what_a_link_names_and_is_not_here_is_told(study):
    page = study("07-eta", "#hide.eta=7&at.wind=3&place.eta=slider&at.eta=0.5")
    assert (
        page.locator(".unknown").text_content()
        == "This link speaks of what is not here (any more): eta 7, wind."
    )
    assert "eta 0.5" in cells(page)[0]


def test_the_charts_of_a_study_are_its_starting_points(study):
    page = study("panels")
    page.get_by_role("button", name="ends").click()
    assert page.locator("[role=rowheader]").all_text_contents() == ["0.05", "0.01"]
    assert "text_prompts a windmill" in cells(page)[0]
    assert said(page) == [("view", "ends")]


def test_failed_missing_and_left_out_cells_say_so(study):
    page = study("panels")
    assert "failed" in cells(page, 0)[3]
    assert cells(page, 0)[3].endswith("failed, the picture came out black (NaN)")
    texts = page.locator("[role=gridcell] .why").all_text_contents()
    assert texts == ["failed the picture came out black (NaN)", "left out", "not rendered yet"]
    assert page.locator(".count").text_content() == "21 pictures · 1 failed · 1 not rendered yet"


def test_arrow_keys_walk_the_grid_with_one_stop_for_the_tab_key(study):
    page = study("07-eta")
    assert page.locator("[role=gridcell][tabindex='0']").count() == 1
    page.locator("[role=gridcell]").first.focus()
    focused = "document.activeElement.getAttribute('aria-label')"
    for key, expected in (
        ("ArrowRight", "eta -1, steps 100"),
        ("ArrowDown", "eta -0.5, steps 100"),
        ("End", "eta -0.5, steps 500"),
        ("ArrowRight", "eta -0.5, steps 500"),
        ("Home", "eta -0.5, steps 50 (rendered 10)"),
        ("ArrowUp", "eta -1, steps 50 (rendered 10)"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(focused) == expected
    assert page.locator("[role=gridcell][tabindex='0']").count() == 1


def test_a_single_axis_flows_in_lines(study):
    page = study("one")
    assert page.locator(".flowing .label").all_text_contents()[:3] == ["1", "2", "3"]
    tops = page.locator("[role=gridcell]").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert len(set(tops)) > 1
    page.locator("[role=gridcell]").first.focus()
    page.keyboard.press("ArrowDown")
    line = tops.index(next(top for top in tops if top > tops[0]))
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"cutn {line + 1}"


def test_pictures_of_unequal_size_keep_their_relative_size(study):
    page = study("sizes")
    boxes = page.locator("[role=gridcell] img").evaluate_all(
        "all => all.map(e => [e.clientWidth, e.clientHeight])"
    )
    (small, low), (wide, _), (large, high) = boxes[0], boxes[2], boxes[4]
    assert wide == large
    assert small == pytest.approx(large / 2, abs=1)
    assert low == pytest.approx(high / 2, abs=1)


def test_they_do_so_where_they_flow(study):
    page = study("flowing")
    boxes = page.locator("[role=gridcell] img").evaluate_all(
        "all => all.map(e => [e.clientWidth, e.clientHeight])"
    )
    assert boxes[1][0] == boxes[2][0] == pytest.approx(2 * boxes[0][0], abs=1)
    assert boxes[2][1] == pytest.approx(2 * boxes[0][1], abs=1)


def test_size_of_the_pictures(study):
    page = study("07-eta", "#width=64")
    width = "document.querySelector('[role=gridcell] img').clientWidth"
    assert page.evaluate(width) == 64
    page.get_by_role("slider", name="Size of the pictures").fill("7")
    assert page.evaluate(width) == 128
    assert ("width", "128") in said(page)


def test_labels_stay_in_sight(study):
    page = study("07-eta", "#width=400", viewport={"width": 500, "height": 400})
    page.evaluate("document.querySelector('.board').scrollTo(300, 300)")
    page.wait_for_timeout(100)
    board = page.locator(".board").bounding_box()
    top = page.locator("[role=columnheader]").nth(2).bounding_box()
    side = page.locator("[role=rowheader]").nth(1).bounding_box()
    assert board["y"] <= top["y"] < board["y"] + 40
    assert board["x"] <= side["x"] < board["x"] + 10


def test_long_prompts_are_clamped_with_the_whole_text_at_hand(study):
    page = study("panels")
    label = page.locator("[role=columnheader] .stated", has_text="a lighthouse").first
    assert label.text_content() == LONG
    assert label.bounding_box()["height"] < 50
    assert label.locator("..").get_attribute("title") == LONG


def test_a_measure_on_the_pictures(study):
    page = study("07-eta")
    page.get_by_label("Measure shown on the pictures").select_option("contrast")
    assert page.locator(".figure").all_text_contents()[:3] == ["0.1", "0.13", "0.16"]
    page.get_by_label("Show it as").select_option("bar")
    assert page.locator(".measure.bar").count() == 20
    assert said(page) == [("measure", "contrast"), ("as", "bar")]
    page.get_by_label("Show it as").select_option("tint")
    assert page.locator(".measure.tint").count() == 20


def test_texts_of_strangers_are_texts(study):
    page = study("hostile", "#open.b=1")
    assert page.title().startswith("</script><img src=x onerror=")
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    page.get_by_role("button", name="Arrange").click()
    page.locator("[role=gridcell]").nth(1).click()
    page.get_by_role("button", name="Settings").click()
    assert page.evaluate("document.querySelectorAll('img[src=x], script:not([src])').length") == 0
    assert HOSTILE in page.locator(".where label").first.text_content()


def test_one_picture_alone(study):
    page = study("single")
    assert cells(page) == ["one picture"]
    assert page.get_by_role("button", name="Arrange").count() == 0
    page.locator("[role=gridcell]").click()
    assert page.locator("dialog[open] .stage img").count() == 1


def test_newer_data_are_drawn_in_place(study):
    page = study("panels", "#place.eta=slider&hide.clamp_max=0.03")
    page.evaluate("""() => {
        const data = structuredClone(EZ.page.study.data);
        data.state = data.state.replaceAll('m', 'f');
        data.reasons = [['newly failed'], [...data.state].map((one) => one === 'f' ? 0 : -1)];
        EZ.data(data);
    }""")
    assert page.locator("[role=rowheader]").all_text_contents() == ["0.01", "0.05"]
    assert page.locator(".count").text_content() == "21 pictures · 2 failed"
    page.get_by_role("slider", name="eta").press("ArrowRight")
    assert page.locator("[role=gridcell] .why").all_text_contents() == ["left out", "failed newly failed"]


def test_newer_data_leave_the_large_picture_open(study):
    page = study("panels", "#open.clamp_max=0.05&open.text_prompts=a+windmill&open.eta=1")
    assert page.locator("dialog .nothing").text_content() == "not rendered yet"
    page.get_by_role("button", name="Settings").click()
    page.evaluate("""() => {
        const data = structuredClone(EZ.page.study.data);
        data.state = data.state.replaceAll('m', 'd');
        data.files.names.splice(EZ.page.study.find(EZ.page.view.open) - 2, 0, data.files.names[0]);
        data.sizes = [[[48, 32]], 0];
        EZ.data(data);
    }""")
    assert page.locator("dialog[open] .stage img").count() == 1
    assert page.locator(".facts-of-cell dd").first.is_visible()
