"""`plan`, `run` and `render` on tiny networks: what is missing is rendered, once, and the chart shows it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from ezcharts.cli.main import cli
from ezcharts.cli.progress import RunProgress
from ezcharts.errors import PlanError, SettingsError
from ezcharts.params.files.read import read_settings_file
from ezcharts.runner import missing
from ezcharts.runner.work import Rates
from ezcharts.store.store import Store
from tests.tiny import TinyBench

STUDY = """\
title: clamp_max vs steps
platform: disco-5.2
date: 2026-11-23
axes:
  clamp_max: [0.03, 0.1]
  steps: [2, 3]
settings:
  seed: 5
  width_height: [64, 64]
  skip_steps: 0
  cutn_batches: 1
  text_prompts: [a lighthouse]
  ViTB16: false
"""


@pytest.fixture(autouse=True)
def tiny(monkeypatch, tmp_path):
    """Tiny networks instead of the embedded ones; timings of this machine kept out of the user's folder."""
    import torch

    monkeypatch.setattr(missing, "Bench", lambda models, machine: TinyBench(torch.float32))
    monkeypatch.setattr(Rates, "of_this_user", staticmethod(lambda: Rates(tmp_path / "rates.json")))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(STUDY)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments], catch_exceptions=False)


def test_a_run_draws_chart_and_page_and_a_second_one_renders_nothing(tmp_path):
    first = call("run", "s.yaml")
    assert first.exit_code == 0
    assert "rendered 4 cells" in first.output
    with Image.open("out/s/s.png") as chart:
        assert min(chart.size) > 500
    page = (tmp_path / "out/s/s.html").read_text()
    assert "clamp_max" in page
    assert "http" not in re.sub(r"http-equiv", "", page)
    again = call("run", "s.yaml")
    assert "4: 4 in the store, 0 to render" in again.output
    assert "rendered" not in again.output


def test_one_value_more_renders_only_its_cells(tmp_path):
    call("run", "s.yaml")
    (tmp_path / "s.yaml").write_text(STUDY.replace("[2, 3]", "[2, 3, 4]"))
    more = call("run", "s.yaml")
    assert "6: 4 in the store, 2 to render" in more.output
    assert "rendered 2 cells" in more.output


def test_two_studies_share_cells(tmp_path):
    call("run", "s.yaml")
    (tmp_path / "t.yaml").write_text(
        STUDY.replace("title: clamp_max vs steps", "title: other").replace("5.2", "5.0")
    )
    assert "4: 4 in the store, 0 to render" in call("plan", "t.yaml").output


def test_a_dry_run_leaves_nothing_behind(tmp_path):
    result = call("run", "s.yaml", "--dry-run")
    assert "4 to render" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.yaml"]


def test_the_plan_knows_this_machine_after_the_first_run(tmp_path):
    assert "nothing has been rendered with these models on this machine yet" in call("plan", "s.yaml").output
    call("run", "s.yaml", "--store", "elsewhere")
    assert re.search(r"time +about 0 min \d+ s; 10 steps", call("plan", "s.yaml").output)


def test_failed_cells_show_and_the_exit_code_says_so(tmp_path):
    (tmp_path / "s.yaml").write_text(STUDY.replace("skip_steps: 0", "skip_steps: 0\n  eta: 3"))
    result = call("run", "s.yaml")
    assert result.exit_code == 1
    assert "is above the limit" in result.output
    assert "4 of 4 cells failed" in result.output
    assert "is above the limit" in (tmp_path / "out/s/s.html").read_text()


def test_a_study_with_errors_is_not_begun(tmp_path):
    (tmp_path / "s.yaml").write_text(STUDY.replace("ViTB16: false", "RN50x64: true"))
    result = CliRunner().invoke(cli, ["run", "s.yaml"])
    assert "RN50x64" in result.output
    assert result.exception is not None
    assert not (tmp_path / "store").exists()


def test_a_random_seed_is_drawn_once_and_written_down(tmp_path):
    (tmp_path / "s.yaml").write_text(STUDY.replace("  seed: 5\n", ""))
    assert call("plan", "s.yaml").exit_code == 0
    assert "seed" not in (tmp_path / "s.yaml").read_text()
    assert "drew" in call("run", "s.yaml").output
    assert re.search(r"seed: \d+", (tmp_path / "s.yaml").read_text())
    assert "0 to render" in call("run", "s.yaml").output


def test_a_deleted_picture_is_rendered_again(tmp_path):
    call("run", "s.yaml")
    store = Store(tmp_path / "store")
    store.picture_path(store.get(store.keys()[0])).unlink()
    assert "rendered 1 cells" in call("run", "s.yaml").output


def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(monkeypatch):
    finished = RunProgress.finished

    def press(self, record):
        finished(self, record)
        if self.done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(RunProgress, "finished", press)
    result = call("run", "s.yaml", "--batch", "1")
    assert result.exit_code == 130
    assert "stopped; finished cells are kept, 2 are left" in result.output
    monkeypatch.setattr(RunProgress, "finished", finished)
    assert "rendered 2 cells" in call("run", "s.yaml").output


