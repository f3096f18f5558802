r"""The one direction that a perceptor pulls a JAX picture toward (engines.md 3.7).

    target = Σ_j w_j·e_j / |Σ_j w_j·e_j|

Embeddings e_j of texts have length 1, those of pictures keep their own (huemin's notebook), which is why
people give pictures tiny weights. How a picture is fitted to the perceptor is not stated: here it is resized
to R×R.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ezcharts.errors import CellFailure
from ezcharts.params.jax.prompts import Part
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import Models, read_picture
from ezcharts.studies.prompt_pictures import role_of

SMALLEST = 1e-6
"""A sum shorter than this has no direction."""


def target(
    switch: str, parts: Sequence[Part], files: Mapping[str, Path], models: Models, machine: Machine
) -> Tensor:
    """Return the unit vector that the parts add up to, shape (E,).

    Args:
        switch: CLIP switch.
        parts: The parts of the prompt.
        files: Role -> file, see `ezcharts.studies.cell.Cell.files`.
        models: Embeds.
        machine: Where and in which type.

    Raises:
        CellFailure: The parts cancel each other, or a picture is not there.
        PromptError: A text is too long.
    """
    with torch.no_grad():
        rows = [part.weight * _row(switch, part, files, models, machine) for part in parts]
    total = torch.stack(rows).sum(dim=0)
    if float(total.norm()) < SMALLEST:
        raise CellFailure(f"the parts of the prompt cancel each other for {switch}; change a weight")
    return F.normalize(total, dim=0)


def _row(switch: str, part: Part, files: Mapping[str, Path], models: Models, machine: Machine) -> Tensor:
    if not part.is_image:
        return F.normalize(models.text_rows(switch, [part.text])[0], dim=0)
    role = role_of(part.path)
    if role not in files:
        raise CellFailure(f"a picture on the web is not fetched: {part.path!r}; name a file beside the study")
    perceptor = models.perceptor(switch)
    picture = read_picture(role, files[role], (perceptor.resolution, perceptor.resolution), machine)
    mean, std = (picture.new_tensor(v).reshape(1, 3, 1, 1) for v in (perceptor.mean, perceptor.std))
    return perceptor.encode_image(((picture + 1) / 2 - mean) / std)[0]
