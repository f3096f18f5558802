"""Skies: a gradient of three colours, clouds that the sun lights, and what each hour hangs into them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Pixels
from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.noise import Field, smooth

__all__ = ["SKIES", "paint_sky"]

WHITE: Colour = rgb(1.0, 1.0, 1.0)
BOLT: Colour = rgb(0.88, 0.92, 1.0)


def paint_sky(canvas: Canvas) -> None:
    """Paint the sky over the whole picture."""
    gradient(canvas)
    SKIES[canvas.scene.hour](canvas)


def gradient(canvas: Canvas) -> None:
    """Paint top to middle to low colour, down to the horizon, brighter towards the sun."""
    light = canvas.light
    depth = np.clip(canvas.y / np.float32(canvas.composition.horizon + 0.02), 0, 1)
    upper, lower = smooth(np.clip(2 * depth, 0, 1)), np.clip(2 * depth - 1, 0, 1)
    sky = light.top + upper * (light.middle - light.top) + lower * lower * (light.low - light.middle)
    aside = (canvas.x - np.float32(canvas.composition.sun)) * np.float32(1.6)
    canvas.pixels[:] = sky * (np.float32(0.86) + np.float32(0.28) / (1 + aside * aside))


def sun_place(canvas: Canvas) -> tuple[float, float]:
    """Return x and y of the sun or moon; high ones stay within the picture."""
    where = canvas.composition
    return where.sun, max(where.horizon - canvas.light.height, 0.10)


def clouds(
    canvas: Canvas,
    dark: Colour,
    bright: Colour,
    cover: float,
    *,
    cells: float = 1.0,
    stretch: float = 1.6,
    crisp: float = 4.0,
    name: str = "clouds",
    opacity: float = 0.95,
) -> None:
    """Paint a layer of clouds that runs towards the horizon, bright on the side of the sun.

    Args:
        canvas: What they are painted on.
        dark: Colour of their shaded side.
        bright: Colour of their lit side.
        cover: Share of the sky under them, 0..1.
        cells: Clouds to a unit of height.
        stretch: How much longer than high they are.
        crisp: How hard their edges are.
        name: Names their noise.
        opacity: How much they hide, 0..1.
    """
    body = cloud_field(canvas, cells, stretch, name)
    edge = np.float32(0.68 - 0.36 * cover)
    there = np.clip((body - edge) * np.float32(crisp), 0, 1)
    relief = body - towards_sun(canvas, body, 0.03)
    thick = np.clip((body - edge) * np.float32(2.5), 0, 1)
    share = np.clip(np.float32(0.80) + relief * np.float32(5.0) - thick * np.float32(0.75), 0, 1)
    canvas.paint(smooth(there), dark + share * (bright - dark), opacity)


def cloud_field(canvas: Canvas, cells: float, stretch: float, name: str) -> Pixels:
    """Return the density of clouds, 0..1: noise that is compressed towards the horizon."""
    field = Field(canvas.scene.stream(name))
    above = np.clip(np.float32(canvas.composition.horizon + 0.04) - canvas.y, 0, 1)
    near = 1 / (np.float32(0.22) + above)
    x = canvas.x * near * np.float32(cells / stretch) + np.float32(20)
    y = np.broadcast_to(near * np.float32(1.7 * cells), x.shape)
    return field.fractal(x, y, 5, 0.55)


def towards_sun(canvas: Canvas, field: Pixels, far: float) -> Pixels:
    """Return a field as it is up to `far` units nearer to the sun."""
    x, y = sun_place(canvas)
    pace = far * canvas.unit
    row, column = y * canvas.height, x * canvas.unit + canvas.width / 2
    rows, columns = np.arange(canvas.height), np.arange(canvas.width)
    down = np.rint(rows + np.clip((row - rows) * 0.3, -pace, pace)).astype(np.intp)
    right = np.rint(columns + np.clip((column - columns) * 0.3, -pace, pace)).astype(np.intp)
    moved: Pixels = field[np.clip(down, 0, canvas.height - 1)][:, np.clip(right, 0, canvas.width - 1)]
    return moved


def disc(canvas: Canvas, radius: float, colour: Colour, halo: float = 0.5) -> None:
    """Paint the sun or the moon with its halo."""
    x, y = sun_place(canvas)
    canvas.glow(x, y, radius * 3.2, canvas.light.sun, halo)
    canvas.paint(canvas.dots([(x, y)], [radius]), colour)


def day(canvas: Canvas) -> None:
    """Blue, with white clouds that are grey below."""
    rng = canvas.scene.stream("sky")
    light = canvas.light
    x, y = sun_place(canvas)
    canvas.glow(x, y, 0.16, light.sun, 0.30)
    clouds(
        canvas,
        mix(light.middle, light.haze, 0.7),
        WHITE,
        0.25 + 0.4 * rng.random(),
        cells=1.0 + 0.6 * rng.random(),
    )


def sunset(canvas: Canvas) -> None:
    """A red sun on the horizon under violet bars of cloud with burning edges."""
    light = canvas.light
    rng = canvas.scene.stream("sky")
    x, y = sun_place(canvas)
    canvas.glow(x, y, 0.40, light.sun, 0.40)
    bars, edge = mix(light.top, light.middle, 0.5), mix(light.low, light.sun, 0.5)
    clouds(canvas, bars, edge, 0.35 + 0.3 * rng.random(), cells=1.1, stretch=3.2)
    disc(canvas, 0.070, mix(light.sun, WHITE, 0.45), 0.5)


def night(canvas: Canvas) -> None:
    """Stars, a band of milky light, and a large moon."""
    rng = canvas.scene.stream("stars")
    light = canvas.light
    milky = canvas.noise("milky way", 3, 1, 3) * np.clip(
        1 - np.abs(canvas.x * 0.8 + canvas.y - 0.3) * 2.6, 0, 1
    )
    canvas.pixels += milky * (0.5 * light.low)
    places = np.stack((rng.uniform(-1.3, 1.3, 90), rng.uniform(0, 0.62, 90)), 1)
    canvas.paint(canvas.dots(places, 0.0025 + 0.0045 * rng.random(90) ** 3), light.sun, 0.85)
    clouds(canvas, 0.5 * light.middle, 1.1 * light.low, 0.22, cells=1.0, stretch=2.4, crisp=3)
    disc(canvas, 0.062 + 0.02 * rng.random(), light.sun, 0.28)
    moon(canvas, rng.random() < 0.3)


def moon(canvas: Canvas, crescent: bool) -> None:
    """Draw the moon's seas, or turn it into a crescent."""
    x, y = sun_place(canvas)
    if crescent:
        side = canvas.composition.side
        canvas.paint(
            canvas.dots([(x + side * 0.034, y - 0.014)], [0.066]),
            mix(canvas.light.top, canvas.light.middle, 0.6),
        )
        return
    seas = canvas.dots([(x + 0.02, y - 0.016), (x - 0.022, y + 0.02)], (0.022, 0.015))
    canvas.paint(canvas.blur(seas, 0.012), 0.80 * canvas.light.sun, 0.7)


