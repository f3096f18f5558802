"""Whatever is written, reading answers with a study or with a StudyError: never with anything else."""

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError, StudyError
from ezcharts.studies.axes import AXIS_KEYS
from ezcharts.studies.formula import parse_formula
from ezcharts.studies.grid import expand
from ezcharts.studies.random_seed import with_seed
from ezcharts.studies.ranges import looks_like_numbers, numbers
from ezcharts.studies.spec import STUDY_KEYS, study_from_dict
from ezcharts.studies.views import VIEW_KEYS
from ezcharts.studies.yaml_nodes import read_yaml
from tests.studies.conftest import LIBRARY

TEXTS = sorted(path.read_text(encoding="utf-8") for path in LIBRARY.glob("*.yaml"))
NAMES = [
    "steps",
    "eta",
    "cgs",
    "clip_models",
    "text_prompts",
    "seed",
    "RN50",
    "init_image",
    "stated",
    "preview",
    "0",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 300),
    st.floats(),
    st.sampled_from(
        ["1-5 (+2)", "=steps + 1", "=eta", "off", "none", "1e999", "ViTB32+RN50", "../x", "a:b", *NAMES]
    ),
)
KEYS = st.sampled_from([*AXIS_KEYS, *STUDY_KEYS, *VIEW_KEYS, *NAMES, "value", "size", "extends"])
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(STUDY_KEYS), DATA, max_size=5), st.sampled_from(["disco-5.2", "jax-2.4"])
)
def test_any_data_is_a_study_or_an_error(data, platform):
    with suppress(StudyError):
        study = study_from_dict({**data, "title": "x", "platform": platform})
        expand(study if not study.needs_seed else study.with_seed(1), "preview")


@pytest.mark.parametrize("seed", range(60))
def test_damaged_study_files_are_read_or_refused(seed, read):
    chance = random.Random(seed)
    text = chance.choice(TEXTS)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text = (
            text[:at]
            + chance.choice(["", ":", "[", "}", "\n", "  ", "=", "9", "-", "\t", "&", "'"])
            + text[at + chance.randint(0, 3) :]
        )
    with suppress(StudyError):
        read(text)


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_yaml_a_formula_a_range_or_refused(text):
    for reader in (
        read_yaml,
        lambda text: with_seed(text, 1),
        lambda text: parse_formula("=" + text),
        numbers,
    ):
        with suppress(InputError):
            reader(text)
    assert looks_like_numbers(text) in (True, False)
