"""The cut schedules that certain models bring along (engines.md 2.1)."""

import pytest

from ezcharts.params.disco.models import PIXEL_ART_MODELS, WATERCOLOR_MODELS
from ezcharts.params.disco.overrides import OVERRIDES
from ezcharts.params.schedule import parse_schedule
from ezcharts.params.settings import Settings

CUTS = ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")

# value at schedule index 0, 250, 499, 750, 999, read off the expressions of engines.md 2.1 by hand
PIXEL_ART = {
    "cut_overview": (15, 12, 6, 2, 0),
    "cut_innercut": (1, 4, 8, 10, 10),
    "cut_ic_pow": (12, 12, 12, 10, 10),
    "cut_icgray_p": (0.87, 0.64, 0.19, 0, 0),
}
WATERCOLOR = {
    "cut_overview": (14, 12, 4, 4, 0),
    "cut_innercut": (2, 4, 12, 12, 12),
    "cut_ic_pow": (12, 12, 12, 10, 10),
    "cut_icgray_p": (0.7, 0.45, 0, 0, 0),
}


@pytest.mark.parametrize("model", [*PIXEL_ART_MODELS, *WATERCOLOR_MODELS])
def test_the_models_schedules_replace_all_four_whatever_was_set(model):
    stated = Settings.build("disco-5.7", {"diffusion_model": model, **dict.fromkeys(CUTS, 3), "eta": 0.1})
    used = stated.effective()
    expected = PIXEL_ART if model in PIXEL_ART_MODELS else WATERCOLOR
    for name in CUTS:
        assert tuple(used[name].at(index) for index in (0, 250, 499, 750, 999)) == expected[name]
    assert used["eta"] == 0.1
    assert used.effective() == used


@pytest.mark.parametrize("model", ["256x256_diffusion_uncond", "portrait_generator_v001", "custom"])
def test_other_models_leave_the_settings_alone(model):
    stated = Settings.build("disco-5.7", {"diffusion_model": model, "cut_overview": 3})
    assert stated.effective() == stated


def test_every_schedule_has_1000_entries():
    for cuts in OVERRIDES.values():
        assert tuple(cuts) == CUTS
        assert all(len(parse_schedule(text)) == 1000 for text in cuts.values())
