"""Gate 1: what the perceptors know of scenes they have never seen, and whether the guides pull differently.

Zero-shot: of a kind's class words (`class_prompt`), which are nearest to the whole picture? Once more with
words around them that no caption has: they should do no harm. How two guides
differ is measured where it matters, on the gradient that guidance takes: the cosine between what each would
change of the same picture for the same prompt. 1 would be one model twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ezcharts.models.cards import ModelSet
from ezcharts.models.perceptors import Perceptor, load_perceptor, pad
from ezcharts.training.data import Scenes
from ezcharts.training.perceptors import accuracies, normalised, to_tensor
from ezcharts.training.world.caption import class_prompt
from ezcharts.training.world.scene import CLASSES

STRAY = "quizzical {}, unreal engine, octane, by Wifredo Lam"
"""Words that users add and no caption has, around a class prompt."""


class Judge:
    """A perceptor as one that names what it sees.

    Args:
        perceptor: Any; gates use the one that never guides.
    """

    def __init__(self, perceptor: Perceptor) -> None:
        self.perceptor = perceptor

    def words(self, form: str = "{}") -> dict[str, Tensor]:
        """Return each kind's class words, put into `form`, as tokens (values, longest)."""
        encode = self.perceptor.tokenizer.encode
        return {
            kind: pad([encode(form.format(class_prompt(kind, value))) for value in values])
            for kind, values in CLASSES.items()
        }

    def views(self, pictures: Tensor) -> Tensor:
        """Return pictures in [0, 1], (N, 3, H, W), whole and as the perceptor sees them."""
        side = self.perceptor.resolution
        return normalised(F.interpolate(pictures, size=(side, side), mode="area"))

    @torch.no_grad()
    def features(self, pictures: Tensor) -> Tensor:
        """Return normalised embeddings (N, E) of pictures in [0, 1]."""
        parts = [self.perceptor.encode_image(part) for part in torch.split(self.views(pictures), 64)]
        return F.normalize(torch.cat(parts), dim=-1)

    @torch.no_grad()
    def names(self, pictures: Tensor) -> dict[str, list[str]]:
        """Return, for each kind of class, the value whose words are nearest to each picture."""
        images = self.features(pictures)
        best = {}
        for kind, values in CLASSES.items():
            words = self.perceptor.encode_text([class_prompt(kind, value) for value in values])
            best[kind] = [values[i] for i in (images @ F.normalize(words, dim=-1).T).argmax(dim=1)]
        return best


def measure(models: ModelSet, held_out: Scenes) -> dict[str, Any]:
    """Return zero-shot accuracies of every perceptor and the cosines between the guides' gradients."""
    guides = {card.name: load_perceptor(card) for card in models.switches.values()}  # type: ignore[arg-type]
    every = {**guides, "judge": load_perceptor(models.judge)}
    pictures = to_tensor(held_out.pictures[:], "cpu")
    labels = torch.from_numpy(held_out.labels[:].astype(np.int64))
    zero_shot, stray = {}, {}
    for name, perceptor in every.items():
        judge, clip = Judge(perceptor), perceptor.clip
        views = judge.views(pictures)
        zero_shot[name] = accuracies(clip, views, judge.words(), labels)
        stray[name] = accuracies(clip, views, judge.words(STRAY), labels)
    captions = [texts[0] for texts in held_out.captions[:32]]
    return {
        "scenes": len(pictures),
        "zero-shot": zero_shot,
        "with stray words": stray,
        "gradient cosines": cosines(guides, pictures[:32], captions),
    }


def cosines(guides: Mapping[str, Perceptor], pictures: Tensor, captions: list[str]) -> dict[str, float]:
    """Return the mean cosine between the gradients of each pair of guides, as `a, b` -> cosine.

    Args:
        guides: By name.
        pictures: In [0, 1], (N, 3, H, W); each is pulled towards another one's caption.
        captions: One for each picture.
    """
    wanted = captions[1:] + captions[:1]
    pulls = {name: _pull(guide, pictures, wanted).flatten(1) for name, guide in guides.items()}
    return {
        f"{a}, {b}": F.cosine_similarity(pulls[a], pulls[b], dim=1).mean().item()
        for a, b in itertools.combinations(guides, 2)
    }


def _pull(guide: Perceptor, pictures: Tensor, captions: list[str]) -> Tensor:
    leaf = pictures.clone().requires_grad_()
    images = F.normalize(guide.encode_image(Judge(guide).views(leaf)), dim=-1)
    texts = F.normalize(guide.encode_text(captions), dim=-1).detach()
    (gradient,) = torch.autograd.grad((images * texts).sum(), leaf)
    return gradient
