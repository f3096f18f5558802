"""The training loop that all embedded models share: budget, learning rate, average, checkpoints and log.

A run is a folder: `checkpoint.pt` (weights, their average, optimizer, progress and configurations),
`log.jsonl` (one JSON object a line) and sample sheets. Its budget is a number of steps or of minutes,
whichever ends first. The batch of a step depends on the seed and the step only, so a run that is resumed sees
the pictures that it would have seen.

Networks work in bfloat16 where the device multiplies it natively; weights and averages stay in float32.

The average of the weights (EMA) is what is exported. Short runs need a short memory: after n steps its decay
is min(0.999, (1 + n)/(10 + n)).
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ezcharts.render.machine import this_machine
from ezcharts.training.optimizers import optimizers

CHECKPOINT, LOG = "checkpoint.pt", "log.jsonl"
_WARM_UP_STEPS = 100
_LOWEST_RATE = 0.03

Losses = Callable[[int], Mapping[str, Tensor]]
Report = Callable[[Mapping[str, nn.Module], int], Mapping[str, Any]]


@dataclass(frozen=True)
class Options:
    """What every training script is told.

    Attributes:
        data: Folder that `ezcharts.training.data` has filled.
        run: Folder of the run.
        device: `cpu` or `cuda`.
        steps: Most optimizer steps.
        minutes: Most minutes, all resumed parts together.
        batch: Pictures a step.
        rate: Highest learning rate.
        seed: Decides initial weights and batches.
        threads: Processor threads; 0 leaves torch's choice.
        report_minutes: Minutes between checkpoints, and between validation figures with sample sheets.
        resume: Go on where the run's checkpoint stands, if it has one.
        compile: Compile the networks (pays on a GPU).
        media: What denoisers learn: `all` media, or the `painted` ones alone.
        estimates: Run of a secondary model whose estimates guides learn from, too.
        model: Which of a script's models is trained; empty where it has but one.
    """

    data: Path
    run: Path
    device: str
    steps: int
    minutes: float
    batch: int
    rate: float
    seed: int
    threads: int
    report_minutes: float
    resume: bool
    compile: bool
    media: str
    model: str
    estimates: Path | None


def read_options(
    arguments: list[str] | None,
    job: str,
    *,
    batch: Mapping[str, int],
    rate: float,
    models: Sequence[str] = (),
) -> Options:
    """Read the command line of a training script.

    Args:
        arguments: As in `sys.argv[1:]`; None for the process's own.
        job: Name of the script.
        batch: Default pictures a step, by device.
        rate: Default learning rate.
        models: What can be trained, where the script trains one of several; the first is the default.
    """
    parser = argparse.ArgumentParser(prog=f"python -m ezcharts.training.{job}")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with train, wide and held-out scenes"
    )
    parser.add_argument(
        "--run", type=Path, required=True, help="folder for checkpoint, log and sample sheets"
    )
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--steps", type=int, default=10**9, help="most optimizer steps")
    parser.add_argument("--minutes", type=float, default=60.0, help="most minutes")
    parser.add_argument("--batch", type=int, help=f"pictures a step; by device {dict(batch)}")
    parser.add_argument("--rate", type=float, default=rate, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0, help="processor threads")
    parser.add_argument(
        "--report-minutes", type=float, default=5.0, help="minutes between checkpoints and sheets"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint, if there is one")
    parser.add_argument("--compile", action="store_true", help="compile the networks")
    parser.add_argument("--media", choices=("all", "painted"), default="all", help="media of the denoisers")
    first, *_ = names = models or ("",)
    parser.add_argument("--model", choices=names, default=first, help="which one is trained")
    parser.add_argument("--estimates", type=Path, help="guides: run of the secondary model, to learn from")
    given = parser.parse_args(arguments)
    given.batch = given.batch or batch[given.device]
    return Options(**vars(given))


@dataclass
class Progress:
    """How far a run has come.

    Attributes:
        step: Optimizer steps done.
        minutes: Minutes spent before this process took over.
        started: When this process did, in seconds of `time.monotonic`.
    """

    step: int = 0
    minutes: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        """Return the minutes spent, all parts together."""
        return self.minutes + (time.monotonic() - self.started) / 60

    def fraction(self, options: Options) -> float:
        """Return the part of the budget that is used, 0 to 1 and beyond."""
        return max(self.step / options.steps, self.elapsed() / options.minutes)


class Course:
    """A run: networks, their averages and the optimizer.

    Args:
        options: The run's options.
        networks: What is trained, by name.
        configs: `config.json` of those that will be exported under that name.
    """

    def __init__(
        self, options: Options, networks: Mapping[str, nn.Module], configs: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.options, self.networks, self.configs = options, networks, configs
        self.machine = this_machine(options.device)
        self.averages = {
            name: deepcopy(network).eval().requires_grad_(False) for name, network in networks.items()
        }
        self.optimizers = optimizers(networks, options.rate)
        self.progress = Progress()
        options.run.mkdir(parents=True, exist_ok=True)
        if options.resume and (options.run / CHECKPOINT).exists():
            self._restore()

    def train(self, losses: Losses, report: Report) -> None:
        """Train until the budget is spent.

        Args:
            losses: step -> named loss terms (scalars); their sum is made smaller.
            report: (averaged networks, step) -> figures for the log; may write sample sheets.
        """
        last, sums = time.monotonic(), _Means()
        while self.progress.fraction(self.options) < 1:
            sums.add(self.step(losses))
            if time.monotonic() - last > 60 * self.options.report_minutes:
                self.log({**sums.take(), **report(self.averages, self.progress.step)})
                self.save()
                last = time.monotonic()
        self.log({**sums.take(), **report(self.averages, self.progress.step)})
        self.save()

    def step(self, losses: Losses) -> dict[str, Tensor]:
        """Make one optimizer step and return its loss terms."""
        self._set_rate()
        with self.machine.autocast():
            terms = losses(self.progress.step)
            total = torch.stack(list(terms.values())).sum()
        for network in self.networks.values():
            network.zero_grad(set_to_none=True)
        torch.autograd.backward(total)
        for network in self.networks.values():
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self._average()
        self.progress.step += 1
        return {name: term.detach() for name, term in terms.items()}

    def log(self, figures: Mapping[str, Any]) -> None:
        """Add one line to the log and say it."""
        progress = {"step": self.progress.step, "minutes": round(self.progress.elapsed(), 2)}
        line = json.dumps({**progress, **{key: _plain(value) for key, value in figures.items()}})
        print(line, flush=True)
        with (self.options.run / LOG).open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def save(self) -> None:
        """Write the checkpoint; a run that is killed while it writes keeps the one before."""
        state = {
            "step": self.progress.step,
            "minutes": self.progress.elapsed(),
            "networks": {name: network.state_dict() for name, network in self.networks.items()},
            "averages": {name: network.state_dict() for name, network in self.averages.items()},
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "configs": {name: json.dumps(config) for name, config in self.configs.items()},
        }
        path = self.options.run / CHECKPOINT
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def _restore(self) -> None:
        state = read_checkpoint(self.options.run, self.options.device)
        for name in self.networks:
            self.networks[name].load_state_dict(state["networks"][name])
            self.averages[name].load_state_dict(state["averages"][name])
        for optimizer, its_state in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(its_state)
        self.progress = Progress(state["step"], state["minutes"])

    def _set_rate(self) -> None:
        """Warm up over the first steps, then fall as half a cosine over the budget."""
        warm = min(1.0, (self.progress.step + 1) / _WARM_UP_STEPS)
        fall = (1 + math.cos(math.pi * min(1.0, self.progress.fraction(self.options)))) / 2
        rate = self.options.rate * warm * (_LOWEST_RATE + (1 - _LOWEST_RATE) * fall)
        for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
            group["lr"] = rate

    @torch.no_grad()
    def _average(self) -> None:
        step = self.progress.step
        decay = min(0.999, (1 + step) / (10 + step))
        for name, network in self.networks.items():
            for mean, value in zip(
                self.averages[name].state_dict().values(), network.state_dict().values(), strict=True
            ):
                if mean.is_floating_point():
                    mean.lerp_(value, 1 - decay)
                else:
                    mean.copy_(value)


def read_checkpoint(run: Path, device: str = "cpu") -> dict[str, Any]:
    """Read the checkpoint of a run; tensors and plain data only, nothing that could run code."""
    state: dict[str, Any] = torch.load(run / CHECKPOINT, map_location=device, weights_only=True)
    return state


def prepare(options: Options) -> None:
    """Set threads and seed as the options say."""
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)


class _Means:
    """Means of loss terms since they were last taken."""

    def __init__(self) -> None:
        self._terms: defaultdict[str, list[Tensor]] = defaultdict(list)

    def add(self, terms: Mapping[str, Tensor]) -> None:
        for name, term in terms.items():
            self._terms[name].append(term)

    def take(self) -> dict[str, float]:
        means = {f"loss/{name}": torch.stack(terms).mean().item() for name, terms in self._terms.items()}
        self._terms.clear()
        return means


def _plain(value: object) -> object:
    """Round a figure to what a log needs."""
    return float(f"{float(value):.4g}") if isinstance(value, float | Tensor) else value
