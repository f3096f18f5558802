"""Reading the plain parts of a study: mappings with known keys, texts, words, yes or no, whole numbers.

Every function takes a node and the key to name in a message, and raises `StudyError` at the node's place.
"""

from __future__ import annotations

from collections.abc import Collection

from ezcharts.errors import did_you_mean
from ezcharts.params.number import shown
from ezcharts.studies.problems import Problems
from ezcharts.studies.yaml_nodes import Items, Node, Scalar, Table


def table(node: Node, key: str, known: Collection[str] | None = None) -> Table:
    """Return the node as a mapping.

    Args:
        node: What was written.
        key: Its key, for messages.
        known: All keys it may have; None allows any.

    Raises:
        StudyError: It is no mapping, or has unknown keys; all of them are named.
    """
    if not isinstance(node, Table):
        raise node.place.error(key, f"must be a mapping (key: value), got {shown(node.plain())}")
    problems = Problems()
    for name in node.entries.keys() - (known if known is not None else node.entries.keys()):
        path = f"{key}.{name}" if key else name
        hint = did_you_mean(name, known or ()) or f"; known here: {', '.join(sorted(known or ()))}"
        problems.add(node.at(name).error(path, f"unknown key {name!r}{hint}"))
    problems.raise_any()
    return node


def text(node: Node, key: str) -> str:
    """Return the node as a text; a number or a date is taken as it was written."""
    if not isinstance(node, Scalar) or node.value is None or not node.text.strip():
        raise node.place.error(key, f"must be a text, got {shown(node.plain())}")
    return node.text.strip()


def word(node: Node, key: str, options: Collection[str]) -> str:
    """Return the node as one word of a list."""
    found = text(node, key)
    if found not in options:
        listed = ", ".join(options)
        raise node.place.error(key, f"must be one of {listed}, got {found!r}{did_you_mean(found, options)}")
    return found


def flag(node: Node, key: str) -> bool:
    """Return the node as true or false."""
    if not isinstance(node, Scalar) or not isinstance(node.value, bool):
        raise node.place.error(key, f"must be true or false, got {shown(node.plain())}")
    return node.value


def whole(node: Node, key: str, low: int) -> int:
    """Return the node as a whole number of at least `low`."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise node.place.error(key, f"must be a whole number of at least {low}, got {shown(node.plain())}")
    return value


def each(node: Node) -> tuple[Node, ...]:
    """Return the entries of a list; anything else stands for a list of one."""
    return node.items if isinstance(node, Items) else (node,)
