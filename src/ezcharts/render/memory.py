"""How many cells fit into memory, decided before a batch is made.

What one more picture takes of a network is measured once, with the network itself: the live tensors at every
operation of a forward pass, and of the way back where guidance goes that way, for two pictures less those for
one; the largest difference counts. So the figure holds for any model in any precision, and what the weights
take is left out. Denoisers are measured at 64 px, perceptors at their own resolution; activations grow with
the number of pixels.

What guidance itself takes per pixel of the picture and of every cut (resampling, augmentation, noises) was
measured once, as the difference to what whole runs took (benchmarks/memory.py: 600 and 940 bytes with the
embedded models, of which the networks 190 and 205). On a CPU libraries also take work space that no tensor
shows; `ROOM` is for that. The full-size originals could not be measured in whole runs: with them the estimate
rests on the networks' own figures.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import Models, Prepared

BYTES_PER_PIXEL = 550
"""Of the picture: what guidance and sampler take beside the networks."""
BYTES_PER_CUT_PIXEL = 930
"""Of every cut of one repeat: what resampling and augmentation take beside the perceptor."""
ROOM = 1.3
"""What the networks' figures are multiplied with."""
SIDE = 64
"""Side in pixels of the pictures that denoisers are measured with."""
SHARE = 0.7
"""Part of the free memory that a batch may take."""

Network = Callable[[Tensor], Tensor]


class Gauge:
    """Says how many cells fit. Measuring a model loads it, so what is free is free without its weights.

    Args:
        models: The models of a run.
        machine: Where and in which precision they run.
    """

    def __init__(self, models: Models, machine: Machine) -> None:
        self.models, self.machine = models, machine
        self._measured: dict[str, float] = {}

    def fits(self, flights: Sequence[Prepared]) -> int:
        """Return how many cells like the largest of `flights` fit into the free memory, at least 1."""
        largest = max(self.bytes_of(prepared) for prepared in flights)
        return max(1, int(self.machine.free_bytes() * SHARE / largest))

    def bytes_of(self, prepared: Prepared) -> int:
        """Return the bytes that one guided evaluation of a cell needs at its step with the most cuts."""
        width, height = prepared.cell.size
        per_pixel = BYTES_PER_PIXEL + ROOM * self._of_picture(prepared)
        cuts = prepared.most_cuts * max(map(self._of_cut, prepared.condition.targets), default=0.0)
        return int(width * height * per_pixel + cuts)

    def _of_picture(self, prepared: Prepared) -> float:
        """Return bytes per pixel of the networks that see the whole picture."""
        condition, name = prepared.condition, prepared.prior
        parts = [self._denoiser(name, self.models.prior(name), guides=not condition.secondary)]
        if condition.secondary:
            parts.append(self._denoiser("secondary", self.models.secondary, guides=True))
        if getattr(condition, "init_features", None) is not None:
            distance = self.models.perceptual
            parts.append(self._per_pixel("perceptual", lambda x: _summed(distance.features(x)), SIDE, True))
        pair = self.models.anti_jpeg if getattr(condition, "antijpeg", False) else None
        if pair is not None:
            parts += [
                self._per_pixel(
                    "clean less any", lambda x: pair.correction(x, _level(x)).x0.sum(), SIDE, True
                ),
                self._per_pixel("towards clean", lambda x: pair.gradient(x, _level(x), 1.0), SIDE, False),
            ]
        return sum(parts)

    def _of_cut(self, switch: str) -> float:
        """Return bytes of one cut."""
        perceptor = self.models.perceptor(switch)
        side = perceptor.resolution
        seen = self._per_pixel(switch, lambda x: perceptor.encode_image(x).sum(), side, True)
        return side**2 * (BYTES_PER_CUT_PIXEL + ROOM * seen)

    def _denoiser(self, name: str, denoiser: Denoiser, *, guides: bool) -> float:
        key = f"{name}, guides" if guides else name
        return self._per_pixel(key, lambda x: denoiser(x, _level(x)).x0.sum(), SIDE, guides)

    def _per_pixel(self, name: str, network: Network, side: int, back: bool) -> float:
        """Return bytes per pixel of one more picture, measured the first time."""
        if name not in self._measured:
            one, two = (self._history(network, pictures, side, back) for pictures in (1, 2))
            if len(one) != len(two):  # it does something else with two: take the peaks
                one, two = [max(one)], [max(two)]
            more = max(there - here for here, there in zip(one, two, strict=True))
            self._measured[name] = max(0, more) / side**2
        return self._measured[name]

    def _history(self, network: Network, pictures: int, side: int, back: bool) -> list[int]:
        x = torch.zeros((pictures, 3, side, side), device=self.machine.device, dtype=self.machine.dtype)
        with LiveTensors() as live, torch.set_grad_enabled(back):
            output = network(x.requires_grad_(back))
            if back:
                torch.autograd.grad(output, x)
        return list(live.history)


class LiveTensors(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the memory of tensors that operations in the block make, as long as they live.

    Attributes:
        live: Bytes that are alive now.
        history: Bytes that were alive behind every operation.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.live = 0
        self.history: list[int] = []
        self._known: weakref.WeakSet[Any] = weakref.WeakSet()

    def __torch_dispatch__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - whatever the operation returns
        output = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(output):
            if isinstance(leaf, Tensor):
                self._note(leaf.untyped_storage())
        self.history.append(self.live)
        return output

    def _note(self, storage: torch.UntypedStorage) -> None:
        if storage in self._known:
            return
        self._known.add(storage)
        size = storage.nbytes()
        self.live += size
        weakref.finalize(storage, self._gone, size)

    def _gone(self, size: int) -> None:
        self.live -= size


def _level(x: Tensor) -> NoiseLevel:
    """Return some noise level for every picture of a batch."""
    return NoiseLevel(*(x.new_full((len(x),), value) for value in (0.8, 0.6, 300.0)))


def _summed(maps: Sequence[Tensor]) -> Tensor:
    return torch.stack([one.sum() for one in maps]).sum()
