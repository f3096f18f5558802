"""Axes of sets, taken apart into switches."""

from itertools import combinations

import pytest

from ezcharts.library.directions import findings
from ezcharts.library.switches import BESIDE, is_of_sets, switch_tables
from ezcharts.library.table import Axis, Cell, Cells, Value

MODELS = ("ViTB32", "ViTB16", "RN50")


def axis_of_sets(*sets: tuple[str, ...]) -> Axis:
    values = (Value("+".join(on) or "none", settings={m: m in on for m in MODELS}) for on in sets)
    return Axis("models", "models", MODELS, tuple(values))


def table(axis: Axis, measure) -> Cells:
    """One prompt-free table: a cell for every set and each of two step counts."""
    steps = Axis("steps", "steps", ("steps",), (Value("50"), Value("100")), "rising")
    cells = []
    for i, value in enumerate(axis.values):
        on = [name for name in MODELS if value.settings[name]]
        for j in range(2):
            cells.append(
                Cell((i, j), "done", f"cells/{i}{j}.webp", (8, 8), measures={"contrast": measure(on, j)})
            )
    return Cells((axis, steps), tuple(cells))


EVERY = [on for count in range(4) for on in combinations(MODELS, count)]


def test_a_switch_is_seen_where_two_sets_differ_in_it_alone():
    axis = axis_of_sets(("ViTB32",), ("ViTB16",), ("ViTB32", "ViTB16"), ("RN50",), ("ViTB32", "RN50"))
    found = switch_tables(table(axis, lambda on, step: 0.0))
    beside = {name: [value.label for value in one.axes[0].values] for name, one in found.items()}
    assert beside == {"ViTB32": ["ViTB16", "RN50"], "ViTB16": ["ViTB32"], "RN50": ["ViTB32"]}
    one = found["ViTB32"]
    assert [axis.name for axis in one.axes] == [BESIDE, "ViTB32", "steps"]
    # with ViTB16 beside it and off, at 50 steps, it is the picture of ViTB16 alone; on, that of both
    files = {cell.at: cell.file for cell in one.cells}
    assert files[0, 0, 0] == "cells/10.webp"
    assert files[0, 1, 1] == "cells/21.webp"
    assert len(files) == 2 * 2 * 2


def test_every_combination_gives_every_pair():
    found = switch_tables(table(axis_of_sets(*EVERY), lambda on, step: 0.0))
    assert {name: len(one.axes[0].values) for name, one in found.items()} == dict.fromkeys(MODELS, 4)


def test_what_a_switch_adds_is_what_is_found():
    added = {"ViTB32": 0.25, "ViTB16": -0.5, "RN50": 0.0}
    found = findings(table(axis_of_sets(*EVERY), lambda on, step: 1 + step + sum(added[m] for m in on)))
    rises = {one.axis: one.rise for one in found.directions if one.axis in MODELS}
    assert {name: rise.estimate.mean for name, rise in rises.items()} == pytest.approx(added)
    assert (rises["ViTB32"].count.up, rises["ViTB16"].count.down, rises["RN50"].count.equal) == (8, 8, 8)


def test_sets_that_share_nothing_say_nothing_of_a_switch():
    axis = axis_of_sets(("ViTB32",), ("ViTB16",), ("RN50",))
    assert switch_tables(table(axis, lambda on, step: 0.0)) == {}


def test_numbers_that_go_together_are_no_sets():
    values = (Value("a", settings={"steps": 50, "skip_steps": 10}),)
    assert not is_of_sets(Axis("both", "both", ("steps", "skip_steps"), values))
    assert not is_of_sets(Axis("one", "one", ("ViTB32",), (Value("on", settings={"ViTB32": True}),)))
