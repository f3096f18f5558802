"""Which entry of an original ADM checkpoint becomes which entry of diffusers' `UNet2DModel`.

The original counts all its blocks in one row, `input_blocks.I` down and `output_blocks.I` up, and what a
block consists of, `.J`. diffusers counts levels, and within each its resnets, attentions and the one layer
that changes the resolution. Walking both in order of work pairs them off (engines.md 4.1 and 4.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from ezcharts.models.adm_layouts import RES_BLOCKS, AdmLayout

SAME, FLAT, QKV = "same", "flat", "qkv"
_ENDS = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
}
_RESNET = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "emb_layers.1": "time_emb_proj",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "skip_connection": "conv_shortcut",
}


class Part(NamedTuple):
    """One layer with weight and bias.

    Attributes:
        original: Its name in the checkpoint.
        ours: Its name in `UNet2DModel`; of QKV that of the attention, whose `to_q`, `to_k`, `to_v` it fills.
        kind: SAME; FLAT for a 1-d convolution that is a linear layer here; QKV for three of them in one.
        optional: Only there where the widths on both sides differ.
    """

    original: str
    ours: str
    kind: str = SAME
    optional: bool = False


def parts(layout: AdmLayout) -> Iterator[Part]:
    """Yield every layer of a plan that holds weights, in a fixed order."""
    yield from (Part(original, ours) for original, ours in _ENDS.items())
    yield from _down(layout)
    yield from _resnet("middle_block.0", "mid_block.resnets.0")
    yield from _attention("middle_block.1", "mid_block.attentions.0")
    yield from _resnet("middle_block.2", "mid_block.resnets.1")
    yield from _up(layout)


def _down(layout: AdmLayout) -> Iterator[Part]:
    blocks = (f"input_blocks.{number}" for number in count(1))
    for level, attends in enumerate(layout.attends):
        ours = f"down_blocks.{level}"
        for n in range(RES_BLOCKS):
            yield from _layers(next(blocks), ours, n, attends=attends)
        if level < len(layout.attends) - 1:
            yield from _resampler(layout, f"{next(blocks)}.0", f"{ours}.downsamplers.0", "op")


def _up(layout: AdmLayout) -> Iterator[Part]:
    blocks = (f"output_blocks.{number}" for number in count())
    for level, attends in enumerate(reversed(layout.attends)):
        ours = f"up_blocks.{level}"
        for n in range(RES_BLOCKS + 1):
            block = next(blocks)
            yield from _layers(block, ours, n, attends=attends)
        if level < len(layout.attends) - 1:
            # Behind the last resnet, and its attention if there is one, within the same block.
            yield from _resampler(layout, f"{block}.{1 + attends}", f"{ours}.upsamplers.0", "conv")


def _layers(block: str, ours: str, n: int, *, attends: bool) -> Iterator[Part]:
    yield from _resnet(f"{block}.0", f"{ours}.resnets.{n}")
    if attends:
        yield from _attention(f"{block}.1", f"{ours}.attentions.{n}")


def _resampler(layout: AdmLayout, original: str, ours: str, convolution: str) -> Iterator[Part]:
    if layout.resblock_updown:
        yield from _resnet(original, ours)
    else:
        yield Part(f"{original}.{convolution}", f"{ours}.conv")


def _resnet(original: str, ours: str) -> Iterator[Part]:
    for theirs, name in _RESNET.items():
        yield Part(f"{original}.{theirs}", f"{ours}.{name}", optional=theirs == "skip_connection")


def _attention(original: str, ours: str) -> Iterator[Part]:
    yield Part(f"{original}.norm", f"{ours}.group_norm")
    yield Part(f"{original}.qkv", ours, QKV)
    yield Part(f"{original}.proj_out", f"{ours}.to_out.0", FLAT)
