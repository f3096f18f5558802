from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.charts.measure import measure
from ezcharts.charts.plan import ArrowItem, PictureItem, PlateItem, TextItem
from ezcharts.charts.theme import DARK, Theme
from tests.charts.examples import PROMPTS, axis, chart, done, failed, missing

texts = st.text(st.sampled_from("ab łć_.,+ 中"), max_size=80)
few = st.integers(0, 4)


@st.composite
def charts(draw):
    """Charts with long and short words, holes, failures, unequal sizes and footers."""
    down, across, panels = draw(few), draw(few), draw(st.integers(1, 4))
    sizes = draw(
        st.lists(st.sampled_from([(64, 64), (192, 128), (512, 768), (1280, 64)]), min_size=1, max_size=3)
    )
    kinds = draw(st.lists(st.sampled_from(["missing", "failed", "hole", "footer"]), min_size=1, max_size=4))
    reason = draw(texts)

    def cell(panel, i, j):
        size, kind = sizes[(i + j) % len(sizes)], kinds[(panel + i + 2 * j) % len(kinds)]
        made = failed(reason, size) if kind == "failed" else missing(size)
        return None if kind == "hole" else replace(made, footer="3 min 12 s" if kind == "footer" else "")

    return chart(
        down, across, panels, cell,
        title=draw(texts), context=draw(texts), conditions=tuple(draw(st.lists(texts, max_size=3))),
        down=axis(draw(texts), draw(st.lists(texts, min_size=down, max_size=down))) if down else None,
        across=axis(draw(texts), draw(st.lists(texts, min_size=across, max_size=across))) if across else None,
        notes=tuple(draw(st.lists(texts, max_size=2))), footer=draw(texts), to_scale=draw(st.booleans()),
    )  # fmt: skip


def pictures(page):
    return [item for item in page.items if isinstance(item, PictureItem | PlateItem)]


def texts_of(page):
    return [" ".join(item.paragraph.lines) for item in page.items if isinstance(item, TextItem)]


@settings(max_examples=40)
@given(charts())
def test_nothing_overlaps_and_everything_is_on_the_page(given_chart):
    for page in measure(given_chart).pages:
        for item in page.items:
            assert item.box.inside(page.width, page.height), item
        for one, other in combinations(page.items, 2):
            assert not one.box.overlaps(other.box), (one, other)


@settings(max_examples=30)
@given(charts(), st.sampled_from([400_000, 1_500_000, 5_000_000]))
def test_every_cell_is_on_one_page_and_pages_keep_to_the_limit(given_chart, most_pixels):
    plan = measure(given_chart, Theme(most_pixels=most_pixels, most_side=2500))
    assert sum(len(pictures(page)) for page in plan.pages) == len(list(given_chart.cells()))
    if any(len(pictures(page)) > 1 for page in plan.pages):
        for page in plan.pages:
            assert max(page.width, page.height) <= 2500
            assert page.width * page.height <= most_pixels


@settings(max_examples=40)
@given(charts())
def test_lines_fit_their_boxes_and_reasons_their_plates(given_chart):
    for page in measure(given_chart).pages:
        for item in page.items:
            if isinstance(item, TextItem):
                assert item.paragraph.width <= item.box.width or max(map(len, item.paragraph.lines)) == 1
                assert item.paragraph.height <= item.box.height
            if isinstance(item, PlateItem):
                assert sum(lines.height for lines in item.paragraphs) <= item.box.height


def test_a_chart_of_four_by_four_small_pictures_is_1200_pixels_wide_or_more():
    (page,) = measure(chart(height=4, length=4)).pages
    assert page.width >= 1200
    assert {(item.box.width, item.box.height) for item in pictures(page)} == {(256, 256)}


def test_cells_stand_in_straight_rows_and_columns_with_equal_gaps():
    (page,) = measure(chart(height=3, length=4)).pages
    xs = sorted({item.box.x for item in pictures(page)})
    ys = sorted({item.box.y for item in pictures(page)})
    assert [b - a for a, b in pairwise(xs)] == [256 + 7] * 3  # 0.35 of a unit of 20
    assert [b - a for a, b in pairwise(ys)] == [256 + 7] * 2


def test_values_stand_over_their_columns_and_beside_their_rows():
    (page,) = measure(chart(height=2, length=3)).pages
    places = {" ".join(item.paragraph.lines): item for item in page.items if isinstance(item, TextItem)}
    first = pictures(page)[0].box
    assert places["0.01"].box.x == first.x
    assert places["0.01"].box.width == first.width
    assert places["0.01"].align == "centre"
    assert places["0.01"].box.bottom <= first.y
    label = places["250"].box
    assert label.right < first.x
    assert abs((label.y + label.bottom) / 2 - (first.y + first.bottom) / 2) <= 1


def test_stated_values_stand_on_one_line_and_rendered_ones_beneath():
    across = axis("steps", [250, 500])
    across = replace(across, labels=(replace(across.labels[0], sub="rendered as 50"), across.labels[1]))
    (page,) = measure(replace(chart(length=2), across=across)).pages
    places = {" ".join(item.paragraph.lines): item.box for item in page.items if isinstance(item, TextItem)}
    assert places["250"].y == places["500"].y
    assert places["rendered as 50"].y == places["250"].bottom


@pytest.mark.parametrize(
    ("trend", "heads"), [("rising", {"down", "right"}), ("falling", {"up", "left"}), ("none", {None})]
)
def test_arrows_point_where_values_rise(trend, heads):
    plan = measure(chart(2, 3, down=axis("steps", "12", trend), across=axis("eta", "123", trend)))
    assert {item.head for item in plan.pages[0].items if isinstance(item, ArrowItem)} == heads


