import math

import pytest
import torch
from diffusers.models.embeddings import Timesteps
from safetensors.torch import save

from ezcharts.errors import ModelError, UnknownName
from ezcharts.models.adm import TimeFeatures, convert, find_layout, load_adm, original_shapes
from ezcharts.models.adm_layouts import LAYOUTS, AdmLayout, layout
from tests.reference import adm as reference

# One small plan per published one, then those that mix what the published ones keep apart. At least two
# channels share a norm: alone, a channel's bias would be normalised away.
SMALL = {
    "adm-256": AdmLayout("a", 32, 16, (1, 2, 3), attention=(2, 4), head_width=8, groups=8),
    "adm-512": AdmLayout("b", 32, 32, (0.5, 1, 1), attention=(4,), head_width=16, groups=8),
    "kaliyuga": AdmLayout("c", 32, 16, (1, 1, 2), (2,), resblock_updown=False, scale_shift=False, groups=8),
    "portrait": AdmLayout("d", 32, 32, (0.5, 1, 1.5), attention=(2, 4), heads=4, groups=8),
    "all attend": AdmLayout("e", 32, 16, (1, 2), attention=(1, 2), heads=2, scale_shift=False, groups=4),
    "only the middle": AdmLayout("f", 32, 8, (2, 1), (), head_width=4, resblock_updown=False, groups=4),
}
TIMES = [0.0, 7.37, 993.0 + 1 / 3, 999.0]
PLANS = pytest.mark.parametrize("plan", SMALL.values(), ids=SMALL)


def pictures(dtype=torch.float64, size=(16, 24)):
    return torch.randn(len(TIMES), 3, *size, dtype=torch.float64).to(dtype)


def times(dtype=torch.float64):
    return torch.tensor(TIMES, dtype=dtype)


def loaded(state, plan, tmp_path, dtype=torch.float64):
    path = tmp_path / "checkpoint.pt"
    torch.save(state, path)
    return load_adm(path, plan, dtype=dtype)


def furthest(one, other):
    return (one - other).abs().max().item()


@pytest.mark.parametrize(
    ("name", "parameters", "entries"),
    [
        # engines.md 4.1
        ("adm-256", 552_814_086, 566),
        ("adm-512", 557_973_638, 644),
        # Counted from the independent reading; no figures are published.
        ("adm-kaliyuga-256", 113_676_678, 426),
        ("adm-portrait-512", 139_579_462, 644),
    ],
)
def test_full_size_checkpoints_have_the_entries_of_an_independent_reading(name, parameters, entries):
    ours, read = original_shapes(layout(name)), reference.entries(layout(name))
    assert ours == read
    assert len(read) == entries
    assert sum(math.prod(shape) for shape in read.values()) == parameters


@pytest.mark.parametrize("name", LAYOUTS)
def test_full_size_conversion_keeps_every_parameter(name):
    with torch.device("meta"):
        state = {key: torch.empty(shape) for key, shape in reference.entries(layout(name)).items()}
        converted = convert(state, layout(name))
    assert sum(value.numel() for value in converted.values()) == sum(v.numel() for v in state.values())
    assert find_layout(state) is layout(name)


def test_levels_follow_from_the_published_plans():
    # engines.md 4.1, the table.
    assert layout("adm-256").widths == (256, 256, 512, 512, 1024, 1024)
    assert layout("adm-512").widths == (128, 256, 256, 512, 512, 1024, 1024)
    assert layout("adm-256").attends == (False, False, False, True, True, True)
    assert layout("adm-512").attends == (False, False, False, False, True, True, True)
    assert [layout("adm-512").heads_of(width) for width in (512, 1024)] == [8, 16]
    assert [layout("adm-portrait-512").heads_of(width) for width in (256, 512)] == [4, 4]


@PLANS
def test_outputs_are_those_of_a_plain_reading(plan, tmp_path):
    state, x, t = reference.random_state(plan), pictures(), times()
    expected = reference.unet(state, plan, x, t)
    assert expected.shape == (len(TIMES), 6, 16, 24)
    assert expected.std() > 0.3
    assert furthest(loaded(state, plan, tmp_path)(x, t), expected) < 1e-9


@PLANS
def test_single_precision_stays_near(plan, tmp_path):
    state, x, t = reference.random_state(plan), pictures(), times()
    net = loaded(state, plan, tmp_path, torch.float32)
    got = net(x.float(), t.float())
    assert got.dtype == torch.float32
    assert furthest(got.double(), reference.unet(state, plan, x, t)) < 1e-4


