"""A picture file that says what made it.

A finished cell is a PNG with two text chunks: `parameters`, which other tools read (`infotext.py`), and our
own, `ezcharts`: an `Origin` as JSON. The bytes depend on the pixels and the origin only, not on the time.

Pictures also come from strangers. Reading looks at the size that the file claims before anything is unpacked,
bounds what texts may unpack to (both by Pillow's limits), and decodes the whole file, so that a lying, huge
or broken file ends as a clear error.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from ezcharts.errors import InputError
from ezcharts.store.infotext import infotext
from ezcharts.store.records import canonical

CHUNK, FOREIGN_CHUNK = "ezcharts", "parameters"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What made a picture.

    Attributes:
        key: The cell's key.
        platform: Such as "disco-5.0".
        settings: Every setting, plain data.
        image: Image index within the seed, from 0.
        model_set: The study's word for the models, such as "embedded".
        models: Role to SHA-256 of the weights.
        version: Version of EZ Charts.
    """

    key: str
    platform: str
    settings: Mapping[str, Any]
    image: int = 0
    model_set: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read the object of the `ezcharts` chunk; what a newer version may have added is left out.

        Raises:
            ValueError: `data` is something else.
        """
        if not isinstance(data, dict):
            raise ValueError(f"an origin is a JSON object, this is {type(data).__name__}")
        kinds = {"image": int, "settings": dict, "models": dict}
        for part in fields(cls):
            kind = kinds.get(part.name, str)
            if not isinstance(data.get(part.name), kind):
                raise ValueError(f"{part.name!r} is a {kind.__name__}, this is {data.get(part.name)!r:.80}")
        return cls(**{part.name: data[part.name] for part in fields(cls)})


@dataclass(frozen=True)
class Provenance:
    """What a picture file says about itself.

    Attributes:
        size: (width, height) in pixels.
        origin: What our own chunk says; None where there is none.
        parameters: The `parameters` text; None where there is none.
    """

    size: tuple[int, int]
    origin: Origin | None
    parameters: str | None


def encode_picture(pixels: npt.NDArray[np.uint8], origin: Origin) -> bytes:
    """Write a cell's picture as PNG with both text chunks. Equal input gives equal bytes.

    Args:
        pixels: (height, width, 3), RGB, 0 to 255.
        origin: What made it.

    Raises:
        ValueError: `pixels` has another shape or type.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ValueError(
            f"a picture is uint8 of shape (height, width, 3), this is {pixels.dtype} {pixels.shape}"
        )
    size = (pixels.shape[1], pixels.shape[0])
    texts = PngImagePlugin.PngInfo()
    texts.add_text(FOREIGN_CHUNK, infotext(origin.settings, size, _extra(origin)))
    texts.add_itxt(CHUNK, canonical(asdict(origin)).decode())
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", pnginfo=texts)
    return buffer.getvalue()


def read_picture(path: Path) -> Provenance:
    """Read what a PNG file says about itself. Nothing in it is trusted: texts are plain data to be escaped.

    Raises:
        InputError: The file cannot be read, is no PNG, is broken, claims to be huge, or its own chunk is not
            ours.
    """
    with _clear_errors(path), Image.open(path, formats=["PNG"]) as image:
        image.load()
        size, texts = image.size, dict(getattr(image, "text", {}))
    own = texts.get(CHUNK)
    return Provenance(size, None if own is None else _origin(path, own), texts.get(FOREIGN_CHUNK))


def _extra(origin: Origin) -> dict[str, str]:
    prior = {"Model hash": origin.models["prior"][:10]} if "prior" in origin.models else {}
    model = origin.model_set or str(origin.settings.get("diffusion_model", ""))
    return {"Model": model, **prior, "Version": f"EZ Charts {origin.version}", "platform": origin.platform}


def _origin(path: Path, text: str) -> Origin:
    try:
        return Origin.from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise InputError(f"the {CHUNK!r} text of {path} is not one that EZ Charts wrote: {error}") from error


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn what Pillow raises about a bad file into an `InputError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except UnidentifiedImageError as error:
        raise InputError(f"{path} is not a PNG picture; name one that EZ Charts or A1111 wrote") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError(f"{path} claims to be far larger than a picture of ours: {error}") from error
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}; check the path") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # what a broken PNG makes Pillow raise
        raise InputError(f"{path} is broken: {error}") from error
