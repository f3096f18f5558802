"""A settings file is read as the notebook's that wrote it."""

import json

import pytest

from ezcharts.errors import SettingsError, UnknownName
from ezcharts.params.files import disco, huemin
from ezcharts.params.files.read import read_settings_file
from ezcharts.params.settings import Settings


def saved(tmp_path, text):
    path = tmp_path / "run_settings.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("writer", "platform"), [(disco, "disco-4.1"), (disco, "disco-5.7"), (huemin, "huemin-2.7")]
)
def test_what_a_notebook_writes_is_read_as_its_own(tmp_path, writer, platform):
    settings = Settings.build(platform, {"seed": 3})
    assert read_settings_file(saved(tmp_path, writer.settings_text(settings))).settings == settings


def test_the_platform_decides_where_it_is_told(tmp_path):
    path = saved(tmp_path, json.dumps({"steps": 60, "tv_scale": 9}))
    for platform, read_as in ((None, "disco-4.1"), ("jax-2.4", "jax-2.4"), ("disco-5.2", "disco-5.2")):
        settings = read_settings_file(path, platform).settings
        assert (settings.platform, settings["steps"], settings["tv_scale"]) == (read_as, 60, 9)
    with pytest.raises(UnknownName, match="unknown platform 'jax-3'"):
        read_settings_file(path, "jax-3")


@pytest.mark.parametrize("text", ["[1]", "{", '{"ddim_eta": "high"}'])
def test_errors_name_the_file(tmp_path, text):
    with pytest.raises(SettingsError, match=r"run_settings\.txt: "):
        read_settings_file(saved(tmp_path, text))
    with pytest.raises(SettingsError, match=r"missing\.txt"):
        read_settings_file(tmp_path / "missing.txt")
