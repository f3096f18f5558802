"""Environments: what lies between the sky and the subject, from far (in haze) to near."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.palette import Colour, mix, rgb

__all__ = ["FOREGROUNDS", "GROUNDS", "paint_foreground", "paint_ground"]

GRASS, MEADOW, MOSS = rgb(0.30, 0.55, 0.18), rgb(0.42, 0.62, 0.20), rgb(0.16, 0.30, 0.12)
ROCK, CLIFF, SAND = rgb(0.46, 0.44, 0.46), rgb(0.52, 0.42, 0.34), rgb(0.95, 0.70, 0.38)
SEA, LAKE, FOAM = rgb(0.06, 0.34, 0.42), rgb(0.25, 0.45, 0.60), rgb(0.95, 0.97, 0.97)
FIR, TRUNK, STONE = rgb(0.08, 0.26, 0.14), rgb(0.24, 0.16, 0.11), rgb(0.78, 0.70, 0.56)
SNOW, STREET, DUST = rgb(0.97, 0.98, 1.0), rgb(0.28, 0.29, 0.33), rgb(0.60, 0.50, 0.34)
FLOWERS = (
    rgb(0.95, 0.16, 0.20),
    rgb(1.0, 0.82, 0.15),
    rgb(0.80, 0.30, 0.85),
    rgb(1.0, 0.98, 0.95),
    rgb(1.0, 0.45, 0.62),
)
LAMP = rgb(1.0, 0.80, 0.36)


def paint_ground(canvas: Canvas) -> None:
    """Paint all that lies behind the subject."""
    GROUNDS[canvas.scene.environment](canvas)


def paint_foreground(canvas: Canvas) -> None:
    """Paint what stands in front of the subject's foot, where the environment has such."""
    if canvas.scene.environment in FOREGROUNDS:
        FOREGROUNDS[canvas.scene.environment](canvas)


def land(
    canvas: Canvas, line: NDArray[np.float64], albedo: Colour, far: float, near: float, grain: str
) -> None:
    """Paint land from a skyline down, hazier at the top and darker at the foot.

    Args:
        line: Skyline, shape (n, 2).
        albedo: Its own colour.
        far: Depth at its upper edge, 0..1.
        near: Depth at the picture's lower edge, 0..1.
        grain: Names its texture.
    """
    top = float(line[:, 1].min())
    along = np.clip((canvas.y - np.float32(top)) / np.float32(1.02 - top), 0, 1)
    upper, lower = canvas.palette.shade(albedo, 0.9, far), canvas.palette.shade(0.8 * albedo, 0.55, near)
    texture = 0.78 + 0.44 * canvas.noise(grain, 9, 3, 2)
    canvas.fill(canvas.below(line), (upper + along * (lower - upper)) * texture)


def level(canvas: Canvas, y: float) -> NDArray[np.float64]:
    """Return a flat skyline."""
    return np.array(((-canvas.reach - 0.02, y), (canvas.reach + 0.02, y)))


def across(canvas: Canvas, purpose: str, spacing: float, jitter: float = 0.3) -> list[tuple[float, float]]:
    """Return (x, random number in 0..1) for things that stand in a row, as many as the picture's width shows."""
    rng = canvas.scene.stream(purpose)
    draws = rng.random((129, 2))
    places = [((i - 64 + jitter * (a - 0.5) * 2) * spacing, b) for i, (a, b) in enumerate(draws)]
    return [place for place in places if abs(place[0]) < canvas.reach + spacing]


