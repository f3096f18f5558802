"""Trains one perceptor of the embedded models: a guide, or the judge.

    python -m ezcharts.training.perceptors --model resnet --data DIR --run DIR --minutes 15 [--device cuda]

Three losses are added. *Captions*: CLIP's symmetric contrastive loss within a batch. *Words*: for each kind
of class the words for its values are encoded as texts and every picture has to find its own, which is
zero-shot classification as a loss. *Heads*: plain linear classification of the embedding; it lets the image
tower learn before the text tower has told its words apart, and is thrown away. Pictures are whole and clean
at first and more and more of them are changed (`augment`): shapes are learnt twice as fast from pictures that
can be seen. With `--estimates`, the run of a secondary model, a third of a guide's pictures become what that
model makes of them under noise, as guidance shows them. Accuracies in the log are zero-shot, on held-out
scenes, with the words.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.random import Generator
from open_clip import CLIP
from torch import Tensor, nn

from ezcharts.models.perceptors import MEAN, STD, build_clip, encode_tokens, pad
from ezcharts.models.tokenizer import CONTEXT, Tokenizer, vocabulary
from ezcharts.training.augment import augment, estimated
from ezcharts.training.data import Scenes
from ezcharts.training.feed import Bytes, Feed, to_float
from ezcharts.training.loop import Course, Options, prepare, read_options
from ezcharts.training.secondary import trained_secondary
from ezcharts.training.world.caption import VOCABULARY, class_prompt
from ezcharts.training.world.scene import CLASSES

_TEXT: dict[str, Any] = {"context_length": CONTEXT, "width": 96, "heads": 3, "layers": 2}


def _vit(resolution: int, patch: int, width: int, layers: int, dropout: float = 0.0) -> dict[str, Any]:
    vision = {"layers": layers, "width": width, "head_width": 32, "patch_size": patch}
    # The fine transformers learn from a part of the patches at a time, which is that much less work.
    return _config(resolution, vision | ({"patch_dropout": dropout} if dropout else {}))


def _resnet(resolution: int, width: int, blocks: Sequence[int]) -> dict[str, Any]:
    return _config(resolution, {"layers": list(blocks), "width": width, "head_width": 64, "patch_size": None})


def _config(resolution: int, vision: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "resolution": resolution,
        "embed_dim": 128,
        "vision_cfg": {"image_size": resolution, **vision},
        "text_cfg": _TEXT,
    }


# They differ from each other as those for which they stand: patches of 32, 16 and 14 pixels, inputs of 224,
# 288 and 384, twice the layers, half as wide again.
CONFIGS: dict[str, dict[str, Any]] = {
    "vit-p16": _vit(64, patch=16, width=128, layers=4),
    "vit-p8": _vit(64, patch=8, width=128, layers=4, dropout=0.4),
    "vit-large": _vit(72, patch=8, width=160, layers=4, dropout=0.5),
    "resnet": _resnet(64, width=12, blocks=(2, 2, 2, 1)),
    "resnet-deep": _resnet(64, width=12, blocks=(2, 3, 5, 1)),
    "resnet-x4": _resnet(80, width=14, blocks=(2, 2, 2, 1)),
    "resnet-x16": _resnet(96, width=16, blocks=(2, 2, 2, 1)),
    "judge": _resnet(80, width=16, blocks=(2, 2, 3, 2)),
}
# Which part of the pictures become estimates in the end, where there is a denoiser to make them.
_ESTIMATES = 0.35
# How many values each kind of class has.
_SIZES = [len(values) for values in CLASSES.values()]


class Texts:
    """Captions and class words as token rows, with some words unknown so that towers learn to pass over them.

    Args:
        tokenizer: The shared tokenizer.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer, self._encode = tokenizer, functools.cache(tokenizer.encode)
        self.classes = {
            kind: pad([tokenizer.encode(class_prompt(kind, value)) for value in values])
            for kind, values in CLASSES.items()
        }

    def captions(self, choices: Sequence[Sequence[str]], rng: Generator) -> Tensor:
        """Return one caption for each scene, one in ten followed by a second one; (N, longest)."""
        return pad([self._caption(captions, rng) for captions in choices])

    def _caption(self, captions: Sequence[str], rng: Generator) -> list[int]:
        first, second = rng.integers(len(captions), size=2)
        rows = self._encode(captions[first])
        if rng.random() < 0.1:
            rows = self.tokenizer.encode(f"{captions[first]} {captions[second]}")
        words = [self.tokenizer.unknown_row if rng.random() < 0.02 else row for row in rows[1:-1]]
        return [rows[0], *words, rows[-1]]


def caption_loss(clip: CLIP, images: Tensor, texts: Tensor) -> Tensor:
    """Return CLIP's loss: pictures find their captions and captions their pictures; normalised (N, E)."""
    logits = clip.logit_scale.exp().clamp(max=100) * images @ texts.T
    own = torch.arange(len(images), device=images.device)
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2


def word_loss(clip: CLIP, images: Tensor, words: Mapping[str, Tensor], labels: Tensor) -> Tensor:
    """Return the sum over kinds of the zero-shot cross entropy.

    Args:
        clip: Whose temperature and text tower are used.
        images: Normalised embeddings, (N, E).
        words: For each kind the tokens of its values' words.
        labels: (N, K), columns in the order of `words`.
    """
    scale = clip.logit_scale.exp().clamp(max=100)
    logits = [scale * images @ encode_classes(clip, tokens).T for tokens in words.values()]
    return class_loss(logits, labels)


