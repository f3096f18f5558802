"""The settings that all cells of a study share, with the marks that say how we know them.

settings:
  stated: {steps: 250}          groups by mark,
  inferred: {clamp_max: 0.05}
  eta: 0.8                      or one by one (chosen by us unless it says otherwise)
"""

from __future__ import annotations

from collections.abc import Iterator

from ezcharts.studies import fields
from ezcharts.studies.given import MARKS, Given, Mark, read_one
from ezcharts.studies.problems import Problems
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Node, Table


def read_settings(vocabulary: Vocabulary, node: Node) -> dict[str, Given]:
    """Return canonical parameter name -> what the study gives.

    Raises:
        StudyError: Unknown names, values outside their domains, parameters given twice; all of them are
            named.
    """
    problems, settings = Problems(), dict[str, Given]()
    for name, path, value, mark in _entries(fields.table(node, "settings"), problems):
        with problems.noting(value.place, path):
            overlay = read_one(vocabulary, name, value, path, mark)
            for parameter in settings.keys() & overlay.values.keys():
                raise value.place.error(path, f"{parameter} is given twice; keep one")
            settings |= overlay.values
    problems.raise_any()
    return settings


def _entries(table: Table, problems: Problems) -> Iterator[tuple[str, str, Node, Mark]]:
    """Yield name, path, node and mark of every setting, those of the groups included."""
    for name, node in table.entries.items():
        mark = next((mark for mark in MARKS if mark == name), None)
        if mark is None:
            yield name, f"settings.{name}", node, "chosen"
            continue
        with problems.noting(node.place, f"settings.{mark}"):
            for inner, value in fields.table(node, f"settings.{mark}").entries.items():
                yield inner, f"settings.{mark}.{inner}", value, mark
