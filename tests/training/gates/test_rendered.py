"""Gates render through the store: what is there is not rendered again."""

import json

import numpy as np
import pytest
from PIL import Image

from ezcharts.errors import PlanError
from ezcharts.training.gates import __main__ as command
from ezcharts.training.gates.knobs import Knob, knobs
from ezcharts.training.gates.rendered import rendered

STUDY = {
    "title": "two",
    "platform": "disco-5.2",
    "axes": {"eta": [0, 1]},
    "settings": {
        "text_prompts": "a castle",
        "width_height": [64, 64],
        "steps": 3,
        "skip_steps": 0,
        "cutn_batches": 1,
        "cut_overview": 1,
        "cut_innercut": 1,
        "seed": 1,
        "ViTB32": False,
        "ViTB16": False,
    },
}


def test_cells_come_in_order_and_once(tmp_path):
    first = rendered(STUDY, tmp_path / "store", tmp_path / "out")
    assert [cell.settings["eta"] for cell in first] == [0, 1]
    assert [cell.place["eta"] for cell in first] == [0, 1]
    assert all(cell.picture.shape == (64, 64, 3) for cell in first)
    assert (tmp_path / "out" / "two.png").exists()
    again = rendered(STUDY, tmp_path / "store")
    assert [cell.record.created for cell in again] == [cell.record.created for cell in first]
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(first, again, strict=True))


def test_a_study_that_cannot_be_rendered_says_so(tmp_path):
    wrong = {**STUDY, "settings": {**STUDY["settings"], "RN50x64": True}}
    with pytest.raises(PlanError, match=r"two cannot be rendered: .*RN50x64"):
        rendered(wrong, tmp_path / "store")


def test_a_study_may_start_from_a_picture_beside_its_charts(tmp_path):
    Image.new("RGB", (64, 64), (200, 30, 30)).save(tmp_path / "init.png")
    init = {"init_image": "init.png", "init_scale": 0, "skip_steps": 1}
    started = {**STUDY, "title": "init", "settings": {**STUDY["settings"], **init}}
    assert len(rendered(started, tmp_path / "store", tmp_path)) == 2


def test_every_knob_is_a_parameter_of_its_platform(tmp_path):
    Image.new("RGB", (64, 64)).save(tmp_path / "init.png")
    every = knobs(str(tmp_path / "init.png"))
    assert {each.platform for each in every} == {"disco-5.2", "jax-2.7"}
    assert {"clamp_max", "clip_guidance_scale", "steps", "tv_scale", "sat_scale", "eta"} <= {
        each.name for each in every if each.platform == "jax-2.7"
    }
    assert all(isinstance(each, Knob) and len(each.values) == 3 for each in every)


def test_the_command_keeps_what_other_gates_found(tmp_path, monkeypatch):
    monkeypatch.setitem(command._MEASURES, "prior", lambda options, settings: {"told apart": 0.5})
    monkeypatch.setitem(command._MEASURES, "knobs", lambda options, settings: {"settings": settings})
    common = ["--data", str(tmp_path), "--out", str(tmp_path / "out")]
    command.main(["prior", *common])
    command.main(["knobs", *common, "--set", "clamp_max=0.1"])
    found = json.loads((tmp_path / "out" / "gates.json").read_text())
    assert found == {"prior": {"told apart": 0.5}, "knobs": {"settings": {"clamp_max": 0.1}}}


def test_an_unknown_gate_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        command.main(["speed", "--data", str(tmp_path), "--out", str(tmp_path)])
    assert "no such gate: speed; there are perceptors, prior, guided, knobs" in capsys.readouterr().err
