"""Cards: read, refused with file and line, written and read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import LibraryError, StudyError
from ezcharts.library.card import Added, Card, Gathered, checked_day, platform_words, read_card, write_card

CARD = """\
kind: study
number: 7
title: eta vs steps
platform: jax-jan22
date: 2022-01-05
provenance: rendered
gathered:
  - {by: u/somebody, date: 2022-01, url: "https://redd.it/abc", said: animates well}
see_also: [13-eta]
added: {by: EZ Charts, on: 2026-11-27}
"""


def read(tmp_path, text):
    path = tmp_path / "entry.yaml"
    path.write_text(text, encoding="utf-8")
    return read_card(path)


def test_a_card_is_read_field_by_field(tmp_path):
    card = read(tmp_path, CARD)
    assert card == Card(
        number=7,
        title="eta vs steps",
        platform="jax-jan22",
        date="2022-01-05",
        provenance="rendered",
        gathered=(Gathered("u/somebody", "2022-01", "https://redd.it/abc", "animates well"),),
        see_also=("13-eta",),
        added=Added("EZ Charts", "2026-11-27"),
    )
    assert card.header == "eta vs steps, JAX jan22, 2022-01-05"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("titel: x", r"entry.yaml:2: titel: unknown key 'titel'; did you mean 'title'"),
        ("kind: blog", r"entry.yaml:2: kind: must be one of study, link, got 'blog'"),
        ("number: 0", r"entry.yaml:2: number: must be a whole number of at least 1"),
        ("date: 2022-02-30", r"entry.yaml:2: date: a date is a day, month or year"),
        (
            "gathered: {url: 'javascript:alert(1)'}",
            r"entry.yaml:2: gathered.url: an address begins with http",
        ),
        ("see_also: [../x]", r"entry.yaml:2: see_also: a name in the library"),
        ("original: /etc/passwd", r"entry.yaml:2: original: a name in the library"),
        ("added: {on: soon}", r"entry.yaml:2: added.on: a date is"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, line, error):
    with pytest.raises(StudyError, match=error):
        read(tmp_path, f"title: x\n{line}\n")


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    with pytest.raises(StudyError) as raised:
        read(tmp_path, "kind: blog\ndate: then\n")
    assert str(raised.value).count("entry.yaml:") == 3  # and no title


def test_a_card_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "entry.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LibraryError, match="UTF-8"):
        read_card(tmp_path / "entry.yaml")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text
)


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_card_says_is_read_back(tmp_path_factory, title, notes, by):
    card = Card(title=title, notes=notes, gathered=(Gathered(by=by),), number=3, kind="link")
    path = tmp_path_factory.mktemp("card") / "entry.yaml"
    path.write_bytes(write_card(card))
    assert read_card(path) == card


def test_days_months_and_years_are_dates():
    assert [checked_day(day) for day in ("2022", "2022-03", "2024-02-29")] == [
        "2022",
        "2022-03",
        "2024-02-29",
    ]
    for wrong in ("22", "2022-13", "2023-02-29", "2022-3-5", ""):
        with pytest.raises(LibraryError, match=r"a day, month or year"):
            checked_day(wrong)


def test_platforms_are_written_as_people_do():
    assert [platform_words(p) for p in ("disco-5.0", "jax-2.7", "huemin-2.7", "Disco Diffusion")] == [
        "Disco 5.0",
        "JAX 2.7",
        "Huemin 2.7",
        "Disco Diffusion",
    ]


def test_a_study_of_ours_has_no_original_that_could_be_wanted():
    ours = Card(title="eta", provenance="rendered")
    theirs = Card(title="eta", provenance="rendered", gathered=(Gathered("u/somebody"),))
    assert (ours.wants_original, theirs.wants_original) == (False, True)
    assert Card(title="eta", provenance="picture").wants_original
    assert not Card(title="eta", gathered=theirs.gathered, original="original/eta.png").wants_original
    assert not Card(title="eta", kind="link", gathered=theirs.gathered).wants_original
