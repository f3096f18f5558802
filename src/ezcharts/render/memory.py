"""How many cells fit into memory, decided before a batch is made.

The estimate counts what autograd keeps of one guided evaluation: activations of the denoiser that guidance
differentiates through, per picture pixel, and of the perceptors, per pixel of every cut. The figures hold for
the embedded models (benchmarks/memory.py measures 600 and 940 bytes) with some room to spare.
"""

from __future__ import annotations

from collections.abc import Sequence

from ezcharts.render.machine import Machine
from ezcharts.render.prepare import Prepared

BYTES_PER_PIXEL = 800
"""Of the picture: denoiser activations kept for the gradient."""
BYTES_PER_CUT_PIXEL = 1_200
"""Of every cut of one repeat: resampling, augmentation, perceptor."""
CUT_SIDE = 64
"""Side in pixels that cuts of the embedded perceptors have."""
SHARE = 0.7
"""Part of the free memory that a batch may take."""


def estimate_bytes(prepared: Prepared) -> int:
    """Return the bytes that one guided evaluation of a cell needs at its step with the most cuts."""
    width, height = prepared.cell.size
    return width * height * BYTES_PER_PIXEL + prepared.most_cuts * CUT_SIDE**2 * BYTES_PER_CUT_PIXEL


def batch_that_fits(flights: Sequence[Prepared], machine: Machine) -> int:
    """Return how many cells like the largest of `flights` fit into the free memory, at least 1."""
    largest = max(estimate_bytes(prepared) for prepared in flights)
    return max(1, int(machine.free_bytes() * SHARE / largest))
