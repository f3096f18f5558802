"""Studies of platforms that wait are checked as far as it goes."""

import pytest

from ezcharts.errors import StudyError, UnknownName
from ezcharts.studies.grid import expand
from ezcharts.studies.identity import cell_key
from ezcharts.studies.waiting import JAX, dialect_with_waiting, settings_of, waits_for

JAX_STUDY = """\
title: tv_scale vs steps
platform: jax-2.4
axes:
  tv_scale: [0, 150]
  steps: [50, 250]
settings:
  prompt: cursed toilet
  seed: 7
  size: 512x512
"""


def test_platforms_that_wait_say_so():
    assert waits_for("jax-2.4") == "platform jax-2.4 waits for the JAX dialect"
    assert waits_for("disco-5.2") is None
    assert dialect_with_waiting("jax-jan22") is JAX
    assert dialect_with_waiting("disco-5.2").name == "disco"
    with pytest.raises(UnknownName, match=r"unknown platform 'jax-2\.5'; did you mean 'jax-2\.4'"):
        dialect_with_waiting("jax-2.5")


def test_a_study_that_waits_is_expanded_and_counted(read):
    grid = expand(read(JAX_STUDY), "preview")
    assert [(each.stated["tv_scale"], each.stated["steps"]) for each in grid.cells] == [
        (0, 50),
        (0, 250),
        (150, 50),
        (150, 250),
    ]
    cell = grid.cells[2].cell
    assert (cell.size, cell.executed_steps, cell.switches, cell.files) == ((128, 128), 50, (), {})
    assert cell.settings["tv_scale"] == 9.375  # 150 · (128/512)²
    assert cell.settings["cut_batches"] == 1
    assert len({cell_key(each.cell, {}) for each in grid.cells}) == 4


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tv_skale: 1", "unknown jax parameter 'tv_skale'; did you mean 'tv_scale' or 'sat_scale'"),
        ("clip_models: [ViTB32]", "unknown jax parameter 'clip_models'"),
        ("cutn: 0", "cutn must be an integer of at least 1, got 0"),
        ("eta: high", "eta must be a number, got 'high'"),
    ],
)
def test_mistakes_in_a_study_that_waits(read, line, message):
    with pytest.raises(StudyError) as caught:
        read(JAX_STUDY + f"  {line}\n")
    assert message in str(caught.value)


def test_settings_that_wait_are_complete():
    settings = settings_of("jax-jan22", {"steps": 50})
    assert settings["clip_guidance_scale"] == 4000
    assert settings.replace(eta=0)["steps"] == 50
    assert settings.replace(eta=0)["eta"] == 0
    assert settings_of("jax-2.4", {})["clip_guidance_scale"] == 2000
    assert hash(settings) == hash(settings_of("jax-jan22", {"steps": 50}))
