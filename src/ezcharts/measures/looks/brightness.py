"""Brightness: the mean lightness L* of CIELAB."""

from __future__ import annotations

from ezcharts.measures.measure import Measure, Pixels, Range


def brightness(picture: Pixels) -> float:
    """Return the mean of L* over a picture (H, W, 3), in [0, 100]."""
    from skimage.color import rgb2lab

    return float(rgb2lab(picture)[..., 0].mean())


MEASURE = Measure(
    name="brightness",
    formula="mean over pixels of the lightness L* (sRGB, white point D65)",
    unit="L* of CIELAB",
    range=Range(0, 100),
    source="CIE 1976 L*a*b*; scikit-image, color.rgb2lab",
    more="lighter",
    needs=("picture",),
    version=1,
    compute=brightness,
    typical="50 is the grey that looks halfway between black and white",
)
