"""Addresses of the site, relative to its root: stable, plain, and whole (`.../index.html`).

A browser that reads from a disk shows a folder's listing for `eta/`, so every link names the file.

    index.html                        the front page
    browse/a-z/index.html             all studies; browse/newest, browse/platform/NAME, browse/year/2022
    browse/a-z/2/index.html           the second page of a list
    studies/NAME/index.html           a study, with data.csv and its pictures beside it
    parameters/NAME/index.html        a parameter
    wanted/, claims/, search/, about/
    wiki/Category-Cut_ic_pow/         where addresses of the old wiki lead to
    assets/, thumbs/
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

FRONT: Final = "index.html"
A_TO_Z: Final = "browse/a-z/index.html"
NEWEST: Final = "browse/newest/index.html"
PLATFORMS: Final = "browse/platform/index.html"
YEARS: Final = "browse/year/index.html"
PARAMETERS: Final = "parameters/index.html"
WANTED: Final = "wanted/index.html"
ORIGINALS: Final = "wanted/originals/index.html"
PICTURES: Final = "wanted/pictures/index.html"
CLAIMS: Final = "claims/index.html"
SEARCH: Final = "search/index.html"
ABOUT: Final = "about/index.html"


def study(name: str) -> str:
    """Return the page of a study."""
    return f"studies/{name}/index.html"


def parameter(name: str) -> str:
    """Return the page of a parameter."""
    return f"parameters/{name}/index.html"


def listing(address: str, page: int) -> str:
    """Return a page of a list, counted from 1; the first has the list's own address."""
    return address if page == 1 else f"{address.removesuffix('index.html')}{page}/index.html"


def root_of(address: str) -> str:
    """Return the way from a page to the site's root: `../../` for `parameters/eta/index.html`."""
    return "../" * address.count("/")


def search(**terms: str | tuple[str, ...]) -> str:
    """Return the search page with terms in its hash: `search/index.html#parameter=eta&parameter=steps`."""
    words = [
        f"{key}={quote(one, safe='')}"
        for key, some in terms.items()
        for one in ((some,) if isinstance(some, str) else some)
    ]
    return f"{SEARCH}#{'&'.join(words)}"


def all_of(name: str) -> str:
    """Return the list of all studies of a parameter, for one that has many."""
    return f"parameters/{name}/all/index.html"


def wiki(name: str) -> str:
    """Return where the old wiki's category of a name leads: `wiki/Category-Cut_ic_pow/index.html`."""
    return f"wiki/Category-{name[:1].upper()}{name[1:]}/index.html"
