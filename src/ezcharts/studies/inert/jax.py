"""Why a parameter of a JAX notebook cannot change a picture (engines.md 3.2 to 3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.params.settings import Settings
from ezcharts.studies.cell import switches_on
from ezcharts.studies.inert.reason import Reason, first_of, unless
from ezcharts.studies.prompt_pictures import scales_of


def _clip(settings: Settings) -> str:
    if not switches_on(settings):
        return "no CLIP model is on"
    if settings["cut_batches"] == 0:
        return "cut_batches is 0, so CLIP sees no cuts"
    return ""


def _scale(settings: Settings) -> str:
    return "" if scales_of(settings) else "clip_guidance_scale is not above 0"


def _own_scales(settings: Settings) -> str:
    return "use_multiple_prompts gives each model its own" if settings["use_multiple_prompts"] else ""


def _replaced(settings: Settings) -> str:
    start = settings["starting_noise"] == settings["init_starting_noise"]
    return (
        "" if settings["init_image"] and start else "it acts only where an initial image brings its own start"
    )


def _symmetry(settings: Settings) -> str:
    on = settings["use_vertical_symmetry"] or settings["use_horizontal_symmetry"]
    return "" if on else "neither use_vertical_symmetry nor use_horizontal_symmetry is on"


def _local_cuts(settings: Settings) -> str:
    return "" if settings["cutn"] > 1 else "cutn is 1, and only the local half of the cuts has it (J6)"


def _eta(settings: Settings) -> str:
    mode = settings["sample_mode"]
    return "" if mode == "ddim" else f"{mode} does not use it"


def _negative(name: str) -> Reason:
    return lambda settings: "" if settings[name] > 0 else f"{name} acts only above 0"


_no_init = unless("init_image", "there is no initial image")
_CUTS: Final = ("cutn", "cut_p_grey", "cut_p_mixgrey", "cut_p_flip")

REASONS: Final[Mapping[str, Reason]] = {
    "eta": _eta,
    "clip_guidance_scale": first_of(_clip, _own_scales),
    "all_title": first_of(_clip, _own_scales),
    "init_starting_noise": _replaced,
    "noise_start": lambda settings: "the run starts from an initial image" if settings["init_image"] else "",
    "transformation_schedule": _symmetry,
    "antijpeg_guidance_scale": unless("antijpeg", "antijpeg is off"),
    "cut_batches": _scale,
    "init_weight_mse": _no_init,
    "init_mask": first_of(_no_init, _negative("init_weight_mse")),
    "cut_pow": first_of(_clip, _scale, _local_cuts),
    **{name: first_of(_clip, _scale) for name in _CUTS},
}
