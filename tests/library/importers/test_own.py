"""Pictures that EZ Charts made say everything."""

import numpy as np
import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.importers import a1111, own
from ezcharts.params.settings import Settings
from ezcharts.store.picture import Origin, encode_picture

PIXELS = np.zeros((64, 128, 3), dtype=np.uint8)


def write(path, platform="disco-5.2", **given):
    settings = Settings.build("disco-5.2", {"seed": 7, "eta": 0.5, "text_prompts": ["a, b: c:1"], **given})
    origin = Origin(key="a" * 64, platform=platform, settings=settings.rendering(), image=2, version="0.1")
    path.write_bytes(encode_picture(PIXELS, origin))
    return settings


def test_every_setting_and_the_image(tmp_path):
    settings = write(tmp_path / "a.png")
    assert own.fits(tmp_path / "a.png")
    (found,) = own.read(tmp_path / "a.png")
    assert (found.platform, found.image, found.doubts) == ("disco-5.2", 2, ())
    assert found.settings == settings.rendering()


def test_the_text_for_others_says_the_same(tmp_path):
    settings = write(tmp_path / "a.png")
    (found,) = a1111.read(tmp_path / "a.png")
    assert found.platform == "disco-5.2"
    assert found.settings == settings.rendering()
    assert not [doubt for doubt in found.doubts if "exists since" not in doubt]


def test_a_platform_of_the_future(tmp_path):
    write(tmp_path / "a.png", platform="disco-9.9")
    (found,) = own.read(tmp_path / "a.png")
    assert found.platform == ""
    assert "disco-9.9" in found.doubts[0]


def test_other_pictures(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no")
    for name in ("a.png", "b.png", "c.png"):
        assert not own.fits(tmp_path / name)
        with pytest.raises(LibraryError):
            own.read(tmp_path / name)
