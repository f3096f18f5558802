"""What may become a file name, and what may not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import LibraryError
from ezcharts.library.names import checked_name, checked_path, inside, slug


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".git",
        "a.",
        "a/b",
        "a\\b",
        "a b",
        "con",
        "NUL.txt",
        "com1",
        "a\n",
        "é",
        "x" * 121,
        "-a",
    ],
)
def test_names_that_lead_away_hide_or_break_somewhere_are_refused(name):
    with pytest.raises(LibraryError, match="1 to 120 of the letters"):
        checked_name(name)


@pytest.mark.parametrize("name", ["07-eta-vs-steps-jax", "a", "A.b_c+d-e", "x" * 120, "console", "_"])
def test_plain_names_stay_as_they_are(name):
    assert checked_name(name) == name


@pytest.mark.parametrize("path", ["/a", "a//b", "a/../b", "a/./b", "../a", "a/b/c/d/e", "C:/a"])
def test_paths_stay_inside(path):
    with pytest.raises(LibraryError):
        checked_path(path)


def test_a_link_on_the_way_is_refused_wherever_it_leads(tmp_path):
    (tmp_path / "entry").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "entry" / "cells").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LibraryError, match="symbolic link"):
        inside(tmp_path / "entry", "cells/a.webp")
    assert inside(tmp_path / "entry", "charts/a.webp") == tmp_path / "entry" / "charts" / "a.webp"


@given(st.text())
def test_any_words_become_a_name(words):
    assert checked_name(slug(words)) == slug(words)
    assert re.fullmatch(r"[a-z0-9._+-]+", slug(words))


def test_words_are_still_read_in_their_name():
    assert slug("ViT models vs RN models, DDIM") == "vit-models-vs-rn-models-ddim"
    assert slug("CON") == "xcon"
