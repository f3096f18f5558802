"""Conditions, requests and guidance of the tiny world for the tests of the JAX dialect."""

import torch

from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.jax.guidance import JaxGuidance
from ezcharts.guidance.jax.pull import JaxPuller
from ezcharts.guidance.request import Request
from ezcharts.levels.jax import jax_track
from tests.tiny import TinyBench

BENCH = TinyBench(torch.float64)
SWITCHES = ("ViTB32", "ViTB16")
WIDTH, HEIGHT = 48, 32
TRACK = jax_track(10, 1.0, 0.0, "spliced")
PLAIN = {
    "seed": 3,
    "image": 0,
    "clip_guidance_scales": {"ViTB32": 500.0},
    "tv_scale": 0.0,
    "sat_scale": 0.0,
    "mean_scale": 0.0,
    "var_scale": 0.0,
    "horizontal_symmetry_scale": 0.0,
    "vertical_symmetry_scale": 0.0,
    "init_weight_mse": 0.0,
    "init": None,
    "mask": None,
    "cutn": 4,
    "cut_batches": 1,
    "cut_pow": 1.0,
    "cut_p_grey": 0.2,
    "cut_p_mixgrey": 0.0,
    "cut_p_flip": 0.5,
    "cut_sizes": "whole",
    "cut_crops": "shared",
    "cut_border": 40.0,
    "clamp_max": 0.2,
    "secondary": True,
    "batch_size": 1,
    "antijpeg": False,
    "antijpeg_guidance_scale": 0.0,
}
NO_CLIP = {"clip_guidance_scales": {}}


def target(switch, text="a lighthouse"):
    """The unit vector of a text."""
    row = BENCH.text_rows(switch, [text])[0]
    return row / row.norm()


def make_condition(**changes):
    fields = PLAIN | changes
    targets = {switch: target(switch) for switch in fields["clip_guidance_scales"]}
    return JaxCondition(**({"targets": targets} | fields))


def picture(seed=0, scale=1.0, width=WIDTH, height=HEIGHT):
    generator = torch.Generator().manual_seed(seed)
    return scale * torch.randn((1, 3, height, width), generator=generator, dtype=torch.float64)


def request(step=4, *, x=None, seed=0, evaluation=0, guided=True, **changes):
    """Ask at a step of ten; `changes` are fields of the condition."""
    level, condition = TRACK.levels[step], make_condition(**changes)
    return Request(picture(seed) if x is None else x, level, level, evaluation, condition, guided)


def make_puller(cuts_at_once=512, switches=SWITCHES):
    return JaxPuller({switch: BENCH.perceptor(switch) for switch in switches}, cuts_at_once)


def make_guidance(puller=None, antijpeg=None):
    return JaxGuidance(Estimator(BENCH.main, BENCH.secondary), puller or make_puller(), antijpeg)


def evaluate(*requests, **parts):
    return make_guidance(**parts)(list(requests))


def gradient(asked, guided):
    """What guidance added: eps' = eps - sigma g solved for g, from the answer's x0 and the shown one."""
    alpha, sigma, _ = asked.level
    return (guided.x0 - guided.shown) * alpha / sigma**2


def rms(tensor):
    return tensor.square().mean().sqrt().item()
