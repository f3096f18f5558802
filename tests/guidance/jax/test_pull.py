"""G and its terms (engines.md 3.4): by the letter, one cut after the other, and the quirks in it."""

from dataclasses import replace

import pytest
import torch

from ezcharts.diffusion.draws import DrawKey, uniform
from ezcharts.guidance import losses
from ezcharts.guidance.jax.cutouts import UNIFORMS, plan_cuts
from ezcharts.guidance.jax.pull import TERMS
from tests.guidance.jax.making import BENCH, NO_CLIP, make_condition, make_puller, picture, request
from tests.guidance.jax.test_cutouts import plain_cuts

F64 = torch.float64
SMALL, LARGE = "ViTB16", "ViTB32"


def pull(asked, x_in=None, **parts):
    return make_puller(**parts)(picture(9) if x_in is None else x_in, [asked])[0]


def own_draws(asked, switch, repeat, image=0):
    key = DrawKey(asked.condition.seed, image, "cuts", asked.evaluation, switch, repeat)
    return uniform([key], UNIFORMS * asked.condition.cutn, dtype=F64)[0].tolist()


def plain_clip(asked, x_in, switch, draws):
    """The CLIP loss and its gradient, repeat by repeat as the notebook does it."""
    c, perceptor = asked.condition, BENCH.perceptor(switch)
    total = torch.zeros_like(x_in)
    value = 0.0
    for repeat in range(c.cut_batches):
        leaf = x_in.clone().requires_grad_()
        cuts = plain_cuts((leaf + 1) / 2, perceptor.resolution, c, draws(repeat))
        e = perceptor.encode_image((cuts - 0.5) / 0.5)
        e, p = e / e.norm(dim=1, keepdim=True), c.targets[switch]
        d = 2 * torch.asin((e - p).norm(dim=1) / 2) ** 2
        loss = c.clip_guidance_scales[switch] * d.mean()
        total += torch.autograd.grad(loss, leaf)[0] / c.cut_batches
        value += loss.item() / c.cut_batches
    return total, value


@pytest.mark.parametrize("cut_sizes", ["whole", "continuous"])
def test_the_clip_pull_is_that_of_a_plain_reading(cut_sizes):
    asked = request(
        clip_guidance_scales={SMALL: 300.0}, cutn=5, cut_batches=3, cut_p_mixgrey=0.3, cut_sizes=cut_sizes,
        evaluation=11,
    )  # fmt: skip
    ours = pull(asked)
    expected, value = plain_clip(
        asked, picture(9), SMALL, lambda repeat: own_draws(asked, SMALL, repeat)
    )  # fmt: skip
    assert torch.allclose(ours.gradient, expected, atol=1e-12)
    assert ours.losses == {f"clip {SMALL}": pytest.approx(value, rel=1e-12)}


# J2.
def test_perceptors_are_added_up():
    both = pull(request(clip_guidance_scales={SMALL: 300.0, LARGE: 700.0}))
    parts = [pull(request(clip_guidance_scales={name: v})) for name, v in ((SMALL, 300.0), (LARGE, 700.0))]
    assert torch.allclose(both.gradient, parts[0].gradient + parts[1].gradient, atol=1e-13)
    assert both.losses == {**parts[0].losses, **parts[1].losses}


def test_each_perceptor_has_its_own_scale():
    once, twice = (pull(request(clip_guidance_scales={SMALL: scale})) for scale in (300.0, 600.0))
    assert torch.allclose(twice.gradient, 2 * once.gradient, atol=1e-12)


def test_more_cuts_and_more_repeats_are_means():
    """Of a picture that looks the same to every cut, numbers of cuts change nothing."""
    x_in = torch.zeros((1, 3, 32, 48), dtype=F64)
    asked = [request(cutn=cutn, cut_batches=batches) for cutn, batches in ((4, 1), (12, 1), (4, 5))]
    values = [pull(one, x_in=x_in - 1).losses[f"clip {LARGE}"] for one in asked]
    assert values == pytest.approx([values[0]] * 3, rel=1e-12)
    gradients = [pull(one).gradient.norm() for one in asked]
    assert max(gradients) < 3 * min(gradients)


