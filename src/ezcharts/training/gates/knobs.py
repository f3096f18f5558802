"""Gate 4: do the parameters do something that can be seen?

Along each parameter the same pictures are rendered at both ends of a sensible range and in between. *Seen* is
ΔE, the mean distance in CIELAB between the pictures of the two ends, after a blur of 2 pixels so that grain
alone does not count; an eye tells two patches apart at about 2.3. *Elsewhere* is the same distance between
two seeds, which is as different as pictures of one prompt get.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ezcharts.training.gates.guided import SETTINGS
from ezcharts.training.gates.rendered import RenderedCell, rendered

PROMPTS = ("an oil painting of a lighthouse on sea cliffs at sunset", "a castle in the snow at night")
JAX: dict[str, Any] = {
    "image_size": [128, 128],
    "steps": 50,
    "cut_batches": 1,
    "clip_guidance_scale": round(2000 * 128 * 128 / (512 * 512)),
    "cut_border": 10,
}


@dataclass(frozen=True)
class Knob:
    """A parameter and a range of it.

    Attributes:
        platform: Whose parameter.
        name: Its name there.
        values: From one end to the other.
        others: Settings that let it act.
    """

    platform: str
    name: str
    values: tuple[float, ...]
    others: tuple[tuple[str, Any], ...] = ()


def knobs(init_image: str) -> tuple[Knob, ...]:
    """Return the knobs of both dialects; `init_image` is a picture for those that start from one."""
    init = (("init_image", init_image),)
    return (
        Knob("disco-5.2", "clamp_max", (0.01, 0.05, 0.2)),
        Knob("disco-5.2", "clip_guidance_scale", (5, 80, 1200)),
        Knob("disco-5.2", "steps", (25, 50, 100)),
        Knob("disco-5.2", "skip_steps", (0, 20, 35), init),
        Knob("disco-5.2", "tv_scale", (0, 100, 3000)),
        Knob("disco-5.2", "sat_scale", (0, 100, 3000)),
        Knob("disco-5.2", "eta", (0, 0.5, 1)),
        Knob("disco-5.2", "cut_ic_pow", (0.1, 1, 50)),
        Knob("jax-2.7", "clamp_max", (0.01, 0.05, 0.2)),
        Knob("jax-2.7", "clip_guidance_scale", (5, 60, 1000)),
        Knob("jax-2.7", "steps", (25, 50, 100)),
        Knob("jax-2.7", "starting_noise", (1, 0.7, 0.4), init),
        Knob("jax-2.7", "tv_scale", (0, 100, 3000)),
        Knob("jax-2.7", "sat_scale", (0, 100, 3000)),
        Knob("jax-2.7", "eta", (0, 0.5, 1)),
        Knob("jax-2.7", "cut_pow", (0.1, 1, 10)),
    )


def measure(store: Path, out: Path, init_image: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Render every knob's pictures and charts; return how far its ends are from each other.

    Args:
        store: Folder of finished cells.
        out: Folder of charts.
        init_image: Name of a picture in `out` to start from.
        settings: What differs from Disco's `SETTINGS`.
    """
    given = {"disco-5.2": {**SETTINGS, **settings}, "jax-2.7": JAX}
    seeds = {
        platform: _apart(_turn(platform, "seed", (1, 2), base, store, out))
        for platform, base in given.items()
    }
    ends = {}
    for knob in knobs(init_image):
        base = {**given[knob.platform], "seed": 1, **dict(knob.others)}
        base.pop(knob.name, None)
        cells = _turn(knob.platform, knob.name, knob.values, base, store, out)
        ends[f"{knob.platform} {knob.name}"] = _apart(cells)
    return {"seen": ends, "elsewhere": seeds}


def _turn(
    platform: str, name: str, values: tuple[float, ...], base: dict[str, Any], store: Path, out: Path
) -> list[RenderedCell]:
    """Render both prompts along a parameter; the parameter is the first axis."""
    prompt = "text_prompts" if platform.startswith("disco") else "all_title"
    study = {
        "title": f"{name} {platform}",
        "platform": platform,
        "axes": {name: list(values), prompt: list(PROMPTS)},
        "settings": base,
    }
    return rendered(study, store, out)


def _apart(cells: list[RenderedCell]) -> float:
    """Return the mean ΔE between the first and the last value's pictures."""
    count = len(PROMPTS)
    pairs = zip(cells[:count], cells[-count:], strict=True)
    return float(np.mean([distance(first.picture, last.picture) for first, last in pairs]))


def distance(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the mean ΔE (CIE 1976) between two pictures, uint8 (H, W, 3), blurred by 2 pixels."""
    labs = [
        cv2.cvtColor(cv2.GaussianBlur(each.astype(np.float32) / 255, (0, 0), 2), cv2.COLOR_RGB2LAB)
        for each in (one, other)
    ]
    return float(np.linalg.norm(labs[0] - labs[1], axis=2).mean())
