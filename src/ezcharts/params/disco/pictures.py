"""Disco's parameters of the picture itself: sizes, scales, cuts, randomness, prompts; and what is saved of
it."""

from __future__ import annotations

from typing import Final

from ezcharts.params.compound import Either, ListOf, ScheduleOf, Size, WordOr
from ezcharts.params.disco.prompts import Prompts
from ezcharts.params.domain import Choice, File, Flag, Int, Real, Text
from ezcharts.params.parameter import Parameter
from ezcharts.params.seeds import LARGEST_SEED, RANDOM_SEED

BASIC: Final = (
    Parameter(
        name="batch_name",
        domain=Text(),
        defaults={"4.1": "TimeToDisco"},
        help="Name of the folder, and first part of every file name.",
        group="basic",
        source="engines.md 2.1, 2.9",
        role="saving",
    ),
    Parameter(
        name="steps",
        domain=Int(low=2),
        defaults={"4.1": 250},
        help="How many steps the way from noise to picture is cut into. More steps mean finer work and more "
        "time. Counts that do not divide 1000 also change the noise levels that are visited.",
        group="basic",
        source="engines.md 1.2, 2.1",
        unit="steps",
        quirks=("Q22", "Q16"),
        typical="50 for a quick look, 250 for a picture, up to 1000",
    ),
    Parameter(
        name="width_height",
        domain=Size(),
        defaults={"4.1": (1280, 768)},
        help="Size of the picture. Each side is floored to a multiple of 64. In small pictures CLIP sees "
        "most of the scene at once; large ones need larger scales for the same push on each pixel.",
        group="basic",
        source="engines.md 2.1",
        unit="pixels",
        aliases=("size", "image_size", "output_size", "resolution"),
        quirks=("Q6", "Q25", "Q26"),
        typical="512 to 1280 a side",
    ),
    Parameter(
        name="width_height_for_512x512_models",
        domain=Size(),
        defaults={"5.5": (1280, 768)},
        help="What width_height becomes when the diffusion model is one of the 512 px kind.",
        group="basic",
        source="engines.md 2.1",
        unit="pixels",
        role="inert-name",
    ),
    Parameter(
        name="width_height_for_256x256_models",
        domain=Size(),
        defaults={"5.5": (512, 448)},
        help="What width_height becomes when the diffusion model is one of the 256 px kind.",
        group="basic",
        source="engines.md 2.1",
        unit="pixels",
        role="inert-name",
    ),
    Parameter(
        name="clip_guidance_scale",
        domain=Real(),
        defaults={"4.1": 5000},
        help="How strongly CLIP pulls the picture toward the prompt. Once the pull is above clamp_max, "
        "raising it changes only the mix with the other losses.",
        group="basic",
        source="engines.md 2.5",
        unit="weight",
        aliases=("cgs", "clip_guidance"),
        quirks=("Q7", "Q9", "Q23"),
        typical="1500 to 100000",
    ),
    Parameter(
        name="tv_scale",
        domain=Real(),
        defaults={"4.1": 0},
        help="Weight of smoothness: punishes differences between neighbouring pixels.",
        group="basic",
        source="engines.md 2.5",
        unit="weight",
        aliases=("tv",),
        quirks=("Q7", "Q25"),
        typical="0 to 10000",
    ),
    Parameter(
        name="range_scale",
        domain=Real(),
        defaults={"4.1": 150},
        help="Has no effect at all in any Disco version. It was meant to punish colours out of range, but "
        "its gradient is exactly zero.",
        group="basic",
        source="engines.md 2.5, 2.10",
        unit="weight",
        aliases=("range",),
        quirks=("Q1",),
        typical="any; 0 and 1e9 give the same picture",
    ),
    Parameter(
        name="sat_scale",
        domain=Real(),
        defaults={"4.1": 0},
        help="Weight against over-saturation: pushes pixels that are out of range back into it.",
        group="basic",
        source="engines.md 2.5",
        unit="weight",
        aliases=("sat", "saturation_scale"),
        quirks=("Q7", "Q11", "Q18", "Q25"),
        typical="0 to 100000",
    ),
    Parameter(
        name="cutn_batches",
        domain=Int(low=0),
        defaults={"4.1": 4},
        help="How often each step draws a fresh set of cuts for CLIP and averages their gradients. More "
        "gives steadier guidance, not a stronger one, and takes as many times longer.",
        group="basic",
        source="engines.md 2.5",
        unit="sets of cuts a step",
        aliases=("cut_batches", "cutn_batch"),
        quirks=("Q5", "Q7b"),
        typical="1 to 8; 0 switches CLIP off",
    ),
    Parameter(
        name="skip_augs",
        domain=Flag(),
        defaults={"4.1": False},
        help="Leave out the random flips, shifts, noise and colour changes of the cuts. Without them colours"
        " blow out more.",
        group="basic",
        source="engines.md 2.4",
        aliases=("skip_augmentations",),
        quirks=("Q4", "Q5", "Q18"),
    ),
    Parameter(
        name="init_image",
        domain=File(),
        defaults={"4.1": None},
        help="A picture to start from. It is stretched to the output size and noised; use skip_steps to keep"
        " more of it.",
        group="basic",
        source="engines.md 2.6",
        aliases=("init",),
        quirks=("Q24",),
    ),
    Parameter(
        name="init_scale",
        domain=Real(),
        defaults={"4.1": 1000},
        help="How strongly the picture is held to the initial image, or to the Perlin noise that stands for "
        "one. Without either it does nothing.",
        group="basic",
        source="engines.md 2.5, 2.6",
        unit="weight",
        quirks=("Q7", "Q13", "Q24"),
        typical="0 to 2000",
    ),
    Parameter(
        name="skip_steps",
        domain=Int(low=0),
        defaults={"4.1": 0, "5.01": 10},
        help="Leaves out that many of the first, noisiest steps. With an initial image more of it stays; "
        "without one the picture starts from grey.",
        group="basic",
        source="engines.md 2.6",
        unit="steps",
        aliases=("skip_timesteps",),
        quirks=("Q14", "Q24"),
        typical="0 to half of steps; must be less than steps",
    ),
)

