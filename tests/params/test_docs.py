"""The reference pages say what the declarations say, and nothing else."""

import re
from pathlib import Path

from ezcharts.params.dialect import DIALECTS
from ezcharts.params.docs import dialects_markdown, parameters_markdown
from ezcharts.params.explain import facts, first_sentence
from ezcharts.params.quirks import QUIRKS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_page_is_current():
    page = (DOCS / "parameters.md").read_text(encoding="utf-8")
    assert page == parameters_markdown(), "run: python -m ezcharts.params.docs > docs/parameters.md"


def test_the_page_of_the_dialects_is_current():
    page = (DOCS / "dialects.md").read_text(encoding="utf-8")
    assert page == dialects_markdown(), "run: python -m ezcharts.params.docs dialects > docs/dialects.md"


def test_the_page_has_a_section_for_every_parameter_and_for_nothing_else():
    page = (DOCS / "parameters.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### (\S+)$", page, flags=re.MULTILINE)
    assert sections == [parameter.name for dialect in DIALECTS for parameter in dialect]


def test_the_quirks_page_has_a_row_for_every_quirk_and_for_nothing_else():
    page = (DOCS / "quirks.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([QJ]\d\w*) \|", page, flags=re.MULTILINE) == list(QUIRKS)


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


def test_defaults_of_our_own_say_so():
    parameter = DIALECTS[1].find("cutn")
    ours = " (ours; the notebook's is not known)"
    assert dict(facts(parameter))["default"] == f"8{ours}; from jax-jan22 on 8; from huemin-2.7 on 4"
    assert dict(facts(parameter, "2.4"))["default"] == f"8{ours}"
    assert dict(facts(parameter, "2.7"))["default"] == "8"


def test_versions_without_a_number_of_their_own_have_the_name_of_their_platform():
    facts_of = {name: dict(facts(DIALECTS[1].find(name)))["versions"] for name in ("seed", "antijpeg")}
    assert facts_of == {"seed": "since jax-2.4", "antijpeg": "since jax-2.4, removed in huemin-2.7"}


def test_the_first_sentence_keeps_decimal_points():
    assert first_sentence("0.09 is early. Later is late.") == "0.09 is early."
    assert first_sentence("One.") == "One."
