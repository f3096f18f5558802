"""`ez.params` says what the command line says."""

from __future__ import annotations

import pytest

import ezcharts.notebook as ez
from ezcharts.errors import InputError, UnknownName
from ezcharts.params.dialect import DIALECTS, dialect_of


def test_the_list_names_every_parameter_of_every_dialect():
    shown = ez.params()._repr_html_()
    for dialect in DIALECTS:
        for parameter in dialect:
            assert f">{parameter.name}<" in shown


def test_the_list_of_a_platform_has_its_parameters_only():
    shown = {line.split()[0] for line in repr(ez.params(platform="disco-4.1")).splitlines() if line.strip()}
    assert {parameter.name for parameter in dialect_of("disco-4.1").on("disco-4.1")} <= shown
    assert not {"diffusion_sampling_mode", "all_title"} & shown


def test_a_parameter_is_explained_in_every_dialect_that_has_it():
    both = repr(ez.params("cgs"))
    assert "clip_guidance_scale Disco Diffusion" in both
    assert "clip_guidance_scale JAX notebooks" in both
    assert "also called  cgs" in both
    assert "JAX" not in repr(ez.params("cgs", platform="disco-5.2")).split("note:")[0]
    assert "It exists since version 5.1, not in 4.1." in repr(
        ez.params("diffusion_sampling_mode", "disco-4.1")
    )


def test_what_the_same_name_means_elsewhere_is_told():
    assert "note: range_scale: same name, different meaning" in repr(ez.params("range_scale"))


def test_unknown_names_are_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="unknown parameter 'clamp_mx'; did you mean 'clamp_max'"):
        ez.params("clamp_mx")
    with pytest.raises(UnknownName, match="unknown platform 'disco-6'"):
        ez.params(platform="disco-6")
    jax, disco = dialect_of("jax-2.7"), dialect_of("disco-5.2")
    name = next(name for name in jax.elsewhere if name not in disco.by_name)
    with pytest.raises(InputError, match=name):
        ez.params(name)
