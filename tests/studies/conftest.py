"""Studies written into a temporary folder, and the 31 of the library, read once."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import settings

from ezcharts.studies.spec import read_study

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

LIBRARY = Path(__file__).parents[2] / "studies"

HEADER = "title: a test\nplatform: disco-5.2\n"
SEED = "settings: {seed: 7}\n"


@pytest.fixture
def written(tmp_path):
    """Write a study and return its path. The text is dedented; its first line is line 1."""

    def write(text, name="study.yaml"):
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(written):
    """Read a study from its text."""
    return lambda text: read_study(written(text))
