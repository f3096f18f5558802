"""Which model files decide a cell's picture (no torch: planning needs it)."""

from __future__ import annotations

from ezcharts.models.cards import Card, ModelSet
from ezcharts.studies.cell import Cell


def perceptual_card(models: ModelSet) -> Card:
    """Return the perceptor whose features measure the distance to an initial image: the RN50 stand-in."""
    return models.stand_in("RN50")


def cell_digests(models: ModelSet, cell: Cell) -> dict[str, str]:
    """Return role -> SHA-256 of everything a cell's picture is computed with.

    Args:
        models: The model set.
        cell: A cell of a Disco platform.

    Raises:
        PlanError: A switch is on that the set has no stand-in for.
        ModelError: A file is missing.
    """
    cards = {switch: models.stand_in(switch) for switch in cell.switches}
    cards["prior"] = models.prior
    settings = cell.settings
    if settings["use_secondary_model"]:
        cards["secondary"] = models.secondary
    if settings["init_image"] is not None and settings["init_scale"]:
        cards["perceptual"] = perceptual_card(models)
    digests = {role: card.digest for role, card in cards.items()}
    return dict(sorted((digests | {"tokenizer": models.tokenizer_digest}).items()))
