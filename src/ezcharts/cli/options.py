"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

study_argument = click.argument("study", type=click.Path(exists=True, dir_okay=False, path_type=Path))
profile_option = click.option(
    "--profile", metavar="NAME", help="Render by a profile's rules, such as preview, instead of as stated."
)
store_option = click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("store"),
    envvar="EZCHARTS_STORE",
    show_default=True,
    show_envvar=True,
    help="Folder that keeps every finished cell.",
)
device_option = click.option("--device", metavar="NAME", help="cpu or cuda; chosen by itself when left out.")
