"""How fast the embedded models are: one evaluation of each, and a cell's step all in.

Usage: python benchmarks/models.py [--batch 8] [--steps 6] [--rounds 5]

Best run on an otherwise idle machine. The targets on two cores with bfloat16: 40 ms for an evaluation of the
prior at 128 pixels; 120 ms for a cell and step with 16 cuts, two perceptors and the secondary path, when
eight cells are rendered at once.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from common import MACHINE, bench, cell

from ezcharts.models.cards import model_set
from ezcharts.models.perceptors import Perceptor, load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.models.secondary import load_secondary
from ezcharts.render.renderer import Renderer
from ezcharts.training.noising import Noisy, noisy_batch


def main() -> None:
    """Print medians in milliseconds a picture, a cut, and a cell and step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    models = model_set("embedded")
    machine = f"{MACHINE.description}, {MACHINE.precision}"
    print(f"{machine}, batch {options.batch}, median (least) of {options.rounds}")
    noisy = noisy_batch(torch.zeros(options.batch, 3, 128, 128), 0)
    prior, secondary = load_prior(models.prior), load_secondary(models.secondary)
    tell("prior, forward, a picture", lambda: forward(prior, noisy), options.batch, options.rounds)
    tell(
        "secondary, there and back, a picture", lambda: back(secondary, noisy), options.batch, options.rounds
    )
    for switch, card in models.switches.items():
        guide, side = load_perceptor(card), card.resolution
        cuts = torch.zeros(options.batch * 4, 3, side, side, requires_grad=True)
        name = f"{switch} ({card.name}), there and back, a cut"
        tell(name, lambda g=guide, c=cuts: look(g, c), len(cuts), options.rounds)
    desk, work = bench(), options.batch * options.steps
    for names, off in (("ViTB32 and ViTB16", "RN50"), ("ViTB32 and RN50", "ViTB16")):
        cells = [cell(seed, options.steps, **{off: False}) for seed in range(options.batch)]
        renderer = Renderer(desk, MACHINE, batch=options.batch)
        title = f"a cell and step: {names}, 16 cuts each"
        tell(title, lambda r=renderer, c=cells: list(r.render(c)), work, options.rounds)


def forward(prior: torch.nn.Module, noisy: Noisy) -> None:
    """Evaluate the prior as guidance does."""
    with torch.no_grad(), MACHINE.autocast():
        prior(noisy.x, noisy.level)


def look(guide: Perceptor, cuts: torch.Tensor) -> None:
    """Embed cuts and differentiate by them."""
    with MACHINE.autocast():
        found = guide.encode_image(cuts).sum()
    found.backward()


def back(secondary: torch.nn.Module, noisy: Noisy) -> None:
    """Differentiate a secondary model's estimate by the picture."""
    x = noisy.x.clone().requires_grad_()
    with MACHINE.autocast():
        found = secondary(x, noisy.level).x0.sum()
    found.backward()


def tell(name: str, work: Callable[[], object], count: int, rounds: int) -> None:
    """Print how long `work` takes for each of its `count` parts, in milliseconds, after one warm-up."""
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) / count * 1000)
    print(f"{statistics.median(times[1:]):8.2f} ({min(times[1:]):.2f}) ms  {name}", flush=True)


if __name__ == "__main__":
    main()
