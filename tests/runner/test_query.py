"""Which pictures of a store belong on one chart, and what comes near. No picture is rendered."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.params.dialect import dialect_of
from ezcharts.runner.query import Query, pictures, told_apart
from ezcharts.store.picture import Origin, encode_picture
from ezcharts.store.records import Record
from ezcharts.store.store import Store
from ezcharts.studies.axes import read_axis
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import node_of
from tests.tiny_cells import tiny_cell

DISCO = dialect_of("disco-5.2")
PRIOR = {"prior": "a" * 64}


def record(
    created="2026-01-01T00:00:00+00:00", platform="disco-5.2", image=0, models=PRIOR, **changes
) -> Record:
    cell = tiny_cell(platform, image, **changes)
    key = hashlib.sha256(repr((cell.settings.to_json(), image, models, created)).encode()).hexdigest()
    return Record(
        key=key,
        state="done",
        platform=platform,
        settings=cell.settings.to_json(),
        image=image,
        size=(64, 64),
        models=models,
        created=created,
    )


def axis(name, values):
    return read_axis(Vocabulary("disco-5.2", Path()), name, node_of(values))


def query(static=None, ignored=(), **axes) -> Query:
    return Query(DISCO, tuple(axis(n, v) for n, v in axes.items()), static or {}, frozenset(ignored))


def test_pictures_that_agree_in_all_but_the_axes_are_one_chart():
    records = [record(eta=eta, steps=steps) for eta in (0, 0.5) for steps in (5, 6)]
    (found,) = query(eta=[0, 0.5], steps=[5, 6]).sets(records)
    assert found.places == {(i, j): records[2 * i + j] for i in range(2) for j in range(2)}
    assert found.rest["seed"] == 3
    assert not {"eta", "steps", "platform"} & found.rest.keys()


def test_values_off_the_axes_and_other_static_values_stay_out():
    records = [record(eta=0), record(eta=0.5), record(eta=1), record(eta=0, seed=4)]
    (found,) = query({"seed": 3}, eta=[0, 1]).sets(records)
    assert found.places == {(0,): records[0], (1,): records[2]}


def test_a_difference_elsewhere_makes_two_charts_the_fullest_first():
    records = [record(eta=0, seed=9), record(eta=0), record(eta=1), record(eta=0, image=1, seed=9)]
    asked = query(eta=[0, 1])
    sets = asked.sets(records)
    assert [len(each.places) for each in sets] == [2, 1, 1]
    assert told_apart(asked, sets) == ["seed", "image"]
    assert len(query(eta=[0, 1], ignored=["seed", "image"]).sets(records)) == 1


def test_of_several_pictures_for_a_place_the_newest_is_shown():
    old, new = record("2026-01-01T00:00:00+00:00", seed=1), record("2026-01-02T00:00:00+00:00", seed=2)
    (found,) = query(eta=[0.8], ignored=["seed"]).sets([new, old])
    assert found.places == {(0,): new}


def test_names_platforms_and_what_is_saved_make_no_difference():
    records = [record(eta=0, batch_name="a"), record(eta=1, batch_name="b", platform="disco-5.0")]
    (found,) = query(eta=[0, 1]).sets(records)
    assert len(found.places) == 2


def test_pictures_by_older_weights_are_left_out_unless_weights_are_ignored():
    new = record("2026-01-02T00:00:00+00:00", models={"prior": "b" * 64, "RN50": "c" * 64})
    old = record("2026-01-01T00:00:00+00:00", eta=0)
    other = record("2026-01-01T00:00:00+00:00", eta=1, models={"prior": "b" * 64, "ViTB32": "d" * 64})
    (found,) = query(eta=[0, 0.8, 1]).sets([new, old, other])
    assert found.places == {(1,): new, (2,): other}
    assert found.older == 1
    assert len(query(eta=[0, 0.8, 1], ignored=["models"]).sets([new, old, other])[0].places) == 3


def test_files_count_by_content_and_not_by_name():
    sea = {**PRIOR, "init_image": "e" * 64}
    records = [
        record(eta=0, init_image="sea.png", models=sea),
        record(eta=1, init_image="other/sea.png", models=sea),
        record(eta=1, init_image="sea.png", models={**PRIOR, "init_image": "f" * 64}),
        record(eta=1),
    ]
    sets = query(eta=[0, 1]).sets(records)
    assert [set(each.places) for each in sets] == [{(0,), (1,)}, {(1,)}, {(1,)}]
    assert told_apart(query(eta=[0, 1]), sets) == ["init_image"]


def test_what_comes_near_says_how_it_differs_the_nearest_first_each_kind_once():
    records = [
        record(eta=0.5, steps=6, seed=7),
        record(eta=0.5, seed=7),
        record(eta=0.5, seed=8),
        record(eta=0.5, seed=7, tv_scale=1),
    ]
    near = query({"seed": 3, "steps": 5}, eta=[0, 1]).near(records)
    assert [str(each) for each in near] == [
        "eta 0.5 (not 0, 1), seed 7 (not 3)",
        "eta 0.5 (not 0, 1), seed 8 (not 3)",
        "eta 0.5 (not 0, 1), seed 7 (not 3), steps 6 (not 5)",
    ]
    assert near[0].record is records[1]
    assert len(query({"seed": 3}, eta=[0]).near(records, most=1)) == 1


def test_an_empty_place_knows_the_picture_that_would_stand_there():
    records = [record(eta=0), record(eta=1, seed=4, tv_scale=2), record(eta=1, seed=5)]
    asked = query(eta=[0, 1, 2])
    shown = asked.sets(records)[0]
    assert [str(each) for each in asked.near_place(records, shown, (1,))] == ["seed 5 (not 3)"]
    assert asked.near_place(records, shown, (2,)) == []


values = st.sampled_from([0, 0.25, 0.5])


@given(
    st.lists(st.tuples(values, st.sampled_from([5, 6]), st.sampled_from([1, 2])), unique=True, max_size=12)
)
def test_every_picture_is_in_exactly_one_chart(made):
    records = [record(eta=eta, steps=steps, seed=seed) for eta, steps, seed in made]
    sets = query(eta=[0, 0.25, 0.5], steps=[5, 6]).sets(records)
    assert sorted(r.key for each in sets for r in each.places.values()) == sorted(r.key for r in records)
    assert len(sets) == len({seed for _, _, seed in made})
    assert [len(each.places) for each in sets] == sorted((len(each.places) for each in sets), reverse=True)
    assert all(len({r.settings["seed"] for r in each.places.values()}) == 1 for each in sets)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def kept(store, made: Record) -> Record:
    origin = Origin(key=made.key, platform=made.platform, settings=made.settings)
    number = int(made.key[:2], 16)
    return store.put(made, encode_picture(np.full((64, 64, 3), number, dtype=np.uint8), origin))


def test_finished_pictures_come_newest_first(store):
    days = [f"2026-01-0{day}T00:00:00+00:00" for day in (2, 3, 1)]
    made = [kept(store, record(day, eta=index)) for index, day in enumerate(days)]
    assert pictures(store) == [made[1], made[0], made[2]]


def test_what_failed_is_gone_or_has_other_parameters_is_no_picture(store):
    whole = kept(store, record(eta=0))
    gone = kept(store, record(eta=1))
    store.picture_path(gone).unlink()
    store.put(replace(record(eta=2), state="failed", reason="no", size=None))
    of_another_version = record(eta=3)
    settings = {name: v for name, v in of_another_version.settings.items() if name != "eta"}
    kept(store, replace(of_another_version, settings=settings))
    kept(store, replace(record(eta=3), platform="disco-9"))
    assert pictures(store) == [whole]


def test_pictures_are_those_of_one_dialect(store):
    disco = kept(store, record())
    jax = dialect_of("jax-2.7")
    assert pictures(store, DISCO) == [disco]
    assert pictures(store, jax) == []
