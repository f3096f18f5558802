"""Building the site: from the catalogue to plain files, twice the same, and quickly again.

First each entry is brought to a line (`Listing`) and a small picture; entries that are as the last build
left them are not even read (`state.py`). Then pages are written: of each entry, of each parameter, lists,
the front. `Writer` writes what differs and removes what is left over.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ezcharts.errors import EzChartsError, LibraryError
from ezcharts.library.card import MEANINGS, Card
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.names import checked_name
from ezcharts.library.site import urls
from ezcharts.library.site.cinema import data_csv
from ezcharts.library.site.coverage import RULE, coverage, most_wanted
from ezcharts.library.site.evidence import Evidence
from ezcharts.library.site.frame import Site
from ezcharts.library.site.front import front
from ezcharts.library.site.index import index_script, names_script
from ezcharts.library.site.known import page_names
from ezcharts.library.site.listing import listing_of
from ezcharts.library.site.lists import by_title, lists, originals_wanted, paged, pictures_wanted
from ezcharts.library.site.pages import Listing
from ezcharts.library.site.parameters import choices, parameter_lines, parameter_pages, using
from ezcharts.library.site.related import Related
from ezcharts.library.site.state import Known, digest_of, read_state, write_state
from ezcharts.library.site.thumbs import sheet_of, write_thumb
from ezcharts.library.site.writer import Writer

Progress = Callable[[int, int, str], None]
WriteStudy = Callable[[Entry, Writer, Site], None]
WANTED: Final = 12
_STATIC: Final = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Built:
    """What a build did: files that it wrote, that were there already, and that it removed."""

    studies: int
    written: int
    kept: int
    removed: int


@dataclass
class _PageWriter(Writer):
    """Writes the page of one entry and remembers its files."""

    files: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    folder: Path = field(default=Path())

    def bytes(self, name: str, content: bytes) -> None:
        self.files.append(name)
        super().bytes(name, content)

    def copy(self, name: str, source: Path) -> None:
        self.copies[name] = source.relative_to(self.folder).as_posix()
        super().copy(name, source)

    def has(self, name: str) -> bool:
        self.files.append(name)
        return super().has(name)


def build(
    catalogue: Catalogue, out: Path, progress: Progress, write_study: WriteStudy | None = None
) -> Built:
    """Write the site of a catalogue.

    Args:
        catalogue: The entries.
        out: The folder of the site: a new or empty one, or one that an earlier build wrote.
        progress: Is told how many of how many entries are done, and what is done now.
        write_study: Writes the page of an entry; the library's own by default.

    Raises:
        LibraryError: Entries that are not valid, all at once; or the folder holds other things.
        StoreError: A file cannot be read or written.
    """
    run = _Build(catalogue, Writer(out), read_state(out), write_study or _study_page())
    state = run.look_at_all(progress)
    listings = [one.listing for one in state.values()]
    site = Site({one.name: one for one in listings}, page_names(), Related(listings))
    for count, name in enumerate(state, 1):
        progress(len(state) + count, 2 * len(state), name)
        state[name] = run.write_entry(state[name], site)
    _write_pages(catalogue, listings, run.writer, site)
    write_state(run.writer, state)
    written, gone = len(run.writer.written), len(run.writer.close())
    return Built(len(state), written, len(run.writer.kept) - written, gone)


def _study_page() -> WriteStudy:
    from ezcharts.library.site.study.page import write  # it knows this package, so it is met late

    return write


@dataclass
class _Build:
    """One build: what it reads and writes, what the last one knew, and the cards read so far."""

    catalogue: Catalogue
    writer: Writer
    before: Mapping[str, Known]
    write_study: WriteStudy
    cards: dict[str, Card] = field(default_factory=dict)

    def look_at_all(self, progress: Progress) -> dict[str, Known]:
        """Return every entry in the catalogue's order."""
        names, found, problems = self.catalogue.names(), list[Known](), list[str]()
        self.writer.open()
        for count, name in enumerate(names, 1):
            progress(count, 2 * len(names), name)
            try:
                found.append(self._look_at(name))
            except EzChartsError as error:
                problems.append(str(error))
        if problems:
            raise LibraryError("\n".join(problems))
        found.sort(key=lambda one: (one.listing.number, one.listing.name))
        return {one.listing.name: one for one in found}

    def write_entry(self, known: Known, site: Site) -> Known:
        """Write the page of an entry, unless all that it shows is as it was."""
        name = known.listing.name
        related = site.related.to(name, known.see_also)
        page = hashlib.sha256(f"{known.digest}\n{known.listing}\n{related}".encode()).hexdigest()
        if page == known.page and _as_it_was(self._folder(name), known, self.writer):
            return known
        entry = self._entry(name)
        mine = _PageWriter(self.writer.root, self.writer.kept, self.writer.written, folder=entry.folder)
        self.write_study(entry, mine, site)
        if entry.cells is not None:
            mine.text(f"studies/{name}/data.csv", data_csv(entry.cells))
        return replace(known, page=page, written=tuple(dict.fromkeys(mine.files)), copied=mine.copies)

    def _look_at(self, name: str) -> Known:
        folder, before = self._folder(name), self.before.get(name)
        digest = "" if folder.is_symlink() else digest_of(folder)
        if before is not None and before.digest == digest:
            thumb = write_thumb(folder, before.sheet, self.writer)
            return replace(before, listing=replace(before.listing, thumb=thumb))
        entry = self._entry(name)
        sheet = sheet_of(entry)
        listing = listing_of(entry, write_thumb(folder, sheet, self.writer))
        return Known(digest, listing, entry.card.see_also, sheet)

    def _folder(self, name: str) -> Path:
        return self.catalogue.folder / checked_name(name)

    def _entry(self, name: str) -> Entry:
        """Return an entry; its card is read once, its cells are not kept, since thousands fill the memory."""
        if name not in self.cards:
            self.cards[name] = self.catalogue.get(name).card
        return Entry(self._folder(name), self.cards[name])


