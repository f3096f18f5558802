"""A cell: one picture, said completely."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from ezcharts.errors import PromptError
from ezcharts.params.compound import rendered_size
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.disco.prompts import parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.studies.course.base import Course
from ezcharts.studies.course.course import course_of
from ezcharts.studies.prompt_pictures import pictures_of, role_of

T = TypeVar("T")

FILES: Final = ("init_image", "init_mask")
"""Parameters that name one file each."""


@dataclass(frozen=True)
class Cell:
    """One picture: settings and which picture of the seed it is.

    Attributes:
        settings: Complete and checked; its seed is a number.
        image: Which picture of the seed, from 0.
        folder: What files named in the settings are relative to; not part of what the cell is.
    """

    settings: Settings
    image: int = 0
    folder: Path = field(default=Path(), compare=False, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels after rounding down to multiples of 64."""
        width, height = self.settings["width_height"]
        return rendered_size(width, height)

    @property
    def course(self) -> Course:
        """How its run goes: noise levels, steps, evaluations."""
        return course_of(self.settings)

    @property
    def switches(self) -> tuple[str, ...]:
        """CLIP switches that are on, in Disco's order."""
        return switches_on(self.settings)

    @property
    def files(self) -> dict[str, Path]:
        """Role -> file that the picture is made from: `init_image`, `image_prompts.0`, ..."""
        named: dict[str, Any] = {role: setting_or(self.settings, role, None) for role in FILES}
        named = {role: name for role, name in named.items() if name}
        prompts: tuple[str, ...] = setting_or(self.settings, "image_prompts", ())
        named |= {f"image_prompts.{index}": parse_prompt(text).subject for index, text in enumerate(prompts)}
        if setting_or(self.settings, "prompt_syntax", "") == "pipes":
            named |= {role_of(name): name for name in self._prompt_pictures if "://" not in name}
        return {role: self.folder / name for role, name in named.items()}

    @property
    def _prompt_pictures(self) -> list[str]:
        """Pictures that its prompts name; none where a prompt cannot be read, which the checks will say."""
        try:
            return list(pictures_of(self.settings, self.folder))
        except PromptError:
            return []


def switches_on(settings: Settings) -> tuple[str, ...]:
    """Return the CLIP switches that are on, in Disco's order; a dialect without switches has none."""
    known = settings.dialect.by_name
    return tuple(switch for switch in CLIP_SWITCHES if switch in known and settings[switch])


def setting_or(settings: Settings, name: str, otherwise: T) -> T:
    """Return a setting, or `otherwise` where the dialect has no parameter of this name."""
    if name not in settings.dialect.by_name:
        return otherwise
    return cast(T, settings[name])
