"""Media: how paint, ink or glass turns the scene into a picture."""

from __future__ import annotations

from collections.abc import Callable

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.colour import expose, shoulder
from ezcharts.training.world.media.paints import gouache, magic_realism, matte_painting, oil_painting
from ezcharts.training.world.media.papers import charcoal_drawing, ink_drawing, pastel_drawing, watercolour
from ezcharts.training.world.media.prints import low_poly, pixel_art, stained_glass, woodcut

__all__ = ["MEDIA", "paint_medium"]

MEDIA: dict[str, Callable[[Canvas], None]] = {
    "oil painting": oil_painting,
    "watercolour": watercolour,
    "ink drawing": ink_drawing,
    "pixel art": pixel_art,
    "matte painting": matte_painting,
    "charcoal drawing": charcoal_drawing,
    "magic realism": magic_realism,
    "pastel drawing": pastel_drawing,
    "gouache": gouache,
    "woodcut": woodcut,
    "stained glass": stained_glass,
    "low poly": low_poly,
}


def paint_medium(canvas: Canvas) -> None:
    """Finish the picture in its scene's medium."""
    expose(canvas, 0.55)
    shoulder(canvas)
    MEDIA[canvas.scene.medium](canvas)
