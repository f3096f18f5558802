"""The study format's page: every study on it can be read, and every word of the format is on it."""

import re
import textwrap
from pathlib import Path

import pytest

from ezcharts.params.disco.dialect import DISCO
from ezcharts.studies import axes, header, spec, views
from ezcharts.studies.given import MARKS
from ezcharts.studies.grid import expand
from ezcharts.studies.profile import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "study-format.md").read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(block) for block in re.findall(r"^ *```yaml\n(.*?)^ *```", PAGE, re.S | re.M)]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_study_on_the_page_can_be_read(read, block):
    study = read(block)
    grid = expand(study if not study.needs_seed else study.with_seed(1), "preview")
    assert grid.cells


def test_every_word_of_the_format_is_on_the_page():
    words = {
        *spec.STUDY_KEYS,
        *header.HEADER_KEYS,
        *axes.AXIS_KEYS,
        *views.VIEW_KEYS,
        *RULES,
        *MARKS,
        *DISCO.platforms,
    }
    missing = {word for word in words if not re.search(rf"\b{re.escape(word)}\b", PAGE)}
    assert not missing


def test_the_notebook_example_runs(capsys):
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.S | re.M)
    exec(compile(code, "study-format.md", "exec"), {})
    assert capsys.readouterr().out.splitlines()[1] == "{'eta': 1} 0.2 (192, 128)"
