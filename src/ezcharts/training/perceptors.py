"""Trains all perceptors of the embedded models side by side, on the same batches: the guides and the judge.

    python -m ezcharts.training.perceptors --data DIR --run DIR --minutes 60 [--device cuda --batch 1024]

Three losses are added. *Captions*: CLIP's symmetric contrastive loss within a batch. *Words*: for each kind
of class the words for its values are encoded as texts and every picture has to find its own, which is
zero-shot classification as a loss. *Heads*: plain linear classification of the embedding; it lets the image
tower learn before the text tower has told its words apart, and is thrown away. Pictures are whole and clean
at first and more and more of them are changed (`augment`): shapes are learnt twice as fast from pictures that
can be seen. Accuracies in the log are zero-shot, on held-out scenes, with the words.
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
from ezcharts.training.augment import augment
from ezcharts.training.data import Scenes
from ezcharts.training.loop import Course, Options, prepare, read_options
from ezcharts.training.world.caption import VOCABULARY, class_prompt
from ezcharts.training.world.scene import CLASSES

RESOLUTION = 64
_TEXT: dict[str, Any] = {"context_length": CONTEXT, "width": 96, "heads": 3, "layers": 2}


def _config(vision: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "resolution": RESOLUTION,
        "embed_dim": 128,
        "vision_cfg": {"image_size": RESOLUTION, **vision},
        "text_cfg": _TEXT,
    }


CONFIGS: dict[str, dict[str, Any]] = {
    "vit-p16": _config({"layers": 4, "width": 128, "head_width": 32, "patch_size": 16}),
    "vit-p8": _config({"layers": 4, "width": 128, "head_width": 32, "patch_size": 8, "patch_dropout": 0.4}),
    "resnet": _config({"layers": [2, 2, 2, 1], "width": 16, "head_width": 64, "patch_size": None}),
    # The fine transformers learn from a part of the patches at a time, which is that much less work.
    "judge": _config({"layers": 4, "width": 160, "head_width": 32, "patch_size": 8, "patch_dropout": 0.5}),
}
# The judge is wanted last and learns on every third step.
_JUDGE_STEPS = 3
# How many values each kind of class has.
_SIZES = [len(values) for values in CLASSES.values()]


class Texts:
    """Captions and class words as token rows, with some words unknown so that towers learn to pass over them.

    Args:
        tokenizer: The shared tokenizer.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.classes = {
            kind: pad([tokenizer.encode(class_prompt(kind, value)) for value in values])
            for kind, values in CLASSES.items()
        }

    def captions(self, choices: Sequence[Sequence[str]], rng: Generator) -> Tensor:
        """Return one caption for each scene, one in ten followed by a second one; (N, longest)."""
        return pad([self._caption(captions, rng) for captions in choices])

    def _caption(self, captions: Sequence[str], rng: Generator) -> list[int]:
        first, second = rng.integers(len(captions), size=2)
        rows = self.tokenizer.encode(captions[first])
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
    """Train all perceptors until the budget is spent."""
    options = read_options(arguments, "perceptors", batch=32, rate=1e-3)
    prepare(options)
    tokenizer = open_tokenizer(options.run)
    clips = {name: build_clip(config, len(tokenizer)).to(options.device) for name, config in CONFIGS.items()}
    train, held_out = (Scenes.read(options.data / name) for name in ("train", "held-out"))
    texts = Texts(tokenizer)
    texts.classes = {kind: tokens.to(options.device) for kind, tokens in texts.classes.items()}
    heads = nn.ModuleDict(
        {name: nn.Linear(config["embed_dim"], sum(_SIZES)) for name, config in CONFIGS.items()}
    )
    course = Course(options, {**clips, "heads": heads.to(options.device)}, CONFIGS)

    def losses(step: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((options.seed, step))
        chosen = train.pick(options.batch, options.seed, step)
        share = min(1.0, 0.2 + 1.2 * course.progress.fraction(options))
        views = normalised(augment(to_tensor(train.pictures[chosen], options.device), RESOLUTION, rng, share))
        tokens = texts.captions([train.captions[index] for index in chosen], rng).to(options.device)
        labels = torch.from_numpy(train.labels[chosen].astype(np.int64)).to(options.device)
        return {
            name: perceptor_loss(clip, heads[name], views, tokens, texts.classes, labels)
            for name, clip in clips.items()
            if name != "judge" or step % _JUDGE_STEPS == 0
        }

    course.train(losses, functools.partial(_report, options, held_out, texts))


def perceptor_loss(
    clip: CLIP,
    head: nn.Module,
    views: Tensor,
    tokens: Tensor,
    words: Mapping[str, Tensor],
    labels: Tensor,
) -> Tensor:
    """Return the sum of the three losses of one perceptor on one batch."""
    embeddings = clip.encode_image(views)
    images = F.normalize(embeddings, dim=-1)
    captions = F.normalize(encode_tokens(clip, tokens), dim=-1)
    by_head = class_loss(torch.split(head(embeddings), _SIZES, dim=1), labels)
    return caption_loss(clip, images, captions) + word_loss(clip, images, words, labels) + by_head


def to_tensor(pictures: np.ndarray[Any, np.dtype[np.uint8]], device: str) -> Tensor:
    """Return bytes (N, H, W, 3) as floats in [0, 1], (N, 3, H, W)."""
    return torch.tensor(pictures, device=device).permute(0, 3, 1, 2).float() / 255


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
    count = min(512, len(held_out))
    whole = to_tensor(held_out.pictures[:count], options.device)
    views = normalised(F.interpolate(whole, size=(RESOLUTION, RESOLUTION), mode="area"))
    labels = torch.from_numpy(held_out.labels[:count].astype(np.int64)).to(options.device)
    return {
        f"{name}/{kind}": accuracy
        for name in CONFIGS
        for kind, accuracy in accuracies(averages[name], views, texts.classes, labels).items()
    }


def open_tokenizer(run: Path) -> Tokenizer:
    """Return the tokenizer of a run, writing its vocabulary when the run is new."""
    path = run / "vocabulary.txt"
    if not path.exists():
        run.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(vocabulary(VOCABULARY)) + "\n", encoding="utf-8")
    return Tokenizer.read(path)


if __name__ == "__main__":
    main()
