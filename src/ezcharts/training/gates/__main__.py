"""Runs gates and writes what they find to `gates.json`; see `ezcharts.training.gates`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from ezcharts.models.cards import model_set
from ezcharts.training.data import Scenes
from ezcharts.training.gates import guided, knobs, perceptors, prior
from ezcharts.training.noising import denoisers_scenes

GATES = ("perceptors", "prior", "guided", "knobs")


def main(arguments: list[str] | None = None) -> None:
    """Measure the embedded models on held-out scenes and captions."""
    parser = argparse.ArgumentParser(prog="python -m ezcharts.training.gates", description=main.__doc__)
    parser.add_argument(
        "gates", nargs="*", metavar="GATE", help=f"one of {', '.join(GATES)}; all when left out"
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that ezcharts.training.data has filled"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for figures, sheets and charts")
    parser.add_argument(
        "--media", choices=("all", "painted"), default="all", help="media that the prior learned"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="changes Disco's settings"
    )
    options = parser.parse_args(arguments)
    unknown = set(options.gates) - set(GATES)
    if unknown:
        parser.error(f"no such gate: {', '.join(sorted(unknown))}; there are {', '.join(GATES)}")
    options.out.mkdir(parents=True, exist_ok=True)
    settings = {name: json.loads(value) for name, _, value in (one.partition("=") for one in options.set)}
    for gate in options.gates or GATES:
        _note(options.out / "gates.json", gate, _MEASURES[gate](options, settings))


def _perceptors(options: argparse.Namespace, settings: dict[str, Any]) -> dict[str, Any]:
    return perceptors.measure(model_set("embedded"), Scenes.read(options.data / "held-out"))


def _prior(options: argparse.Namespace, settings: dict[str, Any]) -> dict[str, Any]:
    scenes = denoisers_scenes(options.data / "held-out", options.media)
    return prior.measure(model_set("embedded"), scenes, options.out)


def _guided(options: argparse.Namespace, settings: dict[str, Any]) -> dict[str, Any]:
    return guided.measure(model_set("embedded"), options.out / "store", options.out, settings)


def _knobs(options: argparse.Namespace, settings: dict[str, Any]) -> dict[str, Any]:
    Image.fromarray(Scenes.read(options.data / "held-out").pictures[0]).save(options.out / "init.png")
    return knobs.measure(options.out / "store", options.out, "init.png", settings)


_MEASURES: dict[str, Callable[[argparse.Namespace, dict[str, Any]], dict[str, Any]]] = {
    "perceptors": _perceptors,
    "prior": _prior,
    "guided": _guided,
    "knobs": _knobs,
}


def _note(path: Path, gate: str, figures: dict[str, Any]) -> None:
    """Add what a gate found to the file, and say it."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(
        json.dumps({**known, gate: figures}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(json.dumps({gate: figures}, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
