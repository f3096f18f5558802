"""A second, plain anti-JPEG pair: functions over a dict of tensors, one picture after the other.

Written from engines.md 4.5 and 3.5 (steps 2 and 6). Names of entries are those of the public notebook, which
4.5 does not give. That the blur sees zeros beyond the edges is from there, too.
"""

import math

import torch
from torch.nn.functional import conv2d


def denoiser_blocks(w):
    """(name, in, middle, out) of every residual block; 4 is what the original has."""
    wide = 2 * w
    second, third = "net.3.main.3.main", "net.3.main.3.main.3.main"
    return [
        ("net.1", w, w, w), ("net.2", w, w, w),
        ("net.3.main.1", w, wide, wide), ("net.3.main.2", wide, wide, wide),
        (f"{second}.1", wide, wide, wide), (f"{second}.2", wide, 4, wide),
        (f"{third}.1", wide, wide, wide),
        (f"{second}.4", 2 * wide, wide, wide), (f"{second}.5", wide, wide, wide),
        ("net.3.main.4", 2 * wide, wide, wide), ("net.3.main.5", wide, wide, w),
        ("net.4", 2 * w, w, w), ("net.5", w, w, 3),
    ]  # fmt: skip


def classifier_blocks(w):
    wide = 2 * w
    return [
        ("net.1", w, w, w), ("net.2", w, w, w),
        ("net.4", w, wide, wide), ("net.5", wide, wide, wide),
        ("net.7", wide, wide, wide), ("net.8", wide, 4, wide),
        ("net.10", wide, wide, wide), ("net.11", wide, wide, wide), ("net.12", wide, wide, 1),
    ]  # fmt: skip


def entries(kind, w):
    """Names and shapes of all entries of the `denoiser` or the `classifier` of width w."""
    found = {"timestep_embed.weight": (8, 1)}
    if kind == "denoiser":
        found["class_embed.weight"] = (3, 16)
    planes = 3 + 16 + 16 if kind == "denoiser" else 3 + 16
    found["net.0.weight"], found["net.0.bias"] = (w, planes, 1, 1), (w,)
    for name, a, middle, b in denoiser_blocks(w) if kind == "denoiser" else classifier_blocks(w):
        found[f"{name}.main.1.weight"], found[f"{name}.main.1.bias"] = (middle, a, 3, 3), (middle,)
        found[f"{name}.main.3.weight"], found[f"{name}.main.3.bias"] = (b, middle, 3, 3), (b,)
        if a != b:
            found[f"{name}.skip.weight"] = (b, a, 1, 1)
    return found


def random_state(kind, w, seed):
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, shape in entries(kind, w).items():
        noise = torch.randn(shape, generator=generator, dtype=torch.float64)
        small = 0.3 if name.endswith("bias") else 1 / math.sqrt(math.prod(shape[1:]))
        state[name] = noise if "embed" in name else noise * small
    return state


def v_of(state, x, c, kind):
    """The denoiser's v for one picture x (1, 3, H, W) at cosine time c (a number), of class kind."""
    h = first(state, x, c, state["class_embed.weight"][kind])
    h = block(state, "net.2", block(state, "net.1", h))
    h = torch.cat([top(state, h), h], dim=1)
    return block(state, "net.5", block(state, "net.4", h))


def top(state, h):
    h = block(state, "net.3.main.2", block(state, "net.3.main.1", down(h)))
    h = torch.cat([middle(state, h), h], dim=1)
    return up(block(state, "net.3.main.5", block(state, "net.3.main.4", h)))


def middle(state, h):
    name = "net.3.main.3.main"
    h = block(state, f"{name}.2", block(state, f"{name}.1", down(h)))
    bottom = up(block(state, f"{name}.3.main.1", down(h)))
    h = torch.cat([bottom, h], dim=1)
    return up(block(state, f"{name}.5", block(state, f"{name}.4", h)))


