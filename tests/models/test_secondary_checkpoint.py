"""The original secondary model's file against a plain reading of engines.md 4.2 under its own names."""

import math

import pytest
import torch
from safetensors.torch import save_file
from torch.nn.functional import conv2d

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models.secondary import load_secondary_checkpoint

COSINE_TIMES = [0.03, 0.5, 0.97]

# (name, channels in, channels out) in the order of 4.2's diagram; every name holds a weight and a bias.
LEVELS = ["net.2.main", "net.2.main.3.main", "net.2.main.3.main.3.main", "net.2.main.3.main.3.main.3.main"]
LEVELS += ["net.2.main.3.main.3.main.3.main.3.main"]
CONVOLUTIONS = [
    ("net.0.0", 19, 64), ("net.1.0", 64, 64),
    (f"{LEVELS[0]}.1.0", 64, 128), (f"{LEVELS[0]}.2.0", 128, 128),
    (f"{LEVELS[1]}.1.0", 128, 128), (f"{LEVELS[1]}.2.0", 128, 128),
    (f"{LEVELS[2]}.1.0", 128, 256), (f"{LEVELS[2]}.2.0", 256, 256),
    (f"{LEVELS[3]}.1.0", 256, 256), (f"{LEVELS[3]}.2.0", 256, 256),
    (f"{LEVELS[4]}.1.0", 256, 512), (f"{LEVELS[4]}.2.0", 512, 512),
    (f"{LEVELS[4]}.3.0", 512, 512), (f"{LEVELS[4]}.4.0", 512, 256),
    (f"{LEVELS[3]}.4.0", 512, 256), (f"{LEVELS[3]}.5.0", 256, 256),
    (f"{LEVELS[2]}.4.0", 512, 256), (f"{LEVELS[2]}.5.0", 256, 128),
    (f"{LEVELS[1]}.4.0", 256, 128), (f"{LEVELS[1]}.5.0", 128, 128),
    (f"{LEVELS[0]}.4.0", 256, 128), (f"{LEVELS[0]}.5.0", 128, 64),
    ("net.3.0", 128, 64), ("net.4", 64, 3),
]  # fmt: skip


@pytest.fixture(scope="module")
def original():
    """Random weights such that signals keep their size through every ReLU."""
    generator = torch.Generator().manual_seed(0)
    state = {"timestep_embed.weight": torch.randn(8, 1, generator=generator)}
    for name, inner, outer in CONVOLUTIONS:
        weight = torch.randn(outer, inner, 3, 3, generator=generator)
        state[f"{name}.weight"] = weight * math.sqrt(2 / (9 * inner))
        state[f"{name}.bias"] = 0.1 * torch.randn(outer, generator=generator)
    return state


@pytest.fixture
def path(original, tmp_path):
    torch.save(original, tmp_path / "secondary.pth")
    return tmp_path / "secondary.pth"


def reading(state, x, c):
    """The network's v, with every entry read once from a dict that is empty in the end."""
    state = {name: value.to(x) for name, value in state.items()}

    def conv(name, h):
        return conv2d(h, state.pop(f"{name}.weight"), state.pop(f"{name}.bias"), padding=1)

    def relu(h):
        return torch.where(h > 0, h, torch.zeros_like(h))

    def level(number, h):
        name, inner = LEVELS[number], down(h)
        inner = relu(conv(f"{name}.1.0", inner))
        inner = relu(conv(f"{name}.2.0", inner))
        if number < 4:
            inner = level(number + 1, inner)
            inner = relu(conv(f"{name}.4.0", inner))
            inner = relu(conv(f"{name}.5.0", inner))
        else:
            inner = relu(conv(f"{name}.3.0", inner))
            inner = relu(conv(f"{name}.4.0", inner))
        return torch.cat([up(inner), h], dim=1)

    f = 2 * math.pi * c[:, None] * state.pop("timestep_embed.weight")[:, 0]
    planes = torch.cat([torch.cos(f), torch.sin(f)], dim=1)
    planes = planes[:, :, None, None] * torch.ones(1, 1, *x.shape[2:], dtype=x.dtype)
    h = relu(conv("net.0.0", torch.cat([x, planes], dim=1)))
    h = level(0, relu(conv("net.1.0", h)))
    v = conv("net.4", relu(conv("net.3.0", h)))
    assert not state
    return v


def down(h):
    """The mean of 2×2."""
    return (h[..., ::2, ::2] + h[..., ::2, 1::2] + h[..., 1::2, ::2] + h[..., 1::2, 1::2]) / 4


def up(h):
    """Bilinear, corners not aligned: new places lie a quarter of a place from the old ones."""
    for dim in (2, 3):
        last = h.shape[dim] - 1
        before = h.index_select(dim, torch.arange(-1, last).clamp(min=0))
        after = h.index_select(dim, torch.arange(1, last + 2).clamp(max=last))
        h = torch.stack([0.75 * h + 0.25 * before, 0.75 * h + 0.25 * after], dim=dim + 1).flatten(
            dim, dim + 1
        )
    return h


def level():
    angle = torch.tensor(COSINE_TIMES, dtype=torch.float64) * math.pi / 2
    return NoiseLevel(angle.cos(), angle.sin(), torch.zeros(3, dtype=torch.float64))


def noisy():
    return torch.randn(3, 3, 32, 64, dtype=torch.float64)


def test_the_original_has_the_published_counts(original):
    assert len(original) == 49
    assert sum(value.numel() for value in original.values()) == 13_841_547


def test_the_original_file_gives_what_a_plain_reading_gives(original, path):
    x, at = noisy(), level()
    v = reading(original, x, torch.tensor(COSINE_TIMES, dtype=torch.float64))
    predicted = load_secondary_checkpoint(path, dtype=torch.float64)(x, at)
    a, s = at.alpha.reshape(3, 1, 1, 1), at.sigma.reshape(3, 1, 1, 1)
    assert v.std() > 0.3
    assert (predicted.x0 - (a * x - s * v)).abs().max() < 1e-9
    assert (predicted.eps - (s * x + a * v)).abs().max() < 1e-9


def test_every_entry_decides_the_output(original, path):
    x = noisy()[:1]
    c = torch.tensor([0.4], dtype=torch.float64)
    state = {name: value.double().requires_grad_() for name, value in original.items()}
    reading(state, x, c).square().sum().backward()
    assert [name for name, value in state.items() if not value.grad.abs().max() > 1e-6] == []


def test_the_loaded_network_is_frozen_and_of_the_asked_precision(path):
    secondary = load_secondary_checkpoint(path)
    assert {parameter.dtype for parameter in secondary.parameters()} == {torch.float32}
    assert not any(parameter.requires_grad for parameter in secondary.parameters())
    assert not secondary.training


def test_it_may_come_as_safetensors_too(original, path, tmp_path):
    save_file(original, tmp_path / "secondary.safetensors")
    x, at = noisy(), level()
    one, other = (
        load_secondary_checkpoint(file, dtype=torch.float64)
        for file in (path, tmp_path / "secondary.safetensors")
    )
    assert torch.equal(one(x, at).x0, other(x, at).x0)


def test_another_network_s_file_is_refused(original, tmp_path):
    state = {name: value for name, value in original.items() if "net.3" not in name}
    torch.save({**state, "net.9.weight": torch.zeros(1)}, tmp_path / "other.pth")
    with pytest.raises(
        ModelError,
        match=r"secondary model .*other\.pth: 49 entries must be there: "
        r"2 missing \(net\.3\.0\.weight, net\.3\.0\.bias\), 1 unknown \(net\.9\.weight\)",
    ):
        load_secondary_checkpoint(tmp_path / "other.pth")
