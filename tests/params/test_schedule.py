"""Schedules mean what Python's own list arithmetic means, and are read without evaluating anything."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import ScheduleError
from ezcharts.params.schedule import ENDLESS, Schedule, parse_schedule

NUMBERS = st.one_of(
    st.integers(-99, 99), st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: abs(x) > 1e-9)
)
SPACES = st.sampled_from(["", " ", "  ", "\t"])


def lists():
    """Expressions with the entries they stand for, built side by side."""

    def literal(numbers, space):
        return "[" + f"{space},{space}".join(map(repr, numbers)) + "]", list(numbers)

    def joined(left, right, space):
        return f"{left[0]}{space}+{space}{right[0]}", left[1] + right[1]

    def repeated(inner, times, left, space):
        text = f"({inner[0]})"
        product = f"{times}{space}*{space}{text}" if left else f"{text}{space}*{space}{times}"
        return product, inner[1] * times

    return st.recursive(
        st.builds(literal, st.lists(NUMBERS, min_size=1, max_size=4), SPACES),
        lambda inner: st.one_of(
            st.builds(joined, inner, inner, SPACES),
            st.builds(repeated, inner, st.integers(1, 7), st.booleans(), SPACES),
        ),
        max_leaves=6,
    )


@given(lists())
def test_an_expression_stands_for_the_entries_that_python_gives_it(expression):
    text, entries = expression
    schedule = parse_schedule(text)
    assert list(schedule) == entries
    assert len(schedule) == len(entries)
    assert [schedule.at(index) for index in range(len(entries))] == entries


@given(st.lists(st.tuples(NUMBERS, st.integers(1, 500)), min_size=1, max_size=8))
def test_the_text_of_a_schedule_reads_back_as_the_schedule(runs):
    schedule = Schedule(tuple(runs))
    assert parse_schedule(schedule.to_text()) == schedule


@given(NUMBERS)
def test_a_bare_number_is_constant_at_every_index(value):
    schedule = parse_schedule(repr(value))
    assert schedule == Schedule.constant(value)
    assert schedule.is_constant
    assert schedule.at(0) == schedule.at(999) == schedule.at(10**9) == value
    assert parse_schedule(schedule.to_text()) == schedule


def test_the_notebook_default():
    schedule = parse_schedule("[12]*400+[4]*600")
    assert schedule.runs == ((12, 400), (4, 600))
    assert [schedule.at(index) for index in (0, 399, 400, 999)] == [12, 12, 4, 4]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("[12]*400+[4]*600", "[12]*400+[4]*600"),
        ("400 * [ 12 ] + [4]*600", "[12]*400+[4]*600"),
        ("[12]*200+[12]*200+[4]*600", "[12]*400+[4]*600"),
        ("[1]+[2]+[3]+[4]*2", "[1,2,3]+[4]*2"),
        ("[1,2,]*2", "[1,2,1,2]"),
        ("2*([1]+[2.50]*2)", "[1]+[2.5]*2+[1]+[2.5]*2"),
        ("[-1e3, +.5]", "[-1000,0.5]"),
        ("[12.0]*2", "[12]*2"),
        ("[5]*0+[7]", "[7]"),
        ("  12 ", "12"),
    ],
)
def test_the_short_form(text, short):
    assert parse_schedule(text).to_text() == short


def test_equal_neighbours_are_one_run():
    assert parse_schedule("[1]*2+[1]*3") == parse_schedule("[1]*5") == Schedule.of([1] * 5)
    assert hash(parse_schedule("[1]*2+[1]*3")) == hash(parse_schedule("[1]*5"))
    assert parse_schedule("[1]*5") != parse_schedule("1")


def test_an_index_beyond_the_end_names_both_entries():
    with pytest.raises(ScheduleError, match=r"^ends at entry 899, entry 900 is needed$"):
        parse_schedule("[12]*400+[4]*500").at(900)


def test_first_cuts_the_end_off_and_leaves_a_bare_number_alone():
    assert parse_schedule("[0.2]*400+[0]*900").first(1000).to_text() == "[0.2]*400+[0]*600"
    assert parse_schedule("[1]*5").first(1000) == parse_schedule("[1]*5")
    assert parse_schedule("7").first(10).runs == ((7, ENDLESS),)


@pytest.mark.parametrize(
    ("text", "rule", "caret"),
    [
        ("[12]400", "expected '+', '*' or the end", 4),
        ("[12]*400+", "expected a list such as [12]*400, or a number", 9),
        ("", "expected a list such as [12]*400, or a number", 0),
        ("[12", "expected ','", 3),
        ("[12,,4]", "expected a number or ']'", 4),
        ("([1]+[2]", "expected ')'", 8),
        ("[1]*400+4", "'+' joins two lists such as [12]*400 and [4]*600", 8),
        ("[1]*[2]", "'*' repeats a list by a whole number, as in [12]*400", 4),
        ("[1]*2.5", "'*' repeats a list by a whole number, as in [12]*400", 4),
        ("[1]*-3", "'*' repeats a list by a whole number, as in [12]*400", 4),
        ("2*3", "'*' repeats a list by a whole number, as in [12]*400", 2),
        ("[]", "a schedule needs at least one entry, got none", 0),
        ("[1e999]", "an entry must be a finite number, got inf", 1),
        ("[nan]", "expected a number or ']'", 1),
        ("__import__('os')", "expected a list such as [12]*400, or a number", 0),
        ("[1]*1000001", "a schedule has at most 1,000,000 entries (Disco reads 1000)", 4),
        ("[1]*600000+[2]*600000", "a schedule has at most 1,000,000 entries (Disco reads 1000)", 11),
    ],
)
def test_errors_say_the_rule_and_point_at_the_place(text, rule, caret):
    with pytest.raises(ScheduleError) as error:
        parse_schedule(text)
    assert str(error.value) == f"{rule}, at character {caret + 1}\n    {text}\n    {' ' * caret}^"


def test_the_caret_stays_under_its_character_in_a_long_text():
    text = "[1]+" * 50 + "x" + "+[1]" * 50
    with pytest.raises(ScheduleError) as error:
        parse_schedule(text)
    _, excerpt, pointer = str(error.value).split("\n")
    assert len(excerpt) < 80
    assert excerpt[pointer.index("^")] == "x"


def test_a_huge_repetition_of_a_huge_repetition_is_refused_at_once():
    with pytest.raises(ScheduleError, match="at most 1,000,000 entries"):
        parse_schedule("[1,2]*" + "*".join(["999999999"] * 20))


def test_endless_nesting_is_refused():
    with pytest.raises(ScheduleError, match="more than 50 parentheses inside each other"):
        parse_schedule("(" * 100_000 + "[1]" + ")" * 100_000)


@given(st.text(alphabet="[]()+*,-.0123456789e ", max_size=30))
def test_any_text_is_a_schedule_or_a_schedule_error(text):
    with contextlib.suppress(ScheduleError):
        assert len(parse_schedule(text)) >= 1


def test_a_schedule_without_entries_cannot_be_made():
    with pytest.raises(ScheduleError, match="at least one entry"):
        Schedule(())
