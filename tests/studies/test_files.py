"""An initial image lies beside its study or below it, and nowhere else."""

import pytest

from ezcharts.errors import DomainError, PlanError, StudyError
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.files import check_file, is_file
from ezcharts.studies.identity import file_digests

START = "title: x\nplatform: disco-5.2\nsettings:\n  seed: 1\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with a picture, one below, and one outside."""
    inside = tmp_path / "studies"
    (inside / "sub").mkdir(parents=True)
    for place in ("studies/a.png", "studies/sub/b.png", "outside.png"):
        (tmp_path / place).write_bytes(b"picture")
    (inside / "link.png").symlink_to(tmp_path / "outside.png")
    return inside


@pytest.mark.parametrize("name", ["a.png", "sub/b.png", "./a.png", "sub/../a.png"])
def test_files_in_the_folder_are_found(folder, name):
    assert check_file(folder, name).read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "../outside.png",
            "a file of a study lies in its folder or below, '../outside.png' does not; copy it",
        ),
        ("sub/../../outside.png", "lies in its folder or below"),
        ("link.png", "lies in its folder or below"),
        ("/etc/hostname", "lies in its folder or below"),
        ("C:\\a.png", "lies in its folder or below"),
        ("https://example.org/a.png", "is an address; download it and name the file"),
        ("no.png", "there is no file 'no.png' beside the study; the path is relative to the study file"),
        ("sub", "there is no file 'sub' beside the study"),
    ],
)
def test_other_files_are_refused(folder, name, message):
    with pytest.raises(DomainError) as caught:
        check_file(folder, name)
    assert message in str(caught.value)


def test_a_missing_init_image_is_told_with_its_line(read):
    with pytest.raises(StudyError, match=r"study.yaml:5: settings.init_image: there is no file 'no.png'"):
        read(START + "  init_image: no.png\n")


def test_image_prompts_are_files_too(read):
    with pytest.raises(StudyError, match=r"settings.image_prompts: there is no file 'no.png'"):
        read(START + "  image_prompts: ['no.png:2']\n")


def test_no_init_image_may_be_said(read):
    assert read(START + "  init_image: none\n").settings["init_image"].value is None


@pytest.mark.parametrize("name", ["a lighthouse " * 30, "a\x00b.png", "\ud800.png"])
def test_a_name_that_no_file_can_have_is_a_file_that_is_not_there(name, tmp_path):
    assert not is_file(tmp_path / name)
    with pytest.raises(DomainError, match="there is no file"):
        check_file(tmp_path, name)
    text = Settings.build("huemin-2.7", {"all_title": name, "seed": 1})
    assert Cell(text, folder=tmp_path).files == {}
    image = Cell(Settings.build("disco-5.7", {"init_image": name, "seed": 1}), folder=tmp_path)
    with pytest.raises(PlanError, match="cannot be read"):
        file_digests(image)