def storm(canvas: Canvas) -> None:
    """Heavy clouds, torn bright in one place, and lightning."""
    light = canvas.light
    clouds(canvas, 0.5 * light.top, 1.5 * light.middle, 1.1, cells=0.9, stretch=1.3, crisp=3)
    clouds(canvas, 0.3 * light.top, light.low, 0.45, cells=1.3, stretch=1.8, name="scud")
    x = canvas.composition.sun
    canvas.glow(x, 0.26, 0.26, BOLT, 0.32)
    lightning(canvas, x, canvas.composition.horizon)


def lightning(canvas: Canvas, x: float, ground: float) -> None:
    """Paint one forked bolt from the clouds down to y = ground."""
    rng = canvas.scene.stream("lightning")
    y = np.linspace(0.02, ground, 10)
    path = np.stack((x + np.cumsum(rng.uniform(-0.06, 0.06, 10)), y), 1)
    fork = np.stack((path[4, 0] + np.cumsum(rng.uniform(0.0, 0.07, 5)) * canvas.composition.side, y[4:9]), 1)
    bolt = canvas.mask([ribbon(path, 0.016), ribbon(fork, 0.009)])
    canvas.paint(canvas.blur(bolt, 0.05), BOLT, 0.9)
    canvas.paint(bolt, WHITE)


def ribbon(path: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Return a polygon around a downward path, tapering from `width` to nothing."""
    half = np.stack((np.linspace(width / 2, width / 6, len(path)), np.zeros(len(path))), 1)
    return np.concatenate((path - half, (path + half)[::-1]))


def fog(canvas: Canvas) -> None:
    """Nothing but a pale disc in grey."""
    clouds(canvas, canvas.light.middle, canvas.light.low, 0.5, cells=0.7, crisp=2, opacity=0.6)
    x, y = sun_place(canvas)
    canvas.glow(x, y, 0.13, WHITE, 0.16)


def golden_hour(canvas: Canvas) -> None:
    """A low sun that drowns the sky in gold."""
    light = canvas.light
    rng = canvas.scene.stream("sky")
    cover, shaded = 0.30 + 0.3 * rng.random(), mix(light.middle, light.top, 0.35)
    clouds(canvas, shaded, mix(light.sun, WHITE, 0.3), cover, cells=1.2)
    x, y = sun_place(canvas)
    canvas.glow(x, y, 0.34, light.sun, 0.30)
    disc(canvas, 0.045, mix(light.sun, WHITE, 0.7), 0.4)


SKIES: dict[str, Callable[[Canvas], None]] = {
    "day": day,
    "sunset": sunset,
    "night": night,
    "storm": storm,
    "fog": fog,
    "golden hour": golden_hour,
}
