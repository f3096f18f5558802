"""No importer knows another, and none knows what is above it."""

import ast
from pathlib import Path

import pytest

import ezcharts.library.importers as package

FOLDER = Path(package.__file__).parent
SHARED = {"found", "settings_file"}
ABOVE = {"gather", "check", "checks", "catalogue", "intake", "site"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_imports(path):
    tree = ast.parse(path.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    inside = {name.split(".")[3] for name in names if name.startswith("ezcharts.library.importers.")}
    assert inside <= SHARED
    beside = {name.split(".")[2] for name in names if name.startswith("ezcharts.library.")}
    assert not beside & ABOVE
