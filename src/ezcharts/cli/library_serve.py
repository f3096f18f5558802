"""`ezcharts library serve`: the site on this machine, and a running study in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from ezcharts.cli.library_add import finished
from ezcharts.cli.library_build import build_with_bar, out_option
from ezcharts.cli.library_options import added_today, library_option
from ezcharts.cli.options import profile_option, store_option
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.draft import Content, shelve
from ezcharts.library.names import checked_path
from ezcharts.library.server import Live, serve
from ezcharts.library.site.study.data import data_script
from ezcharts.library.table import Cells
from ezcharts.store.files import write_atomically


@click.command("serve")
@library_option
@out_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any.")
@click.option("--follow", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="STUDY",
              help="A study that runs now: its page shows the cells as they land.")  # fmt: skip
@profile_option
@store_option
def command(shelf: Path, out: Path, port: int, follow: Path | None, profile: str | None, store: Path) -> None:
    """Build the site and show it on this machine alone, until Ctrl-C.

    \b
      ezcharts run studies/13-eta.yaml --profile preview &
      ezcharts library serve --follow studies/13-eta.yaml --profile preview
    """
    if follow is None:
        build_with_bar(Catalogue(shelf), out)
        serve(out, port, None, lambda address: click.echo(f"{address}  (Ctrl-C ends it)"))
        return
    with _followed(shelf, follow, profile, store) as (site, live):
        address = f"studies/{live.name}/"
        serve(site, port, live, lambda front: click.echo(f"{front}{address}  (Ctrl-C ends it)"))


@dataclass
class Running:
    """A study that runs: what its page should show now.

    Attributes:
        study: The study file.
        profile: Its profile.
        store: Where its cells land.
        entry: Its place in the library that is shown.
        pictures: A folder for the pictures that have landed since.
    """

    study: Path
    profile: str | None
    store: Path
    entry: Entry
    pictures: Path

    def latest(self) -> bytes:
        """Return the page's data, as far as cells are there."""
        return data_script(self.entry, self._table()[0]).encode()

    def picture(self, name: str) -> Path | None:
        """Return a picture that has landed since the site was built."""
        path = self.pictures / checked_path(name)
        if not path.is_file():
            content = self._table()[1].get(name)
            if content is None:
                return None
            write_atomically(path, content())
        return path

    def _table(self) -> tuple[Cells, dict[str, Content]]:
        files: dict[str, Content] = {}
        return finished(self.study, self.profile, self.store).table(files), files


@contextmanager
def _followed(shelf: Path, study: Path, profile: str | None, store: Path) -> Iterator[tuple[Path, Live]]:
    """Build a site of its own, with the study in it; the library itself is left as it is."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, site = Path(scratch) / "library", Path(scratch) / "site"
        if shelf.is_dir():
            shutil.copytree(shelf, folder)
        catalogue = Catalogue(folder)
        draft = finished(study, profile, store).draft(added_today(""), empty=True)
        entry = shelve(draft, catalogue, again=True)
        build_with_bar(catalogue, site)
        running = Running(study, profile, store, entry, Path(scratch) / "landed")
        yield site, Live(entry.name, running.latest, running.picture)
