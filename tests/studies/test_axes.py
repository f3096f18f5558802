"""Every way to write an axis, and what is wrong with the others."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.params.schedule import parse_schedule
from ezcharts.studies.axes import indices_of, read_axis
from ezcharts.studies.formula import Formula
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import read_yaml

RN = ("RN50", "RN101")


@pytest.fixture
def axis(tmp_path):
    """Read one axis from `name: ...`."""

    def read(text, platform="disco-5.2"):
        top = read_yaml(text, "f.yaml")
        (name,) = top.entries
        return read_axis(Vocabulary(platform, tmp_path), name, top.entries[name])

    return read


def values(found):
    """The plain overlays of an axis."""
    return [overlay.plain() for overlay in found.values]


def labels(found):
    return [overlay.label for overlay in found.values]


@pytest.mark.parametrize(
    ("text", "parameter", "meant"),
    [
        ("steps: [250, 500, 1000]", "steps", [250, 500, 1000]),
        ("steps: 100-500 (+200)", "steps", [100, 300, 500]),
        ("steps: [25, 50-250 (+100)]", "steps", [25, 50, 150, 250]),
        ("steps: 250.0, 500", "steps", [250, 500]),
        ("eta: 0-1 [6]", "eta", [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ("cgs: [500, 1e9]", "clip_guidance_scale", [500, 10**9]),
        ("sampler: [ddim, plms]", "diffusion_sampling_mode", ["ddim", "plms"]),
        ("use_secondary_model: [off, on]", "use_secondary_model", [False, True]),
        ("use_secondary_model: [no, true]", "use_secondary_model", [False, True]),
        ("seed: 1-3", "seed", [1, 2, 3]),
        ("size: [640x384, [1280, 768]]", "width_height", [(640, 384), (1280, 768)]),
        ("eta: {values: [0, 1], label: noise}", "eta", [0, 1]),
        ("mine: {parameter: ic_cut_pow, values: 1-3}", "cut_ic_pow", [1, 2, 3]),
    ],
)
def test_values_of_any_parameter(axis, text, parameter, meant):
    found = axis(text)
    if parameter == "cut_ic_pow":
        meant = [parse_schedule(str(value)) for value in meant]
    assert values(found) == [{parameter: value} for value in meant]
    assert found.parameters == (parameter,)


def test_labels_are_as_written_or_as_the_notebooks_write(axis):
    assert labels(axis("range_scale: [0, 150, 1e9]")) == ["0", "150", "1e9"]
    assert labels(axis("use_secondary_model: [off, on]")) == ["off", "on"]
    assert labels(axis("use_secondary_model: [true]")) == ["on"]
    assert labels(axis("eta: 0-1 [4]")) == ["0", "0.3333", "0.6667", "1"]
    assert labels(axis("size: [[1280, 768]]")) == ["1280x768"]
    assert labels(axis("cut_overview: ['[12]*400+[4]*600', 4]")) == ["[12]*400+[4]*600", "4"]
    assert labels(axis("eta: [{value: 0.8, label: default}]")) == ["default"]
    found = axis("eta: {label: noise, values: [0]}")
    assert (found.name, found.label) == ("eta", "noise")


def test_prompts_are_never_split(axis):
    found = axis("""
text_prompts:
  - a castle, a moat, 3-5 knights
  - [a castle:2, fog:-1]
  - "1, 2, 5-7"
