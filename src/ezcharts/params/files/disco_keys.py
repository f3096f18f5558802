"""The keys of Disco's settings files, version by version (engines.md 2.9).

The notebooks write the file from a table in which `max_frames` stands twice; JSON holds it once, at its first
place. So the 51 entries of version 4.1 are 50 keys, and the 97 of version 5.7 are 96.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.domain import Json

_TABLE: Final = """
text_prompts image_prompts clip_guidance_scale tv_scale range_scale sat_scale cutn_batches max_frames
interp_spline init_image init_scale skip_steps frames_scale frames_skip_steps perlin_init perlin_mode
skip_augs randomize_class clip_denoised clamp_grad clamp_max seed fuzzy_prompt rand_mag eta width height
diffusion_model use_secondary_model steps diffusion_steps diffusion_sampling_mode ViTB32 ViTB16 ViTL14
ViTL14_336px RN101 RN50 RN50x4 RN50x16 RN50x64 ViTB32_laion2b_e16 ViTB32_laion400m_e31 ViTB32_laion400m_32
ViTB32quickgelu_laion400m_e31 ViTB32quickgelu_laion400m_e32 ViTB16_laion400m_e31 ViTB16_laion400m_e32
RN50_yffcc15m RN50_cc12m RN50_quickgelu_yfcc15m RN50_quickgelu_cc12m RN101_yfcc15m RN101_quickgelu_yfcc15m
cut_overview cut_innercut cut_ic_pow cut_icgray_p key_frames max_frames angle zoom translation_x
translation_y translation_z rotation_3d_x rotation_3d_y rotation_3d_z midas_depth_model midas_weight
near_plane far_plane fov padding_mode sampling_mode video_init_path extract_nth_frame
video_init_seed_continuity turbo_mode turbo_steps turbo_preroll use_horizontal_symmetry
use_vertical_symmetry transformation_percent video_init_steps video_init_clip_guidance_scale
video_init_tv_scale video_init_range_scale video_init_sat_scale video_init_cutn_batches
video_init_skip_steps video_init_frames_scale video_init_frames_skip_steps video_init_flow_warp
video_init_flow_blend video_init_check_consistency video_init_blend_mode
"""

ENTRIES: Final = tuple(_TABLE.split())
"""The entries of version 5.7 in the notebook's order; older versions lack some."""

ANIMATION: Final[Mapping[str, tuple[str, Json]]] = {
    # key: (since version, what the notebook has by default)
    "max_frames": ("4.1", 10000),
    "interp_spline": ("4.1", "Linear"),
    "frames_scale": ("4.1", 1500),
    "frames_skip_steps": ("4.1", "60%"),
    "key_frames": ("4.1", True),
    "angle": ("4.1", "0:(0)"),
    "zoom": ("4.1", "0: (1), 10: (1.05)"),
    "translation_x": ("4.1", "0: (0)"),
    "translation_y": ("4.1", "0: (0)"),
    "video_init_path": ("4.1", "init.mp4"),
    "extract_nth_frame": ("4.1", 2),
    "translation_z": ("5.0", "0: (10.0)"),
    "rotation_3d_x": ("5.0", "0: (0)"),
    "rotation_3d_y": ("5.0", "0: (0)"),
    "rotation_3d_z": ("5.0", "0: (0)"),
    "midas_depth_model": ("5.0", "dpt_large"),
    "midas_weight": ("5.0", 0.3),
    "near_plane": ("5.0", 200),
    "far_plane": ("5.0", 10000),
    "fov": ("5.0", 40),
    "padding_mode": ("5.0", "border"),
    "sampling_mode": ("5.0", "bicubic"),
    "turbo_mode": ("5.0", False),
    "turbo_steps": ("5.0", "3"),
    "turbo_preroll": ("5.1", 10),
    "video_init_seed_continuity": ("5.2", False),
    "video_init_steps": ("5.3", 100),
    "video_init_clip_guidance_scale": ("5.3", 1000),
    "video_init_tv_scale": ("5.3", 0.1),
    "video_init_range_scale": ("5.3", 150),
    "video_init_sat_scale": ("5.3", 300),
    "video_init_cutn_batches": ("5.3", 4),
    "video_init_skip_steps": ("5.3", 50),
    "video_init_frames_scale": ("5.3", 15000),
    "video_init_frames_skip_steps": ("5.3", "70%"),
    "video_init_flow_warp": ("5.3", True),
    "video_init_flow_blend": ("5.3", 0.999),
    "video_init_check_consistency": ("5.3", False),
    "video_init_blend_mode": ("5.3", "optical flow"),
}

SIZE: Final = ("width", "height")
DERIVED: Final = "diffusion_steps"
"""Follows from `steps`; written, and ignored when read."""


def entries(version: str) -> tuple[str, ...]:
    """Return the entries of a version's settings table, in its order, `max_frames` twice."""
    return tuple(key for key in ENTRIES if since(key) <= Decimal(version))


def since(key: str) -> Decimal:
    """Return the first version whose files have the key."""
    if key in ANIMATION:
        return Decimal(ANIMATION[key][0])
    return Decimal("4.1") if key in (*SIZE, DERIVED) else Decimal(DISCO.find(key).since)
