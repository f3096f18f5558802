"""Huemin's settings files, which can be wrong."""

from ezcharts.library.importers import huemin
from tests.library.importers.makers import huemin_run


def test_pictures_and_settings(tmp_path):
    found = huemin.read(huemin_run(tmp_path, 5, images=2, eta=-0.5))
    assert [(each.picture.name, each.image) for each in found] == [
        ("20220305000005_0.png", 0),
        ("20220305000005_1.png", 1),
    ]
    assert found[0].platform == "huemin-2.7"
    assert found[0].settings["eta"] == -0.5
    assert found[0].settings["all_title"] == "a lighthouse"
    assert found[0].settings["image_size"] == [128, 64]
    assert "batch_folder" not in found[0].settings
    assert found[0].doubts == ()


def test_the_drawn_seed_is_the_seed(tmp_path):
    (found,) = huemin.read(huemin_run(tmp_path, 1, changes={"seed": 0, "local_seed": 4242}))
    assert found.settings["seed"] == 4242
    assert "local_seed" not in found.settings


def test_files_that_are_known_to_be_wrong(tmp_path):
    for key in ("use_random_settings", "use_batch_runs", "use_noise_inject"):
        (found,) = huemin.read(huemin_run(tmp_path, 1, changes={key: True}))
        assert any(key in doubt for doubt in found.doubts), key


def test_a_refused_value_stays(tmp_path):
    (found,) = huemin.read(huemin_run(tmp_path, 1, changes={"steps": "many", "ddim_eta": 0.25}))
    assert found.settings["steps"] == "many"
    assert found.settings["eta"] == 0.25
    assert any("steps must be" in doubt for doubt in found.doubts)
