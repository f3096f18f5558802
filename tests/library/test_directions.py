"""What the figures of an entry say: known tables have known directions."""

from dataclasses import replace

import numpy as np
import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.directions import figures, findings, measured, read_findings, write_findings
from ezcharts.library.draft import shelve
from ezcharts.library.levels import labels_of
from ezcharts.library.table import Axis, Cell, Cells, Value
from tests.library.making import finished

ETA = Axis("eta", "eta", ("eta",), (Value("0"), Value("0.5"), Value("1")), "rising")
PROMPT = Axis("prompt", "prompt", ("text_prompts",), (Value("a castle"), Value("a toilet")))
SEED = Axis("seed", "seed", ("seed",), tuple(map(Value, "1234")), repeat=True)


def table(value, axes=(ETA, PROMPT, SEED), files=lambda at: "".join(map(str, at))) -> Cells:
    """A table whose contrast is a function of where a cell stands."""
    points = np.ndindex(*(len(axis.values) for axis in axes))
    cells = (
        Cell(at, "done", f"cells/{files(at)}.webp", (64, 64), measures={"contrast": value(*at)})
        for at in points
    )
    return Cells(axes, tuple(cells))


def test_a_rise_that_is_the_same_everywhere_is_claimed_with_its_size():
    rng = np.random.default_rng(5)
    prompts = replace(PROMPT, values=tuple(map(Value, ("a castle", "a toilet", "a tower"))))
    axes = (ETA, prompts, SEED)
    found = findings(table(lambda eta, prompt, seed: 0.1 * eta + 0.2 * prompt + 0.001 * rng.normal(), axes))
    (one,) = found.directions
    assert (one.axis, one.measure, one.prompts, one.seeds, one.claimed) == ("eta", "contrast", 3, 4, True)
    assert one.trend.estimate.mean == pytest.approx(0.2, abs=0.002)
    assert one.trend.estimate.low < 0.2 < one.trend.estimate.high
    assert found.line == one.sentence
    assert found.line.startswith("eta up: contrast up, strongly (12 of 12 blocks")


def test_falling_axes_are_read_from_small_to_large():
    fallen = replace(ETA, values=ETA.values[::-1], trend="falling")
    (one,) = findings(table(lambda eta, prompt, seed: -0.1 * eta, (fallen, PROMPT, SEED))).directions
    assert one.levels == ("0", "0.5", "1")
    assert one.trend.estimate.mean == pytest.approx(0.2)


def test_numbers_that_stand_in_no_order_are_put_in_order():
    mixed = Axis("eta", "eta", ("eta",), tuple(Value(f"{x}", settings={"eta": x}) for x in (-1.0, 0.5, -0.5)))
    (one,) = findings(
        table(lambda eta, prompt, seed: (-1.0, 0.5, -0.5)[eta], (mixed, PROMPT, SEED))
    ).directions
    assert one.levels == ("-1.0", "-0.5", "0.5")
    assert one.trend.count.up == 8


def test_pictures_that_are_the_same_along_an_axis_make_it_idle():
    found = findings(table(lambda eta, prompt, seed: 0.5, files=lambda at: f"{at[1]}{at[2]}"))
    (idle,) = found.idle
    assert (idle.verdict, idle.inert, idle.blocks) == ("identical", True, 8)
    assert found.line.startswith("eta does nothing here: identical pictures in 8 of 8 blocks")


def test_seconds_count_where_every_cell_was_alone():
    timed = table(lambda eta, prompt, seed: 0.5)
    cells = [replace(c, measures={"seconds": 10.0 - 3 * c.at[0] + c.at[2] / 4}) for c in timed.cells]
    alone = replace(timed, cells=tuple(replace(c, seconds=1.0) for c in cells))
    (one,) = findings(alone).directions
    assert (one.measure, one.claimed, one.trend.estimate.mean) == ("seconds", True, pytest.approx(-6.0))
    assert findings(replace(timed, cells=(cells[0], *alone.cells[1:]))).directions == ()


