"""The losses of engines.md 2.5, for one picture."""

import torch


def spherical_distance(e, p):
    """Distance of one image row and one prompt row, each (E,)."""
    e, p = e / torch.sqrt((e * e).sum()), p / torch.sqrt((p * p).sum())
    chord = torch.sqrt(((e - p) ** 2).sum())
    return 2 * torch.arcsin(chord / 2) ** 2


def prompts_loss(rows, prompts, weights):
    """(1/K) sum_k sum_j w_j d(e_k, p_j)."""
    total = 0.0
    for e in rows:
        for p, w in zip(prompts, weights, strict=True):
            total = total + w * spherical_distance(e, p)
    return total / len(rows)


def tv(x):
    padded = torch.cat((x, x[:, :, :, -1:]), dim=3)
    padded = torch.cat((padded, padded[:, :, -1:]), dim=2)
    total = 0.0
    for row in range(x.shape[2]):
        here = padded[:, :, row, :-1]
        dx = padded[:, :, row, 1:] - here
        dy = padded[:, :, row + 1, :-1] - here
        total = total + (dx**2 + dy**2).sum()
    return total / x.numel()


def out_of_range(D):
    return ((D - D.clamp(-1, 1)) ** 2).mean()


def saturation(x_in):
    return (x_in - x_in.clamp(-1, 1)).abs().mean()


def perceptual(maps, targets):
    """Mean over maps and positions of 1 - cos between feature vectors, in LPIPS' form |a - b|^2 / 2."""
    total = 0.0
    for a, b in zip(maps, targets, strict=True):
        a = a / (torch.sqrt((a * a).sum(dim=1, keepdim=True)) + 1e-10)
        b = b / (torch.sqrt((b * b).sum(dim=1, keepdim=True)) + 1e-10)
        total = total + (((a - b) ** 2).sum(dim=1) / 2).mean()
    return total / len(maps)
