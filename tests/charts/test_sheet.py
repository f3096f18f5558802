import numpy as np
import pytest
from PIL import Image

from ezcharts.charts.measure import measure
from ezcharts.charts.plan import ArrowItem, PictureItem, PlateItem, TextItem
from ezcharts.charts.sheet import draw_sheet, save_sheet
from ezcharts.charts.theme import DARK, Theme
from ezcharts.errors import StoreError
from tests.charts.examples import chart, colour, done, failed, missing


def middle(image, box):
    return image.getpixel((box.x + box.width // 2, box.y + box.height // 2))


def test_every_picture_is_drawn_in_its_place_and_fills_it(tmp_path):
    whole = chart(3, 4, 2, lambda *at: done(tmp_path, *at))
    (image,), (page,) = draw_sheet(whole), measure(whole).pages
    places = [(panel, i, j) for panel in range(2) for i in range(3) for j in range(4)]
    boxes = [item.box for item in page.items if isinstance(item, PictureItem)]
    for place, box in zip(places, boxes, strict=True):
        assert {image.getpixel((x, y)) for x in (box.x, box.right - 1) for y in (box.y, box.bottom - 1)} == {
            colour(*place)
        }
        assert image.getpixel((box.right, box.y)) == DARK.colours["ground"]


def test_failed_and_missing_cells_are_plates():
    whole = chart(0, 2, 1, lambda panel, i, j: (failed("NaN"), missing())[j])
    (image,), (page,) = draw_sheet(whole), measure(whole).pages
    plates = [item for item in page.items if isinstance(item, PlateItem)]
    for plate, kind in zip(plates, ("failed", "missing"), strict=True):
        box = plate.box
        assert image.getpixel((box.x, box.y)) == DARK.colours[f"{kind} edge"]
        assert image.getpixel((box.x + 3, box.y + 3)) == DARK.colours[kind]
    inside = np.asarray(
        image.crop((plates[0].box.x, plates[0].box.y, plates[0].box.right, plates[0].box.bottom))
    )
    assert (inside == DARK.colours["failed text"]).all(axis=2).any()


def test_text_and_arrows_leave_ink_in_their_boxes_and_nowhere_else():
    whole = chart(2, 2)
    (image,), (page,) = draw_sheet(whole), measure(whole).pages
    pixels = np.asarray(image).astype(int)
    inked = (pixels != DARK.colours["ground"]).any(axis=2)
    for item in page.items:
        box = item.box
        if isinstance(item, TextItem | ArrowItem):
            assert inked[box.y : box.bottom, box.x : box.right].any(), item
        inked[box.y : box.bottom, max(0, box.x - 2) : box.right + 2] = False  # letters may lean out a little
    assert not inked.any()


def test_a_small_picture_is_enlarged_without_shift(tmp_path):
    picture = np.zeros((128, 128, 3), np.uint8)
    picture[32:96, 32:96] = 255
    Image.fromarray(picture).save(tmp_path / "0-0-0-128x128.png")
    whole = chart(cell=lambda *at: done(tmp_path, *at))
    (image,), (page,) = draw_sheet(whole), measure(whole).pages
    (box,) = [item.box for item in page.items if isinstance(item, PictureItem)]
    drawn = np.asarray(image)[box.y : box.bottom, box.x : box.right, 0]
    assert drawn.shape == (640, 640)
    assert np.array_equal(drawn, drawn[::-1, ::-1])
    assert drawn[320, 320] == 255
    assert drawn[100, 100] == 0


def test_pictures_with_a_palette_or_alpha_are_drawn_as_rgb(tmp_path):
    Image.new("RGBA", (128, 128), (200, 10, 10, 255)).save(tmp_path / "0-0-0-128x128.png")
    whole = chart(cell=lambda *at: done(tmp_path, *at))
    (image,), (page,) = draw_sheet(whole), measure(whole).pages
    (box,) = [item.box for item in page.items if isinstance(item, PictureItem)]
    assert middle(image, box) == (200, 10, 10)


def test_equal_charts_give_equal_pixels(tmp_path):
    images = [draw_sheet(chart(2, 2, 1, lambda *at: done(tmp_path, *at)))[0] for _ in range(2)]
    assert images[0].tobytes() == images[1].tobytes()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"half")])
def test_a_picture_that_cannot_be_read_is_named(tmp_path, damage):
    whole = chart(cell=lambda *at: done(tmp_path, *at))
    damage(next(whole.cells()).picture)
    with pytest.raises(StoreError, match=r"cannot read the picture .*0-0-0-128x128\.png: "):
        draw_sheet(whole)


def test_a_sheet_is_saved_once_and_says_its_title(tmp_path):
    path = tmp_path / "out" / "chart.png"
    (file,) = save_sheet(chart(2, 2), path)
    assert file.path == path
    with Image.open(path) as image:
        assert image.size == (file.width, file.height)
        assert image.text["Title"] == "steps vs clamp_max, Disco 5.0, 2022-03-05"
    before = path.stat().st_mtime_ns
    save_sheet(chart(2, 2), path)
    assert path.stat().st_mtime_ns == before


def test_pages_are_numbered_files_with_their_parts(tmp_path):
    files = save_sheet(chart(6, 3), tmp_path / "chart.png", Theme(most_side=1800))
    assert [(file.path.name, file.part) for file in files] == [
        ("chart-1.png", "page 1 of 2: steps 250 to 252"),
        ("chart-2.png", "page 2 of 2: steps 253 to 255"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart-1.png", "chart-2.png"]
