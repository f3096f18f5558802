"""`scripts/browser.py`: finds a browser, installs one where it can, and says how where it cannot."""

import shutil

import pytest

from tests.library.site.conftest import browser_script


@pytest.fixture
def script():
    return browser_script()


def test_there_is_a_browser_for_these_tests(script):
    assert script.find(), script.MESSAGE


def test_nothing_is_done_where_a_browser_is(script, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)
    monkeypatch.setattr(script, "_run", lambda *command: pytest.fail(f"ran {command}"))
    script.main()
    assert capsys.readouterr().out == ""


def test_without_apt_it_says_what_to_install(script, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(script, "MAC", ())
    script.main()
    assert "apt-get install chromium" in capsys.readouterr().out


@pytest.mark.parametrize(("user", "prefix"), [(0, ()), (1000, ("sudo", "-n"))])
def test_debian_installs_it_as_root_or_with_sudo(script, monkeypatch, user, prefix):
    here, ran = set(), []

    def run(*command):
        ran.append(command)
        here.update({"chromium"} if "install" in command else ())
        return 0

    known = {"apt-get", "sudo"}
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in known | here else None)
    monkeypatch.setattr(script, "MAC", ())
    monkeypatch.setattr(script.os, "geteuid", lambda: user)
    monkeypatch.setattr(script, "_run", run)
    script.main()
    assert [command[-1] for command in ran[-2:]] == ["update", "chromium"]
    assert all(command[: len(prefix)] == prefix for command in ran)


def test_a_sudo_that_asks_is_left_alone(script, monkeypatch, capsys):
    monkeypatch.setattr(
        shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", "sudo") else None
    )
    monkeypatch.setattr(script, "MAC", ())
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script, "_run", lambda *command: 1)
    script.main()
    assert script.MESSAGE in capsys.readouterr().out
