"""`ezcharts library`: the visual library, from a picture or a run to a site."""

from __future__ import annotations

import importlib

import click

from ezcharts.errors import did_you_mean

COMMANDS = {
    "add": "Add a run, a folder of pictures, a packed run, or one flattened chart.",
    "cut": "Show where the cells of a flattened chart are found.",
    "measure": "Measure pictures that have no figures, and work out every direction.",
    "check": "Say what is missing or doubtful in entries, as a reviewer would.",
    "list": "List the entries; search them by words.",
    "build": "Write the site: plain files that open from the disk and on any host.",
    "serve": "Show the site on this machine, and follow a running study.",
    "animate": "Write an axis of an entry as a moving picture: WebP or GIF.",
}


class Commands(click.Group):
    """A group whose commands are modules of this package, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"ezcharts.cli.library_{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no such command: {args[0]!r}{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands)
def library() -> None:
    """The visual library: what a parameter does, found by parameter and grown by contributions.

    An entry is a folder of plain files: a card that people write, the cells, the charts, the study file.

    \b
      ezcharts library add studies/13-eta.yaml --profile preview    a finished run
      ezcharts library add my-pictures/                             pictures with their settings files
      ezcharts library add chart.jpg                                one chart picture; asks for its axes
      ezcharts library check                                        what is missing or doubtful
      ezcharts library build                                        the site, in out/library
    """
