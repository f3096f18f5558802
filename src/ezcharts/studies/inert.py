"""Parameters that cannot have an effect, and why.

Only what is certain stands here: what merely seldom matters is to be seen in the pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ezcharts.params.disco.overrides import OVERRIDES
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import switches_on

Reason = Callable[[Settings], str]
"""Why a parameter has no effect under these settings; an empty text where it has one."""


def why_inert(settings: Settings, name: str) -> str:
    """Return why a Disco parameter cannot change this picture, or an empty text where it can.

    Args:
        settings: Complete Disco settings.
        name: Canonical name of a parameter.
    """
    parameter = settings.dialect.find(name)
    if parameter.role != "rendering":
        return "it does not enter the picture: it only names, saves or shows"
    reason = _REASONS.get(name)
    return reason(settings) if reason else ""


def _always(text: str) -> Reason:
    return lambda settings: text


def _unless(name: str, text: str) -> Reason:
    """It needs another switch to be on."""
    return lambda settings: "" if settings[name] else text


def _eta(settings: Settings) -> str:
    return "PLMS does not use it (Q17)" if settings["diffusion_sampling_mode"] == "plms" else ""


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


_REASONS: Mapping[str, Reason] = {
    "range_scale": _always("its gradient is exactly zero in every Disco version (Q1)"),
    "randomize_class": _always("it acts only on diffusion models with classes, and Disco has none"),
    "batch_size": _always("it is always 1"),
    "clamp_max": _unless("clamp_grad", "clamp_grad is off"),
    "init_scale": _init_scale,
    "rand_mag": _unless("fuzzy_prompt", "fuzzy_prompt is off"),
    "perlin_mode": _unless("perlin_init", "perlin_init is off"),
    "eta": _eta,
    "transformation_percent": _symmetry,
    "use_vertical_symmetry": _symmetry_switch,
    "use_horizontal_symmetry": _symmetry_switch,
    "clip_guidance_scale": _clip,
    **{name: _cuts(name) for name in ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")},
}
