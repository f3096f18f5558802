"""The models that are laid out for a run: each is loaded when a cell first needs it, and kept.

Networks run in the machine's precision; what comes out of them is float32 again (or float64 in tests), so
that guidance and samplers never meet half precision.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel, Prediction
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.models.cards import ModelSet
from ezcharts.models.digests import perceptual_card
from ezcharts.models.perceptors import Perceptor as LoadedPerceptor
from ezcharts.models.perceptors import load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.models.secondary import load_secondary
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine


class Bench:
    """Loads the models of one set, once each.

    Args:
        models: The set's cards.
        machine: Where and in which precision they run.
    """

    def __init__(self, models: ModelSet, machine: Machine) -> None:
        self.models, self.machine = models, machine
        self._perceptors: dict[str, LoadedPerceptor] = {}
        self._priors: dict[str, Denoiser] = {}
        self._rows: dict[tuple[str, str], Tensor] = {}

    def prior_name(self, settings: Settings) -> str:
        """Return which main diffusion model renders a cell: the set has one for all."""
        return self.models.prior.name

    def prior(self, name: str) -> Denoiser:
        """Return a main diffusion model."""
        if name not in self._priors:
            net = load_prior(self.models.prior, self.machine.device, self.machine.dtype)
            self._priors[name] = _Autocast(net, self.machine)
        return self._priors[name]

    @functools.cached_property
    def secondary(self) -> Denoiser:
        """The secondary model."""
        card = self.models.secondary
        return _Autocast(load_secondary(card, self.machine.device, self.machine.dtype), self.machine)

    @functools.cached_property
    def perceptual(self) -> PerceptualDistance:
        """The distance to an initial image, on an embedded perceptor's features."""
        card = perceptual_card(self.models)
        net = load_perceptor(card, self.machine.device, self.machine.dtype)
        return PerceptualDistance(
            f"features of {self.models.name} {card.name}", net.features, net.mean, net.std
        )

    def perceptor(self, switch: str) -> Perceptor:
        """Return the perceptor that stands for a Disco switch, ready for guidance."""
        return _AutocastPerceptor(self._loaded(switch), self.machine)

    def text_rows(self, switch: str, texts: Sequence[str]) -> Tensor:
        """Return texts as the switch's perceptor embeds them: raw rows, shape (P, E).

        Raises:
            PromptError: A text is too long.
        """
        return torch.cat([self._row(switch, text) for text in texts])

    def _loaded(self, switch: str) -> LoadedPerceptor:
        if switch not in self._perceptors:
            card = self.models.stand_in(switch)
            self._perceptors[switch] = load_perceptor(card, self.machine.device, self.machine.dtype)
        return self._perceptors[switch]

    def _row(self, switch: str, text: str) -> Tensor:
        if (switch, text) not in self._rows:
            with torch.no_grad():
                self._rows[switch, text] = self._loaded(switch).encode_text([text]).to(self.machine.dtype)
        return self._rows[switch, text]


class _Autocast:
    """A denoiser that runs in the machine's network precision."""

    def __init__(self, network: Denoiser, machine: Machine) -> None:
        self._network, self._machine = network, machine

    def __call__(self, x: Tensor, level: NoiseLevel) -> Prediction:
        with self._machine.autocast():
            prediction = self._network(x, level)
        return Prediction(*(part.to(x.dtype) for part in prediction))


class _AutocastPerceptor:
    """A perceptor that runs in the machine's network precision."""

    def __init__(self, network: LoadedPerceptor, machine: Machine) -> None:
        self._network, self._machine = network, machine
        self.resolution, self.mean, self.std = network.resolution, network.mean, network.std

    def encode_image(self, pixels: Tensor) -> Tensor:
        with self._machine.autocast():
            embedded = self._network.encode_image(pixels)
        return embedded.to(pixels.dtype)
