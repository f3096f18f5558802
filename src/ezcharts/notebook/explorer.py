"""EnzymeZoo's words over the store: `loop_parameters` renders, `get_images` asks for a chart.

The vocabulary is that of his param-charts (anchors.md 0.2): `variables_to_loop`, `default_args`,
`skip_duplicates` and `ignore_these_vars`; `display_x`, `display_y`, `static_match_parameters` and
`print_close_matches`. His database file is the store here, and his `render_img_fn` the renderer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ezcharts.notebook.asking import Display, ask, known
from ezcharts.notebook.opening import study
from ezcharts.notebook.plainly import plainly
from ezcharts.notebook.results import Result
from ezcharts.notebook.running import carry_out
from ezcharts.notebook.settings import EMBEDDED
from ezcharts.notebook.single import DEFAULT_PLATFORM
from ezcharts.notebook.stores import Anew, AnyStore, the_store
from ezcharts.params.dialect import dialect_of
from ezcharts.runner.like import with_like


@plainly
def loop_parameters(
    variables_to_loop: Mapping[str, Any],
    default_args: Mapping[str, Any] | SimpleNamespace | None = None,
    *,
    platform: str = DEFAULT_PLATFORM,
    skip_duplicates: bool = True,
    ignore_these_vars: Collection[str] = (),
    profile: str | None = None,
    models: str | Mapping[str, object] = EMBEDDED,
    store: AnyStore = None,
    batch: int | None = None,
    device: str | None = None,
    folder: Path | str = ".",
) -> Result:
    """Render every combination of some values; what the store has already is not rendered again.

        ez.loop_parameters({"clamp_max": [0.02, 0.05], "eta": [0, 0.8]}, {"steps": 50, "seed": 7})

    Args:
        variables_to_loop: Parameter -> list of values. In the chart the first goes down, the second across,
            all others to panels.
        default_args: Everything else that is not as by default; a variable that is looped over wins.
        platform: Notebook version.
        skip_duplicates: False renders what the store has once more, and replaces it.
        ignore_these_vars: A kept picture that differs in these only counts as a duplicate, and is shown.
        profile: Render by a profile's rules, such as `preview`.
        models: Which models render, as in a study.
        store: Folder of finished cells; `EZCHARTS_STORE` or the folder `store` when None.
        batch: Most cells in flight at once.
        device: `cpu` or `cuda`; chosen by itself when None.
        folder: What files, such as an initial image, are relative to.

    Raises:
        StudyProblems: A name is unknown or a value is outside its domain; all of them are named.
        PlanError: It cannot be rendered; says why.
    """
    given = vars(default_args) if isinstance(default_args, SimpleNamespace) else default_args or {}
    dialect = dialect_of(platform)
    looped = known(dialect, variables_to_loop.keys())
    whole = {
        "title": " vs ".join(variables_to_loop) or "one picture",
        "platform": platform,
        "models": models,
        "axes": {name: _listed(values) for name, values in variables_to_loop.items()},
        "settings": {name: value for name, value in given.items() if not known(dialect, [name]) & looped},
    }
    shelf = the_store(store)
    if not skip_duplicates:
        shelf = Anew(shelf.root)
    opened = study(whole, profile=profile, store=shelf, folder=folder)
    if ignore_these_vars:
        like = with_like(opened.opened, shelf, known(dialect, ignore_these_vars))
        opened = replace(opened, opened=like)
    return carry_out(opened, batch, device)


@plainly
def get_images(
    display_x: Display,
    display_y: Display | None = None,
    *,
    static_match_parameters: Mapping[str, Any] | None = None,
    ignore_these_vars: Collection[str] = (),
    print_close_matches: bool = True,
    platform: str | None = None,
    store: AnyStore = None,
) -> Result:
    """Return a chart of pictures that are in the store, whichever study made them; nothing is rendered.

    All pictures of the chart agree in every parameter but those of the axes and those to be ignored.

        ez.get_images(display_x=("eta", [0, 0.8]), display_y=("clamp_max", [0.02, 0.05]))

    Args:
        display_x: Parameter across, and its values: `("eta", [0, 0.8])`; its name alone shows all values.
        display_y: Parameter down, likewise.
        static_match_parameters: Parameter -> the value that every picture has.
        ignore_these_vars: Parameters that may differ; of several pictures for a place the newest is shown.
            `image` is which picture of its seed it is, `models` lets weights differ.
        print_close_matches: Say what comes near where a place stays empty.
        platform: A notebook version of the dialect to look in, where names and pictures of both fit.
        store: Folder of finished cells; `EZCHARTS_STORE` or the folder `store` when None.

    Raises:
        InputError: Several charts fit: says in which parameters they differ. Or none does: says what comes
            near.
    """
    displays = [display for display in (display_y, display_x) if display is not None]
    static = static_match_parameters or {}
    return ask(the_store(store), displays, static, ignore_these_vars, platform).result(print_close_matches)


def _listed(values: object) -> object:
    """A range or an array as a list, one value as a list of one; what a study may hold stays as it is."""
    if isinstance(values, str | Mapping | list):
        return values
    return list(values) if isinstance(values, Iterable) else [values]
