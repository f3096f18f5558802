"""What can be known of one Disco cell (engines.md 2.1 to 2.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ezcharts.errors import PromptError
from ezcharts.levels.disco import ENTRIES, schedule_entry
from ezcharts.levels.level import largest_eta
from ezcharts.params.disco.overrides import OVERRIDES
from ezcharts.params.disco.prompts import normalise_weights, parse_prompt
from ezcharts.params.schedule import Schedule
from ezcharts.studies.cell import Cell
from ezcharts.studies.checks.finding import Finding
from ezcharts.studies.course.course import course_of

_FUZZY_ROWS = 25
_CUT_SCHEDULES = ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")


def _sharpening(cell: Cell) -> Iterator[Finding]:
    if cell.settings["sharpen_preset"] != "Off":
        text = "sharpen_preset is not rendered: its super-resolution model is no part of guidance"
        yield Finding("error", "waits", f"{text}; leave it Off")


def _unused(cell: Cell) -> Iterator[Finding]:
    """PLMS silently ignores what DDIM would use (Q17)."""
    settings = cell.settings
    if settings["diffusion_sampling_mode"] != "plms":
        return
    if settings["use_vertical_symmetry"] or settings["use_horizontal_symmetry"]:
        yield Finding("warn", "ignored", "PLMS ignores symmetry (Q17); choose ddim to see it")
    if "eta" in settings.stated:
        yield Finding("warn", "ignored", "PLMS ignores eta (Q17); choose ddim to see it")


def _schedules(cell: Cell) -> Iterator[Finding]:
    replaced = cell.settings["diffusion_model"] in OVERRIDES
    settings = cell.settings.effective() if replaced else cell.settings
    short = {name: settings[name] for name in _CUT_SCHEDULES if _is_short(settings[name])}
    for name, schedule in short.items():
        text = f"{name} ends at entry {len(schedule) - 1}, the last step reads {ENTRIES - 1}; make it longer"
        yield Finding("error", "schedule", text)
    if short.keys() & {"cut_overview", "cut_innercut"} or not _looks(cell):
        return
    for entry in (schedule_entry(level.t) for level in course_of(settings).track.levels[:-1]):
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
    """The weights are added up for each CLIP model: of every row, so 25 times with fuzzy_prompt."""
    settings = cell.settings
    if not cell.switches:
        return
    texts = settings["text_prompts"] * (_FUZZY_ROWS if settings["fuzzy_prompt"] else 1)
    try:
        normalise_weights([parse_prompt(text) for text in (*texts, *settings["image_prompts"])])
    except PromptError as error:
        yield Finding("error", "prompts", str(error))


def _image_prompts(cell: Cell) -> Iterator[Finding]:
    """What stops a notebook that is given an image prompt (engines.md 2.2)."""
    if not cell.settings["image_prompts"] or not cell.switches:
        return
    if cell.settings["fuzzy_prompt"]:
        text = "fuzzy_prompt and image_prompts together stop a notebook (Q20); leave one of them out"
        yield Finding("error", "prompts", text)
    blind = [switch for switch in cell.switches if _tells_no_resolution(cell, switch)]
    if blind:
        text = f"image_prompts stop a notebook with {', '.join(blind)}; turn them off"
        yield Finding("error", "prompts", text)


def _tells_no_resolution(cell: Cell, switch: str) -> bool:
    """SLIP and OpenCLIP models do not tell how large the pictures are that they see."""
    return switch.startswith("SLIP") or cell.settings.dialect.find(switch).since == "5.5"


def _eta(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    limit = largest_eta(course_of(settings).track)
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
    has_init = settings["init_image"] is not None or settings["perlin_init"]
    held = has_init and settings["init_scale"] != 0
    if settings["clamp_grad"] and not (clip or held or settings["tv_scale"] or settings["sat_scale"]):
        text = "nothing guides the picture and clamp_grad is on, which ends in a black picture (Q9)"
        yield Finding("warn", "guidance", f"{text}; give clip_guidance_scale, or turn clamp_grad off")


CHECKS: Final[tuple[Callable[[Cell], Iterator[Finding]], ...]] = (
    _sharpening,
    _unused,
    _schedules,
    _prompts,
    _image_prompts,
    _eta,
    _guidance,
)
