"""Whatever valid settings say, a cell is rendered or ends as a failed cell with a reason.

The suite draws the same examples every time. `WHOLE_EXAMPLES=5000 python -m pytest
tests/whole/test_properties.py` draws that many others.
"""

import json
import math
import os

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError, PlanError
from ezcharts.params.disco.prompts import parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.render.renderer import Renderer
from ezcharts.runner.run import to_trace
from ezcharts.store.records import Trace
from ezcharts.studies.cell import Cell, setting_or
from ezcharts.studies.checks.cell import check_cell
from ezcharts.studies.identity import cell_key, file_digests
from tests.tiny import TinyBench, machine
from tests.whole.strategies import LONG, cells, table

EXAMPLES = os.environ.get("WHOLE_EXAMPLES")
BY_OTHER_MEANS = ("width_height", "image_size", "init_image", "init_mask", "image_prompts")
"""Parameters that a picture hangs on in another form than their own."""


def some(count):
    """How many examples, always the same ones unless somebody asks for their number."""
    return settings(
        max_examples=int(EXAMPLES or count),
        derandomize=EXAMPLES is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def renderers():
    """In both precisions, one for all cells, so that the tiny models are measured once."""
    return [Renderer(TinyBench(dtype), machine(dtype), batch=2) for dtype in (torch.float32, torch.float64)]


@some(180)
@given(data=st.data())
def test_any_cell_is_rendered_or_fails_with_a_reason(data, folder, renderers):
    drawn = data.draw(st.lists(cells(folder), min_size=1, max_size=2))
    renderings = list(data.draw(st.sampled_from(renderers)).render(drawn))
    landed = [rendering.cell for rendering in renderings]
    assert sorted(map(drawn.index, landed)) == sorted(map(drawn.index, drawn))
    for rendering in renderings:
        event(f"failed: {rendering.failure.reason[:40]}" if rendering.failure else "rendered")
        assert_sound(rendering)


def assert_sound(rendering):
    # A run from little noise to more is refused before it is rendered; the sampler itself does not mind.
    errors = {f.rule for f in check_cell(rendering.cell) if f.level == "error"} - {"noise"}
    if rendering.failure is not None:
        assert rendering.failure.reason.strip()
        assert rendering.pixels is None
        return
    assert not errors, "what cannot be rendered is rendered"
    width, height = rendering.cell.size
    assert rendering.pixels.shape == (height, width, 3)
    assert rendering.pixels.dtype == np.uint8
    assert_kept(rendering)


def assert_kept(rendering):
    """The trace has a row for every look, and a record can hold it."""
    assert len(rendering.trace) == rendering.cell.course.evaluations
    assert not any(math.isnan(row.grad_rms) for row in rendering.trace)
    trace = to_trace(rendering.trace)
    assert Trace.from_json(json.loads(json.dumps(trace.to_json(), allow_nan=False))) == trace


FOUND = [
    ("jax-2.4", {"starting_noise": 150}, "turned NaN"),  # alpha is 0
    ("jax-jan22", {"starting_noise": 1e200}, None),  # the square of the time overflows
    ("jax-2.7", {"starting_noise": 0, "ending_noise": 0.1}, None),  # sigma is 0
    ("jax-2.7", {"steps": 1, "eta": 1e200}, None),  # the last move is never shown
    ("jax-2.7", {"steps": 2, "eta": 1e200}, "above the limit"),
    ("disco-5.2", {"cut_icgray_p": 1.7e308}, None),
    ("disco-5.7", {"cut_icgray_p": -1.7e308}, None),
    ("huemin-2.7", {"all_title": LONG}, "longer than 77 tokens"),  # no file name
    ("disco-5.7", {"text_prompts": ["a:1e-5"], "fuzzy_prompt": True}, "must not sum to zero"),
    ("disco-5.7", {"text_prompts": ["a:5e-4"], "fuzzy_prompt": True}, None),  # of 25 rows
    ("disco-5.7", {"text_prompts": ["a:0"], "ViTB32": False, "RN50": False, "tv_scale": 9}, None),
]


@pytest.mark.parametrize(("platform", "changes", "reason"), FOUND)
def test_what_was_found_by_drawing_stays_so(platform, changes, reason, renderers):
    few = {"cutn_batches": 1, "skip_steps": 0, "ViTB16": False, "text_prompts": ["a lighthouse"]}
    if not platform.startswith("disco"):
        few = {"cut_batches": 1, "all_title": "a lighthouse"}
    few |= {"size": [64, 64], "steps": 3, "seed": 1}
    for renderer in renderers:
        (rendering,) = renderer.render([Cell(Settings.build(platform, few | changes))])
        assert_sound(rendering)
        assert (rendering.failure is None) == (reason is None), rendering.failure
        assert reason is None or reason in rendering.failure.reason


@some(100)
@given(data=st.data())
def test_settings_survive_json_and_so_does_the_key(data, folder):
    cell = data.draw(cells(folder))
    again = Settings.from_json(json.loads(json.dumps(cell.settings.to_json())))
    assert again == cell.settings
    if readable(cell):
        assert cell_key(Cell(again, cell.image, folder), digests(cell)) == cell_key(cell, digests(cell))


@some(150)
@given(data=st.data())
def test_the_key_changes_with_every_setting_that_renders_and_with_no_other(data, folder):
    cell = data.draw(cells(folder).filter(readable))
    both = table(cell.settings.platform)
    name = data.draw(st.sampled_from(sorted(both)))
    other = changed(cell, name, data.draw(st.one_of(both[name])))
    assume(other is not None)
    same = cell_key(cell, digests(cell)) == cell_key(other, digests(other))
    event("the same picture" if same else "another picture")
    assert same == (decisive(cell) == decisive(other)), name


def readable(cell):
    """Whether all files of a cell are there."""
    try:
        return bool(digests(cell))
    except PlanError:
        return False


def changed(cell, name, value):
    """The cell with another value; None where that contradicts the others, or names no file."""
    try:
        other = Cell(cell.settings.replace(**{name: value}), cell.image, cell.folder)
    except InputError:
        return None
    return other if readable(other) else None


def digests(cell):
    return {"prior": "1" * 64} | file_digests(cell)


def decisive(cell):
    """What a picture hangs on, by the roles of its parameters; size after rounding, files by content."""
    s, files = cell.settings, {role: path.read_bytes() for role, path in cell.files.items()}
    names = [p.name for p in s.dialect if p.role == "rendering" and p.name not in BY_OTHER_MEANS]
    weights = [parse_prompt(text).weight for text in setting_or(s, "image_prompts", ())]
    return [s[name] for name in names], cell.size, files, weights
