import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError, UnknownName
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.directions import directions
from ezcharts.stats.noise import widths

from .tables import noisy, table

UP = [0.0, 0.01, 0.02, 0.03, 0.04]


def said(cells: Cells, axis: str = "clamp_max") -> str:
    return directions({"contrast": cells}, axis)[0].sentence


def exact(prompts: int, seeds: int, truth, spread: float = 0.0) -> Cells:
    """No noise but a known one: seeds of a prompt are apart by `spread`, every second rise is larger."""
    y = np.zeros((prompts, seeds, len(truth))) + np.array(truth)
    y *= 1 + 0.1 * (-1.0) ** np.arange(prompts)[:, None, None]
    return table(y + spread * np.arange(seeds)[:, None])


def test_an_effect_is_claimed_with_its_blocks_its_size_and_its_interval():
    found = directions({"contrast": noisy([0, 2, 4, 4, 4], 4, 3, 0.5)}, "clamp_max")[0]
    assert found.claimed
    assert found.widths.low <= found.widths.mean <= found.widths.high
    assert found.sentence == (
        f"clamp_max up: contrast up, strongly (12 of 12 blocks, {found.widths.mean:.1f} noise widths, "
        f"95 % interval {found.widths.low:.1f} to {found.widths.high:.1f}); flat above 0.1"
    )


def test_a_fall_is_told_with_positive_sizes():
    found = directions({"contrast": noisy([4, 3, 2, 1, 0], 4, 3, 0.5)}, "clamp_max")[0]
    assert found.trend.estimate.mean < 0
    assert found.sentence.startswith(
        f"clamp_max up: contrast down, strongly (12 of 12 blocks, {-found.widths.mean:.1f}"
    )


def test_one_seed_has_no_noise_width_and_says_so():
    assert said(exact(4, 1, UP)) == (
        "clamp_max up: contrast up in 4 of 4 prompts, by 0.04 of full scale; too few to say how sure; "
        "one seed only, so there is no noise between seeds to compare with"
    )


def test_six_prompts_of_one_seed_have_an_interval_but_no_noise_width():
    found = directions({"contrast": exact(6, 1, UP)}, "clamp_max")[0]
    assert found.claimed
    assert found.widths is None
    assert found.sentence == (
        "clamp_max up: contrast up (6 of 6 prompts, by 0.04 of full scale, 95 % interval 0.035 to 0.045); "
        "one seed only, so there is no noise between seeds to compare with; another may differ"
    )


def test_one_block_has_no_interval():
    found = directions({"contrast": exact(1, 1, UP)}, "clamp_max")[0]
    assert found.trend.estimate.low is None
    assert found.adjusted is None
    assert (
        "up in the only prompt, by 0.044 of full scale; one prompt can't tell this from chance"
        in found.sentence
    )


@pytest.mark.parametrize("prompts", [1, 2, 3, 4, 5])
def test_fewer_than_six_draws_claim_nothing_however_clear_they_are(prompts):
    found = directions({"contrast": noisy([0, 9, 18], prompts, 1, 0.01)}, "clamp_max")[0]
    assert not found.claimed
    assert found.adjusted is None
    assert "interval" not in found.sentence


def test_many_blocks_of_one_draw_are_one_draw():
    axes = (Axis("steps", tuple(map(str, range(12))), "ordered"), Axis("eta", ("0", "1"), "ordered"))
    y = np.array([0.0, 1.0]) + 0.01 * np.random.default_rng(0).standard_normal((12, 2))
    assert said(Cells(axes, y), "eta") == (
        "eta up: contrast up in 12 of 12 blocks, by 1; all of one prompt and one seed: can't say how sure; "
        "one seed only, so there is no noise between seeds to compare with"
    )


def test_blocks_that_disagree_have_no_clear_direction():
    y = np.array([1.0, -1.0, 1.0, -1.0])[:, None, None] * np.array([0.0, 1.0, 2.0])
    assert said(table(y)).startswith(
        "clamp_max up: no clear direction of contrast: up in 2, down in 2 of 4 prompts; "
    )


def test_what_never_changes_is_said_plainly():
    assert said(table(np.ones((4, 3, 5)))) == "clamp_max up: contrast stays as it is in 12 of 12 blocks"


