"""Prompts of the JAX notebooks: Bash's own expansions, an independent reading of the grammar, and weights."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import PromptError
from ezcharts.params.jax.prompts import LONGEST, MOST_VARIANTS, Part, expand_braces, parse_prompt

# Printed by GNU bash 5.2.15: `echo` and the text, with file name expansion off.
BASH = {
    "x": "x",
    "a{b,c}d": "abd acd",
    "{a,b}{c,d}": "ac ad bc bd",
    "x{a,{b,c}d}e": "xae xbde xcde",
    "x{,y}": "x xy",
    "x{y,}": "xy x",
    "x{,,y}z": "xz xz xyz",
    "x{1..3}": "x1 x2 x3",
    "x{3..1}": "x3 x2 x1",
    "x{1..10..3}": "x1 x4 x7 x10",
    "x{10..1..3}": "x10 x7 x4 x1",
    "x{1..10..-3}": "x1 x4 x7 x10",
    "x{1..3..0}": "x1 x2 x3",
    "x{08..10}": "x08 x09 x10",
    "x{8..010}": "x008 x009 x010",
    "x{-2..2}": "x-2 x-1 x0 x1 x2",
    "x{-02..1}": "x-02 x-01 x000 x001",
    "x{+1..3}": "x1 x2 x3",
    "x{00..1}": "x00 x01",
    "x{0..2}": "x0 x1 x2",
    "x{a..e..2}": "xa xc xe",
    "x{c..a}": "xc xb xa",
    "x{A..C}": "xA xB xC",
    "x{a..3}": "x{a..3}",
    "x{1..}": "x{1..}",
    "x{..3}": "x{..3}",
    "x{1...3}": "x{1...3}",
    "x{1.5..3}": "x{1.5..3}",
    "x{1..3..}": "x{1..3..}",
    "x{1..99999999999999999999}": "x{1..99999999999999999999}",
    "x{abc}": "x{abc}",
    "x{}": "x{}",
    "{}": "{}",
    "x{a": "x{a",
    "xa}": "xa}",
    "x{a,b": "x{a,b",
    "xa,b}": "xa,b}",
    "x{a,{b,c}": "x{a,b x{a,c",
    "x{a,b}}": "xa} xb}",
    "x{{a,b}": "x{a x{b",
    "x{{a,b}}": "x{a} x{b}",
    "x{{a,b}..c}": "xa..c xb..c",
    "x{{a,b},c}": "xa xb xc",
    "{},a}b": "{},a}b",
    "x{},a}b": "x}b xab",
    "x{a}{b,c}": "x{a}b x{a}c",
    "x{a..}{b,c}": "x{a..}b x{a..}c",
    "x{1...2}{b,c}": "x{1...2}b x{1...2}c",
    r"x\{a,b\}": "x{a,b}",
    r"x{a\,b,c}": "xa,b xc",
    r"x{a,b\}}": "xa xb}",
    r"x{1\..3}": "x{1..3}",
    r"x\\{a,b}": r"x\a x\b",
}


@pytest.mark.parametrize(("text", "printed"), BASH.items())
def test_braces_expand_as_bash_expands_them(text, printed):
    assert " ".join(expand_braces(text)) == printed


def test_white_space_and_quotes_are_ordinary():
    # Bash, quoted: 'a '{red,'light blue'}' house'
    assert expand_braces("a {red,light blue} house") == ("a red house", "a light blue house")
    assert expand_braces("{ a, b }") == (" a", " b ")
    assert expand_braces("'{a,b}' \"$x\"") == ("'a' \"$x\"", "'b' \"$x\"")
    assert expand_braces("a {} {b,c}") == ("a {} b", "a {} c")


def test_empty_expansions_are_kept():
    # Bash drops empty words; the notebooks embed an empty text.
    assert expand_braces("{,}") == ("", "")
    assert expand_braces("{a,}") == ("a", "")
    assert expand_braces("") == ("",)


TREES = st.recursive(
    st.text(alphabet="abc ~.", max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda items: ("one of", items)),
        st.lists(inner, max_size=3).map(lambda items: ("one after the other", items)),
    ),
    max_leaves=7,
)


def written(tree):
    """Return the text with braces that says this tree of alternatives."""
    if isinstance(tree, str):
        return tree
    kind, items = tree
    texts = [written(item) for item in items]
    return "{" + ",".join(texts) + "}" if kind == "one of" else "".join(texts)


def meant(tree):
    """Return all texts that a tree stands for, the last alternatives changing fastest."""
    if isinstance(tree, str):
        return [tree]
    kind, items = tree
    if kind == "one of":
        return [text for item in items for text in meant(item)]
    return ["".join(choice) for choice in itertools.product(*(meant(item) for item in items))]


@given(TREES)
def test_alternatives_expand_to_all_that_they_stand_for(tree):
    # A letter before each text: "{" at the beginning of a word with "}" after it is no brace in Bash.
    assert expand_braces("x" + written(tree)) == tuple("x" + text for text in meant(tree))


@given(st.integers(-30, 30), st.integers(-30, 30), st.integers(-5, 5))
def test_ranges_count_from_the_first_to_the_last_number(first, last, increment):
    step = abs(increment) or 1
    numbers = range(first, last + 1, step) if first <= last else range(first, last - 1, -step)
    assert expand_braces(f"x{{{first}..{last}..{increment}}}") == tuple(f"x{number}" for number in numbers)


@given(st.integers(0, 120), st.integers(0, 120), st.integers(2, 5))
def test_zeros_pad_all_numbers_to_one_width(first, last, width):
    texts = expand_braces(f"{{{first:0{width}d}..{last}}}")
    if f"{first:0{width}d}".startswith("0"):
        assert {len(text) for text in texts} == {max(width, len(str(last)))}
    assert [int(text) for text in texts] == list(
        range(first, last + 1) if first <= last else range(first, last - 1, -1)
    )


@given(st.text(alphabet="a{},.\\1 ", max_size=40))
def test_any_text_has_an_expansion_or_too_many(text):
    try:
        variants = expand_braces(text)
    except PromptError as error:
        assert "at most 1000 variants" in str(error)  # noqa: PT017 - most texts have no error
        return
    assert 1 <= len(variants) <= MOST_VARIANTS
    assert all(set(variant) <= {*text, *"0123456789"} for variant in variants)


@given(st.text(alphabet="abc.~,} ", max_size=30))
def test_without_an_opening_brace_nothing_changes(text):
    assert expand_braces(text) == (text,)


def test_a_backslash_protects_any_text():
    text = "{a,b}{1..3}~\\"
    assert expand_braces("".join(f"\\{letter}" for letter in text)) == (text,)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{1..1001}", f"a prompt has at most {MOST_VARIANTS} variants, got 1001; use fewer braces"),
        ("{1..999999999999999999}", "at most 1000 variants, got 999999999999999999"),
        ("{1..40}" * 2 + "{a,b}", "at most 1000 variants, got 1600"),
        ("{a,b}" * 40, "at most 1000 variants, got 1024"),
        ("{a,{1..600},{1..600}}", "at most 1000 variants, got 1201"),
        ("{a," * 60 + "b" + "}" * 60, "a prompt has at most 50 braces inside each other"),
        ("a" * (LONGEST + 1), f"a prompt with braces has at most {LONGEST} characters, got {LONGEST + 1}"),
    ],
)
def test_what_would_take_too_long_is_refused(text, rule):
    with pytest.raises(PromptError) as error:
        expand_braces(text)
    assert rule in str(error.value)


def test_many_braces_that_are_none_are_read_quickly():
    text = "{" * LONGEST
    assert expand_braces(text) == (text,)
    assert expand_braces("{a..b..}" * 600) == ("{a..b..}" * 600,)


def test_plain_text_is_one_part():
    text = "a {red,blue} house | ~fog:-1"
    assert parse_prompt(text, "plain") == (Part(text, 1.0, False, ""),)


def test_variants_with_a_tilde_count_against():
    assert parse_prompt("a house{,~ in fog}", "braces") == (
        Part("a house", 1.0),
        Part("a house in fog", -1.0),
    )
    assert parse_prompt("~a~", "braces") == (Part("a", -1.0),)
    assert parse_prompt("{a,b} c", "braces") == (Part("a c"), Part("b c"))
    assert parse_prompt("http://host/a.png:2", "braces") == (Part("http://host/a.png:2"),)


def picture(text, weight=1.0):
    return Part(text, weight, True, text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a castle", (Part("a castle"),)),
        ("a castle:2", (Part("a castle", 2.0),)),
        (" a castle : -0.5 ", (Part("a castle", -0.5),)),
        ("a | b:-1|c", (Part("a"), Part("b", -1.0), Part("c"))),
        ("a |", (Part("a"), Part(""))),
        ("", (Part(""),)),
        ("{a,b} ~c", (Part("{a,b} ~c"),)),
        ("https://host/a.jpg", (picture("https://host/a.jpg"),)),
        ("https://host/a.jpg:0.01", (picture("https://host/a.jpg", 0.01),)),
        ("https://host/a.jpg!Large.jpg : 1e-2", (picture("https://host/a.jpg!Large.jpg", 0.01),)),
        ("a.png", (picture("a.png"),)),
        ("a.png:0.02", (picture("a.png", 0.02),)),
        ("b.png:0.02", (Part("b.png", 0.02),)),
    ],
)
def test_parts_between_bars_have_weights_and_may_be_images(text, parts):
    assert parse_prompt(text, "pipes", lambda path: path == "a.png") == parts


def test_without_a_way_to_look_only_addresses_are_images():
    assert parse_prompt("a.png | https://host/a.png", "pipes") == (
        Part("a.png"),
        picture("https://host/a.png"),
    )


def test_huemins_own_prompt():
    dali = "https://uploads6.wikiart.org/images/salvador-dali/the-persistence-of-memory-1931.jpg!Large.jpg"
    assert parse_prompt(f"scifi abstract geometric pattern | white:-1 |  {dali}:0.01", "pipes") == (
        Part("scifi abstract geometric pattern"),
        Part("white", -1.0),
        picture(dali, 0.01),
    )


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a:b", "b"),
        ("a:", ""),
        ("a:1:2", "1:2"),
        ("a:nan", "nan"),
        ("http://host/a.png", "//host/a.png"),
        ("https://host:80/a.png:2", "80/a.png:2"),
    ],
)
def test_a_colon_that_is_not_a_weight_is_refused(text, weight):
    with pytest.raises(PromptError) as error:
        parse_prompt(f"fine | {text}", "pipes")
    assert str(error.value) == (
        f"what follows the colon must be the weight, a number, got {weight!r} in {text!r}; "
        "leave other colons out of the text"
    )


def test_an_unknown_syntax_is_refused():
    with pytest.raises(PromptError, match="must be plain, braces or pipes, got 'bars'"):
        parse_prompt("a", "bars")
