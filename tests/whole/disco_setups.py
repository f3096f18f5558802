"""Tiny set-ups of the Disco platforms, with every sampler that each of them has (engines.md 2.1, 2.11).

What the settings leave out is the platform's default, which the case states: ViT-B/32, ViT-B/16 and RN50,
the four cut schedules, ten skipped steps from 5.01 on, and so on.
"""

import torch

from ezcharts.diffusion.perlin import perlin_picture
from tests.guidance.disco.flying import CaseDraws
from tests.reference.disco.prompts import prompt_picture
from tests.reference.disco.run import Case, run
from tests.whole.bench import CLIPS, drawn, in_range, notebooks_noise
from tests.whole.disco_networks import Read
from tests.whole.setup import Setup

SIZE = (64, 64)


class SwitchModels(Read):
    """The reference's networks with switches as names of CLIPs, and pictures for files.

    Perlin noise is the package's here: `tests.whole.test_disco_trajectory` compares it with the reference's.
    """

    def __init__(self, case, perlin_mode=None):
        super().__init__(case, perlin_mode)
        self.clips = CLIPS

    def init_picture(self, width_height):
        if self.perlin_mode is None:
            return in_range(drawn("init.png"), width_height)
        return perlin_picture(self.perlin_mode, width_height, seed=self.seed, dtype=torch.float64)

    def prompt_picture(self, image):
        return prompt_picture(drawn(image), self.case.width_height)


class Draws(CaseDraws):
    """With a notebook's own starting noise."""

    def start(self):
        return notebooks_noise(self.case)


def entries(*runs):
    """A schedule as Python reads "[12]*400+[4]*600"."""
    return [value for value, count in runs for _ in range(count)]


def setup(platform, given, *, perlin=None, **case):
    case = Case(**{"width_height": SIZE} | DEFAULTS | case)
    models, read_models = (SwitchModels(case, perlin) for _ in range(2))
    given = {"width_height": list(case.width_height), "steps": case.steps, "seed": case.seed, **given}
    return Setup(platform, given, case, models, read_models, Draws(case), run)


OVERVIEW, INNER = entries((12, 400), (4, 600)), entries((4, 400), (12, 600))
DEFAULTS = {
    "clip_models": ("ViTB32", "ViTB16", "RN50"),
    "use_secondary_model": True,
    "clip_guidance_scale": 5000.0,
    "tv_scale": 0.0,
    "range_scale": 150.0,
    "sat_scale": 0.0,
    "init_scale": 1000.0,
    "cutn_batches": 4,
    "eta": 0.8,
    "clamp_max": 0.05,
    "cut_overview": OVERVIEW,
    "cut_innercut": INNER,
    "cut_ic_pow": [1.0] * 1000,
    "cut_icgray_p": entries((0.2, 400), (0.0, 600)),
}
FEW = {"cut_overview": "[3]*500+[1]*500", "cut_innercut": "[1]*500+[2]*500", "cutn_batches": 1}
FEW_READ = {
    "cut_overview": entries((3, 500), (1, 500)),
    "cut_innercut": entries((1, 500), (2, 500)),
    "cutn_batches": 1,
}
B32, B16, RN50 = ({s: False for s in CLIPS if s != one} for one in CLIPS)
TWO = {"text_prompts": ["a lighthouse:2", "fog:-0.5"]}
TWO_TEXTS = {"prompts": (("a lighthouse:2", 2.0), ("fog:-0.5", -0.5))}  # weights are read as text too (Q2)

