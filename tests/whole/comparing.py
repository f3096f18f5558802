"""How far the package is from the reference."""

import math

import torch

TOLERANCE = 1e-10
"""Largest difference of two pictures, as a share of the largest value of the reference's.

The project asks for 1e-8. What is left in float64 is rounding, at most 1e-16 times what 1/alpha of the
noisiest step (150) and the shapes of the losses make of it.
"""
SMALLEST = 1e-9
"""Where a picture of the reference is all smaller than this, differences are shares of this instead."""


def relative_gap(ours, theirs):
    """Of two pictures, or of two numbers."""
    ours, theirs = (torch.as_tensor(each, dtype=torch.float64) for each in (ours, theirs))
    assert ours.shape == theirs.shape
    if not torch.isfinite(ours).all() or not torch.isfinite(theirs).all():
        return math.inf
    return float((ours - theirs).abs().max() / theirs.abs().max().clamp(min=SMALLEST))


def largest_of_losses(ours, theirs):
    """The largest gap of the losses of two evaluations, which must have the same names."""
    assert ours.keys() == theirs.keys()
    return max((relative_gap(ours[name], theirs[name]) for name in theirs), default=0.0)
