"""A second, plain ADM UNet: functions over a dict of tensors under the names of the original checkpoints.

Written from engines.md 4.1 alone, sentence by sentence, with no library's blocks and nothing of the package
under test. Tensors keep their type throughout, so float64 in is float64 everywhere (each cast of the
original reads as "at least float32"). Two names are not in 4.1 and come from OpenAI's public code: a strided
convolution is `.op`, the one behind nearest-neighbour doubling is `.conv`.

A plan is anything with the fields model_channels, multipliers, attention (downsampling factors), head_width
or heads, resblock_updown, scale_shift and groups (of every norm).
"""

import math

import torch
from torch.nn.functional import conv2d, linear


def unet(state, plan, x, t):
    """The six output channels for pictures x at timesteps t."""
    w = Entries(state, plan.groups)
    half = plan.model_channels // 2
    angles = t[:, None] * torch.exp(-math.log(10000) * torch.arange(half, dtype=x.dtype) / half)
    told = torch.cat([torch.cos(angles), torch.sin(angles)], dim=1)
    emb = w.linear("time_embed.2", silu(w.linear("time_embed.0", told)))

    h, skips = way_down(w, plan, w.conv("input_blocks.0.0", x, padding=1), emb)
    h = residual(w, "middle_block.0", h, emb, plan)
    h = attention(w, "middle_block.1", h, plan)
    h = residual(w, "middle_block.2", h, emb, plan)
    h = way_up(w, plan, h, skips, emb)
    h = w.conv("out.2", silu(w.norm("out.0", h)), padding=1)
    assert w.read == set(state)
    return h


def way_down(w, plan, h, emb):
    """Each level: two residual blocks (+ attention), then, except on the last level, half the resolution."""
    skips, number = [h], 0
    for level in range(len(plan.multipliers)):
        for _ in range(2):
            number += 1
            h = residual(w, f"input_blocks.{number}.0", h, emb, plan)
            if 2**level in plan.attention:
                h = attention(w, f"input_blocks.{number}.1", h, plan)
            skips.append(h)
        if level != len(plan.multipliers) - 1:
            number += 1
            if plan.resblock_updown:
                h = residual(w, f"input_blocks.{number}.0", h, emb, plan, halve)
            else:
                h = w.conv(f"input_blocks.{number}.0.op", h, padding=1, stride=2)
            skips.append(h)
    return h, skips


def way_up(w, plan, h, skips, emb):
    """Each level: three residual blocks on [main, skip]; the third followed by double the resolution."""
    number = -1
    for level in reversed(range(len(plan.multipliers))):
        for third in range(3):
            number += 1
            place = 1
            h = residual(w, f"output_blocks.{number}.0", torch.cat([h, skips.pop()], dim=1), emb, plan)
            if 2**level in plan.attention:
                h = attention(w, f"output_blocks.{number}.1", h, plan)
                place = 2
            if third == 2 and level != 0 and plan.resblock_updown:
                h = residual(w, f"output_blocks.{number}.{place}", h, emb, plan, double)
            elif third == 2 and level != 0:
                h = w.conv(f"output_blocks.{number}.{place}.conv", double(h), padding=1)
    assert not skips
    return h


def residual(w, name, x, emb, plan, resample=lambda picture: picture):
    """GN, SiLU, [resample both], conv; the embedding; GN, SiLU, conv; plus the skip."""
    h = resample(silu(w.norm(f"{name}.in_layers.0", x)))
    x = resample(x)
    h = w.conv(f"{name}.in_layers.2", h, padding=1)
    told = w.linear(f"{name}.emb_layers.1", silu(emb))[:, :, None, None]
    if plan.scale_shift:
        channels = h.shape[1]
        scale, shift = told[:, :channels], told[:, channels:]
        h = w.norm(f"{name}.out_layers.0", h) * (1 + scale) + shift
    else:
        h = w.norm(f"{name}.out_layers.0", h + told)
    h = w.conv(f"{name}.out_layers.3", silu(h), padding=1)
    if f"{name}.skip_connection.weight" in w.state:
        x = w.conv(f"{name}.skip_connection", x)
    return x + h


def attention(w, name, x, plan):
    """One head after the other: rows of the qkv matrix are (head, q or k or v, channel)."""
    batch, channels, height, width = x.shape
    flat = x.reshape(batch, channels, height * width)
    rows = w.conv1d(f"{name}.qkv", w.norm(f"{name}.norm", x).reshape(batch, channels, height * width))
    head_width = plan.head_width or channels // plan.heads
    made = []
    for head in range(channels // head_width):
        first = 3 * head_width * head
        q, k, v = (rows[:, first + n * head_width : first + (n + 1) * head_width] for n in range(3))
        scale = head_width ** (-1 / 4)
        scores = torch.einsum("bct,bcs->bts", q * scale, k * scale)
        scores = torch.exp(scores - scores.max(dim=2, keepdim=True).values)
        made.append(torch.einsum("bts,bcs->bct", scores / scores.sum(dim=2, keepdim=True), v))
    out = flat + w.conv1d(f"{name}.proj_out", torch.cat(made, dim=1))
    return out.reshape(batch, channels, height, width)


def silu(x):
    return x / (1 + torch.exp(-x))


def halve(x):
    return (x[:, :, ::2, ::2] + x[:, :, 1::2, ::2] + x[:, :, ::2, 1::2] + x[:, :, 1::2, 1::2]) / 4


def double(x):
    return x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)


