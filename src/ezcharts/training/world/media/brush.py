"""Brushes: what turns smooth colours into marks that a hand could have made."""

from __future__ import annotations

import cv2
import numpy as np

from ezcharts.training.world.canvas import Canvas, Pixels, to_bytes
from ezcharts.training.world.colour import luminance

__all__ = ["contour", "displace", "edges", "flatten", "frame", "strokes"]


def flatten(canvas: Canvas, radius: float) -> None:
    """Melt details into patches with crisp edges (a Kuwahara filter): of the four neighbourhoods that touch
    a pixel, the most even one gives its colour; radius in units."""
    side = max(1, round(radius * canvas.unit))
    planes = to_bytes(canvas.pixels)
    grey = to_bytes(luminance(canvas.pixels))[0]
    box = np.ones((side + 1, side + 1), np.uint8)
    spread = cv2.dilate(grey, box).astype(np.int16) - cv2.erode(grey, box)
    soft = np.stack(
        [cv2.GaussianBlur(plane, (2 * (side // 2) + 1,) * 2, 0) if side > 1 else plane for plane in planes]
    )
    half = (side + 1) // 2
    corners = [(down, right) for down in (-half, half) for right in (-half, half)]
    spreads = np.stack([moved(spread, *corner) for corner in corners])
    choices = np.stack([moved(soft, *corner) for corner in corners])
    best = spreads.argmin(0)
    patches = np.take_along_axis(choices, best[None, None], 0)[0]
    canvas.pixels = np.stack([cv2.medianBlur(plane, 3) for plane in patches]).astype(np.float32) / np.float32(
        255
    )


def moved(planes: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return planes moved by whole pixels; edges repeat."""
    height, width = planes.shape[-2:]
    rows = np.clip(np.arange(height) + down, 0, height - 1)
    columns = np.clip(np.arange(width) + right, 0, width - 1)
    return planes[..., rows, :][..., columns]


def displace(canvas: Canvas, cells: float, amount: float) -> None:
    """Shift pixels by smooth noise, so that edges waver; amount in units."""
    far = amount * canvas.unit
    down = np.rint((canvas.noise("waver y", cells, 1, 1) - 0.5) * np.float32(2 * far)).astype(np.intp)
    right = np.rint((canvas.noise("waver x", cells, 1, 1) - 0.5) * np.float32(2 * far)).astype(np.intp)
    rows = np.clip(np.arange(canvas.height)[:, None] + down, 0, canvas.height - 1)
    columns = np.clip(np.arange(canvas.width)[None] + right, 0, canvas.width - 1)
    canvas.pixels = canvas.pixels[:, rows, columns]


def contour(canvas: Canvas, thick: float = 0.010) -> Pixels:
    """Return the cover of a line along the inside of the subject's outline, 0..1; its thickness in units."""
    one, other = (canvas.edge(canvas.subject, side, side, thick) for side in (-1, 1))
    return np.maximum(one, other)


def edges(canvas: Canvas, blur: float = 0.006, speck: float = 0.0) -> Pixels:
    """Return how strongly brightness changes, about 0..1, shape (height, width).

    Args:
        canvas: The picture.
        blur: Over how much it is evened out first, units.
        speck: Size of dots (such as stars) that are passed over, units.
    """
    grey = to_bytes(luminance(canvas.pixels))[0]
    if speck:
        grey = cv2.medianBlur(grey, 2 * max(1, round(speck * canvas.unit)) + 1)
    grey = canvas.blur(grey, blur)
    box = np.ones((3, 3), np.uint8)
    change: Pixels = cv2.dilate(grey, box).astype(np.float32) - cv2.erode(grey, box).astype(np.float32)
    return change / np.float32(255)


def strokes(
    canvas: Canvas,
    purpose: str,
    count: int,
    length: float,
    thick: float,
    swirl: float = 0.0,
    detail: float = 5.0,
) -> Pixels:
    """Lay short strokes over the picture, each in the colour that it starts on; return their thickness.

    Where the picture has edges, and on the subject, fine brushes have been before: most of that stays as it
    is.

    Args:
        canvas: What they are laid on.
        purpose: Names the stream.
        count: How many strokes a square picture gets.
        length: Length of a stroke, units.
        thick: Its thickness, units.
        swirl: How much strokes turn with a flow, 0 (all lean one way) to 1.
        detail: How much of the picture's edges is left as it is.

    Returns:
        Height of the paint, 0..1, shape (height, width).
    """
    rng = canvas.scene.stream(purpose)
    keep = canvas.blur(to_bytes(edges(canvas, 0.0)[None])[0], 0.025).astype(np.float32) * np.float32(
        detail / 255
    )
    subject = canvas.blur(canvas.subject, 0.02).astype(np.float32) * np.float32(0.62 / 255)
    keep = np.clip(np.maximum(keep - np.float32(0.25), subject), 0, 0.9)
    count = round(count * 2 * canvas.reach * canvas.unit / canvas.height)
    x, y = rng.random(count) * canvas.width, rng.random(count) * canvas.height
    rows, columns = y.astype(np.intp), x.astype(np.intp)
    image = np.ascontiguousarray(to_bytes(canvas.pixels).transpose(1, 2, 0))
    relief = np.full((canvas.height, canvas.width), 96, np.uint8)
    colours = image[rows, columns].astype(np.int16) + rng.integers(-9, 10, (count, 1))
    flow = canvas.noise(f"{purpose} flow", 2.2, 1.0, 1)[rows, columns]
    angle = np.pi * (0.22 * canvas.composition.flip + swirl * 2 * flow + rng.uniform(-0.08, 0.08, count))
    reach = 0.5 * length * canvas.unit * rng.uniform(0.6, 1.2, count)
    ends = np.stack((x, y), 1)[:, None] + np.stack((np.cos(angle), np.sin(angle)), 1)[:, None] * reach[
        :, None, None
    ] * ((-1,), (1,))
    fixed = np.rint(ends * 16).astype(np.int32)
    wide = max(1, round(thick * canvas.unit))
    for (start, end), colour, height in zip(
        fixed.tolist(), np.clip(colours, 0, 255).tolist(), rng.integers(60, 256, count).tolist(), strict=True
    ):
        cv2.line(image, start, end, colour, wide, cv2.LINE_AA, 4)
        cv2.line(relief, start, end, height, wide, cv2.LINE_AA, 4)
    painted = image.transpose(2, 0, 1).astype(np.float32) / np.float32(255)
    canvas.pixels = painted + keep * (canvas.pixels - painted)
    return relief.astype(np.float32) / np.float32(255)


def frame(canvas: Canvas, margin: float, ragged: float, cells: float = 9.0) -> Pixels:
    """Return the cover of a bare rim around the picture, 0..1; margin and raggedness in units."""
    across = np.float32(canvas.reach) - np.abs(canvas.x)
    down = (np.float32(0.5) - np.abs(canvas.y - np.float32(0.5))) * np.float32(canvas.height / canvas.unit)
    inside = np.minimum(across, down)
    rough = canvas.noise("rim", cells, 1, 2) * np.float32(ragged) if ragged else np.float32(0)
    rim: Pixels = np.clip(
        (np.float32(margin) + rough - inside) * np.float32(canvas.unit * 0.6) + np.float32(0.5), 0, 1
    )
    return rim
