"""A review of an entry: a good one has nothing said about it, and each fault is found and named."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Added, Card, Gathered, write_card
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.check import LEVELS, check, check_all
from ezcharts.library.checks.idle import whole
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.importers.study_file import About, study_text
from ezcharts.library.intake.cut import Cut
from ezcharts.library.table import Axis, Cell, Cells, Value, View

TODAY = date(2026, 11, 27)
NAME = "01-eta-vs-steps"
CARD = Card(
    title="eta vs steps",
    number=1,
    platform="disco-5.2",
    date="2022-03-05",
    provenance="settings",
    line="More eta, more detail.",
    notes="Made on one evening.",
    added=Added("EZ Charts", "2026-11-20"),
)
SHARED = {"platform": "disco-5.2", "width_height": [64, 64], "text_prompts": ["a lighthouse"], "seed": 7}


def noise(number, size=(64, 64)):
    return np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)


def axis(name, *values):
    return Axis(name, name, (name,), tuple(Value(str(value), settings={name: value}) for value in values))


@pytest.fixture
def library(tmp_path):
    """A library with one good entry, and what makes it another."""
    return Library(tmp_path / "library")


class Library:
    def __init__(self, folder):
        self.folder, self.entry = folder, folder / NAME
        self.card, self.pictures = CARD, {n: noise(n) for n in range(4)}
        self.axes = (axis("eta", 0, 1), axis("steps", 50, 100))
        self.shared, self.key = SHARED, ""
        self.write()

    def write(self, **changes):
        """Write the entry, with changes to the table."""
        shutil.rmtree(self.entry, ignore_errors=True)
        for name in ("cells", "charts"):
            (self.entry / name).mkdir(parents=True)
        rows = []
        for number, (first, second) in enumerate((a, b) for a in (0, 1) for b in (0, 1)):
            pixels = self.pictures[number]
            name = f"cells/{number}.png"
            Image.fromarray(pixels).save(self.entry / name)
            own = {**self.axes[0].values[first].settings, **self.axes[1].values[second].settings}
            size = (pixels.shape[1], pixels.shape[0])
            rows.append(Cell((first, second), "done", name, size, key=self.key, settings=own))
        Image.fromarray(noise(99)).save(self.entry / "charts" / "a.webp")
        view = View(down=self.axes[0].name, across=self.axes[1].name, chart=("charts/a.webp",), words="Four.")
        self.table = replace(Cells(self.axes, tuple(rows), (view,), self.shared), **changes)
        self.save()
        study = study_text(self.table, About(self.card.title, "disco-5.2", date=self.card.date))
        (self.entry / "study.yaml").write_text(study.text)
        return self

    def save(self):
        (self.entry / "cells.json").write_bytes(self.table.to_bytes())
        (self.entry / "entry.yaml").write_bytes(write_card(self.card))

    def other(self, name, **fields):
        folder = self.folder / name
        folder.mkdir()
        card = Card(title=name, kind="link", gathered=(Gathered(url="https://example.org"),), **fields)
        (folder / "entry.yaml").write_bytes(write_card(card))

    def said(self):
        catalogue = Catalogue(self.folder)
        return check(catalogue.get(NAME), catalogue, TODAY)

    def text(self):
        return "\n".join(str(notice) for notice in self.said())


def test_a_good_entry_has_nothing_said_about_it(library):
    assert library.said() == ()
    library.other("02-other", number=2, platform="JAX", parameters=("eta",), line="x", notes="y",
                  added=Added("me", "2026"))  # fmt: skip
    library.card = replace(CARD, see_also=("02-other",))
    library.save()
    assert library.said() == ()
    assert check_all(Catalogue(library.folder), TODAY) == {NAME: (), "02-other": ()}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"line": ""}, "warn: entry.yaml: there is no line"),
        ({"notes": ""}, "note: entry.yaml: there are no notes"),
        ({"added": Added()}, "warn: entry.yaml: it is not said who added it"),
        (
            {"added": Added("me", "2027-01-01")},
            "error: entry.yaml: added.on is 2027-01-01, which is still to come",
        ),
        ({"date": "2026-12"}, "error: entry.yaml: date is 2026-12, which is still to come"),
        ({"gathered": (Gathered("me", "2030"),)}, "gathered.date is 2030"),
        ({"platform": ""}, "there is no platform"),
        ({"platform": "DD"}, "DD is no platform of ours"),
        ({"platform": "disco-4.1"}, "the card says disco-4.1, the table disco-5.2"),
        ({"number": 0}, "it has no number"),
        ({"see_also": ("09-none",)}, "see_also names 09-none, which is no entry"),
        ({"see_also": (NAME,)}, "see_also names the entry itself"),
        ({"original": "original/a.jpg"}, "error: original/a.jpg: entry.yaml names a file that is not there"),
        ({"provenance": "rendered"}, "4 of 4 cells are said to be rendered and have no key"),
        ({"kind": "link"}, "a link without an address"),
    ],
)
def test_cards(library, fields, words):
    library.card = replace(CARD, **fields)
    library.save()
    assert words in library.text()


def test_numbers_are_used_once(library):
    library.other("02-other", number=1)
    assert "error: entry.yaml: number 1 is that of 02-other as well" in library.text()


def test_a_card_beside_it_that_cannot_be_read(library):
    library.other("02-other", number=2)
    (library.folder / "02-other" / "entry.yaml").write_text("kind: [")
    assert library.said() == ()
    assert check_all(Catalogue(library.folder), TODAY)["02-other"][0].level == "error"


def test_a_study_without_cells(library):
    (library.entry / "cells.json").unlink()
    text = library.text()
    assert "a study has a table of cells" in text
    assert "nothing says which parameters" in text


def test_a_table_that_cannot_be_read(library):
    (library.entry / "cells.json").write_text("{}")
    (notice,) = library.said()
    assert notice.level == "error"
    assert "no table of cells" in notice.text


def test_files_that_are_missing_or_not_named(library):
    (library.entry / "cells" / "2.png").unlink()
    (library.entry / "cells" / "x.txt").write_text("x")
    text = library.text()
    assert "error: cells/2.png: cells.json names a file that is not there" in text
    assert "cells/x.txt: nothing names this file" in text
    (library.entry / "study.yaml").unlink()
    assert "warn: cells/x.txt: nothing names this file; remove it" in library.text()


def test_links_in_an_entry(library):
    (library.entry / "cells" / "link.png").symlink_to("/etc/passwd")
    assert "symbolic link" in library.text()
    (library.entry / "cells" / "link.png").unlink()
    (library.entry / "cells" / "1.png").unlink()
    (library.entry / "cells" / "1.png").symlink_to(library.entry / "cells" / "0.png")
    assert "symbolic link" in library.text()


@pytest.mark.parametrize("name", ["cells/1.png", "charts/a.webp", "original/chart.jpg"])
def test_pictures_that_are_none(library, name):
    (library.entry / name).parent.mkdir(exist_ok=True)
    (library.entry / name).write_bytes(b"<svg/>")
    assert f"error: {name}: {name} is no picture" in library.text()


def test_sizes(library):
    Image.fromarray(noise(5, (128, 64))).save(library.entry / "cells" / "1.png")
    text = library.text()
    assert "error: cells/1.png: the table says 64x64, the picture is 128x64" in text


def test_sizes_against_settings(library):
    library.shared = {**SHARED, "width_height": [1280, 768]}
    library.write()
    assert "settings make 1280x768, not 64x64" in library.text()


def test_black_pictures(library):
    library.pictures[2] = np.ones((64, 64, 3), dtype=np.uint8)
    assert "error: cells/2.png: the picture is black" in library.write().text()


def test_an_axis_that_does_nothing(library):
    library.pictures = {0: noise(0), 1: noise(1), 2: noise(0), 3: noise(1)}
    text = library.write().text()
    assert "warn: eta: eta seems to do nothing, all its pictures are the same picture; check how" in text


def test_an_axis_that_cannot_do_anything_has_its_reason(library):
    library.axes = (axis("range_scale", 0, 150), axis("steps", 50, 100))
    library.pictures = {0: noise(0), 1: noise(1), 2: noise(0), 3: noise(1)}
    (notice,) = library.write().said()
    assert notice.level == "note"
    assert "range_scale seems to do nothing" in notice.text
    assert "its gradient is exactly zero" in notice.text


def test_some_pictures_that_are_the_same(library):
    library.pictures[2] = noise(0)
    text = library.write().text()
    assert "warn: eta: the same picture at eta 0 steps 50; eta 1 steps 50, though eta differs" in text


def test_the_same_picture_far_away(library):
    library.pictures[3] = noise(0)
    text = library.write().text()
    assert "the same picture at eta 0 steps 50; eta 1 steps 100; is one misplaced?" in text


def test_nearly_the_same(library):
    library.pictures[1] = noise(0)
    library.pictures[1][0, :, 0] ^= 1
    assert (
        "nearly the same picture at eta 0 steps 50; eta 0 steps 100, though steps differs"
        in library.write().text()
    )
    library.pictures[1] = noise(0) ^ 1
    library.write()
    assert "nearly" not in library.text()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"clmap_max": 0.1}, "disco-5.2 has no parameter 'clmap_max'; did you mean 'clamp_max'"),
        ({"clamp_max": "much"}, "clamp_max must be a number"),
        ({"cutn_batches": -1}, "cutn_batches must be"),
        ({"use_vertical_symmetry": True}, "use_vertical_symmetry exists since version 5.3"),
        ({"skip_steps": 60}, "skip_steps must be less than steps"),
    ],
)
def test_settings(library, settings, words):
    library.table = replace(library.table, settings={**SHARED, **settings})
    library.save()
    notices = [notice for notice in library.said() if words in notice.text]
    assert [notice.level for notice in notices] == ["warn"]


def test_what_a_version_lacks_may_say_what_it_acts_like(library):
    library.table = replace(
        library.table, settings={**SHARED, "use_vertical_symmetry": False, "SLIPB16": False}
    )
    library.save()
    assert library.said() == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("platform: disco-5.2", "platform: disco-4.1", "the study is for disco-4.1"),
        ("eta:", "tv_scale:", "the study has the axes tv_scale, steps, the table eta, steps"),
        ("[50, 100]", "[50, 100, 250]", "steps has 3 values in the study and 2 in the table"),
        ("title:", "titel:", "the study cannot be read"),
    ],
)
def test_study_files(library, old, new, words):
    path = library.entry / "study.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    assert words in library.text()


def test_a_rendered_entry_has_keys_and_a_study(library):
    library.card, library.key = replace(CARD, provenance="rendered", models="embedded"), "ab" * 32
    assert library.write().said() == ()
    (library.entry / "study.yaml").unlink()
    assert "it was rendered, and the study file is missing" in library.text()


def test_charts(library):
    assert "there is no view" in library.write(views=()).text()
    bare = View(down="eta", across="steps")
    text = library.write(views=(bare,)).text()
    assert "warn: cells.json: view 1 has no chart" in text
    assert "note: cells.json: view 1 is not said in words" in text


def test_too_large(library):
    library.pictures = {n: noise(n, (512, 512)) for n in range(4)}
    text = library.write().text()
    assert "warn: cells/0.png: a picture has at most 400 kB, this has" in text
    assert "an entry has at most 1.5 MB, this has 3" in text


def test_what_was_worked_out_of_an_entry_belongs_to_it(library):
    library.write()
    for name in ("directions.json", "directions.csv", "notes.txt"):
        (library.entry / name).write_text("")
    assert "directions." not in library.text()
    assert "notes.txt: nothing names this file" in library.text()


def test_an_original_with_other_cells(library):
    (library.entry / "original").mkdir()
    path = library.entry / "original" / "cut.json"
    path.write_text(Cut((0, 10, 20), (9, 19, 29), (0,), (9,)).to_json())
    assert "the original was cut into 3 cells, the table has 4" in library.text()
    path.write_text(Cut((0, 10), (9, 19), (0, 10), (9, 19)).to_json())
    assert library.said() == ()
    path.write_text("{")
    assert "error: original/cut.json: a cut is a JSON object" in library.text()


def test_errors_come_first_and_each_once(library):
    library.card = replace(CARD, line="", notes="", date="2030", see_also=("none", "none"))
    library.save()
    levels = [LEVELS.index(notice.level) for notice in library.said()]
    assert levels == sorted(levels)
    assert len(set(library.said())) == len(library.said())


def test_no_library(tmp_path):
    with pytest.raises(LibraryError, match="no library"):
        check_all(Catalogue(tmp_path / "none"))


def test_nothing_is_changed(library):
    before = {path: path.read_bytes() for path in library.entry.rglob("*") if path.is_file()}
    library.said()
    assert before == {path: path.read_bytes() for path in library.entry.rglob("*") if path.is_file()}
    assert open_picture(library.entry / "cells" / "0.png").size == (64, 64)


def test_an_entry_of_ours_is_known_to_do_nothing_for_a_reason():
    shelf = Catalogue(Path(__file__).parents[2] / "library")
    entry = shelf.get("29-range_scale-vs-clip_guidance_scale")
    (notice,) = (n for n in check(entry, shelf) if "range_scale" in str(n) and "nothing" in str(n))
    assert "its gradient is exactly zero in every Disco version (Q1)" in str(notice)


def test_a_whole_table_is_read_unless_a_later_parameter_is_at_work_in_it():
    cells = (
        Catalogue(Path(__file__).parents[2] / "library").get("29-range_scale-vs-clip_guidance_scale").cells
    )
    known = cells.settings_of(cells.cells[0])
    read = whole("disco-5.2", known)
    assert read is not None
    assert read.to_json() == {**known, "platform": "disco-5.2"}
    assert whole("disco-5.2", {**known, "use_horizontal_symmetry": True}) is None  # since 5.3
    assert whole("disco-5.2", {name: value for name, value in known.items() if name != "eta"}) is None
