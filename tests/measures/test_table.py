"""Declarations: complete, found by looking, told by the page; and no torch behind them."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ezcharts.errors import InputError, UnknownName
from ezcharts.measures.docs import measures_markdown
from ezcharts.measures.explain import facts
from ezcharts.measures.measure import Measure, Range, Sample, flat
from ezcharts.measures.picture_file import measure_picture, read_pixels
from ezcharts.measures.table import FAMILIES, by_family, find, measures, names
from tests.measures.pictures import flat_picture

ROOT = Path(__file__).parents[2]


def test_every_file_of_a_family_is_a_measure_of_its_name():
    for family, members in by_family().items():
        files = sorted(path.stem for path in (ROOT / "src/ezcharts/measures" / family).glob("[!_]*.py"))
        assert [measure.name for measure in members] == files


def test_names_are_told_apart():
    assert len(set(names())) == len(names())
    assert not any("." in name for name in names())


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: measure.name)
def test_declarations_are_complete(measure):
    rows = dict(facts(measure))
    assert {"formula", "unit", "range", "more looks", "needs", "source", "version"} <= rows.keys()
    assert measure.version >= 1
    assert measure.range.low < measure.range.high
    assert measure.compute.__doc__


def test_the_reference_page_is_current():
    page = (ROOT / "docs/measures.md").read_text(encoding="utf-8")
    assert page == measures_markdown(), "run: python -m ezcharts.measures.docs > docs/measures.md"


def test_the_page_has_a_section_for_every_measure_and_for_nothing_else():
    page = (ROOT / "docs/measures.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (\S+)$", page, flags=re.MULTILINE) == list(names())
    assert re.findall(r"^## (.+)$", page, flags=re.MULTILINE) == list(FAMILIES.values())


def test_a_number_belongs_to_its_measure():
    assert find("detail.fine") is find("detail")
    with pytest.raises(UnknownName, match=r"unknown measure 'brightnes'; did you mean 'brightness'\?"):
        find("brightnes")


def test_ranges_in_words():
    assert [Range(0, 1).describe(), Range(0).describe(), Range().describe(), Range(-1, 1).describe()] == [
        "0 to 1", "0 or more", "any number", "-1 to 1",
    ]  # fmt: skip
    assert 1 in Range(0, 1)
    assert 1.1 not in Range(0, 1)


def test_flat_names():
    assert list(flat("a", {"x": 1.0, "y": 2.0})) == [("a.x", 1.0), ("a.y", 2.0)]
    assert list(flat("a", 1.0)) == [("a", 1.0)]
    assert list(flat("a", None)) == []


def test_a_measure_that_is_not_finite_is_a_mistake():
    wrong = Measure(
        name="wrong", formula="", unit="", range=Range(), source="", more="", needs=("picture",), version=1,
        compute=lambda picture: math.nan,
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"a measure is a finite number or None, got \{'wrong': nan\}"):
        wrong.of(Sample(flat_picture(0, 0, 0)))


def test_measuring_pictures_never_loads_torch():
    program = (
        "import sys, numpy; import ezcharts.measures, ezcharts.cli.measure, ezcharts.cli.measures; "
        "from ezcharts.measures.picture_file import measure_picture; "
        "sys.exit(1) if 'skimage' in sys.modules or 'scipy' in sys.modules else None; "
        "measure_picture(numpy.zeros((32, 32, 3), numpy.uint8)); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_picture_without_a_record_has_its_looks():
    picture = flat_picture(9, 9, 9)
    looks = [measure.name for measure in by_family()["looks"]]
    assert list(measure_picture(picture)) == looks
    assert list(measure_picture(picture, initial=picture, baseline=picture)) == [
        *looks, "difference", "init_similarity",
    ]  # fmt: skip


def test_pictures_of_all_kinds_are_read_as_rgb(tmp_path):
    from PIL import Image

    Image.new("RGBA", (40, 33), (10, 20, 30, 0)).save(tmp_path / "a.png")
    Image.new("L", (40, 33), 7).save(tmp_path / "b.jpg")
    assert read_pixels(tmp_path / "a.png").shape == (33, 40, 3)
    assert read_pixels(tmp_path / "a.png")[0, 0].tolist() == [10, 20, 30]
    assert read_pixels(tmp_path / "b.jpg", size=(50, 60)).shape == (60, 50, 3)


def test_pictures_that_cannot_be_measured_say_why(tmp_path):
    from PIL import Image

    Image.new("RGB", (40, 31)).save(tmp_path / "small.png")
    with pytest.raises(
        InputError, match=r"at least 32 pixels on each side to be measured, .*small\.png has 40 x 31"
    ):
        read_pixels(tmp_path / "small.png")
    with pytest.raises(InputError, match=r"there is no file .*gone"):
        read_pixels(tmp_path / "gone.png")
    (tmp_path / "text.png").write_text("hello")
    with pytest.raises(InputError, match=r"text\.png is not a picture that can be read"):
        read_pixels(tmp_path / "text.png")
    whole = (tmp_path / "small.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"cut\.png is (broken|not a picture)"):
        read_pixels(tmp_path / "cut.png")
