"""Sheets as others' tools make them, with the true place of every picture.

The shapes of these tools are known from their output; nothing of them is copied. `make` draws one sheet from
a seed: a layout, its cells, and what happened to it afterwards (JPEG, WebP, scaling).

A sheet's truth is exact. `tolerance` is 1 px where an edge falls between pixels (scaled sheets, axes placed
at fractions of a pixel) or where the tool draws a frame over the edge, 2 px where a frame was scaled, else 0.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ezcharts.library.intake.cut import Cut
from tests.library.intake.pictures import Picture, cells

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """A flattened sheet and where its pictures are: `xs` and `ys` are pairs (from, to) in pixels."""

    pixels: Picture
    xs: tuple[tuple[float, float], ...]
    ys: tuple[tuple[float, float], ...]
    kind: str
    damage: str = "none"
    tolerance: int = 0


@dataclass
class Draft:
    """What a layout works on: the random numbers, the size of the grid, the pictures and the canvas."""

    rng: np.random.Generator
    rows: int
    columns: int
    width: int
    height: int
    pictures: list[list[Picture]]
    image: Image.Image | None = None

    def canvas(self, width: float, height: float, colour: Colour) -> None:
        """Begin an empty sheet."""
        self.image = Image.new("RGB", (round(width), round(height)), colour)

    def paste(self, xs: list[int], ys: list[int]) -> None:
        """Put every picture at its place."""
        for i, y in enumerate(ys):
            for j, x in enumerate(xs):
                self.image.paste(Image.fromarray(self.pictures[i][j]), (x, y))

    def text(self, x: float, y: float, words: str, size: int, ink: Colour, turn: bool = False) -> None:
        """Write words centred at (x, y), turned upward if asked."""
        font = ImageFont.load_default(size)
        if not turn:
            ImageDraw.Draw(self.image).text((x, y), words, ink, font, anchor="mm")
            return
        box = Image.new("L", (max(1, round(font.getlength(words))), 2 * size))
        ImageDraw.Draw(box).text((box.width / 2, size), words, 255, font, anchor="mm")
        box = box.rotate(90, expand=True)
        self.image.paste(ink, (round(x - box.width / 2), round(y - box.height / 2)), box)

    def sheet(self, xs: list[int], ys: list[int], kind: str, tolerance: int = 0) -> Sheet:
        """Finish: the pictures lie at `xs`, `ys` and have the size of the draft."""
        pairs = [tuple((a, a + size) for a in at) for at, size in ((xs, self.width), (ys, self.height))]
        return Sheet(np.asarray(self.image), *pairs, kind, tolerance=tolerance)


def steps(start: int, count: int, pitch: int) -> list[int]:
    """Return `count` places from `start`, one pitch apart."""
    return [start + i * pitch for i in range(count)]


def other_ink(colour: Colour) -> Colour:
    """Return black on light paper, white on dark."""
    return BLACK if sum(colour) > 380 else WHITE


def words(rng: np.random.Generator) -> str:
    """Return a label as such sheets have them."""
    names = ("CFG Scale: {}", "Steps: {}", "{}", "Sampler: Euler {}", "eta={}", "clip_guidance_scale {}000")
    return names[int(rng.integers(len(names)))].format(int(rng.integers(1, 60)))


def a1111(draft: Draft) -> Sheet:
    """White margins left and above with legends, white gutters or none."""
    rng, gap = draft.rng, int(draft.rng.choice([0, 0, 2, 4, 8, 12]))
    left = int(rng.integers(40, 90)) if draft.rows > 1 else 0
    top = int(rng.integers(24, 50)) if draft.columns > 1 else 0
    title = int(rng.integers(24, 40)) if rng.random() < 0.3 else 0
    xs = steps(left, draft.columns, draft.width + gap)
    ys = steps(top + title, draft.rows, draft.height + gap)
    draft.canvas(xs[-1] + draft.width, ys[-1] + draft.height, WHITE)
    draft.paste(xs, ys)
    size = int(rng.integers(9, 15))
    if title:
        draft.text(draft.image.width / 2, title / 2, "a painting of a lighthouse, " + words(rng), size, BLACK)
    for x in xs if top else []:
        draft.text(x + draft.width / 2, title + top / 2, words(rng), size, BLACK)
    for y in ys if left else []:
        draft.text(left / 2, y + draft.height / 2, str(rng.integers(1, 99)), size, BLACK)
    return draft.sheet(xs, ys, "a1111")


def axes(rng: np.random.Generator, count: int, size: int, start: float, space: float) -> list[float]:
    """Return the fractional places of axes."""
    pitch = size * (1 + space) + rng.random()
    return [start + rng.random() * 0.5 + i * pitch for i in range(count)]


def matplotlib(draft: Draft) -> Sheet:
    """Axes at fractions of a pixel, each snapped by itself; perhaps a frame, ticks, numbers and a title."""
    rng = draft.rng
    paper = (WHITE, BLACK, (18, 18, 24))[int(rng.choice(3, p=[0.6, 0.25, 0.15]))]
    framed = rng.random() < 0.4
    space = rng.uniform(0.2, 0.5) if framed else rng.uniform(0.02, 0.3)
    fx = axes(rng, draft.columns, draft.width, rng.uniform(20, 60), space)
    fy = axes(rng, draft.rows, draft.height, rng.uniform(30, 60), space)
    xs, ys = [round(x) for x in fx], [round(y) for y in fy]
    draft.canvas(
        xs[-1] + draft.width + rng.integers(10, 50), ys[-1] + draft.height + rng.integers(10, 50), paper
    )
    draft.paste(xs, ys)
    ink = other_ink(paper)
    if framed:
        frames(draft, xs, ys, ink)
    for x in xs:
        draft.text(x + draft.width / 2, ys[0] - 10, words(rng), 9, ink)
    if rng.random() < 0.4:
        draft.text(draft.image.width / 2, 10, "Study of " + words(rng), 12, ink)
    for y in ys if rng.random() < 0.5 else []:
        draft.text(xs[0] - 14, y + draft.height / 2, str(rng.integers(1, 99)), 9, ink, turn=True)
    return draft.sheet(xs, ys, "matplotlib framed" if framed else "matplotlib", tolerance=int(framed))


def frames(draft: Draft, xs: list[int], ys: list[int], ink: Colour) -> None:
    """Draw spines over the edges of the pictures, and ticks with numbers outside."""
    pen = ImageDraw.Draw(draft.image)
    for y in ys:
        for x in xs:
            pen.rectangle((x, y, x + draft.width, y + draft.height), outline=ink)
            for share in (0.1, 0.5, 0.9):
                down = y + draft.height
                at = x + round(share * draft.width)
                pen.line((at, down, at, down + 3), ink)
                pen.line((x - 3, y + round(share * draft.height), x, y + round(share * draft.height)), ink)
                if down + 9 < draft.image.height:
                    draft.text(at, down + 8, str(round(512 * share)), 7, ink)


def infinity(draft: Draft) -> Sheet:
    """Labels above and to the left in cells of their own; narrow gutters or none, light or dark."""
    rng, gap = draft.rng, int(draft.rng.choice([0, 1, 2, 4]))
    paper = (WHITE, (32, 32, 32), BLACK)[int(rng.integers(3))]
    left, top = int(rng.integers(50, 100)), int(rng.integers(20, 40))
    xs, ys = steps(left, draft.columns, draft.width + gap), steps(top, draft.rows, draft.height + gap)
    draft.canvas(xs[-1] + draft.width + gap, ys[-1] + draft.height + gap, paper)
    draft.paste(xs, ys)
    for x in xs:
        draft.text(x + draft.width / 2, top / 2, words(rng), 10, other_ink(paper))
    for y in ys:
        draft.text(left / 2, y + draft.height / 2, words(rng)[:12], 10, other_ink(paper))
    return draft.sheet(xs, ys, "infinity")


def efficiency(draft: Draft) -> Sheet:
    """White paper, wide spacing or none, large labels above, turned labels to the left."""
    rng, gap = draft.rng, int(draft.rng.choice([0, 5, 10, 20, 40]))
    left, top = int(rng.integers(24, 50)), int(rng.integers(24, 50))
    xs, ys = steps(left, draft.columns, draft.width + gap), steps(top, draft.rows, draft.height + gap)
    draft.canvas(xs[-1] + draft.width, ys[-1] + draft.height, WHITE)
    draft.paste(xs, ys)
    for x in xs:
        draft.text(x + draft.width / 2, top / 2, words(rng)[:12], 16, BLACK)
    for y in ys:
        draft.text(left / 2, y + draft.height / 2, words(rng)[:10], 14, BLACK, turn=True)
    return draft.sheet(xs, ys, "efficiency")


def bare(draft: Draft) -> Sheet:
    """Pictures edge to edge, nothing else."""
    xs, ys = steps(0, draft.columns, draft.width), steps(0, draft.rows, draft.height)
    draft.canvas(draft.columns * draft.width, draft.rows * draft.height, WHITE)
    draft.paste(xs, ys)
    return draft.sheet(xs, ys, "bare")


def gutters(draft: Draft) -> Sheet:
    """Thin gutters of one colour, around the sheet too or only between the pictures."""
    rng, gap = draft.rng, int(draft.rng.integers(1, 5))
    paper = (WHITE, BLACK, (128, 128, 128))[int(rng.integers(3))]
    edge = gap if rng.random() < 0.5 else 0
    xs, ys = steps(edge, draft.columns, draft.width + gap), steps(edge, draft.rows, draft.height + gap)
    draft.canvas(xs[-1] + draft.width + edge, ys[-1] + draft.height + edge, paper)
    draft.paste(xs, ys)
    return draft.sheet(xs, ys, "thin gutters")


def coloured(draft: Draft) -> Sheet:
    """Gutters of some colour; the margins share it or are white with a title."""
    rng, gap = draft.rng, int(draft.rng.integers(3, 16))
    paper: Colour = tuple(int(v) for v in rng.integers(0, 256, 3))
    across, margin = int(rng.integers(0, 60)), int(rng.integers(0, 60))
    xs, ys = steps(across, draft.columns, draft.width + gap), steps(margin, draft.rows, draft.height + gap)
    wide, high = xs[-1] + draft.width, ys[-1] + draft.height
    draft.canvas(wide + across, high + margin, WHITE if rng.random() < 0.4 else paper)
    ImageDraw.Draw(draft.image).rectangle((across, margin, wide - 1, high - 1), fill=paper)
    draft.paste(xs, ys)
    if margin > 24:
        draft.text(draft.image.width / 2, margin / 2, words(rng), 12, other_ink(draft.image.getpixel((0, 0))))
    return draft.sheet(xs, ys, "coloured gutters")


def captions(draft: Draft) -> Sheet:
    """A caption of one or two lines below every picture."""
    rng = draft.rng
    paper = (WHITE, BLACK, (24, 24, 28), (240, 240, 235))[int(rng.integers(4))]
    gap, lines = int(rng.integers(4, 16)), int(rng.integers(1, 3))
    strip, edge = 4 + 12 * lines + int(rng.integers(0, 6)), int(rng.integers(0, 20))
    xs = steps(edge, draft.columns, draft.width + gap)
    ys = steps(edge, draft.rows, draft.height + strip)
    draft.canvas(xs[-1] + draft.width + edge, ys[-1] + draft.height + strip + edge, paper)
    draft.paste(xs, ys)
    for y in ys:
        for x in xs:
            for line in range(lines):
                at = y + draft.height + 10 + 12 * line
                draft.text(x + draft.width / 2, at, words(rng)[:14], 9, other_ink(paper))
    return draft.sheet(xs, ys, "captions")


def panels(draft: Draft) -> Sheet:
    """Two or three grids side by side, each with its own title, legends and gutters."""
    rng, gap = draft.rng, int(draft.rng.choice([0, 2, 4, 8]))
    count = int(rng.integers(2, 4))
    draft.pictures = [
        [row[j % draft.columns] for j in range(count * draft.columns)] for row in draft.pictures
    ]
    left, top = int(rng.integers(30, 70)), int(rng.integers(40, 60))
    wide = left + draft.columns * (draft.width + gap)
    xs = [x for k in range(count) for x in steps(left + k * wide, draft.columns, draft.width + gap)]
    ys = steps(top, draft.rows, draft.height + gap)
    draft.canvas(xs[-1] + draft.width, ys[-1] + draft.height, WHITE)
    draft.paste(xs, ys)
    for k in range(count):
        draft.text(k * wide + wide / 2, 12, words(rng), 12, BLACK)
        for y in ys:
            draft.text(left / 2 + k * wide, y + draft.height / 2, str(rng.integers(1, 99)), 10, BLACK)
    for x in xs:
        draft.text(x + draft.width / 2, top - 12, str(rng.integers(1, 99)), 10, BLACK)
    return draft.sheet(xs, ys, "panels")


LAYOUTS: tuple[Callable[[Draft], Sheet], ...] = (
    a1111, matplotlib, infinity, efficiency, bare, gutters, coloured, captions, panels,
)  # fmt: skip


def encoded(pixels: Picture, kind: str, quality: int) -> Picture:
    """Write a picture to a lossy file and read it."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def scaled(sheet: Sheet, factor: float) -> Sheet:
    """Scale a sheet as sites do that show it smaller or larger."""
    high, wide = sheet.pixels.shape[:2]
    size = (round(wide * factor), round(high * factor))
    pixels = np.asarray(Image.fromarray(sheet.pixels).resize(size, Image.Resampling.LANCZOS))
    xs = tuple((a * size[0] / wide, b * size[0] / wide) for a, b in sheet.xs)
    ys = tuple((a * size[1] / high, b * size[1] / high) for a, b in sheet.ys)
    return replace(sheet, pixels=pixels, xs=xs, ys=ys, tolerance=1 + sheet.tolerance)


