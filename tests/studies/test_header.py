"""What a study says of itself."""

from datetime import date

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.header import Header, Source
from ezcharts.studies.spec import read_study


def test_a_header_holds_everything(read):
    header = read("""\
        title: clamp_max vs steps
        platform: {stated: DD, assumed: disco-5.0}
        date: 2022-03-05
        notes: seen
        erratum: misprinted
        see_also: [08-other, 10-another]
        source:
          - https://example.org/1
          - {url: "http://example.org/2", by: "@someone", note: probably}
          - {by: "@nobody"}
        """).header
    assert header == Header(
        title="clamp_max vs steps",
        platform="disco-5.0",
        platform_stated="DD",
        date=date(2022, 3, 5),
        notes="seen",
        sources=(
            Source("https://example.org/1"),
            Source("http://example.org/2", "@someone", "probably"),
            Source(by="@nobody"),
        ),
        erratum="misprinted",
        see_also=("08-other", "10-another"),
    )
    assert header.platform_mark == "inferred"
    assert header.line == "clamp_max vs steps, Disco 5.0, 2022-03-05"


@pytest.mark.parametrize(
    ("platform", "words"), [("disco-5.7", "Disco 5.7"), ("jax-2.4", "JAX 2.4"), ("jax-jan22", "JAX jan22")]
)
def test_the_line_names_the_platform(platform, words):
    assert Header("steps", platform).line == f"steps, {words}"
    assert Header("steps", platform).platform_mark == "stated"


P = "title: x\nplatform: disco-5.0\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("platform: disco-5.0", "title: is missing; every study has a title and a platform"),
        ("title: x", "platform: is missing"),
        ("title: x\nplatform: disco-5.9", "study.yaml:2: platform: unknown platform 'disco-5.9'; did"),
        ("title: x\nplatform: {assumed: disco-5.0}", "says both what is stated and what is assumed"),
        ("title: x\nplatform: {stated: DD, assumed: disco}", "platform: unknown platform 'disco'"),
        ("title: ''\nplatform: disco-5.0", "study.yaml:1: title: must be a text, got ''"),
        ("title: [a]\nplatform: disco-5.0", "title: must be a text, got ['a']"),
        (f"{P}date: 5 March", "date: must be a day written as 2022-03-05, got '5 March'"),
        (f"{P}date: 2022-02-30", "date: must be a day of the calendar"),
        (f"{P}source: javascript:alert(1)", "source: must be an address that begins with http"),
        (f"{P}source: 'http://[::1'", "source: must be an address"),
        (f"{P}source: HTTP//a.b", "source: must be an address"),
        (f"{P}source: 'http://a\"b'", "source: must be an address"),
        (P + "source: {ulr: http://a.b}", "source.ulr: unknown key 'ulr'; did you mean 'url'"),
    ],
)  # fmt: skip
def test_mistakes_in_the_header(written, line, message):
    with pytest.raises(StudyError) as caught:
        read_study(written(line))
    assert message in str(caught.value)
