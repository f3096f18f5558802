"""`ezcharts params` lists and explains what the declarations say."""

import pytest
from click.testing import CliRunner

from ezcharts.cli.params import params
from ezcharts.params.disco.dialect import DISCO


def run(*arguments, columns=100):
    return CliRunner(env={"COLUMNS": str(columns), "TERM": "dumb"}).invoke(params, arguments)


@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_names_every_parameter_within_the_width(columns):
    result = run(columns=columns)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= columns
    assert {parameter.name for parameter in DISCO} <= {line.split()[0] for line in lines if line.strip()}


def test_the_list_shows_the_defaults_that_differ_between_versions():
    assert "0 → 10" in run().output
    assert "50 → 20" in run().output
    assert "→" not in run("--platform", "disco-5.0").output


def test_the_list_of_a_platform_leaves_out_what_it_lacks():
    output = run("--platform", "disco-4.1").output
    assert "SLIPB16" in output
    assert "diffusion_sampling_mode" not in output


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
