"""Tiny set-ups of the JAX platforms, with every sampler that each of them has (engines.md 3.1, 3.2).

What the settings leave out is the platform's default, which the case states: of 2.4, for example, a batch of
two, tv 150, sat 600 and the anti-JPEG pair with a weight of 10,000.
"""

from tests.reference.jax.networks import JaxModels
from tests.reference.jax.run import Case, normalised, run
from tests.whole.bench import CLIPS, drawn, in_range, notebooks_noise
from tests.whole.jax_flying import CaseDraws
from tests.whole.setup import Setup

SIZE = (64, 64)


class SwitchModels(JaxModels):
    """The reference's networks with switches as names of CLIPs, and pictures for files."""

    def __init__(self, prediction, anti_jpeg):
        super().__init__(prediction, anti_jpeg)
        self.clips = CLIPS

    def init_picture(self, width_height):
        return in_range(drawn("init.png"), width_height)

    def mask_picture(self, width_height):
        return in_range(drawn("mask.png"), width_height)

    def image_row(self, name, image):
        """How a picture is fitted to a CLIP is not stated in engines.md; the package resizes it to R x R."""
        clip = self.clips[name]
        fitted = in_range(drawn(image), (clip.resolution, clip.resolution))
        return clip.encode(normalised((fitted + 1) / 2))[0]


class Draws(CaseDraws):
    """With a notebook's own starting noise for picture 0."""

    def start(self):
        return notebooks_noise(self.case) if self.image == 0 else super().start()


def setup(platform, given, *, anti_jpeg="", image=0, shared=True, **case):
    """`anti_jpeg` says what acts of the pair: nothing, its "correction", or "both"."""
    case = Case(**{"width_height": SIZE, "cutn": 2, "clip_models": ("ViTB32", "ViTB16")} | case)
    models, read_models = (SwitchModels(case.prediction, bool(anti_jpeg)) for _ in range(2))
    if anti_jpeg == "correction":
        del read_models.classifier_gradient
    given = {"image_size": list(case.width_height), "cutn": case.cutn, "seed": case.seed, **given}
    return Setup(platform, given, case, models, read_models, Draws(case, image, shared), run, image)


# What a version decides (engines.md 3.1), beside the defaults that are numbers.
V24 = {"time_schedule": "ddpm", "cut_sizes": "whole", "noise_start": "scaled", "cut_p_flip": None}
JAN22 = V24 | {"time_schedule": "spliced", "noise_start": "unit"}
V27 = JAN22 | {"cut_sizes": "continuous", "cut_p_flip": 0.5}
HUEMIN = V27 | {
    "batch_size": 1,
    "tv_scale": 100.0,
    "sat_scale": 100.0,
    "mean_scale": 100.0,
    "var_scale": 100.0,
    "use_secondary_model": False,
    "eta": 0.5,
    "clip_guidance_scale": 80_000.0,
}
ONE = {"all_title": "a lighthouse", "cut_batches": 1}
ONE_TEXT = {"prompts": (("a lighthouse", 1.0),)}
B32, B16 = {"ViTB16": False}, {"ViTB32": False}
OWN_GIVEN = {
    "use_multiple_prompts": True,
    "vitb32_all_prompt": "day | night:-0.5",
    "vitb32_clip_guidance_scale": 900,
    "vitb16_all_prompt": "sea | wide.png:0.01",
    "vitb16_clip_guidance_scale": 40,
}
OWN_PROMPTS = {
    "ViTB32": ((("day", 1.0), ("night", -0.5)), (), 900.0),
    "ViTB16": ((("sea", 1.0),), (("wide.png", 0.01),), 40.0),
}
MIRRORED = {"use_horizontal_symmetry": True, "use_vertical_symmetry": True}

