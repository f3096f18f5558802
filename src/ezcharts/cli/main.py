"""The `ezcharts` command. Verbs load when asked for, so that `--help` is there at once."""

from __future__ import annotations

import importlib
import sys

import click

from ezcharts import __version__
from ezcharts.errors import EzChartsError, did_you_mean

VERBS = {
    "run": "Render what is missing of a study and draw its chart.",
    "plan": "Check a study: how many cells, how long, what to watch out for.",
    "render": "Make one picture from settings.",
    "show": "Print what made a picture.",
    "measure": "Measure the pictures of a store or of a study, or any picture.",
    "measures": "Explain the measures: formula, range, source, which way more looks.",
    "params": "Explain the parameters: meaning, range, default, quirks.",
    "models": "List the models; fetch, verify and add the original checkpoints.",
    "library": "The visual library: add to it, check it, build its site, show it.",
    "pack": "Pack a run into one file for the library of another machine.",
    "share": "Make the picture to post of an entry, with line and alt text.",
}


class Verbs(click.Group):
    """A group whose verbs are modules of this package, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which they are used."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(importlib.import_module(f"ezcharts.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; an unknown one is answered with the nearest."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            ctx.fail(f"no such verb: {args[0]!r}{did_you_mean(args[0], VERBS)} (ezcharts --help lists them)")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ezcharts")
def cli() -> None:
    """What does this parameter do? Charts of parameter studies for CLIP-guided diffusion.

    \b
    A first chart:       ezcharts run studies/demo.yaml
    What it would take:  ezcharts plan studies/demo.yaml
    About a parameter:   ezcharts params clamp_max
    """


def main() -> None:
    """Run the command; errors that we raise on purpose end as one line, not as a traceback.

    Exit codes: 0 all is well, 1 some cells failed, 2 the request cannot be carried out, 130 Ctrl-C.
    """
    try:
        sys.exit(cli(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except EzChartsError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