def test_small_effects_are_ruled_out_where_the_interval_says_so():
    found = directions({"contrast": noisy([0.0] * 5, 6, 8, start=2)}, "clamp_max")[0]
    assert not found.claimed
    assert found.sentence.startswith("clamp_max up: no direction of contrast is shown (")
    assert found.sentence.endswith("; a rise or fall of one noise width is ruled out for these 6 prompts")


def test_an_interval_without_zero_that_is_no_claim_says_why():
    cells = {str(i): noisy([0.0] * 4, 8, 1, start=i) for i in range(20)}
    cells["contrast"] = noisy([0, 0.5, 1.0, 1.5], 8, 1, start=8)
    found = directions(cells, "clamp_max")[-1]
    assert found.trend.estimate.p < 0.05 < found.adjusted
    assert "alone that would count, among 42 tests chance does this too often" in found.sentence


def test_two_seeds_are_named_as_what_lacks():
    found = directions({"contrast": noisy([0, 1, 2], 4, 2, 0.8)}, "clamp_max")[0]
    assert not found.claimed
    assert found.trend.count.up == 8
    assert "; two seeds can hardly tell how seeds differ, take three or more" in found.sentence


def test_a_peak_is_told_as_one():
    found = said(noisy([0, 2, 4, 2, 0], 4, 3, 0.3))
    start = "clamp_max up: contrast first up, then down, highest at 0.1 (in 12 of 12 blocks); "
    assert found.startswith(start + "no direction from end to end is shown (")


def test_what_four_prompts_show_of_themselves_is_claimed_for_them_alone():
    """Prompts that rise by 1 to 4, noise 0.1: sure for these, not for others; 3 to 3.3: for both."""
    spread = np.linspace(1, 4, 4)[:, None, None] * np.linspace(0, 1, 3)
    even = np.linspace(3, 3.3, 4)[:, None, None] * np.linspace(0, 1, 3)
    rest = 0.1 * np.random.default_rng(3).standard_normal((4, 4, 3))
    for rise, general in ((spread, False), (even, True)):
        others = {f"m{i}": noisy([0, 0, 0], 4, 4, 1.0, i) for i in range(20)}
        found = directions({"contrast": table(rise + rest)} | others, "clamp_max")[0]
        assert found.claimed
        assert found.trend.general is general
        assert (", for these 4 prompts)" in found.sentence) is not general
        assert found.trend.here.se < found.trend.estimate.se
        shown = found.trend.estimate if general else found.trend.here
        assert found.widths.se == widths(shown, found.noise).se


def test_what_never_changes_is_no_part_of_the_family():
    still = table(np.full((4, 4, 3), 0.5))
    moving = noisy([0, 1, 2], 4, 4, 0.5)
    tables = ({"a": moving}, {"a": moving, "b": still})
    alone, beside = (directions(cells, "clamp_max")[0] for cells in tables)
    assert (alone.family, beside.family) == (2, 2)
    assert beside.adjusted == alone.adjusted


def test_a_prompt_without_pictures_is_none_of_these_prompts():
    y = np.full((4, 4, 3), np.nan)
    y[:3] = np.linspace(0, 9, 3) * np.array([1, 2, 4])[:, None, None]
    y += 0.1 * np.random.default_rng(0).standard_normal(y.shape)
    found = directions({"contrast": table(y)}, "clamp_max")[0]
    assert (found.prompts, found.seeds) == (3, 4)
    assert ", for these 3 prompts)" in found.sentence


def test_a_bend_that_one_prompt_shows_is_of_one_prompt():
    found = directions({"contrast": noisy([0, 9, 0], 1, 8, 0.3)}, "clamp_max")[0]
    assert found.bend.claimed
    assert not found.claimed
    assert found.sentence.endswith("; one prompt only, others may differ")


def test_what_goes_up_and_down_again_does_not_stay():
    peaked = directions({"contrast": table(np.tile([0.0, 1.0, 0.0], (3, 1, 1)))}, "clamp_max")[0]
    assert "stays as it is" not in peaked.sentence
    assert not peaked.still
    assert directions({"contrast": table(np.ones((3, 1, 3)))}, "clamp_max")[0].still


