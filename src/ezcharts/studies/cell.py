"""A cell: one picture, said completely."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ezcharts.params.compound import rendered_size
from ezcharts.params.prompts import parse_prompt
from ezcharts.params.settings import Settings


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
    def executed_steps(self) -> int:
        """Steps that are run: `steps` less `skip_steps`."""
        skipped = self.settings.get("skip_steps", 0)
        return int(self.settings["steps"] - skipped)

    @property
    def switches(self) -> tuple[str, ...]:
        """CLIP switches that are on, in Disco's order."""
        groups = {parameter.name: parameter.group for parameter in self.settings.dialect}
        return tuple(name for name, group in groups.items() if group == "CLIP models" and self.settings[name])

    @property
    def files(self) -> dict[str, Path]:
        """Role -> file that the picture is made from: `init_image`, `image_prompts.0`, ..."""
        named = {"init_image": self.settings["init_image"]} if self.settings["init_image"] else {}
        prompts = self.settings.get("image_prompts", ())
        named |= {f"image_prompts.{index}": parse_prompt(text).subject for index, text in enumerate(prompts)}
        return {role: self.folder / name for role, name in named.items()}
