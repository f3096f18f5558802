"""What the front door costs and offers before anything is rendered."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import nbformat
import pytest

import ezcharts.notebook as ez
from ezcharts.notebook.results import Result

ROOT = Path(__file__).parents[2]
LOOKING = """
import sys
import ezcharts.notebook as ez

study = ez.study({"title": "t", "platform": "disco-5.2", "axes": {"eta": [0, 1]}, "settings": {"seed": 1}})
assert "eta" in study._repr_html_() and "eta" in repr(study)
assert "clamp_max" in ez.params()._repr_html_()
assert ez.result(study).cells[0].state == "missing"
loaded = {"torch", "IPython", "open_clip", "diffusers"} & set(sys.modules)
assert not loaded, loaded
"""


def test_looking_at_studies_and_parameters_loads_neither_torch_nor_ipython(tmp_path):
    subprocess.run([sys.executable, "-W", "error", "-c", LOOKING], check=True, cwd=tmp_path, timeout=60)
    assert list(tmp_path.iterdir()) == []


def test_every_public_word_is_in_the_page_about_notebooks_and_no_other():
    page = (ROOT / "docs/notebook.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bez\.([a-z_]+)\(", page)) == set(ez.__all__)
    assert all(callable(getattr(ez, name)) for name in ez.__all__)


def examples(path):
    """The Python code of a page or of a notebook."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".ipynb"):
        cells = nbformat.reads(text, as_version=4).cells
        return "\n".join(each.source.replace("%pip", "#") for each in cells if each.cell_type == "code")
    return "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))


@pytest.mark.parametrize("path", ["README.md", "docs/notebook.md", "notebooks/explorer.ipynb"])
def test_examples_call_what_there_is_with_arguments_that_there_are(path):
    calls = [node for node in ast.walk(ast.parse(examples(path))) if isinstance(node, ast.Call)]
    known = {f"ez.{name}": getattr(ez, name) for name in ez.__all__}
    known |= {f"result.{name}": partial(getattr(Result, name), None) for name in ("chart", "save")}
    called = [(ast.unparse(call.func), call) for call in calls]
    ours = [(name, call) for name, call in called if re.fullmatch(r"(ez|result)\.\w+", name)]
    assert len(ours) >= 4
    for name, call in ours:
        inspect.signature(known[name]).bind(
            *call.args, **{each.arg: each.value for each in call.keywords if each.arg}
        )
