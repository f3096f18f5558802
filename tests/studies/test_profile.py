"""Profiles: named rules, built in or written, that change what is rendered and say so."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ezcharts.errors import StudyError
from ezcharts.params.settings import Settings
from ezcharts.studies.profile import Change, preview_of
from ezcharts.studies.rules import (
    ModelsRule,
    PerPixelRule,
    PerSideRule,
    SetRule,
    Setting,
    SizeRule,
    StepsRule,
)
from ezcharts.studies.spec import study_from_dict


def profiles(**written):
    return study_from_dict({"title": "x", "platform": "disco-5.2", "profiles": written}).profiles


def settings(**given):
    return Settings.build("disco-5.2", {"skip_steps": 0, **given})


PREVIEW = profiles()["preview"]
LONG = Setting(fewest_steps=250)


def test_the_preview_of_the_defaults():
    rendered, changes = PREVIEW.apply(settings(), LONG)
    assert changes == (
        Change("size", "width_height", (1280, 768), (192, 128)),
        Change("steps", "steps", 250, 50),
        Change("set", "cutn_batches", 4, 1),
        Change("per_pixel", "clip_guidance_scale", 5000, 500),
        Change("per_pixel", "init_scale", 1000, 25),
    )
    assert rendered == settings(
        width_height=(192, 128), steps=50, cutn_batches=1, clip_guidance_scale=500, init_scale=25
    )


def test_a_profile_that_changes_nothing_returns_the_very_settings():
    quiet = profiles(quiet={})["quiet"]
    stated = settings()
    assert quiet.apply(stated, LONG) == (stated, ())
    assert quiet.apply(stated, LONG)[0] is stated


@pytest.mark.parametrize(
    ("asked", "rendered"),
    [
        ((1280, 768), (192, 128)),
        ((1280, 960), (192, 128)),
        ((512, 512), (128, 128)),
        ((960, 1280), (128, 192)),
        ((1000, 600), (192, 128)),
        ((1920, 640), (192, 64)),
        ((192, 128), (192, 128)),
        ((64, 64), (64, 64)),
        ((130, 70), (128, 64)),
    ],
)
def test_sizes_shrink_to_the_nearest_shape(asked, rendered):
    rule = next(rule for rule in PREVIEW.rules if isinstance(rule, SizeRule))
    assert rule.changes(settings(width_height=asked), {}, LONG) == {"width_height": rendered}


@examples(max_examples=30)
@given(st.integers(64, 4000), st.integers(64, 4000))
def test_a_rendered_size_is_small_and_in_multiples_of_64(width, height):
    rule = SizeRule(at_most=(192, 128))
    size = rule.changes(settings(width_height=(width, height)), {}, LONG)["width_height"]
    assert size[0] % 64 == size[1] % 64 == 0
    assert 0 < size[0] * size[1] <= 192 * 128
    turned = rule.changes(settings(width_height=(height, width)), {}, LONG)["width_height"]
    assert turned[0] * turned[1] == size[0] * size[1]


def test_steps_shrink_with_what_counts_them_but_never_on_an_axis():
    rule = StepsRule(Fraction(1, 5), least=250)
    stated = settings(steps=350, skip_steps=100)
    assert rule.changes(stated, {}, LONG) == {"steps": 70, "skip_steps": 20}
    assert rule.changes(stated, {}, Setting(frozenset({"skip_steps"}), 250)) == {
        "steps": 70,
        "skip_steps": 20,
    }
    assert rule.changes(stated, {}, Setting(frozenset({"steps"}), 250)) == {}
    assert rule.changes(stated, {}, Setting(fewest_steps=100)) == {}


def test_fixed_values_leave_axes_alone():
    rule = SetRule({"cutn_batches": 1, "eta": 0})
    assert rule.changes(settings(), {}, Setting(frozenset({"eta"}))) == {"cutn_batches": 1}


@examples(max_examples=30)
@given(st.integers(0, 10**7), st.sampled_from([(1280, 768), (512, 512), (1920, 1152), (70, 70)]))
def test_scales_go_by_the_ratio_of_pixels_exactly(scale, size):
    rule = PerPixelRule(("clip_guidance_scale",))
    stated = settings(width_height=size, clip_guidance_scale=scale)
    found = rule.changes(stated, {"width_height": (128, 128)}, LONG)["clip_guidance_scale"]
    pixels = (size[0] // 64 * 64) * (size[1] // 64 * 64)
    assert found == float(Fraction(scale * 128 * 128, pixels))


def test_what_is_raised_besides_is_raised_where_pictures_become_smaller():
    rule = PerPixelRule(("clip_guidance_scale", "tv_scale"), {"clip_guidance_scale": 4})
    stated = settings(width_height=(256, 128), clip_guidance_scale=100, tv_scale=8)
    smaller = rule.changes(stated, {"width_height": (128, 64)}, LONG)
    assert smaller == {"clip_guidance_scale": 100, "tv_scale": 2}
    assert rule.changes(stated, {}, LONG) == {"clip_guidance_scale": 100, "tv_scale": 8}


def test_scales_stay_where_the_size_does():
    assert PerPixelRule(("tv_scale",)).changes(settings(tv_scale=0.7), {}, LONG) == {"tv_scale": 0.7}


def test_lengths_go_by_the_longer_side():
    stated = Settings.build("jax-2.7", {"image_size": [1024, 512], "seed": 1})
    rule = PerSideRule(("cut_border",))
    assert rule.changes(stated, {"image_size": (192, 128)}, LONG) == {"cut_border": 7.5}
    assert rule.changes(stated, {}, LONG) == {"cut_border": 40}


def test_the_preview_of_the_jax_defaults():
    _, changes = preview_of(Settings.build("jax-2.7", {"seed": 1}), (), frozenset({"ViTB32", "ViTB16"}))
    # 512 to 128 pixels: scales by a sixteenth (the guides' times 4), lengths by a quarter.
    assert changes == (
        Change("size", "image_size", (512, 512), (128, 128)),
        Change("steps", "steps", 250, 50),
        Change("set", "cut_batches", 4, 1),
        Change("per_pixel", "clip_guidance_scale", 2000, 500),
        Change("per_side", "cut_border", 40, 10),
    )


def test_models_without_a_stand_in_are_left_out_unless_an_axis_names_them():
    rule = ModelsRule()
    at_hand = frozenset({"ViTB32", "RN50"})
    assert rule.changes(settings(), {}, Setting(available=at_hand)) == {"ViTB16": False}
    assert rule.changes(settings(), {}, Setting(frozenset({"ViTB16"}), available=at_hand)) == {}
    assert rule.changes(settings(), {}, Setting()) == {}
    assert rule.changes(settings(), {}, Setting(available=frozenset({"RN101"}))) == {}  # none would be left


def test_the_preview_of_one_picture_leaves_what_was_chosen_for_it():
    switches = frozenset({"ViTB32", "RN50"})
    rendered, changes = preview_of(settings(steps=100, eta=0.5), {"steps", "eta"}, switches)
    assert [change.parameter for change in changes] == [
        "width_height",
        "cutn_batches",
        "clip_guidance_scale",
        "init_scale",
        "ViTB16",
    ]
    assert rendered == settings(
        steps=100,
        eta=0.5,
        width_height=(192, 128),
        cutn_batches=1,
        clip_guidance_scale=500,
        init_scale=25,
        ViTB16=False,
    )
    by_nickname, _ = preview_of(settings(clip_guidance_scale=700), {"cgs"}, switches)
    assert by_nickname["clip_guidance_scale"] == 700


def test_a_study_changes_the_preview_rule_by_rule():
    mine = profiles(
        preview={
            "size": {"640x384": "128x64", "at_most": "256x128"},
            "steps": {"factor": "1/10", "from": 100},
            "set": {"eta": 0},
            "per_pixel": ["cgs"],
        }
    )["preview"]
    size, steps, fixed, per_pixel, models = mine.rules
    assert size.table[(640, 384)] == (128, 64)
    assert size.table[(1280, 768)] == (192, 128)
    assert size.at_most == (256, 128)
    assert steps == StepsRule(Fraction(1, 10), 100)
    assert fixed == SetRule({"cutn_batches": 1, "eta": 0})
    assert per_pixel == PerPixelRule(("clip_guidance_scale",))
    assert models == ModelsRule()


def test_rules_can_be_switched_off_and_profiles_extended():
    found = profiles(
        preview={"per_pixel": "off", "models": False},
        tiny={"extends": "preview", "size": {"at_most": "64x64"}, "steps": 0.1},
        plain={"set": {"clip_models": ["RN50"]}},
    )
    assert [rule.name for rule in found["preview"].rules] == ["size", "steps", "set"]
    assert [rule.name for rule in found["tiny"].rules] == ["size", "steps", "set"]
    assert found["tiny"].rules[1] == StepsRule(Fraction(1, 10), 250)
    assert found["plain"].rules[0].values["ViTB32"] is False
    assert found["tiny"].name == "tiny"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"preview": {"sise": {}}}, "profiles.preview.sise: unknown key 'sise'; did you mean 'size'"),
        (
            {"x": {"extends": "prevew"}},
            "profiles.x.extends: unknown profile 'prevew'; did you mean 'preview'",
        ),
        (
            {"x": {"size": {"1280x768": "100x100"}}},
            "a size to render has sides in multiples of 64, got 100x100",
        ),
        ({"x": {"size": {"big": "64x64"}}}, "profiles.x.size.big: must be [width, height] in pixels"),
        ({"x": {"size": {"1280x768": 5}}}, "profiles.x.size.1280x768: must be [width, height] in pixels"),
        (
            {"x": {"steps": 0}},
            "profiles.x.steps: the factor of steps is a number above 0 such as 1/5 or 0.2, got 0",
        ),
        ({"x": {"steps": "1/0"}}, "the factor of steps is a number above 0"),
        ({"x": {"steps": "1e999999999"}}, "the factor of steps is a number above 0"),
        ({"x": {"steps": "few"}}, "the factor of steps is a number above 0 such as 1/5 or 0.2, got 'few'"),
        (
            {"x": {"steps": {"factor": 0.5, "from": 0}}},
            "steps.from: must be a whole number of at least 1, got 0",
        ),
        (
            {"x": {"set": {"etta": 1}}},
            "profiles.x.set.etta: unknown disco parameter 'etta'; did you mean 'eta'",
        ),
        (
            {"x": {"set": {"steps": "=5"}}},
            "profiles.x.set.steps: a profile sets plain values; formulas belong to",
        ),
        (
            {"x": {"per_pixel": ["steps"]}},
            "profiles.x.per_pixel: steps is no scale: it is an integer of at least 2",
        ),
        (
            {"x": {"per_side": ["cut_border"]}},
            "cut_border",  # of JAX alone
        ),
        ({"x": {"models": "all"}}, "profiles.x.models: must be one of available, got 'all'"),
        ({"x": 5}, "profiles.x: must be a mapping (key: value), got 5"),
    ],
)
def test_mistakes_in_profiles(written, message):
    with pytest.raises(StudyError) as caught:
        profiles(**written)
    assert message in str(caught.value)
