"""The cut, drawn on its sheet: a person sees at a glance whether it is right.

What is cut away is dimmed, every picture is outlined just outside of its pixels and carries its number
(row.column, counted from 1).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ezcharts.library.intake.cut import Box, Cut

__all__ = ["draw"]

DIM: Final = 0.35
"""How bright what is cut away stays."""
SURE: Final = (0, 230, 120)
DOUBTED: Final = (255, 140, 0)
"""Outlines of a cut without and with doubts."""


def draw(picture: NDArray[np.uint8], cut: Cut) -> Image.Image:
    """Draw a cut on its sheet.

    Args:
        picture: The sheet, RGB, shape (H, W, 3).
        cut: Where the pictures lie.
    """
    canvas = Image.fromarray((picture * DIM).astype(np.uint8))
    sheet = Image.fromarray(np.ascontiguousarray(picture))
    for _, _, box in cut.boxes():
        canvas.paste(sheet.crop(box), box[:2])
    pen = ImageDraw.Draw(canvas)
    colour = DOUBTED if cut.doubts else SURE
    for row, column, box in cut.boxes():
        left, top, right, bottom = box
        pen.rectangle((left - 1, top - 1, right, bottom), outline=colour)
        _number(pen, box, f"{row + 1}.{column + 1}", colour)
    return canvas


def _number(pen: ImageDraw.ImageDraw, box: Box, text: str, colour: tuple[int, int, int]) -> None:
    """Write a number into the upper left corner of a picture, on a dark plate."""
    left, top, right, _ = box
    font = ImageFont.load_default(size=max(8, min(24, (right - left) // 6)))
    at = (left + 2, top + 1)
    pen.rectangle(pen.textbbox(at, text, font=font), fill=(0, 0, 0))
    pen.text(at, text, fill=colour, font=font)
