"""What goes along which axis: worked out from what differs, and from nothing else."""

import random
import time
from itertools import product

import pytest

from ezcharts.library.gather.axes import lay_out
from ezcharts.library.gather.rows import Row, completed, show

DISCO = "disco-5.2"


def rows(*settings, images=None):
    made = [Row(f"{n}.png", each, images[n] if images else 0) for n, each in enumerate(settings)]
    return completed(DISCO, made)[0]


def laid(*settings, images=None):
    return lay_out(DISCO, rows(*settings, images=images))


def grid(**values):
    return [dict(zip(values, each, strict=True)) for each in product(*values.values())]


def names(layout):
    return [axis.name for axis in layout.axes]


def labels(layout, name):
    return [value.label for axis in layout.axes if axis.name == name for value in axis.values]


def test_a_single_picture_has_no_axis():
    layout = laid({"eta": 0.8, "seed": 1})
    assert layout.axes == ()
    assert layout.at == ((),)
    assert layout.shared == {"eta": 0.8, "seed": 1}


def test_one_axis_is_sorted_whatever_the_order():
    layout = laid(*({"eta": eta, "steps": 50} for eta in (0.8, -1, 10, 0.25)))
    assert labels(layout, "eta") == ["-1", "0.25", "0.8", "10"]
    assert layout.axes[0].trend == "rising"
    assert layout.at == ((2,), (0,), (3,), (1,))
    assert layout.shared == {"steps": 50}
    assert layout.own[0] == {"eta": 0.8}


def test_a_grid_in_any_order():
    cells = grid(steps=[50, 100, 250], clamp_max=[0.05, 0.1])
    random.Random(0).shuffle(cells)
    layout = laid(*cells)
    assert names(layout) == ["clamp_max", "steps"]  # the longer one across
    assert len(set(layout.at)) == 6
    for cell, (down, across) in zip(cells, layout.at, strict=True):
        assert layout.axes[0].values[down].settings == {"clamp_max": cell["clamp_max"]}
        assert layout.axes[1].values[across].settings == {"steps": cell["steps"]}


def test_a_grid_with_holes_stays_a_grid():
    layout = laid(*grid(steps=[50, 100, 250], clamp_max=[0.05, 0.1, 0.2])[:-1])
    assert sorted(names(layout)) == ["clamp_max", "steps"]
    assert len(set(layout.at)) == 8


def test_one_at_a_time_is_a_grid_with_holes():
    layout = laid({"steps": 50, "eta": 0}, {"steps": 100, "eta": 0}, {"steps": 50, "eta": 1})
    assert sorted(names(layout)) == ["eta", "steps"]
    assert len(set(layout.at)) == 3


