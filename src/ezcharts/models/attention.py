"""Attention whose inner product is taken in float32 while the layers around it run in bfloat16.

PyTorch's fused attention goes backward in bfloat16 three to four times slower than in float32 on a CPU
(2.14 with AVX512-BF16: 134 against 34 ms for 128 cuts of 65 places), although it reads half as much. A step's
time is mostly cuts that go backward through perceptors; figures stay as exact as they were (about 1 %).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from open_clip.transformer import ResidualAttentionBlock
from torch import Tensor, nn


class SingleAttention(nn.Module):
    """Self-attention with the weights of a `nn.MultiheadAttention`, for inference.

    Args:
        of: Whose weights it uses: `batch_first`; queries, keys and values of one width.
    """

    def __init__(self, of: nn.MultiheadAttention) -> None:
        super().__init__()
        self.of = of

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        need_weights: bool = False,
        attn_mask: Tensor | None = None,
    ) -> tuple[Tensor, None]:
        """Return what attention makes of `query`, shape (N, L, E), and no weights.

        Key and value are there because open_clip hands them over; in self-attention they are the query.
        """
        projected = F.linear(query, self.of.in_proj_weight, self.of.in_proj_bias)
        count = self.of.num_heads
        heads = (part.view(*part.shape[:-1], count, -1) for part in projected.chunk(3, dim=-1))
        q, k, v = (part.transpose(1, 2).float() for part in heads)
        with torch.autocast(query.device.type, enabled=False):
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=attn_mask)
        return self.of.out_proj(seen.transpose(1, 2).flatten(2)), None


def attend_in_single(tower: nn.Module) -> None:
    """Let the image tower of a CLIP attend in float32 where it is a vision transformer; a ResNet stays."""
    for block in tower.modules():
        if isinstance(block, ResidualAttentionBlock) and isinstance(block.attn, nn.MultiheadAttention):
            block.attn = SingleAttention(block.attn)
