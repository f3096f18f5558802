"""Formulas are arithmetic and nothing else."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import DomainError, InputError, UnknownName
from ezcharts.studies.formula import is_formula, parse_formula


def result(text, **values):
    return parse_formula(text)(values)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("=250 + 10", 260),
        ("=2 + 3 * 4", 14),
        ("=(2 + 3) * 4", 20),
        ("=10 - 4 - 3", 3),
        ("=100 / 8", 12.5),
        ("=100 / 8 / 2", 6.25),
        ("=7 // 2", 3),
        ("=-7 // 2", -4),
        ("=-7 % 3", 2),
        ("=7.5 % 2", 1.5),
        ("=--5", 5),
        ("=0.1 + 0.2", 0.3),
        ("=0.2 * 35", 7),
        ("=.5 * 2.", 1),
        ("=min(3, 1, 2)", 1),
        ("=max(3, 1, 2)", 3),
        ("=floor(2.9)", 2),
        ("=floor(-2.1)", -3),
        ("=round(2.5)", 3),
        ("=round(-2.5)", -3),
        ("=round(0.2 * 7)", 1),
        ("=round(0.2 * 8)", 2),
        ("=round(min(9.6, 10 / 3))", 3),
        ("= 2 *  ( 1+1 ) ", 4),
    ],
)
def test_arithmetic(text, meant):
    found = result(text)
    assert found == meant
    assert type(found) is type(meant)


def test_names_are_settings_in_order_of_appearance():
    formula = parse_formula("=250 + skip_steps * eta - skip_steps")
    assert formula.names == ("skip_steps", "eta")
    assert formula({"skip_steps": 10, "eta": 0.1}) == 241
    assert formula == parse_formula("=250 + skip_steps * eta - skip_steps")
    assert hash(formula) == hash(parse_formula(formula.text))


def test_only_a_text_with_an_equals_sign_is_a_formula():
    assert is_formula("=1")
    assert not is_formula("1 + 1")
    assert not is_formula(5)


@pytest.mark.parametrize(
    "text",
    [
        "=2 ** 3",
        "=9 ^ 9",
        "=__import__('os').system('true')",
        "=open('x')",
        "=steps.real",
        "=steps[0]",
        "=lambda: 0",
        "=1 if 2 else 3",
        "='a'",
        "=[1]",
        "=1; 2",
        "=a = 1",
        "=1 < 2",
        "=not 1",
        "=0x10",
        "=1_000",
        "=1e9",
        "=5 steps",
        "=",
        "=()",
        "=1 +",
        "=(1",
        "=1)",
        "=min()",
        "=min(1)",
        "=round(1, 2)",
        "=floor(1, 2)",
        "=max(1,)",
        "=" + "(" * 59 + "1" + ")" * 59 + "+" * 40,
    ],
)
def test_nothing_but_arithmetic_gets_in(text):
    with pytest.raises(InputError):
        parse_formula(text)


def test_errors_say_where_and_what():
    with pytest.raises(DomainError) as caught:
        parse_formula("=2 ** 3")
    assert (
        str(caught.value)
        == "expected a number, the name of a setting, or '(' at '* 3' in the formula '=2 ** 3'"
    )
    with pytest.raises(UnknownName) as unknown:
        parse_formula("=rond(3)")
    assert str(unknown.value) == "unknown function 'rond'; did you mean 'round'?"
    with pytest.raises(DomainError, match="'=1 / steps' divides by zero"):
        result("=1 / steps", steps=0)
    with pytest.raises(DomainError, match="'=1 % 0' divides by zero"):
        result("=1 % 0")
    with pytest.raises(DomainError, match="at most 120 characters, not 201"):
        parse_formula("=" + "1" * 200)


def test_deep_nesting_within_the_limit_is_fine():
    assert result("=" + "(" * 55 + "1" + ")" * 55) == 1
    assert result("=" + "-" * 100 + "1") == 1


NUMBERS = st.integers(-1000, 1000) | st.decimals(-1000, 1000, places=3).map(float)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_results_are_exact_until_the_very_end(a, b, c):
    exact = Fraction(str(a)) * Fraction(str(b)) - Fraction(str(c)) / 7
    assert result("=a * b - c / 7", a=a, b=b, c=c) == float(exact)


@given(st.integers(-(10**6), 10**6))
def test_halves_go_away_from_zero(n):
    assert result("=round(n / 2)", n=n) == int(math.copysign((abs(n) + 1) // 2, n)) if n else True
