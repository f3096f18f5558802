"""Why a parameter of Disco cannot change a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.params.disco.overrides import OVERRIDES
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import switches_on
from ezcharts.studies.inert.reason import Reason, always, unless


def _eta(settings: Settings) -> str:
    return "PLMS does not use it (Q17)" if settings["diffusion_sampling_mode"] == "plms" else ""


def _init_image(settings: Settings) -> str:
    return "perlin_init takes its place" if settings["perlin_init"] else ""


def _init_scale(settings: Settings) -> str:
    held = settings["init_image"] is not None or settings["perlin_init"]
    return "" if held else "there is neither an initial image nor perlin_init to hold the picture to"


def _symmetry(settings: Settings) -> str:
    if settings["diffusion_sampling_mode"] == "plms":
        return "PLMS ignores symmetry (Q17)"
    on = settings["use_vertical_symmetry"] or settings["use_horizontal_symmetry"]
    return "" if on else "neither use_vertical_symmetry nor use_horizontal_symmetry is on"


def _symmetry_switch(settings: Settings) -> str:
    return "PLMS ignores symmetry (Q17)" if settings["diffusion_sampling_mode"] == "plms" else ""


def _clip(settings: Settings) -> str:
    """Why nothing that steers CLIP can matter."""
    if not switches_on(settings):
        return "no CLIP model is on"
    if settings["cutn_batches"] == 0:
        return "cutn_batches is 0, so CLIP sees no cuts"
    return ""


def _cuts(name: str) -> Reason:
    def reason(settings: Settings) -> str:
        if name in OVERRIDES.get(settings["diffusion_model"], {}):
            return f"the diffusion model {settings['diffusion_model']} replaces the cut schedules"
        inner = settings["cut_innercut"]
        if name in ("cut_ic_pow", "cut_icgray_p") and inner.is_constant and inner.at(0) == 0:
            return "cut_innercut is 0, so there are no inner cuts"
        return _clip(settings) or _scale(settings)

    return reason


def _scale(settings: Settings) -> str:
    return "clip_guidance_scale is 0" if settings["clip_guidance_scale"] == 0 else ""


REASONS: Final[Mapping[str, Reason]] = {
    "range_scale": always("its gradient is exactly zero in every Disco version (Q1)"),
    "randomize_class": always("it acts only on diffusion models with classes, and Disco has none"),
    "batch_size": always("it is always 1"),
    "clamp_max": unless("clamp_grad", "clamp_grad is off"),
    "init_image": _init_image,
    "init_scale": _init_scale,
    "rand_mag": unless("fuzzy_prompt", "fuzzy_prompt is off"),
    "perlin_mode": unless("perlin_init", "perlin_init is off"),
    "eta": _eta,
    "transformation_percent": _symmetry,
    "use_vertical_symmetry": _symmetry_switch,
    "use_horizontal_symmetry": _symmetry_switch,
    "clip_guidance_scale": _clip,
    **{name: _cuts(name) for name in ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")},
}