def test_categories_that_hold_for_these_prompts_alone_say_so_each():
    rng = np.random.default_rng(0)
    y = 0.05 * rng.standard_normal((4, 5, 3)) + np.array([200.0, 0.0, -200.0])
    y[..., 1] += np.array([0.4, 9, 1, 3])[:, None]
    found = directions(
        {"m": table(y, "category")} | {f"n{i}": noisy([0, 0, 0], 4, 5) for i in range(9)}, "clamp_max"
    )
    said = {item.level: item.trend.general for item in found[0].differences if item.claimed}
    assert set(said.values()) == {True, False}
    assert found[0].sentence.count("for these 4 prompts") == list(said.values()).count(False)


def test_one_prompt_is_named_as_one():
    assert said(noisy([0, 2, 4], 1, 8, 0.3)).endswith("; one prompt only, others may differ")


def test_levels_left_out_are_named():
    y = np.random.default_rng(0).standard_normal((4, 1, 4))
    y[:, :, 3] = np.nan
    assert said(table(y)).endswith("; left out for missing cells: 0.2")


def test_nothing_to_say_is_said():
    assert said(table(np.full((4, 1, 3), np.nan))) == "clamp_max: too few values of contrast to say anything"
    assert said(table(np.zeros((4, 1, 1)))) == "clamp_max: too few values of contrast to say anything"


def test_categories_that_are_equal_or_few_say_so():
    assert said(table(np.ones((4, 3, 3)), "category")) == "clamp_max: contrast is the same for all"
    y = np.zeros((4, 1, 2)) + np.array([0.0, 0.5])
    assert said(table(y, "category")) == (
        "clamp_max: contrast higher with 0.05 than with 0.03 (4 of 4 prompts, by 0.5 of full scale); "
        "too few to say how sure; one seed only, so there is no noise between seeds to compare with"
    )


def test_several_axes_are_one_family():
    cells = {"a": noisy([0.0] * 4, 8, 1), "b": noisy([0.0] * 4, 8, 1, start=1)}
    found = directions(cells, ["clamp_max", "prompt"])
    assert [(one.axis, one.measure) for one in found] == [
        ("clamp_max", "a"),
        ("clamp_max", "b"),
        ("prompt", "a"),
        ("prompt", "b"),
    ]
    assert {one.family for one in found} == {4}  # two trends, two bends; prompts of one seed are one draw


def test_unknown_axes_are_refused():
    with pytest.raises(UnknownName, match="unknown axis 'clamp'; did you mean 'clamp_max'"):
        directions({"a": noisy([0, 1], 4, 1)}, "clamp")
    with pytest.raises(InputError, match="what seeds do is the noise"):
        directions({"a": noisy([0, 1], 4, 2)}, "seed")


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 4.0]), st.sampled_from([-8.0, 0.0, 16.0]))
def test_units_and_labels_do_not_matter(start, scale, shift):
    rng = np.random.default_rng(start)
    y = rng.standard_normal((4, 3, 5)) + rng.uniform(0, 1) * np.arange(5)
    (one,) = directions({"m": table(y)}, "clamp_max")
    moved = scale * y[rng.permutation(4)][:, rng.permutation(3)] + shift
    (other,) = directions({"m": table(moved)}, "clamp_max")
    assert other.trend.estimate.mean == pytest.approx(scale * one.trend.estimate.mean)
    assert other.widths.mean == pytest.approx(one.widths.mean)
    assert (other.widths.low, other.widths.high) == pytest.approx((one.widths.low, one.widths.high))
    assert other.adjusted == pytest.approx(one.adjusted)
    assert other.bend.p == pytest.approx(one.bend.p)
    assert (other.shape, other.sentence) == (one.shape, one.sentence)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_an_axis_read_backwards_turns_the_direction(start):
    y = np.random.default_rng(start).standard_normal((4, 3, 5))
    (one,) = directions({"m": table(y)}, "clamp_max")
    (other,) = directions({"m": table(y[..., ::-1])}, "clamp_max")
    assert other.trend.estimate.mean == pytest.approx(-one.trend.estimate.mean)
    assert other.trend.count.up == one.trend.count.down
    assert other.adjusted == pytest.approx(one.adjusted)


def test_studies_without_an_effect_rarely_claim_anything():
    """60 studies of 3 measures (trend and bend each): 5 % and 3 standard deviations of a count are 8.1."""
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(60):
        found = directions({str(i): table(rng.standard_normal((4, 3, 4))) for i in range(3)}, "clamp_max")
        wrong += any(one.claimed or one.bend.claimed for one in found)
    assert wrong <= 8
