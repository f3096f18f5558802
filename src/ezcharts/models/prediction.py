"""What a denoising network puts out: v, ε or x0, by the names of diffusers (engines.md 1.4)."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, from_eps, from_v, from_x0
from ezcharts.errors import ModelError

# (noisy pictures, output of the network, level) -> both estimates.
Reading = Callable[[Tensor, Tensor, NoiseLevel], Prediction]

_READINGS: dict[str, Reading] = {"v_prediction": from_v, "epsilon": from_eps, "sample": from_x0}


def reading(prediction_type: str) -> Reading:
    """Return how an output of this type becomes (x0, ε).

    Args:
        prediction_type: `v_prediction`, `epsilon` or `sample` (x0).

    Raises:
        ModelError: It is none of these.
    """
    if prediction_type not in _READINGS:
        raise ModelError(f"prediction_type must be v_prediction, epsilon or sample; got {prediction_type!r}")
    return _READINGS[prediction_type]
