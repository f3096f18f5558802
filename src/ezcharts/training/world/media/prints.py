"""Media of shapes: woodcut, stained glass, low poly, pixel art."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Pixels, to_bytes, triangle
from ezcharts.training.world.colour import luminance, saturate, stretch
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.media.brush import contour, edges, flatten, frame
from ezcharts.training.world.shapes import rectangle

__all__ = ["low_poly", "pixel_art", "stained_glass", "woodcut"]

WASHI, KEY, SEAL = rgb(0.95, 0.89, 0.76), rgb(0.07, 0.07, 0.12), rgb(0.80, 0.13, 0.10)
ROWS = 32  # of large pixels


def woodcut(canvas: Canvas) -> None:
    """Few flat inks on washi with bold key lines, carved stripes in the half tones, and a red seal."""
    canvas.pixels = stretch(canvas.pixels, 0.6)
    flatten(canvas, 0.018)
    saturate(canvas, 1.35)
    grey = np.clip(luminance(canvas.pixels), 0, 1)
    inks: Pixels = np.floor(np.sqrt(grey) * np.float32(4.2))
    few: Pixels = inks / np.float32(4)
    hue = np.clip(canvas.pixels / (grey + np.float32(0.10)), 0, 1.7)
    canvas.pixels = (
        WASHI * (np.float32(0.16) + np.float32(0.84) * np.clip(few, 0, 1)) * mix(np.ones_like(hue), hue, 0.75)
    )
    carved = triangle(canvas.y * np.float32(20) + canvas.noise("carving", 4, 3, 1) * np.float32(0.8))
    half = np.clip(1 - np.abs(few - np.float32(0.5)) * 5, 0, 1)[0] * (
        1 - canvas.subject.astype(np.float32) / np.float32(255)
    )
    canvas.paint(np.clip((carved - np.float32(0.70)) * 6, 0, 1) * half, KEY, 0.45)
    line = np.clip(edges(canvas, speck=0.016) * 5 - np.float32(1.0), 0, 1)
    canvas.paint(np.maximum(line, contour(canvas)), KEY, 0.95)
    canvas.paint(frame(canvas, 0.028, 0.0), WASHI)
    x = canvas.composition.flip * (min(canvas.reach, 0.8) - 0.10)
    canvas.fill(
        rectangle(x - 0.035, x + 0.035, 0.955 - canvas.heights(0.12), 0.955 - canvas.heights(0.02)), SEAL
    )


def stained_glass(canvas: Canvas) -> None:
    """Panes of glowing colour between leads that follow the subject's outline."""
    flatten(canvas, 0.020)
    saturate(canvas, 1.7)
    canvas.pixels = np.float32(1.22) * canvas.pixels + np.float32(0.03)
    shine, seam = panes(canvas, 10)
    canvas.pixels *= np.float32(0.80) + np.float32(0.36) * shine
    subject = canvas.subject.astype(np.float32) / np.float32(255)
    leads = np.maximum(seam * (1 - np.float32(0.85) * subject), contour(canvas, 0.012))
    canvas.paint(leads, KEY, 0.88)


def panes(canvas: Canvas, cells: int) -> tuple[Pixels, Pixels]:
    """Cut the picture into irregular cells; return the brightness of each, 0..1, and the seams' cover."""
    rng = canvas.scene.stream("panes")
    seeds = rng.random((64, 64, 3)).astype(np.float32)
    x, y = (
        (canvas.x + np.float32(2)) * np.float32(cells),
        canvas.y * np.float32(canvas.height / canvas.unit * cells) + np.float32(2),
    )
    column, row = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    nearest = np.full((canvas.height, canvas.width), 9, np.float32)
    second, shine = nearest.copy(), np.zeros_like(nearest)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            seed = seeds[(row + down) & 63, (column + right) & 63]
            aside, above = column + right + seed[..., 0] - x, row + down + seed[..., 1] - y
            away = (aside * aside + above * above).astype(np.float32)
            closer = away < nearest
            second = np.where(closer, nearest, np.minimum(second, away))
            shine, nearest = np.where(closer, seed[..., 2], shine), np.minimum(nearest, away)
    gap = np.sqrt(second) - np.sqrt(nearest)
    return shine, np.clip(np.float32(1.1) - gap * np.float32(10), 0, 1)


