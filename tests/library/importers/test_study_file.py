"""A table as a study file: read back, it has the same cells."""

import json
import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ezcharts.errors import LibraryError, UnknownName
from ezcharts.library.card import Gathered
from ezcharts.library.gather.axes import lay_out
from ezcharts.library.gather.folder import gather
from ezcharts.library.gather.rows import Row, completed
from ezcharts.library.importers.study_file import About, study_text
from ezcharts.library.table import Cell, Cells
from ezcharts.params.settings import Settings
from ezcharts.studies.grid import expand
from ezcharts.studies.spec import read_study
from tests.library.importers.makers import disco_run, huemin_run, picture

SMALL = {"width_height": [128, 64], "seed": 7}


def table_of(platform, *rows):
    """The table that these settings make."""
    made = completed(platform, [Row(f"{n}.png", each, 0) for n, each in enumerate(rows)])[0]
    layout = lay_out(platform, made)
    placed = zip(layout.at, layout.own, strict=True)
    cells = tuple(Cell(at, settings=own) for at, own in placed if at is not None)
    return Cells(layout.axes, cells, (), {"platform": platform, **layout.shared})


def read_back(tmp_path, table, platform="disco-5.2", **about):
    """Write and read the study; return it with its text."""
    made = study_text(table, About("a study: of 'much'", platform, **about), tmp_path)
    path = tmp_path / "study.yaml"
    path.write_text(made.text, encoding="utf-8")
    return read_study(path), made


def wanted(table, platform):
    """The settings that the table knows, by what makes a picture."""
    found = set()
    for cell in table.cells:
        known = {name: value for name, value in table.settings_of(cell).items() if name != "platform"}
        found.add(json.dumps(Settings.build(platform, known).rendering()))
    return found


def rendered(study):
    return {json.dumps(each.cell.settings.rendering()) for each in expand(study).cells}


def assert_same(tmp_path, table, platform="disco-5.2"):
    study, made = read_back(tmp_path, table, platform)
    assert rendered(study) == wanted(table, platform)
    return study, made


def grid(**values):
    return [{**SMALL, **dict(zip(values, each, strict=True))} for each in product(*values.values())]


def test_one_picture(tmp_path):
    study, made = assert_same(tmp_path, table_of("disco-5.2", {**SMALL, "eta": 0.5}))
    assert study.axes == ()
    assert made.doubts == ()
    assert study.settings["eta"].mark == "stated"


def test_a_grid(tmp_path):
    study, made = assert_same(
        tmp_path, table_of("disco-5.2", *grid(steps=[50, 100, 250], clamp_max=[0.05, 0.1]))
    )
    assert [axis.name for axis in study.axes] == ["clamp_max", "steps"]
    assert all(value.mark == "stated" for axis in study.axes for value in axis.values)
    assert "steps: {values: [50, 100, 250], mark: stated}" in made.text


def test_holes_are_skipped(tmp_path):
    table = table_of(
        "disco-5.2", *grid(steps=[50, 100, 250], eta=[0, 0.123456789], clip_guidance_scale=[5, 1e7])[2:]
    )
    study, _ = assert_same(tmp_path, table)
    assert len(study.skip) == 2


