"""`kill -9` at random moments, then two runs at once: what is lost, what is wrong?

A study is rendered alone once as the truth. Then runs of it are killed at random moments, and at last two
runs share a fresh store. Usage: python benchmarks/kill.py [--kills 20] [--seed 0]
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ezcharts.store.store import Store

STUDY = """
title: killed
platform: disco-5.2
axes:
  seed: 1-24
  clamp_max: [0.03, 0.1]
settings:
  width_height: [64, 64]
  steps: 4
  skip_steps: 0
  cutn_batches: 1
  ViTB16: false
  RN50: false
  text_prompts: ["a lighthouse at night"]
"""


def command(study: Path, store: Path) -> list[str]:
    """Return the command line of a run."""
    out = str(store.parent / f"out-{store.name}")
    return [
        str(Path(sys.executable).parent / "ezcharts"),
        "run",
        str(study),
        "--store",
        str(store),
        "--out",
        out,
    ]


def pictures(store: Path) -> dict[str, str]:
    """Return key -> picture digest of every finished cell."""
    shelf = Store(store)
    records = (shelf.get(key) for key in sorted(shelf.keys()))
    return {r.key: r.picture for r in records if r and r.picture and shelf.picture_path(r).exists()}


def main() -> None:
    """Print lost and wrong cells."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = folder / "study.yaml"
        study.write_text(STUDY)
        started = time.monotonic()
        subprocess.run(command(study, folder / "truth"), check=True, capture_output=True)
        whole = time.monotonic() - started
        truth = pictures(folder / "truth")
        lost = wrong = kills = 0
        store = folder / "killed"
        while kills < options.kills:
            before = pictures(store) if store.exists() else {}
            if len(before) == len(truth):
                store = folder / f"killed-{kills}"
                continue
            run = subprocess.Popen(
                command(study, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0, whole))
            run.send_signal(signal.SIGKILL)
            run.wait()
            kills += 1
            after = pictures(store) if store.exists() else {}
            lost += len(before.keys() - after.keys())
            wrong += sum(truth[key] != digest for key, digest in after.items())
            print(f"kill {kills}: {len(after)} of {len(truth)} cells there", flush=True)
        print(f"{kills} kills: {lost} finished cells lost, {wrong} wrong cells")
        shared = folder / "shared"
        runs = [subprocess.Popen(command(study, shared), stdout=subprocess.PIPE, text=True) for _ in range(2)]
        texts = [run.communicate()[0] for run in runs]
        rendered = [len(re.findall(r": done", text)) for text in texts]
        same = pictures(shared) == truth
        print(f"two runs at once: {rendered} cells rendered, {len(truth)} in all, pictures the same: {same}")


if __name__ == "__main__":
    main()