def damaged(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Let happen to a sheet what happens to sheets."""
    chance, quality = rng.random(), int(rng.integers(60, 96))
    if chance < 0.4:
        return sheet
    if chance < 0.65:
        return replace(sheet, pixels=encoded(sheet.pixels, "JPEG", quality), damage="jpeg")
    if chance < 0.8:
        return replace(sheet, pixels=encoded(sheet.pixels, "WEBP", quality), damage="webp")
    smaller = scaled(sheet, float(rng.uniform(0.5, 1.5)))
    if chance < 0.9:
        return replace(smaller, damage="scaled")
    return replace(smaller, pixels=encoded(smaller.pixels, "JPEG", quality), damage="scaled, jpeg")


def make(seed: int, sides: tuple[int, int] = (48, 112), first: int = 0) -> Sheet:
    """Draw the sheet of a seed.

    Args:
        seed: Decides everything.
        sides: Least and greatest width and height of a picture.
        first: The first painted scene of the pool that is used.
    """
    rng = np.random.default_rng((seed, 2022))
    layout = LAYOUTS[seed % len(LAYOUTS)]
    most = 3 if layout is panels else 6
    rows, columns = int(rng.integers(1, 7)), int(rng.integers(2 if layout is panels else 1, most + 1))
    if rows * columns == 1:
        columns = 2
    width = int(rng.integers(*sides))
    height = width if rng.random() < 0.5 else int(rng.integers(*sides))
    draft = Draft(rng, rows, columns, width, height, cells(rng, rows, columns, width, height, first))
    return damaged(layout(draft), rng)


def error(sheet: Sheet, cut: Cut) -> int:
    """Return by how many pixels a cut is off at most; 9999 where it has another number of pictures."""
    worst = 0
    for found, pairs in (((cut.lefts, cut.rights), sheet.xs), ((cut.tops, cut.bottoms), sheet.ys)):
        if len(found[0]) != len(pairs):
            return 9999
        worst = max(worst, int(np.abs(np.array(found).T - np.rint(np.array(pairs))).max()))
    return worst
