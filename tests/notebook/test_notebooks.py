"""The notebooks in `notebooks/` run from top to bottom, offline, and do what they say."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
ABSOLUTE = re.compile(r"(?<![\w:/.<])(/\w+)/\w")
"""A path from the root of some machine: its first folder."""
EXPLORER = FOLDER / "explorer.ipynb"

SMALL = """
import warnings

warnings.filterwarnings("error", module=r"ezcharts(\\..*)?")
SIZE, STEPS, STORE = [64, 64], 2, "store"
"""
FACTS = """
import json

facts = {
    "cells": [len(each.cells) for each in (result, jax, looped)],
    "states": sorted({cell.state for each in (result, jax, looped) for cell in each.cells}),
    "platforms": [each.cells[0].settings.platform for each in (result, jax, looped)],
    "pictures": len(list(pathlib.Path("store/pictures").glob("*/*.png"))),
    "chart": list(result.charts[0].image.size),
    "sizes": sorted({each.image.size for each in (*result.cells, *jax.cells, *looped.cells)}),
    "files": sorted(path.name for path in pathlib.Path("charts").iterdir()),
    "seconds": sum(each.seconds for each in result.cells),
}
print(json.dumps(facts))
"""


def tagged(notebook, tag):
    return [index for index, cell in enumerate(notebook.cells) if tag in cell.metadata.get("tags", ())]


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The explorer with small pictures and few steps, executed once, and the folder it ran in."""
    folder = tmp_path_factory.mktemp("explorer")
    notebook = nbformat.read(EXPLORER, as_version=4)
    (parameters,) = tagged(notebook, "parameters")
    notebook.cells.insert(parameters + 1, nbformat.v4.new_code_cell(SMALL, id="small"))
    notebook.cells.append(nbformat.v4.new_code_cell(FACTS, id="facts"))
    away = {name: str(folder / "home") for name in ("XDG_CACHE_HOME", "IPYTHONDIR")}
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, **away, "HF_HUB_OFFLINE": "1"})
    return {cell.id: cell for cell in notebook.cells}


def outputs(cell, kind="text/plain"):
    return [output["data"][kind] for output in cell.outputs if kind in output.get("data", {})]


def test_the_explorer_renders_what_it_says(executed):
    facts = json.loads(executed["facts"].outputs[0].text)
    assert facts["cells"] == [6, 3, 4]
    assert facts["states"] == ["done"]
    assert facts["platforms"] == ["disco-5.2", "jax-2.7", "disco-5.2"]
    assert facts["sizes"] == [[64, 64]]
    assert min(facts["chart"]) > 500
    assert facts["files"] == ["clamp_max.html", "clamp_max.png"]
    assert facts["seconds"] > 0
    assert (
        facts["pictures"] == 6 + 1 + 3 + 2
    )  # the chart, its one change, the JAX study, what the loop lacked


def test_running_again_renders_nothing(executed):
    assert outputs(executed["run"])[0].startswith("rendered 6 cells in")
    assert outputs(executed["run-again"])[0] == "nothing to render: 6 cells in the store"
    assert outputs(executed["loop"])[0].startswith("rendered 2 cells in")


def test_a_run_leaves_two_outputs_a_line_and_the_chart(executed):
    for name in ("run", "jax-study", "loop"):
        line, chart = outputs(executed[name], "text/html")
        assert "<img" not in line
        assert chart.count("<img") == 1
        assert "data:image/webp;base64," in chart
    assert len(outputs(executed["query"], "text/html")) == 1
    assert "are not there" not in outputs(executed["query"])[0]


def test_no_cell_writes_to_the_error_stream(executed):
    said = [output for cell in executed.values() for output in cell.get("outputs", ()) if output.get("name")]
    assert [output.name for output in said] == ["stdout"]  # the facts of this test


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_kept_without_outputs_and_without_traces_of_a_machine(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert notebook.metadata.kernelspec.name == "python3"
    text = path.read_text(encoding="utf-8")
    assert set(ABSOLUTE.findall(text)) <= {"/content"}  # Colab's, for everyone
    assert not any(word in text for word in ("index-url", "pypi"))
    assert len(tagged(notebook, "parameters")) == 1
