"""One guided evaluation: what the losses see, clamp, anti-JPEG, NaN, what is shown (engines.md 3.5)."""

import math
from dataclasses import dataclass, field, replace

import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser, NoiseLevel, Prediction, per_picture
from ezcharts.errors import CellFailure
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.jax.guidance import JaxGuidance, clamp_factor
from ezcharts.guidance.jax.pull import JaxPuller
from ezcharts.guidance.request import Guided
from tests.guidance.jax.making import (
    BENCH,
    NO_CLIP,
    evaluate,
    gradient,
    make_guidance,
    make_puller,
    picture,
    request,
    rms,
)

F64 = torch.float64
FREE = {"clamp_max": 1e9}


class RecordingPuller(JaxPuller):
    """Writes down the x_in of every call, and the pull on it."""

    def __init__(self):
        super().__init__(make_puller().perceptors)
        self.seen, self.pulls = [], []

    def __call__(self, x_in, requests):
        pulled = super().__call__(x_in, requests)
        self.seen.append(x_in.detach())
        self.pulls.append(torch.cat([one.gradient for one in pulled]))
        return pulled


@dataclass
class Pair:
    """An anti-JPEG pair in closed form: d = 0.1 x, and a gradient of 0.3 towards 1."""

    corrected: list = field(default_factory=list)
    pushed: list = field(default_factory=list)

    def correction(self, x, level):
        self.corrected.append((len(x), x.requires_grad))
        d = 0.1 * x
        return Prediction(-per_picture(level.sigma) * d, per_picture(level.alpha) * d)

    def gradient(self, x, level, scale):
        self.pushed.append(len(x))
        return scale * 0.3 * (1 - x)


def level_of(asked):
    return NoiseLevel.of([asked.level], asked.x)


@pytest.mark.parametrize("secondary", [True, False])
def test_the_losses_see_the_conditioning_model_s_x0_unblended(secondary):
    asked, puller = request(secondary=secondary), RecordingPuller()
    evaluate(asked, puller=puller)
    model = BENCH.secondary if secondary else BENCH.main
    assert torch.equal(puller.seen[0], model(asked.x, level_of(asked)).x0)


@pytest.mark.parametrize("secondary", [True, False])
def test_guidance_is_the_vector_jacobian_product_of_the_conditioning_model(secondary):
    asked, puller = request(secondary=secondary, **FREE), RecordingPuller()
    (guided,) = evaluate(asked, puller=puller)
    model = BENCH.secondary if secondary else BENCH.main
    _, product = torch.autograd.functional.vjp(
        lambda x: model(x, level_of(asked)).x0, asked.x, puller.pulls[0]
    )
    assert torch.allclose(gradient(asked, guided), -product, atol=1e-12)
    assert guided.grad_rms == pytest.approx(rms(product), rel=1e-12)


# J10: all losses act on the x0 of the conditioning model, the picture that is kept is the main model's.
def test_what_is_shown_is_the_main_model_s_estimate_without_guidance():
    for asked in (request(), request(sat_scale=5000.0, tv_scale=500.0), request(secondary=False)):
        (guided,) = evaluate(asked)
        assert torch.equal(guided.shown, BENCH.main(asked.x, level_of(asked)).x0)
        assert (guided.x0 - guided.shown).abs().max() > 0.01


def test_sat_looks_at_the_helper_s_guess_and_not_at_the_picture_that_is_kept():
    """A helper within range leaves sat nothing to do, however far out the main model's picture is."""

    def guided(helper, main):
        estimator = Estimator(GaussianDenoiser(main, 1e-3), GaussianDenoiser(helper, 1e-3))
        asked = request(**NO_CLIP, sat_scale=1e6)
        return JaxGuidance(estimator, JaxPuller({}))([asked])[0]

    assert guided(helper=0.5, main=3.0).grad_rms == 0
    assert guided(helper=3.0, main=0.5).losses["sat"] == pytest.approx(2e6, rel=0.01)


def test_the_two_estimates_belong_to_the_same_x():
    for asked in (request(), request(secondary=False), request(step=9), request(step=0)):
        (guided,) = evaluate(asked)
        alpha, sigma, _ = asked.level
        assert torch.allclose(alpha * guided.x0 + sigma * guided.eps, asked.x, atol=1e-12)
        raw = BENCH.main(asked.x, level_of(asked))
        shift = sigma * gradient(asked, guided)
        assert torch.allclose(guided.eps, raw.eps - shift, atol=1e-9)


