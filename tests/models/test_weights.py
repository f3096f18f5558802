import torch
from safetensors.torch import load_file

from ezcharts.models.weights import write_model


def test_floats_are_written_in_16_bits_and_integers_as_they_are(tmp_path):
    write_model(tmp_path / "new", {"resolution": 1}, {"w": torch.tensor([1.5]), "n": torch.tensor(7)})
    written = load_file(tmp_path / "new" / "model.safetensors")
    assert written["w"].dtype == torch.float16
    assert (written["w"].item(), written["n"].item()) == (1.5, 7)


def test_equal_models_are_equal_bytes(tmp_path):
    for name in ("one", "two"):
        write_model(tmp_path / name, {"a": [1]}, {"w": torch.arange(3.0), "b": torch.ones(2)})
    for file in ("config.json", "model.safetensors"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