def mirror(canvas: Canvas, horizon: float, tint: Colour, share: float) -> None:
    """Turn everything under the horizon into water that mirrors what is above it."""
    row = round(horizon * canvas.height)
    below = canvas.height - row
    rows = np.clip(row - 1 - np.arange(below) * 6 // 5, 0, row - 1)
    ripple = canvas.noise("ripple", 22, 7, 1)[row:] - np.float32(0.5)
    water = mix(canvas.pixels[:, rows], tint, share) * (1 + np.float32(0.22) * ripple)
    canvas.pixels[:, row:] = water * (1 - 0.35 * np.linspace(0, 1, below, dtype=np.float32)[:, None])


# --- environments -----------------------------------------------------------------------------------------------------


def sea_cliffs(canvas: Canvas) -> None:
    """A sea with waves between two cliffs, the nearer of which carries the subject."""
    horizon, stormy = canvas.composition.horizon, canvas.scene.hour == "storm"
    side = canvas.composition.flip
    sea(canvas, horizon)
    cliff(canvas, "far cliff", -side * 0.24, -side, horizon - 0.16, horizon + 0.05, 0.6)
    if canvas.scene.subject != "none":
        cliff(canvas, "high cliff", side * 0.16, side, horizon - 0.30, horizon + 0.12, 0.3)
    waves(canvas, horizon, stormy)
    floating = canvas.scene.subject == "sailing boat"
    bare = canvas.scene.subject == "none"
    edge, top = (0.12, horizon - 0.26) if bare else (0.42, horizon - 0.12) if floating else (-0.30, 0)
    if bare or floating:
        cliff(canvas, "near cliff", side * edge, side, top, 0.98, 0.05)
    else:
        cliff(
            canvas,
            "near cliff",
            canvas.composition.place - side * 0.27,
            side,
            canvas.composition.base - 0.03,
            1.08,
            0.0,
        )


def sea(canvas: Canvas, horizon: float) -> None:
    """Paint open water up to the horizon."""
    far, near = mix(canvas.palette.low, canvas.palette.shade(SEA), 0.55), canvas.palette.shade(SEA, 0.5)
    along = np.clip((canvas.y - np.float32(horizon)) * 2, 0, 1)
    ripple = 0.75 + 0.5 * canvas.noise("sea", 16, 6, 2)
    canvas.fill(canvas.below(level(canvas, horizon)), (far + along * (near - far)) * ripple)


def waves(canvas: Canvas, horizon: float, stormy: bool) -> None:
    """Paint rows of wave crests with foam, higher and whiter in a storm."""
    crest, foam = canvas.palette.shade(SEA, 0.9), canvas.palette.shade(FOAM, 1.0)
    for row in range(5):
        near = (row + 0.5) / 5
        y, height = horizon + 0.44 * near * near + 0.02, (0.11 if stormy else 0.035) * (0.3 + near)
        line = canvas.ridge(f"wave {row}", y + height / 2, height, 7 - 4 * near, 0.35)
        shape = canvas.mask([canvas.below(line)])
        canvas.paint(shape, mix(crest, canvas.palette.shade(SEA, 0.3), near), 0.5)
        lip = canvas.mask(
            [np.concatenate((line, (line + (0, (0.022 if stormy else 0.010) * (0.4 + near)))[::-1]))]
        )
        spray = np.clip(canvas.noise(f"spray {row}", 14, 3, 1) * 3 - (0.7 if stormy else 1.3), 0, 1)
        canvas.paint(lip.astype(np.float32) / np.float32(255) * spray, foam, 0.9)


def cliff(canvas: Canvas, name: str, edge: float, side: int, top: float, foot: float, depth: float) -> None:
    """Paint a cliff from x = edge outwards to one side, with strata, a grassy top and foam at its foot."""
    rng = canvas.scene.stream(name)
    outer = side * (canvas.reach + 0.2)
    heights = np.linspace(top, foot, 9)
    face = np.stack((edge + side * (rng.uniform(-0.05, 0.05, 9) - np.linspace(0.02, 0.10, 9)), heights), 1)
    crown = np.stack((np.linspace(outer, face[0, 0], 7), top + rng.uniform(-0.02, 0.02, 7)), 1)
    outline = np.concatenate((crown, face, [(outer, foot)]))
    lit = 0.85 if side != canvas.composition.side else 0.35
    strata = 0.55 + 0.9 * canvas.noise(name, 7, 0.35, 3)
    canvas.fill(outline, canvas.palette.shade(CLIFF, lit, depth) * strata)
    turf = np.concatenate((crown, (crown + (0, 0.035))[::-1]))
    canvas.fill(turf, canvas.palette.shade(GRASS, 0.8, depth))
    spray = np.stack(
        (np.linspace(face[-1, 0] - side * 0.08, outer, 14), foot + rng.uniform(-0.02, 0.01, 14)), 1
    )
    canvas.paint(canvas.blur(canvas.dots(spray, np.full(14, 0.035)), 0.02), canvas.palette.shade(FOAM), 0.75)


def mountains(canvas: Canvas) -> None:
    """Three ranges in haze, the two farther with snow, and a rocky meadow."""
    horizon = canvas.composition.horizon
    for layer, (depth, rise, knots) in enumerate(((0.75, 0.50, 2.2), (0.45, 0.36, 3.0))):
        line = canvas.ridge(f"range {layer}", horizon + 0.08 + 0.05 * layer, rise, knots, 0.42)
        peak(canvas, line, depth, horizon - 0.14 + 0.08 * layer)
    line = canvas.ridge("foothills", horizon + 0.16, 0.10, 3)
    land(canvas, line, mix(MOSS, ROCK, 0.4), 0.35, 0.0, "foothills")


def peak(canvas: Canvas, line: NDArray[np.float64], depth: float, snow: float) -> None:
    """Paint one range: rock in light and shade, white above y = snow."""
    shape = canvas.mask([canvas.below(line)])
    facet = canvas.noise(f"facet {depth}", 9, 0.7, 3) * canvas.composition.side
    lit = np.clip(facet * 4 - canvas.composition.side * 2 + 0.5, 0, 1)
    white = np.clip((np.float32(snow) - canvas.y) * 9 + (facet * canvas.composition.side - 0.5) * 3, 0, 1)
    shade = canvas.palette.shade
    rock = shade(ROCK, 1.0, depth) * lit + shade(ROCK, 0.1, depth) * (1 - lit)
    ice = shade(SNOW, 1.0, depth * 0.7) * lit + shade(SNOW, 0.3, depth * 0.8) * (1 - lit)
    fade = np.clip((canvas.y - np.float32(snow)) * 1.6, 0, 0.8)
    colour = rock + white * (ice - rock)
    canvas.paint(shape, colour + fade * (canvas.palette.haze - colour))


def forest(canvas: Canvas) -> None:
    """Rows of firs that darken out of the haze, around a mossy clearing."""
    horizon = canvas.composition.horizon
    land(canvas, level(canvas, horizon), MOSS, 0.5, 0.0, "moss")
    for row, (depth, height, spacing) in enumerate(
        ((0.85, 0.34, 0.06), (0.55, 0.44, 0.09), (0.25, 0.56, 0.15))
    ):
        clearing = 0.0 if row < 2 else 0.20
        foot = horizon + 0.05 + 0.05 * row
        crowns: list[Points] = []
        for x, tall in across(canvas, f"firs {row}", spacing):
            if abs(x - canvas.composition.place) > clearing:
                crowns += fir(canvas, x, foot, height * (0.7 + 0.5 * tall))
        canvas.paint(canvas.mask(crowns), canvas.palette.shade(FIR * (1.5 - 0.3 * row), 0.8, depth))


def fir(canvas: Canvas, x: float, foot: float, height: float) -> list[Points]:
    """Return the polygons of a fir: three tiers that overlap."""
    tiers: list[Points] = []
    for low, high, half in ((0.08, 0.55, 0.22), (0.32, 0.78, 0.17), (0.56, 1.0, 0.12)):
        base = foot - height * low
        half = canvas.units(height) * half
        tiers.append([(x - half, base), (x, foot - height * high), (x + half, base)])
    return [*tiers, [(x - 0.008, foot), (x - 0.008, foot - 0.1), (x + 0.008, foot - 0.1), (x + 0.008, foot)]]


def forest_front(canvas: Canvas) -> None:
    """Dark trunks that frame the picture."""
    dark = canvas.palette.shade(TRUNK, 0.25)
    for side in (-1, 1):
        rng = canvas.scene.stream(f"trunk {side}")
        x, half = side * (min(canvas.reach, 0.55) - 0.04 * rng.random() - 0.02), 0.03 + 0.02 * rng.random()
        canvas.fill([(x - half, -0.1), (x + half, -0.1), (x + 1.6 * half, 1.1), (x - 1.6 * half, 1.1)], dark)
        leaves = np.stack((x + rng.uniform(-0.14, 0.14, 26), rng.uniform(-0.04, 0.16, 26)), 1)
        canvas.paint(canvas.dots(leaves, rng.uniform(0.02, 0.05, 26)), canvas.palette.shade(FIR, 0.5))


def field_of_flowers(canvas: Canvas) -> None:
    """Soft hills and a meadow full of red, yellow, violet and white."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("hills", horizon + 0.03, 0.12, 1.5, 0.2), GRASS * 0.8, 0.8, 0.4, "hills")
    land(canvas, canvas.ridge("meadow", horizon + 0.05, 0.04, 1.2, 0.2), MEADOW, 0.35, 0.0, "meadow")
    flowers(canvas, "flowers", horizon + 0.04, canvas.composition.base + 0.03, 230)


def flowers(canvas: Canvas, name: str, top: float, foot: float, count: int) -> None:
    """Strew flowers between two heights, in drifts of one colour, larger when nearer."""
    rng = canvas.scene.stream(name)
    order = rng.permutation(len(FLOWERS))
    near = rng.random(count) ** 0.6
    x, drift = rng.uniform(-1.1, 1.1, count), rng.uniform(-0.5, 0.5, count)
    y = top + (foot - top) * near
    which = np.floor((np.sin(3 * x + 2 * near) + drift + 1.5) / 3 * len(FLOWERS)).astype(int)
    scale = (y - canvas.composition.horizon) / (1 - canvas.composition.horizon)
    radii = (0.004 + 0.017 * np.clip(scale, 0, 1)) * rng.uniform(0.7, 1.3, count)
    for number in range(len(FLOWERS)):
        chosen = which == number
        if chosen.any():
            colour = canvas.palette.shade(FLOWERS[order[number]], 1.0)
            canvas.paint(canvas.dots(np.stack((x, y), 1)[chosen], radii[chosen]), colour)


def field_front(canvas: Canvas) -> None:
    """The nearest flowers."""
    flowers(canvas, "near flowers", canvas.composition.base + 0.02, 1.02, 110)


def desert(canvas: Canvas) -> None:
    """Table mountains far off, and dunes with a lit and a shaded side."""
    horizon = canvas.composition.horizon
    rng = canvas.scene.stream("mesas")
    for x, draw in across(canvas, "mesa", 0.42, 0.45):
        half, rise = 0.08 + 0.07 * draw, 0.05 + 0.10 * rng.random()
        mesa = [
            (x - half, horizon + 0.02),
            (x - half * 0.7, horizon - rise),
            (x + half * 0.7, horizon - rise),
            (x + half, horizon + 0.02),
        ]
        canvas.fill(mesa, canvas.palette.shade(rgb(0.75, 0.36, 0.22), 0.7, 0.55))
    land(canvas, level(canvas, horizon + 0.02), SAND, 0.5, 0.0, "sand")
    for row, depth in enumerate((0.45, 0.25, 0.05)):
        for x, draw in across(canvas, f"dunes {row}", 0.55 + 0.15 * row, 0.3):
            dune(canvas, x, horizon + 0.06 + 0.13 * row, 0.06 + 0.05 * row + 0.05 * draw, depth)


def dune(canvas: Canvas, x: float, foot: float, rise: float, depth: float) -> None:
    """Paint a dune with a winding crest: lit towards the light, dark away from it."""
    away, half = -canvas.composition.side, 0.40 + 1.2 * rise
    along = np.linspace(-1, 1, 21)
    hump = np.stack((x + half * along, foot - rise * (1 - along**2) ** 2), 1)
    canvas.fill(hump, canvas.palette.shade(SAND, 1.0, depth))
    lee = hump[10:] if away > 0 else hump[10::-1]
    down = np.linspace(1, 0, 11)
    crest = np.stack(
        (x + away * half * (0.45 * down - 0.30 * np.sin(3 * down) * down), foot - rise * (1 - down)), 1
    )
    canvas.fill(np.concatenate((lee, crest)), canvas.palette.shade(SAND * rgb(0.74, 0.56, 0.46), 0.3, depth))


def city(canvas: Canvas) -> None:
    """Two rows of towers with windows above a wet street."""
    horizon = canvas.composition.horizon
    for row, (depth, tall, spacing) in enumerate(((0.8, 0.46, 0.10), (0.35, 0.34, 0.15))):
        towers(canvas, row, depth, tall, spacing)
    land(canvas, level(canvas, horizon + 0.12), STREET, 0.25, 0.0, "street")
    top = round((horizon + 0.12) * canvas.height)
    rows = np.clip(top - 1 - np.arange(canvas.height - top), 0, None)
    canvas.pixels[:, top:] += np.float32(0.35) * (canvas.pixels[:, rows] - canvas.pixels[:, top:])


def towers(canvas: Canvas, row: int, depth: float, tall: float, spacing: float) -> None:
    """Paint a row of towers and their windows."""
    foot = canvas.composition.horizon + 0.13
    rng = canvas.scene.stream(f"windows {row}")
    walls: list[Points] = []
    windows: list[Points] = []
    for x, draw in across(canvas, f"towers {row}", spacing):
        half, top = spacing * (0.34 + 0.12 * draw), foot - tall * (0.45 + 0.75 * ((7.3 * draw) % 1))
        walls.append(rectangle(x - half, x + half, top, foot))
        for y in np.arange(top + 0.025, foot - 0.03, 0.042):
            windows += [
                rectangle(x + half * c - 0.007, x + half * c + 0.007, y, y + 0.018)
                for c in (-0.55, 0.0, 0.55)
                if rng.random() < 0.55
            ]
    canvas.paint(canvas.mask(walls), canvas.palette.shade(rgb(0.42, 0.44, 0.52), 0.55, depth))
    pane = mix(canvas.palette.shade(rgb(0.25, 0.30, 0.40), 0.3), canvas.palette.haze, 0.3 * depth)
    canvas.paint(canvas.mask(windows), LAMP if canvas.palette.lamps else pane, 0.9 - 0.4 * depth)


def rectangle(left: float, right: float, top: float, foot: float) -> Points:
    """Return an upright rectangle."""
    return [(left, top), (right, top), (right, foot), (left, foot)]


def serene_landscape(canvas: Canvas) -> None:
    """Soft hills mirrored in a still lake, and a green bank."""
    horizon = canvas.composition.horizon
    for layer, (depth, rise) in enumerate(((0.85, 0.22), (0.55, 0.12))):
        line = canvas.ridge(f"hill {layer}", horizon + 0.01, rise, 1.4, 0.18)
        land(canvas, line, GRASS * (1.0 - 0.2 * layer), depth, depth, f"hill {layer}")
    rng = canvas.scene.stream("grove")
    grove = np.stack((rng.uniform(-1.1, 1.1, 60), horizon - rng.uniform(0, 0.022, 60)), 1)
    canvas.paint(canvas.dots(grove, rng.uniform(0.012, 0.03, 60)), canvas.palette.shade(MOSS, 0.6, 0.35))
    mirror(canvas, horizon, canvas.palette.shade(LAKE, 0.7), 0.28)
    if canvas.scene.subject != "sailing boat":
        land(
            canvas,
            canvas.ridge("bank", canvas.composition.base + 0.01, 0.05, 1.3, 0.25),
            GRASS,
            0.12,
            0.0,
            "bank",
        )


def ruins(canvas: Canvas) -> None:
    """Broken columns and arches on a dusty plain."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("far plain", horizon + 0.02, 0.07, 2.2), DUST, 0.8, 0.5, "far plain")
    land(canvas, level(canvas, horizon + 0.02), DUST, 0.5, 0.0, "plain")
    for x, draw in across(canvas, "arches", 0.5, 0.2):
        arch(canvas, x, horizon + 0.06, 0.26 + 0.12 * draw, 0.40)
    for x, draw in across(canvas, "columns", 0.23, 0.35):
        if abs(x - canvas.composition.place) > 0.16:
            column(canvas, x, horizon + 0.13, 0.24 + 0.28 * draw, 0.10)


def arch(canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    """Paint a broken arch."""
    half, thick = canvas.units(height) * 0.5, canvas.units(height) * 0.17
    turn = np.linspace(np.pi, 0.25 * np.pi, 9)
    outer = np.stack((x + half * np.cos(turn), foot - height * 0.55 - height * 0.45 * np.sin(turn)), 1)
    share = 1 - thick / half
    inner = np.stack(
        (x + share * half * np.cos(turn), foot - height * 0.55 - share * height * 0.45 * np.sin(turn)), 1
    )
    ring = np.concatenate(([(x - half, foot)], outer, inner[::-1], [(x - half + thick, foot)]))
    colour = canvas.palette.shade(STONE, 0.6, depth)
    canvas.fill(ring, colour)
    canvas.fill(rectangle(x + half - thick, x + half, foot - height * 0.5, foot), colour)


def column(canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    """Paint a column with a lit and a shaded side, broken off at the top."""
    half, side = 0.024 + 0.06 * height, canvas.composition.side
    shaft = [
        (x - half, foot),
        (x - half, foot - height),
        (x + 0.3 * half, foot - height * 0.93),
        (x + half, foot - height * 1.04),
        (x + half, foot),
    ]
    canvas.fill(shaft, canvas.palette.shade(STONE, 0.75, depth))
    edges = sorted((x - side * half, x - side * 0.1 * half))
    canvas.fill(
        rectangle(edges[0], edges[1], foot - height * 0.93, foot), canvas.palette.shade(STONE, 0.05, depth)
    )
    canvas.fill(
        rectangle(x - 1.35 * half, x + 1.35 * half, foot - 0.02, foot + 0.012),
        canvas.palette.shade(STONE, 0.6, depth),
    )


def snow(canvas: Canvas) -> None:
    """White hills with a few dark firs."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("white hills", horizon + 0.02, 0.20, 1.6, 0.25), SNOW, 0.6, 0.3, "white hills")
    firs: list[Points] = []
    for x, draw in across(canvas, "snow firs", 0.13, 0.45):
        if abs(x - canvas.composition.place) > 0.14 and draw > 0.3:
            firs += fir(canvas, x, horizon + 0.07, 0.12 + 0.14 * draw)
    line = canvas.ridge("white field", horizon + 0.09, 0.06, 1.2, 0.2)
    canvas.paint(canvas.mask(firs), canvas.palette.shade(rgb(0.12, 0.22, 0.22), 0.6, 0.3))
    land(canvas, line, 1.12 * SNOW, 0.1, 0.0, "white field")


def snow_front(canvas: Canvas) -> None:
    """Falling flakes."""
    rng = canvas.scene.stream("flakes")
    places = np.stack((rng.uniform(-1.1, 1.1, 150), rng.random(150)), 1)
    canvas.paint(canvas.dots(places, rng.uniform(0.003, 0.009, 150)), canvas.palette.shade(SNOW, 1.0), 0.85)


Painter = Callable[[Canvas], None]

GROUNDS: dict[str, Painter] = {
    "sea cliffs": sea_cliffs,
    "mountains": mountains,
    "forest": forest,
    "field of flowers": field_of_flowers,
    "desert": desert,
    "city": city,
    "serene landscape": serene_landscape,
    "ruins": ruins,
    "snow": snow,
}

FOREGROUNDS: dict[str, Painter] = {
    "forest": forest_front,
    "field of flowers": field_front,
    "snow": snow_front,
}
