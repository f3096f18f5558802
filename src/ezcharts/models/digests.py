"""Which model files decide a cell's picture (no torch: planning needs it)."""

from __future__ import annotations

from collections.abc import Iterable

from ezcharts.errors import ModelError
from ezcharts.models.cards import AnyCard, Card, ModelSet
from ezcharts.models.originals import Original, Pair
from ezcharts.studies.cell import Cell, setting_or


def cell_models(models: ModelSet, cell: Cell) -> dict[str, AnyCard]:
    """Return role -> card of every model that a cell's picture is computed with.

    Args:
        models: The models of its study.
        cell: A cell of any dialect.

    Raises:
        PlanError: A switch is on that nothing stands in for.
        ModelError: There is no diffusion model of the name, or no secondary model.
    """
    cards: dict[str, AnyCard] = {switch: models.stand_in(switch) for switch in cell.switches}
    cards["prior"] = models.prior_for(cell.settings)
    if cell.settings["use_secondary_model"]:
        cards["secondary"] = models.secondary
    if _is_held(cell):
        cards |= _perceptual(models.perceptual)
    return cards | _anti_jpeg(models, cell)


def cell_digests(models: ModelSet, cell: Cell) -> dict[str, str]:
    """Return role -> SHA-256 of everything a cell's picture is computed with, word lists included.

    Args:
        models: The models of its study.
        cell: A cell of any dialect.

    Raises:
        PlanError: As `cell_models`.
        ModelError: As `cell_models`; or a file is not here whose hash nobody has published.
    """
    digests = {role: card.digest for role, card in cell_models(models, cell).items()}
    return dict(sorted((digests | _tokenizers(models, cell)).items()))


def require(models: ModelSet, cells: Iterable[Cell]) -> None:
    """Check that the files of all models of some cells are here, before any of them is rendered.

    Raises:
        PlanError: As `cell_models`.
        ModelError: As `cell_models`; or files are not here: names them, and the command that gets them.
    """
    cards = {card for cell in cells for card in cell_models(models, cell).values()}
    missing = {card.checkpoint.name: card for card in cards if isinstance(card, Original) and card.missing}
    if missing:
        names = " ".join(sorted(missing))
        raise ModelError(
            f"{len(missing)} model files are not here yet; get them with: ezcharts models fetch {names}"
        )


def _is_held(cell: Cell) -> bool:
    """Return whether a perceptual distance holds the picture to an initial one (Q13: Perlin noise is one)."""
    settings = cell.settings
    initial = settings["init_image"] is not None or setting_or(settings, "perlin_init", False)
    return bool(initial and setting_or(settings, "init_scale", 0))


def _anti_jpeg(models: ModelSet, cell: Cell) -> dict[str, AnyCard]:
    """Return the pair where it is on and its files are here; the classifier only if it pulls."""
    pair, settings = models.anti_jpeg, cell.settings
    if pair is None or pair.missing or not setting_or(settings, "antijpeg", False):
        return {}
    pulls = setting_or(settings, "antijpeg_guidance_scale", 0) > 0
    denoiser: dict[str, AnyCard] = {"anti_jpeg denoiser": pair.first}
    return denoiser | ({"anti_jpeg classifier": pair.second} if pulls else {})


def _perceptual(perceptual: Card | Pair) -> dict[str, AnyCard]:
    if isinstance(perceptual, Pair):
        return {"perceptual": perceptual.first, "perceptual weights": perceptual.second}
    return {"perceptual": perceptual}


def _tokenizers(models: ModelSet, cell: Cell) -> dict[str, str]:
    """Return the word lists: one for all, or one for each switch where they differ."""
    found = {switch: models.stand_in(switch).tokenizer_digest for switch in cell.switches}
    if len(set(found.values())) > 1:
        return {f"tokenizer {switch}": digest for switch, digest in found.items()}
    return {"tokenizer": next(iter(found.values()), models.tokenizer_digest)}