""")
    assert values(found) == [
        {"text_prompts": ("a castle, a moat, 3-5 knights",)},
        {"text_prompts": ("a castle:2", "fog:-1")},
        {"text_prompts": ("1, 2, 5-7",)},
    ]
    one = axis("prompt: a castle, a moat")
    assert values(one) == [{"text_prompts": ("a castle, a moat",)}]
    notebook = axis("prompts: {0: [a castle, fog]}")
    assert values(notebook) == [{"text_prompts": ("a castle", "fog")}]


def test_marks_go_down_to_the_values(axis):
    found = axis("eta: {mark: stated, values: [0, {value: 1, mark: chosen}]}")
    assert [overlay.mark for overlay in found.values] == ["stated", "chosen"]
    assert found.values[1].values["eta"].mark == "chosen"
    assert axis("eta: [0]").values[0].mark == "chosen"


def test_a_set_of_models_sets_every_switch(axis):
    found = axis("clip_models: [ViTB32, [RN50, ViT-B/16], ViTB32+RN50, none]")
    assert labels(found) == ["ViTB32", "ViTB16+RN50", "ViTB32+RN50", "none"]
    on = [{name for name, value in overlay.items() if value} for overlay in values(found)]
    assert on == [{"ViTB32"}, {"ViTB16", "RN50"}, {"ViTB32", "RN50"}, set()]
    assert all(len(overlay) == 8 for overlay in values(found))  # all that 5.2 has
    assert "ViTL14_336px" not in found.parameters


def test_subsets_are_all_combinations_of_their_models_and_leave_the_others(axis):
    found = axis("rn: {subsets: [RN50, RN101, RN50x4]}")
    assert labels(found) == [
        "RN50",
        "RN101",
        "RN50x4",
        "RN50+RN101",
        "RN50+RN50x4",
        "RN101+RN50x4",
        "RN50+RN101+RN50x4",
    ]
    assert values(found)[3] == {"RN50": True, "RN101": True, "RN50x4": False}
    with_none = axis("rn: {subsets: [RN50, RN101], none: true}")
    assert labels(with_none) == ["none", "RN50", "RN101", "RN50+RN101"]
    assert with_none.kinds == {"single": (1, 2), "some": (1, 2, 3)}


def test_parameters_that_change_together(axis):
    found = axis("effort: {together: {steps: 50-150 (+50), skip_steps: [5, 10, 15]}, mark: inferred}")
    assert values(found)[1] == {"steps": 100, "skip_steps": 10}
    assert labels(found) == ["50, 5", "100, 10", "150, 15"]
    assert found.parameters == ("steps", "skip_steps")
    assert found.values[0].mark == "inferred"


def test_named_overlays(axis):
    found = axis("""
look:
  named:
    soft: {clamp_max: 0.03}
    hard: {clamp_max: {value: 0.1, mark: stated}, eta: 1, clip_models: [ViTB32]}
""")
    assert labels(found) == ["soft", "hard"]
    assert values(found)[0] == {"clamp_max": 0.03}
    assert values(found)[1]["eta"] == 1
    assert values(found)[1]["RN50"] is False
    assert found.values[1].values["clamp_max"].mark == "stated"


def test_a_value_may_be_a_formula(axis):
    found = axis("cut_innercut: [4, =2 * cut_overview]")
    assert isinstance(values(found)[1]["cut_innercut"], Formula)
    assert labels(found) == ["4", "=2 * cut_overview"]


def test_two_readings_share_their_common_values(axis):
    found = axis("""
eta:
  readings:
    printed: {values: [-1.0, -0.08, 0.02], mark: stated}
    likely: [-0.8, -1]
