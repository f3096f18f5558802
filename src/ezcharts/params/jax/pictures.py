"""The JAX notebooks' parameters of the picture itself: size, prompt, scales, cuts and noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ezcharts.params.compound import Size
from ezcharts.params.domain import Flag, Int, Real
from ezcharts.params.jax.domains import Probability, Seed, Title
from ezcharts.params.jax.versions import HUEMIN, JAN22, V24, V27
from ezcharts.params.parameter import Parameter
from ezcharts.params.seeds import LARGEST_SEED, RANDOM_SEED

BASIC: Final = (
    Parameter(
        name="seed",
        domain=Seed(RANDOM_SEED, Int(low=0, high=LARGEST_SEED), zero_since=HUEMIN),
        defaults={V24: RANDOM_SEED},
        help="Where all random numbers start. The same seed and settings give the same picture; random_seed "
        "draws one, and so do nshepperd's None and huemin's 0.",
        group="basic",
        source="engines.md 3.2, 3.5",
        aliases=("set_seed", "local_seed"),
    ),
    Parameter(
        name="image_size",
        domain=Size(),
        defaults={V24: (512, 512), HUEMIN: (256, 256)},
        help="Size of the picture. Each side is floored to a multiple of 64. In small pictures CLIP sees "
        "most of the scene at once; large ones need larger scales for the same push on each pixel.",
        group="basic",
        source="engines.md 3.2",
        unit="pixels",
        aliases=("width_height", "size", "output_size", "resolution"),
        typical="256 to 1024 a side",
        chosen=frozenset((V24,)),
    ),
    Parameter(
        name="steps",
        domain=Int(low=1),
        defaults={V24: 250, HUEMIN: 100},
        help="How many steps the way from starting_noise to ending_noise is cut into. More steps mean finer "
        "work and more time.",
        group="basic",
        source="engines.md 3.1, 3.5",
        unit="steps",
        typical="50 for a quick look, 250 for a picture, up to 1000",
    ),
    Parameter(
        name="batch_size",
        domain=Int(low=1),
        defaults={V24: 2, JAN22: 4, HUEMIN: 1},
        help="Pictures that share one step in the notebook. sat_scale, init_weight_mse and the other losses "
        "that are means over the whole batch are divided by it; EZ Charts computes with the number and "
        "never renders the others.",
        group="basic",
        source="engines.md 3.2, 3.8",
        unit="pictures",
        quirks=("J8",),
        typical="1 to 8",
        chosen=frozenset((V24,)),
    ),
    Parameter(
        name="n_batches",
        domain=Int(low=1),
        defaults={V24: 4, JAN22: 1},
        help="How many batches the notebook makes one after the other, all from one stream of random "
        "numbers. Only the first belongs to the seed alone.",
        group="basic",
        source="engines.md 3.2, 3.5",
        unit="batches",
        role="saving",
        chosen=frozenset((V24,)),
    ),
)

_PATTERN: Final = "scifi abstract geometric pattern | white:-1"
_WIKIART: Final = (
    "https://uploads6.wikiart.org/images/salvador-dali/the-persistence-of-memory-1931.jpg!Large.jpg"
)

_OWN: Final = (
    # key of huemin's, CLIP model, prompt and scale that the notebook has for it
    ("vitb32", "ViTB32", _PATTERN, 120000),
    ("vitb16", "ViTB16", _WIKIART, 40000),
    ("vitl14", "ViTL14", "", 0),
    ("vitl14_336px", "ViTL14_336px", "", 0),
)


def _own(key: str, switch: str, prompt: str, scale: int) -> tuple[Parameter, Parameter]:
    """Return the prompt and the scale that one CLIP model has for itself."""
    return (
        Parameter(
            name=f"{key}_all_prompt",
            domain=Title(),
            defaults={HUEMIN: prompt},
            help=f"What {switch} pulls toward when use_multiple_prompts is on; read like all_title.",
            group="prompts",
            source="engines.md 3.2, 3.7",
        ),
        Parameter(
            name=f"{key}_clip_guidance_scale",
            domain=Real(),
            defaults={HUEMIN: scale},
            help=f"How strongly {switch} pulls when use_multiple_prompts is on; 0 and below switch it off.",
            group="prompts",
            source="engines.md 3.2",
            unit="weight",
            quirks=("J2",),
        ),
    )


PROMPTS: Final = (
    Parameter(
        name="all_title",
        domain=Title(),
        defaults={V24: "a painting of a lighthouse in a storm", HUEMIN: f"{_PATTERN} |  {_WIKIART}:0.01"},
        help="What the picture should show, in one text. prompt_syntax says how a version reads it: as it "
        "is, with {braces} for variants and ~ against, or as parts with weights between bars. All parts "
        "become one direction that CLIP pulls toward.",
        group="prompts",
        source="engines.md 3.7",
        aliases=("all_prompts", "text_prompts", "text_prompt", "prompts", "prompt", "title"),
        chosen=frozenset((V24,)),
    ),
    Parameter(
        name="use_multiple_prompts",
        domain=Flag(),
        defaults={HUEMIN: False},
        help="Give each CLIP model a prompt and a scale of its own, in place of all_title and "
        "clip_guidance_scale.",
        group="prompts",
        source="engines.md 3.2",
    ),
    *(parameter for row in _OWN for parameter in _own(*row)),
)


def _scale(name: str, defaults: Mapping[str, object], *, help: str, **more: Any) -> Parameter:  # noqa: ANN401 - fields of Parameter
    """Return a weight; all terms with a weight of 0 and below are left out (engines.md 3.2)."""
    return Parameter(
        name=name,
        domain=Real(),
        defaults=defaults,
        help=f"{help} 0 and below switch it off.",
        group="scales",
        unit="weight",
        **{"source": "engines.md 3.4", **more},
    )


SCALES: Final = (
    _scale(
        "clip_guidance_scale",
        {V24: 2000, JAN22: 4000, V27: 2000, HUEMIN: 80000},
        help="How strongly each CLIP model pulls the picture toward the prompt. Once the pull is above "
        "clamp_max, raising it changes only the mix with the other losses.",
        aliases=("all_clip_guidance_scale", "cgs", "clip_guidance"),
        quirks=("J2", "J3"),
        typical="500 to 100000",
        chosen=frozenset((V24,)),
    ),
    _scale(
        "tv_scale",
        {V24: 150, JAN22: 0, HUEMIN: 100},
        help="Weight of smoothness, at full, half and quarter size: it flattens shapes, not only grain.",
        aliases=("tv",),
        quirks=("J10",),
        typical="0 to 5000",
    ),
    _scale(
        "sat_scale",
        {V24: 600, JAN22: 0, HUEMIN: 100},
        help="Weight against over-saturation: pushes pixels that are out of range back into it. Later "
        "notebooks call it range_scale.",
        aliases=("range_scale", "sat", "saturation_scale"),
        quirks=("J7", "J8", "J10"),
        typical="0 to 20000",
    ),
    _scale(
        "mean_scale",
        {HUEMIN: 100},
        help="Weight toward mid grey: the mean distance of all pixels from it.",
        quirks=("J8",),
        typical="0 to 5000",
        before=0,
    ),
    _scale(
        "var_scale",
        {HUEMIN: 100},
        help="Weight against variety: the variance of all pixel values.",
        quirks=("J8",),
        typical="0 to 10000",
        before=0,
    ),
    _scale(
        "horizontal_symmetry_scale",
        {HUEMIN: 0},
        help="Weight toward a picture whose right half mirrors its left half.",
        quirks=("J8",),
        typical="0 to 10000",
    ),
    _scale(
        "vertical_symmetry_scale",
        {HUEMIN: 0},
        help="Weight toward a picture whose bottom half mirrors its top half.",
        quirks=("J8",),
        typical="0 to 10000",
    ),
    Parameter(
        name="clamp_max",
        domain=Real(),
        defaults={V24: 0.2},
        help="The strength that the guidance of one step may have. Higher: more contrast, colour and detail, "
        "and sooner too much. The notebooks have the number in their code; studies made it a parameter.",
        group="scales",
        source="engines.md 3.2, 3.5",
        unit="RMS of the gradient",
        quirks=("J3", "J4"),
        typical="0.01 to 0.5",
    ),
)

CUTS: Final = (
    Parameter(
        name="cutn",
        domain=Int(low=1),
        defaults={V24: 8, JAN22: 8, HUEMIN: 4},
        help="How many cuts CLIP looks at in each set. One half are random crops, the other half the whole "
        "picture. An odd number breaks the older notebooks; here the half of whole views has one more.",
        group="cuts",
        source="engines.md 3.3",
        unit="cuts",
        quirks=("J1", "J6"),
        typical="2 to 64",
        chosen=frozenset((V24,)),
    ),
    Parameter(
        name="cut_batches",
        domain=Int(low=0),
        defaults={V24: 4},
        help="How often each step draws a fresh set of cuts for CLIP and averages their gradients. More "
        "gives steadier guidance, not a stronger one, and takes as many times longer.",
        group="cuts",
        source="engines.md 3.4",
        unit="sets of cuts a step",
        aliases=("cutn_batches", "cutn_batch"),
        typical="1 to 10; 0, which breaks the notebooks, switches CLIP off here",
    ),
    Parameter(
        name="cut_pow",
        domain=Real(),
        defaults={V24: 1.0},
        help="How tight the random crops are: 0 always as large as can be, 1 all sizes alike, high values "
        "always the smallest. It acts on one half of the cuts; the other half see the whole picture.",
        group="cuts",
        source="engines.md 3.3",
        unit="exponent",
        quirks=("J6",),
        typical="0.5 to 100",
    ),
    Parameter(
        name="cut_p_grey",
        domain=Probability(),
        defaults={V24: 0.2},
        help="How likely CLIP sees a cut in grey.",
        group="cuts",
        source="engines.md 3.3",
        unit="probability",
        typical="0 to 1",
    ),
    Parameter(
        name="cut_p_mixgrey",
        domain=Probability(),
        defaults={V24: 0},
        help="How likely CLIP sees a cut with part of its colour taken away.",
        group="cuts",
        source="engines.md 3.3",
        unit="probability",
        typical="0 to 1",
    ),
    Parameter(
        name="cut_p_flip",
        domain=Probability(),
        defaults={V27: 0.5},
        help="How likely CLIP sees a cut mirrored.",
        group="cuts",
        source="engines.md 3.3",
        unit="probability",
        typical="0 to 1",
        before=0,
    ),
)

NOISE: Final = (
    Parameter(
        name="eta",
        domain=Real(),
        defaults={V24: 1, HUEMIN: 0.5},
        help="How much fresh noise each step adds: 0 none, 1 as much as the original diffusion, more and the "
        "picture breaks. Below 0 it is another process: -1 replaces all noise in each step. Only ddim "
        "has it.",
        group="noise",
        source="engines.md 3.5",
        unit="fraction of the DDPM noise; below 0 of all noise",
        aliases=("ddim_eta",),
        quirks=("J5",),
        typical="-1 to 1",
    ),
    Parameter(
        name="starting_noise",
        domain=Real(low=0),
        defaults={V24: 1},
        help="Where the way from noise to picture begins: 1 is all noise. With an initial image 0.5 to 0.8 "
        "keep some of it; from jax-jan22 on the same number keeps far more.",
        group="noise",
        source="engines.md 3.2, 3.5",
        unit="time of the schedule",
        quirks=("J9",),
        typical="0.5 to 1.5",
    ),
    Parameter(
        name="ending_noise",
        domain=Real(low=0),
        defaults={V27: 0},
        help="Where the way ends: 0 is the finished picture. A little more leaves a smoother one, after one "
        "more look without guidance.",
        group="noise",
        source="engines.md 3.1, 3.6",
        unit="time of the schedule",
        typical="0 to 0.1; must be less than starting_noise",
    ),
)

PICTURES: Final = (*BASIC, *PROMPTS, *SCALES, *CUTS, *NOISE)
