"""Similarity to the initial image: how much of its structure is still there (SSIM, Wang and others, 2004).

SSIM compares mean, contrast and structure of the two lumas in Gaussian windows of σ = 1.5 pixels and averages
over the picture. The initial image is scaled to the picture's size with Lanczos, as the notebooks do.
"""

from __future__ import annotations

from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range


def init_similarity(picture: Pixels, initial: Pixels) -> float:
    """Return the SSIM of two pictures (H, W, 3) of one size, in [-1, 1]."""
    from skimage.metrics import structural_similarity

    similarity = structural_similarity(
        luma(picture),
        luma(initial),
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )
    return float(similarity)


MEASURE = Measure(
    name="init_similarity",
    formula="structural similarity (SSIM) of luma to that of the initial image",
    unit="SSIM",
    range=Range(-1, 1),
    source="Z. Wang and others, Image quality assessment: from error visibility to structural similarity, "
    "IEEE Trans. Image Processing 13 (2004); scikit-image, metrics.structural_similarity",
    more="nearer to the initial image",
    needs=("picture", "initial"),
    version=1,
    compute=init_similarity,
    typical="1 the same, 0 unrelated",
    note="only where init_image names a file; Perlin noise (perlin_init) is none",
)
