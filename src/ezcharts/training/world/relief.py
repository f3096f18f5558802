"""Land in three dimensions: a height above every place, seen in perspective, lit, and fading into haze.

The land is cut into slices at growing distance. Along each column of the picture, the slices rise to rows of
their own, and what is seen at a row is the nearest slice that reaches it: a running minimum from near to far,
and a count. Twice the columns and rows are drawn and averaged, so that edges are smooth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.light import Colour
from ezcharts.training.world.noise import Field, Grid

__all__ = ["Ground", "View", "clearing", "paint_relief", "step"]

MIDDLE, FAR = 2.5, 26.0  # distances: where slices begin to lie closer, and of the last
NEAR_SLICES, FAR_SLICES = 56, 124


@dataclass(frozen=True)
class View:
    """The places of the land that are looked at.

    Args:
        x: Units to the right of the camera, shape (slices, columns).
        z: Distance, shape (slices, 1).
        field: Noise to shape the land with.
        canvas: The picture.
    """

    x: Grid
    z: Grid
    field: Field
    canvas: Canvas


@dataclass(frozen=True)
class Ground:
    """What the land is at the places of a view; arrays that fit (slices, columns).

    Args:
        height: Units above the plane that the subject stands on.
        albedo: Its colour, shape (3, slices, columns) or smaller.
        water: Whether it is water, 0 or 1, or None for none anywhere.
        shine: What it glows with, added after the light, like `albedo`; or None.
        rough: How strongly texture shows, 0..1.
    """

    height: Grid
    albedo: Colour | Grid
    water: Grid | None = None
    shine: Grid | None = None
    rough: float = 0.3


Land = Callable[[View], Ground]


def paint_relief(canvas: Canvas, land: Land, name: str = "relief", mist: float = 0.5) -> None:
    """Paint land over the sky.

    Args:
        canvas: What it is painted on.
        land: Returns the ground at the places of a view.
        name: Names its noise.
        mist: How much thicker haze is in far hollows, 0..1.
    """
    fine = 2 if canvas.height <= 256 else 1
    view = look(canvas, name)
    ground = land(view)
    index = visible(canvas, view, np.broadcast_to(ground.height, view.x.shape), fine)
    colour = colours(canvas, view, ground, mist)
    places = flatten(index, len(view.z), fine)
    planes = [shrink(np.append(plane.ravel(), np.float32(0))[places], fine) for plane in colour]
    cover = shrink((index < len(view.z)).astype(np.float32), fine)
    texture = 1 + np.float32(ground.rough) * (canvas.noise(f"{name} ground", 13, 2.4, 2) - np.float32(0.5))
    canvas.pixels = canvas.pixels * (1 - cover) + np.stack(planes) * texture
    np.maximum(canvas.land, cover, out=canvas.land)
    if ground.water is not None:
        wet = np.broadcast_to(ground.water, view.x.shape).astype(np.float32).ravel()
        water = shrink(np.append(wet, np.float32(0))[places], fine)
        canvas.water = canvas.water * (1 - cover) + water


def look(canvas: Canvas, name: str) -> View:
    """Return the places the picture looks at, nearest slice first; slices lie closest in the distance."""
    near = canvas.composition.camera / (1.06 - canvas.composition.horizon)
    finer = max(1, canvas.height // 256)
    # A power may differ in its last bit from machine to machine; rounded, and multiplied, it does not.
    closely = round((MIDDLE / near) ** (1 / (NEAR_SLICES * finer)), 6)
    far = round((FAR / MIDDLE) ** (1 / (FAR_SLICES * finer)), 6)
    ratios = [1.0] + [closely] * (NEAR_SLICES * finer) + [far] * (FAR_SLICES * finer)
    z = (near * np.cumprod(ratios)).astype(np.float32)[:, None]
    return View(canvas.x * z, z, Field(canvas.scene.stream(name)), canvas)


def visible(canvas: Canvas, view: View, height: Grid, fine: int) -> NDArray[np.intp]:
    """Return for every pixel the slice that is seen there; as many as there are slices where none is."""
    where, rows = canvas.composition, canvas.height * fine
    if fine == 2:
        height = between(height)
    rise = (np.float32(where.camera) - np.float32(canvas.heights(1)) * height) / view.z
    y = np.ceil((np.float32(where.horizon) + rise) * np.float32(rows) - np.float32(0.5))
    top = np.minimum.accumulate(np.clip(y, 0, rows).astype(np.int32), axis=0)
    columns = top.shape[1]
    top *= columns
    top += np.arange(columns, dtype=np.int32)
    reached = np.bincount(top.ravel(), minlength=(rows + 1) * columns)
    return len(view.z) - np.cumsum(reached.reshape(rows + 1, columns)[:rows], axis=0)


def between(height: Grid) -> Grid:
    """Return heights at twice as many columns, a quarter of a column to either side of each."""
    padded = np.concatenate((height[:, :1], height, height[:, -1:]), axis=1)
    doubled = np.empty((len(height), 2 * height.shape[1]), np.float32)
    doubled[:, 0::2] = np.float32(0.75) * height + np.float32(0.25) * padded[:, :-2]
    doubled[:, 1::2] = np.float32(0.75) * height + np.float32(0.25) * padded[:, 2:]
    return doubled


def flatten(index: NDArray[np.intp], slices: int, fine: int) -> NDArray[np.intp]:
    """Return places in a flattened (slices, columns) grid; the place after its end where no slice is seen."""
    columns = index.shape[1] // fine
    places: NDArray[np.intp] = np.minimum(index * columns + np.arange(columns).repeat(fine), slices * columns)
    return places


def colours(canvas: Canvas, view: View, ground: Ground, mist: float) -> Grid:
    """Return the colour of every place, lit and in haze, shape (3, slices, columns)."""
    light = canvas.light
    height = np.broadcast_to(ground.height, view.x.shape)
    share = lit(canvas, view, height)
    colour = ground.albedo * (light.fill * (0.75 + 0.25 * share) + light.key * share)
    if ground.shine is not None:
        colour = colour + ground.shine
    low = np.clip(1 - height / (0.10 * view.z + np.float32(0.05)), 0, 1)
    fade = fog(view.z) * (1 + np.float32(mist) * low * (1 - fog(view.z)))
    result: Grid = colour + np.float32(light.thickness) * fade * (light.haze - colour)
    return result


def fog(z: Grid) -> Grid:
    """Return how far things at a distance have gone into the haze, 0..1."""
    beyond = np.maximum(z - np.float32(1), 0)
    gone: Grid = beyond / (beyond + np.float32(8))
    return gone


def lit(canvas: Canvas, view: View, height: Grid) -> Grid:
    """Return the share of the key light that slopes get, 0..1."""
    across, up, front = canvas.light.direction
    pace = view.x[:, 1:2] - view.x[:, :1]
    right = np.empty_like(height)
    right[:, 1:-1] = (height[:, 2:] - height[:, :-2]) / (2 * pace)
    right[:, 0], right[:, -1] = right[:, 1], right[:, -2]
    away = np.empty_like(height)
    away[:-1] = (height[1:] - height[:-1]) / (view.z[1:] - view.z[:-1])
    away[-1] = away[-2]
    away -= right * view.x / view.z  # slices fan out: along a column one moves sideways too
    facing = np.float32(up) - np.float32(across * canvas.composition.side) * right + np.float32(front) * away
    steep = np.sqrt(1 + right * right + away * away)
    return np.clip(facing / steep * np.float32(1.25), 0, 1)


def shrink(plane: Grid, fine: int) -> Grid:
    """Average blocks of `fine` by `fine` values."""
    if fine == 1:
        return plane
    rows = plane[0::2] + plane[1::2]
    averaged: Grid = (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)
    return averaged


def clearing(view: View, wide: float = 0.5, until: float = 2.2) -> Grid:
    """Return 0 around the subject and between it and the camera, 1 elsewhere, smoothly."""
    aside = np.abs(view.x - np.float32(view.canvas.composition.place) * np.minimum(view.z, 1))
    apart = step(aside, wide, wide * 2.2)
    return np.maximum(apart, step(view.z, until * 0.55, until))


def step(value: Grid, start: float, end: float) -> Grid:
    """Return a smooth step of `value` from 0 at `start` to 1 at `end`."""
    part = np.clip((value - np.float32(start)) / np.float32(end - start), 0, 1)
    risen: Grid = part * part * (3 - 2 * part)
    return risen