def test_why_it_does_nothing_is_said_instead_of_the_clamp():
    same = table(lambda eta, prompt, seed: 0.5, files=lambda at: f"{at[1]}{at[2]}")
    held = replace(same, cells=tuple(replace(c, measures={**c.measures, "clamped": 1.0}) for c in same.cells))
    (idle,) = findings(held).idle
    assert idle.sentence.endswith("100% of the guided steps were clamped: the clamp hides it")
    (idle,) = findings(held, why=lambda axis, cell: f"{axis.name} cannot act: PLMS ignores it").idle
    assert idle.sentence.endswith("identical pictures in 8 of 8 blocks; eta cannot act: PLMS ignores it")


def test_one_difference_and_the_axis_acts_there():
    files = {(2, 1, 3): "other"}
    found = findings(table(lambda *at: 0.5, files=lambda at: files.get(at, f"{at[1]}{at[2]}")))
    assert (found.idle[0].verdict, found.idle[0].identical) == ("partly", 7)


def test_prompts_and_seeds_are_repeated_over_and_no_effects():
    found = findings(table(lambda eta, prompt, seed: float(prompt + seed)))
    assert {one.axis for one in found.directions} == {"eta"}


def test_axes_without_an_order_have_differences():
    models = Axis("models", "models", ("ViTB32",), (Value("ViT"), Value("RN")))
    found = findings(table(lambda model, prompt: 0.1 * model, (models, PROMPT)))
    assert found.directions[0].trend is None
    assert {item.level for item in found.directions[0].differences} == {"RN"}


def test_where_pictures_change_most_is_told_from_their_colours():
    levels = {0: 0, 1: 10, 2: 200}
    pixels = {
        f"cells/{eta}{p}.webp": np.full((64, 64, 3), levels[eta], np.uint8) for eta in levels for p in (0, 1)
    }
    found = findings(table(lambda eta, prompt: 0.1 * eta, (ETA, PROMPT)), pixels.__getitem__)
    (near,) = found.neighbours
    assert near.largest == "0.5 to 1"
    # grey 0, 10, 200 in L* of CIELAB (IEC 61966-2-1, CIE 15): 0, 2.74, 80.60
    assert near.means == pytest.approx((2.74, 77.86), abs=0.02)


def test_missing_cells_and_figures_are_left_out():
    whole = table(lambda eta, prompt, seed: 0.1 * eta)
    some = replace(whole, cells=tuple(cell for cell in whole.cells if cell.at != (1, 0, 0)))
    assert np.isnan(figures(some)["contrast"].values[1, 0, 0])
    assert (
        findings(replace(whole, cells=tuple(replace(c, measures={}) for c in whole.cells))).directions == ()
    )


def test_time_and_memory_are_no_direction_of_a_parameter():
    figures_of = {"seconds": 1.0, "peak_memory": 2.0, "contrast": 0.1, "detail.fine": 0.2, "clamped": 0.5}
    one = table(lambda *at: 0.0)
    assert measured(replace(one, cells=(replace(one.cells[0], measures=figures_of),))) == [
        "contrast",
        "detail.fine",
        "clamped",
    ]


@pytest.fixture
def entry(tmp_path):
    figures_of = {"contrast": 0.25, "clamped": 1.0}
    run = finished(tmp_path, measured=lambda key: figures_of)
    return shelve(run.draft(Added()), Catalogue(tmp_path / "library"))


def test_findings_lie_beside_the_table_and_are_read_back(entry):
    assert write_findings(entry)
    assert not write_findings(entry)
    found = read_findings(entry)
    assert {one.axis for one in found.directions} == {"eta", "steps"}
    assert len(found.neighbours) == 2
    assert found.interactions
    assert (entry.folder / "directions.csv").read_text().startswith("axis,measure,unit")


def test_an_entry_without_figures_or_cells_says_nothing(entry, tmp_path):
    assert read_findings(entry).line == ""
    link = shelve(
        replace(finished(tmp_path).draft(Added()), name="link", cells=None, files={}), Catalogue(tmp_path)
    )
    assert not write_findings(link)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "line": "", "directions": [{}]}']
)
def test_files_that_are_not_ours_are_refused(entry, text):
    (entry.folder / "directions.json").write_text(text)
    with pytest.raises(LibraryError, match="holds no directions"):
        read_findings(entry)


def test_labels_are_made_unlike_each_other():
    axis = Axis("a", "a", ("eta",), tuple(map(Value, ("a", "a", "a (2)", "b"))))
    assert labels_of(axis) == ("a", "a (2)", "a (2) (2)", "b")
