"""The dialect map agrees with the tables of both dialects, and covers all that they share."""

import pytest

from ezcharts.levels.jax import cosine_level, ddpm_level, spliced_time
from ezcharts.params.compare import COMPARISONS, about, sides
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.jax.dialect import JAX

SHARED = sorted(set(DISCO.by_name) & set(JAX.by_name))


def named(each):
    return [(DISCO.find(name), JAX.find(other)) for name in each.disco for other in each.jax]


def words(parameter):
    return {parameter.name, *parameter.aliases}


def defaults(dialect, names):
    """Return all defaults of all versions, as JSON."""
    parameters = [dialect.find(name) for name in names]
    return {
        str(each.domain.to_json(each.domain.parse(raw)))
        for each in parameters
        for raw in each.defaults.values()
    }


def test_every_named_parameter_exists_under_this_name():
    for each in COMPARISONS:
        assert [DISCO.find(name).name for name in each.disco] == list(each.disco), each.topic
        assert [JAX.find(name).name for name in each.jax] == list(each.jax), each.topic


@pytest.mark.parametrize("name", SHARED)
def test_every_name_that_both_dialects_know_is_covered(name):
    covered = [e for e in COMPARISONS if DISCO.find(name).name in e.disco and JAX.find(name).name in e.jax]
    assert len(covered) == 1
    assert covered[0] in about(name)


def test_topics_are_unique_and_texts_are_sentences():
    topics = [each.topic for each in COMPARISONS]
    assert len(topics) == len(set(topics))
    assert all(each.text.endswith(".") and "  " not in each.text for each in COMPARISONS)
    assert {each.level for each in COMPARISONS} == {"warning", "note"}


def test_the_same_name_is_the_same_name():
    for each in COMPARISONS:
        if each.kind.startswith("same name"):
            assert any(words(disco) & words(jax) for disco, jax in named(each)), each.topic


def test_a_different_name_is_a_different_name():
    for each in COMPARISONS:
        if each.kind.startswith("different name"):
            assert each.disco
            assert each.jax
            assert not set(each.disco) & set(each.jax), each.topic


def test_a_different_default_is_a_different_default():
    for each in COMPARISONS:
        if each.kind == "same name, same meaning, different default":
            assert defaults(DISCO, each.disco) != defaults(JAX, each.jax), each.topic


def test_a_different_meaning_is_a_warning():
    assert all(each.level == "warning" for each in COMPARISONS if each.kind == "same name, different meaning")


def test_range_scale_is_the_warning_example():
    found = about("range_scale")
    assert [each.topic for each in found] == ["range_scale", "sat_scale"]
    assert (found[0].disco, found[0].jax) == (("range_scale",), ("sat_scale",))
    assert (found[0].kind, found[0].level) == ("same name, different meaning", "warning")


@pytest.mark.parametrize(
    ("name", "topics"),
    [
        ("eta", ["eta"]),
        ("ddim_eta", ["eta"]),
        ("skip_steps", ["starting later"]),
        ("starting later", ["starting later"]),
        ("init_mse_scale", ["holding to the initial image"]),
        ("cut_ic_pow", ["cut_pow"]),
        ("all_title", ["prompts", "image prompts"]),
        ("perlin_init", []),
        ("nonsense", []),
    ],
)
def test_entries_are_found_by_topic_name_and_alias(name, topics):
    assert [each.topic for each in about(name)] == topics


def test_figures_in_the_texts_are_those_of_the_tables():
    texts = {each.topic: each.text for each in COMPARISONS}
    assert DISCO.find("clamp_max").default_at("5.7") == 0.05
    assert "Disco's bound is 0.05" in texts["clamp_max"]
    assert JAX.find("clamp_max").default_at("2.4") == 0.2
    assert "JAX has 0.2" in texts["clamp_max"]
    overview, inner = (DISCO.find(name).default_at("5.7") for name in ("cut_overview", "cut_innercut"))
    assert {overview.at(index) + inner.at(index) for index in (0, 399, 400, 999)} == {16}
    assert "16 cuts by default" in texts["cutn"]
    assert DISCO.find("cutn_batches").default_at("5.7") == JAX.find("cut_batches").default_at("2.4") == 4
    assert "4 in both" in texts["cut_batches"]
    assert "64 by default" in texts["cut_batches"]
    assert JAX.find("steps").default_at("2.75") == 100
    assert "huemin's default is 100" in texts["steps"]
    assert DISCO.find("init_scale").default_at("5.7") == 1000
    assert JAX.find("init_weight_mse").default_at("2.7") == 0


def test_noise_levels_in_the_texts_are_those_of_the_schedules():
    assert round(ddpm_level(0.5).alpha, 2) == 0.29
    assert round(cosine_level(spliced_time(0.5)).alpha, 2) == 0.51
    assert "0.51 in place of 0.29" in about("starting later")[0].text
    assert "61 %" in about("noise levels")[0].text
    assert "48 %" in about("noise levels")[0].text
    times = [index / 100_000 for index in range(100_001)]
    assert round(100 * sum(spliced_time(t) < 0.8 for t in times) / len(times)) == 61
    assert round(100 * sum(ddpm_level(t).cosine_time < 0.8 for t in times) / len(times)) == 48


def test_both_sides_have_their_defaults():
    found = dict(sides(about("tv_scale")[0]))
    assert found == {
        "Disco Diffusion": ["tv_scale (default 0)"],
        "JAX notebooks": ["tv_scale (default 150; from jax-jan22 on 0; from huemin-2.7 on 100)"],
    }
