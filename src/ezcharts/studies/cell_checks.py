"""What can be known of one cell before it is rendered: that it cannot be, or will not be what one thinks.

Each check looks at a Disco cell and yields findings. `error` means that no picture can come of it; `warn`
that one may come, perhaps a black one, but most likely not the one that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ezcharts.errors import PromptError
from ezcharts.levels.disco import ENTRIES, disco_track, schedule_entries
from ezcharts.levels.level import largest_eta
from ezcharts.params.disco.overrides import OVERRIDES
from ezcharts.params.disco.prompts import normalise_weights, parse_prompt
from ezcharts.params.schedule import Schedule
from ezcharts.studies.cell import Cell

MOST_STEPS = 20_000

Level = Literal["warn", "error"]

_FEATURES = {
    "perlin_init": "perlin_init",
    "use_vertical_symmetry": "symmetry",
    "use_horizontal_symmetry": "symmetry",
    "fuzzy_prompt": "fuzzy_prompt",
    "image_prompts": "an image prompt",
}
_CUT_SCHEDULES = ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")


@dataclass(frozen=True)
class Finding:
    """What a check found: how bad, which rule (a word), and a sentence."""

    level: Level
    rule: str
    text: str


def check_cell(cell: Cell) -> Iterator[Finding]:
    """Yield all that can be known of a Disco cell, as it is rendered."""
    if cell.settings["steps"] > MOST_STEPS:
        yield Finding(
            "error", "steps", f"at most {MOST_STEPS:,} steps are rendered, not {cell.settings['steps']:,}"
        )
        return
    for check in _CHECKS:
        yield from check(cell)


def _waiting(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    asked = [word for name, word in _FEATURES.items() if settings[name]]
    if settings["diffusion_sampling_mode"] == "plms":
        asked.append("the PLMS sampler")
    for feature in dict.fromkeys(asked):
        yield Finding("error", "waits", f"{feature} is not rendered by this version yet")


def _schedules(cell: Cell) -> Iterator[Finding]:
    replaced = cell.settings["diffusion_model"] in OVERRIDES
    settings = cell.settings.effective() if replaced else cell.settings
    short = {name: settings[name] for name in _CUT_SCHEDULES if _is_short(settings[name])}
    for name, schedule in short.items():
        text = f"{name} ends at entry {len(schedule) - 1}, the last step reads {ENTRIES - 1}; make it longer"
        yield Finding("error", "schedule", text)
    if short.keys() & {"cut_overview", "cut_innercut"} or not _looks(cell):
        return
    for entry in schedule_entries(settings["steps"], settings["skip_steps"]):
        if settings["cut_overview"].at(entry) + settings["cut_innercut"].at(entry) == 0:
            text = f"cut_overview and cut_innercut are both 0 at entry {entry}; CLIP needs at least one cut"
            yield Finding("error", "cuts", text)
            return


def _is_short(schedule: Schedule) -> bool:
    return not schedule.is_constant and len(schedule) < ENTRIES


def _looks(cell: Cell) -> bool:
    """Return whether CLIP looks at the picture at all."""
    return bool(cell.switches) and cell.settings["cutn_batches"] > 0


def _prompts(cell: Cell) -> Iterator[Finding]:
    texts = (*cell.settings["text_prompts"], *cell.settings["image_prompts"])
    try:
        normalise_weights([parse_prompt(text) for text in texts])
    except PromptError as error:
        yield Finding("error", "prompts", str(error))


def _eta(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    limit = largest_eta(disco_track(settings["steps"], settings["skip_steps"]))
    if settings["diffusion_sampling_mode"] == "ddim" and abs(settings["eta"]) > limit:
        text = (
            f"eta {settings['eta']} is beyond ±{limit:.3f}, the limit for {settings['steps']} steps;"
            " the picture turns black near the end (Q16)"
        )
        yield Finding("warn", "eta", text)


def _guidance(cell: Cell) -> Iterator[Finding]:
    """A clamp divides by the size of the gradient: with nothing that pulls, that is 0/0 (Q9)."""
    settings = cell.settings
    clip = _looks(cell) and settings["clip_guidance_scale"] != 0
    held = settings["init_image"] is not None and settings["init_scale"] != 0
    if settings["clamp_grad"] and not (clip or held or settings["tv_scale"] or settings["sat_scale"]):
        text = "nothing guides the picture and clamp_grad is on, which ends in a black picture (Q9)"
        yield Finding("warn", "guidance", f"{text}; give clip_guidance_scale, or turn clamp_grad off")


def _size(cell: Cell) -> Iterator[Finding]:
    asked = cell.settings["width_height"]
    if asked != cell.size:
        text = f"{asked[0]}x{asked[1]} is rendered as {cell.size[0]}x{cell.size[1]}, in multiples of 64"
        yield Finding("warn", "size", text)


_CHECKS: tuple[Callable[[Cell], Iterator[Finding]], ...] = (
    _waiting,
    _schedules,
    _prompts,
    _eta,
    _guidance,
    _size,
)
