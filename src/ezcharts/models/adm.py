r"""The original ADM checkpoints as networks of ours: converted into diffusers' `UNet2DModel` while loading.

The mathematics is the same on both sides (engines.md 4.1); four things differ in how it is written down
(4.6), and conversion changes just these:

* Blocks are counted otherwise (`adm_keys`).
* A head's q, k and v lie side by side in one matrix: rows (heads, 3, C/heads) become three matrices.
* Those matrices are 1-d convolutions of width one: the last axis goes.
* The time t is told as [cos, sin] of t·exp(−ln 10000·i/h), i = 0 ... h − 1, with h = model_channels/2
  whatever the first level's width. diffusers computes it in float32 at any precision; ours follows t's type.

Fixed numbers of heads mean another head width on every level, which `UNet2DModel` can't be told: the heads
are set on the network that it builds.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from diffusers import UNet2DModel
from diffusers.models.attention_processor import Attention
from torch import Tensor, nn

from ezcharts.errors import ModelError
from ezcharts.models.adm_keys import FLAT, QKV, Part, parts
from ezcharts.models.adm_layouts import LAYOUTS, AdmLayout
from ezcharts.models.checkpoint_file import State, check_entries, fill, read_state
from ezcharts.models.prior import Prior


class TimeFeatures(nn.Module):
    """The sinusoid that a timestep is told in: (B,) -> (B, width), cosines first.

    Args:
        width: Even number of features.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def forward(self, t: Tensor) -> Tensor:
        """Return the features of timesteps `t`, computed in their own type but at least in float32."""
        t = t.to(torch.promote_types(t.dtype, torch.float32))
        half = self.width // 2
        places = torch.arange(half, dtype=t.dtype, device=t.device)
        angles = t[:, None] * torch.exp(-math.log(10_000) / half * places)
        return torch.cat([angles.cos(), angles.sin()], dim=1)


class AdmUnet(nn.Module):
    """An ADM network with random weights.

    Args:
        layout: Its plan.
    """

    def __init__(self, layout: AdmLayout) -> None:
        super().__init__()
        self.layout = layout
        self.unet = UNet2DModel(**layout.unet_options)
        self.unet.time_proj = TimeFeatures(layout.model_channels)
        first = self.unet.time_embedding.linear_1
        if first.in_features != layout.model_channels:
            self.unet.time_embedding.linear_1 = nn.Linear(layout.model_channels, first.out_features)
        for module in self.unet.modules():
            if isinstance(module, Attention):
                module.heads = layout.heads_of(module.query_dim)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        """Return (B, 6, H, W): ε (or v) and a variance that is not used, for pictures `x` at timesteps `t`.

        Args:
            x: Noisy pictures (B, 3, H, W); H and W multiples of 2 to the number of levels less one.
            t: In [0, 1000), fractions allowed, shape (B,).
        """
        output: Tensor = self.unet(x, t).sample
        return output


def original_shapes(layout: AdmLayout) -> Mapping[str, tuple[int, ...]]:
    """Return names and shapes of all entries that a checkpoint of this plan has."""
    return dict(_original_shapes(layout))


def find_layout(state: Mapping[str, Tensor]) -> AdmLayout | None:
    """Return the known plan that a checkpoint's names and shapes fit, if there is one."""
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    return next((known for known in LAYOUTS.values() if original_shapes(known) == shapes), None)


def convert(state: Mapping[str, Tensor], layout: AdmLayout) -> State:
    """Return a checkpoint's tensors under the names of `UNet2DModel`; every entry is used exactly once.

    Args:
        state: Entries of the original file, of any floating type.
        layout: The plan that they belong to.

    Raises:
        ModelError: Entries are missing, unknown or of another shape; names the first few.
    """
    try:
        check_entries(state, original_shapes(layout))
    except ModelError as error:
        other = find_layout(state)
        hint = f"; they are the entries of {other.name}" if other else ""
        raise ModelError(f"not a checkpoint of {layout.name}: {error}{hint}") from None
    there = [part for part in parts(layout) if f"{part.original}.weight" in state]
    return {
        name: value
        for part in there
        for field in ("weight", "bias")
        for name, value in _converted(part, field, state[f"{part.original}.{field}"], layout)
    }


def load_adm(
    path: Path, layout: AdmLayout, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32
) -> AdmUnet:
    """Read an original checkpoint, frozen and in evaluation mode; call it as net(x, t).

    Args:
        path: The original file, or the same entries as safetensors.
        layout: The plan that it belongs to.
        device: Where it shall work.
        dtype: Floating type that it shall work in, whatever the file's.

    Raises:
        ModelError: The file is missing, damaged, unsafe, or belongs to another plan.
    """
    state = read_state(path)
    try:
        converted = convert(state, layout)
    except ModelError as error:
        raise ModelError(f"{path} is {error}") from None
    with torch.device("meta"):
        net = AdmUnet(layout)
    fill(net.unet, converted, device, dtype)
    return net.eval()


def load_adm_prior(
    path: Path,
    layout: AdmLayout,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
    *,
    prediction_type: str = "epsilon",
    time: str = "timestep",
) -> Prior:
    """Read an original checkpoint as a denoiser.

    Args:
        path: The original file.
        layout: The plan that it belongs to.
        device: Where it shall work.
        dtype: Floating type that it shall work in.
        prediction_type: What its output means; `v_prediction` for JAX's "OpenAIFinetune".
        time: What it is told; `cosine` for "OpenAIFinetune" (engines.md 4.1, last line).

    Raises:
        ModelError: The file cannot be used; see `load_adm`.
    """
    net = load_adm(path, layout, device, dtype)
    return Prior(net.unet, prediction_type=prediction_type, time=time).eval()


@functools.cache
def _original_shapes(layout: AdmLayout) -> Mapping[str, tuple[int, ...]]:
    with torch.device("meta"):
        ours = AdmUnet(layout).unet.state_dict()
    shapes = {}
    for part in parts(layout):
        for field in ("weight", "bias"):
            first = f"{part.ours}.to_q.{field}" if part.kind == QKV else f"{part.ours}.{field}"
            if first in ours or not part.optional:
                shapes[f"{part.original}.{field}"] = _original_shape(part, ours[first].shape)
    return shapes


def _original_shape(part: Part, ours: torch.Size) -> tuple[int, ...]:
    rows, *columns = ours
    if part.kind == QKV:
        rows *= 3
    return (rows, *columns, 1) if part.kind in {QKV, FLAT} and columns else (rows, *columns)


def _converted(part: Part, field: str, value: Tensor, layout: AdmLayout) -> Iterator[tuple[str, Tensor]]:
    """Yield what one original entry becomes: names and tensors."""
    if part.kind in {QKV, FLAT} and field == "weight":
        value = value.squeeze(-1)
    if part.kind != QKV:
        yield f"{part.ours}.{field}", value
        return
    width = len(value) // 3
    grouped = value.reshape(layout.heads_of(width), 3, -1, *value.shape[1:])
    for name, rows in zip(("to_q", "to_k", "to_v"), grouped.unbind(dim=1), strict=True):
        yield f"{part.ours}.{name}.{field}", rows.reshape(value[:width].shape)
