"""The same picture in the notebook's order of work: one cell, one cut and one perceptor after the other.

This is how a Disco notebook walks through a step (engines.md 2.5): for every perceptor and repeat the cuts
are made one by one and stacked, augmented, encoded, and differentiated by themselves. Mathematics, draws and
weights are the renderer's, so both make the same picture; only the order of work differs.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.diffusion.draws import grain
from ezcharts.guidance import losses
from ezcharts.guidance.disco import augment
from ezcharts.guidance.disco.condition import Condition
from ezcharts.guidance.disco.cutouts import CutPlan, View
from ezcharts.guidance.disco.pull import Viewer, _plans
from ezcharts.guidance.resize import apply_cuts, resize_matrix
from ezcharts.levels.disco import schedule_entry
from ezcharts.render.bench import Bench
from ezcharts.render.disco import prepare
from ezcharts.render.machine import Machine
from ezcharts.sampling.base import Answer, Ask, drive
from ezcharts.studies.cell import Cell


def render(cell: Cell, bench: Bench, machine: Machine) -> Tensor:
    """Return the picture shown at the end, shape (1, 3, H, W)."""
    prepared = prepare(cell, bench, machine)
    condition = prepared.condition
    prior = bench.prior(prepared.prior)

    def answer(ask: Ask) -> Answer:
        level = NoiseLevel.of([ask.level], ask.x)
        with torch.no_grad():
            raw = prior(ask.x, level)
        x = ask.x.detach().requires_grad_()
        x_in = bench.secondary(x, level).x0 * level.sigma + x * (1 - level.sigma)
        pull = torch.zeros_like(x)
        viewer = Viewer(condition, condition.cut_counts(schedule_entry(ask.level.t)), ask.evaluation)
        for switch in condition.targets:
            for repeat in range(condition.cutn_batches):
                loss = _loss(x_in, viewer, switch, repeat, bench)
                pull += torch.autograd.grad(loss, x_in, retain_graph=True)[0]
        gradient = -torch.autograd.grad(x_in, x, pull)[0]
        eps = raw.eps - level.sigma * gradient * _clamp(gradient, condition)
        return Answer((ask.x - level.sigma * eps) / level.alpha, eps, raw.x0)

    return drive(prepared.sampler, answer).shown


def _clamp(gradient: Tensor, condition: Condition) -> Tensor:
    rms = losses.root_mean_square(gradient)
    return torch.clamp(rms, max=condition.clamp_max) / rms


def _loss(x_in: Tensor, viewer: Viewer, switch: str, repeat: int, bench: Bench) -> Tensor:
    perceptor, condition = bench.perceptor(switch), viewer.condition
    plan = _plans(x_in, [viewer], switch, repeat, perceptor.resolution)[0]
    cuts = torch.cat([_cut((x_in + 1) / 2, plan, n, perceptor.resolution) for n in range(len(plan.cuts))])
    if plan.augmentation:
        owner = torch.zeros(len(cuts), dtype=torch.int64, device=cuts.device)
        keys = [viewer.key(f"cut noise {n}", switch, repeat) for n in range(3)]
        noises = grain(keys, cuts.numel(), device=cuts.device, dtype=cuts.dtype).reshape(3, *cuts.shape)
        cuts = augment.augment(cuts, [plan.augmentation], owner, noises)
    mean, std = (cuts.new_tensor(v).reshape(1, 3, 1, 1) for v in (perceptor.mean, perceptor.std))
    target = condition.targets[switch]
    distance = losses.spherical_distance(perceptor.encode_image((cuts - mean) / std)[:, None], target.rows)
    loss = (distance * target.weights).sum(dim=1).mean()
    return loss * condition.clip_guidance_scale / condition.cutn_batches


def _cut(picture: Tensor, plan: CutPlan, number: int, resolution: int) -> Tensor:
    cut = plan.cuts[number]
    view: View = plan.views[cut.view]
    rows = resize_matrix(
        picture.shape[2],
        torch.tensor([view.top], device=picture.device),
        torch.tensor([view.side], device=picture.device),
        resolution,
        dtype=picture.dtype,
    )
    columns = resize_matrix(
        picture.shape[3],
        torch.tensor([view.left], device=picture.device),
        torch.tensor([view.side], device=picture.device),
        resolution,
        dtype=picture.dtype,
    )
    made = apply_cuts(picture, rows[None], columns[None])[0]
    if cut.mirror != (plan.augmentation is not None and plan.augmentation.flip):
        made = made.flip(-1)
    return augment.grey(made) if cut.grey else made