""")
    assert values(found) == [{"eta": -1}, {"eta": -0.08}, {"eta": 0.02}, {"eta": -0.8}]
    assert found.readings == {"printed": (0, 1, 2), "likely": (3, 0)}
    assert [overlay.mark for overlay in found.values] == ["stated", "stated", "stated", "chosen"]


def test_values_are_found_by_label_or_by_value(axis):
    def found(wanted):
        return indices_of(axis("eta: [0, 0.5, {value: 0.8, label: default}, 1]"), read_yaml(wanted), "k")

    assert found("[0.5]") == (1,)
    assert found("default") == (2,)
    assert found("0.8") == (2,)
    assert found("[1, 0.0]") == (3, 0)
    assert found("0-1 (+0.5)") == (0, 1, 3)
    with pytest.raises(StudyError, match=r"k: the axis 'eta' has no value '0.3'; it has 0, 0.5, default, 1"):
        found("0.3")
    with pytest.raises(StudyError, match="the axis 'eta' has no value 'defualt'; did you mean 'default'"):
        found("defualt")
    with pytest.raises(StudyError, match="k: lists different values of the axis, at least one"):
        found("[1, 1]")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stepz: [1]", "f.yaml:1: axes.stepz: unknown disco parameter 'stepz'; did you mean 'steps'"),
        ("clip_model: [ViTB32]", "did you mean 'clip_models'"),
        ("steps: [250, 1]", "f.yaml:1: axes.steps: steps must be an integer of at least 2, got 1"),
        ("steps: [250, x]", "steps must be an integer of at least 2, got 'x'"),
        ("steps: 10-1", "f.yaml:1: axes.steps: the range '10-1' holds nothing"),
        ("steps: 2-5 [3]", "'2-5 [3]' gives 3.5, which is not a whole number; [2] or [4] would be whole"),
        ("steps:\n  - 5\n  - 7.5\n", "f.yaml:3: axes.steps: steps must be an integer of at least 2, got 7.5"),
        ("steps: []", "axes.steps: an axis has at least one value"),
        ("steps:\n- 250\n- 250.0\n", "f.yaml:3: axes.steps: 250.0 is on the axis twice"),
        ("eta: [{value: 0, label: x}, {value: 1, label: x}]", "axes.eta: two values have the label 'x'"),
        ("eta: {value: 1}", "axes.eta.value: unknown key 'value'; did you mean 'values'"),
        ("eta: {values: [1], lable: x}", "axes.eta.lable: unknown key 'lable'; did you mean 'label'"),
        ("eta: {values: [1], together: {}}", "readings; this one has values and together"),
        ("eta: {label: x}", "this one has none"),
        ("eta: {values: [1], mark: sure}", "must be one of stated, inferred, chosen, got 'sure'"),
        ("eta: {values: [1], none: true}", "axes.eta: none goes with subsets, not with values"),
        ("x: {together: {eta: [1]}, parameter: eta}", "goes with values or readings, not with together"),
        ("x: {together: {eta: [0, 1], steps: [50]}}", "parameters that change together have"),
        ("x: {together: {eta: [0, 1], steps: [50]}}", "the same number of values; eta has 2, steps has 1"),
        ("x: {together: {}}", "the same number of values; none"),
        ("x: {named: {a: {}}}", "axes.x.named.a: sets nothing; give at least one parameter"),
        ("x: {named: {a: {eta: 0, ddim_eta: 1}}}", "eta is set twice by one value; keep one"),
        ("x: {named: {a: 5}}", "axes.x.named.a: must be a mapping (key: value), got 5"),
        ("x: {subsets: [RN50, RN50]}", "axes.x.subsets: lists 1 to 7 different models, got 2: RN50, RN50"),
        ("x: {subsets: [RN5O]}", "unknown CLIP model 'RN5O'; did you mean 'RN50'"),
        ("x: {subsets: [eta]}", "unknown CLIP model 'eta'"),
        ("x: {subsets: [RN50], none: 1}", "axes.x.none: must be true or false, got 1"),
        ("clip_models: [[RN50, RN50]]", "a set of models holds each once, got RN50+RN50"),
        ("clip_models: [ViTL14_336px]", "ViTL14_336px exists since version 5.3, not in 5.2"),
        ("use_horizontal_symmetry: [on]", "use_horizontal_symmetry exists since version 5.3, not in 5.2"),
        ("sampler: [ddim, euler]", "diffusion_sampling_mode must be one of 'ddim', 'plms', got 'euler'"),
        ("use_secondary_model: [1]", "use_secondary_model must be true or false, got 1"),
        ("text_prompts: ['a:b']", "what follows the last colon must be the weight"),
        ("init_image: [no.png]", "there is no file 'no.png' beside the study"),
        ("steps: [=x]", "unknown disco parameter 'x'"),
        ("steps: [=1 +]", "in the formula '=1 +'"),
        ("steps: [=text_prompts]", "is not a number, so the formula '=text_prompts' cannot use it"),
        ("text_prompts: [=steps]", "text_prompts is not a number, so no formula can give it"),
        ("eta: {readings: {a: [x]}}", "axes.eta.readings.a: eta must be a number, got 'x'"),
        ("eta: {readings: {a: {value: [1]}}}", "unknown key 'value'"),
        ("eta: [{value: 1, mark: stated, colour: red}]", "unknown key 'colour'"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_line_key_rule_and_hint(axis, text, message):
    with pytest.raises(StudyError) as caught:
        axis(text)
    assert message in str(caught.value)


def test_all_wrong_values_of_an_axis_are_told_at_once(axis):
    with pytest.raises(StudyError) as caught:
        axis("steps:\n  - 1\n  - 250\n  - x\n  - 9-1\n")
    assert [problem.line for problem in caught.value.problems] == [2, 4, 5]