def test_where_almost_no_picture_is_left_guidance_is_still_exact():
    """A spliced run that starts at 1.5: alpha is 1e-6, x0' - x0_raw = sigma^2/alpha g all the same."""
    asked = request(step=0)
    far = replace(asked, level=asked.level._replace(alpha=1e-6, sigma=math.sqrt(1 - 1e-12)))
    (guided,) = evaluate(far)
    shift = (guided.x0 - guided.shown) * 1e-6
    assert rms(shift) == pytest.approx(min(guided.grad_rms, 0.2), rel=1e-9)


# J3.
def test_the_clamp_limits_each_picture_by_itself():
    weak, strong = {"clip_guidance_scales": {"ViTB32": 1e-3}}, {"clip_guidance_scales": {"ViTB32": 1e5}}
    asked = [request(**weak), request(**strong, seed=1), request(**strong, clamp_max=0.05, seed=2)]
    answers = evaluate(*asked)
    sizes = [rms(gradient(one, guided)) for one, guided in zip(asked, answers, strict=True)]
    assert [guided.clamped for guided in answers] == [False, True, True]
    assert sizes == pytest.approx([answers[0].grad_rms, 0.2, 0.05])
    (alone,) = evaluate(asked[0])
    assert torch.allclose(alone.x0, answers[0].x0, atol=1e-12)


def test_the_clamp_keeps_the_direction():
    asked = [request(**FREE), request()]
    free, held = (gradient(one, guided) for one, guided in zip(asked, evaluate(*asked), strict=True))
    assert rms(free) > 0.2
    assert torch.allclose(held / 0.2, free / rms(free), atol=1e-9)


def test_scales_saturate_in_the_clamp():
    asked = [request(clip_guidance_scales={"ViTB32": scale}) for scale in (5e3, 5e4)]
    first, second = evaluate(*asked)
    assert second.grad_rms == pytest.approx(10 * first.grad_rms)
    assert torch.allclose(first.x0, second.x0, atol=1e-10)


@pytest.mark.parametrize("limit", [0.2, 0.0, -0.1])
def test_nothing_that_pulls_is_no_guidance_and_no_failure(limit):
    (guided,) = evaluate(request(**NO_CLIP, clamp_max=limit))
    assert isinstance(guided, Guided)
    assert torch.equal(guided.x0, guided.shown)
    assert (guided.grad_rms, guided.clamped, guided.losses) == (0.0, False, {})


def test_the_clamp_in_figures():
    def factor(size, limit):
        return float(clamp_factor(torch.tensor(size, dtype=F64), torch.tensor(limit, dtype=F64)))

    assert factor(0.1, 0.2) == 1
    assert factor(0.2, 0.2) == 1
    assert factor(0.8, 0.2) == pytest.approx(0.25)
    assert factor(0.8, 0.0) == 0
    assert factor(0.8, -0.2) == pytest.approx(-0.25)
    assert factor(0.0, -0.2) == 1


def test_the_pair_corrects_the_main_model_alike_for_x0_and_eps():
    asked, pair = request(antijpeg=True), Pair()
    (guided,) = evaluate(asked, antijpeg=pair)
    raw, d = BENCH.main(asked.x, level_of(asked)), 0.1 * asked.x
    alpha, sigma, _ = asked.level
    assert torch.allclose(guided.shown, raw.x0 - sigma * d, atol=1e-13)
    g = gradient(asked, guided)
    assert torch.allclose(guided.eps, raw.eps + alpha * d - sigma * g, atol=1e-12)
    assert torch.allclose(alpha * guided.x0 + sigma * guided.eps, asked.x, atol=1e-12)
    assert pair.corrected == [(1, False)]


def test_a_gradient_through_the_secondary_model_does_not_meet_the_correction():
    asked = [request(antijpeg=flag, **FREE) for flag in (False, True)]
    plain, corrected = evaluate(*asked, antijpeg=Pair())
    assert torch.allclose(gradient(asked[0], plain), gradient(asked[1], corrected), atol=1e-12)


