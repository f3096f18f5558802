"""G, the pull of the losses on x_in: what it depends on and what it does not."""

import pytest
import torch

from ezcharts.guidance.disco.condition import Target
from ezcharts.guidance.disco.cutouts import plan_cuts, uniforms_needed
from ezcharts.guidance.disco.pull import Puller, Viewer
from ezcharts.params.schedule import Schedule
from tests.guidance.disco.flying import CaseDraws, Perceptor, make_condition, perceptual
from tests.reference.disco.run import CLIP_MEAN, CLIP_STD, Case
from tests.reference.networks import Models

MODELS = Models()
PERCEPTORS = {name: Perceptor(clip) for name, clip in MODELS.clips.items()}
F64 = torch.float64


def picture(width=24, height=16, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return 2.2 * torch.rand((1, 3, height, width), generator=generator, dtype=F64) - 1.1


def viewer(evaluation=0, case=None, **changes):
    condition = make_condition(case or Case(), MODELS, **changes)
    return Viewer(condition, condition.cut_counts(500), evaluation)


def pull(x_in, *viewers, perceptors=PERCEPTORS, denoised=None, **options):
    puller = Puller(perceptors, perceptual(MODELS), **options)
    return puller(x_in, x_in * 1.7 if denoised is None else denoised, viewers)


def gradient(x_in, *viewers, **options):
    return torch.cat([one.gradient for one in pull(x_in, *viewers, **options)])


# Q1.
@pytest.mark.parametrize("case", [Case(), Case(clip_guidance_scale=0.0, tv_scale=10.0)])
def test_range_scale_is_traced_but_changes_no_bit_of_the_gradient(case):
    pulls = [pull(picture(), viewer(case=case, range_scale=scale))[0] for scale in (0.0, 150.0, 1e9)]
    assert torch.equal(pulls[0].gradient, pulls[1].gradient)
    assert torch.equal(pulls[0].gradient, pulls[2].gradient)
    excess = (1.7 * picture()).abs().sub(1).clamp(min=0).square().mean().item()
    assert [one.losses["range"] for one in pulls] == pytest.approx([0, 150 * excess, 1e9 * excess])


# engines.md 2.5: the gradient of SAT is sign(excess) * scale / N.
def test_sat_pulls_every_excess_by_the_same_amount():
    x = picture()
    g = gradient(x, viewer(clip_guidance_scale=0.0, sat_scale=500.0))
    assert torch.allclose(g, torch.sign(x - x.clamp(-1, 1)) * 500 / x.numel(), atol=1e-15)


# Q25: means over pixels, so that twice the pixels halve the push on each.
@pytest.mark.parametrize("scales", [{"tv_scale": 10.0}, {"sat_scale": 10.0}])
def test_a_canvas_twice_as_large_halves_the_push_on_each_pixel(scales):
    small = picture()
    large = torch.cat((small, small), dim=3)
    alone = viewer(clip_guidance_scale=0.0, **scales)
    inside = (..., slice(1, -1), slice(1, -2))
    assert torch.allclose(gradient(small, alone)[inside], 2 * gradient(large, alone)[..., :24][inside])


class Brightness:
    """A linear eye: how bright a cut is, in the direction of the first of two axes."""

    resolution, mean, std = 8, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)

    def encode_image(self, pixels):
        mean = pixels.mean(dim=(1, 2, 3))
        return torch.stack((mean, torch.ones_like(mean)), dim=1)


def brightness_target():
    return {"eye": Target(torch.tensor([[1.0, 0.0]], dtype=F64), torch.ones(1, dtype=F64))}


def brightness_gradient(x_in, **changes):
    given = {"targets": brightness_target(), "skip_augs": True, "cut_innercut": Schedule.constant(0)}
    return gradient(x_in, viewer(**(given | changes)), perceptors={"eye": Brightness()})


def test_clip_s_push_on_a_pixel_falls_with_the_pixels_too():
    """The sum of the push over the picture is the same for any size (Q25)."""
    sums = [brightness_gradient(torch.zeros((1, 3, s, s), dtype=F64)).sum().item() for s in (16, 32, 64)]
    assert sums == pytest.approx([sums[0]] * 3, rel=0.02)


# Q7b, Q4: without randomness neither the number of cuts nor of repeats changes anything.
def test_counts_do_not_change_the_strength():
    one = brightness_gradient(picture(), cut_overview=Schedule.constant(1))
    many = brightness_gradient(picture(), cut_overview=Schedule.constant(12))
    repeated = brightness_gradient(picture(), cut_overview=Schedule.constant(1), cutn_batches=4)
    assert torch.allclose(one, many, atol=1e-12)
    assert torch.allclose(one, repeated, atol=1e-12)


# Q7b with randomness: the mean stays, the noise shrinks.
def test_repeats_only_calm_the_gradient():
    """32 cells that differ in their draws only, one repeat or four."""

    def sample(repeats):
        viewers = [viewer(step, cutn_batches=repeats) for step in range(32)]
        return gradient(picture().expand(32, -1, -1, -1), *viewers, perceptors={"small": PERCEPTORS["small"]})

    single, four = sample(1), sample(4)
    assert four.std(dim=0).mean() < 0.65 * single.std(dim=0).mean()
    deviation = single.std(dim=0) / 32**0.5
    assert ((single.mean(dim=0) - four.mean(dim=0)).abs() < 4 * deviation).double().mean() > 0.95


