"""Charts of a study as files: names that any folder can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from ezcharts.runner.sheets import file_name
from ezcharts.studies.spec import study_from_dict


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("clamp_max vs steps", "clamp_max-vs-steps"),
        ("eta (-1 to 1), DD 5.2", "eta--1-to-1-DD-5.2"),
        ("../../secrets", "secrets"),
        ("a/b\\c:d", "a-b-c-d"),
        ("?", "study"),
        ("Beksiński", "Beksiński"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_becomes_a_file_name(title, name):
    study = study_from_dict({"title": title, "platform": "disco-5.2", "settings": {"seed": 1}})
    assert file_name(study) == name
    assert Path(name).name == name
