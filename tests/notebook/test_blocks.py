"""Blocks as HTML and as text: nothing is lost, nothing of a stranger's is markup, pictures are drawn late."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

from PIL import Image as Pillow

from ezcharts.notebook.blocks import Bar, Code, Folded, Heading, Image, Rows, Words, html, text
from ezcharts.notebook.inline import DRAFT_WIDEST, WIDEST, inline

EVIL = '<script>alert("1")</script>&'
EVERY = [
    Heading(EVIL, EVIL),
    Words(EVIL, "note"),
    Rows(((EVIL, EVIL),), (EVIL, EVIL)),
    Code(EVIL),
    Image(EVIL, lambda: EVIL, 10),
    Bar(EVIL, 1, 2, EVIL),
    Folded(EVIL, (Words(EVIL),)),
]


class Reader(HTMLParser):
    """Collects tags, attributes and texts; checks that what is opened is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_no_text_of_any_block_is_markup():
    page = Reader(html(EVERY))
    assert "script" not in page.tags
    assert sum(EVIL in each for each in page.texts) == 12
    assert dict(page.attributes)["alt"] == EVIL


def test_html_needs_no_style_sheet_and_no_address():
    page = Reader(html([*EVERY[:4], Image("w", lambda: "data:,", 10)]))
    assert not {"style", "link", "script"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {"style", "alt", "src"}


def test_text_says_what_html_says_and_has_no_markup():
    said = text(
        [Heading("title", "more"), Words("careful", "note"), Rows((("a", "b"),), ("x", "y")), Code("1 < 2")]
    )
    assert said == "title more\nnote: careful\n  x  y\n  a  b\n1 < 2"


def test_text_of_brackets_is_no_markup_of_the_terminal_either():
    assert (
        text([Words("[bold]x[/bold]"), Rows((("[1]*400", "[red]"),))]) == "[bold]x[/bold]\n  [1]*400  [red]"
    )


def test_a_picture_is_its_words_as_text_and_is_not_drawn_for_them():
    def draw():
        raise AssertionError("drawn")

    assert text([inline(draw, "a chart", 100)]) == "[a chart]"


def opened(address: str) -> Pillow.Image:
    kind, content = address.split(",", 1)
    assert kind == "data:image/webp;base64"
    return Pillow.open(io.BytesIO(base64.b64decode(content)))


def test_inline_pictures_keep_their_shape_and_are_no_wider_than_a_screen():
    large = Pillow.new("RGB", (4000, 1000), (200, 30, 30))
    assert opened(inline(lambda: large, "", 1).address()).size == (WIDEST, WIDEST // 4)
    assert opened(inline(lambda: large, "", 1, draft=True).address()).size == (
        DRAFT_WIDEST,
        DRAFT_WIDEST // 4,
    )
    small = opened(inline(lambda: large.resize((64, 64)), "", 1).address()).convert("RGB")
    assert small.size == (64, 64)
    assert max(abs(a - b) for a, b in zip(small.getpixel((30, 30)), (200, 30, 30), strict=True)) <= 6


def test_a_bar_says_how_far_it_has_got():
    assert re.search(r'<progress value="3" max="8"[^>]*></progress> 3/8', html([Bar("steps", 3, 8)]))
