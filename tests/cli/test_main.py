"""The command itself: help without loading anything heavy, errors without tracebacks, exit codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ezcharts import __version__
from ezcharts.cli import main as cli_main


def call(monkeypatch, capsys, *arguments: str) -> tuple[int, str]:
    """Exit code and everything printed."""
    monkeypatch.setattr(sys, "argv", ["ezcharts", *arguments])
    with pytest.raises(SystemExit) as end:
        cli_main.main()
    printed = capsys.readouterr()
    code = end.value.code
    return (code if isinstance(code, int) else 0), printed.out + printed.err


def test_help_lists_every_verb_and_each_has_help(monkeypatch, capsys):
    code, text = call(monkeypatch, capsys, "--help")
    assert code == 0
    for verb in cli_main.VERBS:
        assert verb in text
        assert call(monkeypatch, capsys, verb, "--help")[0] == 0


def test_version(monkeypatch, capsys):
    assert __version__ in call(monkeypatch, capsys, "--version")[1]


def test_an_unknown_verb_is_answered_with_the_nearest(monkeypatch, capsys):
    code, text = call(monkeypatch, capsys, "rum")
    assert code == 2
    assert "no such verb: 'rum'; did you mean 'run'" in text


def test_errors_of_ours_are_one_line_and_exit_2(monkeypatch, capsys, tmp_path):
    study = tmp_path / "broken.yaml"
    study.write_text("title: x\nplatform: disco-5.9\n")
    code, text = call(monkeypatch, capsys, "plan", str(study))
    assert code == 2
    assert text.startswith("Error: ")
    assert "broken.yaml:2" in text
    assert "did you mean" in text
    assert "Traceback" not in text


def test_planning_never_loads_torch():
    program = (
        "import sys; import ezcharts.cli.plan, ezcharts.cli.params, ezcharts.cli.show, ezcharts.cli.run; "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
