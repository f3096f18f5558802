"""Reading any picture to be measured, as RGB bytes. Pictures may come from strangers: see `store.picture`."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ezcharts.errors import InputError
from ezcharts.measures.measure import SMALLEST, Pixels, Sample, Value
from ezcharts.measures.table import measures


def read_pixels(source: Path | bytes, name: str = "", size: tuple[int, int] | None = None) -> Pixels:
    """Return a picture as RGB, shape (H, W, 3), turned upright, transparency left out.

    Args:
        source: A file, or what is in one.
        name: What messages call it; the path by default.
        size: (width, height) to scale it to with Lanczos.

    Raises:
        InputError: It is no picture, is broken, claims to be huge, or is too small to be measured.
    """
    name = name or (str(source) if isinstance(source, Path) else "the picture")
    image = _opened(source, name)
    if size and image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    if min(image.size) < SMALLEST:
        raise InputError(
            f"a picture must have at least {SMALLEST} pixels on each side to be measured, "
            f"{name} has {image.width} x {image.height}"
        )
    return np.array(image)


def measure_picture(
    picture: Pixels, initial: Pixels | None = None, baseline: Pixels | None = None
) -> dict[str, Value]:
    """Measure a picture that has no record; measures that need more than there is are left out.

    Args:
        picture: RGB, uint8, (H, W, 3).
        initial: Its initial image, of the same size.
        baseline: What to tell its difference from, of the same size.

    Returns:
        Name of the measure -> value, in the order of all measures.

    Raises:
        InputError: Sizes differ.
    """
    sample = Sample(picture, initial=initial, baseline=baseline)
    possible = (each for each in measures() if all(getattr(sample, need) is not None for need in each.needs))
    return {measure.name: measure.of(sample) for measure in possible}


def _opened(source: Path | bytes, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
                return ImageOps.exif_transpose(image).convert("RGB")
    except FileNotFoundError as error:
        raise InputError(f"there is no file {name}; check the path") from error
    except UnidentifiedImageError as error:
        raise InputError(f"{name} is not a picture that can be read; a PNG or JPEG file can") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError(f"{name} claims to be far larger than a picture of ours: {error}") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # what a broken file makes Pillow raise
        raise InputError(f"{name} is broken: {error}") from error
