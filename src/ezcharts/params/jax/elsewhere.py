"""Names that people know from JAX notebooks and that are no parameters here, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NOISE_INJECTION: Final = (
    "use_noise_inject",
    "noise_inject_alpha",
    "noise_inject_image",
    "noise_inject_scale",
    "noise_inject_symmetry",
    "noise_inject_schedule",
    "noise_inject_append_path",
)
"""huemin's keys for mixing fresh noise into the picture on the way."""

STITCHING: Final = (
    "use_automated_stitching",
    "as_image_size",
    "as_starting_noise",
    "as_image_weight",
    "as_alpha_border",
    "as_alpha_feather",
    "as_n_pass",
    "as_stitch_overlap",
    "as_stitch_shift",
    "use_as_init_img",
    "as_init_path",
    "as_init_append_path",
    "as_init_mse_scale",
)
"""huemin's keys for making a large picture of many."""

_RATING: Final = "rates pictures with a network that is not rendered here; leave it out"
_MODEL: Final = "belongs to a diffusion model that is not rendered here; leave it out"

ELSEWHERE: Final[Mapping[str, str]] = {
    "skip_timesteps": "belongs to version 2.3 and older; use starting_noise, where 1 skips nothing",
    "skip_steps": "is Disco's; here use starting_noise, where 1 skips nothing",
    "init_scale": "is Disco's and compares textures; here use init_weight_mse, which compares pixels",
    "clips": "is a list of models; here each has a switch: ViTB32, ViTB16, ViTL14, ViTL14_336px",
    "aesthetics_scale": _RATING,
    "aesthetic_loss_scale": _RATING,
    "cfg_guidance_scale": _MODEL,
    "ic_cond": _MODEL,
    "ic_guidance_scale": _MODEL,
    **dict.fromkeys(
        NOISE_INJECTION, "belongs to huemin's noise injection, which is not rendered; leave it out"
    ),
    **dict.fromkeys(
        STITCHING, "belongs to huemin's stitching of many pictures, which is not rendered; leave it out"
    ),
}
"""Name -> why it is no parameter and what to do; the text reads on from the name."""