def class_loss(logits: Sequence[Tensor], labels: Tensor) -> Tensor:
    """Return the sum over kinds of the cross entropy of `logits`, one (N, values) for each kind."""
    return torch.stack([F.cross_entropy(rows, labels[:, k]) for k, rows in enumerate(logits)]).sum()


def encode_classes(clip: CLIP, tokens: Tensor) -> Tensor:
    """Return normalised embeddings of the words of one kind, (values, E)."""
    return F.normalize(encode_tokens(clip, tokens), dim=-1)


def main(arguments: list[str] | None = None) -> None:
    """Train one perceptor until the budget is spent."""
    options = read_options(
        arguments, "perceptors", batch={"cpu": 96, "cuda": 1024}, rate=2e-3, models=tuple(CONFIGS)
    )
    prepare(options)
    tokenizer, config = open_tokenizer(options.run), CONFIGS[options.model]
    clip = build_clip(config, len(tokenizer)).to(options.device, memory_format=torch.channels_last)
    head = nn.Linear(config["embed_dim"], sum(_SIZES)).to(options.device)
    train, held_out = (Scenes.read(options.data / name) for name in ("train", "held-out"))
    feed, texts = Feed(train, options.device), Texts(tokenizer)
    texts.classes = {kind: tokens.to(options.device) for kind, tokens in texts.classes.items()}
    denoiser = None if options.estimates is None else trained_secondary(options.estimates, options.device)
    course = Course(options, {options.model: clip, "heads": head}, {options.model: config})

    def losses(step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((options.seed, step))
        chosen = train.pick(options.batch, options.seed, step)
        share = min(1.0, 0.2 + 1.2 * course.progress.fraction(options))
        pictures = to_tensor(feed(chosen), options.device)
        if denoiser is not None:
            pictures = estimated(pictures, denoiser, rng, _ESTIMATES * share)
        views = normalised(augment(pictures, config["resolution"], rng, share))
        tokens = texts.captions([train.captions[index] for index in chosen], rng).to(options.device)
        labels = torch.from_numpy(train.labels[chosen].astype(np.int64)).to(options.device)
        return perceptor_losses(clip, head, views, tokens, texts.classes, labels)

    course.train(losses, functools.partial(_report, options, held_out, texts))


def perceptor_losses(
    clip: CLIP,
    head: nn.Module,
    views: Tensor,
    tokens: Tensor,
    words: Mapping[str, Tensor],
    labels: Tensor,
) -> dict[str, Tensor]:
    """Return the three losses of one perceptor on one batch."""
    embeddings = clip.encode_image(views.contiguous(memory_format=torch.channels_last))
    images = F.normalize(embeddings, dim=-1)
    captions = F.normalize(encode_tokens(clip, tokens), dim=-1)
    return {
        "captions": caption_loss(clip, images, captions),
        "words": word_loss(clip, images, words, labels),
        "heads": class_loss(torch.split(head(embeddings), _SIZES, dim=1), labels),
    }


def to_tensor(pictures: Bytes, device: str) -> Tensor:
    """Return bytes (N, H, W, 3) as floats in [0, 1], (N, 3, H, W)."""
    return to_float(pictures, device) / 255


def normalised(views: Tensor) -> Tensor:
    """Return views in [0, 1] as CLIP sees them."""
    mean, std = (torch.tensor(figures, device=views.device)[:, None, None] for figures in (MEAN, STD))
    return (views - mean) / std


@torch.no_grad()
def accuracies(clip: CLIP, views: Tensor, words: Mapping[str, Tensor], labels: Tensor) -> dict[str, float]:
    """Return, for each kind, the part of the views whose nearest class words are the right ones."""
    images = torch.cat([F.normalize(clip.encode_image(part), dim=-1) for part in torch.split(views, 64)])
    best = {kind: (images @ encode_classes(clip, tokens).T).argmax(dim=1) for kind, tokens in words.items()}
    return {kind: (best[kind] == labels[:, k]).float().mean().item() for k, kind in enumerate(words)}


def _report(
    options: Options, held_out: Scenes, texts: Texts, averages: Mapping[str, nn.Module], step: int
) -> dict[str, float]:
    """Measure zero-shot accuracies on held-out scenes, whole and not augmented."""
    count, side = min(1000, len(held_out)), CONFIGS[options.model]["resolution"]
    whole = to_tensor(held_out.pictures[:count], options.device)
    views = normalised(F.interpolate(whole, size=(side, side), mode="area"))
    labels = torch.from_numpy(held_out.labels[:count].astype(np.int64)).to(options.device)
    return accuracies(averages[options.model], views, texts.classes, labels)


def open_tokenizer(run: Path) -> Tokenizer:
    """Return the tokenizer of a run, writing its vocabulary when the run is new."""
    path = run / "vocabulary.txt"
    if not path.exists():
        run.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(vocabulary(VOCABULARY)) + "\n", encoding="utf-8")
    return Tokenizer.read(path)


if __name__ == "__main__":
    main()
