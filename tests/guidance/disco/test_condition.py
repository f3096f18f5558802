import re

import pytest

from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.condition import CutCounts
from ezcharts.params.schedule import Schedule, parse_schedule
from tests.guidance.disco.flying import make_condition
from tests.reference.disco.run import Case
from tests.reference.networks import Models


def condition(**schedules):
    changes = {name: parse_schedule(text) for name, text in schedules.items()}
    return make_condition(Case(), Models(), **changes)


def test_the_four_schedules_are_read_at_the_same_entry():
    read = condition(
        cut_overview="[12]*400+[4]*600",
        cut_innercut="[4]*400+[12]*600",
        cut_ic_pow="1",
        cut_icgray_p="[0.2]*400+[0]*600",
    )
    assert read.cut_counts(399) == CutCounts(12, 4, 1.0, 0.2)
    assert read.cut_counts(400) == CutCounts(4, 12, 1.0, 0.0)


@pytest.mark.parametrize(
    ("schedules", "text"),
    [
        (
            {"cut_icgray_p": "[0.2]*400"},
            "a cut schedule is too short: ends at entry 399, entry 999 is needed",
        ),
        (
            {"cut_overview": "0", "cut_innercut": "0"},
            "no cuts at entry 999 of the schedules: cut_overview + cut_innercut must be 1 or more",
        ),
        (
            {"cut_ic_pow": "-0.5"},
            "cut_ic_pow must be 0 or more (crops would outgrow the picture); it is -0.5",
        ),
    ],
)
def test_what_stops_a_notebook_fails_the_cell_with_the_reason(schedules, text):
    with pytest.raises(CellFailure, match=re.escape(text)):
        condition(**schedules).cut_counts(999)


def test_the_power_of_no_crops_does_not_matter():
    assert make_condition(
        Case(), Models(), cut_innercut=Schedule.constant(0), cut_ic_pow=Schedule.constant(-1)
    ).cut_counts(0).inner == 0  # fmt: skip