def test_a_gradient_through_the_main_model_goes_through_the_correction_too():
    asked, pair, puller = request(antijpeg=True, secondary=False, **FREE), Pair(), RecordingPuller()
    (guided,) = evaluate(asked, antijpeg=pair, puller=puller)

    def corrected(x):
        return BENCH.main(x, level_of(asked)).x0 - asked.level.sigma * 0.1 * x

    assert torch.allclose(puller.seen[0], corrected(asked.x), atol=1e-13)
    _, product = torch.autograd.functional.vjp(corrected, asked.x, puller.pulls[0])
    assert torch.allclose(gradient(asked, guided), -product, atol=1e-12)
    assert pair.corrected == [(1, True)]


# J4.
def test_the_classifier_s_gradient_escapes_the_clamp():
    changes = {"antijpeg": True, "antijpeg_guidance_scale": 10.0, "clip_guidance_scales": {"ViTB32": 1e5}}
    asked = [request(**changes | {"antijpeg_guidance_scale": 0.0}), request(**changes)]
    without, escaped = evaluate(*asked, antijpeg=Pair())
    added = gradient(asked[1], escaped) - gradient(asked[0], without)
    assert without.clamped
    assert escaped.grad_rms == pytest.approx(without.grad_rms)
    assert torch.allclose(added, 3.0 * (1 - asked[0].x), atol=1e-10)
    assert rms(gradient(asked[1], escaped)) > 10 * 0.2


def test_the_classifier_alone_guides_without_a_clamp():
    asked = request(**NO_CLIP, antijpeg=True, antijpeg_guidance_scale=10.0)
    (guided,) = evaluate(asked, antijpeg=Pair())
    assert torch.allclose(gradient(asked, guided), 3.0 * (1 - asked.x), atol=1e-10)
    assert (guided.grad_rms, guided.clamped) == (0.0, False)


# J8 for the classifier: its mean runs over the notebook's batch.
def test_the_classifier_s_gradient_is_divided_by_the_notebook_s_batch():
    changes = {"antijpeg": True, "antijpeg_guidance_scale": 10.0} | NO_CLIP
    asked = [request(**changes), request(**changes, batch_size=4)]
    alone, of_four = (
        gradient(one, g) for one, g in zip(asked, evaluate(*asked, antijpeg=Pair()), strict=True)
    )
    assert torch.allclose(alone, 4 * of_four, atol=1e-11)


def test_only_cells_that_ask_for_the_pair_meet_it():
    asked = [
        request(),
        request(antijpeg=True, seed=1),
        request(antijpeg=True, antijpeg_guidance_scale=5.0, secondary=False, seed=2),
        request(antijpeg_guidance_scale=5.0, seed=3),
        request(antijpeg=True, antijpeg_guidance_scale=-5.0, seed=4),
    ]
    pair = Pair()
    together = evaluate(*asked, antijpeg=pair)
    assert pair.corrected == [(2, False), (1, True)]
    assert pair.pushed == [1]
    for one, guided in zip(asked, together, strict=True):
        (alone,) = evaluate(one, antijpeg=Pair())
        assert torch.allclose(alone.x0, guided.x0, atol=1e-12)
        assert torch.allclose(alone.shown, guided.shown, atol=1e-13)


def test_a_cell_that_needs_a_missing_model_is_a_mistake_of_the_caller():
    with pytest.raises(RuntimeError, match="needs the anti-JPEG pair"):
        evaluate(request(antijpeg=True))
    with pytest.raises(RuntimeError, match="needs a secondary model"):
        JaxGuidance(Estimator(GaussianDenoiser(), None), JaxPuller({}))([request(**NO_CLIP)])


class Untouchable:
    """Stands where nothing may be asked."""

    def __getattr__(self, name):
        raise AssertionError(f"asked for {name}")

    def __call__(self, *args):
        raise AssertionError("asked")


def test_an_unguided_look_is_the_main_model_alone_without_draws():
    asked = request(guided=False)
    guidance = JaxGuidance(Estimator(BENCH.main, Untouchable()), Untouchable())
    (seen,) = guidance([asked])
    raw = BENCH.main(asked.x, level_of(asked))
    assert torch.equal(seen.x0, raw.x0)
    assert torch.equal(seen.eps, raw.eps)
    assert torch.equal(seen.shown, raw.x0)
    assert (seen.grad_rms, seen.clamped, seen.nan, seen.losses) == (0.0, False, False, {})
    assert seen.t == asked.level.t


