"""Disco's symmetry (engines.md 2.7), DDIM only, from v5.3."""

import torch


def transformation_steps(remaining, transformation_percent):
    """The step indices k at which x is mirrored; `remaining` is steps - skip_steps."""
    return {int(remaining * (1 - p)) for p in transformation_percent}


def transform(x, horizontal, vertical):
    """Horizontal: right half := mirror of the left; then vertical: bottom half := mirror of the top."""
    if horizontal:
        left = x[:, :, :, : x.shape[3] // 2]
        x = torch.cat((left, torch.flip(left, dims=[3])), dim=3)
    if vertical:
        top = x[:, :, : x.shape[2] // 2]
        x = torch.cat((top, torch.flip(top, dims=[2])), dim=2)
    return x
