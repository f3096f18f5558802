"""The front page: the question, a few pictures, the contents, and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ezcharts.library.site import urls
from ezcharts.library.site.known import CLIP_MODELS, PROMPTS, group_of
from ezcharts.library.site.lists import by_title, newest, platform_of, shelves, year_of
from ezcharts.library.site.pages import Link, Listing, Pair

PICTURES: Final = 8
CONTENTS: Final = 150  # studies that the front page names one by one; a larger library has its lists
NEWEST: Final = 4
POPULAR: Final = 10


@dataclass(frozen=True)
class Front:
    """What the front page shows.

    Attributes:
        featured: Studies whose pictures are shown, as unlike as can be.
        newest: The studies added last.
        contents: All studies, where they are few enough.
        popular: The parameters with most studies, apart from prompts and the switches of CLIP models.
        parameters: All parameters with studies, A to Z.
        platforms: By platform.
        years: By year.
        wanted: The pairs wanted most.
        total: How many studies there are.
        pictures: How many pictures they hold.
    """

    featured: tuple[Listing, ...]
    newest: tuple[Listing, ...]
    contents: tuple[Listing, ...]
    popular: tuple[Link, ...]
    parameters: tuple[Link, ...]
    platforms: tuple[Link, ...]
    years: tuple[Link, ...]
    wanted: tuple[Pair, ...]
    total: int
    pictures: int


def front(
    listings: Sequence[Listing],
    used: Mapping[str, Sequence[Listing]],
    pages: Mapping[str, str],
    wanted: tuple[Pair, ...],
) -> Front:
    """Return the front page of a library.

    Args:
        listings: All entries.
        used: Every parameter that is studied -> its studies.
        pages: Names of parameters that have a page.
        wanted: The pairs wanted most.
    """
    links = [
        Link(urls.parameter(name) if name in pages else urls.search(parameter=name), name, len(some))
        for name, some in used.items()
    ]
    asked = [link for link in links if group_of(link.words) not in (CLIP_MODELS, PROMPTS)]
    return Front(
        featured=tuple(_unlike(listings)),
        newest=tuple(newest(listings)[:NEWEST]),
        contents=tuple(by_title(listings)) if len(listings) <= CONTENTS else (),
        popular=tuple(sorted(asked, key=lambda link: (-link.count, link.words))[:POPULAR]),
        parameters=tuple(sorted(links, key=lambda link: link.words.casefold())),
        platforms=tuple(link for link, _ in shelves(listings, urls.PLATFORMS, platform_of)),
        years=tuple(link for link, _ in shelves(listings, urls.YEARS, year_of)),
        wanted=wanted,
        total=len(listings),
        pictures=sum(one.pictures for one in listings),
    )


def _unlike(listings: Sequence[Listing]) -> list[Listing]:
    """Choose studies with pictures that have as few parameters as possible in common with those before.

    Those that vary one parameter of one prompt come last: their charts are a strip.
    """
    left = [one for one in newest(listings) if one.thumb][:500]
    left.sort(key=lambda one: len(one.parameters) < 2)
    chosen: list[Listing] = []
    seen: dict[str, int] = {}
    while left and len(chosen) < PICTURES:
        best = min(
            left,
            key=lambda one: sum(seen.get(name, 0) for name in one.parameters) / max(1, len(one.parameters)),
        )
        left.remove(best)
        chosen.append(best)
        for name in best.parameters:
            seen[name] = seen.get(name, 0) + 1
    return chosen