def test_half_precision_is_told_the_time_in_single_precision(tmp_path):
    plan = SMALL["adm-512"]
    state, x = reference.random_state(plan), pictures()
    net = loaded(state, plan, tmp_path, torch.bfloat16)
    got = net(x.bfloat16(), times(torch.float32))
    assert got.dtype == torch.bfloat16
    assert furthest(got.double(), reference.unet(state, plan, x, times())) < 0.15


@PLANS
def test_every_value_of_the_original_is_used_exactly_once(plan):
    state = reference.random_state(plan)
    before = torch.cat([value.flatten() for value in state.values()])
    after = torch.cat([value.flatten() for value in convert(state, plan).values()])
    assert torch.equal(before.sort().values, after.sort().values)


@PLANS
def test_every_value_of_the_original_decides_the_output(plan, tmp_path):
    net = loaded(reference.random_state(plan), plan, tmp_path)
    state = {name: v.requires_grad_() for name, v in reference.random_state(plan).items()}
    x, t = pictures(size=(8, 12)), times()
    output = torch.func.functional_call(net.unet, convert(state, plan), (x, t)).sample
    output.square().sum().backward()
    assert [name for name, value in state.items() if _without_effect(name, value.grad, plan)] == []


def _without_effect(name, gradient, plan):
    if name.endswith("qkv.bias"):
        # The same number on every key shifts all scores of a query alike: softmax does not see it.
        rows = gradient.reshape(plan.heads_of(len(gradient) // 3), 3, -1)
        assert rows[:, 1].abs().max() < 1e-9
        gradient = rows[:, [0, 2]]
    return gradient.abs().min() < 1e-9


def _swapped(state, one, other):
    return {**state, one: state[other], other: state[one]}


def _halves(value, dim):
    return torch.cat(value.chunk(2, dim=dim)[::-1], dim=dim)


UP = "up_blocks.0"
MUTATIONS = {
    "q and k swapped": lambda s: _swapped(
        s, f"{UP}.attentions.0.to_q.weight", f"{UP}.attentions.0.to_k.weight"
    ),
    "k and v swapped": lambda s: _swapped(
        s, f"{UP}.attentions.1.to_k.weight", f"{UP}.attentions.1.to_v.weight"
    ),
    "two heads swapped": lambda s: {
        **s, f"{UP}.attentions.2.to_q.weight": _halves(s[f"{UP}.attentions.2.to_q.weight"], 0)
    },
    "scale and shift swapped": lambda s: {
        **s, "down_blocks.1.resnets.0.time_emb_proj.weight": _halves(
            s["down_blocks.1.resnets.0.time_emb_proj.weight"], 0
        )
    },
    "cosines and sines swapped": lambda s: {
        **s, "time_embedding.linear_1.weight": _halves(s["time_embedding.linear_1.weight"], 1)
    },
    "skip and main swapped": lambda s: {
        **s, "up_blocks.2.resnets.1.conv1.weight": _halves(s["up_blocks.2.resnets.1.conv1.weight"], 1)
    },
    "upsampler and downsampler swapped": lambda s: _swapped(
        s, "down_blocks.1.downsamplers.0.conv1.weight", "up_blocks.1.upsamplers.0.conv1.weight"
    ),
    "two resnets swapped": lambda s: _swapped(
        s, "mid_block.resnets.0.conv2.weight", "mid_block.resnets.1.conv2.weight"
    ),
}  # fmt: skip


@pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS)
def test_a_mistake_in_conversion_would_be_seen(mutate, tmp_path):
    plan = SMALL["adm-256"]
    state, x, t = reference.random_state(plan), pictures(size=(8, 12)), times()
    net = loaded(state, plan, tmp_path)
    mutated = torch.func.functional_call(net.unet, mutate(convert(state, plan)), (x, t)).sample
    assert furthest(mutated, net(x, t)) > 1e-3


def test_fixed_heads_and_fixed_head_widths_differ(tmp_path):
    plan = SMALL["adm-256"]
    other = AdmLayout("g", 32, 16, plan.multipliers, plan.attention, head_width=16, groups=8)
    state, x, t = reference.random_state(plan), pictures(size=(8, 12)), times()
    assert furthest(loaded(state, other, tmp_path)(x, t), reference.unet(state, other, x, t)) < 1e-9
    assert furthest(loaded(state, other, tmp_path)(x, t), reference.unet(state, plan, x, t)) > 1e-3


def test_time_features_are_cosines_then_sines_of_a_geometric_row():
    got = TimeFeatures(6)(torch.tensor([500.5], dtype=torch.float64))[0]
    angles = [500.5 * 10_000 ** (-i / 3) for i in range(3)]
    assert torch.allclose(got, torch.tensor([*map(math.cos, angles), *map(math.sin, angles)]).double())


@pytest.mark.parametrize(
    ("told", "features"),
    [(torch.int64, torch.float32), (torch.bfloat16, torch.float32), (torch.float64, torch.float64)],
)
def test_time_features_are_at_least_single_precision(told, features):
    assert TimeFeatures(4)(torch.tensor([3]).to(told)).dtype == features


def test_the_library_s_own_time_projection_would_be_single_precision(tmp_path):
    plan = SMALL["adm-256"]
    state, x, t = reference.random_state(plan), pictures(size=(8, 12)), times()
    net = loaded(state, plan, tmp_path)
    exact = net(x, t)
    net.unet.time_proj = Timesteps(16, flip_sin_to_cos=True, downscale_freq_shift=0)
    assert 1e-9 < furthest(net(x, t), exact) < 1e-3


def test_converting_twice_gives_identical_files(tmp_path):
    plan = SMALL["portrait"]
    path = tmp_path / "checkpoint.pt"
    torch.save(reference.random_state(plan), path)
    files = [save(convert(torch.load(path, weights_only=True), plan)) for _ in range(2)]
    assert files[0] == files[1]
    assert len(files[0]) > 500_000


def test_a_checkpoint_may_come_as_safetensors_too(tmp_path):
    plan = SMALL["only the middle"]
    state, x, t = reference.random_state(plan), pictures(), times()
    path = tmp_path / "checkpoint.safetensors"
    path.write_bytes(save(state))
    assert torch.equal(load_adm(path, plan, dtype=torch.float64)(x, t), loaded(state, plan, tmp_path)(x, t))


def test_a_half_precision_file_works_in_any_precision(tmp_path):
    plan = SMALL["kaliyuga"]
    state, x = {name: value.half() for name, value in reference.random_state(plan).items()}, pictures()
    exact = {name: value.double() for name, value in state.items()}
    assert furthest(loaded(state, plan, tmp_path)(x, times()), reference.unet(exact, plan, x, times())) < 1e-9


def test_a_loaded_network_is_frozen_and_lets_gradients_through(tmp_path):
    plan = SMALL["all attend"]
    net, x = loaded(reference.random_state(plan), plan, tmp_path), pictures().requires_grad_()
    assert not net.training
    assert not any(parameter.requires_grad or parameter.is_meta for parameter in net.parameters())
    (gradient,) = torch.autograd.grad(net(x, times()).sum(), x)
    assert gradient.abs().min() > 0


def test_a_network_keeps_nothing_of_its_file(tmp_path):
    plan = SMALL["only the middle"]
    net, x = loaded(reference.random_state(plan), plan, tmp_path), pictures()
    before = net(x, times())
    size = (tmp_path / "checkpoint.pt").stat().st_size
    with (tmp_path / "checkpoint.pt").open("r+b") as file:
        file.write(b"\0" * size)
    assert torch.equal(net(x, times()), before)


def test_wrong_entries_are_named(tmp_path):
    plan = SMALL["adm-256"]
    state = reference.random_state(plan)
    missing = ["out.0.bias", "out.2.bias", "out.2.weight", "time_embed.0.bias"]
    changed = {name: value for name, value in state.items() if name not in missing}
    changed["label_emb.weight"] = torch.zeros(1000, 4)
    changed["out.0.weight"] = torch.zeros(7)
    with pytest.raises(ModelError) as caught:
        loaded(changed, plan, tmp_path)
    message = str(caught.value)
    assert "checkpoint.pt is not a checkpoint of a: " in message
    assert "4 missing (time_embed.0.bias, out.0.bias, out.2.weight and 1 more)" in message
    assert "1 unknown (label_emb.weight)" in message
    assert "1 of another shape (out.0.weight (7,) instead of (16,))" in message


def test_a_checkpoint_of_another_known_plan_is_recognised():
    with torch.device("meta"):
        state = {key: torch.empty(shape) for key, shape in reference.entries(layout("adm-512")).items()}
    with pytest.raises(
        ModelError, match=r"not a checkpoint of adm-256: 566 .*they are the entries of adm-512"
    ):
        convert(state, layout("adm-256"))


def test_an_unknown_layout_gets_a_suggestion():
    with pytest.raises(UnknownName, match="unknown ADM layout 'adm-265'; did you mean 'adm-256'"):
        layout("adm-265")
