"""Disco's settings files and the pictures beside them."""

import json

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.importers import disco, huemin
from tests.library.importers.makers import disco_run, huemin_run, picture


def test_pictures_are_found_by_the_notebooks_rule(tmp_path):
    file = disco_run(tmp_path, 3, images=2, clamp_max=0.1)
    for other in ("TimeToDisco(3)_0000-20%.png", "TimeToDisco(3)_0000-003.png", "TimeToDisco(30)_0000.png"):
        picture(tmp_path / other)
    assert disco.fits(file)
    found = disco.read(file)
    assert [(each.picture.name, each.image) for each in found] == [
        ("TimeToDisco(3)_0000.png", 0),
        ("TimeToDisco(3)_0001.png", 1),
    ]
    first = found[0]
    assert (first.platform, first.file, first.doubts) == ("disco-5.2", file, ())
    assert first.settings["clamp_max"] == 0.1
    assert first.settings["width_height"] == [128, 64]
    assert first.settings["text_prompts"] == ["a lighthouse in a storm"]
    assert "max_frames" not in first.settings
    assert "diffusion_steps" not in first.settings


def test_names_with_marks_of_patterns(tmp_path):
    file = disco_run(tmp_path, 0, name="a.b+[c] {d}")
    picture(tmp_path / "axb+[c] {d}(0)_0000.png")
    assert [each.picture.name for each in disco.read(file)] == ["a.b+[c] {d}(0)_0000.png"]


def test_settings_without_a_picture(tmp_path):
    (found,) = disco.read(disco_run(tmp_path, 0, images=0))
    assert found.picture is None
    assert found.settings["seed"] == 7


def test_what_is_refused_stays_as_it_was(tmp_path):
    changes = {"eta": "high", "steps": -5, "my_own": [1], "width": 10}
    (found,) = disco.read(disco_run(tmp_path, 0, changes=changes))
    assert found.settings["eta"] == "high"
    assert found.settings["steps"] == -5
    assert found.settings["my_own"] == [1]
    assert found.settings["clamp_max"] == 0.05
    text = "\n".join(found.doubts)
    for words in ("eta must be a number", "steps must be", "my_own", "width_height must be"):
        assert words in text


def test_settings_that_contradict_are_kept_raw(tmp_path):
    (found,) = disco.read(disco_run(tmp_path, 0, changes={"skip_steps": 300}))
    assert found.settings["skip_steps"] == 300
    assert any("skip_steps must be less than steps" in doubt for doubt in found.doubts)


def test_missing_settings_are_doubtful(tmp_path):
    file = tmp_path / "a(0)_settings.txt"
    file.write_text('{"steps": 250, "seed": 1}')
    (found,) = disco.read(file)
    assert found.settings == {"steps": 250, "seed": 1}
    assert any("defaults of disco-4.1 stand in" in doubt for doubt in found.doubts)


def test_who_fits(tmp_path):
    hue = huemin_run(tmp_path, 1)
    assert not disco.fits(hue)
    assert huemin.fits(hue)
    assert not huemin.fits(disco_run(tmp_path, 1))
    for name, content in {
        "a_settings.txt": "[1]",
        "b_settings.txt": "{",
        "c_settings.txt": '{"x": 1}',
        "d.txt": "{}",
    }.items():
        (tmp_path / name).write_text(content)
        assert not disco.fits(tmp_path / name)
        assert not huemin.fits(tmp_path / name)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe{}", json.dumps({"a": "x" * 2**20}).encode()])
def test_what_is_no_settings_file(tmp_path, content):
    file = tmp_path / "a_settings.txt"
    file.write_bytes(content)
    with pytest.raises(LibraryError):
        disco.read(file)
    with pytest.raises(LibraryError):
        huemin.read(file)


def test_two_pictures_of_one_number(tmp_path):
    file = disco_run(tmp_path, 0)
    picture(tmp_path / "TimeToDisco(0)_0.jpg")
    with pytest.raises(LibraryError, match="both picture 0"):
        disco.read(file)


def test_links_beside_are_not_pictures(tmp_path):
    file = disco_run(tmp_path, 0, images=0)
    (tmp_path / "TimeToDisco(0)_0000.png").symlink_to("/etc/passwd")
    assert disco.read(file)[0].picture is None
