"""Lists: every study once, in order, a page at a time."""

from ezcharts.library.site.lists import PER_PAGE, lists, newest, paged, pictures_wanted
from ezcharts.library.site.pages import Listing
from ezcharts.library.site.related import MOST, Related


def line(name: str, **more) -> Listing:
    given = {
        "name": name,
        "number": 1,
        "title": name,
        "platform": "disco-5.0",
        "platform_words": "Disco 5.0",
        "dialect": "disco",
        "date": "2022-03-05",
        "kind": "study",
        "provenance": "rendered",
        "models": "embedded",
        "line": "",
        "parameters": ("eta",),
        "pictures": 4,
        "thumb": "thumbs/a.webp",
        "original": False,
        "added": "2026-01-01",
        "words": "",
    }
    return Listing(**{**given, **more})


def test_each_list_has_every_study_once():
    many = [line(f"s{n:03}", number=n, date=f"{2020 + n % 5}") for n in range(250)]
    pages = list(lists(many))
    assert len({page.address for page in pages}) == len(pages)
    for start in ("browse/a-z/", "browse/newest/", "browse/year/2"):
        names = [
            one.name
            for page in pages
            if page.address.startswith(start)
            for g in page.groups
            for one in g.listings
        ]
        assert sorted(names) == [one.name for one in many]
    assert all(sum(len(group.listings) for group in page.groups) <= PER_PAGE for page in pages)


def test_a_letter_leads_to_its_page_and_place():
    many = [line(f"a{n}", number=n) for n in range(PER_PAGE)] + [line("beta"), line("_x"), line("7")]
    first = next(page for page in lists(many) if page.address == "browse/a-z/index.html")
    jumps = {link.words: link.address for link in first.jumps}
    assert jumps["B"] == "browse/a-z/2/index.html#letter-62" or jumps["B"].startswith("browse/a-z/2/")
    assert set(jumps) == {"#", "A", "B", "X"}


def test_the_pages_of_a_list_know_each_other():
    pages = list(paged("x/index.html", "X", [line(str(n)) for n in range(2 * PER_PAGE + 1)]))
    assert [page.address for page in pages] == ["x/index.html", "x/2/index.html", "x/3/index.html"]
    assert [link.current for link in pages[1].pages] == [False, True, False]
    assert next(paged("x/index.html", "X", [])).pages == ()


def test_what_was_added_last_comes_first():
    some = [
        line("a", added="2026-01-01", number=9),
        line("b", added="2026-02-01", number=1),
        line("c", added=""),
    ]
    assert [one.name for one in newest(some)] == ["b", "a", "c"]


def test_links_without_a_picture_are_wanted():
    some = [line("a"), line("b", kind="link", thumb=""), line("c", kind="link", thumb="thumbs/x.webp")]
    assert [one.name for one in pictures_wanted(some)] == ["b"]


def test_neighbours_are_those_named_and_then_the_nearest_in_kind():
    some = [
        line("here", parameters=("eta", "steps")),
        line("far", parameters=("clamp_max",)),
        line("one", parameters=("eta",)),
        line("both", parameters=("steps", "eta")),
        line("other", parameters=("eta", "steps"), dialect="jax"),
    ]
    found = [one.name for one in Related(some).to("here", ("far", "here", "gone"))]
    assert found == ["far", "both", "one", "other"]
    assert Related(some).to("far", ()) == ()


def test_neighbours_are_few_in_a_large_library():
    many = [line(str(n)) for n in range(1000)]
    found = Related(many).to("500", ())
    assert len(found) == MOST
    assert all(abs(int(one.name) - 500) <= MOST for one in found)