def test_gradients_of_perceptors_are_summed():
    both = gradient(picture(), viewer())
    each = [gradient(picture(), viewer(case=Case(clip_models=(name,)))) for name in MODELS.clips]
    assert torch.allclose(both, each[0] + each[1], atol=1e-12)


def test_repeats_are_the_mean_of_their_gradients():
    """The draws of repeat r do not hang on how many there are."""
    first, two = gradient(picture(), viewer()), gradient(picture(), viewer(cutn_batches=2))
    three = gradient(picture(), viewer(cutn_batches=3))
    second = 2 * two - first
    third = 3 * three - first - second
    assert (second - first).abs().max() > 1e-3
    assert (third - second).abs().max() > 1e-3
    assert torch.allclose(gradient(picture(), viewer(cutn_batches=3)), (first + second + third) / 3)


def test_the_loss_of_a_negative_weight_pushes_away():
    toward = gradient(picture(), viewer(case=Case(prompts=(("a", 1.0),))))
    away = gradient(picture(), viewer(case=Case(prompts=(("a", -2.0),))))
    assert torch.allclose(toward, -away, atol=1e-12)


def test_draws_hang_on_evaluation_model_seed_and_repeat():
    first = gradient(picture(), viewer(0))
    assert torch.equal(first, gradient(picture(), viewer(0)))
    assert not torch.allclose(first, gradient(picture(), viewer(1)))
    assert not torch.allclose(first, gradient(picture(), viewer(0, seed=2)))
    assert not torch.allclose(first, gradient(picture(), viewer(0, image=1)))


@pytest.mark.parametrize("cuts_at_once", [1, 5, 9])
def test_how_many_cuts_go_through_together_does_not_matter(cuts_at_once):
    pictures = torch.cat([picture(seed=seed) for seed in range(3)])
    viewers = [
        viewer(),
        viewer(1, cut_innercut=Schedule.constant(5)),
        viewer(2, skip_augs=True, cutn_batches=2),
    ]
    together = gradient(pictures, *viewers)
    assert torch.allclose(gradient(pictures, *viewers, cuts_at_once=cuts_at_once), together, atol=1e-12)


def test_cells_without_a_perceptor_get_nothing_from_it():
    pictures = torch.cat([picture(seed=seed) for seed in range(2)])
    mixed = pull(pictures, viewer(case=Case(clip_models=("large",))), viewer(case=Case(clip_models=())))
    assert set(mixed[0].losses) == {"tv", "sat", "range", "clip large"}
    assert set(mixed[1].losses) == {"tv", "sat", "range"}
    assert mixed[1].gradient.abs().max() == 0


def test_losses_are_reported_per_cell_and_scaled():
    case = Case(cutn_batches=2, tv_scale=3.0, sat_scale=2.0)
    traced = pull(picture(), viewer(case=case))[0].losses
    doubled = pull(picture(), viewer(case=case, clip_guidance_scale=10000.0, tv_scale=6.0, sat_scale=0.0))[
        0
    ].losses
    assert doubled["clip small"] == pytest.approx(2 * traced["clip small"])
    assert doubled["tv"] == pytest.approx(2 * traced["tv"])
    assert traced["sat"] > 0
    assert doubled["sat"] == 0


def test_a_nan_stays_in_its_cell():
    """A perceptor that overflows for one cell poisons its gradient and nobody else's (Q23)."""
    pictures = torch.cat([picture(seed=seed) for seed in range(3)])
    clean = gradient(pictures, viewer(), viewer(1), viewer(2))
    overflowed = Target(torch.full((1, 7), float("nan"), dtype=F64), torch.ones(1, dtype=F64))
    poisoned = gradient(pictures, viewer(), viewer(1, targets={"small": overflowed}), viewer(2))
    assert torch.isnan(poisoned[1]).any()
    assert torch.allclose(poisoned[[0, 2]], clean[[0, 2]], atol=1e-12)


def test_the_plan_is_the_one_that_the_draws_give():
    """What the keys mean: the reference, fed with the same numbers, must see the same cuts."""
    u = CaseDraws(Case()).cut_uniforms(0, "small", 0, uniforms_needed(2))
    plan = plan_cuts(
        (24, 16), 8, overview=2, inner=2, power=1, grey_probability=0.2, skip_augs=False, uniforms=u
    )
    assert plan.augmentation.flip == (u[0] < 0.5)
    assert plan.views[1].side == int(u[10] * 8 + 8)


def test_normalisation_is_clip_s():
    seen = []

    class Spy(Brightness):
        mean, std = CLIP_MEAN, CLIP_STD

        def encode_image(self, pixels):
            seen.append(pixels.detach())
            return super().encode_image(pixels)

    grey = torch.zeros((1, 3, 8, 8), dtype=F64)
    given = {"targets": brightness_target(), "skip_augs": True, "cut_innercut": Schedule.constant(0)}
    gradient(grey, viewer(**given), perceptors={"eye": Spy()})
    expected = [(0.5 - mean) / std for mean, std in zip(CLIP_MEAN, CLIP_STD, strict=True)]
    assert seen[0][0, :, 4, 4].tolist() == pytest.approx(expected)
