"""The keys of the settings files that huemin's notebook writes, in its order, and where each one belongs.

The notebook writes all its variables: those of the picture under huemin's names, and those of its batches,
folders and extras, which a still picture has no use for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.params.domain import Json
from ezcharts.params.jax.dialect import JAX

_LINK: Final = "/content/link/"

_TABLE: Final = """
seed batch_size batch_folder save_settings steps image_size diffusion_model use_secondary_model sample_mode
ddim_eta starting_noise ending_noise use_vitb32 use_vitb16 use_vitl14 use_vitl14_336px all_prompts
all_clip_guidance_scale cutn cut_batches cut_pow cut_p_grey cut_p_flip cut_p_mixgrey tv_scale range_scale
mean_scale var_scale horizontal_symmetry_scale vertical_symmetry_scale use_multiple_prompts
vitb32_all_prompt vitb32_clip_guidance_scale vitb16_all_prompt vitb16_clip_guidance_scale
vitl14_all_prompt vitl14_clip_guidance_scale vitl14_336px_all_prompt vitl14_336px_clip_guidance_scale
use_init_img use_masked_mse init_starting_noise init_path init_mse_alpha_path init_append_path
init_mse_scale use_vertical_symmetry use_horizontal_symmetry transformation_schedule
"""

UNUSED: Final[Mapping[str, Json]] = {
    # key: what the notebook has by default
    "batch_folder": "test",
    "save_settings": "end of render",
    "init_append_path": _LINK,
    "use_noise_inject": False,
    "noise_inject_alpha": ["alpha01.png"],
    "noise_inject_image": ["inject01.png"],
    "noise_inject_scale": [1],
    "noise_inject_symmetry": ["vertical"],
    "noise_inject_schedule": [0.2],
    "noise_inject_append_path": _LINK,
    "use_automated_stitching": False,
    "as_image_size": [512, 512],
    "as_starting_noise": 0.7,
    "as_image_weight": 0.8,
    "as_alpha_border": 40,
    "as_alpha_feather": 20,
    "as_n_pass": 1,
    "as_stitch_overlap": 128,
    "as_stitch_shift": [0, 64],
    "use_as_init_img": False,
    "as_init_path": "init01.png",
    "as_init_append_path": _LINK,
    "as_init_mse_scale": 0,
    "use_batch_runs": False,
    "n_batch_runs": 2,
    "use_random_settings": False,
    "use_random_init": False,
    "use_ordered_init": False,
    "batch_init_path": "",
    "batch_init_append_path": _LINK,
    "use_random_prompts": False,
    "prompts_path": "prompts.csv",
    "prompt_append_path": _LINK,
}
"""Keys that a still picture has no use for -> what the notebook writes by default."""

PATHS: Final[Mapping[str, tuple[str, str, str]]] = {
    # key: (setting, the switch that turns it on, the notebook's default)
    "init_path": ("init_image", "use_init_img", "init01.png"),
    "init_mse_alpha_path": ("init_mask", "use_masked_mse", "alpha01.png"),
}
"""Keys that name a file relative to `FOLDER`, used or not."""

FOLDER: Final = "init_append_path"
DRAWN: Final = "local_seed"
"""The seed that the notebook drew, where `seed` is 0."""

ENTRIES: Final = (*_TABLE.split(), *(key for key in UNUSED if key not in _TABLE.split()))
"""All keys in the notebook's order."""

MISLEADING: Final[Mapping[str, str]] = {
    # key that is on: what it means for the rest of the file
    "use_random_settings": "the notebook drew other values after writing these: they may be wrong",
    "use_batch_runs": "the notebook took prompts from a list: all_prompts may be wrong",
    "use_noise_inject": "noise injection is not rendered: the picture will differ",
    "use_automated_stitching": "stitching is not rendered: the picture was made of many",
}

NAMES: Final[Mapping[str, str]] = {key: JAX.find(key).name for key in _TABLE.split() if key in JAX.by_name}
"""Key -> the setting it gives."""
