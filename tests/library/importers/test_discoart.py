"""discoart's YAML: its keys as Disco's, as far as they are the same."""

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.importers import discoart
from tests.library.importers.makers import picture

TEXT = """
text_prompts:
  - a lighthouse
  - yellow color scheme
init_image:
width_height: [ 128, 64 ]
steps: 250
cut_overview: "[12]*400+[4]*600"
cut_ic_pow: 1.
clamp_max: 0.05
range_scale: 150
diffusion_sampling_mode: ddim
n_batches: 4
batch_name:
seed: 10
clip_models:
  - ViT-B-32::openai
  - RN50::openai
  - ViT-B-32::laion2b_e16
clip_models_schedules:
transformation_percent: [0.09]
"""


@pytest.fixture
def write(tmp_path):
    def to_file(text=TEXT, name="my.yml"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return to_file


def test_settings_of_disco(write):
    path = write()
    assert discoart.fits(path)
    (found,) = discoart.read(path)
    assert (found.picture, found.platform, found.stated) == (None, "disco-5.7", "discoart")
    settings = found.settings
    assert settings["text_prompts"] == ["a lighthouse", "yellow color scheme"]
    assert settings["width_height"] == [128, 64]
    assert settings["cut_overview"] == "[12]*400+[4]*600"
    assert settings["cut_ic_pow"] == 1
    assert [name for name, value in settings.items() if value is True] == [
        "ViTB32",
        "RN50",
        "ViTB32_laion2b_e16",
    ]
    assert settings["ViTB16"] is False
    assert "init_image" not in settings
    assert "n_batches" not in settings
    (doubt,) = found.doubts
    assert "range_scale acts" in doubt


def test_what_cannot_be_mapped_is_listed(write):
    text = TEXT + "cut_schedules_group: soft\nnoise_scale: 3\n_mine: 1\n"
    text = text.replace("  - RN50::openai", "  - ViT-H-14::laion2b").replace(
        "clamp_max: 0.05", 'clamp_max: "[1]*1000"'
    )
    (found,) = discoart.read(write(text))
    said = "\n".join(found.doubts)
    assert "no such setting: cut_schedules_group" in said
    assert "no such setting: noise_scale" in said
    assert "_mine" not in said
    assert "no such CLIP model: ViT-H-14::laion2b" in said
    assert "clamp_max must be a number" in said
    assert found.settings["clamp_max"] == "[1]*1000"


def test_prompts_with_parts(write):
    prompts = (
        "text_prompts:\n  version: 1\n  prompts:\n    - {text: a castle, weight: 3}\n"
        "    - {text: fog, weight: -1, schedule: x}\n    - {text: sea}\n"
    )
    text = prompts + TEXT[TEXT.index("init_image") :]
    (found,) = discoart.read(write(text))
    assert found.settings["text_prompts"] == ["a castle:3", "fog:-1", "sea"]
    assert any("no such part: schedule" in doubt for doubt in found.doubts)


def test_finished_pictures_have_the_seeds_after(write, tmp_path):
    for name in ("0-done-0.png", "1-done-0.png", "2-done-0.png", "0-step-20-0.png", "0-progress-0.png"):
        picture(tmp_path / name)
    found = discoart.read(write())
    assert [(each.picture.name, each.settings["seed"]) for each in found] == [
        ("0-done-0.png", 10),
        ("1-done-0.png", 11),
        ("2-done-0.png", 12),
    ]


def test_pictures_named_like_the_file(write, tmp_path):
    picture(tmp_path / "my.png")
    picture(tmp_path / "other.png")
    (found,) = discoart.read(write())
    assert found.picture.name == "my.png"


@pytest.mark.parametrize("text", ["- 1", "a: &x 1\nb: *x", "a: 1", "x: !!python/object:os.system 1", "{", ""])
def test_other_files(write, text):
    path = write(text)
    assert not discoart.fits(path)


def test_studies_are_not_taken_for_it(write):
    assert not discoart.fits(
        write("title: a\nplatform: disco-5.2\naxes: {eta: [0, 1]}\nsettings: {steps: 250}")
    )


@pytest.mark.parametrize("text", ["- 1", "{"])
def test_reading_what_is_none(write, text):
    with pytest.raises(LibraryError):
        discoart.read(write(text))
