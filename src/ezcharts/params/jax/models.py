"""The JAX notebooks' model parameters: diffusion model, helpers, sampler and CLIP switches."""

from __future__ import annotations

from typing import Final

from ezcharts.params.domain import Choice, Flag, Real
from ezcharts.params.jax.domains import Switch, Word
from ezcharts.params.jax.versions import HUEMIN, JAN22, V24, V27
from ezcharts.params.parameter import Parameter

_SPELT: Final = {
    "openai": "OpenAI",
    "openai_finetune": "OpenAIFinetune",
    "cc12m_1": "CC12M",
    "cc12m_1_cfg": "CC12M_cfg",
    "pixelartv4": "PixelArtv4",
    "pixelartv6": "PixelArtv6",
    "pixelartv7_ic_attn": "PixelArtv7",
    "wikiart_256": "WikiArt256",
    "wikiart_128": "WikiArt128",
    "danbooru_128": "Danbooru128",
    "imagenet_128": "Imagenet128",
}
"""nshepperd's spelling of 2.7 -> the word."""

_BY_OPENAI: Final = ("OpenAI", "OpenAI256")
_LATER: Final = tuple(word for word in _SPELT.values() if word not in _BY_OPENAI)

_DIFFUSION_MODELS: Final = Word((*_BY_OPENAI, *_LATER), since=dict.fromkeys(_LATER, V27), spelt=_SPELT)

_SWITCHES: Final[tuple[tuple[str, str, bool, str, tuple[str, ...]], ...]] = (
    # switch (spelt as in Disco), since, default, model, aliases; in the order in which they are evaluated
    ("ViTB32", V24, True, "CLIP ViT-B/32", ("use_vitb32", "ViT-B/32", "ViT-B-32")),
    ("ViTB16", V24, True, "CLIP ViT-B/16", ("use_vitb16", "ViT-B/16", "ViT-B-16")),
    ("ViTL14", V27, False, "CLIP ViT-L/14", ("use_vitl14", "ViT-L/14", "ViT-L-14")),
    (
        "ViTL14_336px",
        HUEMIN,
        False,
        "CLIP ViT-L/14 for 336 px",
        ("use_vitl14_336px", "ViT-L/14@336px", "ViTL14_336"),
    ),
)

SWITCHES: Final = tuple(switch for switch, *_ in _SWITCHES)
"""The CLIP switches of all JAX notebooks, in the order in which huemin's evaluates them."""


def _switch(name: str, since: str, default: bool, model: str, aliases: tuple[str, ...]) -> Parameter:
    return Parameter(
        name=name,
        domain=Flag(),
        defaults={since: default},
        help=f"{model} judges the picture. The gradients of all chosen models are added up, so each one "
        "more pulls harder, until clamp_max holds it.",
        group="CLIP models",
        source="engines.md 3.1, 3.4",
        aliases=aliases,
        quirks=("J2",),
        before=False,
    )


MODELS: Final = (
    Parameter(
        name="diffusion_model",
        domain=_DIFFUSION_MODELS,
        defaults={V24: "OpenAI", V27: "OpenAI", HUEMIN: "CC12M"},
        help="The network that turns noise into a picture. It brings the world of pictures it was trained "
        "on; CLIP only steers inside that world. CC12M is told the prompt itself as well.",
        group="models",
        source="engines.md 3.2, 4.1",
        aliases=("model", "main_model"),
        chosen=frozenset((V27,)),
    ),
    Parameter(
        name="use_secondary_model",
        domain=Switch(words={None: False, "secondary2": True}),
        defaults={V24: True, HUEMIN: False},
        help="On: a small helper network guesses the finished picture, and all losses look at its guess, "
        "while the picture that is kept is the big network's. Off: the big network does both, which takes "
        "much longer and looks different.",
        group="models",
        source="engines.md 3.2, 3.5",
        aliases=("secondary_model", "use_secondary"),
        quirks=("J10",),
    ),
    Parameter(
        name="sample_mode",
        domain=Choice(("ddim", "plms", "prk")),
        defaults={V27: "ddim"},
        help="The rule that steps from noise to picture. prk looks four times a step; plms looks back at its "
        "last steps and starts with three steps of prk. Both ignore eta.",
        group="models",
        source="engines.md 3.6",
        aliases=("sampler", "diffusion_sampling_mode"),
    ),
    Parameter(
        name="antijpeg",
        domain=Flag(),
        defaults={V24: True, V27: False},
        help="Ask for the pair of networks that take away what JPEG compression left in the pictures the big "
        "network learnt from. They are used where their files are there.",
        group="models",
        source="engines.md 3.1, 4.5",
        aliases=("enable_anti_jpeg", "use_antijpeg"),
        quirks=("J4",),
        removed=HUEMIN,
    ),
    Parameter(
        name="antijpeg_guidance_scale",
        domain=Real(),
        defaults={V24: 10000, JAN22: 0},
        help="How strongly the second network of the anti-JPEG pair pushes, after the clamp and outside it. "
        "The notebook has the number in its code; the name is ours. 0 and below switch it off, and so does "
        "antijpeg.",
        group="models",
        source="engines.md 3.5, 4.5",
        unit="weight",
        quirks=("J4",),
        chosen=frozenset((JAN22,)),
        removed=HUEMIN,
    ),
    *(_switch(*row) for row in _SWITCHES),
)
