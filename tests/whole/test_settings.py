"""From settings through the renderer to the last picture: the whole trajectory is the reference's."""

import numpy as np
import pytest
import torch

from tests.whole.comparing import TOLERANCE, largest_of_losses, relative_gap
from tests.whole.jax_flying import named
from tests.whole.said_twice import SETUPS, looks, read, rendered


@pytest.mark.parametrize("name", SETUPS)
def test_every_evaluation_is_the_reference_s(name, folder):
    ours, theirs = rendered(name, folder).story, looks(read(name))
    assert len(ours) == len(theirs)
    for (ask, guided), there in zip(ours, theirs, strict=True):
        assert ask.guided == ("G" in there)
        gaps = gaps_of(ask, guided, there)
        assert max(gaps.values()) <= TOLERANCE, (ask.evaluation, gaps)


def gaps_of(ask, guided, there):
    gaps = {"x": relative_gap(ask.x, there["x"]), "shown": relative_gap(guided.shown, there["shown"])}
    if ask.guided:
        gaps |= {"x0": relative_gap(guided.x0, there["x0"]), "eps": relative_gap(guided.eps, there["eps"])}
        gaps["losses"] = largest_of_losses(named(guided.losses), there["losses"])
    return gaps


@pytest.mark.parametrize("name", SETUPS)
def test_the_trace_is_the_reference_s(name, folder):
    for row, there in zip(rendered(name, folder).rendering.trace, looks(read(name)), strict=True):
        assert not row.nan
        if "G" not in there:
            assert (row.grad_rms, row.clamped, row.losses) == (0, False, {})
            continue
        rms = float(there["gradient"].square().mean().sqrt())
        assert row.grad_rms == pytest.approx(rms, rel=TOLERANCE)
        assert row.clamped == clamps(SETUPS[name].case, rms)
        assert row.t == pytest.approx(timestep(there), abs=1e-9)
        assert largest_of_losses(named(row.losses), there["losses"]) <= TOLERANCE


def clamps(case, rms):
    return getattr(case, "clamp_grad", True) and rms > case.clamp_max


def timestep(there):
    """Disco's t; in the JAX notebooks 1000 times the DDPM time of the level, whatever they step through."""
    return there["t"] if "t" in there else 1000 * there["level"].ddpm


@pytest.mark.parametrize("name", SETUPS)
def test_the_picture_is_the_reference_s(name, folder):
    """engines.md 2.9, 3.5: (x0_raw + 1)/2 clamped to [0, 1], times 255, truncated."""
    found, shown = rendered(name, folder), read(name)[-1]["shown"]
    assert relative_gap(found.shown, shown) <= TOLERANCE
    scaled = (shown[0].permute(1, 2, 0) + 1) / 2 * 255
    sure = (scaled - scaled.round()).abs() > 1e-4  # the package's last step is in single precision
    expected = torch.floor(scaled.clamp(0, 255))[sure].numpy()
    assert np.array_equal(found.rendering.pixels[sure.numpy()], expected)
    assert sure.double().mean() > 0.8


@pytest.mark.parametrize("name", SETUPS)
def test_the_set_ups_mean_something(name):
    for seen in looks(read(name)):
        assert (seen["x"].abs() < 100).all()
        assert "G" not in seen or (seen["G"].abs() > 1e-9).double().mean() > 0.3
