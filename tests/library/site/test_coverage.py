"""What was studied together, and which pairs are wanted by which rule."""

from ezcharts.library.site.coverage import coverage, most_wanted
from ezcharts.library.site.known import CLIP_MODELS
from tests.library.site.test_lists import line


def studies(*parameters: tuple[str, ...], dialect: str = "disco"):
    return [line(f"{dialect}{n}", parameters=some, dialect=dialect) for n, some in enumerate(parameters)]


def test_pairs_count_where_a_study_changes_both():
    disco, jax = coverage(studies(("eta", "steps"), ("eta", "steps"), ("eta",), ("clamp_max",)))
    rows = {row.name: row for row in disco.rows}
    assert [row.name for row in disco.rows] == ["eta", "steps", "clamp_max"]
    assert rows["steps"].together == (2,)
    assert rows["clamp_max"].together == (0, 0)
    assert disco.pairs_done == 1
    assert jax.rows == jax.wanted == ()


def test_the_pair_that_people_touch_most_is_wanted_first():
    disco, _ = coverage(studies(("eta",), ("eta",), ("eta",), ("steps",), ("steps",), ("clamp_max", "eta")))
    assert [(p.first, p.second, p.touched) for p in disco.wanted] == [
        ("eta", "steps", 8),
        ("steps", "clamp_max", 2),
    ]


def test_dialects_are_counted_apart():
    disco, jax = coverage([*studies(("eta",), ("steps",)), *studies(("eta", "steps"), dialect="jax")])
    assert [(p.first, p.second) for p in disco.wanted] == [("eta", "steps")]
    assert jax.wanted == ()
    assert [pair.dialect for pair in most_wanted((disco, jax), 5)] == ["disco"]


def test_model_switches_are_one_parameter_and_prompts_and_seeds_none():
    disco, _ = coverage(studies(("ViTB32", "RN50"), ("text_prompts", "seed", "eta"), ("batch_name",)))
    assert [row.name for row in disco.rows] == [CLIP_MODELS, "eta"]
    assert [(p.first, p.second) for p in disco.wanted] == [(CLIP_MODELS, "eta")]


def test_what_no_study_touches_is_named():
    disco, _ = coverage(studies(("eta",)))
    assert "clamp_max" in disco.never
    assert not {"eta", "batch_name", "seed"} & set(disco.never)
    assert disco.pairs_all == (len(disco.never) + 1) * len(disco.never) // 2


def test_a_study_of_no_known_dialect_counts_nowhere():
    assert not any(one.rows for one in coverage([line("x", dialect="")]))
