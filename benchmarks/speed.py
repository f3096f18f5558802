"""Cells per second: in flight, one by one, in the notebook's order of work; and where the time goes.

Usage: python benchmarks/speed.py [--cells 8] [--steps 6] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from common import MACHINE, bench, cell
from notebook_order import render as notebook_render

from ezcharts.render.renderer import Renderer


def main() -> None:
    """Print medians, ratios and the shares of a step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=8)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    models = bench()
    cells = [cell(seed, options.steps) for seed in range(options.cells)]
    ways: dict[str, Callable[[], object]] = {
        "in flight": lambda: list(Renderer(models, MACHINE, batch=options.cells).render(cells)),
        "one by one": lambda: list(Renderer(models, MACHINE, batch=1).render(cells)),
        "notebook": lambda: [notebook_render(each, models, MACHINE) for each in cells],
    }
    Renderer(models, MACHINE, batch=options.cells)
    ways["in flight"]()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - started)
    print(f"{options.cells} cells of 128 px, {options.steps} steps, 3 perceptors, {MACHINE.description}")
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        ratios = [other / own for other, own in zip(seconds, times["in flight"], strict=True)]
        print(
            f"{name:11} {options.cells / middle:6.3f} cells/s, "
            f"{middle / options.cells / options.steps * 1000:6.0f} ms a cell and step, "
            f"{statistics.median(ratios):5.2f} times in flight ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    shares(lambda: list(Renderer(models, MACHINE, batch=options.cells).render(cells)))


def shares(work: Callable[[], object]) -> None:
    """Print which operations a step spends its time on."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
        work()
    rows = sorted(profile.key_averages(), key=lambda row: -row.self_cpu_time_total)
    total = sum(row.self_cpu_time_total for row in rows)
    for row in rows[:14]:
        print(f"  {row.self_cpu_time_total / total:6.1%}  {row.key}")


if __name__ == "__main__":
    main()