def test_an_unguided_look_has_the_correction_of_the_main_model():
    asked = request(guided=False, antijpeg=True, antijpeg_guidance_scale=10.0)
    (seen,) = evaluate(asked, antijpeg=Pair())
    raw = BENCH.main(asked.x, level_of(asked))
    assert torch.allclose(seen.shown, raw.x0 - asked.level.sigma * 0.1 * asked.x, atol=1e-13)
    assert torch.equal(seen.x0, seen.shown)


def test_guided_and_unguided_looks_share_a_call_and_keep_their_places():
    asked = [request(seed=n, guided=n % 2 == 0, step=n + 2) for n in range(5)]
    for one, guided in zip(asked, evaluate(*asked), strict=True):
        (alone,) = evaluate(one)
        assert guided.t == one.level.t
        assert torch.allclose(guided.x0, alone.x0, atol=1e-12)


LOST = {
    "a target of NaN": {"targets": {"ViTB32": torch.full((12,), torch.nan, dtype=F64)}},
    "an infinite scale": {"clip_guidance_scales": {"ViTB32": math.inf}},
    "an initial image of NaN": {
        "init": torch.full((1, 3, 32, 48), torch.nan, dtype=F64),
        "init_weight_mse": 1.0,
    },
}


@pytest.mark.parametrize("changes", LOST.values(), ids=LOST)
@pytest.mark.parametrize("secondary", [True, False])
def test_a_pull_that_is_not_finite_ends_its_cell_and_no_other(changes, secondary):
    good = request(seed=1, secondary=secondary)
    (alone,) = evaluate(good)
    lost, other = evaluate(request(secondary=secondary, **changes), good)
    assert isinstance(lost, CellFailure)
    assert lost.final
    assert "NaN or infinite at t = " in lost.reason
    assert "lower the scales" in lost.reason
    assert torch.allclose(other.x0, alone.x0, atol=1e-12)
    assert other.losses == pytest.approx(alone.losses, rel=1e-12)


def test_a_lost_pull_is_never_sent_through_a_model():
    """Weight 0 for the neighbours, as in a padded product, is not enough: 0 times NaN is NaN."""

    def neighbourly(x, level):
        prediction = BENCH.secondary(x, level)
        return Prediction(prediction.x0 + 0 * x.mean(dim=0, keepdim=True), prediction.eps)

    guidance = JaxGuidance(Estimator(BENCH.main, neighbourly), make_puller())
    lost, other = guidance([request(clip_guidance_scales={"ViTB32": math.inf}), request(seed=1)])
    assert isinstance(lost, CellFailure)
    assert torch.allclose(other.x0, evaluate(request(seed=1))[0].x0, atol=1e-12)


def test_the_reason_names_the_terms_that_were_lost():
    lost = evaluate(request(init=torch.full_like(picture(), torch.nan), init_weight_mse=1.0, tv_scale=5.0))[0]
    assert "gradient of mse is" in lost.reason


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_picture_that_is_lost_ends_its_cell_and_no_other(value):
    x = picture()
    x[0, 1, 3, 4] = value
    good = request(seed=1)
    lost, other = evaluate(request(x=x), good)
    assert isinstance(lost, CellFailure)
    assert "the noisy picture turned NaN or infinite at t = " in lost.reason
    assert torch.allclose(other.x0, evaluate(good)[0].x0, atol=1e-12)


def test_a_lost_gradient_of_the_pair_ends_its_cell_and_no_other():
    class Broken(Pair):
        def gradient(self, x, level, scale):
            return torch.where(x[:, :1, :1, :1] > 0, torch.nan, 1.0) * torch.ones_like(x)

    up, down = picture(), picture(1)
    up[0, 0, 0, 0], down[0, 0, 0, 0] = 1.0, -1.0
    changes = {"antijpeg": True, "antijpeg_guidance_scale": 1.0}
    lost, other = evaluate(request(x=up, **changes), request(x=down, **changes), antijpeg=Broken())
    assert isinstance(lost, CellFailure)
    assert "the guidance gradient is NaN" in lost.reason
    assert isinstance(other, Guided)


def test_nothing_but_failures_is_an_answer_too():
    answers = evaluate(*[request(clip_guidance_scales={"ViTB32": math.inf}, seed=n) for n in range(2)])
    assert all(isinstance(answer, CellFailure) for answer in answers)
    assert make_guidance()([]) == []
