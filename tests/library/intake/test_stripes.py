import io

import numpy as np
import pytest
from PIL import Image

from ezcharts.library.intake.cutting import find_grid
from ezcharts.library.intake.stripes import stripe_colour
from tests.library.intake.pictures import smooth_noise

SIZE, ROWS, COLUMNS = 40, 3, 4
GREY = (128, 128, 128)


def spoilt_sheet(gap, colour, paper=None, quality=70):
    """Noise pictures with thin gutters, perhaps on other paper, after JPEG."""
    rng, margin = np.random.default_rng(3), 0 if paper is None else 12
    high, wide = (count * (SIZE + gap) - gap for count in (ROWS, COLUMNS))
    sheet = np.full((high + 2 * margin, wide + 2 * margin, 3), paper or colour, np.uint8)
    sheet[margin : margin + high, margin : margin + wide] = colour
    for i in range(ROWS):
        for j in range(COLUMNS):
            y, x = margin + i * (SIZE + gap), margin + j * (SIZE + gap)
            sheet[y : y + SIZE, x : x + SIZE] = smooth_noise(rng, SIZE, SIZE)
    file = io.BytesIO()
    Image.fromarray(sheet).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file)), margin


def look(picture):
    return picture.transpose(2, 0, 1).astype(np.float32)


def test_stripes_tell_a_colour_that_lossy_files_have_spoilt():
    sheet, _ = spoilt_sheet(2, GREY)
    found = stripe_colour([look(sheet)], COLUMNS - 1)
    assert np.abs(found.colour - GREY).max() < 25


def test_noise_has_no_stripes():
    noise = smooth_noise(np.random.default_rng(4), 160, 120)
    assert stripe_colour([look(noise)], 3) is None


def test_a_sky_that_fades_is_no_stripe():
    noise = smooth_noise(np.random.default_rng(4), 160, 120)
    noise[:, :60] = noise[:, :60] * np.linspace(0, 1, 60)[:, None]
    assert stripe_colour([look(noise)], 1) is None


@pytest.mark.parametrize(("gap", "colour", "paper"), [(2, GREY, None), (4, (160, 40, 140), (255, 255, 255))])
def test_spoilt_gutters_are_cut_to_the_pixel(gap, colour, paper):
    sheet, margin = spoilt_sheet(gap, colour, paper)
    cut = find_grid(sheet, ROWS, COLUMNS)
    assert cut.lefts == tuple(margin + j * (SIZE + gap) for j in range(COLUMNS))
    assert cut.tops == tuple(margin + i * (SIZE + gap) for i in range(ROWS))
    assert cut.rights[0] == margin + SIZE
