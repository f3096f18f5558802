"""Writing a drawn seed into a study file: once, where a reader looks for it, everything else untouched.

A study whose seed is random would be another study in every run, and could never be continued. So the seed is
drawn once and put into the file's text: in place of `seed: random_seed`, else as a line of `settings`.
"""

from __future__ import annotations

from pathlib import Path

from ezcharts.errors import StudyError
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.store.files import plain_errors, write_atomically
from ezcharts.studies.given import MARKS
from ezcharts.studies.yaml_nodes import Node, Scalar, Table, read_yaml

COMMENT = "  # drawn at random, once"

_SEEDS = ("seed", "set_seed")


def write_seed(path: Path | str, seed: int) -> None:
    """Write a seed into a study file that needs one.

    Comments, order and line ends stay as they are; the file is replaced whole or not at all.

    Raises:
        StudyError: The file has a seed already, or is no study.
        StoreError: It cannot be read or written.
    """
    file = Path(path).resolve()
    with plain_errors("write a seed into", file):
        text, mode = file.read_bytes().decode("utf-8"), file.stat().st_mode
        write_atomically(file, with_seed(text, seed, str(path)).encode("utf-8"))
        file.chmod(mode)


def with_seed(text: str, seed: int, file: str | None = None) -> str:
    """Return the text of a study with a seed in it.

    Raises:
        StudyError: It is no study, or has a seed already.
    """
    top = read_yaml(text, file)
    if not isinstance(top, Table):
        raise StudyError("is no study: a study is a mapping", file=file)
    settings = top.entries.get("settings")
    present = _present(settings)
    if present is not None:
        return _in_place_of(text, present, seed)
    if isinstance(settings, Table) and settings.entries:
        return _in_front_of(text, settings, f"seed: {seed}")
    return (
        _in_front_of(text, top, f"settings: {{seed: {seed}}}")
        if settings is None
        else _filled(text, settings, seed)
    )


def _present(settings: Node | None) -> Scalar | None:
    """Return the seed that stands in the settings, also in a group of one mark, bare or dressed."""
    tables = (
        [settings, *(settings.entries.get(mark) for mark in MARKS)] if isinstance(settings, Table) else []
    )
    for table in tables:
        for name in _SEEDS:
            node = table.entries.get(name) if isinstance(table, Table) else None
            node = node.entries.get("value") if isinstance(node, Table) else node
            if isinstance(node, Scalar):
                return node
    return None


def _in_place_of(text: str, present: Scalar, seed: int) -> str:
    if present.value != RANDOM_SEED:
        raise present.place.error("seed", f"the study has the seed {present.text}; nothing is to be drawn")
    return text[: present.place.index] + str(seed) + text[present.end :]


def _in_front_of(text: str, table: Table, entry: str) -> str:
    """Put an entry before the first one of a mapping, as a line of its own where entries have lines."""
    first = table.keys.get("axes") or next(iter(table.keys.values()))
    if table.flow:
        return text[: first.index] + f"{entry}, " + text[first.index :]
    line_end = "\r\n" if "\r\n" in text else "\n"
    return text[: first.index] + entry + COMMENT + line_end + " " * first.column + text[first.index :]


def _filled(text: str, settings: Node, seed: int) -> str:
    """Replace empty settings (nothing, or braces with nothing in them)."""
    end = settings.end if isinstance(settings, Scalar) else text.index("}", settings.place.index) + 1
    space = "" if text[settings.place.index - 1 : settings.place.index].isspace() else " "
    return text[: settings.place.index] + f"{space}{{seed: {seed}}}" + text[end:]
