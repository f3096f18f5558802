"""`ezcharts models fetch`, `verify` and `add`: the files of the original checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Column
from rich.text import Text

from ezcharts.cli.models_list import size_of
from ezcharts.errors import EzChartsError, UnknownName
from ezcharts.models import add as adding
from ezcharts.models import fetch as fetching
from ezcharts.models.checkpoints import Checkpoint, bundles, checkpoint, checkpoints, switches
from ezcharts.models.model_folder import State, digest_of, judge, model_folder, path_of, state


@click.command(short_help="Download checkpoints and check their SHA-256.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def fetch(names: tuple[str, ...]) -> None:
    """Download checkpoints that are not here yet, and check their SHA-256.

    NAME is a checkpoint, a CLIP switch, or a word for several: disco and jax (what the notebooks' default
    settings need), lpips, anti-jpeg. `ezcharts models list` has them all.

    A download that breaks off goes on where it stopped: run the command again. A file gets its name only when
    it is whole and its hash is right.
    """
    console = Console(highlight=False)
    wanted = _wanted(names)
    failed = 0
    with _bars(console) as bars:
        for known in wanted:
            try:
                _fetch_one(known, console, bars)
            except EzChartsError as error:
                failed += 1
                console.print(Text(str(error), style="red"), soft_wrap=True)
    if failed:
        if len(wanted) > 1:
            console.print(f"{failed} of {len(wanted)} could not be fetched", soft_wrap=True)
        raise click.exceptions.Exit(1)


@click.command(short_help="Read files again and compare their SHA-256.")
@click.argument("names", nargs=-1, metavar="[NAME...]")
def verify(names: tuple[str, ...]) -> None:
    """Read files again and compare their SHA-256 with the published one.

    Without NAME all files that are here. Exit code 1 if one is missing or wrong.
    """
    console = Console(highlight=False)
    chosen = _wanted(names) if names else [each for each in checkpoints() if path_of(each).is_file()]
    if not chosen:
        console.print(f"there are no checkpoints in {model_folder()}", soft_wrap=True)
        return
    with _bars(console) as bars:
        wrong = [known for known in chosen if not _verify_one(known, console, bars)]
    if wrong:
        raise click.exceptions.Exit(1)


@click.command(short_help="Take in a file that you have already.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", help="What the file is, where neither its content nor its name says so.")
def add(path: Path, name: str | None) -> None:
    """Take a file that you have already into the model folder.

    It is recognised by its SHA-256, whatever it is called. The original stays where it is: on the same disk
    the folder gets a hard link, which takes no space, elsewhere a copy.
    """
    console = Console(highlight=False)
    with _bars(console) as bars:
        task = bars.add_task(path.name, total=path.stat().st_size if path.is_file() else None)
        added = adding.add(path, name, advanced=lambda count: bars.advance(task, count))
        bars.remove_task(task)
    line = f"{added.checkpoint.name}: {added.how}, {added.state.value}: {added.path}"
    console.print(Text(line, style="green" if added.state is State.VERIFIED else "yellow"), soft_wrap=True)
    if added.note:
        console.print(added.note, soft_wrap=True)
    if added.state is State.UNVERIFIED:
        console.print(
            "Nobody has published a hash for it, so it is taken at its name. "
            f"SHA-256 of this copy: {added.digest}",
            soft_wrap=True,
        )


def _wanted(names: tuple[str, ...]) -> list[Checkpoint]:
    """Return what the words stand for, each file once.

    Raises:
        UnknownName: Nothing is called that.
        PlanError: A word stands for no file.
    """
    wanted: dict[str, Checkpoint] = {}
    for name in names:
        members = bundles()[name] if name in bundles() else (_checkpoint(name),)
        wanted |= {known.name: known for known in members}
    return list(wanted.values())


def _checkpoint(name: str) -> Checkpoint:
    try:
        return checkpoint(name)
    except UnknownName:
        known = [*bundles(), *(each.name for each in checkpoints()), *(each.name for each in switches())]
        raise UnknownName("checkpoint", name, known) from None


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    """Show bars on a terminal and nothing elsewhere."""
    name = TextColumn(
        "{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=30)
    )
    columns = (name, BarColumn(bar_width=None), DownloadColumn(binary_units=True))
    speed = (TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, *speed, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield bars


class _Bar(fetching.Watcher):
    """Shows one fetch: a bar for its bytes, a line for what happens on the way."""

    def __init__(self, name: str, console: Console, bars: Progress) -> None:
        self._name, self._console, self._bars = name, console, bars
        self.task: TaskID = bars.add_task(name, total=None)

    def notes(self, line: str) -> None:
        self._console.print(Text(f"  {line}", style="dim"), soft_wrap=True)

    def moves(self, there: int, total: int | None) -> None:
        self._bars.update(self.task, completed=there, total=total)

    def checks(self) -> None:
        self._bars.update(self.task, description=f"checking {self._name}")


def _fetch_one(known: Checkpoint, console: Console, bars: Progress) -> None:
    fetching.check_usable(known)
    path = path_of(known)
    if state(known) is State.VERIFIED:
        console.print(f"{known.name} is here already, verified: {path}", soft_wrap=True)
        return
    before = path.is_file()
    if not before:
        console.print(f"{known.name}: {size_of(known)}")
    bar = _Bar(known.name, console, bars)
    try:
        fetching.fetch(known, watcher=bar)
    finally:
        bars.remove_task(bar.task)
    word = "is here already" if before else "fetched"
    _report(f"{known.name} {word}", known, path, console)


def _report(line: str, known: Checkpoint, path: Path, console: Console) -> None:
    digest = digest_of(path)
    if judge(known, digest) is State.VERIFIED:
        console.print(Text(f"{line}, verified: {path}", style="green"), soft_wrap=True)
    else:
        console.print(Text(f"{line}, unverified: {path}", style="yellow"), soft_wrap=True)
        console.print(f"  no hash is published; SHA-256 of this copy: {digest}", soft_wrap=True)


def _verify_one(known: Checkpoint, console: Console, bars: Progress) -> bool:
    """Say what is wrong with a file, if anything; return whether nothing is."""
    path = path_of(known)
    if not path.is_file():
        text = f"{known.name}: missing: {path}\n  get it with: ezcharts models fetch {known.name}"
        console.print(Text(text, style="red"), soft_wrap=True)
        return False
    task = bars.add_task(known.name, total=path.stat().st_size)
    digest = digest_of(path, advanced=lambda count: bars.advance(task, count), afresh=True)
    bars.remove_task(task)
    if judge(known, digest) is not State.WRONG:
        _report(known.name, known, path, console)
        return True
    text = (
        f"{known.name}: wrong content: {path}\n"
        f"  SHA-256 expected {known.sha256}\n"
        f"  SHA-256 seen     {digest}\n"
        f"  ezcharts models fetch {known.name} sets it aside and gets the right one"
    )
    console.print(Text(text, style="bold red"), soft_wrap=True)
    return False
