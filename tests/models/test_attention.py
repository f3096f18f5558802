"""Attention in float32 is the same attention."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from ezcharts.models.attention import SingleAttention, attend_in_single
from ezcharts.models.perceptors import build_clip

WIDTH, HEADS = 24, 3
VIT = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 32, "head_width": 8, "patch_size": 8},
    "text_cfg": {"context_length": 8, "width": 16, "heads": 2, "layers": 1},
}
RESNET = {**VIT, "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8}}


def tower_and_copy(config: dict[str, object]) -> tuple[nn.Module, nn.Module]:
    torch.manual_seed(3)
    tower = build_clip(config, 20).visual.eval()
    other = copy.deepcopy(tower)
    attend_in_single(other)
    return tower, other


def gradient(tower: nn.Module, pixels: Tensor) -> Tensor:
    leaf = pixels.clone().requires_grad_()
    (found,) = torch.autograd.grad(tower(leaf).square().sum(), leaf)
    return found


def test_one_layer_agrees_with_pytorchs_own() -> None:
    torch.manual_seed(1)
    theirs = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True).eval()
    x = torch.randn(2, 7, WIDTH)
    mask = torch.full((7, 7), float("-inf")).triu(1)
    for given in (None, mask):
        expected, _ = theirs(x, x, x, need_weights=False, attn_mask=given)
        found, weights = SingleAttention(theirs)(x, x, x, attn_mask=given)
        torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-6)
        assert weights is None


def test_a_tower_sees_and_pulls_as_before() -> None:
    tower, other = tower_and_copy(VIT)
    pixels = torch.randn(3, 3, 32, 32)
    torch.testing.assert_close(other(pixels), tower(pixels), rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(gradient(other, pixels), gradient(tower, pixels), rtol=1e-3, atol=1e-5)
    assert sum(isinstance(part, SingleAttention) for part in other.modules()) == 2


def test_in_bfloat16_it_strays_no_further_than_pytorchs_own() -> None:
    tower, other = tower_and_copy(VIT)
    pixels = torch.randn(16, 3, 32, 32)
    true = gradient(tower, pixels)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        ours, theirs = gradient(other, pixels), gradient(tower, pixels)
    strays = [float((each - true).norm() / true.norm()) for each in (ours, theirs)]
    assert 0 < strays[0] < 1.1 * strays[1]  # about 1 % each, whatever the weights
    assert strays[0] < 0.02


def test_a_resnet_stays_as_it_is() -> None:
    tower, other = tower_and_copy(RESNET)
    assert not any(isinstance(part, SingleAttention) for part in other.modules())
    pixels = torch.randn(2, 3, 32, 32)
    assert torch.equal(tower(pixels), other(pixels))
