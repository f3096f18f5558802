"""`ez.render`: one picture from a prompt and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ezcharts.errors import CellFailure, InputError
from ezcharts.notebook.opening import study
from ezcharts.notebook.picture import Picture
from ezcharts.notebook.plainly import plainly
from ezcharts.notebook.running import carry_out
from ezcharts.notebook.settings import EMBEDDED, PROMPT, PictureSettings
from ezcharts.notebook.stores import AnyStore
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.studies.spec import study_from_dict
from ezcharts.studies.vocabulary import CLIP_MODELS

DEFAULT_PLATFORM = "disco-5.2"


@plainly
def render(
    prompt: str | Sequence[str] | PictureSettings,
    *prompts: str,
    platform: str | None = None,
    models: str | Mapping[str, object] | None = None,
    image: int | None = None,
    store: AnyStore = None,
    device: str | None = None,
    folder: Path | str | None = None,
    **settings: Any,  # noqa: ANN401 - values of parameters have many types
) -> Picture:
    """Make one picture; one that the store has already is not rendered again.

        ez.render("a lighthouse at night", steps=50, width_height=[128, 128])
        ez.render("a lighthouse:3", "fog:-1", platform="disco-5.0", seed=7)
        ez.render(cell.settings, eta=0.5)

    Args:
        prompt: A prompt; or the settings of another picture, to be made with changes.
        prompts: Further prompts of the same picture, with weights as in the notebook.
        platform: Notebook version; `disco-5.2`, or that of the settings, when None.
        models: Which models render it, as in a study; `embedded`, or those of the settings, when None.
        image: Which picture of the seed, from 0.
        store: Folder of finished cells; `EZCHARTS_STORE` or the folder `store` when None.
        device: `cpu` or `cuda`; chosen by itself when None.
        folder: What files, such as an initial image, are relative to.
        settings: Parameters by name or nickname. Without a seed one is drawn.

    Raises:
        InputError: A name is unknown or a value is outside its domain.
        PlanError: It cannot be rendered; says why.
        CellFailure: It was tried and could not be made; says why.
    """
    like = prompt if isinstance(prompt, PictureSettings) else None
    if like and prompts:
        raise InputError(f"settings bring their own prompts; {PROMPT}=[...] changes them")
    whole = {
        "title": "one picture",
        "platform": platform or (like.platform if like else DEFAULT_PLATFORM),
        "models": models or EMBEDDED,
        "settings": _changed(like, settings) if like else {PROMPT: _texts(prompt, prompts), **settings},
        "repeats": {"images": [image if image is not None else like.cell.image if like else 0]},
    }
    spec = study_from_dict(whole, folder or (like.cell.folder if like else "."))
    if like and models is None:
        spec = replace(spec, models=like.models)
    made = carry_out(study(spec, store=store), 1, device, chart=False).cells[0]
    if made.state == "failed":
        raise CellFailure(f"the picture could not be made: {made.record.reason}", final=made.record.final)
    return made


def _texts(prompt: str | Sequence[str] | PictureSettings, prompts: Sequence[str]) -> list[str]:
    return [prompt, *prompts] if isinstance(prompt, str) else [*prompt, *prompts]


def _changed(like: PictureSettings, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was stated of a picture, with changes; what says the same as a change gives way to it."""
    dialect = like.settings.dialect
    names = {dialect.by_name[name].name if name in dialect.by_name else name for name in changes}
    replaced = dialect.rivals_of(names) | set(CLIP_SWITCHES if CLIP_MODELS in changes else ())
    return {name: value for name, value in like.stated.items() if name not in replaced} | dict(changes)
