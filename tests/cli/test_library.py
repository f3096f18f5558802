"""The library on the command line, from a run, a folder, a pack and a chart picture to a site."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from ezcharts.cli import library_add, library_serve
from ezcharts.cli.main import cli
from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.draft import shelve
from ezcharts.library.pack import write_pack
from tests.library.making import finished

SHEET = {"rows": 2, "columns": 3, "gap": 8, "side": 64}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here, monkeypatch):
    """A run that `library add` finds, whatever store it is told."""
    made = finished(here)
    monkeypatch.setattr(library_add, "finished", lambda study, profile, store: made)
    monkeypatch.setattr(library_serve, "finished", lambda study, profile, store: made)
    return made


def ezcharts(*words, answers=None, fails=False) -> str:
    result = CliRunner().invoke(cli, list(map(str, words)), input=answers)
    if not fails:
        assert result.exit_code == 0, f"{result.output}\n{result.exception!r}"
    return result.output if not fails else f"{result.output}{result.exception}"


def sheet(path: Path) -> Path:
    """A chart picture: two rows of three noisy pictures on white."""
    rng = np.random.default_rng(3)
    step, rows, columns = SHEET["side"] + SHEET["gap"], SHEET["rows"], SHEET["columns"]
    canvas = np.full((rows * step + 40, columns * step + 40, 3), 255, np.uint8)
    for i in range(rows):
        for j in range(columns):
            top, left = 24 + i * step, 24 + j * step
            canvas[top : top + 64, left : left + 64] = rng.integers(0, 200, (64, 64, 3))
    Image.fromarray(canvas).save(path)
    return path


def test_a_run_becomes_an_entry_and_a_site(run):
    said = ezcharts("library", "add", "eta-vs-steps.yaml", "--by", "me")
    assert "eta vs steps, Disco 5.2, 2022-03-05: entry eta-vs-steps, number 1" in said
    assert "6 of 6 pictures; about eta, steps" in said
    assert "1 entries" in ezcharts("library", "list", "steps", "5.2")
    assert "0 entries" in ezcharts("library", "list", "steps", "toilet")
    assert "1 entries looked at: 0 errors" in ezcharts("library", "check")
    assert "eta vs" not in ezcharts("library", "measure")
    assert (Path("library") / "eta-vs-steps" / "directions.json").is_file()
    built = ezcharts("library", "build")
    assert "1 studies" in built
    assert Path("out/library/studies/eta-vs-steps/index.html").is_file()
    assert ": 0 files written" in ezcharts("library", "build")


def test_it_is_not_replaced_unless_one_says_so(run):
    ezcharts("library", "add", "eta-vs-steps.yaml")
    assert "or --again" in ezcharts("library", "add", "eta-vs-steps.yaml", fails=True)
    ezcharts("library", "add", "eta-vs-steps.yaml", "--again")


def test_a_pack_is_handed_back(run, here):
    said = ezcharts("pack", "eta-vs-steps.yaml", "--by", "them")
    assert "eta-vs-steps.ezpack.zip: 6 of 6 cells" in said
    ezcharts("library", "add", "eta-vs-steps.ezpack.zip", "--by", "me")
    entry = Catalogue(here / "library").get("eta-vs-steps")
    assert (entry.card.added.by, entry.card.models, len(entry.cells.cells)) == ("me", "embedded", 6)


def test_a_chart_picture_is_cut_and_kept(here):
    sheet(here / "chart.png")
    answers = 'Disco 5.2, seed 7, 250 steps, "a castle"\nMore eta, more life.\ny\ny\n'
    said = ezcharts(
        "library", "add", "chart.png", "--down", "eta: 0, 1", "--across", "steps: 50-150 (+50)", "--by", "me",
        answers=answers,
    )  # fmt: skip
    assert "6 of 6 pictures; about eta, steps" in said
    entry = Catalogue(here / "library").get("eta-vs-steps")
    assert (entry.card.provenance, entry.card.platform) == ("text", "disco-5.2")
    assert "not rendered here" in entry.card.notes
    assert entry.file("original/chart.png").read_bytes() == (here / "chart.png").read_bytes()
    assert {cell.size for cell in entry.cells.cells} == {(64, 64)}
    assert "stated:" in entry.file("study.yaml").read_text()
    with Image.open(entry.file("cells/2-3.webp")) as cell, Image.open("chart.png") as whole:
        box = (24 + 2 * 72, 24 + 72, 24 + 2 * 72 + 64, 24 + 72 + 64)
        left, right = (
            np.asarray(p.convert("RGB")).astype(int).mean(axis=(0, 1)) for p in (cell, whole.crop(box))
        )
        assert np.abs(left - right).max() < 3


def test_without_answers_nothing_is_asked_and_what_is_missing_is_said(here):
    sheet(here / "chart.png")
    assert "needs at least one axis" in ezcharts("library", "add", "chart.png", "--yes", fails=True)
    wrong = ezcharts("library", "add", "chart.png", "--yes", "--across", "eta: 1, 2, 3, 4", fails=True)
    assert not list((here / "library").glob("*")), wrong


def test_a_cut_is_shown_corrected_and_handed_on(here):
    sheet(here / "chart.png")
    said = ezcharts("library", "cut", "chart.png", "--rows", 2, "--columns", 3)
    assert "lefts    24, 96, 168" in said
    assert "bottoms  88, 160" in said
    with Image.open("chart.cut.png") as overlay, Image.open("chart.png") as picture:
        assert overlay.size == picture.size
    ezcharts("library", "cut", "chart.png", "--rows", 2, "--columns", 3, "--grid", "30,24,50,64,22,8")
    ezcharts("library", "add", "chart.png", "--down", "eta: 0, 1", "--across", "steps: 1,2,3", "--cut",
             "chart.cut.json", "--yes", "--title", "mine")  # fmt: skip
    assert {cell.size for cell in Catalogue(here / "library").get("mine").cells.cells} == {(50, 64)}
    wrong = ezcharts("library", "cut", "chart.png", "--lefts", "9,x", fails=True)
    assert "--lefts takes whole numbers" in wrong


def test_the_original_lies_beside_ours(here, run):
    ezcharts("library", "add", "eta-vs-steps.yaml")
    rows = sheet(here / "theirs.png")
    said = ezcharts("library", "add", "--original", rows, "eta-vs-steps", "--down", "eta: 0, 1", "--across",
                    "steps: 1, 2, 3", "--yes")  # fmt: skip
    entry = Catalogue(here / "library").get("eta-vs-steps")
    assert entry.card.original == "original/chart.png", said
    assert len(list((entry.folder / "original" / "cells").iterdir())) == 6
    assert len(entry.cells.cells) == 6  # ours


def test_what_to_post_is_written(run, here):
    shelve(run.draft(Added("me", "2026-11-27")), Catalogue(here / "library"))
    said = ezcharts("share", "eta-vs-steps", "--for", "bluesky")
    assert "eta vs steps, Disco 5.2, 2022-03-05 · embedded models" in said
    assert (here / "out/share/eta-vs-steps.png").is_file()
    assert "Alt text:" in (here / "out/share/eta-vs-steps.txt").read_text()
    assert ".gif" in ezcharts("library", "animate", "eta-vs-steps", "--axis", "eta", "--format", "gif")
    with Image.open(here / "out/share/eta-vs-steps-eta.gif") as moving:
        assert moving.n_frames == 3


def test_a_followed_study_is_in_the_site_and_the_library_is_left_alone(run, here, monkeypatch):
    seen = {}

    def serve(site, port, live, ready):
        seen.update(site=(site / "studies" / live.name / "index.html").is_file(), data=live.latest())
        name = next(cell.file for cell in run.table({}).cells)
        seen["picture"] = live.picture(name).read_bytes()[8:12]
        ready("http://127.0.0.1:1/")

    monkeypatch.setattr(library_serve, "serve", serve)
    said = ezcharts("library", "serve", "--follow", "eta-vs-steps.yaml", "--port", 0)
    assert "http://127.0.0.1:1/studies/eta-vs-steps/" in said
    assert (seen["site"], seen["data"][:8], seen["picture"]) == (True, b"EZ.data(", b"WEBP")
    assert not (here / "library").exists()


def test_mistakes_are_said_in_a_sentence(here):
    assert "did you mean 'build'" in ezcharts("library", "biuld", fails=True)
    assert "there is no library in" in ezcharts("library", "list", fails=True)
    write_pack(finished(here).draft(Added()), here / "a.ezpack.zip")
    (here / "b.ezpack.zip").write_bytes((here / "a.ezpack.zip").read_bytes()[:-300])
    assert "zip" in ezcharts("library", "add", "b.ezpack.zip", fails=True)
    assert not (here / "library").exists()


def test_a_plan_says_how_many_seeds_tell_an_effect_from_chance(here):
    finished(here)
    said = ezcharts("plan", "eta-vs-steps.yaml")
    # docs/directions.md: one prompt, three levels, 20 tests, an effect of 3 noise widths
    assert "1 seed here; to tell effects from chance, with 1 prompt take 8 seeds" in said
