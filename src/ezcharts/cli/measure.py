"""`ezcharts measure`: fill in the measures of a store, or print those of any picture."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from ezcharts.cli.opening import open_file
from ezcharts.cli.options import profile_option, store_option
from ezcharts.cli.show import visible
from ezcharts.errors import InputError, PlanError
from ezcharts.measures.explain import needs
from ezcharts.measures.measure import Measure, Value, flat
from ezcharts.measures.picture_file import measure_picture, read_pixels
from ezcharts.measures.table import find
from ezcharts.runner.measuring.fill import bench_of, fill, missing, order, processes
from ezcharts.runner.measuring.jobs import Job, of_store, of_study
from ezcharts.runner.measuring.one import Outcome
from ezcharts.store.store import Store

_STUDIES: Final = (".yaml", ".yml")
_MOST_WORDS: Final = 5
_picture = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("study", metavar="[STUDY|PICTURE]", required=False, type=_picture)
@profile_option
@store_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes; by default as many as there are cores and work for.",
)
@click.option("--measure", "chosen", multiple=True, metavar="NAME", help="Only this one; may be given often.")
@click.option("--baseline", type=_picture, help="Of a PICTURE: another one to tell the difference from.")
@click.option("--initial", type=_picture, help="Of a PICTURE: the initial image it was made from.")
def measure(
    study: Path | None,
    profile: str | None,
    store: Path,
    workers: int | None,
    chosen: tuple[str, ...],
    baseline: Path | None,
    initial: Path | None,
) -> None:
    """Measure all cells of a store, or those of one study, or any picture.

    \b
    ezcharts measure                        what is missing of every cell in the store
    ezcharts measure studies/demo.yaml      what is missing of one study's cells
    ezcharts measure --measure contrast     one measure only
    ezcharts measure picture.png            a table; nothing is kept

    Values are kept beside the records of the store and never measured twice: after Ctrl-C, or whatever else
    happened, run the same command once more. `ezcharts measures` lists what is measured.
    """
    names = tuple(find(name).name for name in chosen)
    console = Console(highlight=False)
    if study is not None and study.suffix.lower() not in _STUDIES:
        _print_picture(console, study, names, initial, baseline)
    elif baseline or initial:
        raise click.UsageError("--baseline and --initial belong to a picture: ezcharts measure PICTURE.png")
    else:
        _fill(console, Store(store), study, profile, names, workers)


def _fill(
    console: Console,
    store: Store,
    study: Path | None,
    profile: str | None,
    names: tuple[str, ...],
    workers: int | None,
) -> None:
    started = time.monotonic()
    jobs = _jobs(store, study, profile)
    ordered, words = order(store, names)
    _tell(console, words)
    bench = bench_of(ordered)
    left = missing(bench, jobs)
    _tell(console, bench.said())
    count = processes(len(left), workers)
    outcomes: list[Outcome] = []
    try:
        for outcome in _shown(console, fill(ordered, left, count), len(left)):
            outcomes.append(outcome)
    except KeyboardInterrupt:
        console.print(
            f"stopped; {_cells(len(outcomes))} measured and kept, {len(left) - len(outcomes)} left: "
            "run the same command again to go on"
        )
        raise SystemExit(130) from None
    _tell(console, [word for outcome in outcomes for word in outcome.words])
    _sum_up(console, outcomes, len(jobs), time.monotonic() - started, count)


def _jobs(store: Store, study: Path | None, profile: str | None) -> list[Job]:
    """Return the cells that are asked for.

    Raises:
        PlanError: Nothing has been rendered yet.
    """
    if study is None:
        if profile:
            raise click.UsageError("--profile belongs to a study: ezcharts measure STUDY --profile NAME")
        if not (jobs := of_store(store)):
            raise PlanError(
                f"there is no cell in {store.root} to be measured; render a study first "
                "(ezcharts run STUDY), or name another --store"
            )
        return jobs
    jobs = of_study(open_file(study, profile, write=False))
    there = set(store.keys())
    if not (rendered := [job for job in jobs if job.key in there]):
        raise PlanError(
            f"none of the {len(jobs)} cells of {study} is in {store.root}; render them first "
            "(ezcharts run STUDY), with the same --profile and --store"
        )
    return rendered


def _shown(console: Console, outcomes: Iterable[Outcome], total: int) -> Iterable[Outcome]:
    """Show a bar on a terminal while cells are measured."""
    columns = (
        TextColumn("cells"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal or not total) as bars:
        task = bars.add_task("cells", total=total)
        for outcome in outcomes:
            bars.advance(task)
            yield outcome


def _sum_up(console: Console, outcomes: list[Outcome], cells: int, seconds: float, workers: int) -> None:
    states = Counter(outcome.state for outcome in outcomes)
    values = sum(len(outcome.names) for outcome in outcomes)
    before = cells - len(outcomes)
    others = f"; {before} of {cells} lacked nothing" if before else ""
    by = f", {workers} processes" if workers > 1 else ""
    console.print(f"measured {_cells(states['measured'])} ({values} values) in {seconds:.1f} s{by}{others}")
    if unreadable := states["not readable"]:
        console.print(f"{_cells(unreadable)} could not be measured, see above", style="red")
        raise SystemExit(1)


def _tell(console: Console, words: Iterable[str]) -> None:
    """Print sentences, the first few of many."""
    said = list(dict.fromkeys(words))
    for sentence in said[:_MOST_WORDS]:
        console.print(Text("note: ", style="bold yellow").append_text(visible(sentence)), soft_wrap=True)
    if len(said) > _MOST_WORDS:
        console.print(f"note: ... and {len(said) - _MOST_WORDS} more like these")


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _print_picture(
    console: Console, path: Path, names: tuple[str, ...], initial: Path | None, baseline: Path | None
) -> None:
    """Print the measures of a picture that may have no record.

    Raises:
        InputError: A picture cannot be read, or a measure needs more than there is.
    """
    picture = read_pixels(path)
    size = (picture.shape[1], picture.shape[0])
    values = measure_picture(
        picture,
        initial=read_pixels(initial, size=size) if initial else None,
        baseline=read_pixels(baseline) if baseline else None,
    )
    for name in names:
        if name not in values:
            raise InputError(f"{name} cannot be measured of {path} alone: it needs {needs(find(name))}")
    console.print(visible(f"{path.name}: {size[0]} x {size[1]} pixels"), style="bold")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading, options in _COLUMNS.items():
        table.add_column(heading, **options)
    for name in names or values:
        for label, number in _rows(name, values[name]):
            found = find(name)
            table.add_row(
                label, number, _range(found), Text(found.parts.get(label.partition(".")[2], found.more))
            )
    console.print(table)


_COLUMNS: Final[dict[str, dict[str, Any]]] = {
    "measure": {"style": "cyan", "no_wrap": True},
    "value": {"justify": "right", "no_wrap": True},
    "range and unit": {"style": "dim"},
    "more looks": {"ratio": 1},
}


def _rows(name: str, value: Value) -> Iterable[tuple[str, str]]:
    if value is None:
        return [(name, "none")]
    return [(label, f"{number:.4g}") for label, number in flat(name, value)]


def _range(measure: Measure) -> str:
    return f"{measure.range.describe()}, {measure.unit}"