def test_how_many_cuts_go_through_at_once_changes_nothing():
    asked = [request(cutn=cutn, cut_batches=3, seed=cutn) for cutn in (5, 2, 7)]
    x_in = torch.cat([picture(n) for n in range(3)])
    whole, *parts = [make_puller(most)(x_in, asked) for most in (512, 9, 1)]
    for part in parts:
        for ours, theirs in zip(part, whole, strict=True):
            assert torch.allclose(ours.gradient, theirs.gradient, atol=1e-13)
            assert ours.losses == pytest.approx(theirs.losses, rel=1e-12)


@pytest.mark.parametrize("crops", ["shared", "independent"])
def test_pictures_of_a_batch_share_crops_where_the_version_does(crops):
    """The first three of a cut's seven numbers are picture 0's; the others are every picture's own."""
    first, second = (request(image=image, cut_crops=crops, cutn=6, cut_batches=2) for image in (0, 3))
    x_in = picture(9)

    def draws(repeat):
        own = own_draws(second, LARGE, repeat, image=3)
        of_first = own_draws(second, LARGE, repeat, image=0)
        shared = crops == "shared"
        return [of_first[n] if shared and n % 7 < 3 else u for n, u in enumerate(own)]

    expected, _ = plain_clip(first, x_in, LARGE, lambda repeat: own_draws(first, LARGE, repeat))
    assert torch.allclose(pull(first).gradient, expected, atol=1e-12)
    assert torch.allclose(pull(second).gradient, plain_clip(second, x_in, LARGE, draws)[0], atol=1e-12)


@pytest.mark.parametrize("change", [{"evaluation": 1}, {"seed": 4}, {"image": 1}])
def test_draws_belong_to_evaluation_seed_and_image(change):
    first, other = make_condition(), make_condition(**{k: v for k, v in change.items() if k != "evaluation"})
    asked = request()
    there = replace(asked, condition=other, evaluation=change.get("evaluation", 0))
    assert first.targets.keys() == other.targets.keys()
    assert (pull(asked).gradient - pull(there).gradient).abs().max() > 1e-3


ON_THEIR_OWN = {
    "tv": ("tv_scale", losses.three_scale_variation),
    "sat": ("sat_scale", losses.absolute_excess),
    "mse": ("init_weight_mse", lambda x: losses.squared_difference(x, picture(5))),
    "mean": ("mean_scale", losses.mean_magnitude),
    "var": ("var_scale", losses.population_variance),
    "hsym": ("horizontal_symmetry_scale", losses.horizontal_asymmetry),
    "vsym": ("vertical_symmetry_scale", losses.vertical_asymmetry),
}


def expected_pull(loss, scale):
    leaf = picture(9).requires_grad_()
    value = scale * loss(leaf).sum()
    return torch.autograd.grad(value, leaf)[0], value.item()


def with_term(name, scale, **more):
    return request(**NO_CLIP, init=picture(5), **{ON_THEIR_OWN[name][0]: scale}, **more)


def test_every_term_is_here():
    assert [term.name for term in TERMS] == list(ON_THEIR_OWN)


@pytest.mark.parametrize("name", ON_THEIR_OWN)
def test_a_term_pulls_by_its_scale(name):
    found = pull(with_term(name, 70.0))
    expected, value = expected_pull(ON_THEIR_OWN[name][1], 70.0)
    assert torch.allclose(found.gradient, expected, atol=1e-14)
    assert found.losses == {name: pytest.approx(value, rel=1e-13)}


@pytest.mark.parametrize("scale", [0.0, -50.0])
@pytest.mark.parametrize("name", ON_THEIR_OWN)
def test_a_scale_of_0_and_below_leaves_its_term_out(name, scale):
    found = pull(with_term(name, scale))
    assert found.losses == {}
    assert found.gradient.count_nonzero() == 0


@pytest.mark.parametrize("changes", [{"clip_guidance_scales": {LARGE: -5.0}}, {"cut_batches": 0}, NO_CLIP])
def test_a_perceptor_without_a_pull_is_not_even_asked(changes):
    found = make_puller(switches=())(picture(9), [request(**NO_CLIP)])[0]
    other = pull(request(**changes))
    assert other.losses == found.losses == {}
    assert other.gradient.count_nonzero() == 0


def test_terms_add_up():
    scales = {"tv_scale": 30.0, "sat_scale": 500.0, "var_scale": 9.0}
    found = pull(request(**scales))
    parts = [pull(request())] + [pull(request(**NO_CLIP, **{name: v})) for name, v in scales.items()]
    assert torch.allclose(found.gradient, sum(part.gradient for part in parts), atol=1e-13)
    assert found.losses.keys() == {f"clip {LARGE}", "tv", "sat", "var"}


