"""Disco's model parameters: the diffusion model, the secondary model, the sampler and the CLIP switches."""

from __future__ import annotations

from typing import Final

from ezcharts.params.domain import Choice, File, Flag, Int, Text
from ezcharts.params.parameter import Parameter

PIXEL_ART_MODELS: Final = (
    "pixelartdiffusion_expanded",
    "pixel_art_diffusion_hard_256",
    "pixel_art_diffusion_soft_256",
    "pixelartdiffusion4k",
    "PulpSciFiDiffusion",
)
WATERCOLOR_MODELS: Final = ("watercolordiffusion_2", "watercolordiffusion")
SMALL_MODELS: Final = ("256x256_diffusion_uncond", *PIXEL_ART_MODELS, *WATERCOLOR_MODELS)
_LARGE: Final = "512x512_diffusion_uncond_finetune_008100"

_DIFFUSION_MODELS: Final = Choice(
    (
        _LARGE,
        "256x256_diffusion_uncond",
        "portrait_generator_v001",
        *PIXEL_ART_MODELS,
        *WATERCOLOR_MODELS,
        "custom",
    ),
    since={
        "custom": "5.4",
        **dict.fromkeys((*PIXEL_ART_MODELS, *WATERCOLOR_MODELS), "5.5"),
        "portrait_generator_v001": "5.6",
    },
)

_SWITCHES: Final[tuple[tuple[str, str, bool, str, tuple[str, ...]], ...]] = (
    # switch, since, default, model, aliases; in the order in which Disco loads them (engines.md 4.4)
    ("ViTB32", "4.1", True, "CLIP ViT-B/32", ("ViT-B/32", "ViT-B-32")),
    ("ViTB16", "4.1", True, "CLIP ViT-B/16", ("ViT-B/16", "ViT-B-16")),
    ("ViTL14", "4.1", False, "CLIP ViT-L/14", ("ViT-L/14", "ViT-L-14")),
    ("ViTL14_336px", "5.3", False, "CLIP ViT-L/14 for 336 px", ("ViT-L/14@336px", "ViTL14_336")),
    ("RN50", "4.1", True, "CLIP ResNet-50", ()),
    ("RN50x4", "4.1", False, "CLIP ResNet-50x4", ()),
    ("RN50x16", "4.1", False, "CLIP ResNet-50x16", ()),
    ("RN50x64", "4.1", False, "CLIP ResNet-50x64", ()),
    ("RN101", "4.1", False, "CLIP ResNet-101", ()),
    ("SLIPB16", "4.1", False, "SLIP ViT-B/16", ()),
    ("SLIPL16", "4.1", False, "SLIP ViT-L/16", ()),
    ("ViTB32_laion2b_e16", "5.5", False, "OpenCLIP ViT-B/32 (LAION-2B)", ()),
    ("ViTB32_laion400m_e31", "5.5", False, "OpenCLIP ViT-B/32 (LAION-400M, epoch 31)", ()),
    (
        "ViTB32_laion400m_32",
        "5.5",
        False,
        "OpenCLIP ViT-B/32 (LAION-400M, epoch 32)",
        ("ViTB32_laion400m_e32",),
    ),
    ("ViTB32quickgelu_laion400m_e31", "5.5", False, "OpenCLIP ViT-B/32 QuickGELU (LAION-400M, epoch 31)", ()),
    ("ViTB32quickgelu_laion400m_e32", "5.5", False, "OpenCLIP ViT-B/32 QuickGELU (LAION-400M, epoch 32)", ()),
    ("ViTB16_laion400m_e31", "5.5", False, "OpenCLIP ViT-B/16 (LAION-400M, epoch 31)", ()),
    ("ViTB16_laion400m_e32", "5.5", False, "OpenCLIP ViT-B/16 (LAION-400M, epoch 32)", ()),
    ("RN50_yffcc15m", "5.5", False, "OpenCLIP ResNet-50 (YFCC-15M)", ("RN50_yfcc15m",)),
    ("RN50_cc12m", "5.5", False, "OpenCLIP ResNet-50 (CC-12M)", ()),
    ("RN50_quickgelu_yfcc15m", "5.5", False, "OpenCLIP ResNet-50 QuickGELU (YFCC-15M)", ()),
    ("RN50_quickgelu_cc12m", "5.5", False, "OpenCLIP ResNet-50 QuickGELU (CC-12M)", ()),
    ("RN101_yfcc15m", "5.5", False, "OpenCLIP ResNet-101 (YFCC-15M)", ()),
    ("RN101_quickgelu_yfcc15m", "5.5", False, "OpenCLIP ResNet-101 QuickGELU (YFCC-15M)", ()),
)