def _as_it_was(folder: Path, known: Known, writer: Writer) -> bool:
    """Whether the files of a page are there and its pictures have not changed; they are kept then.

    A library has 100,000 files, so names are joined as texts: a `Path` takes longer than the look at the
    file.
    """
    site, here = f"{writer.root}/", f"{folder}/"
    for target, source in known.copied.items():
        if _mark(site + target) != _mark(here + source):
            return False
    if not all(os.path.isfile(site + name) for name in known.written):  # noqa: PTH113
        return False
    writer.kept.update(known.copied, known.written)
    return True


def _mark(path: str) -> tuple[int, int] | None:
    """The size and time of a file; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _write_pages(catalogue: Catalogue, listings: Sequence[Listing], writer: Writer, site: Site) -> None:
    """Write all pages but those of entries."""
    for address, template, context in _pages(catalogue, listings):
        writer.text(address, site.render(template, address, **context))
    writer.text("assets/index.js", index_script(listings))
    writer.text("assets/names.js", names_script())
    for path in sorted(_STATIC.rglob("*")):
        if path.is_file():
            writer.bytes(f"assets/{path.relative_to(_STATIC).as_posix()}", path.read_bytes())


_Page = tuple[str, str, Mapping[str, object]]


def _pages(catalogue: Catalogue, listings: Sequence[Listing]) -> Iterator[_Page]:
    """Yield (address, template, what it shows) of every page but those of entries."""
    used, covered = using(listings), coverage(listings)
    shop = front(listings, used, page_names(), most_wanted(covered, WANTED))
    yield urls.FRONT, "front.html", {"front": shop, "rule": RULE}
    for page in lists(listings):
        yield page.address, "list.html", {"page": page}
    evidence = Evidence(catalogue, listings)
    yield from _parameter_pages(used, evidence)
    yield urls.CLAIMS, "claims.html", {"groups": evidence.groups(page_names())}
    pictures, originals = pictures_wanted(listings), len(originals_wanted(listings))
    lacking = {"originals": originals, "links": len(pictures), "pictures": pictures[:WANTED]}
    yield (
        urls.WANTED,
        "wanted.html",
        {"covered": covered, "rule": RULE, **lacking},
    )
    yield urls.SEARCH, "search.html", {"total": len(listings), "meanings": MEANINGS}
    yield urls.ABOUT, "about.html", {"meanings": MEANINGS, "total": len(listings)}


def _parameter_pages(used: Mapping[str, Sequence[Listing]], evidence: Evidence) -> Iterator[_Page]:
    yield urls.PARAMETERS, "parameters.html", {"lines": parameter_lines(used)}
    for page in parameter_pages(used):
        shown = {"page": page, "claims": evidence.claims(page.name), "pooled": evidence.pooled(page.name)}
        yield urls.parameter(page.name), "parameter.html", shown
        if page.more:
            for part in paged(page.more, f"All studies of {page.name}", by_title(used[page.name])):
                yield part.address, "list.html", {"page": part}
        yield _leads(urls.wiki(page.name), page.name, (page.name,))
    for alias, meant in choices():
        if _is_name(alias):
            yield _leads(urls.parameter(alias), alias, meant)
            yield _leads(urls.wiki(alias), alias, meant)


def _leads(address: str, name: str, meant: tuple[str, ...]) -> _Page:
    return address, "leads.html", {"name": name, "meant": meant}


def _is_name(alias: str) -> bool:
    try:
        return bool(checked_name(alias))
    except LibraryError:
        return False
