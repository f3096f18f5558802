"""The JAX notebooks' initial image and symmetry, and what their versions do differently."""

from __future__ import annotations

from typing import Final

from ezcharts.params.compound import ListOf
from ezcharts.params.domain import Choice, File, Flag, Real
from ezcharts.params.jax.versions import HUEMIN, JAN22, V24, V27
from ezcharts.params.parameter import Parameter

INIT: Final = (
    Parameter(
        name="init_image",
        domain=File(),
        defaults={V24: None},
        help="A picture to start from. It is stretched to the output size and noised; use starting_noise to "
        "keep more of it.",
        group="initial image",
        source="engines.md 3.2, 3.5",
        aliases=("init", "init_path"),
    ),
    Parameter(
        name="use_init_img",
        domain=Flag(),
        defaults={HUEMIN: False},
        help="Whether init_image is used; on by itself when there is one. Off, it is left out.",
        group="initial image",
        source="engines.md 3.2",
        role="inert-name",
    ),
    Parameter(
        name="init_starting_noise",
        domain=Real(low=0),
        defaults={HUEMIN: 0.7},
        help="What starting_noise becomes when there is an initial image. A starting_noise that is stated "
        "stays where this is not.",
        group="initial image",
        source="engines.md 3.2",
        unit="time of the schedule",
        role="inert-name",
        typical="0.5 to 0.8",
    ),
    Parameter(
        name="init_weight_mse",
        domain=Real(),
        defaults={V24: 0, HUEMIN: 1000},
        help="How strongly each pixel is held to the initial image. Without one it does nothing. 0 and below "
        "switch it off.",
        group="initial image",
        source="engines.md 3.4",
        unit="weight",
        aliases=("init_mse_scale",),
        quirks=("J8", "J10"),
        typical="0 to width x height x 3",
    ),
    Parameter(
        name="init_mask",
        domain=File(),
        defaults={HUEMIN: None},
        help="A picture that says where init_weight_mse holds: white holds, mid grey lets go, and black "
        "pushes away.",
        group="initial image",
        source="engines.md 3.4",
        aliases=("init_mse_alpha_path",),
        quirks=("J11",),
    ),
    Parameter(
        name="use_masked_mse",
        domain=Flag(),
        defaults={HUEMIN: False},
        help="Whether init_mask is used; on by itself when there is one. Off, it is left out.",
        group="initial image",
        source="engines.md 3.2",
        role="inert-name",
    ),
)

SYMMETRY: Final = (
    Parameter(
        name="use_vertical_symmetry",
        domain=Flag(),
        defaults={HUEMIN: False},
        help="At the steps of transformation_schedule, replace the bottom half by the mirrored top half.",
        group="symmetry",
        source="engines.md 3.2, 3.6",
        aliases=("vertical_symmetry",),
    ),
    Parameter(
        name="use_horizontal_symmetry",
        domain=Flag(),
        defaults={HUEMIN: False},
        help="At the steps of transformation_schedule, replace the right half by the mirrored left half.",
        group="symmetry",
        source="engines.md 3.2, 3.6",
        aliases=("horizontal_symmetry",),
    ),
    Parameter(
        name="transformation_schedule",
        domain=ListOf(Real(low=0, high=1)),
        defaults={HUEMIN: [0.1, 0.2, 0.3]},
        help="At which parts of the run symmetry is imposed; 0 is the first step, 1 comes after the last.",
        group="symmetry",
        source="engines.md 3.2, 3.6",
        unit="fraction of the steps",
        aliases=("transformation_percent",),
        typical="0.05 to 0.5",
    ),
)

_BY_VERSION: Final = "of the version"
_NAME_IS_OURS: Final = "The name is ours: in the notebooks only the version decides."

VERSION: Final = (
    Parameter(
        name="time_schedule",
        domain=Choice(("ddpm", "spliced")),
        defaults={V24: "ddpm", JAN22: "spliced"},
        help="How much noise a time of the schedule means. spliced spends more steps at the clean end, and "
        f"at the same time keeps more of an initial image. {_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 1.5, 1.6, 3.1",
    ),
    Parameter(
        name="noise_start",
        domain=Choice(("scaled", "unit")),
        defaults={V24: "scaled", JAN22: "unit"},
        help="What a run without an initial image starts from: unit is plain noise, scaled is noise as weak "
        f"as starting_noise says, on mid grey. {_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 3.5",
        quirks=("J9",),
    ),
    Parameter(
        name="cut_sizes",
        domain=Choice(("whole", "continuous")),
        defaults={V24: "whole", V27: "continuous"},
        help="Whether the sizes of random crops are whole pixels, one larger at most, or anything between. "
        f"{_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 3.1, 3.3",
        quirks=("J1",),
    ),
    Parameter(
        name="cut_crops",
        domain=Choice(("shared", "independent")),
        defaults={V24: "shared", V27: "independent"},
        help="Whether all pictures of a batch are cut at the same places, or each at its own. "
        f"{_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 3.1",
    ),
    Parameter(
        name="cut_border",
        domain=Real(low=0),
        defaults={V24: 40},
        help="How far whole views reach beyond the picture: this far to twice as far, all sides together. "
        "The notebooks' 40 is a tenth of their 512 pixels; a small picture would be an island in its views, "
        f"so previews make it smaller as they do the picture. {_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 3.3",
        unit="pixels",
        typical="a tenth of the longer side",
    ),
    Parameter(
        name="prompt_syntax",
        domain=Choice(("plain", "braces", "pipes")),
        defaults={V24: "plain", JAN22: "braces", HUEMIN: "pipes"},
        help="How all_title is read. plain: one text as it is. braces: 'a {red,blue} house' is two texts, "
        "and one with ~ in it counts against. pipes: parts between bars, each with an optional ':weight'. "
        f"{_NAME_IS_OURS}",
        group=_BY_VERSION,
        source="engines.md 3.7",
    ),
)

EXTRAS: Final = (*INIT, *SYMMETRY, *VERSION)
