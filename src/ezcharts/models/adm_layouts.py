"""The plans of the ADM UNets that the notebooks load, as data (engines.md 4.1).

ADM is OpenAI's "guided diffusion" network (Dhariwal and Nichol 2021, arXiv 2105.05233). From a plan follow
the widths of its levels, where it attends, and what diffusers' `UNet2DModel` must be told to be it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ezcharts.errors import UnknownName

RES_BLOCKS = 2
"""Residual blocks per level on the way down; one more on the way up."""


@dataclass(frozen=True)
class AdmLayout:
    """One plan.

    Attributes:
        name: What a card calls it.
        resolution: Side in pixels of the pictures it was trained on.
        model_channels: Width of the sinusoid that the time is told in; widths are multiples of it.
        multipliers: Width of each level, full resolution first, in `model_channels`.
        attention: Downsampling factors of the levels that attend.
        head_width: Channels of an attention head; None where the number of heads is fixed instead.
        heads: Attention heads where `head_width` is None.
        resblock_updown: Residual blocks change the resolution; otherwise a strided convolution does, and a
            convolution after nearest-neighbour doubling.
        scale_shift: The time scales and shifts behind the second norm; otherwise it is added before it.
        groups: Of every GroupNorm; 32 in all published plans.
    """

    name: str
    resolution: int
    model_channels: int
    multipliers: tuple[float, ...]
    attention: tuple[int, ...]
    head_width: int | None = None
    heads: int = 1
    resblock_updown: bool = True
    scale_shift: bool = True
    groups: int = 32

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each level, full resolution first."""
        return tuple(int(multiplier * self.model_channels) for multiplier in self.multipliers)

    @property
    def attends(self) -> tuple[bool, ...]:
        """Which levels attend, full resolution first."""
        return tuple(2**level in self.attention for level in range(len(self.multipliers)))

    def heads_of(self, width: int) -> int:
        """Return the number of attention heads over `width` channels."""
        return width // self.head_width if self.head_width else self.heads

    @property
    def unet_options(self) -> dict[str, Any]:
        """What `UNet2DModel` is told (engines.md 4.6), but for heads and time projection."""
        change = "resnet" if self.resblock_updown else "conv"
        plain = "Resnet{}sampleBlock2D" if self.resblock_updown else "{}Block2D"
        blocks = ["Attn{}Block2D" if attends else plain for attends in self.attends]
        return {
            "sample_size": self.resolution,
            "in_channels": 3,
            "out_channels": 6,
            "block_out_channels": self.widths,
            "layers_per_block": RES_BLOCKS,
            "down_block_types": tuple(block.format("Down") for block in blocks),
            "up_block_types": tuple(block.format("Up") for block in reversed(blocks)),
            "downsample_type": change,
            "upsample_type": change,
            "resnet_time_scale_shift": "scale_shift" if self.scale_shift else "default",
            "attention_head_dim": None,
            "norm_num_groups": self.groups,
            "attn_norm_num_groups": self.groups,
            "norm_eps": 1e-5,
            "time_embedding_dim": 4 * self.model_channels,
        }


_SIX, _SEVEN = (1, 1, 2, 2, 4, 4), (0.5, 1, 1, 2, 2, 4, 4)

LAYOUTS: Final[Mapping[str, AdmLayout]] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            AdmLayout("adm-256", 256, 256, _SIX, attention=(8, 16, 32), head_width=64),
            AdmLayout("adm-512", 512, 256, _SEVEN, attention=(16, 32, 64), head_width=64),
            # KaliYuga's models, and what Disco takes a "custom" model to be.
            AdmLayout(
                "adm-kaliyuga-256", 256, 128, _SIX, attention=(16,), resblock_updown=False, scale_shift=False
            ),
            AdmLayout("adm-portrait-512", 512, 128, _SEVEN, attention=(16, 32, 64), heads=4),
        )
    }
)
"""256x256_diffusion_uncond, 512x512_diffusion_uncond_finetune_008100, "custom", portrait_generator_v001."""


def layout(name: str) -> AdmLayout:
    """Return the plan called `name`.

    Raises:
        UnknownName: No plan has this name.
    """
    if name not in LAYOUTS:
        raise UnknownName("ADM layout", name, LAYOUTS)
    return LAYOUTS[name]
