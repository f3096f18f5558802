"""Settings that all cells share, with their marks."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.base import read_settings
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import read_yaml


@pytest.fixture
def settings(tmp_path):
    """Read what stands under `settings`."""
    return lambda text: read_settings(Vocabulary("disco-4.1", tmp_path), read_yaml(text, "f.yaml"))


def test_settings_are_marked_by_group_or_one_by_one(settings):
    found = settings("""
stated: {steps: 250, cgs: {value: 5000, mark: inferred}}
inferred:
  size: 640x384
eta: 0.5
clamp_max: {value: 0.2, mark: stated}
""")
    assert {name: (given.value, given.mark) for name, given in found.items()} == {
        "steps": (250, "stated"),
        "clip_guidance_scale": (5000, "inferred"),
        "width_height": ((640, 384), "inferred"),
        "eta": (0.5, "chosen"),
        "clamp_max": (0.2, "stated"),
    }
    assert found["width_height"].place.line == 4


def test_clip_models_sets_every_switch_of_the_platform(settings):
    found = settings("clip_models: [ViTB32, SLIPB16]")
    assert {name for name, given in found.items() if given.value} == {"ViTB32", "SLIPB16"}
    assert len(found) == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps: 1-5", "steps: steps must be an integer of at least 2, got '1-5'; a list or range of"),
        ("steps: 250 + skip_steps", "got '250 + skip_steps'; a formula begins with '=': '=250 + skip_steps'"),
        ("stated: {steps: 250}\nsteps: 50", "f.yaml:2: settings.steps: steps is given twice; keep one"),
        ("cgs: 1\nclip_guidance_scale: 2", "f.yaml:2: settings.clip_guidance_scale: clip_guidance_scale is"),
        ("clip_models: [RN50]\nViTB32: on", "f.yaml:2: settings.ViTB32: ViTB32 is given twice"),
        ("stated: 5", "f.yaml:1: settings.stated: must be a mapping (key: value), got 5"),
        ("stated: {etta: 1}", "settings.stated.etta: unknown disco parameter 'etta'; did you mean 'eta'"),
        ("[1]", "settings: must be a mapping (key: value), got [1]"),
        ("eta:", "settings.eta: eta must be a number, got None"),
        ("clamp_grad: maybe", "clamp_grad must be true or false, got 'maybe'"),
        ("cut_overview: '[12]*400+'", "cut_overview: expected a list such as [12]*400, or a number"),
    ],
)  # fmt: skip
def test_mistakes_in_settings(settings, text, message):
    with pytest.raises(StudyError) as caught:
        settings(text)
    assert message in str(caught.value)


def test_all_mistakes_are_told_at_once(settings):
    with pytest.raises(StudyError) as caught:
        settings("etta: 1\nstated: {steps: 1, eta: x}\nclamp_max: y\n")
    assert [problem.line for problem in caught.value.problems] == [1, 2, 2, 3]
