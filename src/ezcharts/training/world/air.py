"""What light and air do after everything stands: cast shadows, mirror images, rays, mist and rain."""

from __future__ import annotations

import cv2
import numpy as np

from ezcharts.training.world.canvas import Canvas, Pixels, to_bytes
from ezcharts.training.world.light import rgb
from ezcharts.training.world.shapes import ellipse
from ezcharts.training.world.sky import sun_place

__all__ = ["cast_shadow", "mirror_subject", "paint_air"]

RAYS = 64  # rows of the picture in which rays are worked out
# How strongly rays of the sun or moon show.
STRENGTH = {"day": 0.10, "sunset": 0.30, "night": 0.16, "storm": 0.12, "fog": 0.12, "golden hour": 0.32}


def cast_shadow(canvas: Canvas) -> None:
    """Let the subject's silhouette lie on the ground, towards us when the light is behind it."""
    where, light = canvas.composition, canvas.light
    foot = round(where.base * canvas.height)
    across, up, _ = light.direction
    contact = canvas.mask(
        [ellipse(where.place - where.side * 0.05 * where.size, where.base, 0.30 * where.size, 0.022)]
    )
    shade = canvas.blur(contact, 0.04).astype(np.float32) * np.float32(0.55 / 255)
    if where.foot == where.base:
        towards = 1 if light.front < 0 else -1
        reach = (0.20 if towards > 0 else 0.5 * where.camera) * canvas.height
        rows = (
            np.arange(foot, min(foot + reach, canvas.height))
            if towards > 0
            else np.arange(max(foot - reach, 0), foot)
        )
        rows = rows.astype(np.intp)
        part = np.abs(rows - foot)[:, None] / np.float32(reach)
        tall = part * np.float32(canvas.heights(where.size) * canvas.height)
        lean = np.float32(where.side * min(across / up, 1.6) * where.size * canvas.unit) * part
        source = np.clip(np.rint(foot - tall).astype(np.intp), 0, canvas.height - 1)
        columns = np.rint(np.arange(canvas.width)[None] + lean).astype(np.intp)
        inside = (columns >= 0) & (columns < canvas.width)
        image = canvas.subject[source, np.clip(columns, 0, canvas.width - 1)] * inside
        soft = (
            canvas.blur(image.astype(np.uint8), 0.012).astype(np.float32)
            * (1 - 0.6 * part)
            * np.float32(light.shadow / 255)
        )
        shade[rows] = np.maximum(shade[rows], soft)
    shade *= (1 - canvas.subject.astype(np.float32) * np.float32(1 / 255)) * canvas.land
    canvas.pixels *= 1 - shade * (1 - np.float32(0.5) * canvas.water)


def mirror_subject(canvas: Canvas) -> None:
    """Mirror the subject in the water or the wet ground at its feet."""
    where = canvas.composition
    foot = round(where.base * canvas.height)
    below = canvas.height - foot
    if below < 1 or where.close:
        return
    rows = np.clip(foot - 1 - np.arange(below), 0, canvas.height - 1)
    cover = canvas.subject[rows].astype(np.float32) * canvas.water[foot:] * np.float32(0.6 / 255)
    view = canvas.pixels[:, foot:]
    view += cover * (canvas.pixels[:, rows] * np.float32(0.8) - view)


def paint_air(canvas: Canvas) -> None:
    """Paint the sun's rays and the hour's weather."""
    rays(canvas)
    if canvas.scene.hour == "storm":
        rain(canvas)
    if canvas.scene.hour == "fog":
        mist(canvas)


def rays(canvas: Canvas) -> None:
    """Add shafts of light that fan out from the sun between all that stands in its way."""
    x, y = sun_place(canvas)
    rows, columns = RAYS, max(1, round(RAYS * canvas.width / canvas.height))
    small = cv2.resize(to_bytes(1 - canvas.land), (columns, rows), interpolation=cv2.INTER_AREA).astype(
        np.float32
    )
    down = (np.arange(rows, dtype=np.float32) + np.float32(0.5)) / rows
    right = (
        (np.arange(columns, dtype=np.float32) + np.float32(0.5)) / columns - np.float32(0.5)
    ) * np.float32(2 * canvas.reach)
    aside, above = (
        right[None] - np.float32(x),
        (down[:, None] - np.float32(y)) * np.float32(canvas.height / canvas.unit),
    )
    light = small * (1 / (1 + (aside * aside + above * above) * 9))
    centre = (np.float32((x / (2 * canvas.reach) + 0.5) * columns), np.float32(y * rows))
    for shrink in (0.03, 0.06, 0.12, 0.24, 0.45):
        near_rows = np.rint(np.arange(rows) + (centre[1] - np.arange(rows)) * np.float32(shrink)).astype(
            np.intp
        )
        near_columns = np.rint(
            np.arange(columns) + (centre[0] - np.arange(columns)) * np.float32(shrink)
        ).astype(np.intp)
        light = (
            light + light[np.clip(near_rows, 0, rows - 1)][:, np.clip(near_columns, 0, columns - 1)]
        ) * np.float32(0.5)
    soft = cv2.GaussianBlur(to_bytes(light / 255), (5, 5), 0)
    shafts: Pixels = cv2.resize(soft, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR).astype(
        np.float32
    )
    canvas.pixels += shafts * np.float32(STRENGTH[canvas.scene.hour] / 255) * canvas.light.sun


def rain(canvas: Canvas) -> None:
    """Slanted streaks."""
    rng = canvas.scene.stream("rain")
    slant, drops = 0.05 * canvas.composition.side, []
    for x, y, length in zip(
        rng.uniform(-1.1, 1.1, 80), rng.random(80), rng.uniform(0.07, 0.15, 80), strict=True
    ):
        drops.append([(x, y), (x + 0.004, y), (x - slant * length * 6, y + length)])
    canvas.paint(canvas.mask(drops), rgb(0.82, 0.86, 0.88), 0.45)


def mist(canvas: Canvas) -> None:
    """Bands of mist that thicken towards the horizon."""
    near = 1 - np.abs(canvas.y - np.float32(canvas.composition.horizon)) * 1.6
    band = canvas.noise("mist", 2.5, 4, 2) * np.clip(near, 0, 1)
    canvas.paint(np.clip(0.05 + 0.30 * band, 0, 1), canvas.light.haze)