SAVING: Final = (
    Parameter(
        name="intermediate_saves",
        domain=Either(Int(low=0), ListOf(Int(low=0))),
        defaults={"4.1": 0},
        help="How many pictures to keep on the way, or a list of the executed steps to keep.",
        group="saving",
        source="engines.md 2.1",
        unit="pictures, or steps",
        role="saving",
    ),
    Parameter(
        name="intermediates_in_subfolder",
        domain=Flag(),
        defaults={"4.1": True},
        help="Put the pictures of the way into a folder of their own.",
        group="saving",
        source="engines.md 2.1, 2.9",
        role="saving",
    ),
    Parameter(
        name="sharpen_preset",
        domain=Choice(("Off", "Faster", "Fast", "Slow", "Very Slow")),
        defaults={"4.1": "Off"},
        help="Version 4.1 could run the finished picture through a super-resolution model and shrink it "
        "again.",
        group="saving",
        source="engines.md 2.1",
        removed="5.1",
    ),
    Parameter(
        name="keep_unsharp",
        domain=Flag(),
        defaults={"4.1": True},
        help="Keep the picture from before sharpening as well.",
        group="saving",
        source="engines.md 2.1",
        role="saving",
        removed="5.1",
    ),
    Parameter(
        name="display_rate",
        domain=Int(low=1),
        defaults={"4.1": 50, "5.4": 20},
        help="How many steps pass between two previews.",
        group="saving",
        source="engines.md 2.1",
        unit="steps",
        role="display",
    ),
    Parameter(
        name="n_batches",
        domain=Int(low=1),
        defaults={"4.1": 1, "5.0": 50},
        help="How many pictures the notebook makes one after the other. Only the first belongs to the seed "
        "alone; each later one depends on all before it.",
        group="saving",
        source="engines.md 2.1, 2.9",
        unit="pictures",
        quirks=("Q10",),
        role="saving",
    ),
    Parameter(
        name="batch_size",
        domain=Int(low=1, high=1),
        defaults={"4.1": 1},
        help="Pictures that share one step in the notebook. It is always 1; other values break it.",
        group="saving",
        source="engines.md 2.1, 2.10",
        unit="pictures",
        quirks=("Q11", "Q12"),
    ),
)