def test_what_goes_together(tmp_path):
    rows = [
        {**SMALL, "steps": steps, "skip_steps": steps // 10, "eta": eta}
        for steps in (50, 100)
        for eta in (0, 1)
    ]
    study, made = assert_same(tmp_path, table_of("disco-5.2", *rows))
    assert "together: {steps: [50, 100], skip_steps: [5, 10]}" in made.text
    assert study.axes[1].name == "steps + skip_steps"


def test_sets_of_models(tmp_path):
    sets = [(True, False), (True, True), (False, True)]
    rows = [{**SMALL, "ViTB32": a, "RN50": b, "ViTB16": True} for a, b in sets]
    study, _ = assert_same(tmp_path, table_of("disco-5.2", *rows))
    assert [value.label for value in study.axes[0].values] == ["ViTB32", "RN50", "ViTB32+RN50"]


def test_seeds_are_repeats(tmp_path):
    rows = [{**each, "seed": seed} for each in grid(steps=[50, 100]) for seed in (5, 3)]
    study, _ = assert_same(tmp_path, table_of("disco-5.2", *rows))
    assert [repeat.seed for repeat in study.repeats] == [5, 3]


def test_pictures_of_a_seed(tmp_path):
    for number, eta in enumerate((0, 1)):
        disco_run(tmp_path, number, images=2, eta=eta)
    study, _ = read_back(tmp_path, gather(tmp_path).cells)
    assert [repeat.image for repeat in study.repeats] == [0, 1]


def test_seeds_of_their_own(tmp_path):
    rows = [{**each, "seed": n} for n, each in enumerate(grid(steps=[50, 100], eta=[0, 1]))]
    study, made = assert_same(tmp_path, table_of("disco-5.2", *rows))
    assert [axis.name for axis in study.axes] == ["cell"]
    assert len(study.axes[0]) == 4
    assert "eta 0, steps 100" in made.text


@pytest.mark.parametrize(
    "prompts",
    [
        ["a castle, a moat", "fog:-1"],
        ["1, 2, 3"],
        ["1e9"],
        ["true"],
        ["~", "# no comment", "a: b:1"],
        ["=1+1"],
        ['"quoted" and \\ back', "tab\there", "line\nbreak"],
        ["中 Beksiński 🏰 \u2028 \x85 \x7f"],
        ["x" * 3000],
        ["0-1 [6]"],
        ["{a|b}", "[c]", "- d", "? e", "& f", "* g", "! h", "% i", "@ j", "` k"],
    ],
)
def test_prompts_of_every_kind(tmp_path, prompts):
    shared = table_of("disco-5.2", *({**SMALL, "text_prompts": prompts, "eta": eta} for eta in (0, 1)))
    assert_same(tmp_path, shared)
    both = ({**SMALL, "text_prompts": each, "steps": n} for n in (50, 100) for each in (prompts, ["z"]))
    assert_same(tmp_path, table_of("disco-5.2", *both))
    two = ({**SMALL, "text_prompts": each, "eta": n} for n, each in enumerate((prompts, ["z"])))
    assert_same(tmp_path, table_of("disco-5.2", *two))


def test_titles_of_jax(tmp_path):
    titles = ("=a", "1-5", "b, c", "on")
    rows = [{"image_size": [64, 64], "seed": 1, "all_title": text} for text in titles]
    assert_same(tmp_path, table_of("jax-2.7", *rows), "jax-2.7")


def test_the_header(tmp_path):
    source = (Gathered("me", "2022", "https://example.org/1", "said"), Gathered(), Gathered(note="by topic"))
    about = {
        "stated": "DD",
        "date": "2022-03-05",
        "notes": "a: b\n\nc # d",
        "sources": source,
        "see_also": ("x",),
    }
    table = table_of("disco-5.2", {**SMALL, "eta": 0})
    study, _ = read_back(tmp_path, table, **about)
    header = study.header
    assert (header.title, header.platform, header.platform_stated) == (
        "a study: of 'much'",
        "disco-5.2",
        "DD",
    )
    assert header.date.isoformat() == "2022-03-05"
    assert header.notes == "a: b\n\nc # d"
    assert [(each.url, each.by, each.note) for each in header.sources] == [
        ("https://example.org/1", "me", ""),
        ("", "", "by topic"),
    ]
    assert header.see_also == ("x",)
    study, _ = read_back(tmp_path, table, date="2022-03")
    assert study.header.date is None


def test_files_that_are_not_here_are_left_out(tmp_path):
    rows = [{**SMALL, "init_image": "/content/drive/sea.png", "eta": eta} for eta in (0, 1)]
    study, made = read_back(tmp_path, table_of("disco-5.2", *rows))
    assert "init_image" not in study.settings
    assert any("sea.png" in doubt for doubt in made.doubts)
    picture(tmp_path / "sea.png")
    study, made = read_back(
        tmp_path, table_of("disco-5.2", *({**row, "init_image": "sea.png"} for row in rows))
    )
    assert study.settings["init_image"].value == "sea.png"
    assert made.doubts == ()


def test_switches_go_with_their_file(tmp_path):
    for number, eta in enumerate((0, 1)):
        huemin_run(tmp_path, number, eta=eta, init_image="/content/link/a.png", use_init_img=True)
    study, made = read_back(tmp_path, gather(tmp_path).cells, "huemin-2.7")
    assert "use_init_img" not in study.settings
    assert any("use_init_img is on and needs init_image" in doubt for doubt in made.doubts)
    assert len(expand(study).cells) == 2


def test_what_no_study_can_say_is_a_doubt(tmp_path):
    rows = [
        {**SMALL, "eta": eta, "mine": "x", "clamp_max": "much", "use_vertical_symmetry": True}
        for eta in (0, 1)
    ]
    study, made = read_back(tmp_path, table_of("disco-5.2", *rows))
    assert set(study.settings) == {"width_height", "seed"}
    said = "\n".join(made.doubts)
    for words in ("'mine'", "clamp_max must be", "use_vertical_symmetry exists since"):
        assert words in said


def test_an_axis_that_no_study_can_say(tmp_path):
    rows = [{**SMALL, "eta": eta, "mine": mine} for eta in (0, 1) for mine in "ab"]
    study, made = read_back(tmp_path, table_of("disco-5.2", *rows))
    assert [axis.name for axis in study.axes] == ["eta"]
    assert made.doubts


def test_what_a_version_lacks_and_acts_like_is_left_out_in_silence(tmp_path):
    rows = [
        {**SMALL, "eta": eta, "use_vertical_symmetry": False, "diffusion_sampling_mode": "ddim"}
        for eta in (0, 1)
    ]
    table = table_of("disco-4.1", *rows)
    study, made = read_back(tmp_path, table, "disco-4.1")
    assert made.doubts == ()
    assert set(study.settings) == {"width_height", "seed"}


def test_settings_that_make_no_study(tmp_path):
    table = table_of("disco-5.2", {**SMALL, "eta": 0})
    with pytest.raises(UnknownName):
        study_text(table, About("a", "disco-9"), tmp_path)
    with pytest.raises(LibraryError, match="makes no study"):
        study_text(table, About("", "disco-5.2"), tmp_path)


def test_a_folder_of_the_notebook(tmp_path):
    for number, (steps, clamp_max, seed) in enumerate(product((50, 100), (0.05, 0.1), (1, 2))):
        disco_run(tmp_path, number, steps=steps, clamp_max=clamp_max, seed=seed)
    intake = gather(tmp_path)
    study, made = assert_same(tmp_path, intake.cells)
    assert made.doubts == ()
    assert len(expand(study).cells) == 8


def test_the_same_text_every_time(tmp_path):
    table = table_of("disco-5.2", *grid(steps=[50, 100], eta=[0, 1]))
    texts = {study_text(table, About("a", "disco-5.2")).text for _ in range(3)}
    shuffled = replace(table, cells=tuple(reversed(table.cells)))
    assert texts == {study_text(shuffled, About("a", "disco-5.2")).text}


POOLS = {
    "eta": [0, 0.5, -1],
    "steps": [50, 100, 250],
    "clamp_max": [0.05, 0.1],
    "ViTB32": [True, False],
    "RN50": [True, False],
    "cut_overview": [12, "[12]*400+[4]*600"],
    "text_prompts": [["a"], ["b:2", "c"]],
    "seed": [1, 2, 3],
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10**6))
def test_any_rows_make_a_study_with_at_least_their_cells(tmp_path, number):
    draw = random.Random(number)
    names = draw.sample(sorted(POOLS), draw.randint(1, 5))
    rows = [
        {**SMALL, **{name: draw.choice(POOLS[name]) for name in names}} for _ in range(draw.randint(1, 12))
    ]
    table = table_of("disco-5.2", *rows)
    study, made = read_back(tmp_path, table)
    found, expected = rendered(study), wanted(table, "disco-5.2")
    assert found >= expected
    if not made.doubts:
        assert found == expected
