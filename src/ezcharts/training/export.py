"""Writes the averaged weights of a run as models: 16-bit safetensors, with the vocabulary where there is one.

python -m ezcharts.training.export --run DIR --out src/ezcharts/models/embedded
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from ezcharts.models.weights import write_model
from ezcharts.training.loop import read_checkpoint


def export(run: Path, out: Path) -> list[Path]:
    """Write one folder for each network of a run's checkpoint and return them.

    Args:
        run: Folder of a training run.
        out: Folder of a model set.
    """
    state = read_checkpoint(run)
    folders = []
    for name, config in state["configs"].items():
        write_model(out / name, json.loads(config), state["averages"][name])
        folders.append(out / name)
    if (run / "vocabulary.txt").exists():
        shutil.copyfile(run / "vocabulary.txt", out / "vocabulary.txt")
    return folders


def main(arguments: list[str] | None = None) -> None:
    """Export every network of a run."""
    parser = argparse.ArgumentParser(prog="python -m ezcharts.training.export", description=main.__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model set")
    options = parser.parse_args(arguments)
    for folder in export(options.run, options.out):
        print(folder)


if __name__ == "__main__":
    main()