SETUPS = {
    "jax-2.4 ddim": setup(
        "jax-2.4", ONE | {"steps": 3},
        **V24, **ONE_TEXT, steps=3, eta=1.0, clip_guidance_scale=2000.0, tv_scale=150.0, sat_scale=600.0,
        batch_size=2, anti_jpeg="both",
    ),
    "jax-2.4 ddim, everything else": setup(
        "jax-2.4",
        ONE | B16 | {
            "steps": 3, "eta": -0.5, "starting_noise": 0.7, "init_image": "init.png", "init_weight_mse": 5000,
            "antijpeg": False, "batch_size": 3, "cut_pow": 2.5, "cut_p_grey": 0.6, "cut_p_mixgrey": 0.7,
            "clamp_max": 0.5, "cut_batches": 2, "image_size": [64, 128], "tv_scale": 0,
        },
        **V24, **ONE_TEXT, steps=3, eta=-0.5, starting_noise=0.7, has_init=True, init_weight_mse=5000.0,
        batch_size=3, cut_pow=2.5, cut_p_grey=0.6, cut_p_mixgrey=0.7, clamp_max=0.5, cut_batches=2,
        width_height=(64, 128), sat_scale=600.0, clip_models=("ViTB16",), image=2,
    ),
    "jax-jan22 ddim": setup(
        "jax-jan22", {"all_title": "a {red,blue} house", "cut_batches": 1, "steps": 3, "starting_noise": 0.9},
        **JAN22, prompts=(("a red house", 1.0), ("a blue house", 1.0)), steps=3, starting_noise=0.9, eta=1.0,
        clip_guidance_scale=4000.0, batch_size=4, anti_jpeg="correction",
    ),
    "jax-jan22 ddim, everything else": setup(
        "jax-jan22",
        B32 | {
            "all_title": "{a castle,~fog}", "cut_batches": 1, "steps": 2, "antijpeg_guidance_scale": 10_000,
            "tv_scale": 40, "range_scale": 900, "cut_p_mixgrey": 1, "cut_p_grey": None, "eta": 0,
            "clip_guidance_scale": 30, "starting_noise": 0.6, "batch_size": 2,
        },
        **JAN22, prompts=(("a castle", 1.0), ("fog", -1.0)), steps=2, tv_scale=40.0, sat_scale=900.0,
        cut_p_mixgrey=1.0, cut_p_grey=None, eta=0.0, clip_guidance_scale=30.0, starting_noise=0.6,
        batch_size=2, clip_models=("ViTB32",), anti_jpeg="both", image=1,
    ),
    "jax-2.7 ddim": setup(
        "jax-2.7", ONE | {"steps": 3, "antijpeg": False}, **V27, **ONE_TEXT, steps=3, eta=1.0, batch_size=4,
        clip_guidance_scale=2000.0,
    ),
    "jax-2.7 plms": setup(
        "jax-2.7", ONE | B32 | {"steps": 5, "sample_mode": "plms", "starting_noise": 0.8},
        **V27, **ONE_TEXT, steps=5, sample_mode="plms", starting_noise=0.8, clip_models=("ViTB32",),
        prediction="v", batch_size=4,
    ),
    "jax-2.7 prk": setup(
        "jax-2.7",
        ONE | B16 | {"steps": 2, "sample_mode": "prk", "starting_noise": 0.7, "ending_noise": 0.1,
                     "sat_scale": 500},
        **V27, **ONE_TEXT, steps=2, sample_mode="prk", starting_noise=0.7, ending_noise=0.1, sat_scale=500.0,
        clip_models=("ViTB16",), batch_size=4, image=1, shared=False,
    ),
    "huemin-2.7 ddim": setup(
        "huemin-2.7",
        {"all_prompts": "a castle | white:-0.25 | wide.png:0.01", "steps": 3, "cut_batches": 1},
        **HUEMIN, prompts=(("a castle", 1.0), ("white", -0.25)), image_prompts=(("wide.png", 0.01),), steps=3,
        prediction="v",
    ),
    "huemin-2.7 ddim, everything else": setup(
        "huemin-2.7",
        OWN_GIVEN | MIRRORED | {
            "steps": 4, "cut_batches": 1, "init_image": "init.png", "init_mask": "mask.png",
            "transformation_schedule": [0.3, 0.5], "horizontal_symmetry_scale": 30,
            "vertical_symmetry_scale": 20, "use_secondary_model": True, "ddim_eta": -1, "mean_scale": 0,
            "cutn": 3, "time_schedule": "ddpm", "noise_start": "scaled", "cut_sizes": "continuous",
        },
        **HUEMIN | MIRRORED | {"use_secondary_model": True, "eta": -1.0, "mean_scale": 0.0,
                               "time_schedule": "ddpm", "noise_start": "scaled"},
        multiple_prompts=OWN_PROMPTS, steps=4, has_init=True, has_mask=True, starting_noise=0.7,
        init_weight_mse=1000.0, transformation_schedule=(0.3, 0.5), horizontal_symmetry_scale=30.0,
        vertical_symmetry_scale=20.0, cutn=3,
    ),
    "huemin-2.7 plms": setup(
        "huemin-2.7",
        B32 | {"all_prompts": "a castle", "steps": 5, "sample_mode": "plms", "cut_batches": 1,
               "starting_noise": 0.8, "use_horizontal_symmetry": True, "transformation_schedule": [0.7]},
        **HUEMIN, prompts=(("a castle", 1.0),), steps=5, sample_mode="plms", starting_noise=0.8,
        use_horizontal_symmetry=True, transformation_schedule=(0.7,), clip_models=("ViTB32",),
    ),
    "huemin-2.7 prk": setup(
        "huemin-2.7",
        B32 | {"all_prompts": "a castle:2 | fog:-1", "steps": 2, "sample_mode": "prk", "cut_batches": 1,
               "starting_noise": 0.6, "use_secondary_model": True},
        **HUEMIN | {"use_secondary_model": True}, prompts=(("a castle", 2.0), ("fog", -1.0)), steps=2,
        sample_mode="prk", starting_noise=0.6, clip_models=("ViTB32",),
    ),
}  # fmt: skip