CLIP_SWITCHES: Final = tuple(switch for switch, *_ in _SWITCHES)
"""All CLIP switches of all versions, in the order in which Disco loads and evaluates them."""

_PLAIN_GELU: Final = frozenset(
    ("ViTB32_laion400m_e31", "ViTB32_laion400m_32", "RN50_yffcc15m", "RN50_cc12m", "RN101_yfcc15m")
)
_LARGE_INPUT: Final = frozenset(("RN50x4", "RN50x16", "RN50x64", "ViTL14_336px"))


def _switch(name: str, since: str, default: bool, model: str, aliases: tuple[str, ...]) -> Parameter:
    quirks = ["Q7"] + ["Q21"] * (name in _PLAIN_GELU) + ["Q26"] * (name in _LARGE_INPUT)
    return Parameter(
        name=name,
        domain=Flag(),
        defaults={since: default},
        help=f"{model} judges the picture. The gradients of all chosen models are added up, so each one "
        "more pulls harder, until clamp_max holds it.",
        group="CLIP models",
        source="engines.md 2.1, 4.4",
        aliases=aliases,
        quirks=tuple(quirks),
        removed="5.1" if name.startswith("SLIP") else None,
    )


MODELS: Final = (
    Parameter(
        name="diffusion_model",
        domain=_DIFFUSION_MODELS,
        defaults={"4.1": _LARGE},
        help="The network that turns noise into a picture. It brings the world of pictures it was trained "
        "on; CLIP only steers inside that world.",
        group="models",
        source="engines.md 2.1, 4.1",
        aliases=("model",),
    ),
    Parameter(
        name="use_secondary_model",
        domain=Flag(),
        defaults={"4.1": True},
        help="On: a small helper network guesses the finished picture for CLIP, which is fast. Off: the big "
        "network does it itself, which takes more than twice as long and looks different.",
        group="models",
        source="engines.md 2.1, 2.5",
        aliases=("secondary_model", "use_secondary"),
    ),
    Parameter(
        name="diffusion_sampling_mode",
        domain=Choice(("ddim", "plms")),
        defaults={"5.1": "ddim"},
        help="The rule that steps from noise to picture. plms looks at the step before as well; it ignores "
        "eta and the symmetry settings.",
        group="models",
        source="engines.md 2.7",
        aliases=("sampler", "sample_mode"),
        quirks=("Q17",),
    ),
    Parameter(
        name="custom_path",
        domain=File(),
        defaults={"5.4": "/content/drive/MyDrive/deep_learning/ddpm/ema_0.9999_058000.pt"},
        help="The checkpoint file to load when diffusion_model is custom.",
        group="models",
        source="engines.md 2.1",
        role="inert-name",
    ),
    Parameter(
        name="use_checkpoint",
        domain=Flag(),
        defaults={"4.1": True},
        help="Saves graphics memory by computing parts of the network twice. The picture stays the same.",
        group="models",
        source="engines.md 2.1",
        role="inert-name",
    ),
    Parameter(
        name="timestep_respacing",
        domain=Text(),
        defaults={"4.1": "50"},
        help="Shown by version 4.1 but overwritten: the steps are always spaced by 'ddim' and the number in "
        "steps.",
        group="models",
        source="engines.md 1.2, 2.1",
        role="inert-name",
        removed="5.0",
    ),
    Parameter(
        name="diffusion_steps",
        domain=Int(low=1),
        defaults={"4.1": 1000},
        help="Shown by version 4.1 but overwritten: the fineness of the noise scale follows from steps.",
        group="models",
        source="engines.md 1.2, 2.1",
        unit="noise levels",
        role="inert-name",
        removed="5.0",
    ),
    Parameter(
        name="check_model_SHA",
        domain=Flag(),
        defaults={"4.1": False},
        help="Check downloaded model files against their published SHA-256. The picture stays the same.",
        group="models",
        source="engines.md 2.1",
        role="inert-name",
    ),
    *(_switch(*row) for row in _SWITCHES),
)
