"""Charts: what goes where, and what stands still."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.views import View, read_views

AXES = """\
title: a test
platform: disco-5.2
axes:
  steps: [50, 100]
  eta: {readings: {printed: [0, 0.2], likely: [0, 0.5]}}
  rn: {subsets: [RN50, RN101], none: true}
settings: {clip_models: none, seed: 7}
"""


@pytest.fixture
def views(read):
    """Read the views of a study with the axes above, or with others."""

    def found(charts="", axes=AXES):
        return read(axes + charts).charts

    return found


@pytest.fixture
def usual(read):
    """The view that a study with these axes gets without a word."""

    def view(axes):
        (found,) = read(f"title: x\nplatform: disco-5.2\naxes: {axes}\n").charts
        return found.down, found.across, found.panels

    return view


def test_the_usual_view(usual):
    assert usual("{eta: [0]}") == (None, "eta", ())
    assert usual("{eta: [0], steps: [50]}") == ("eta", "steps", ())
    assert usual("{eta: [0], steps: [50], cgs: [1]}") == ("eta", "steps", ("cgs",))
    assert usual("{eta: [0], steps: [50], cgs: [1], seed: [1]}") == ("eta", "steps", ("cgs", "seed"))


def test_a_study_without_axes_has_one_view_of_one_cell():
    assert read_views((), 1, None) == (View(),)


def test_an_axis_with_readings_gets_a_view_for_each(views):
    printed, likely = views()
    assert (printed.title, printed.only) == ("printed", {"eta": (0, 1)})
    assert (likely.title, likely.only) == ("likely", {"eta": (0, 2)})
    assert (printed.down, printed.across, printed.panels) == ("steps", "eta", ("rn",))


def test_a_view_says_where_everything_goes(views):
    (view,) = views("""\
charts:
  - title: mine
    down: rn
    across: eta
    only: {eta: likely, rn: some}
    fixed: {steps: 100}
    scale: 0.5
""")
    assert view == View(
        title="mine",
        down="rn",
        across="eta",
        fixed={"steps": 1},
        only={"eta": (0, 2), "rn": (1, 2, 3)},
        scale=0.5,
    )


def test_a_view_shows_some_values_of_each_axis(views, read):
    study = read(AXES + "charts: [{across: eta, panels: rn, only: {eta: [0.5, 0]}, fixed: {steps: 50}}]")
    (view,) = study.charts
    assert view.indices(study.axis("eta")) == (2, 0)
    assert view.indices(study.axis("steps")) == (0,)
    assert view.indices(study.axis("rn")) == (0, 1, 2, 3)


def test_axes_that_are_not_placed_go_to_their_usual_places(views):
    (view,) = views("charts: {fixed: {rn: none}, only: {eta: printed}}")
    assert (view.down, view.across, view.panels) == ("steps", "eta", ())


def test_swap_exchanges_rows_and_columns(views):
    (view,) = views("charts: {down: steps, across: eta, panels: rn, swap: true}")
    assert (view.down, view.across) == ("eta", "steps")
    assert view.swapped().swapped() == view


def test_none_leaves_a_place_empty(views):
    (view,) = views("charts: {down: none, across: eta, panels: [steps, rn]}")
    assert (view.down, view.across, view.panels) == (None, "eta", ("steps", "rn"))
    (null,) = views("charts: {down: , across: eta, panels: [steps, rn]}")
    assert null.down is None


def test_repeats_count_from_one_for_people(views):
    (view,) = views("repeats: 3\ncharts: {repeat: 3, fixed: {rn: none}}", AXES)
    assert view.repeat == 2


@pytest.mark.parametrize(
    ("charts", "message"),
    [
        ("{down: stepz, across: eta}", "charts.1.down: unknown axis 'stepz'; did you mean 'steps'"),
        (
            "[{across: eta, panels: [steps, rm]}]",
            "charts.1.panels: unknown axis 'rm'; the study has steps, eta, rn",
        ),
        ("{down: steps, across: eta}", "study.yaml:8: charts.1: the axis 'rn' is neither shown nor fixed"),
        ("{down: steps, across: eta}", "put it to panels, or write fixed: {rn: none}"),
        ("{down: eta, across: eta, panels: [steps, rn]}", "the axis 'eta' is in two places of one chart"),
        ("{fixed: {steps: 75}}", "charts.1.fixed.steps: the axis 'steps' has no value '75'; it has 50, 100"),
        ("{fixed: {step: 50}}", "charts.1.fixed.step: unknown key 'step'; did you mean 'steps'"),
        ("{only: {eta: [0, 0]}}", "charts.1.only.eta: lists different values of the axis"),
        ("{repeat: 2}", "charts.1.repeat: there is no repeat 2; the study has 1"),
        ("{repeat: 0}", "charts.1.repeat: must be a whole number of at least 1, got 0"),
        ("{scale: 0}", "charts.1.scale: must be a number above 0, at most 8, got 0"),
        ("{swap: 1}", "charts.1.swap: must be true or false, got 1"),
        ("{acros: eta}", "charts.1.acros: unknown key 'acros'; did you mean 'across'"),
        ("[]", "charts: lists at least one chart; leave charts out for the usual one"),
        ("[5]", "charts.1: must be a mapping (key: value), got 5"),
    ],
)
def test_mistakes_in_charts(views, charts, message):
    with pytest.raises(StudyError) as caught:
        views(f"charts: {charts}\n")
    assert message in str(caught.value)
