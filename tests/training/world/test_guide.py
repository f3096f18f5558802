from pathlib import Path

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.guide import guide, listed, say
from ezcharts.training.world.scene import CLASSES

PAGE = Path(__file__).parents[3] / "docs" / "world.md"


def test_the_page_in_the_docs_is_what_the_world_says_of_itself():
    assert PAGE.read_text(encoding="utf-8") == guide()


def test_every_class_has_a_row_of_its_own_that_says_what_it_looks_like():
    rows = [line.split(" | ") for line in guide().splitlines() if line.startswith("| ")]
    for names in CLASSES.values():
        for name in names:
            row = next(row for row in rows if row[0] == f"| {name}")
            assert len(row[1]) > 8
            assert row[2]
    text = guide()
    assert all(artist.look in text for artist in ARTISTS.values())


def test_what_a_painter_looks_like_is_its_first_paragraph():
    def painter() -> None:
        """Blue and
        wide.

        Nothing else."""

    assert say(painter) == "Blue and wide."


def test_words_are_listed_once_without_what_joins_them():
    assert listed(("on|a beach", "a beach", "", "by|a lagoon")) == "a beach, a lagoon"
