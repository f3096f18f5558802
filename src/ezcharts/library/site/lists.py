"""Lists of studies: A to Z, newest first, by platform, by year; a page at a time.

A page shows at most `PER_PAGE` cards, so that a library of thousands opens as fast as one of thirty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from ezcharts.library.names import slug
from ezcharts.library.site import urls
from ezcharts.library.site.pages import Group, Link, Listing, ListPage

PER_PAGE: Final = 96
_TABS: Final = (
    (urls.A_TO_Z, "A to Z"),
    (urls.NEWEST, "Newest first"),
    (urls.PLATFORMS, "By platform"),
    (urls.YEARS, "By year"),
    (urls.PARAMETERS, "By parameter"),
)


def lists(listings: Sequence[Listing]) -> Iterator[ListPage]:
    """Yield every page of every list, apart from those of parameters."""
    yield from _a_to_z(listings)
    yield from paged(urls.NEWEST, "Newest first", newest(listings), tabs=tabs(urls.NEWEST), words=_NEWEST)
    yield from _by(listings, urls.PLATFORMS, "By platform", platform_of)
    yield from _by(listings, urls.YEARS, "By year", year_of)
    yield from paged(urls.ORIGINALS, "Originals wanted", originals_wanted(listings), words=_ORIGINALS)
    yield from paged(urls.PICTURES, "Pictures wanted", pictures_wanted(listings), words=_PICTURES)


def paged(
    address: str,
    title: str,
    listings: Sequence[Listing],
    *,
    words: str = "",
    tabs: tuple[Link, ...] = (),
    heading: Callable[[Listing], str] | None = None,
) -> Iterator[ListPage]:
    """Yield the pages of a list.

    Args:
        address: Where the first page lies.
        title: The heading.
        listings: The entries, in order.
        words: What the list is.
        tabs: The other ways to see the library.
        heading: Says under which heading an entry stands; neighbours share one. Without it there are none.
    """
    parts = [listings[start : start + PER_PAGE] for start in range(0, len(listings), PER_PAGE)] or [[]]
    jumps = _jumps(address, parts, heading) if heading else ()
    for number, part in enumerate(parts, 1):
        pages = [
            Link(urls.listing(address, other), str(other), current=other == number)
            for other in range(1, len(parts) + 1)
        ]
        yield ListPage(
            address=urls.listing(address, number),
            title=title,
            words=words,
            groups=tuple(_groups(part, heading)),
            total=len(listings),
            tabs=tabs,
            jumps=jumps,
            pages=tuple(pages) if len(parts) > 1 else (),
        )


def tabs(current: str) -> tuple[Link, ...]:
    """Return the ways to see the library."""
    return tuple(Link(address, words, current=address == current) for address, words in _TABS)


def by_title(listings: Sequence[Listing]) -> list[Listing]:
    """Return entries from A to Z."""
    return sorted(
        listings, key=lambda one: (one.title.casefold(), one.platform, one.date, one.number, one.name)
    )


def newest(listings: Sequence[Listing]) -> list[Listing]:
    """Return entries, the one added last first."""
    return sorted(listings, key=lambda one: (one.added, one.number, one.name), reverse=True)


def originals_wanted(listings: Sequence[Listing]) -> list[Listing]:
    """Return the studies whose source's picture nobody kept."""
    return by_title([one for one in listings if one.kind == "study" and not one.original])


def pictures_wanted(listings: Sequence[Listing]) -> list[Listing]:
    """Return the entries that are known by a link alone."""
    return by_title([one for one in listings if one.kind == "link" and not one.thumb])


def shelves(
    listings: Sequence[Listing], address: str, key: Callable[[Listing], tuple[str, str]]
) -> list[tuple[Link, list[Listing]]]:
    """Return the shelves of a list: a link to each, and what is on it. `key` gives a name and words."""
    found: dict[str, list[Listing]] = defaultdict(list)
    for one in listings:
        found[slug(key(one)[0])].append(one)
    base = address.removesuffix("index.html")
    return [
        (Link(f"{base}{name}/index.html", key(some[0])[1], len(some)), some)
        for name, some in sorted(found.items())
    ]


def platform_of(one: Listing) -> tuple[str, str]:
    """Return the shelf of an entry by platform: its name and words."""
    return (one.platform or "unknown", one.platform_words or "Platform not known")


def year_of(one: Listing) -> tuple[str, str]:
    """Return the shelf of an entry by year: its name and words."""
    return (one.year or "unknown", one.year or "Year not known")


_NEWEST: Final = "What was added to the library last comes first."
_ORIGINALS: Final = (
    "The picture that its author published is not kept for these studies. "
    "Whoever has one: it belongs beside them."
)
_PICTURES: Final = (
    "These studies are known by a link alone. Their charts are wanted: the chart, and where it is from."
)


def _a_to_z(listings: Sequence[Listing]) -> Iterator[ListPage]:
    yield from paged(
        urls.A_TO_Z, "All studies, A to Z", by_title(listings), tabs=tabs(urls.A_TO_Z), heading=_letter
    )


def _by(
    listings: Sequence[Listing], address: str, title: str, key: Callable[[Listing], tuple[str, str]]
) -> Iterator[ListPage]:
    """Yield the overview of a list's shelves, then each shelf."""
    all_of_it = shelves(listings, address, key)
    links = tuple(link for link, _ in all_of_it)
    groups = tuple(Group(link.words, tuple(some[:4]), link.address) for link, some in all_of_it)
    yield ListPage(address, title, "", groups, len(listings), tabs(address), links)
    for link, some in all_of_it:
        jumps = tuple(replace(other, current=other == link) for other in links)
        for page in paged(link.address, link.words, by_title(some), tabs=tabs(address)):
            yield replace(page, jumps=jumps)


def _letter(one: Listing) -> str:
    first = one.title.lstrip("_([{\"'")[:1].upper()
    return first if first.isalpha() else "#"


def _groups(part: Sequence[Listing], heading: Callable[[Listing], str] | None) -> Iterator[Group]:
    if heading is None:
        yield Group("", tuple(part))
        return
    for title, some in groupby(part, key=heading):
        yield Group(title, tuple(some), _anchor(title))


def _jumps(
    address: str, parts: Sequence[Sequence[Listing]], heading: Callable[[Listing], str]
) -> tuple[Link, ...]:
    found: dict[str, str] = {}
    counts: dict[str, int] = defaultdict(int)
    for number, part in enumerate(parts, 1):
        for one in part:
            title = heading(one)
            found.setdefault(title, f"{urls.listing(address, number)}#{_anchor(title)}")
            counts[title] += 1
    return tuple(Link(where, title, counts[title]) for title, where in found.items())


def _anchor(title: str) -> str:
    return f"letter-{ord(title[0]):x}" if title else ""