ADVANCED: Final = (
    Parameter(
        name="perlin_init",
        domain=Flag(),
        defaults={"4.1": False},
        help="Start from smooth random clouds (Perlin noise) in place of an initial image. init_scale then "
        "holds the picture to the clouds.",
        group="advanced",
        source="engines.md 2.8",
        quirks=("Q13",),
    ),
    Parameter(
        name="perlin_mode",
        domain=Choice(("mixed", "color", "gray")),
        defaults={"4.1": "mixed"},
        help="Whether the Perlin clouds are coloured, grey, or one layer of each.",
        group="advanced",
        source="engines.md 2.8",
    ),
    Parameter(
        name="seed",
        domain=WordOr(RANDOM_SEED, Int(low=0, high=LARGEST_SEED)),
        defaults={"4.1": RANDOM_SEED},
        help="Where all random numbers start. The same seed and settings give the same picture; random_seed "
        "draws one.",
        group="advanced",
        source="engines.md 2.1, 2.9",
        aliases=("set_seed",),
        quirks=("Q10",),
    ),
    Parameter(
        name="eta",
        domain=Real(),
        defaults={"4.1": 0.8},
        help="How much fresh noise each step adds: 0 none, 1 as much as the original diffusion. Negative "
        "values act like positive ones with other noise; a little above 1 the picture breaks.",
        group="advanced",
        source="engines.md 2.7, 1.2",
        unit="fraction of the DDPM noise",
        aliases=("ddim_eta",),
        quirks=("Q16", "Q17"),
        typical="-1 to 1",
    ),
    Parameter(
        name="clamp_grad",
        domain=Flag(),
        defaults={"4.1": True},
        help="Limit the guidance of each step to the strength clamp_max. Off, strong scales burn the "
        "picture.",
        group="advanced",
        source="engines.md 2.5",
        quirks=("Q7", "Q9"),
    ),
    Parameter(
        name="clamp_max",
        domain=Real(),
        defaults={"4.1": 0.05},
        help="The strength that the guidance of one step may have. Higher: more contrast, colour and detail,"
        " and sooner too much. A negative value pushes away from the prompt.",
        group="advanced",
        source="engines.md 2.5, 2.10",
        unit="RMS of the gradient",
        quirks=("Q7", "Q8", "Q9"),
        typical="0.01 to 0.3",
    ),
    Parameter(
        name="randomize_class",
        domain=Flag(),
        defaults={"4.1": True},
        help="Only acts on diffusion models with classes, which none of Disco's models is: no effect.",
        group="advanced",
        source="engines.md 2.1",
    ),
    Parameter(
        name="clip_denoised",
        domain=Flag(),
        defaults={"4.1": False},
        help="Cut the network's own guess of the picture to the valid colour range before guidance is added."
        " It has nothing to do with CLIP.",
        group="advanced",
        source="engines.md 2.7",
    ),
    Parameter(
        name="fuzzy_prompt",
        domain=Flag(),
        defaults={"4.1": False},
        help="Replace each text prompt by 25 noisy copies of its meaning. It changes the meaning even "
        "without noise, because negative parts are cut away.",
        group="advanced",
        source="engines.md 2.2",
        quirks=("Q20",),
    ),
    Parameter(
        name="rand_mag",
        domain=Real(),
        defaults={"4.1": 0.05},
        help="How noisy the copies of fuzzy_prompt are.",
        group="advanced",
        source="engines.md 2.2",
        unit="standard deviation",
        quirks=("Q20",),
        typical="0 to 0.5",
    ),
)

