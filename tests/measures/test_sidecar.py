"""Sidecars: values come back as they were put, know when they are stale, and damage is told."""

import hashlib
from dataclasses import replace

import pytest

from ezcharts.errors import StoreError
from ezcharts.measures.sidecar import Entry, Measured, Sidecars, fingerprint
from ezcharts.measures.table import find
from ezcharts.store import files
from ezcharts.store.store import Store
from tests.measures.pictures import key_of, put_cell

MEASURED = Measured(
    key_of("a"),
    key_of("record"),
    {
        "contrast": Entry(0.25, 1),
        "detail": Entry({"fine": 0.1, "coarse": 0.3}, 1),
        "init_similarity": Entry(None, 1),
        "prompt_similarity": Entry(-0.5, 2, key_of("judge")),
    },
)


@pytest.fixture
def reports():
    return []


@pytest.fixture
def sidecars(tmp_path, reports):
    return Sidecars(tmp_path, reports.append)


def test_what_is_put_comes_back(sidecars, tmp_path):
    assert sidecars.get(MEASURED.key) is None
    sidecars.put(MEASURED)
    assert sidecars.get(MEASURED.key) == MEASURED
    assert sidecars.keys() == [MEASURED.key]
    assert sidecars.path(MEASURED.key) == tmp_path / "measures" / MEASURED.key[:2] / f"{MEASURED.key}.json"


def test_equal_values_are_equal_bytes():
    turned = replace(MEASURED, entries=dict(reversed(MEASURED.entries.items())))
    assert turned.to_bytes() == MEASURED.to_bytes()


def test_numbers_are_flat_and_none_is_no_number():
    assert MEASURED.numbers() == {
        "contrast": 0.25, "detail.coarse": 0.3, "detail.fine": 0.1, "prompt_similarity": -0.5,
    }  # fmt: skip


def test_a_value_is_stale_when_its_version_or_its_model_moves_on():
    contrast, similarity = find("contrast"), replace(find("prompt_similarity"), version=2)
    assert not MEASURED.lacks(contrast)
    assert MEASURED.lacks(replace(contrast, version=2))
    assert MEASURED.lacks(find("noise"))
    assert not MEASURED.lacks(find("init_similarity"))  # none is an answer
    assert not MEASURED.lacks(similarity, key_of("judge"))
    assert MEASURED.lacks(similarity, key_of("another judge"))
    # A value of a newer EZ Charts is better than ours.
    assert not MEASURED.lacks(replace(similarity, version=1), key_of("judge"))


def test_values_of_another_rendering_count_for_nothing(sidecars, tmp_path):
    store = Store(tmp_path / "store")
    sidecars = Sidecars(store.root)
    first = put_cell(store, "a", seed=1)
    sidecars.put(Measured(first.key, fingerprint(first), MEASURED.entries))
    assert sidecars.of(first).entries == MEASURED.entries
    second = put_cell(store, "a", seed=2)
    assert sidecars.of(second) == Measured(first.key, fingerprint(second), {})


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:40],
        lambda content: content.replace(b"0.25", b"0.35"),
        lambda content: b"[]",
        lambda content: b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_set_aside_with_a_word(sidecars, reports, damage):
    sidecars.put(MEASURED)
    path = sidecars.path(MEASURED.key)
    path.write_bytes(damage(path.read_bytes()))
    assert sidecars.get(MEASURED.key) is None
    assert len(reports) == 1
    assert "is damaged (not a whole file of measures" in reports[0]
    assert f"kept aside as {path.name}.damaged; the cell is measured again" in reports[0]
    assert sidecars.keys() == []


def test_a_file_under_the_key_of_another_is_none_of_it(sidecars, reports):
    sidecars.put(MEASURED)
    other = sidecars.path(key_of("b"))
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(sidecars.path(MEASURED.key).read_bytes())
    assert sidecars.get(key_of("b")) is None
    assert f"it is of cell {MEASURED.key}" in reports[0]


def test_an_interrupted_write_leaves_what_was_there(sidecars, tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    sidecars.put(MEASURED)
    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            sidecars.put(replace(MEASURED, entries={}))
    assert sidecars.get(MEASURED.key) == MEASURED
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_key_that_is_none_is_refused(sidecars):
    for ask in (sidecars.get, sidecars.path, lambda key: sidecars.claim(key).__enter__()):
        with pytest.raises(StoreError, match="a digest has 64 hexadecimal digits"):
            ask("../../etc/passwd")


def test_a_fingerprint_is_that_of_the_record_s_file(tmp_path):
    store = Store(tmp_path / "store")
    record = put_cell(store, "a")
    path = next((store.root / "records").glob("*/*.json"))
    assert fingerprint(record) == hashlib.sha256(path.read_bytes()).hexdigest()
