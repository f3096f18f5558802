import numpy as np
from PIL import Image

from ezcharts.training.world import __main__ as world
from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import CLASSES, Scene


def test_a_sheet_holds_every_pair():
    fixed = {"environment": "snow", "subject": "tree", "medium": "matte painting"}
    page = world.sheet("hour", "mood", 32, 5, fixed)
    pitch = 32 + world.GAP
    assert page.shape == (world.GAP + 6 * pitch, world.GAP + 7 * pitch, 3)
    third_row_second_column = Scene(5 + 2 * 7 + 1, hour="night", mood="ominous", **fixed)
    top, left = world.GAP + 2 * pitch, world.GAP + pitch
    tile = page[top : top + 32, left : left + 32]
    np.testing.assert_array_equal(tile, draw(third_row_second_column, (32, 32)))


def test_the_command_writes_two_sheets(tmp_path, monkeypatch):
    asked = []

    def blank(down, across, side, seed, fixed):
        asked.append((down, across, side, seed))
        return np.zeros((len(CLASSES[down]), len(CLASSES[across]), 3), np.uint8)

    monkeypatch.setattr(world, "sheet", blank)
    monkeypatch.setattr(
        "sys.argv", ["world", "--out", str(tmp_path / "all.png"), "--side", "64", "--seed", "9"]
    )
    world.main()
    assert asked == [("environment", "hour", 64, 9), ("subject", "medium", 64, 9)]
    for name, size in (("all.png", (6, 9)), ("all-subjects.png", (7, 16))):
        with Image.open(tmp_path / name) as picture:
            assert picture.size == size
