"""A whole study: read from a file or a dict, with everything that is wrong told at once."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.problems import StudyProblems
from ezcharts.studies.spec import read_study, study_from_dict

WHOLE = """\
title: clamp_max vs steps
platform: disco-5.2
axes:
  steps: [50, 100]
  clamp_max: 0.01-0.05 (+0.02)
skip:
  - {steps: 100, clamp_max: [0.01, 0.03]}
repeats: 2
settings:
  stated: {seed: 7}
profiles:
  quick: {extends: preview, steps: 1/10}
models: disco
timing: alone
"""


def test_a_study_holds_everything(read):
    study = read(WHOLE)
    assert study.title == "clamp_max vs steps"
    assert [axis.name for axis in study.axes] == ["steps", "clamp_max"]
    assert study.skip == ({"steps": (1,), "clamp_max": (0, 1)},)
    assert len(study.repeats) == 2
    assert set(study.profiles) == {"preview", "quick"}
    assert (study.models, study.timing, study.name) == ("disco", "alone", "study")
    assert study.settings["seed"].mark == "stated"
    assert study.folder == study.file.parent


def test_the_smallest_study(read):
    study = read("title: x\nplatform: disco-5.2\n")
    assert (study.axes, study.models, study.timing, len(study.charts)) == ((), "embedded", "together", 1)


def test_a_dict_means_the_same_as_a_file(read):
    same = study_from_dict(
        {
            "title": "clamp_max vs steps",
            "platform": "disco-5.2",
            "axes": {"steps": [50, 100], "clamp_max": "0.01-0.05 (+0.02)"},
            "skip": [{"steps": 100, "clamp_max": [0.01, 0.03]}],
            "repeats": 2,
            "settings": {"stated": {"seed": 7}},
            "profiles": {"quick": {"extends": "preview", "steps": "1/10"}},
            "models": "disco",
            "timing": "alone",
        }
    )
    study = read(WHOLE)
    for part in ("header", "axes", "skip", "repeats", "settings", "charts", "profiles", "models", "timing"):
        assert getattr(same, part) == getattr(study, part)
    assert same.name == "clamp_max vs steps"


def test_mistakes_in_a_dict_have_no_line():
    with pytest.raises(StudyError) as caught:
        study_from_dict({"title": "x", "platform": "disco-5.2", "axes": {"stepz": [1]}})
    assert str(caught.value) == "axes.stepz: unknown disco parameter 'stepz'; did you mean 'steps'?"


def test_everything_wrong_with_a_file_is_told_at_once_in_order(written):
    path = written("""\
        title: x
        platform: disco-5.2
        date: tomorrow
        colour: red
        axes:
          etta: [0]
          steps: [1, 50]
        settings: {cgs: high}
        repeats: 0
        timing: soon
        profiles: {preview: {stepz: 1}}
        """)
    with pytest.raises(StudyProblems) as caught:
        read_study(path)
    found = [(problem.line, problem.key) for problem in caught.value.problems]
    assert found == [
        (3, "date"),
        (4, "colour"),
        (6, "axes.etta"),
        (7, "axes.steps"),
        (8, "settings.cgs"),
        (9, "repeats"),
        (10, "timing"),
        (11, "profiles.preview.stepz"),
    ]
    assert str(caught.value).count("\n") == 7
    assert all(problem.file == str(path) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("axis: {}", "study.yaml:3: axis: unknown key 'axis'; did you mean 'axes'?"),
        ("colour: red", "unknown key 'colour'; known here: axes, charts, date,"),
        ("axes: [1]", "axes: must be a mapping (key: value), got [1]"),
        ("axes: {eta: [0]}\nskip: [{etta: 0}]", "skip.etta: unknown key 'etta'; did you mean 'eta'"),
        ("axes: {eta: [0]}\nskip: [{}]", "study.yaml:4: skip: names at least one axis"),
        ("axes: {eta: [0]}\nskip: [{eta: 1}]", "skip.eta: the axis 'eta' has no value '1'; it has 0"),
        ("axes: {eta: [0], x: {named: {a: {eta: 1}}}}", "axes.x: eta is set by the axis 'eta' already"),
        (
            "axes: {eta: [0]}\nsettings: {eta: 1}",
            "study.yaml:4: settings.eta: the axis 'eta' sets eta in every",
        ),
        ("repeats: [1, 2]\nsettings: {seed: 3}", "seed: is given by repeats and settings; keep one of them"),
        ("repeats: [1, 2]\naxes: {seed: [3]}", "seed: is given by the axis 'seed' and repeats; keep one"),
        ("repeats: 2\naxes: {seed: [3]}", "seed: is given by the axis 'seed' and the count of repeats"),
        ("axes: {seed: [random_seed, 3]}", "axes.seed: an axis lists its seeds; none is drawn for it"),
        ("timing: fast", "timing: must be one of together, alone, got 'fast'"),
        ("models: []", "models: must be a text, got []"),
    ],
)
def test_mistakes_that_span_parts(read, text, message):
    with pytest.raises(StudyError) as caught:
        read("title: x\nplatform: disco-5.2\n" + text)
    assert message in str(caught.value)


def test_an_axis_may_set_what_settings_give_where_it_does_not_always(read):
    study = read(
        "title: x\nplatform: disco-5.2\naxes: {look: {named: {a: {eta: 0}, b: {cgs: 9}}}}\nsettings: {eta: 1}"
    )
    assert study.settings["eta"].value == 1


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("settings: {seed: 7}", False),
        ("settings: {seed: 0}", False),
        ("settings: {seed: random_seed}", True),
        ("settings: {eta: 0}", True),
        ("axes: {seed: [1, 2]}", False),
        ("axes: {look: {named: {a: {seed: 1}, b: {eta: 0}}}}", True),
        ("repeats: [1, 2]", False),
        ("repeats: 2", True),
        ("repeats: 2\nsettings: {seed: 5}", False),
    ],
)
def test_a_study_says_whether_a_seed_must_be_drawn(read, text, needs):
    study = read("title: x\nplatform: disco-5.2\n" + text)
    assert study.needs_seed is needs
    assert not study.with_seed(3).needs_seed


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(StudyError) as caught:
        read_study(tmp_path / "no.yaml")
    assert str(caught.value) == f"{tmp_path / 'no.yaml'}: cannot be read: No such file or directory"
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Zdzisław".encode("iso-8859-2"))
    with pytest.raises(StudyError, match="a study file is UTF-8 text, this one is not"):
        read_study(latin)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: x\r\nplatform: disco-5.2\r\n")
    assert read_study(path).title == "x"
