"""Peak memory by batch and picture size: the figures behind `ezcharts.render.memory`.

Each point runs in a process of its own. Usage: python benchmarks/memory.py
"""

from __future__ import annotations

import subprocess
import sys

import psutil

SIZES = ((64, 64), (128, 128), (256, 256))
BATCHES = (1, 4, 8)


def measure(width: int, height: int, batch: int) -> None:
    """Render two steps and print how much the resident memory grew at its peak, in MiB."""
    from common import MACHINE, bench, cell

    from ezcharts.render.machine import PeakMemory
    from ezcharts.render.renderer import Renderer

    models = bench()
    list(Renderer(models, MACHINE, batch=1).render([cell(0, 2, width_height=[64, 64])]))
    before = psutil.Process().memory_info().rss
    cells = [cell(seed, 2, width_height=[width, height]) for seed in range(batch)]
    with PeakMemory(MACHINE.device) as memory:
        list(Renderer(models, MACHINE, batch=batch).render(cells))
    print(f"{width}x{height} batch {batch}: {(memory.peak - before) / 2**20:.0f} MiB", flush=True)


def main() -> None:
    """Measure every point."""
    for width, height in SIZES:
        for batch in BATCHES:
            subprocess.run([sys.executable, __file__, str(width), str(height), str(batch)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(*map(int, sys.argv[1:]))
    else:
        main()
