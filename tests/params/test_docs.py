"""The reference pages say what the declarations say, and nothing else."""

import re
from pathlib import Path

from ezcharts.params.dialect import DIALECTS
from ezcharts.params.docs import parameters_markdown
from ezcharts.params.explain import facts, first_sentence
from ezcharts.params.quirks import QUIRKS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_page_is_current():
    page = (DOCS / "parameters.md").read_text(encoding="utf-8")
    assert page == parameters_markdown(), "run: python -m ezcharts.params.docs > docs/parameters.md"


def test_the_page_has_a_section_for_every_parameter_and_for_nothing_else():
    page = (DOCS / "parameters.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### (\S+)$", page, flags=re.MULTILINE)
    assert sections == [parameter.name for dialect in DIALECTS for parameter in dialect]


def test_the_quirks_page_has_a_row_for_every_quirk_and_for_nothing_else():
    page = (DOCS / "quirks.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (Q\w+) \|", page, flags=re.MULTILINE) == list(QUIRKS)


def test_tests_named_on_the_quirks_page_exist():
    page = (DOCS / "quirks.md").read_text(encoding="utf-8")
    for file, name in re.findall(r"`(tests/\S+\.py)::(\w+)`", page):
        assert f"def {name}(" in (DOCS.parent / file).read_text(encoding="utf-8"), f"{file}::{name}"


def test_every_quirk_is_told_by_a_parameter_or_is_about_the_run():
    told = {number for dialect in DIALECTS for parameter in dialect for number in parameter.quirks}
    assert set(QUIRKS) - told == {"Q15"}


def test_facts_leave_out_what_there_is_not():
    for dialect in DIALECTS:
        for parameter in dialect:
            labels = [label for label, _ in facts(parameter)]
            assert all(text for _, text in facts(parameter))
            assert ("typical" in labels) == bool(parameter.typical)
            assert {"range", "default", "versions", "acts on", "source"} <= set(labels)


def test_facts_of_one_version():
    parameter = DIALECTS[0].find("skip_steps")
    assert dict(facts(parameter))["default"] == "0; from version 5.01 on 10"
    assert dict(facts(parameter, "5.7"))["default"] == "10"
    assert dict(facts(DIALECTS[0].find("sampler"), "4.1"))["acts like"] == "ddim"


def test_the_first_sentence_keeps_decimal_points():
    assert first_sentence("0.09 is early. Later is late.") == "0.09 is early."
    assert first_sentence("One.") == "One."