def test_what_changes_step_by_step_is_one_axis():
    layout = laid(*({"steps": steps, "skip_steps": steps // 10} for steps in (250, 50, 100)))
    assert names(layout) == ["steps + skip_steps"]
    assert labels(layout, "steps + skip_steps") == ["50, 5", "100, 10", "250, 25"]
    assert layout.axes[0].parameters == ("steps", "skip_steps")


def test_what_follows_from_an_axis_joins_it():
    cells = [
        {**each, "skip_steps": min(each["steps"] // 10, 10)}
        for each in grid(steps=[50, 100, 250], eta=[0, 1])
    ]
    layout = laid(*cells)
    assert names(layout) == ["eta", "steps + skip_steps"]
    assert labels(layout, "steps + skip_steps") == ["50, 5", "100, 10", "250, 10"]


def test_what_numbers_the_pictures_is_no_axis_beside_a_grid():
    cells = [{**each, "my_number": n} for n, each in enumerate(grid(steps=[50, 100], eta=[0, 1]))]
    layout = laid(*cells)
    assert sorted(names(layout)) == ["eta", "steps"]
    assert [own["my_number"] for own in layout.own] == [0, 1, 2, 3]


def test_seeds_crossed_with_the_rest_are_repeats():
    layout = laid(*grid(steps=[50, 100], seed=[5, 3, 4]))
    assert names(layout) == ["steps", "seed"]
    assert layout.axes[1].repeat
    assert labels(layout, "seed") == ["5", "3", "4"]
    assert layout.doubts == ()
    assert layout.at == ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))


def test_seeds_alone_are_the_axis():
    layout = laid(*({"steps": 50, "seed": seed} for seed in (3, 1, 2)))
    assert names(layout) == ["seed"]
    assert not layout.axes[0].repeat
    assert labels(layout, "seed") == ["1", "2", "3"]


def test_a_seed_of_its_own_for_every_picture_is_doubtful():
    layout = laid(*({"steps": steps, "seed": steps + 1} for steps in (50, 100, 250)))
    assert names(layout) == ["steps"]
    assert layout.axes[0].parameters == ("steps", "seed")
    assert "chance" in layout.doubts[0]
    cells = [{**each, "seed": n} for n, each in enumerate(grid(steps=[50, 100], eta=[0, 1]))]
    layout = laid(*cells)
    assert sorted(names(layout)) == ["eta", "steps"]
    assert [own["seed"] for own in layout.own] == [0, 1, 2, 3]
    assert "chance" in layout.doubts[0]


def test_seeds_that_are_not_crossed_number_the_repeats():
    cells = [{**each, "seed": n} for n, each in enumerate(grid(steps=[50, 100, 250], again=[0, 0]))]
    cells = [{name: value for name, value in each.items() if name != "again"} for each in cells]
    layout = laid(*cells)
    assert names(layout) == ["steps", "repeat"]
    assert labels(layout, "repeat") == ["1", "2"]
    assert [own["seed"] for own in layout.own] == list(range(6))


def test_pictures_of_a_seed_are_repeats():
    layout = laid(*[{"steps": steps, "seed": 1} for steps in (50, 50, 100, 100)], images=[0, 1, 0, 1])
    assert names(layout) == ["steps", "image"]
    assert [value.settings for value in layout.axes[1].values] == [{"image": 0}, {"image": 1}]
    layout = laid(*[{"steps": 50, "seed": 1}] * 2, images=[0, 1])
    assert names(layout) == ["image"]
    assert layout.axes[0].repeat


def test_seeds_and_pictures():
    layout = laid(*grid(steps=[50, 100], seed=[1, 2], n=[0, 0]), images=[0, 1] * 4)
    assert layout.axes[-1].name == "seed + image"
    assert len(layout.axes[-1].values) == 4


def test_same_settings_twice():
    layout = laid({"eta": 0, "seed": 1}, {"eta": 1, "seed": 1}, {"eta": 0.0, "seed": 1})
    assert layout.at == ((0,), (1,), None)
    assert layout.doubts == ("same settings twice: 0.png and 2.png; the first is kept",)


def test_sets_of_models_are_one_axis():
    sets = [(True, False), (True, True), (False, False)]
    layout = laid(*({"ViTB32": a, "RN50": b, "eta": eta} for (a, b), eta in product(sets, [0, 1])))
    assert names(layout) == ["eta", "clip_models"]
    assert labels(layout, "clip_models") == ["none", "ViTB32", "ViTB32+RN50"]
    assert layout.axes[1].values[1].settings == {"ViTB32": True, "RN50": False}


def test_one_switch():
    layout = laid({"use_secondary_model": True}, {"use_secondary_model": False})
    assert labels(layout, "use_secondary_model") == ["off", "on"]


def test_prompts_go_to_panels_and_stay_in_their_order():
    cells = grid(text_prompts=[["z"], ["a", "b:2"], ["m"], ["k"]], steps=[50, 100], eta=[0, 0.5, 1])
    layout = laid(*cells)
    assert names(layout) == ["steps", "eta", "text_prompts"]
    assert labels(layout, "text_prompts") == ["z", "a | b:2", "m", "k"]


def test_sizes_are_sorted_by_area():
    sizes = [[1280, 768], [512, 512], [768, 1280], [640, 384]]
    layout = laid(*({"width_height": size} for size in sizes))
    assert labels(layout, "width_height") == ["640x384", "512x512", "768x1280", "1280x768"]


def test_schedules_are_labelled_as_notebooks_write_them():
    layout = laid({"cut_overview": "[12]*400+[4]*600"}, {"cut_overview": 12})
    assert labels(layout, "cut_overview") == ["[12]*400+[4]*600", "12"]


def test_what_only_some_say_has_the_default():
    full, filled = completed(DISCO, [Row("a", {"eta": 0.5}), Row("b", {"tv_scale": 5})])
    assert [row.settings for row in full] == [{"tv_scale": 0, "eta": 0.5}, {"tv_scale": 5, "eta": 0.8}]
    assert filled == ["tv_scale", "eta"]


def test_names_and_folders_are_no_axes():
    layout = laid({"eta": 0, "batch_name": "a"}, {"eta": 1, "batch_name": "b"})
    assert names(layout) == ["eta"]
    assert layout.own[0] == {"eta": 0}


def test_many_that_differ_are_laid_out_at_once():
    draw = random.Random(0)
    cells = [{f"mine{n}": draw.randrange(2 + n % 3) for n in range(14)} for _ in range(400)]
    start = time.process_time()
    layout = laid(*cells)
    assert time.process_time() - start < 3
    assert len({at for at in layout.at if at is not None}) == len({tuple(each.values()) for each in cells})


def test_true_is_not_one():
    layout = laid({"mine": True}, {"mine": 1})
    assert len(layout.axes[0].values) == 2


def test_without_a_platform_names_are_as_they_are():
    layout = lay_out(
        "", [Row("a", {"steps": 20, "sampler": "Euler a"}), Row("b", {"steps": 30, "sampler": "Euler a"})]
    )
    assert names(layout) == ["steps"]
    assert show("", "x", [1, 2]) == "[1, 2]"
    assert show("", "x", None) == "null"


@pytest.mark.parametrize("seed", range(30))
def test_every_row_can_be_told_from_its_place(seed):
    """Whatever is given: settings follow from shared ones and place, and rows at one place are the same."""
    draw = random.Random(seed)
    pools = {"eta": [0, 0.5, 1], "steps": [50, 100, 250], "skip_steps": [0, 5], "ViTB32": [True, False],
             "RN50": [True, False], "tv_scale": [0, 10], "seed": [1, 2, 3], "mine": ["a", "b"]}  # fmt: skip
    chosen = draw.sample(sorted(pools), draw.randint(1, 6))
    cells = [{name: draw.choice(pools[name]) for name in chosen} for _ in range(draw.randint(1, 25))]
    made = rows(*cells)
    layout = lay_out(DISCO, made)
    places = [at for at in layout.at if at is not None]
    assert len(places) == len(set(places))
    for row, at, own in zip(made, layout.at, layout.own, strict=True):
        assert {**layout.shared, **own} == row.settings
        if at is not None:
            for axis, index in zip(layout.axes, at, strict=True):
                assert axis.values[index].settings.items() <= row.settings.items()
