"""The reference's networks as the renderer wants its models, and a renderer that is watched."""

from dataclasses import dataclass, field

import torch
from PIL import Image

from ezcharts.render.renderer import Renderer
from tests.guidance.disco.flying import Perceptor, perceptual
from tests.reference.networks import Clip
from tests.tiny import machine
from tests.whole.jax_flying import main_model, pair_of, secondary_model

CLIPS = {"ViTB32": Clip(8, 2.0), "ViTB16": Clip(20, 3.0), "RN50": Clip(12, 7.0)}
"""CLIP switches and what stands in for them, in the order in which every notebook loads them."""
PICTURES = {"init.png": (50, 70), "mask.png": (33, 21), "wide.png": (13, 7), "tall.png": (8, 14)}
"""Pictures and their sizes."""


def drawn(name):
    """A small picture with no symmetry and every brightness, by formula."""
    width, height = PICTURES[name]
    shade = 127.5 + 127.5 * torch.sin(torch.arange(3 * width * height) ** 1.7 / 40 + len(name))
    return Image.frombytes("RGB", (width, height), bytes(shade.to(torch.uint8).tolist()))


def in_range(image, size):
    """A picture as the notebooks read it: Lanczos to exactly `size`, [-1, 1], shape (1, 3, H, W)."""
    width, height = size
    resized = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    values = torch.tensor(list(resized.tobytes()), dtype=torch.float64).reshape(height, width, 3)
    return (2 * values / 255 - 1).permute(2, 0, 1)[None]


class ReferenceBench:
    """What `ezcharts.render.bench.Bench` has, made of the reference's networks.

    Args:
        models: The networks.
        case: Says what the main model predicts, and the batch size of an anti-JPEG pair.
    """

    def __init__(self, models, case):
        self.models = models
        self.main = main_model(models, getattr(case, "prediction", "eps"))
        self.secondary = secondary_model(models)
        self.perceptual = perceptual(models)
        self.anti_jpeg = pair_of(case, models)

    def prior_name(self, settings):
        return "reference"

    def prior(self, name):
        return self.main

    def perceptor(self, switch):
        return Perceptor(self.models.clips[switch])

    def text_rows(self, switch, texts):
        return torch.stack([self.models.prompt_row(switch, text) for text in texts])


@dataclass
class Watched(Renderer):
    """Keeps every question of every cell with its answer, and how it landed."""

    bench: ReferenceBench
    stories: dict = field(default_factory=dict)
    flights: dict = field(default_factory=dict)

    def __post_init__(self):
        super().__init__(self.bench, machine(torch.float64), batch=4)

    def _evaluate(self, flights):
        asks = [flight.ask for flight in flights]
        answers = super()._evaluate(flights)
        for flight, ask, answer in zip(flights, asks, answers, strict=True):
            self.flights[flight.prepared.cell] = flight
            self.stories.setdefault(flight.prepared.cell, []).append((ask, answer))
        return answers


@dataclass(frozen=True)
class Rendered:
    """What a cell's run was.

    Attributes:
        rendering: What the renderer yields.
        story: (question, answer) of each evaluation.
        shown: The picture before it becomes 8 bit.
    """

    rendering: object
    story: list
    shown: torch.Tensor


def render(cell, models, case):
    """Render a cell from its settings, watched."""
    watched = Watched(ReferenceBench(models, case))
    (rendering,) = watched.render([cell])
    assert rendering.failure is None, rendering.failure
    return Rendered(rendering, watched.stories[cell], watched.flights[cell].shown)


def notebooks_noise(case):
    """The starting noise of picture 0 of a seed: a notebook's own on a CPU, in single precision."""
    width, height = case.width_height
    return torch.randn((1, 3, height, width), generator=torch.Generator().manual_seed(case.seed)).double()