def test_axes_swapped(tmp_path):
    call("run", "s.yaml")
    upright = Image.open("out/s/s.png").tobytes()
    call("run", "s.yaml", "--swap")
    assert Image.open("out/s/s.png").tobytes() != upright


def test_a_jax_study_is_planned_like_any_other(tmp_path):
    (tmp_path / "j.yaml").write_text(
        "title: eta\nplatform: jax-2.4\naxes: {eta: [0, 1]}\nsettings: {seed: 1, all_title: x}\n"
    )
    result = call("plan", "j.yaml")
    assert "2: 0 in the store, 2 to render" in result.output
    assert "500 steps of a cell in all" in result.output


def test_one_picture_from_settings(tmp_path):
    arguments = ("render", "a castle", "--set", "steps=2", "--set", "skip_steps=0", "--set", "ViTB16=false")
    more = ("--set", "width_height=[64, 64]", "--set", "seed=3", "--set", "cut_overview=[2]*400+[1]*600")
    first = call(*arguments, *more, "-o", "p.png")
    assert "wrote p.png (seed 3" in first.output
    assert "1/1" in first.output
    second = call(*arguments, *more, "-o", "q.png")
    assert "1/1" not in second.output
    assert (tmp_path / "p.png").read_bytes() == (tmp_path / "q.png").read_bytes()
    assert "a castle" in call("show", "p.png").output


def test_a_preview_says_what_it_changes(tmp_path):
    tiny = ("--set", "steps=2", "--set", "skip_steps=0", "--set", "cut_overview=1", "--set", "seed=3")
    result = call("render", "a castle", "--preview", *tiny, "--set", "cut_innercut=1", "-o", "p.png")
    assert "preview: width_height 1280x768 -> 192x128, cutn_batches 4 -> 1" in result.output
    assert "clip_guidance_scale 5000 -> 500" in result.output
    with Image.open(tmp_path / "p.png") as picture:
        assert picture.size == (192, 128)


def test_a_settings_file_makes_the_same_picture(tmp_path):
    from ezcharts.params.files.disco import settings_text
    from ezcharts.params.settings import Settings

    given = {
        "steps": 2,
        "skip_steps": 0,
        "width_height": [64, 64],
        "seed": 3,
        "ViTB16": False,
        "text_prompts": ["x"],
    }
    (tmp_path / "x_settings.txt").write_text(settings_text(Settings.build("disco-5.2", given)))
    sets = [f"--set={name}={value}" for name, value in given.items() if name != "text_prompts"]
    call("render", "--settings", "x_settings.txt", "-o", "a.png")
    call("render", "x", *sets, "-o", "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_one_picture_hears_what_a_study_would():
    base = ("render", "a castle", "--platform", "jax-2.7", "--set", "image_size=[64,64]", "--set", "steps=2")
    with pytest.raises(PlanError, match=r"starting_noise 0\.3 must be above ending_noise 0\.6"):
        call(*base, "--set", "starting_noise=0.3", "--set", "ending_noise=0.6")
    jan22 = (
        "render",
        "a castle",
        "--platform",
        "jax-jan22",
        "--set",
        "image_size=[64,64]",
        "--set",
        "steps=2",
    )
    odd = call(*jan22, "--set", "cutn=3", "--set", "seed=1", "-o", "odd.png")
    assert "note: cutn 3 is odd" in odd.output


def test_a_study_says_that_the_anti_jpeg_pair_is_not_there(tmp_path):
    (tmp_path / "j.yaml").write_text(
        "title: eta\nplatform: jax-2.4\naxes: {eta: [0, 1]}\nsettings: {seed: 1, all_title: x}\n"
    )
    assert "antijpeg is on, and embedded models have no anti-JPEG pair" in call("plan", "j.yaml").output
    without = (tmp_path / "j.yaml").read_text().replace("all_title: x", "all_title: x, antijpeg: off")
    (tmp_path / "j.yaml").write_text(without)
    assert "antijpeg" not in call("plan", "j.yaml").output


def test_a_picture_s_settings_go_back_to_its_notebook(tmp_path):
    tiny = ("--set", "steps=2", "--set", "seed=3", "-o", "p.png")
    size = ("--set", "image_size=[64,64]", "--set", "cutn=2", "--set", "cut_batches=1")
    call("render", "a castle", "--platform", "huemin-2.7", *size, *tiny)
    assert "wrote s.txt" in call("show", "p.png", "--settings", "s.txt").output
    again = read_settings_file(tmp_path / "s.txt").settings
    assert (again.platform, again["all_title"], again["steps"]) == ("huemin-2.7", "a castle", 2)
    call("render", "a castle", "--platform", "jax-2.7", *size, *tiny)
    with pytest.raises(SettingsError, match=r"notebook of jax-2\.7 writes no settings file"):
        call("show", "p.png", "--settings", "s.txt")
