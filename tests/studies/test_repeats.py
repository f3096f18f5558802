"""Repeats: seeds and pictures of a seed."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.repeats import Repeat, read_repeats
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import read_yaml


@pytest.fixture
def repeats(tmp_path):
    """Read what stands under `repeats`."""
    return lambda text: read_repeats(Vocabulary("disco-5.2", tmp_path), read_yaml(text, "f.yaml"))


def test_without_a_word_there_is_one():
    assert read_repeats(Vocabulary("disco-5.2", "."), None) == (Repeat(),)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", [Repeat()]),
        ("3", [Repeat(), Repeat(offset=1), Repeat(offset=2)]),
        ("[11, 12]", [Repeat(11), Repeat(12)]),
        ("11-13", [Repeat(11), Repeat(12), Repeat(13)]),
        ("{seeds: [7], images: 0-1}", [Repeat(7, 0), Repeat(7, 1)]),
        ("{images: [2]}", [Repeat(image=2)]),
        ("{seeds: 0-4 (+4)}", [Repeat(0), Repeat(4)]),
    ],
)
def test_repeats_are_counted_or_listed(repeats, text, meant):
    assert list(repeats(text)) == meant


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0", "repeats: must be a whole number of at least 1, got 0"),
        ("2000", "repeats: a study has at most 1000 repeats, got 2000"),
        ("true", "repeats: must be a whole number of at least 1, got True"),
        ("[1, 1]", "repeats: lists different numbers, got 1, 1"),
        ("[]", "repeats: lists different numbers, got none"),
        ("[x]", "'x' is neither a number nor a range"),
        ("[-1]", "must be an integer from 0 to 4294967296, or 'random_seed', got -1"),
        ("[1.5]", "must be an integer from 0"),
        ("{seeds: [random_seed]}", "'random_seed' is neither a number nor a range"),
        ("{seed: 1}", "f.yaml:1: repeats.seed: unknown key 'seed'; did you mean 'seeds'"),
        ("{images: [-1]}", "repeats.images: must be an integer of at least 0, got -1"),
    ],
)
def test_mistakes_in_repeats(repeats, text, message):
    with pytest.raises(StudyError) as caught:
        repeats(text)
    assert message in str(caught.value)