SETUPS = {
    "disco-4.1 ddim": setup("disco-4.1", TWO | {"cutn_batches": 1}, **TWO_TEXTS, steps=3, cutn_batches=1),
    "disco-4.1 ddim, everything else": setup(
        "disco-4.1",
        B16 | FEW | {
            "text_prompts": ["night:-1", "day"] * 2 + ["sea:-2"], "tv_scale": 900, "sat_scale": 5000,
            "range_scale": 1e9, "init_image": "init.png", "skip_steps": 2, "eta": -0.5, "clamp_max": 0.3,
            "clip_denoised": True, "skip_augs": True, "use_secondary_model": False, "cut_ic_pow": 3,
            "cut_icgray_p": 0.7, "width_height": [128, 64], "clip_guidance_scale": 900,
        },
        **FEW_READ, prompts=(("night:-1", -1.0), ("day", 1.0)) * 2 + (("sea:-2", -2.0),), tv_scale=900.0,
        sat_scale=5000.0, range_scale=1e9, has_init=True, steps=5, skip_steps=2, eta=-0.5, clamp_max=0.3,
        clip_denoised=True, skip_augs=True, use_secondary_model=False, cut_ic_pow=[3.0] * 1000,
        cut_icgray_p=[0.7] * 1000, width_height=(128, 64), clip_guidance_scale=900.0, clip_models=("ViTB16",),
    ),
    "disco-5.0 ddim": setup(
        "disco-5.0", FEW | RN50 | {"text_prompts": "a castle", "init_image": "init.png", "cutn_batches": 2},
        **FEW_READ | {"cutn_batches": 2}, prompts=(("a castle", 1.0),), steps=3, has_init=True,
        clip_models=("RN50",),
    ),
    "disco-5.2 ddim": setup(
        "disco-5.2", FEW | TWO | {"clamp_grad": False, "clip_guidance_scale": 3, "ViTB16": False},
        **FEW_READ, **TWO_TEXTS, steps=13, skip_steps=10, clamp_grad=False, clip_guidance_scale=3.0,
        clip_models=("ViTB32", "RN50"),
    ),
    "disco-5.2 plms": setup(
        "disco-5.2", FEW | TWO | B16 | {"sampler": "plms", "use_secondary_model": False, "skip_steps": 0},
        **FEW_READ, **TWO_TEXTS, steps=4, sampling_mode="plms", use_secondary_model=False,
        clip_models=("ViTB16",),
    ),
    "disco-5.7 ddim": setup(
        "disco-5.7",
        FEW | TWO | B32 | {
            "use_horizontal_symmetry": True, "use_vertical_symmetry": True, "transformation_percent": [0.3],
            "fuzzy_prompt": True, "cut_ic_pow": "[5]*700+[0]*300",
        },
        **FEW_READ | {"cut_ic_pow": entries((5.0, 700), (0.0, 300))}, **TWO_TEXTS, steps=15, skip_steps=10,
        use_horizontal_symmetry=True, use_vertical_symmetry=True, transformation_percent=(0.3,),
        fuzzy_prompt=True, clip_models=("ViTB32",),
    ),
    "disco-5.7 ddim, a model with cuts of its own": setup(
        "disco-5.7",
        RN50 | {"text_prompts": ["a castle"], "diffusion_model": "watercolordiffusion", "cutn_batches": 1,
                "cut_overview": 1, "skip_steps": 0},
        prompts=(("a castle", 1.0),), steps=4, clip_models=("RN50",), cutn_batches=1,
        cut_overview=entries((14, 200), (12, 200), (4, 400), (0, 200)),
        cut_innercut=entries((2, 200), (4, 200), (12, 400), (12, 200)),
        cut_ic_pow=entries((12.0, 500), (10.0, 500)),
        cut_icgray_p=entries((0.7, 100), (0.6, 100), (0.45, 100), (0.3, 100), (0.0, 600)),
    ),
    "disco-5.7 plms": setup(
        "disco-5.7",
        FEW | B32 | {
            "text_prompts": ["a castle"], "image_prompts": ["wide.png:2", "tall.png:-0.5"], "sampler": "plms",
            "tv_scale": 500, "skip_steps": 2,
        },
        **FEW_READ, prompts=(("a castle", 1.0),), image_prompts=(("wide.png", 2.0), ("tall.png", -0.5)),
        steps=6, skip_steps=2, sampling_mode="plms", tv_scale=500.0, clip_models=("ViTB32",),
    ),
    "disco-5.7 plms, clouds": setup(
        "disco-5.7",
        FEW | B32 | {"text_prompts": ["a castle"], "sampler": "plms", "perlin_init": True,
                     "perlin_mode": "color", "init_scale": 300, "skip_steps": 2, "init_image": "init.png"},
        **FEW_READ, prompts=(("a castle", 1.0),), steps=4, skip_steps=2, sampling_mode="plms",
        perlin="color", has_init=True, init_scale=300.0, clip_models=("ViTB32",),
    ),
}  # fmt: skip
