"""What Disco does to settings behind the user's back.

From version 5.5 on, choosing certain 256 px models replaces all four cut schedules, whatever was set
(engines.md 2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.params.disco.models import PIXEL_ART_MODELS, WATERCOLOR_MODELS
from ezcharts.params.domain import Value

_IC_POW: Final = "[12]*300+[12]*100+[12]*50+[12]*50+[10]*100+[10]*100+[10]*300"

_PIXEL_ART: Final = {
    "cut_overview": "[15]*100+[15]*100+[12]*100+[12]*100+[6]*100+[4]*100+[2]*200+[0]*200",
    "cut_innercut": "[1]*100+[1]*100+[4]*100+[4]*100+[8]*100+[8]*100+[10]*200+[10]*200",
    "cut_ic_pow": _IC_POW,
    "cut_icgray_p": (
        "[0.87]*100+[0.78]*50+[0.73]*50+[0.64]*60+[0.56]*40+[0.50]*50+[0.33]*100+[0.19]*150+[0]*400"
    ),
}
_WATERCOLOR: Final = {
    "cut_overview": "[14]*200+[12]*200+[4]*400+[0]*200",
    "cut_innercut": "[2]*200+[4]*200+[12]*400+[12]*200",
    "cut_ic_pow": _IC_POW,
    "cut_icgray_p": "[0.7]*100+[0.6]*100+[0.45]*100+[0.3]*100+[0]*600",
}

OVERRIDES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(PIXEL_ART_MODELS, _PIXEL_ART),
    **dict.fromkeys(WATERCOLOR_MODELS, _WATERCOLOR),
}
"""Diffusion model -> the cut schedules that it brings along."""


def brought_along(values: Mapping[str, Value]) -> Mapping[str, object]:
    """Return the settings that the chosen diffusion model replaces."""
    return OVERRIDES.get(values["diffusion_model"], {})
