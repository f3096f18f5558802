import json

import pytest
from click.testing import CliRunner

from ezcharts.cli.show import show
from ezcharts.errors import InputError
from ezcharts.store.picture import Origin, encode_picture
from tests.store.test_picture import ORIGIN, PIXELS, png


@pytest.fixture
def run(tmp_path):
    def invoke(content, *options):
        (tmp_path / "cell.png").write_bytes(content)
        result = CliRunner(env={"COLUMNS": "120"}).invoke(show, [str(tmp_path / "cell.png"), *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return invoke


def test_everything_that_made_a_picture_is_printed(run):
    output = run(encode_picture(PIXELS, ORIGIN))
    for part in (
        "128 x 64",
        "EZ Charts 0.1.0",
        "disco-5.0",
        "embedded",
        "ab" * 32,
        "prior cdcdcdcdcdcd",
        "Beksiński",
    ):
        assert part in output
    rows = [line.split("│")[1:3] for line in output.splitlines() if line.startswith("│")]
    assert ["eta", "-0.5"] in [[cell.strip() for cell in row] for row in rows]


def test_json_is_the_whole_origin(run):
    assert Origin.from_json(json.loads(run(encode_picture(PIXELS, ORIGIN), "--json"))) == ORIGIN


def test_parameters_of_other_tools_are_printed_as_they_are(run):
    output = run(png([("parameters", "a [bold]cat[/bold]\nSteps: 20")]))
    assert "not by EZ Charts" in output
    assert "a [bold]cat[/bold]\nSteps: 20" in output


def test_a_picture_cannot_command_the_terminal(run):
    output = run(png([("parameters", "\x1b[2Jgone\x07 \u202eevil")]))
    assert "\x1b" not in output
    assert "\\x1b[2Jgone\\x07 \\u202eevil" in output


def test_a_picture_that_says_nothing_is_an_error(run):
    with pytest.raises(
        InputError, match="does not say what made it: it has neither an ezcharts nor a parameters"
    ):
        run(png())
    with pytest.raises(
        InputError, match="holds no text of EZ Charts; leave out --json to see what it does hold"
    ):
        run(png([("parameters", "x")]), "--json")
