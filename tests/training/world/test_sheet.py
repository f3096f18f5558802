from pathlib import Path

import numpy as np
from PIL import Image

from ezcharts.training.world import sheet
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import CLASSES
from ezcharts.training.world.studies import STUDIES

DOCS = Path(__file__).parents[3] / "docs"


def scenes(seed: int = 20):
    return [tile.scene for section in sheet.sections(seed) for tile in section.tiles]


def test_every_class_and_artist_is_on_the_sheet():
    for kind, names in CLASSES.items():
        assert {getattr(scene, kind) for scene in scenes()} == set(names)
    assert {scene.artist for scene in scenes()} == {"none", *ARTISTS}
    assert {scene.trending for scene in scenes()} == {False, True}


def test_every_prompt_of_the_studies_is_on_the_sheet():
    shown = [{kind: getattr(scene, kind) for kind in (*CLASSES, "artist")} for scene in scenes()]
    for study in STUDIES:
        assert sum(study.describes(values) for values in shown) >= 2


def test_a_label_says_what_its_picture_shows():
    lands, things = sheet.sections(5)[:2]
    assert all(tile.label == tile.scene.environment for tile in lands.tiles)
    assert all(tile.label == tile.scene.subject for tile in things.tiles)


def test_pictures_stand_below_their_heading_with_room_for_a_label():
    shown = (sheet.Section("Two", sheet.sections(5)[0].tiles[:2]),)
    page = sheet.page(shown, 32)
    assert page.size == (sheet.GAP + 15 * (32 + sheet.GAP), 2 * sheet.GAP + sheet.HEADING + 32 + sheet.LABEL)
    pixels = np.asarray(page)
    top, left = sheet.GAP + sheet.HEADING, sheet.GAP + 32 + sheet.GAP
    np.testing.assert_array_equal(
        pixels[top : top + 32, left : left + 32], draw(shown[0].tiles[1].scene, (32, 32))
    )
    label = pixels[top + 33 : top + 33 + 14, left : left + 32]
    assert label.max() > 150  # something is written there


def test_the_command_writes_the_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "sections", lambda seed: (sheet.Section(f"seed {seed}", sheet_of_one(seed)),))
    sheet.main(["--out", str(tmp_path / "world.webp"), "--side", "40", "--seed", "3"])
    with Image.open(tmp_path / "world.webp") as picture:
        assert picture.width == sheet.GAP + 15 * (40 + sheet.GAP)


def sheet_of_one(seed: int):
    return (sheet.Tile("a castle", sheet.scene(seed)),)


def test_the_sheet_in_the_docs_is_small_and_shows_every_tile():
    path = DOCS / "world.webp"
    assert path.stat().st_size < 600 * 1024
    with Image.open(path) as picture:
        rows = sum(-(-len(section.tiles) // sheet.COLUMNS) for section in sheet.sections(20))
        side = (picture.width - sheet.GAP) // sheet.COLUMNS - sheet.GAP
        assert picture.height == sheet.GAP + sheet.HEADING * 6 + rows * (side + sheet.LABEL + sheet.GAP)
