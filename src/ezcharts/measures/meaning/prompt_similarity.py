r"""Similarity to the prompt, as a perceptor sees it that did not guide the cell.

With e_v the directions of the views of a picture, p_j those of the prompts and w_j their weights, all
directions of length 1:

    Disco   mean over v of  Σ_j w_j·(e_v·p_j) / Σ_j |w_j|      each prompt pulls by itself
    JAX     mean over v of  e_v·t,  t ∝ Σ_j w_j·p_j            the parts are one direction (engines.md 3.7)

Disco divides by |Σ w_j| instead, which is the same without negative weights; Σ |w_j| keeps every value in
[-1, 1]. Where JAX prompts differ between CLIP models, the mean over the distinct prompts counts.

Simpler than the dialect on purpose: the perceptor reads a prompt without its weight, which Disco leaves in
the text (Q2), because the figure is no part of what the picture is to show; fuzzy prompts are read as they
are; pictures among the prompts are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ezcharts.errors import InputError
from ezcharts.measures.measure import Measure, Pixels, Range
from ezcharts.measures.perceptor import Directions, Perceptor
from ezcharts.params.disco.prompts import parse_prompt as parse_disco
from ezcharts.params.jax.prompts import parse_prompt as parse_jax
from ezcharts.params.settings import Settings
from ezcharts.store.records import Record
from ezcharts.studies.prompt_pictures import prompts_of, role_of, scales_of

Weighed = tuple[str, float]
"""A text and its weight."""

_SMALLEST: Final = 1e-6
"""A direction shorter than this is none."""


def prompt_similarity(picture: Pixels, record: Record, perceptor: Perceptor) -> float | None:
    """Return how near a picture (H, W, 3) is to the prompts of its record, in [-1, 1].

    None where there is no text with a weight, where weights cancel each other, where the prompts cannot be
    read, and where the perceptor knows none of the words.
    """
    try:
        settings = Settings.from_json(record.settings)
        targets = list(_targets(settings, record.models, perceptor))
    except InputError:  # a prompt that is too long, or settings of another version
        return None
    found = [float((perceptor.views(picture) @ target).mean()) for target in targets]
    return float(np.clip(np.mean(found), -1, 1)) if found else None


def _targets(settings: Settings, files: Mapping[str, str], perceptor: Perceptor) -> Iterator[Directions]:
    """Yield what a picture is compared with, vectors (E,) of length 1 at most; the mean counts."""
    if settings.dialect.name == "disco":
        texts = [(prompt.subject, prompt.weight) for prompt in map(parse_disco, settings["text_prompts"])]
        weighed = _usable(texts, perceptor)
        if weighed:
            yield _sum(weighed, perceptor) / sum(abs(weight) for _, weight in weighed)
        return
    for texts in _jax_prompts(settings, files):
        weighed = _usable(texts, perceptor)
        total = _sum(weighed, perceptor) if weighed else np.zeros(1)
        length = float(np.linalg.norm(total))
        if length > _SMALLEST:
            yield total / length


def _jax_prompts(settings: Settings, files: Mapping[str, str]) -> Iterator[list[Weighed]]:
    """Yield the texts of each distinct prompt that pulls."""
    prompts, acting = prompts_of(settings), scales_of(settings)
    for text in dict.fromkeys(prompts[switch] for switch in (acting or prompts)):
        parts = parse_jax(text, settings["prompt_syntax"], lambda name: role_of(name) in files)
        yield [(part.text, part.weight) for part in parts if not part.is_image]


def _usable(texts: Iterable[Weighed], perceptor: Perceptor) -> list[Weighed]:
    """Return the texts with a weight; none of them where the perceptor is a stranger to all their words."""
    weighed = [(text, weight) for text, weight in texts if weight]
    return weighed if any(perceptor.knows(text) for text, _ in weighed) else []


def _sum(weighed: Sequence[Weighed], perceptor: Perceptor) -> Directions:
    directions = perceptor.texts([text for text, _ in weighed])
    total: Directions = np.array([weight for _, weight in weighed]) @ directions
    return total


MEASURE = Measure(
    name="prompt_similarity",
    formula="mean cosine between the judge's directions of picture and prompts, weighted as the dialect does",
    unit="cosine",
    range=Range(-1, 1),
    source="A. Radford and others, Learning transferable visual models from natural language supervision "
    "(2021); engines.md 2.2 and 3.7",
    more="nearer to what the prompt says",
    needs=("picture", "record", "perceptor"),
    version=1,
    compute=prompt_similarity,
    note="the embedded judge knows the painted scenes and their words only; compare pictures of one prompt. "
    "Weights are left out of the text, and so are picture prompts",
)
