"""`ezcharts params` lists and explains what the declarations say."""

import pytest
from click.testing import CliRunner

from ezcharts.cli.params import params
from ezcharts.params.compare import COMPARISONS
from ezcharts.params.dialect import DIALECTS
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.jax.dialect import JAX


def run(*arguments, columns=100):
    return CliRunner(env={"COLUMNS": str(columns), "TERM": "dumb"}).invoke(params, arguments)


@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_names_every_parameter_within_the_width(columns):
    result = run(columns=columns)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= columns
    named = {line.split()[0] for line in lines if line.strip()}
    assert {parameter.name for dialect in DIALECTS for parameter in dialect} <= named
    assert result.output.index("Disco Diffusion") < result.output.index("JAX notebooks")


def test_the_list_shows_the_defaults_that_differ_between_versions():
    assert "0 → 10" in run().output
    assert "50 → 20" in run().output
    assert "→" not in run("--platform", "disco-5.0").output


def test_the_list_of_a_platform_leaves_out_what_it_lacks():
    output = run("--platform", "disco-4.1").output
    assert "SLIPB16" in output
    assert "diffusion_sampling_mode" not in output
    assert "OpenAIFinetune" not in run("--platform", "jax-2.4", columns=200).output
    assert "OpenAIFinetune" in run("--platform", "jax-2.7", columns=200).output


def test_one_parameter_is_explained_by_name_or_alias():
    assert run("cgs").output == run("clip_guidance_scale").output
    output = run("cut_ic_pow", columns=200).output
    for text in (
        "How tight the random crops are",
        "a number or a schedule such as [12]*400+[4]*600, each entry a number of at least 0",
        "exponent",
        "ic_cut_pow, ic_pow, cut_pow",
        "CLIP models with a larger input see larger crops",
        "engines.md 2.4",
        "0.5 to 100",
    ):
        assert text in output


def test_a_parameter_that_a_platform_lacks_is_explained_as_such():
    output = run("diffusion_sampling_mode", "--platform", "disco-4.1").output
    assert "It exists since version 5.1, not in 4.1." in output
    assert "acts like" in output


def test_an_unknown_name_is_a_usage_error_with_the_nearest_names():
    result = run("clamp_mx")
    assert result.exit_code == 2
    assert "unknown parameter 'clamp_mx'; did you mean 'clamp_max'" in result.output


def test_an_animation_key_is_recognised():
    result = run("turbo_mode")
    assert result.exit_code == 2
    assert "turbo_mode belongs to Disco's animation modes" in result.output


def test_an_unknown_platform_lists_them_all():
    result = run("--platform", "disco-6")
    assert result.exit_code == 2
    assert all(platform in result.output for platform in DISCO.platforms)


def test_a_name_of_both_dialects_is_explained_twice_and_leads_to_the_map():
    output = run("tv_scale").output
    assert output.index("tv_scale  Disco Diffusion") < output.index("tv_scale  JAX notebooks")
    assert "ezcharts params --compare tv_scale tells what the other dialect means." in output
    assert "JAX notebooks" not in run("tv_scale", "--platform", "disco-5.2").output
    assert "tv_scale  huemin-2.7" in run("tv_scale", "--platform", "huemin-2.7").output
    assert "--compare" not in run("steps").output


def test_platforms_have_their_names_where_a_version_has_none():
    output = run("sample_mode", "--platform", "jax-jan22").output
    assert "It exists since jax-2.7, not in jax-jan22." in output
    assert "2.5" not in output
    assert "8 (ours; the notebook's is not known)" in run("cutn", "--platform", "jax-2.4").output


def test_a_name_that_belongs_elsewhere_says_where():
    output = run("skip_timesteps").output
    assert "skip_steps  Disco Diffusion" in output
    assert "JAX notebooks: skip_timesteps belongs to version 2.3 and older; use starting_noise" in output
    result = run("use_noise_inject")
    assert result.exit_code == 2
    assert "use_noise_inject belongs to huemin's noise injection, which is not rendered" in result.output


@pytest.mark.parametrize("columns", [80, 120])
def test_the_map_is_readable_within_the_width(columns):
    result = run("--compare", columns=columns)
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= columns
    for each in COMPARISONS:
        warning = "warning: " if each.level == "warning" else ""
        assert f"{each.topic}  {warning}{each.kind}" in result.output
        assert all(name in result.output for name in (*each.disco, *each.jax))


def test_one_name_of_the_map():
    output = run("--compare", "range_scale", columns=200).output
    assert output.startswith("range_scale  warning: same name, different meaning")
    assert "In Disco it does nothing" in output
    assert "range_scale (default 150)" in output
    assert "sat_scale (default 600" in output
    assert run("--compare", "ddim_eta").output == run("--compare", "eta").output
    assert "tv_scale" not in output


def test_a_name_that_only_one_dialect_has_says_so():
    assert run("--compare", "mean_scale").output == (
        "mean_scale is of JAX notebooks only; there is nothing to compare.\n"
    )
    assert "perlin_init is of Disco Diffusion only" in run("--compare", "perlin_init").output
    result = run("--compare", "clamp_mx")
    assert result.exit_code == 2
    assert "did you mean 'clamp_max'" in result.output


def test_every_parameter_of_both_dialects_can_be_explained_and_compared():
    for parameter in (*DISCO, *JAX):
        assert run(parameter.name).exit_code == 0
        assert run("--compare", parameter.name).exit_code == 0
