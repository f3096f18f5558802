"""The models that are laid out for a run: each is loaded when a cell first needs it, and kept.

Networks run in the machine's precision; what comes out of them is float32 again (or float64 in tests), so
that guidance and samplers never meet half precision. What is differentiated by hand outside of guidance (the
perceptual distance, the anti-JPEG pair) stays in full precision, as in the notebooks.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel, Prediction
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.models import lpips
from ezcharts.models.anti_jpeg import AntiJpeg
from ezcharts.models.attention import attend_in_single
from ezcharts.models.cards import ModelSet, PriorCard
from ezcharts.models.loaders import anti_jpeg_of, lpips_of, perceptor_of, prior_of, secondary_of
from ezcharts.models.originals import Pair
from ezcharts.models.perceptors import Perceptor as LoadedPerceptor
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
        self._named: dict[str, PriorCard] = {}
        self._priors: dict[str, Denoiser] = {}
        self._rows: dict[tuple[str, str], Tensor] = {}

    def prior_name(self, settings: Settings) -> str:
        """Return which main diffusion model renders a cell: its card's name, told apart by its digest.

        Raises:
            ModelError: There is none for the cell's diffusion_model, or its file is missing.
        """
        card = self.models.prior_for(settings)
        name = f"{card.name} {card.digest[:12]}"
        self._named[name] = card
        return name

    def prior(self, name: str) -> Denoiser:
        """Return a main diffusion model by the name that `prior_name` gave it.

        Raises:
            ModelError: Its file is missing, damaged, or not what its card says.
        """
        if name not in self._priors:
            net = prior_of(self._named[name], self.machine.device, self.machine.dtype)
            self._priors[name] = _Autocast(net, self.machine)
        return self._priors[name]

    @functools.cached_property
    def secondary(self) -> Denoiser:
        """The secondary model."""
        card = self.models.secondary
        return _Autocast(secondary_of(card, self.machine.device, self.machine.dtype), self.machine)

    @functools.cached_property
    def perceptual(self) -> PerceptualDistance:
        """The distance to an initial image: LPIPS, or one on an embedded perceptor's features."""
        card = self.models.perceptual
        if isinstance(card, Pair):
            found = lpips_of(card, self.machine.device, self.machine.dtype)
            return PerceptualDistance(
                "LPIPS on VGG16", found.trunk, lpips.MEAN, lpips.STD, found.channel_weights
            )
        net = perceptor_of(card, self.machine.device, self.machine.dtype)
        return PerceptualDistance(f"features of embedded {card.name}", net.features, net.mean, net.std)

    @functools.cached_property
    def anti_jpeg(self) -> AntiJpeg | None:
        """The anti-JPEG pair of the JAX notebooks; None where the set has none or its files are not here."""
        pair = self.models.anti_jpeg
        if pair is None or pair.missing:
            return None
        return anti_jpeg_of(pair, self.machine.device, self.machine.dtype)

    def perceptor(self, switch: str) -> Perceptor:
        """Return the perceptor that stands for a CLIP switch, ready for guidance."""
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
            perceptor = perceptor_of(card, self.machine.device, self.machine.dtype)
            if self.machine.is_slow_to_attend:
                attend_in_single(perceptor.clip.visual)
            self._perceptors[switch] = perceptor
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
