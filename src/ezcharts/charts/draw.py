"""Drawing a measured page: nothing is decided here, only put on the canvas."""

from __future__ import annotations

from functools import singledispatch
from math import ceil, floor

from PIL import Image, ImageDraw

from ezcharts.charts.fonts import FINER, font
from ezcharts.charts.plan import ArrowItem, Box, Item, PagePlan, PictureItem, PlateItem, RuleItem, TextItem
from ezcharts.charts.text import Paragraph, Style
from ezcharts.charts.theme import Theme
from ezcharts.store.files import plain_errors

SIDE = 2  # pixels: how far a letter may lean out of its line


class Canvas:
    """A page being drawn.

    Args:
        page: What to draw.
        theme: The colours.
    """

    def __init__(self, page: PagePlan, theme: Theme) -> None:
        self.theme = theme
        self.image = Image.new("RGB", (page.width, page.height), theme.colours["ground"])
        self.pen = ImageDraw.Draw(self.image)

    def text(self, paragraph: Paragraph, box: Box, align: str) -> None:
        """Draw a paragraph at the top of a box."""
        style = paragraph.style
        for number, line in enumerate(paragraph.lines):
            room = box.width - style.length(line)
            x = box.x + {"left": 0.0, "centre": room / 2, "right": room}[align]
            mask = _letters(line, style, x % 1)
            y = box.y + number * style.line_height
            self.image.paste(self.theme.colours[style.ink], (floor(x) - SIDE, y), mask)


def draw_page(page: PagePlan, theme: Theme) -> Image.Image:
    """Draw one page.

    Raises:
        StoreError: A picture file cannot be read.
    """
    canvas = Canvas(page, theme)
    for item in page.items:
        draw_item(item, canvas)
    return canvas.image


def _letters(line: str, style: Style, shift: float) -> Image.Image:
    """One line of text as a mask as high as the line; it begins `SIDE` + `shift` pixels from the left."""
    face = font(style.weight, style.size)
    ascent, descent = face.getmetrics()
    width, height = ceil(style.length(line)) + 2 * SIDE + 1, style.line_height
    large = Image.new("L", (width * FINER, height * FINER))
    baseline = (height * FINER - ascent - descent) // 2 + ascent
    start = round((SIDE + shift) * FINER)
    ImageDraw.Draw(large).text((start, baseline), line, 255, face, anchor="ls")
    return large.reduce(FINER)


@singledispatch
def draw_item(item: Item, canvas: Canvas) -> None:
    """Draw one item, according to what it is."""
    raise TypeError(f"nobody knows how to draw {item!r}")


@draw_item.register
def _(item: TextItem, canvas: Canvas) -> None:
    canvas.text(item.paragraph, item.box, item.align)


@draw_item.register
def _(item: PictureItem, canvas: Canvas) -> None:
    size = (item.box.width, item.box.height)
    with plain_errors("read the picture", item.path), Image.open(item.path) as picture:
        reduced = picture.width > size[0]
        filter_ = Image.Resampling.LANCZOS if reduced else Image.Resampling.BICUBIC
        canvas.image.paste(picture.convert("RGB").resize(size, filter_), (item.box.x, item.box.y))


@draw_item.register
def _(item: PlateItem, canvas: Canvas) -> None:
    fill, edge = canvas.theme.colours[item.kind], canvas.theme.colours[f"{item.kind} edge"]
    canvas.pen.rectangle(_corners(item.box), fill, edge)
    y = item.box.y + (item.box.height - sum(paragraph.height for paragraph in item.paragraphs)) // 2
    for paragraph in item.paragraphs:
        canvas.text(paragraph, Box(item.box.x, y, item.box.width, paragraph.height), "centre")
        y += paragraph.height


@draw_item.register
def _(item: RuleItem, canvas: Canvas) -> None:
    canvas.pen.rectangle(_corners(item.box), canvas.theme.colours["line"])


@draw_item.register
def _(item: ArrowItem, canvas: Canvas) -> None:
    box, across = item.box, item.box.width >= item.box.height
    depth = min(box.width, box.height)
    thickness, half = max(1, depth // 14), max(3, depth * 2 // 7)
    x, y = box.x + box.width // 2, box.y + box.height // 2
    line = (
        Box(box.x, y - thickness // 2, box.width, thickness)
        if across
        else Box(x - thickness // 2, box.y, thickness, box.height)
    )
    canvas.pen.rectangle(_corners(line), canvas.theme.colours["line"])
    tips = {"right": (box.right, y), "left": (box.x, y), "down": (x, box.bottom), "up": (x, box.y)}
    if item.head:
        _head(canvas, item.head, tips[item.head], half)


def _head(canvas: Canvas, head: str, tip: tuple[int, int], half: int) -> None:
    """A triangle whose tip touches `tip`, 2 `half` wide and as long."""
    side = 2 * half
    large = Image.new("L", (side * FINER, side * FINER))
    end = side * FINER
    ImageDraw.Draw(large).polygon([(0, 0), (end, end // 2), (0, end)], 255)
    turns = {"right": 0, "up": 90, "left": 180, "down": 270}
    mask = large.rotate(turns[head]).reduce(FINER)
    x, y = tip
    place = {
        "right": (x - side, y - half),
        "left": (x, y - half),
        "down": (x - half, y - side),
        "up": (x - half, y),
    }
    canvas.image.paste(canvas.theme.colours["axis"], place[head], mask)


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.right - 1, box.bottom - 1
