r"""A1111's text: `parameters` in a PNG file, EXIF UserComment in JPEG and WebP.

    text   := prompt lines, then "Negative prompt: " lines, then one line of pairs
    pairs  := pair ("," pair)*                    at least three, else the line belongs to the prompt
    pair   := name ":" (quoted | plain)           Steps: 20, Size: 512x512, Model: "a, b"
    name   := a letter, then letters, digits, blanks, "-" and "/"
    quoted := a JSON string                       plain := anything without a comma

It is none of our notebooks, so that names and values stay as they are, numbers and sizes read as such. Where
the text names one of our platforms it was written by EZ Charts, and its pairs are the notebook's settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library.guard.pictures import USER_COMMENT, is_picture_name, open_picture
from ezcharts.library.importers.found import Found, canonical
from ezcharts.params.dialect import platforms
from ezcharts.params.domain import Json
from ezcharts.params.number import NUMERAL, read_number

CHUNK: Final = "parameters"
_PAIR: Final = re.compile(r' *+(\w[\w \-/]{0,80}): *+("(?:\\.|[^\\"])*+"(?= *(?:,|$))|[^,]*+) *+,?')
_FEWEST: Final = 3
_NEGATIVE: Final = "Negative prompt:"
_LONGEST: Final = 100_000
_SIZE: Final = re.compile(r"[0-9]+x[0-9]+")
_OURS: Final[Mapping[str, str]] = {
    "Steps": "steps",
    "Sampler": "diffusion_sampling_mode",
    "CFG scale": "clip_guidance_scale",
    "Seed": "seed",
}
_NOT_SETTINGS: Final = ("Size", "Model", "Model hash", "Version", "platform")
_SHEET: Final = "x/y/z plot"


def fits(path: Path) -> bool:
    """Return whether a picture carries the text."""
    return is_picture_name(path) and bool(_text(path))


def read(path: Path) -> list[Found]:
    """Return the picture with what its text says.

    Raises:
        LibraryError: It carries no such text.
    """
    text = _text(path)
    if not text:
        raise LibraryError(f"{path} has no 'parameters' text or UserComment that says how it was made")
    prompt, negative, pairs = parse(text)
    platform = pairs.get("platform", "")
    if platform in platforms():
        return [_ours(path, platform, pairs)]
    settings: dict[str, Json] = {"prompt": prompt, "negative_prompt": negative}
    settings |= {_name(name): _value(value) for name, value in pairs.items()}
    settings = {name: value for name, value in settings.items() if value != ""}
    sheet = _SHEET in pairs.get("Script", "").lower()
    doubts = ("this is a sheet of many pictures (X/Y/Z plot), not one",) if sheet else ()
    return [Found(path, path, "", settings, stated=_program(pairs), doubts=doubts)]


def parse(text: str) -> tuple[str, str, dict[str, str]]:
    """Return prompt, negative prompt and the pairs of the last line, as text.

    Raises:
        LibraryError: It is longer than any such text.
    """
    if len(text) > _LONGEST:
        raise LibraryError(f"a text has at most {_LONGEST:,} characters here, this has {len(text):,}")
    lines = text.strip().splitlines()
    pairs = dict(_pairs(lines[-1])) if lines else {}
    if len(pairs) < _FEWEST:
        pairs = {}
    else:
        lines.pop()
    starts = [number for number, line in enumerate(lines) if line.strip().startswith(_NEGATIVE)]
    split = starts[0] if starts else len(lines)
    negative = "\n".join(lines[split:]).strip().removeprefix(_NEGATIVE)
    return "\n".join(lines[:split]).strip(), negative.strip(), pairs


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield names and values; what is no pair is passed over up to the next comma."""
    at = 0
    while at < len(line):
        match = _PAIR.match(line, at)
        if match is not None:
            yield match[1].strip(), _unquoted(match[2].strip())
            at = match.end()
        else:
            at = line.find(",", at) + 1 or len(line)


def _unquoted(value: str) -> str:
    if not (len(value) >= 2 and value[0] == value[-1] == '"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value


def _text(path: Path) -> str:
    try:
        texts = open_picture(path).texts
    except LibraryError:
        return ""
    return texts.get(CHUNK) or texts.get(USER_COMMENT, "")


def _ours(path: Path, platform: str, pairs: Mapping[str, str]) -> Found:
    """Read a text that EZ Charts wrote: the notebook's names, values as JSON."""
    given = {
        _OURS.get(name, name): _json(value) for name, value in pairs.items() if name not in _NOT_SETTINGS
    }
    if isinstance(given.get("diffusion_sampling_mode"), str):
        given["diffusion_sampling_mode"] = str(given["diffusion_sampling_mode"]).lower()
    settings, doubts = canonical(platform, given)
    return Found(path, path, platform, settings, doubts=tuple(doubts))


def _json(value: str) -> Json:
    try:
        read: Json = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return read


def _name(name: str) -> str:
    """Return a name as settings have theirs: `CFG scale` is `cfg_scale`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _value(value: str) -> Json:
    if NUMERAL.fullmatch(value) and len(value) <= 20:
        return read_number(value)
    if _SIZE.fullmatch(value):
        return [int(side) for side in value.split("x")]
    return value


def _program(pairs: Mapping[str, str]) -> str:
    return " ".join(part for part in ("A1111", pairs.get("Version", ""), pairs.get("Model", "")) if part)
