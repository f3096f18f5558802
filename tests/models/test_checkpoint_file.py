import io
import os
import pickle
import zipfile
from collections import OrderedDict

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from ezcharts.errors import ModelError
from ezcharts.models.checkpoint_file import check_entries, fill, read_state

STATE = {"net.0.weight": torch.arange(6.0).reshape(2, 3), "net.0.bias": torch.tensor([1.5, -2.0]).half()}


class Malicious:
    """Unpickled by Python itself, it would make a folder."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def saved(tmp_path, content, name="checkpoint.pt", **options):
    path = tmp_path / name
    torch.save(content, path, **options)
    return path


def refused(path, message, entry=None):
    with pytest.raises(ModelError, match=message) as caught:
        read_state(path, entry)
    text = str(caught.value)
    assert str(path) in text
    # torch advises to switch the restriction off; we never repeat that.
    assert "weights_only" not in text
    return text


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}], ids=["zip", "legacy"])
@pytest.mark.parametrize("kind", [dict, OrderedDict])
def test_tensors_come_back_as_they_were_saved(tmp_path, options, kind):
    state = read_state(saved(tmp_path, kind(STATE), **options))
    assert list(state) == list(STATE)
    for name, value in STATE.items():
        assert state[name].dtype == value.dtype
        assert torch.equal(state[name], value)


def test_safetensors_come_back_as_they_were_saved(tmp_path):
    save_file(STATE, tmp_path / "checkpoint.safetensors")
    state = read_state(tmp_path / "checkpoint.safetensors")
    assert all(torch.equal(state[name], value) for name, value in STATE.items())


def test_a_network_s_own_state_dict_is_read(tmp_path):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.GroupNorm(2, 4))
    state = read_state(saved(tmp_path, network.state_dict(), "network.pth"))
    assert all(torch.equal(state[name], value) for name, value in network.state_dict().items())


def test_parameters_come_back_without_gradients(tmp_path):
    state = read_state(saved(tmp_path, {"w": nn.Parameter(torch.ones(2))}))
    assert not state["w"].requires_grad


def test_an_entry_is_named_where_the_tensors_lie_deeper(tmp_path):
    path = saved(tmp_path, {"params_ema": STATE, "params": {"w": torch.zeros(1)}, "epoch": 614})
    assert list(read_state(path, "params_ema")) == list(STATE)


def test_an_unnamed_entry_is_suggested(tmp_path):
    path = saved(tmp_path, {"params": STATE, "params_ema": STATE, "epoch": 614})
    refused(path, r"these are none: params, params_ema, epoch; name the entry .*: params, params_ema")


def test_an_entry_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    path = saved(tmp_path, {"params": STATE, "epoch": 614})
    refused(path, "must have an entry 'params_ema'; it has params, epoch", "params_ema")
    path = saved(tmp_path, [1, 2])
    refused(path, "must have an entry 'params_ema'; it has list", "params_ema")


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}], ids=["zip", "legacy"])
@pytest.mark.parametrize("wrap", [lambda bad: bad, lambda bad: {**STATE, "extra": bad}], ids=["top", "entry"])
def test_code_is_refused_and_never_run(tmp_path, options, wrap):
    victim = tmp_path / "executed"
    path = saved(tmp_path, wrap(Malicious(victim)), **options)
    refused(path, r"is refused: it asks Python for \w+\.mkdir, and weights need nothing but tensors")
    assert not victim.exists()
    # The test can fail: read without the restriction, the file that it wrote itself does run.
    torch.load(path, weights_only=False)
    assert victim.exists()


def test_code_in_a_bare_pickle_is_refused_and_never_run(tmp_path):
    path, victim = tmp_path / "checkpoint.pt", tmp_path / "executed"
    path.write_bytes(pickle.dumps(Malicious(victim), protocol=2))
    refused(path, r"is refused: it asks Python for \w+\.mkdir")
    assert not victim.exists()


def test_a_whole_network_is_refused(tmp_path):
    refused(saved(tmp_path, nn.Linear(2, 2)), r"it asks Python for torch\.nn\.modules\.linear\.Linear")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([torch.zeros(2)], "must hold tensors by name; it holds list"),
        (torch.zeros(2), "must hold tensors by name; it holds Tensor"),
        ({}, "must hold tensors by name; it holds an empty dict"),
        ({"w": torch.zeros(2), "epoch": 3}, r"these are none: epoch$"),
        ({1: torch.zeros(2)}, "these are none: 1$"),
        ({"w": torch.zeros(1).expand(10**12)}, "these are none: w$"),
        ({"w": torch.eye(3).to_sparse()}, "these are none: w$"),
    ],
    ids=["list", "tensor", "empty", "number", "number as name", "expanded", "sparse"],
)
def test_anything_but_dense_tensors_by_name_is_refused(tmp_path, content, message):
    refused(saved(tmp_path, content), message)


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}], ids=["zip", "legacy"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_a_truncated_file_is_refused(tmp_path, options, kept):
    path = saved(tmp_path, {"w": torch.randn(100, 100)}, **options)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    refused(path, "is damaged or no checkpoint|is refused: it is no checkpoint")


def test_a_damaged_safetensors_file_is_refused(tmp_path):
    path = tmp_path / "checkpoint.safetensors"
    save_file(STATE, path)
    path.write_bytes(path.read_bytes()[:-4])
    refused(path, r"is damaged or no safetensors file \(.*\); fetch it again")


@pytest.mark.parametrize(
    "text", [b"", b"<!DOCTYPE html><html></html>", b"version https://git-lfs.github.com/spec/v1\n"]
)
@pytest.mark.parametrize("name", ["checkpoint.pt", "checkpoint.safetensors"])
def test_a_web_page_or_pointer_in_its_place_is_refused(tmp_path, name, text):
    (tmp_path / name).write_bytes(text)
    refused(tmp_path / name, "fetch it again")


@pytest.mark.parametrize("name", ["missing.pt", "missing.safetensors"])
def test_a_missing_file_is_named(tmp_path, name):
    refused(tmp_path / name, r"missing.* cannot be read: No such file")


def test_a_folder_is_refused(tmp_path):
    refused(tmp_path, "cannot be read: Is a directory")


def test_a_compressed_archive_is_refused_before_it_is_unpacked(tmp_path):
    path, bomb = saved(tmp_path, {"w": torch.zeros(1_000_000)}), tmp_path / "bomb.pt"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in whole.infolist():
            packed.writestr(member.filename, whole.read(member))
    assert bomb.stat().st_size < 20_000
    refused(bomb, r"is refused: its [\d,]+ bytes claim to hold 4,0\d\d,\d{3}, compressed or overlapping")


def test_an_archive_that_claims_more_bytes_than_the_file_has_is_refused(tmp_path):
    path = saved(tmp_path, {"w": torch.zeros(4)})
    with zipfile.ZipFile(path) as archive:
        data = next(member for member in archive.infolist() if member.filename.endswith("data/0"))
    directory = data.file_size.to_bytes(4, "little") * 2
    content = path.read_bytes()
    at = content.rindex(directory)
    path.write_bytes(content[:at] + (2**31).to_bytes(4, "little") * 2 + content[at + 8 :])
    refused(path, r"claim to hold 2,147,\d{3},\d{3}")


def test_storage_larger_than_the_file_is_refused(tmp_path):
    path = saved(tmp_path, {"w": torch.zeros(3)})
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(changed, "w") as other:
        for member in whole.infolist():
            content = whole.read(member)
            if member.filename.endswith("data.pkl"):
                assert content.count(b"K\x03") == 2
                content = content.replace(b"K\x03", b"J\x00\x00\x00\x7f")
            other.writestr(member.filename, content)
    path.write_bytes(changed.getvalue())
    refused(path, "is damaged or no checkpoint")


def test_entries_that_fit_are_accepted():
    check_entries(STATE, {"net.0.bias": (2,), "net.0.weight": torch.Size([2, 3])})


def test_entries_that_do_not_fit_are_counted_and_the_first_few_named():
    shapes = {"net.0.bias": (3,), **{f"net.{n}.weight": (2, 3) for n in range(1, 6)}}
    with pytest.raises(ModelError) as caught:
        check_entries(STATE, shapes)
    assert str(caught.value) == (
        "6 entries must be there: 5 missing (net.1.weight, net.2.weight, net.3.weight and 2 more), "
        "1 unknown (net.0.weight), 1 of another shape (net.0.bias (2,) instead of (3,))"
    )


def test_a_filled_network_is_a_frozen_copy_in_the_asked_precision():
    with torch.device("meta"):
        network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
    state = {name: torch.ones(value.shape, dtype=value.dtype) for name, value in network.state_dict().items()}
    fill(network, state, "cpu", torch.float64)
    state["0.bias"].zero_()
    assert network[0].bias.tolist() == [1.0] * 4
    assert network[0].weight.is_contiguous(memory_format=torch.channels_last)
    assert not network.training
    assert {parameter.dtype for parameter in network.parameters()} == {torch.float64}
    assert network[1].num_batches_tracked.dtype == torch.int64
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_what_a_network_holds_beyond_its_entries_comes_along():
    network = nn.Linear(3, 2)
    network.register_buffer("mask", torch.ones(2), persistent=False)
    fill(network, network.state_dict(), "cpu", torch.float64)
    assert network.mask.dtype == torch.float64


def test_a_network_is_not_filled_with_another_s_entries():
    with pytest.raises(ModelError, match=r"2 entries must be there: 2 missing \(weight, bias\), 2 unknown"):
        fill(nn.Linear(3, 2), STATE, "cpu", torch.float32)
