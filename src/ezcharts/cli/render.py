"""`ezcharts render`: one picture from settings."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml
from rich.console import Console

from ezcharts.cli.options import device_option, store_option
from ezcharts.cli.progress import RunProgress
from ezcharts.errors import CellFailure, InputError, PlanError
from ezcharts.models.cards import ModelSet, model_set
from ezcharts.models.digests import cell_digests
from ezcharts.params.dialect import platforms
from ezcharts.params.files.read import read_settings_file
from ezcharts.params.seeds import RANDOM_SEED, draw_seed
from ezcharts.params.settings import Settings
from ezcharts.runner.run import Job
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.checks.cell import check_cell
from ezcharts.studies.identity import cell_key, file_digests
from ezcharts.studies.profile import preview_of


@click.command()
@click.argument("prompts", nargs=-1, metavar="[PROMPT]...")
@click.option(
    "--settings", "file", type=click.Path(exists=True, path_type=Path), help="A notebook's _settings.txt."
)
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given often."
)
@click.option("--platform", type=click.Choice(platforms()), help="Notebook version.  [default: disco-5.2]")
@click.option("--models", "models_name", default="embedded", show_default=True, help="Model set.")
@click.option(
    "--image", type=click.IntRange(min=0), default=0, show_default=True, help="Which picture of the seed."
)
@click.option(
    "--preview",
    is_flag=True,
    help="Small, in few steps, with scales to match: what the embedded models are made for.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("picture.png"),
    show_default=True,
)
@store_option
@device_option
def render(
    prompts: tuple[str, ...],
    file: Path | None,
    changes: tuple[str, ...],
    platform: str | None,
    models_name: str,
    image: int,
    preview: bool,
    output: Path,
    store: Path,
    device: str | None,
) -> None:
    """Make one picture of PROMPT (several prompts and weights as in Disco: "fog:-1").

    \b
    ezcharts render "a lighthouse at night" --preview
    ezcharts render "a lighthouse at night" --models disco --set steps=100
    ezcharts render --settings "TimeToDisco(0)_settings.txt" --set eta=0.5

    A picture that is in the store already is copied, not rendered again. What --set says, --preview leaves.
    """
    models = model_set(models_name)
    given = dict(_change(text) for text in changes)
    settings = _settings(prompts, file, given, platform)
    if preview:
        settings = _previewed(settings, given, models)
    cell = Cell(settings, image, file.parent if file else Path())
    _check(cell)
    digests = cell_digests(models, cell) | file_digests(cell)
    job = Job(cell_key(cell, digests), cell, digests)
    shelf = Store(store)
    if shelf.needs(job.key):
        _render(job, models, shelf, device)
    record = shelf.get(job.key)
    if record is None or record.state == "failed":
        raise CellFailure(f"the picture could not be made: {record.reason if record else 'no record'}")
    output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shelf.picture_path(record), output)
    click.echo(f"wrote {output} (seed {settings['seed']}, {record.seconds:.1f} s)")


def _check(cell: Cell) -> None:
    """Tell what is known of the picture beforehand.

    Raises:
        PlanError: It cannot be rendered so.
    """
    findings = list(check_cell(cell))
    for finding in findings:
        if finding.level == "warn":
            click.echo(f"{click.style('note', fg='yellow', bold=True)}: {finding.text}")
    errors = [finding.text for finding in findings if finding.level == "error"]
    if errors:
        raise PlanError("the picture cannot be rendered so: " + "; ".join(errors))


def _previewed(settings: Settings, given: Mapping[str, Any], models: ModelSet) -> Settings:
    """Return the settings of a preview and say what differs."""
    rendered, made = preview_of(settings, given, frozenset(models.switches))
    show = {change.parameter: settings.dialect.find(change.parameter).domain.show for change in made}
    words = (f"{c.parameter} {show[c.parameter](c.stated)} -> {show[c.parameter](c.rendered)}" for c in made)
    click.echo("preview: " + ", ".join(words))
    return rendered


def _settings(
    prompts: tuple[str, ...], file: Path | None, changes: Mapping[str, Any], platform: str | None
) -> Settings:
    given = dict(changes) | ({"text_prompts": list(prompts)} if prompts else {})
    if file:
        read = read_settings_file(file, platform)
        for note in read.notes:
            click.echo(f"note: {note}")
        settings = read.settings.replace(**given)
    else:
        settings = Settings.build(platform or "disco-5.2", given)
    if settings["seed"] == RANDOM_SEED:
        settings = settings.replace(seed=draw_seed())
    return settings


def _change(text: str) -> tuple[str, Any]:
    """Split NAME=VALUE; the value is read as in a study file, and as plain text where that cannot be."""
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--set wants NAME=VALUE, got {text!r}; for example --set eta=0.5")
    try:
        return name.strip(), yaml.safe_load(value)
    except yaml.YAMLError:
        return name.strip(), value


def _render(job: Job, models: ModelSet, store: Store, device: str | None) -> None:
    # torch takes seconds to import: only a picture that is not there yet pays for it.
    from ezcharts.runner.missing import render_jobs

    progress = RunProgress(1, job.cell.course.evaluations, lambda: None, Console(highlight=False))
    render_jobs([job], models, store, progress, batch=1, device=device)
