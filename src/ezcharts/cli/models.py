"""`ezcharts models`: what a study can name under `models`, and the files of the original checkpoints."""

from __future__ import annotations

import click

from ezcharts.cli.models_files import add, fetch, verify
from ezcharts.cli.models_list import list_models


class Models(click.Group):
    """A group that takes a word that is no command for a model: `models RN50` is `models list RN50`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; any other word is handed to `list`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["list", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=Models, invoke_without_command=True)
@click.pass_context
def models(ctx: click.Context) -> None:
    """List models; get, check and take in the files of the original checkpoints.

    EZ Charts brings small models of its own (`models: embedded` in a study). The notebooks' original
    checkpoints (`models: originals`) are files of up to 2 GiB that you get once:

    \b
      ezcharts models                     sets, and all files with their state
      ezcharts models list ViTB32         everything about one of them
      ezcharts models fetch disco         what Disco's default settings need
      ezcharts models fetch RN50x4 lpips  single files, or what belongs together
      ezcharts models add ~/RN50.pt       take a file that you have already
      ezcharts models verify              read all files again, compare SHA-256

    They are kept in the folder that the environment variable EZCHARTS_MODELS names, or else in your user
    data.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_models)


models.add_command(list_models)
models.add_command(fetch)
models.add_command(verify)
models.add_command(add)