class Entries:
    """Layers by name; remembers which entries were read."""

    def __init__(self, state, groups):
        self.state, self.groups, self.read = state, groups, set()

    def __getitem__(self, name):
        self.read.add(name)
        return self.state[name]

    def linear(self, name, x):
        return linear(x, self[f"{name}.weight"], self[f"{name}.bias"])

    def conv(self, name, x, **options):
        return conv2d(x, self[f"{name}.weight"], self[f"{name}.bias"], **options)

    def conv1d(self, name, x):
        return torch.einsum("oi,bit->bot", self[f"{name}.weight"][:, :, 0], x) + self[f"{name}.bias"][:, None]

    def norm(self, name, x):
        batch, channels, height, width = x.shape
        groups = x.reshape(batch, self.groups, -1)
        mean = groups.mean(dim=2, keepdim=True)
        variance = ((groups - mean) ** 2).mean(dim=2, keepdim=True)
        normal = ((groups - mean) / torch.sqrt(variance + 1e-5)).reshape(batch, channels, height, width)
        weight, bias = self[f"{name}.weight"], self[f"{name}.bias"]
        return normal * weight[:, None, None] + bias[:, None, None]


def entries(plan):
    """Names and shapes of everything a checkpoint of this plan holds."""
    found = Shapes(plan)
    base = plan.model_channels
    widths = [int(multiplier * base) for multiplier in plan.multipliers]
    found.layer("time_embed.0", 4 * base, base)
    found.layer("time_embed.2", 4 * base, 4 * base)
    found.layer("input_blocks.0.0", widths[0], 3, 3, 3)
    skips, here, number = [widths[0]], widths[0], 0
    for level, width in enumerate(widths):
        for _ in range(2):
            number += 1
            found.residual(f"input_blocks.{number}.0", here, width)
            here = width
            found.attention(f"input_blocks.{number}.1", here, level)
            skips.append(here)
        if level != len(widths) - 1:
            number += 1
            found.change(f"input_blocks.{number}.0", here, "op")
            skips.append(here)
    found.residual("middle_block.0", here, here)
    found.attention("middle_block.1", here)
    found.residual("middle_block.2", here, here)
    number = -1
    for level, width in reversed(list(enumerate(widths))):
        for third in range(3):
            number += 1
            found.residual(f"output_blocks.{number}.0", here + skips.pop(), width)
            here = width
            attends = found.attention(f"output_blocks.{number}.1", here, level)
            if third == 2 and level != 0:
                found.change(f"output_blocks.{number}.{2 if attends else 1}", here, "conv")
    found.layer("out.0", here)
    found.layer("out.2", 6, here, 3, 3)
    return found.by_name


class Shapes:
    """Collects names and shapes of a plan's layers."""

    def __init__(self, plan):
        self.plan, self.by_name = plan, {}

    def layer(self, name, *shape):
        self.by_name[f"{name}.weight"], self.by_name[f"{name}.bias"] = shape, shape[:1]

    def residual(self, name, inner, outer):
        told = 2 * outer if self.plan.scale_shift else outer
        self.layer(f"{name}.in_layers.0", inner)
        self.layer(f"{name}.in_layers.2", outer, inner, 3, 3)
        self.layer(f"{name}.emb_layers.1", told, 4 * self.plan.model_channels)
        self.layer(f"{name}.out_layers.0", outer)
        self.layer(f"{name}.out_layers.3", outer, outer, 3, 3)
        if inner != outer:
            self.layer(f"{name}.skip_connection", outer, inner, 1, 1)

    def attention(self, name, channels, level=None):
        if level is not None and 2**level not in self.plan.attention:
            return False
        self.layer(f"{name}.norm", channels)
        self.layer(f"{name}.qkv", 3 * channels, channels, 1)
        self.layer(f"{name}.proj_out", channels, channels, 1)
        return True

    def change(self, name, channels, convolution):
        if self.plan.resblock_updown:
            self.residual(name, channels, channels)
        else:
            self.layer(f"{name}.{convolution}", channels, channels, 3, 3)


def random_state(plan, seed=0):
    """Weights of every entry such that signals keep their size and no block is near nothing."""
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, shape in entries(plan).items():
        noise = torch.randn(shape, generator=generator, dtype=torch.float64)
        is_norm = any(part in name for part in (".norm.", "in_layers.0", "out_layers.0", "out.0."))
        if name.endswith("bias"):
            state[name] = 0.3 * noise
        elif is_norm:
            state[name] = 1 + 0.3 * noise
        else:
            state[name] = noise / math.sqrt(math.prod(shape[1:]))
    return state
