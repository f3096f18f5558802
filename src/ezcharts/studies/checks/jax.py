"""What can be known of one JAX cell (engines.md 3.2 to 3.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ezcharts.errors import DomainError, PromptError
from ezcharts.levels.level import largest_eta
from ezcharts.studies.cell import Cell
from ezcharts.studies.checks.finding import Finding
from ezcharts.studies.course.course import course_of
from ezcharts.studies.files import check_file
from ezcharts.studies.prompt_pictures import lost_pictures, pictures_of, scales_of

_SCALES: Final = (
    "tv_scale",
    "sat_scale",
    "mean_scale",
    "var_scale",
    "horizontal_symmetry_scale",
    "vertical_symmetry_scale",
)


def _noise(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    start, end = settings["starting_noise"], settings["ending_noise"]
    if start <= end:
        text = f"starting_noise {start} must be above ending_noise {end}: a run goes from noise to picture"
        yield Finding("error", "noise", text)


def _eta(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    eta, mode = settings["eta"], settings["sample_mode"]
    if mode != "ddim" or settings["starting_noise"] <= settings["ending_noise"]:
        return
    if eta < -1:
        text = f"eta {eta} is below -1, where all noise is fresh already: the picture turns black (J5)"
        yield Finding("warn", "eta", text)
    limit = largest_eta(course_of(settings).track, ending_look=settings["ending_noise"] > 0)
    if eta > limit:
        text = f"eta {eta} is beyond {limit:.3f}, the limit for {settings['steps']} steps"
        yield Finding("warn", "eta", f"{text}; the picture turns black near the end")


def _cuts(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    if settings["cutn"] % 2 and settings["cut_sizes"] == "whole":
        local = settings["cutn"] // 2
        text = (
            f"cutn {settings['cutn']} is odd, which breaks this notebook (J1); "
            f"{local} local and {settings['cutn'] - local} global cuts are rendered"
        )
        yield Finding("warn", "cuts", text)


def _prompts(cell: Cell) -> Iterator[Finding]:
    try:
        pictures = list(pictures_of(cell.settings, cell.folder))
        for name in pictures:
            check_file(cell.folder, name)
    except (PromptError, DomainError) as error:
        yield Finding("error", "prompts", f"all_title: {error}")
        return
    for name in lost_pictures(cell.settings, cell.folder):
        text = f"all_title: {name!r} ends like a picture, but there is no such file: it is read as text"
        yield Finding("warn", "prompts", text)


def _guidance(cell: Cell) -> Iterator[Finding]:
    settings = cell.settings
    clip = bool(scales_of(settings)) and settings["cut_batches"] > 0
    held = settings["init_image"] is not None and settings["init_weight_mse"] > 0
    if not (clip or held or any(settings[name] > 0 for name in _SCALES)):
        yield Finding("warn", "guidance", "nothing guides the picture; give clip_guidance_scale")
    if settings["clip_guidance_scale"] < 0 and settings["prompt_syntax"] != "pipes":
        text = "a negative clip_guidance_scale is left out here, where this notebook would push away"
        yield Finding("warn", "guidance", f"{text}; give a part of the prompt a negative weight")


CHECKS: Final[tuple[Callable[[Cell], Iterator[Finding]], ...]] = (_noise, _eta, _cuts, _prompts, _guidance)
