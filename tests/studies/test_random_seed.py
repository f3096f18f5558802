"""A drawn seed is written where a reader looks for it, and nothing else in the file changes."""

import pytest

from ezcharts.errors import StoreError, StudyError
from ezcharts.studies.random_seed import with_seed, write_seed
from ezcharts.studies.spec import read_study

HEAD = "title: x\nplatform: disco-5.2\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("settings: {seed: random_seed}  # c\n", "settings: {seed: 41}  # c\n"),
        ("settings:\n  set_seed: 'random_seed'  # c\n", "settings:\n  set_seed: 41  # c\n"),
        ("settings:\n  stated: {seed: random_seed}\n", "settings:\n  stated: {seed: 41}\n"),
        (
            "settings:\n  seed: {value: random_seed, mark: chosen}\n",
            "settings:\n  seed: {value: 41, mark: chosen}\n",
        ),
        (
            "settings:\n    # why\n    eta: 0  # c\n",
            "settings:\n    # why\n    seed: 41  # drawn at random, once\n    eta: 0  # c\n",
        ),
        ("settings: {eta: 0}\n", "settings: {seed: 41, eta: 0}\n"),
        ("settings: { eta: 0 }", "settings: { seed: 41, eta: 0 }"),
        ("settings: {}  # c\n", "settings: {seed: 41}  # c\n"),
        ("settings:\naxes: {eta: [0]}\n", "settings: {seed: 41}\naxes: {eta: [0]}\n"),
        (
            "# c\naxes: {eta: [0]}\n",
            "# c\nsettings: {seed: 41}  # drawn at random, once\naxes: {eta: [0]}\n",
        ),
    ],
)
def test_the_seed_goes_where_it_belongs(before, after):
    assert with_seed(HEAD + before, 41) == HEAD + after


def test_without_settings_and_axes_it_goes_to_the_top():
    assert with_seed(HEAD, 41) == "settings: {seed: 41}  # drawn at random, once\n" + HEAD
    flow = "{title: x, platform: disco-5.2}"
    assert with_seed(flow, 41) == "{settings: {seed: 41}, title: x, platform: disco-5.2}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "lines",
    [
        ["# Zdzisław", "title: łódź", "platform: disco-5.2", "axes: {eta: [0, 1]}"],
        ["title: x", "platform: disco-5.2", "settings:", "  stated:", "    eta: 0", "  chosen: {cgs: 1}"],
        ["title: x", "platform: disco-5.2", "settings:", "  seed: random_seed"],
    ],
)
def test_a_file_reads_the_same_but_for_its_seed(tmp_path, lines, mark, end):
    path = tmp_path / "study.yaml"
    text = mark + end.join([*lines, ""])
    path.write_bytes(text.encode())
    path.chmod(0o640)
    before = read_study(path)
    assert before.needs_seed
    write_seed(path, 41)
    after = read_study(path)
    assert not after.needs_seed
    assert after.settings["seed"].value == 41
    assert {**after.settings, "seed": None} == {**before.settings, "seed": None}
    assert (after.header, after.axes) == (before.header, before.axes)
    written = path.read_bytes().decode()
    assert written.startswith(mark)
    assert written.count("\r\n") * (end == "\r\n") == written.count("\n") * (end == "\r\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["study.yaml"]


def test_a_study_that_has_a_seed_keeps_it(written):
    path = written(HEAD + "settings: {seed: 5}\n")
    before = path.read_bytes()
    with pytest.raises(
        StudyError, match=r"study.yaml:3: seed: the study has the seed 5; nothing is to be drawn"
    ):
        write_seed(path, 41)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot write a seed into"):
        write_seed(tmp_path / "no.yaml", 41)
    with pytest.raises(StudyError, match="is no study: a study is a mapping"):
        with_seed("[1]", 41)


def test_a_link_stays_a_link(tmp_path, written):
    path = written(HEAD, "real.yaml")
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    write_seed(link, 41)
    assert link.is_symlink()
    assert read_study(path).settings["seed"].value == 41
