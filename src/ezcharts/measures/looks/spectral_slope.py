r"""Spectral slope: how fast the power of luma falls with frequency.

The power P(f) of luma under a Hann window, averaged over rings of frequency f from 2 cycles across the
picture's shorter side to half a cycle a pixel, four rings an octave; the slope b of the straight line through
the points (log f, log P), so that P ∝ f^b. Photographs have b near −2 (Field, 1987); white noise has 0.

The log of a mean over n frequencies strays by about 1/√n, so rings weigh by their n: for random pictures of
128 pixels whose slope is known, b strays by 0.06 then, with equal weights by 0.18.

Rounding to 256 levels is itself white noise of power 1/12 level². It is added to every ring: without it a
flat area would have no power at all, and a picture of one colour no slope. With it, that slope is 0.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ezcharts.measures.luma import LEVELS, Grey, luma
from ezcharts.measures.measure import Measure, Pixels, Range

_LOWEST: Final = 2.0
"""Cycles across the shorter side; a window has no say about fewer."""
_HIGHEST: Final = 0.5
"""Cycles a pixel."""
_RINGS_AN_OCTAVE: Final = 4
_ROUNDING: Final = 1 / 12
"""Power of the rounding to whole levels, level²."""

Numbers = NDArray[np.float64]


def spectral_slope(picture: Pixels) -> float:
    """Return b of a picture (H, W, 3)."""
    grey = luma(picture) * LEVELS
    frequency, power, count = _rings(_frequencies(grey), _power(grey), _LOWEST / min(grey.shape))
    slope, _ = np.polyfit(np.log(frequency), np.log(power + _ROUNDING), 1, w=np.sqrt(count))
    return float(slope)


def _power(grey: Grey) -> Numbers:
    """Return the power at every frequency, shape (H, W); white noise of variance s² has s² everywhere."""
    window = np.outer(*(np.hanning(side) for side in grey.shape))
    mean = (grey * window).sum() / window.sum()
    power: Numbers = np.abs(np.fft.fft2((grey - mean) * window)) ** 2 / (window**2).sum()
    return power


def _frequencies(grey: Grey) -> Numbers:
    """Return cycles a pixel, shape (H, W)."""
    down, across = (np.fft.fftfreq(side) for side in grey.shape)
    frequencies: Numbers = np.hypot(down[:, None], across[None])
    return frequencies


def _rings(frequency: Numbers, power: Numbers, lowest: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return mean frequency, mean power and number of frequencies of every ring that holds any."""
    inside = (frequency >= lowest) & (frequency <= _HIGHEST)
    f, p = frequency[inside], power[inside]
    ring = np.floor(np.log2(f / lowest) * _RINGS_AN_OCTAVE + 1e-9).astype(int)
    count = np.bincount(ring).astype(float)
    there = count > 0
    f_sum, p_sum = np.bincount(ring, f), np.bincount(ring, p)
    return f_sum[there] / count[there], p_sum[there] / count[there], count[there]


MEASURE = Measure(
    name="spectral_slope",
    formula="slope of log power over log frequency of luma, in rings of a quarter octave, weighted by size",
    unit="exponent",
    range=Range(),
    source="D. J. Field, Relations between the statistics of natural images and the response properties of "
    "cortical cells, J. Opt. Soc. Am. A 4 (1987); the window, rings and floor are ours",
    more="rougher, fine structure nearly as strong as coarse",
    needs=("picture",),
    version=1,
    compute=spectral_slope,
    typical="0 white noise, -2 photographs, -3 and less soft gradients",
)
