import numpy as np
import pytest

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.scene import CLASSES
from ezcharts.training.world.studies import STUDIES, STUDY_PROMPTS


def test_the_prompts_are_those_of_the_studies():
    # shared with the study files: common prompts 1 to 4, Seascape, and the two JAX prompts
    assert len(STUDY_PROMPTS) == len(set(STUDY_PROMPTS)) == 7
    assert "A painting of sea cliffs in a tumultuous storm, Trending on ArtStation." in STUDY_PROMPTS


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.prompt[:20])
def test_what_a_prompt_fixes_exists(study):
    for kind, values in study.fixed.items():
        known = ("none", *ARTISTS) if kind == "artist" else CLASSES[kind]
        assert set(values) <= set(known)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.prompt[:20])
def test_a_changed_scene_is_described_and_keeps_the_rest(study):
    values = {kind: names[-1] for kind, names in CLASSES.items()} | {"artist": "none"}
    for seed in range(5):
        changed = study.change(values, np.random.default_rng(seed))
        assert study.describes(changed)
        assert all(changed[kind] == values[kind] for kind in values if kind not in study.fixed)
    assert not study.describes(values)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.prompt[:20])
def test_a_prompt_that_trends_says_so(study):
    assert study.trending == ("artstation" in study.prompt.lower())
