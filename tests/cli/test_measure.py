"""`ezcharts measure` and `ezcharts measures`: a store, a study, a picture, and what can be measured."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from ezcharts.cli import measure as verb
from ezcharts.cli.main import cli
from ezcharts.errors import InputError, PlanError, UnknownName
from ezcharts.measures.sidecar import Sidecars
from ezcharts.measures.table import by_family, names
from ezcharts.runner.opened import open_study
from ezcharts.store.store import Store
from ezcharts.studies.spec import read_study
from tests.measures.pictures import halves, put_cell, store_of

STUDY = """\
title: clamp_max
platform: disco-5.2
axes:
  clamp_max: [0.03, 0.1]
settings: {seed: 5, width_height: [64, 64], text_prompts: [a lighthouse], ViTB16: false}
"""
TWO = ("--measure", "contrast", "--measure", "loss", "--workers", "1")


@pytest.fixture(autouse=True)
def _here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def call(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli, [*arguments], catch_exceptions=False)


def test_a_store_is_measured_once():
    store_of("store", 3)
    assert "measured 3 cells (6 values) in " in call("measure", *TWO).output
    assert "measured 0 cells (0 values) in " in (again := call("measure", *TWO)).output
    assert "3 of 3 lacked nothing" in again.output
    assert Sidecars("store").keys() == Store("store").keys()


def test_one_study_s_cells_are_measured_and_no_others(tmp_path):
    (tmp_path / "s.yaml").write_text(STUDY)
    store = store_of("store", 2)
    with pytest.raises(PlanError, match=r"none of the 2 cells of s\.yaml is in store; render them first"):
        call("measure", "s.yaml")
    keys = sorted(open_study(read_study(tmp_path / "s.yaml")).keys.values())
    for key in keys:
        put_cell(store, "", key=key)
    assert "measured 2 cells (4 values)" in call("measure", "s.yaml", *TWO).output
    assert Sidecars("store").keys() == keys


def test_ctrl_c_keeps_what_is_measured(monkeypatch):
    store_of("store", 3)

    def pressed(order, jobs, workers):
        yield from fill(order, jobs[:1], workers)
        raise KeyboardInterrupt

    fill = verb.fill
    monkeypatch.setattr(verb, "fill", pressed)
    result = call("measure", *TWO)
    assert result.exit_code == 130
    assert "stopped; 1 cell measured and kept, 2 left: run the same command again" in result.output
    monkeypatch.setattr(verb, "fill", fill)
    assert "measured 2 cells" in call("measure", *TWO).output


def test_what_cannot_be_measured_is_told_and_the_exit_code_says_so():
    store = store_of("store", 2)
    store.picture_path(store.get(store.keys()[0])).write_bytes(b"half")
    result = call("measure", *TWO)
    assert result.exit_code == 1
    assert "is damaged: its content has another SHA-256" in result.output
    assert "measured 1 cell (2 values)" in result.output
    assert "1 cell could not be measured, see above" in result.output


def test_a_picture_s_looks_are_printed_and_nothing_is_kept(tmp_path):
    Image.fromarray(halves((0, 0, 0), (255, 255, 255))).save("p.png")
    output = call("measure", "p.png").output
    rows = {line.split()[0]: line.split()[1] for line in output.splitlines()[2:] if line.strip()}
    assert (rows["contrast"], rows["saturation"], rows["clipped"]) == ("0.5", "0", "1")
    assert {"detail.fine", "detail.middle", "detail.coarse"} <= rows.keys()
    assert "p.png: 64 x 64 pixels" in output
    assert "darker darks beside lighter lights" in output
    assert [path.name for path in tmp_path.iterdir()] == ["p.png"]


def test_a_picture_is_compared_with_others():
    Image.fromarray(halves((0, 0, 0), (255, 255, 255))).save("p.png")
    Image.fromarray(halves((0, 0, 0), (0, 0, 0))).save("q.png")
    output = call("measure", "p.png", "--baseline", "q.png", "--initial", "p.png").output
    rows = {line.split()[0]: line.split()[1] for line in output.splitlines()[2:] if line.strip()}
    assert float(rows["difference"]) == pytest.approx(50, abs=0.01)
    assert rows["init_similarity"] == "1"
    one = call("measure", "p.png", "--measure", "contrast").output
    assert "contrast" in one
    assert "noise" not in one


def test_mistakes_are_answered(tmp_path):
    Image.fromarray(halves((0, 0, 0), (255, 255, 255))).save("p.png")
    (tmp_path / "s.yaml").write_text(STUDY)
    with pytest.raises(UnknownName, match="unknown measure 'contrats'; did you mean 'contrast'"):
        call("measure", "--measure", "contrats")
    with pytest.raises(PlanError, match="there is no cell in store to be measured; render a study first"):
        call("measure")
    with pytest.raises(
        InputError, match=r"loss cannot be measured of p\.png alone: it needs the record's trace"
    ):
        call("measure", "p.png", "--measure", "loss")
    for arguments in (("--baseline", "p.png"), ("s.yaml", "--initial", "p.png")):
        assert "--baseline and --initial belong to a picture" in call("measure", *arguments).output
    assert "--profile belongs to a study" in call("measure", "--profile", "preview").output


def test_all_measures_are_listed_one_line_each():
    lines = call("measures").output.splitlines()
    listed = [line.split()[0] for line in lines if line and line.split()[0] in names()]
    assert listed == [measure.name for members in by_family().values() for measure in members]
    assert any("lighter (0 to 100, L* of CIELAB)" in line for line in lines)


def test_one_measure_is_explained():
    output = call("measures", "colourfulness").output
    for part in ("formula", "levels of 255", "0 to 297.7", "Hasler", "stronger and more different colours"):
        assert part in output
    assert call("measures", "detail.fine").output.startswith("detail\n")


def test_an_unknown_measure_is_answered_with_the_nearest():
    result = call("measures", "colorfulness")
    assert result.exit_code == 2
    assert "unknown measure 'colorfulness'; did you mean 'colourfulness'" in result.output