def logits_of(state, x, c):
    """The classifier's map for one picture."""
    h = first(state, x, c)
    for name in ("1", "2", "down", "4", "5", "down", "7", "8", "down", "10", "11", "12"):
        h = down(h) if name == "down" else block(state, f"net.{name}", h)
    return h


def correction(state, x, level):
    """v, x0 and eps of class 0 less those of class 2; alpha, sigma of one picture."""
    alpha, sigma = level
    c = math.atan2(sigma, alpha) * 2 / math.pi
    made = []
    for kind in (0, 2):
        v = v_of(state, x, c, kind)
        made.append((v, alpha * x - sigma * v, sigma * x + alpha * v))
    return tuple(clean - either for clean, either in zip(*made, strict=True))


def gradient(state, x, level, scale=10_000):
    alpha, sigma = level
    x = x.detach().requires_grad_()
    logits = blurred(logits_of(state, x, math.atan2(sigma, alpha) * 2 / math.pi))
    losses = [torch.log(1 + torch.exp(-logit)) for logit in logits.flatten()]
    loss = scale * sum(torch.where(each > 0.7, each, torch.full_like(each, 0.7)) for each in losses)
    return -torch.autograd.grad(loss / len(losses), x)[0]


def blurred(logits):
    """Gaussian of 3 places, 13×13 places in all, summing to one."""
    height, width = logits.shape[2:]
    kernel = {(dy, dx): math.exp(-(dy * dy + dx * dx) / 18) for dy in range(-6, 7) for dx in range(-6, 7)}
    total = sum(kernel.values())
    rows = []
    for y in range(height):
        for x in range(width):
            near = [
                weight / total * logits[0, 0, y + dy, x + dx]
                for (dy, dx), weight in kernel.items()
                if 0 <= y + dy < height and 0 <= x + dx < width
            ]
            rows.append(sum(near))
    return torch.stack(rows).reshape(1, 1, height, width)


def first(state, x, c, *told):
    f = 2 * math.pi * c * state["timestep_embed.weight"][:, 0]
    values = torch.cat([torch.cos(f), torch.sin(f), *told])
    planes = values[None, :, None, None] * torch.ones(1, 1, *x.shape[2:], dtype=x.dtype)
    return conv2d(torch.cat([x, planes], dim=1), state["net.0.weight"], state["net.0.bias"])


def block(state, name, x):
    h = x
    for place in (1, 3):
        h = torch.where(h > 0, h, 0.01 * h)
        weight, bias = state[f"{name}.main.{place}.weight"], state[f"{name}.main.{place}.bias"]
        h = conv2d(h, weight, bias, padding=1)
    skip = state.get(f"{name}.skip.weight")
    return h + (x if skip is None else conv2d(x, skip))


def down(x):
    """(1,3,3,1)/8 at every second place, divided by what of the kernel lies inside."""
    return both_ways(x, down_rows)


def up(x):
    """Zeros between the places, then (1,3,3,1)/4, divided by what of the kernel meets a place inside."""
    return both_ways(x, up_rows)


def both_ways(x, rows_for):
    rows, columns = rows_for(x.shape[2]).to(x), rows_for(x.shape[3]).to(x)
    return torch.einsum("oh,bchw,pw->bcop", rows, x, columns)


def down_rows(size):
    rows = torch.zeros(size // 2, size, dtype=torch.float64)
    for to in range(size // 2):
        for k, weight in enumerate((1, 3, 3, 1)):
            if 0 <= 2 * to - 1 + k < size:
                rows[to, 2 * to - 1 + k] = weight / 8
    return rows / rows.sum(dim=1, keepdim=True)


def up_rows(size):
    rows = torch.zeros(2 * size, size, dtype=torch.float64)
    for to in range(2 * size):
        for k, weight in enumerate((1, 3, 3, 1)):
            place, remainder = divmod(to - 2 + k, 2)
            if remainder == 0 and 0 <= place < size:
                rows[to, place] = weight / 4
    return rows / rows.sum(dim=1, keepdim=True)
