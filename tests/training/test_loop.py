import json
import math

import pytest
import torch
from torch import nn

from ezcharts.training.loop import Course, prepare, read_checkpoint, read_options


def line():
    torch.manual_seed(3)
    return {"line": nn.Linear(2, 1)}


def course(options, networks):
    return Course(options, networks, {"line": {"resolution": 1}})


def losses_of(networks):
    def losses(step):
        x = torch.randn(16, 2, generator=torch.Generator().manual_seed(step))
        return {"fit": (networks["line"](x) - x.sum(dim=1, keepdim=True)).square().mean()}

    return losses


def no_report(averages, step):
    return {"seen": step}


def test_training_fits_a_line(options):
    networks = line()
    run = course(options(steps=400, rate=0.1), networks)
    run.train(losses_of(networks), no_report)
    assert networks["line"].weight.detach().flatten().tolist() == pytest.approx([1, 1], abs=0.02)
    assert run.averages["line"].weight.flatten().tolist() == pytest.approx([1, 1], abs=0.02)


def test_a_resumed_run_ends_where_an_unbroken_one_does(options, tmp_path):
    whole = line()
    course(options(steps=10**6, run=tmp_path / "whole"), whole)
    unbroken = course(options(steps=10**6, run=tmp_path / "whole", minutes=1e9), whole)
    for _ in range(20):
        unbroken.step(losses_of(whole))
    first = line()
    broken = course(options(steps=10**6, run=tmp_path / "parts", minutes=1e9), first)
    for _ in range(8):
        broken.step(losses_of(first))
    broken.save()
    second = line()
    resumed = course(options(steps=10**6, run=tmp_path / "parts", minutes=1e9, resume=True), second)
    for _ in range(12):
        resumed.step(losses_of(second))
    assert resumed.progress.step == 20
    assert torch.allclose(second["line"].weight, whole["line"].weight, atol=1e-7)
    assert torch.allclose(resumed.averages["line"].weight, unbroken.averages["line"].weight, atol=1e-7)


def test_the_average_has_a_short_memory_at_first(options):
    networks = line()
    run = course(options(steps=100, rate=0.1), networks)
    before = networks["line"].weight.detach().clone()
    run.step(losses_of(networks))
    # After no step the decay is 1/10.
    expected = before.lerp(networks["line"].weight.detach(), 0.9)
    assert torch.allclose(run.averages["line"].weight, expected, atol=1e-7)


def test_the_rate_warms_up_and_falls(options):
    networks = line()
    run = course(options(steps=1000, minutes=1e9, rate=1.0), networks)
    rates = {}
    for step in (0, 49, 500, 1000):
        run.progress.step = step
        run._set_rate()
        rates[step] = run.optimizers[0].param_groups[0]["lr"]
    assert rates[0] == pytest.approx(0.01, rel=1e-3)
    assert rates[49] == pytest.approx(0.5 * (0.03 + 0.97 * (1 + math.cos(math.pi * 0.049)) / 2))
    assert rates[500] == pytest.approx(0.03 + 0.97 / 2)
    assert rates[1000] == pytest.approx(0.03)


def test_every_report_is_one_line_of_json(options):
    networks = line()
    chosen = options(steps=3)
    course(chosen, networks).train(losses_of(networks), no_report)
    (only,) = (chosen.run / "log.jsonl").read_text().splitlines()
    assert json.loads(only).keys() == {"step", "minutes", "loss/fit", "seen"}
    assert json.loads(only)["step"] == 3


def test_a_checkpoint_knows_its_configurations(options):
    networks = line()
    chosen = options(steps=1)
    course(chosen, networks).train(losses_of(networks), no_report)
    state = read_checkpoint(chosen.run)
    assert json.loads(state["configs"]["line"]) == {"resolution": 1}
    assert not list(chosen.run.glob("*.new"))


def test_options_come_from_the_command_line(tmp_path):
    read = read_options(
        ["--data", "d", "--run", "r", "--steps", "7", "--device", "cuda"],
        "prior",
        batch={"cpu": 8, "cuda": 3},
        rate=0.5,
    )
    assert (read.steps, read.device, read.batch, read.rate, read.resume) == (7, "cuda", 3, 0.5, False)


def test_preparing_fixes_the_initial_weights(options):
    weights = []
    for _ in range(2):
        prepare(options(seed=5))
        weights.append(nn.Linear(3, 3).weight)
    assert torch.equal(*weights)