def test_every_word_of_a_chart_is_on_its_sheet():
    (page,) = measure(chart(3, 3, 4)).pages
    shown = " ".join(texts_of(page))
    for words in (
        *PROMPTS,
        "steps",
        "clamp_max",
        "0.03",
        "252",
        "embedded models",
        "Charts show the direction",
    ):
        assert words in shown


def test_tables_of_panels_side_by_side_start_at_one_height():
    (page,) = measure(chart(3, 3, 4)).pages
    firsts = [pictures(page)[9 * panel].box for panel in range(4)]
    assert firsts[0].y == firsts[1].y < firsts[2].y == firsts[3].y
    assert firsts[0].x == firsts[2].x < firsts[1].x == firsts[3].x


def test_the_header_stands_on_one_line_where_it_fits():
    (wide,), (narrow,) = measure(chart(4, 4)).pages, measure(chart(1, 1, context="Disco 5.0, " * 9)).pages
    for page, one_line in ((wide, True), (narrow, False)):
        title, context = [item.box for item in page.items if isinstance(item, TextItem)][:2]
        assert (title.y == context.y) == one_line


def test_row_labels_are_as_many_lines_as_their_pictures_allow():
    rows = axis("text_prompts", PROMPTS, "none")
    (page,) = measure(chart(4, 1, down=rows)).pages
    assert {*PROMPTS} <= {*texts_of(page)}


def test_long_words_over_narrow_columns_get_smaller_letters():
    columns = axis("models", ["diffusion_sampling_mode", "b"], "none")
    narrow = chart(0, 2, 1, lambda *_: missing((60, 60)), across=columns, scale=0.3)
    (page,) = measure(narrow).pages
    places = {
        " ".join(item.paragraph.lines): item.paragraph for item in page.items if isinstance(item, TextItem)
    }
    assert places["diffusion_sampling_mode"].style.size < DARK.style("label", 20).size
    assert places["diffusion_sampling_mode"].style.size == places["b"].style.size


def test_labels_of_neighbouring_columns_keep_a_distance():
    (page,) = measure(chart(0, 4, across=axis("models", ["ViTB32 + ViTB16 + RN50"] * 4, "none"))).pages
    labels = [
        item for item in page.items if isinstance(item, TextItem) and "RN50" in item.paragraph.lines[-1]
    ]
    assert len(labels) == 4
    assert all(item.paragraph.width <= item.box.width - 7 for item in labels)


def test_a_reason_is_whole_where_it_fits_and_shortened_where_it_never_does():
    reason = "every value of the guidance gradient is NaN from step 12 on"
    for words, whole in ((reason, True), (reason * 4000, False)):
        (page,) = measure(chart(cell=lambda *_, words=words: failed(words))).pages
        (plate,) = pictures(page)
        assert plate.paragraphs[0].lines == ("failed",)
        assert (" ".join(plate.paragraphs[1].lines) == words) == whole
        assert plate.paragraphs[1].lines[-1].endswith("…") != whole


def test_letters_without_a_picture_are_explained_once():
    assert not any("empty box" in words for words in texts_of(measure(chart()).pages[0]))
    assert any("empty box" in words for words in texts_of(measure(chart(title="中文")).pages[0]))


def test_large_sheets_have_larger_letters():
    assert measure(chart(4, 4)).unit == 20
    assert measure(chart(7, 10)).unit == 10 * 256 // 80
    assert measure(chart(10, 20)).unit == round(256 / 5)  # but no larger than a fifth of a picture


# Pages


def parts(down, across, panels, side):
    theme = Theme(most_side=side)
    return [page.part for page in measure(chart(down, across, panels), theme).pages]


def test_a_sheet_that_fits_is_one_page_that_says_nothing_of_pages():
    assert parts(3, 3, 4, side=16_000) == [""]


def test_first_panels_go_to_pages_of_their_own():
    assert parts(3, 3, 4, side=2900) == [
        "page 1 of 2: panel 1 to 2 of 4",
        "page 2 of 2: panel 3 to 4 of 4",
    ]


def test_then_rows():
    assert parts(6, 3, 1, side=1800) == [
        "page 1 of 2: steps 250 to 252",
        "page 2 of 2: steps 253 to 255",
    ]


def test_then_columns_and_each_page_says_where_it_stands():
    assert parts(2, 4, 2, side=1000) == [
        f"page {number} of 8: panel {panel} of 2, steps {steps}, clamp_max {values}"
        for number, (panel, steps, values) in enumerate(
            [(p, s, c) for p in (1, 2) for s in (250, 251) for c in ("0.01 to 0.02", "0.03 to 0.04")], start=1
        )
    ]


def test_every_page_has_the_header_the_axes_and_its_part():
    pages = measure(chart(6, 3), Theme(most_side=1800)).pages
    for page, values in zip(pages, ("250", "253"), strict=True):
        shown = texts_of(page)
        assert {"steps vs clamp_max,", "Disco 5.0, 2022-03-05", "steps", "clamp_max", "0.01", values} <= {
            *shown
        }
        assert page.part in shown


def test_pages_use_the_pictures_of_their_cells(tmp_path):
    whole = chart(4, 2, 1, lambda panel, i, j: done(tmp_path, panel, i, j))
    first, second = measure(whole, Theme(most_side=1500)).pages
    assert [item.path.name[:5] for item in pictures(first)] == ["0-0-0", "0-0-1", "0-1-0", "0-1-1"]
    assert [item.path.name[:5] for item in pictures(second)] == ["0-2-0", "0-2-1", "0-3-0", "0-3-1"]
