"""A folder of pictures with settings, as a table."""

import json

import pytest
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.gather.folder import gather
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.table import cells_from_bytes
from ezcharts.params.files import disco
from ezcharts.params.settings import Settings
from tests.library.importers.makers import disco_run, huemin_run, picture
from tests.library.importers.test_a1111 import TEXT, png


def fill(folder, **settings):
    """A grid of Disco runs: steps against clamp_max, two seeds."""
    number = 0
    for steps in (50, 100, 250):
        for clamp_max in (0.05, 0.1):
            for seed in (1, 2):
                disco_run(folder, number, steps=steps, clamp_max=clamp_max, seed=seed, **settings)
                number += 1


def test_a_grid_of_disco(tmp_path):
    fill(tmp_path, skip_steps=10)
    intake = gather(tmp_path)
    table = intake.cells
    assert (intake.platform, intake.stated, intake.doubts) == ("disco-5.2", "", ())
    assert intake.importers == {"disco": 12}
    assert [axis.name for axis in table.axes] == ["clamp_max", "steps", "seed"]
    assert table.parameters == ("clamp_max", "steps")
    assert len(table.cells) == 12
    assert cells_from_bytes(table.to_bytes(), "x") == table
    (view,) = table.views
    assert (view.down, view.across, view.panels) == ("clamp_max", "steps", ())
    assert table.settings["platform"] == "disco-5.2"
    for cell in table.cells:
        path = intake.pictures[cell.file]
        said = Settings.build("disco-5.2", json.loads(disco_text(path)))
        known = {name: value for name, value in table.settings_of(cell).items() if name != "platform"}
        assert Settings.build("disco-5.2", known) == said
        assert open_picture(path).digest.startswith(cell.file[6:-5])
        assert cell.size == (128, 64)


def disco_text(path):
    file = path.with_name(path.name.replace("_0000.png", "_settings.txt"))
    parsed = disco.parse_settings_text(file.read_text())
    return json.dumps(
        {name: value for name, value in parsed.settings.to_json().items() if name in parsed.settings.stated}
    )


def test_the_same_whatever_the_order_of_files(tmp_path):
    fill(tmp_path)
    first = gather(tmp_path)
    for path in list(tmp_path.iterdir()):
        path.touch()
    assert gather(tmp_path) == first


def test_runs_in_folders_of_their_own(tmp_path):
    for number, eta in enumerate((0, 0.5, 1)):
        folder = tmp_path / f"run {number}"
        folder.mkdir()
        disco_run(folder, 0, eta=eta)
        picture(folder / "TimeToDisco(0)_0000.png", number)
    table = gather(tmp_path).cells
    assert [value.label for value in table.axes[0].values] == ["0", "0.5", "1"]
    assert table.views[0].across == "eta"


def test_huemin(tmp_path):
    for number, eta in enumerate((-1, 0, 1)):
        huemin_run(tmp_path, number, eta=eta)
    intake = gather(tmp_path)
    assert intake.platform == "huemin-2.7"
    assert [value.label for value in intake.cells.axes[0].values] == ["-1", "0", "1"]
    assert intake.doubts == ()


def test_a1111(tmp_path):
    for steps in (20, 30):
        path = png(tmp_path / f"{steps}.png", TEXT.replace("Steps: 20", f"Steps: {steps}"))
        assert path.exists()
    intake = gather(tmp_path)
    assert (intake.platform, intake.stated[:5]) == ("", "A1111")
    assert intake.cells.axes[0].name == "steps"
    assert "platform" not in intake.cells.settings


def test_doubts_are_told(tmp_path):
    fill(tmp_path)
    (tmp_path / "TimeToDisco(3)_0000.png").unlink()
    picture(tmp_path / "alone.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG")
    picture(tmp_path / "TimeToDisco(4)_0000.png", 4, size=(256, 128))
    disco_run(tmp_path, 77, steps=50, clamp_max=0.05, seed=1)
    intake = gather(tmp_path)
    said = "\n".join(intake.doubts)
    assert "settings without a picture: TimeToDisco(3)_settings.txt" in said
    assert "nothing says how they were made: alone.png, broken.png" in said
    assert "the picture is 256x128, its settings make 128x64" in said
    assert "same settings twice: TimeToDisco(0)_0000.png and TimeToDisco(77)_0000.png" in said
    missing = [cell for cell in intake.cells.cells if cell.state == "missing"]
    assert len(missing) == 1
    assert missing[0].settings["seed"] == 2


