"""Which optimizer moves which weights: Muon the kernels and matrices between layers, AdamW all others.

Muon (Jordan 2024; `torch.optim.Muon`) makes every singular value of a step equal, so that a small network
moves along all of its directions at once; on painted scenes it needs about half of AdamW's pictures. It takes
matrices, and a convolution's kernel is one: outputs by everything that one output sums over. Tables of words,
places and classes have rows that are rarely met together and stay with AdamW, as do gains and biases.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn
from torch.optim import AdamW, Muon, Optimizer

_DECAY = 0.02
# Parts of the names of weights that are tables, not maps from layer to layer.
_TABLES = ("embedding", "heads")


class KernelMuon(Muon):
    """Muon over kernels of any dimension, each seen as a matrix that shares the kernel's memory.

    Args:
        kernels: Parameters of two or more dimensions; their first one is the outputs.
        rate: Learning rate; steps are as long as AdamW's would be at this rate.
    """

    def __init__(self, kernels: list[nn.Parameter], rate: float) -> None:
        self._kernels = kernels
        self._matrices = [nn.Parameter(as_matrix(kernel.detach(), kernel)) for kernel in kernels]
        super().__init__(self._matrices, lr=rate, weight_decay=_DECAY, adjust_lr_fn="match_rms_adamw")
        self.register_step_pre_hook(lambda *_: self._take_gradients())

    def _take_gradients(self) -> None:
        for kernel, matrix in zip(self._kernels, self._matrices, strict=True):
            matrix.grad = None if kernel.grad is None else as_matrix(kernel.grad, kernel)


def as_matrix(values: Tensor, kernel: Tensor) -> Tensor:
    """Return `values`, of `kernel`'s shape, as (outputs, all else), in the order of `kernel`'s memory."""
    if kernel.ndim == 4 and not kernel.is_contiguous():  # channels-last
        values = values.permute(0, 2, 3, 1)
    return values.flatten(1)


def optimizers(networks: Mapping[str, nn.Module], rate: float) -> list[Optimizer]:
    """Return the optimizers that together move every parameter of `networks`, once each."""
    named = [
        (f"{name}.{key}", value) for name, net in networks.items() for key, value in net.named_parameters()
    ]
    kernels = [value for name, value in named if value.ndim > 1 and not any(part in name for part in _TABLES)]
    taken = {id(value) for value in kernels}
    rest = [value for _, value in named if id(value) not in taken]
    groups = [
        {"params": [value for value in rest if value.ndim > 1], "weight_decay": _DECAY},
        {"params": [value for value in rest if value.ndim <= 1], "weight_decay": 0.0},
    ]
    return [KernelMuon(kernels, rate), AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-8)]