CUTS: Final = (
    Parameter(
        name="cut_overview",
        domain=ScheduleOf(Int(low=0)),
        defaults={"4.1": "[12]*400+[4]*600"},
        help="How many times CLIP looks at the whole picture at each noise level. 1 to 4 add grey and "
        "mirrored views; above 4 they are copies of one view. More overview favours composition.",
        group="cut schedules",
        source="engines.md 2.3, 2.4",
        unit="cuts",
        aliases=("overview", "cut_overviews"),
        quirks=("Q4", "Q6"),
        typical="0 to 40",
    ),
    Parameter(
        name="cut_innercut",
        domain=ScheduleOf(Int(low=0)),
        defaults={"4.1": "[4]*400+[12]*600"},
        help="How many random crops CLIP looks at, at each noise level. More inner cuts favour detail.",
        group="cut schedules",
        source="engines.md 2.3, 2.4",
        unit="cuts",
        aliases=("innercut", "inner_cut", "cut_inner"),
        quirks=("Q3", "Q5", "Q7b"),
        typical="0 to 40",
    ),
    Parameter(
        name="cut_ic_pow",
        domain=ScheduleOf(Real(low=0), varies_since="5.5"),
        defaults={"4.1": 1, "5.5": "[1]*1000"},
        help="How tight the random crops are: 0 always as large as can be, 1 all sizes alike, high values "
        "always the smallest. Tight crops give detail and repeat motifs.",
        group="cut schedules",
        source="engines.md 2.4",
        unit="exponent",
        aliases=("ic_cut_pow", "ic_pow", "cut_pow", "innercut_power"),
        quirks=("Q26",),
        typical="0.5 to 100",
    ),
    Parameter(
        name="cut_icgray_p",
        domain=ScheduleOf(Real()),
        defaults={"4.1": "[0.2]*400+[0]*600"},
        help="Which part of the random crops CLIP sees in grey. Even 0 leaves one grey crop.",
        group="cut schedules",
        source="engines.md 2.4",
        unit="fraction of the inner cuts",
        aliases=("icgray_p", "ic_gray_p", "cut_icgrey_p", "cut_ic_gray_p"),
        quirks=("Q3",),
        typical="0 to 1",
    ),
)

SYMMETRY: Final = (
    Parameter(
        name="use_vertical_symmetry",
        domain=Flag(),
        defaults={"5.3": False},
        help="At the steps of transformation_percent, replace the bottom half by the mirrored top half.",
        group="symmetry",
        source="engines.md 2.7",
        aliases=("vertical_symmetry",),
        quirks=("Q17",),
    ),
    Parameter(
        name="use_horizontal_symmetry",
        domain=Flag(),
        defaults={"5.3": False},
        help="At the steps of transformation_percent, replace the right half by the mirrored left half.",
        group="symmetry",
        source="engines.md 2.7",
        aliases=("horizontal_symmetry",),
        quirks=("Q17",),
    ),
    Parameter(
        name="transformation_percent",
        domain=ListOf(Real()),
        defaults={"5.3": [0.09]},
        help="At which parts of the run symmetry is imposed; 0.09 is early, when only the layout exists.",
        group="symmetry",
        source="engines.md 2.7",
        unit="fraction of the steps",
        quirks=("Q17",),
        typical="0.05 to 0.5; 0 does nothing",
    ),
)

_LIGHTHOUSE: Final = (
    "A beautiful painting of a singular lighthouse, shining its light across a tumultuous sea of blood by "
    "greg rutkowski and thomas kinkade, Trending on artstation."
)

PROMPTS: Final = (
    Parameter(
        name="text_prompts",
        domain=Prompts(),
        defaults={"4.1": [_LIGHTHOUSE, "yellow color scheme"]},
        help="What the picture should show; several prompts are weighed against each other, each by the "
        "number after its last colon. Negative weights push away.",
        group="prompts",
        source="engines.md 2.2",
        aliases=("text_prompt", "prompts", "prompt"),
        quirks=("Q2",),
    ),
    Parameter(
        name="image_prompts",
        domain=Prompts(may_be_none=True),
        defaults={"4.1": []},
        help="Pictures whose content CLIP pulls toward: a path or URL each, with an optional ':weight'.",
        group="prompts",
        source="engines.md 2.2",
        aliases=("image_prompt",),
        quirks=("Q19",),
    ),
)

PICTURES: Final = (*BASIC, *SAVING, *ADVANCED, *CUTS, *SYMMETRY, *PROMPTS)