def low_poly(canvas: Canvas) -> None:
    """Triangles of one colour each, whose corners are drawn to the edges of things; smaller on the
    subject.
    """
    flatten(canvas, 0.012)
    image = np.ascontiguousarray(to_bytes(canvas.pixels).transpose(1, 2, 0))
    source = image.copy()
    for name, share in (("facets", 12), ("fine facets", 30)):
        facets = triangles(vertices(canvas, max(3, round(canvas.unit / share))))
        middle = np.minimum(facets.sum(1) // 3, (canvas.width - 1, canvas.height - 1))
        tilt = canvas.scene.stream(name).integers(-18, 19, (len(facets), 1))
        colours = np.clip(source[middle[:, 1], middle[:, 0]].astype(np.int16) + tilt, 0, 255)
        if name == "fine facets":
            near = canvas.subject[middle[:, 1], middle[:, 0]] > 0
            facets, colours = facets[near], colours[near]
        for facet, colour in zip(facets.astype(np.int32), colours.tolist(), strict=True):
            cv2.fillConvexPoly(image, facet, colour)
    canvas.pixels = image.transpose(2, 0, 1).astype(np.float32) / np.float32(255)
    saturate(canvas, 1.2)


def triangles(grid: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the triangles into which the meshes of a grid fall, shape (n, 3, 2)."""
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, :-1], grid[1:, 1:]
    odd = (np.add.outer(np.arange(a.shape[0]), np.arange(a.shape[1])) % 2 == 1)[..., None, None]
    upper = np.where(odd, np.stack((a, b, c), 2), np.stack((a, b, d), 2))
    lower = np.where(odd, np.stack((b, d, c), 2), np.stack((a, d, c), 2))
    return np.concatenate((upper.reshape(-1, 3, 2), lower.reshape(-1, 3, 2)))


def vertices(canvas: Canvas, side: int) -> NDArray[np.intp]:
    """Return a grid's corners, each moved to the strongest edge nearby; shape (rows, columns, 2), x first."""
    rows, columns = -(-canvas.height // side), -(-canvas.width // side)
    strength = np.zeros((rows * side, columns * side), np.float32)
    strength[: canvas.height, : canvas.width] = edges(canvas, 0.0) + np.float32(0.05) * canvas.noise(
        "corners", 20, 1, 1
    )
    blocks = strength.reshape(rows, side, columns, side).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    best = blocks.argmax(-1)
    inner = np.stack(
        (np.arange(columns)[None] * side + best % side, np.arange(rows)[:, None] * side + best // side), -1
    )
    grid = np.zeros((rows + 2, columns + 2, 2), np.intp)
    grid[1:-1, 1:-1] = inner
    grid[0, 1:-1], grid[-1, 1:-1] = inner[0], inner[-1]
    grid[1:-1, 0], grid[1:-1, -1] = inner[:, 0], inner[:, -1]
    grid[0, :, 1], grid[-1, :, 1], grid[:, 0, 0], grid[:, -1, 0] = 0, canvas.height, 0, canvas.width
    grid[0, -1], grid[-1, 0], grid[-1, -1] = (
        (canvas.width, 0),
        (0, canvas.height),
        (canvas.width, canvas.height),
    )
    return grid


def pixel_art(canvas: Canvas) -> None:
    """Large square pixels in few colours, with a dark line around the subject."""
    canvas.pixels = stretch(np.clip(canvas.pixels, 0, 1), 0.25)
    columns = max(1, round(ROWS * canvas.width / canvas.height))
    planes = [
        cv2.resize(plane, (columns, ROWS), interpolation=cv2.INTER_AREA) for plane in to_bytes(canvas.pixels)
    ]
    body = cv2.resize(canvas.subject, (columns, ROWS), interpolation=cv2.INTER_AREA)
    inside = (body > 110).astype(np.uint8)
    line = cv2.dilate(inside, np.ones((3, 3), np.uint8)) - inside
    levels = np.float32(7)
    few = np.rint(np.stack(planes).astype(np.float32) * (levels / np.float32(255))) / levels
    few = few * (1 - np.float32(0.62) * line)
    down = np.arange(canvas.height) * ROWS // canvas.height
    across = np.arange(canvas.width) * columns // canvas.width
    canvas.pixels = few[:, down[:, None], across]