# J8: means over the notebook's batch are divided by its size; TV and CLIP are each picture's own.
@pytest.mark.parametrize("name", ON_THEIR_OWN)
def test_a_larger_notebook_batch_divides_the_losses_that_are_means_over_it(name):
    alone, of_four = pull(with_term(name, 70.0)), pull(with_term(name, 70.0, batch_size=4))
    shares = 1 if name == "tv" else 4
    assert torch.allclose(of_four.gradient * shares, alone.gradient, atol=1e-14)
    assert of_four.losses[name] * shares == pytest.approx(alone.losses[name])


def test_a_larger_notebook_batch_leaves_clip_alone():
    assert torch.equal(pull(request(batch_size=4)).gradient, pull(request()).gradient)


# engines.md, rule of thumb: at 512 x 512 sat_scale 600 is 7.6e-4 for each element out of range.
def test_sat_s_force_on_a_pixel_is_its_scale_over_all_elements():
    x_in = torch.full((1, 3, 512, 512), 1.5, dtype=F64)
    found = pull(request(**NO_CLIP, sat_scale=600.0), x_in=x_in)
    assert found.gradient.unique().item() == pytest.approx(600 / (3 * 512 * 512))
    assert found.gradient.max() == pytest.approx(7.6e-4, rel=0.01)


# J7: CLIP pulls on what is out of range as well, so there is something for sat to hold.
def test_clip_pulls_on_pixels_out_of_range():
    """Flat pictures at 0.95 and, out of range, at 1.05 and 1.5 in units of [0, 1]."""
    sizes = []
    for value in (0.95, 1.05, 1.5):
        x_in = torch.full((1, 3, 32, 48), 2 * value - 1, dtype=F64)
        sizes.append(float(pull(request(), x_in=x_in).gradient.norm()))
    assert min(sizes) > 0.2 * max(sizes)  # what is missing is the perceptor's own tanh


def test_without_an_initial_image_its_weight_does_nothing():
    found = pull(request(**NO_CLIP, init_weight_mse=1e6))
    assert found.losses == {}
    assert found.gradient.count_nonzero() == 0


# J11.
def test_a_mask_holds_where_it_is_white_and_pushes_away_where_it_is_black():
    mask = torch.ones((1, 3, 32, 48), dtype=F64)
    mask[..., 16:32], mask[..., 32:] = 0, -1
    n = 3 * 32 * 48
    asked = request(**NO_CLIP, init=picture(5), mask=mask, init_weight_mse=float(n))
    found = pull(asked).gradient
    toward = 2 * (picture(9) - picture(5))
    assert torch.allclose(found[..., :16], toward[..., :16], atol=1e-12)
    assert found[..., 16:32].abs().max() == 0
    assert torch.allclose(found[..., 32:], -toward[..., 32:], atol=1e-12)


def test_cells_with_and_without_mask_or_init_share_a_batch():
    mask = torch.full((1, 3, 32, 48), 0.5, dtype=F64)
    held = {"init": picture(5), "init_weight_mse": 100.0}
    asked = [request(**NO_CLIP, **more) for more in (held, {}, held | {"mask": mask})]
    found = make_puller()(torch.cat([picture(9)] * 3), asked)
    assert [one.losses.keys() for one in found] == [{"mse"}, set(), {"mse"}]
    assert found[1].gradient.count_nonzero() == 0
    assert torch.allclose(found[2].gradient, found[0].gradient / 2, atol=1e-15)


def test_what_a_picture_is_cut_by_is_the_plan_of_its_own_draws():
    """A longer draw begins with the shorter one, so a neighbour with more cuts changes nothing."""
    asked = [request(cutn=4), request(cutn=16, seed=2)]
    alone = make_puller()(picture(9), asked[:1])[0]
    together = make_puller()(torch.cat([picture(9), picture(2)]), asked)[0]
    assert torch.allclose(alone.gradient, together.gradient, atol=1e-14)
    drawn = uniform([DrawKey(3, 0, "cuts", 0, LARGE, 0)], 7 * 16, dtype=F64)
    short = plan_cuts((48, 32), 24, [make_condition(cutn=4)], drawn[:, : 7 * 4])
    assert torch.equal(short.side, plan_cuts((48, 32), 24, [make_condition(cutn=4)], drawn).side)
