"""YAML becomes a tree with places; what is surprising in YAML 1.1 is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import StudyError
from ezcharts.studies.yaml_nodes import MAX_DEPTH, Items, Scalar, Table, node_of, read_yaml


def value(text):
    return read_yaml(f"x: {text}").entries["x"].value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1e9", 1e9),
        ("5", 5),
        ("-3", -3),
        ("+3", 3),
        (".5", 0.5),
        ("5.", 5.0),
        ("1E-3", 0.001),
        ("0", 0),
        ("0.0", 0.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("off", "off"),
        ("on", "on"),
        ("yes", "yes"),
        ("No", "No"),
        ("1:30", "1:30"),
        ("2022-03-05", "2022-03-05"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("0-1 [6]", "0-1 [6]"),
        ("1, 2, 5-7", "1, 2, 5-7"),
        ("=250 + skip_steps", "=250 + skip_steps"),
        ("9" * 5000, "9" * 5000),
        ("'5'", "5"),
        ('"true"', "true"),
        ('""', ""),
        ("Zdzisław Beksiński", "Zdzisław Beksiński"),
    ],
)
def test_a_scalar_means_what_a_person_would_think(text, meant):
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


def test_the_tree_knows_where_everything_stands():
    top = read_yaml("a: 1\nb:\n  - x\n  - {c: 2}\n", "f.yaml")
    assert isinstance(top, Table)
    assert not top.flow
    assert top.keys["b"].line == 2
    items = top.entries["b"]
    assert isinstance(items, Items)
    assert [item.place.line for item in items.items] == [3, 4]
    inner = items.items[1]
    assert inner.flow
    assert inner.entries["c"].place.column == 8
    assert top.plain() == {"a": 1, "b": ["x", {"c": 2}]}


def test_a_scalar_knows_its_span_in_the_text():
    text = "a: 'é'\nb:  random_seed  # c\n"
    node = read_yaml(text).entries["b"]
    assert text[node.place.index : node.end] == "random_seed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3: a: written twice (first in line 1)"),
        ("a: 010\n", "f.yaml:1: a number does not begin with 0 (some readers take it as octal): write 10"),
        ("a: &x 1\n", "f.yaml:1: anchors and aliases (&name, *name) are not used here"),
        ("a: 1\nb: *a\n", "f.yaml:2: anchors and aliases"),
        ("a: !!python/object:os.system x\n", "f.yaml:1: tags (tag:yaml.org,2002:python/object:os.system)"),
        ("a: !x\n  b: 1\n", "f.yaml:1: tags (!x) are not used here"),
        ("", "f.yaml:1: the file is empty"),
        ("# nothing\n", "f.yaml:1: the file is empty"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: a study file holds one document; take out the second '---'"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2: not valid YAML"),
        ("[a]: 1\n", "f.yaml:1: a key is a word, not a list or a mapping"),
        ("title: steps: more\n", "needs quotes"),
        ("p:\n  - @kyrick\n", "needs quotes"),
        ("a: {values: 0-1 [6]}\n", "(inside braces or brackets a range such as '0-1 [6]' needs quotes)"),
        ("a: [0-1 [6]]\n", "(inside braces or brackets a range such as '0-1 [6]' needs quotes)"),
        ("a:\n\tb: 1\n", "(indent with spaces, not with tabs)"),
        ("a: \x07\n", "f.yaml: not valid YAML"),
    ],
)
def test_what_is_refused_is_refused_with_its_line(text, message):
    with pytest.raises(StudyError) as caught:
        read_yaml(text, "f.yaml")
    assert message in str(caught.value)


def test_nesting_and_length_have_limits():
    with pytest.raises(StudyError, match=f"nested more than {MAX_DEPTH} levels deep"):
        read_yaml("[" * 500 + "]" * 500)
    with pytest.raises(StudyError, match="at most 1,000,000 characters"):
        read_yaml("a: " + "x" * 1_000_001)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_python_data_goes_through_the_tree_unchanged(data):
    assert node_of(data).plain() == data


def test_python_text_stays_text():
    assert node_of("5") == Scalar("5", "5", quoted=True)
    assert not node_of("words").quoted
    with pytest.raises(StudyError, match="texts, numbers, lists and mappings, not of set"):
        node_of({"a": {1, 2}})