def test_holes(tmp_path):
    for number, (steps, eta) in enumerate([(50, 0), (50, 1), (100, 0)]):
        disco_run(tmp_path, number, steps=steps, eta=eta)
    (doubt,) = gather(tmp_path).doubts
    assert doubt == "1 of 4 combinations have no picture: eta 1 steps 100"


@pytest.mark.parametrize(
    ("name", "values", "shared", "reason"),
    [
        ("range_scale", (0, 150), {}, "its gradient is exactly zero"),
        ("eta", (0, 1), {"diffusion_sampling_mode": "plms"}, "PLMS does not use it"),
        ("clamp_max", (0.1, 0.2), {"clamp_grad": False}, "clamp_grad is off"),
    ],
)
def test_what_cannot_act(tmp_path, name, values, shared, reason):
    for number, value in enumerate(values):
        disco_run(tmp_path, number, **{name: value}, **shared)
    intake = gather(tmp_path)
    assert intake.cells.axes[0].name == name
    assert any(f"{name} differs but cannot act" in doubt and reason in doubt for doubt in intake.doubts)


def test_contradictions_and_refused_values(tmp_path):
    disco_run(tmp_path, 0, eta=0)
    disco_run(tmp_path, 1, eta=1, changes={"skip_steps": 400})
    disco_run(tmp_path, 2, eta=2, changes={"clamp_max": "much"})
    said = "\n".join(gather(tmp_path).doubts)
    assert "skip_steps must be less than steps" in said
    assert "clamp_max must be a number" in said


def test_wrong_files_of_huemin(tmp_path):
    huemin_run(tmp_path, 0, eta=0)
    huemin_run(tmp_path, 1, eta=1, changes={"use_random_settings": True})
    assert any("may be wrong (20220305000001_0.png)" in doubt for doubt in gather(tmp_path).doubts)


def test_versions_and_dialects_that_are_mixed(tmp_path):
    disco_run(tmp_path, 0, eta=0, platform="disco-4.1")
    disco_run(tmp_path, 1, eta=1, platform="disco-5.2")
    huemin_run(tmp_path, 2)
    intake = gather(tmp_path)
    said = "\n".join(intake.doubts)
    assert intake.platform == "disco-5.2"
    assert "1 of disco-4.1, 1 of disco-5.2" in said
    assert "another kind of notebook: 20220305000002_0.png" in said
    assert len(intake.cells.cells) == 2


def test_several_pictures_of_one_run(tmp_path):
    disco_run(tmp_path, 0, images=2, eta=0)
    disco_run(tmp_path, 1, images=2, eta=1)
    intake = gather(tmp_path)
    assert [axis.name for axis in intake.cells.axes] == ["eta", "image"]
    assert "image" not in intake.cells.cells[1].settings
    assert any("belongs to the seed alone" in doubt for doubt in intake.doubts)


def test_equal_pictures_share_a_file(tmp_path):
    for number, value in enumerate((0, 150)):
        disco_run(tmp_path, number, range_scale=value)
        Image.new("RGB", (128, 64), "red").save(tmp_path / f"TimeToDisco({number})_0000.png")
    intake = gather(tmp_path)
    assert len({cell.file for cell in intake.cells.cells}) == 1
    assert len(intake.pictures) == 1


def test_folders_without_anything(tmp_path):
    with pytest.raises(LibraryError, match="no picture"):
        gather(tmp_path)
    picture(tmp_path / "a.png")
    with pytest.raises(LibraryError, match="says how it was made"):
        gather(tmp_path)
    disco_run(tmp_path, 0, images=0)
    with pytest.raises(LibraryError, match="says how it was made"):
        gather(tmp_path)
    with pytest.raises(LibraryError, match="no folder"):
        gather(tmp_path / "nothing")


def test_links_are_refused(tmp_path):
    disco_run(tmp_path, 0)
    (tmp_path / "link.png").symlink_to(tmp_path / "TimeToDisco(0)_0000.png")
    with pytest.raises(LibraryError, match="symbolic link"):
        gather(tmp_path)
