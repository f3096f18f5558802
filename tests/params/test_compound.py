"""Domains of values with parts."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import DomainError, PromptError, ScheduleError
from ezcharts.params.compound import Either, ListOf, ScheduleOf, Size, WordOr, rendered_size
from ezcharts.params.disco.prompts import Prompts
from ezcharts.params.domain import Int, Real
from ezcharts.params.schedule import Schedule, parse_schedule

SAVES = Either(Int(low=0), ListOf(Int(low=0)))
SEED = WordOr("random_seed", Int(low=0, high=2**32))
COUNTS = ScheduleOf(Int(low=0))


def refusal(domain, value, kind=DomainError):
    with pytest.raises(kind) as error:
        domain.parse(value)
    return str(error.value)


@pytest.mark.parametrize("written", [[1280, 768], (1280, 768), "1280x768", " 1280 × 768 ", [1280.0, "768"]])
def test_sizes_in_every_form(written):
    assert Size().parse(written) == (1280, 768)
    assert Size().to_json(Size().parse(written)) == [1280, 768]
    assert Size().show(Size().parse(written)) == "1280x768"


@given(st.tuples(st.integers(64, 4096), st.integers(64, 4096)))
def test_sizes_round_trip_unrounded(size):
    assert Size().parse(json.loads(json.dumps(Size().to_json(size)))) == size
    assert Size().parse(Size().show(size)) == size


@pytest.mark.parametrize(
    "value", [[63, 768], [1280, 0], [1280], [1, 2, 3], 1280, "1280", "1280x768x3", [True, 64], None]
)
def test_sizes_below_64_and_other_things_are_refused(value):
    text = refusal(Size(), value)
    assert text == f"must be [width, height] in pixels, each an integer of at least 64, got {value!r}"


@pytest.mark.parametrize(
    ("asked", "rendered"), [((1280, 768), (1280, 768)), ((1279, 800), (1216, 768)), ((127, 64), (64, 64))]
)
def test_the_rendered_size_is_floored_to_multiples_of_64(asked, rendered):
    assert rendered_size(*asked) == rendered


def test_a_size_that_would_become_zero_is_refused():
    with pytest.raises(DomainError, match="each an integer of at least 64"):
        rendered_size(63, 640)


def test_intermediate_saves_are_a_count_or_a_list_of_steps():
    assert SAVES.parse(3) == 3
    assert SAVES.parse([10, 20.0]) == (10, 20)
    assert SAVES.to_json(SAVES.parse([10, 20])) == [10, 20]
    assert SAVES.show(SAVES.parse([10, 20])) == "[10, 20]"
    for value in (-1, [-1], "often", [True]):
        assert "an integer of at least 0, or a list" in refusal(SAVES, value)


@given(st.one_of(st.integers(0, 99), st.lists(st.integers(0, 99))))
def test_intermediate_saves_round_trip(value):
    parsed = SAVES.parse(value)
    assert SAVES.parse(SAVES.to_json(parsed)) == parsed


def test_a_single_entry_stands_for_a_list_of_one():
    assert ListOf(Real()).parse(0.09) == ListOf(Real()).parse([0.09]) == (0.09,)
    assert refusal(ListOf(Real()), [0.1, "x"]) == "must be a list, each entry a number, got [0.1, 'x']"


def test_a_seed_is_a_number_or_the_word():
    assert SEED.parse("random_seed") == "random_seed"
    assert SEED.parse(0) == 0
    assert SEED.parse(2**32) == 2**32
    for value in (-1, 2**32 + 1, "random", 1.5, True):
        assert (
            refusal(SEED, value)
            == f"must be an integer from 0 to 4294967296, or 'random_seed', got {value!r}"
        )


@given(st.one_of(st.just("random_seed"), st.integers(0, 2**32)))
def test_seeds_round_trip(value):
    assert SEED.parse(SEED.to_json(SEED.parse(value))) == value


RUNS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 900)), min_size=1, max_size=5)


@given(RUNS)
def test_schedules_round_trip_through_json(runs):
    parsed = COUNTS.parse(Schedule(tuple(runs)))
    assert COUNTS.parse(json.loads(json.dumps(COUNTS.to_json(parsed)))) == parsed
    assert COUNTS.parse(COUNTS.show(parsed)) == parsed


@given(RUNS)
def test_the_canonical_schedule_acts_like_the_stated_one(runs):
    stated = Schedule(tuple(runs))
    canonical = COUNTS.parse(stated)
    for index in (0, 1, 399, 400, 999):
        if index < len(stated):
            assert canonical.at(index) == stated.at(index)
        else:
            with pytest.raises(ScheduleError):
                canonical.at(index)


@pytest.mark.parametrize(
    "written", [1, 1.0, "1", "[1]*1000", "[1]*400+[1]*600", "[1]*5000", [1] * 1000, "1e0"]
)
def test_a_constant_schedule_and_the_bare_number_are_one_value(written):
    assert COUNTS.to_json(COUNTS.parse(written)) == 1
    assert COUNTS.parse(written) == Schedule.constant(1)


def test_a_constant_schedule_that_ends_early_is_not_the_bare_number():
    assert COUNTS.to_json(COUNTS.parse("[1]*999")) == "[1]*999"


def test_entries_that_are_never_read_do_not_count():
    assert COUNTS.parse("[2]*400+[0]*900") == COUNTS.parse("[2]*400+[0]*600")
    assert COUNTS.parse("[2]*1000+[0]*900") == COUNTS.parse(2)


def test_a_list_of_entries_is_a_schedule():
    assert COUNTS.parse([12, 12, 4]) == parse_schedule("[12]*2+[4]")


def test_entries_have_the_domain_of_the_parameter():
    rule = "every entry must be an integer of at least 0, got "
    assert refusal(COUNTS, "[12]*400+[-1]*600", ScheduleError) == rule + "-1"
    assert refusal(COUNTS, 0.5, ScheduleError) == rule + "0.5"
    assert refusal(COUNTS, [1, True], ScheduleError) == rule + "True"
    assert refusal(COUNTS, None, ScheduleError) == rule + "None"


def test_a_version_without_schedules_takes_only_what_acts_like_a_number():
    domain = ScheduleOf(Real(low=0), varies_since="5.5").at(Decimal("5.2"))
    assert domain.to_json(domain.parse("[10]*1000")) == 10
    assert refusal(domain, "[1]*500+[2]*500") == (
        "must be a number of at least 0, got '[1]*500+[2]*500' (schedules exist since version 5.5)"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a castle, red, tall", ("a castle, red, tall",)),
        (["a:2", "b"], ("a:2", "b")),
        ({0: ["a", "b"]}, ("a", "b")),
        ({"0": "a"}, ("a",)),
        ({0: ["a"], 100: ["later"]}, ("a",)),
        ({}, ()),
        ([], ()),
    ],
)
def test_prompts_in_every_form(written, read):
    assert Prompts().parse(written) == read


@given(st.lists(st.text().filter(lambda text: ":" not in text)))
def test_prompts_round_trip(prompts):
    parsed = Prompts().parse(prompts)
    assert Prompts().parse(json.loads(json.dumps(Prompts().to_json(parsed)))) == parsed


def test_prompts_are_checked():
    assert "a still picture uses frame 0, which is missing" in refusal(Prompts(), {100: ["a"]})
    assert refusal(Prompts(), ["a", 3]).startswith("must be a text, a list of texts, or {0: [texts]}")
    assert "must be the weight, a number, got 'b'" in refusal(Prompts(), ["a:b"], PromptError)


def test_prompts_are_shown_on_one_line():
    assert Prompts().show(("a:2", "b")) == "a:2 | b"
    assert Prompts().show(()) == "none"
