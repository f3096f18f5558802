"""The dialect map: where Disco and the JAX notebooks mean the same, and where only the words are the same.

Both families grew from one notebook and kept its names while the formulas went apart. A library that files
`range_scale` of both under one word would teach a wrong lesson. So each difference is an entry here: the
command line, `docs/dialects.md` and the library's pages all read it (engines.md 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.explain import FAMILIES
from ezcharts.params.jax.dialect import JAX

Kind = Literal[
    "same name, different meaning",
    "same name, same meaning",
    "same name, same meaning, different default",
    "different name, same meaning",
    "different name, same purpose",
    "behind the names",
]
"""`same purpose`: another means to the same end, so that figures do not carry over. `behind the names`: no
parameter says it."""

Level = Literal["warning", "note"]
"""`warning`: figures of one dialect mislead in the other, and pictures of both never belong in one chart."""


@dataclass(frozen=True)
class Comparison:
    """One entry of the map.

    Attributes:
        topic: What it is about, most often the name that both share; unique.
        disco: The parameters in Disco.
        jax: The parameters in the JAX notebooks.
        kind: What is the same, and what is not.
        level: How badly it misleads.
        text: The difference, in plain words.
    """

    topic: str
    disco: tuple[str, ...]
    jax: tuple[str, ...]
    kind: Kind
    level: Level
    text: str


COMPARISONS: Final = (
    Comparison(
        topic="range_scale",
        disco=("range_scale",),
        jax=("sat_scale",),
        kind="same name, different meaning",
        level="warning",
        text="In Disco it does nothing: its gradient is exactly zero, whatever the number. In the JAX "
        "notebooks from 2.7 on the same word is the new name of sat_scale, which works. A chart of "
        "range_scale in one says nothing about the other; here the JAX parameter is called sat_scale "
        "and range_scale is read as it.",
    ),
    Comparison(
        topic="sat_scale",
        disco=("sat_scale",),
        jax=("sat_scale",),
        kind="same name, different meaning",
        level="warning",
        text="The formula is the same, the mean distance out of range, but not what it looks at. Disco "
        "looks at a blend of guess and noise, and its colour changes already keep CLIP from pulling "
        "out of range, so it has little to do. JAX looks at the clean guess, where CLIP does pull out "
        "of range, so it limits contrast visibly. JAX also divides it by batch_size.",
    ),
    Comparison(
        topic="tv_scale",
        disco=("tv_scale",),
        jax=("tv_scale",),
        kind="same name, different meaning",
        level="warning",
        text="Disco smooths at one size, JAX at full, half and quarter size. On smooth shapes the three "
        "together weigh about 21 times as much and pull about 13 times as hard; on grain they hardly "
        "differ. The same number takes away grain in Disco and flattens shapes in JAX.",
    ),
    Comparison(
        topic="clip_guidance_scale",
        disco=("clip_guidance_scale",),
        jax=("clip_guidance_scale",),
        kind="same name, different meaning",
        level="warning",
        text="Both weigh a distance that is squared along the sphere, and both add up over CLIP models. "
        "Disco sums the distances to all prompts, of cuts that are turned, shifted and recoloured "
        "first. JAX measures one distance to one direction made of all parts of the prompt, of cuts "
        "that are only greyed or mirrored.",
    ),
    Comparison(
        topic="eta",
        disco=("eta",),
        jax=("eta",),
        kind="same name, different meaning",
        level="warning",
        text="From 0 up both add the same fraction of the original diffusion's noise, though from January "
        "2022 on the JAX levels lie closer at the clean end. Below 0 they part: Disco only turns the "
        "sign of the noise, which is as good as positive eta. JAX replaces that part of all noise, -1 "
        "all of it in every step, and below -1 the picture turns black.",
    ),
    Comparison(
        topic="clamp_max",
        disco=("clamp_max", "clamp_grad"),
        jax=("clamp_max",),
        kind="same name, same meaning, different default",
        level="note",
        text="Both bound the strength of one step's guidance and keep its direction. Disco's bound is 0.05 "
        "and can be switched off; JAX has 0.2 in its code, always on, and looks at each picture by "
        "itself. The anti-JPEG push of version 2.4 comes after it and is not bounded.",
    ),
    Comparison(
        topic="cutn",
        disco=("cut_overview", "cut_innercut"),
        jax=("cutn",),
        kind="different name, same purpose",
        level="warning",
        text="Disco has two counts, for whole views and for random crops, which change along the run; 16 "
        "cuts by default. JAX has one count for the whole run, half of it whole views and half random "
        "crops. Disco's whole views are copies of one to four kinds; in JAX each has its own place "
        "and border.",
    ),
    Comparison(
        topic="cut_batches",
        disco=("cutn_batches",),
        jax=("cut_batches",),
        kind="different name, same meaning",
        level="note",
        text="How many fresh sets of cuts are averaged in a step; 4 in both. Cuts per step and CLIP model "
        "are (cut_overview + cut_innercut) x cutn_batches in Disco, 64 by default, and cutn x "
        "cut_batches in JAX.",
    ),
    Comparison(
        topic="cut_pow",
        disco=("cut_ic_pow",),
        jax=("cut_pow",),
        kind="different name, same meaning",
        level="note",
        text="The same law for the size of random crops. Disco takes it from a schedule and places crops "
        "on whole pixels; JAX has one number and places them anywhere. Since half of the JAX cuts are "
        "whole views, it acts on half of the cuts only.",
    ),
    Comparison(
        topic="grey cuts",
        disco=("cut_icgray_p",),
        jax=("cut_p_grey", "cut_p_mixgrey"),
        kind="different name, same purpose",
        level="note",
        text="Disco greys a part of the random crops, at least one of them, some whole views, and a tenth "
        "of all sets entirely; its grey is as bright as the eye sees it. JAX draws for each cut, with "
        "0.2 by default; its grey is the plain mean of red, green and blue.",
    ),
    Comparison(
        topic="mirrored cuts",
        disco=("skip_augs",),
        jax=("cut_p_flip",),
        kind="different name, same purpose",
        level="note",
        text="Disco mirrors every other set of cuts as a whole, with all its other changes. JAX mirrors "
        "nothing up to January 2022, and from 2.7 on each cut by itself with cut_p_flip.",
    ),
    Comparison(
        topic="initial image",
        disco=("init_image",),
        jax=("init_image", "use_init_img"),
        kind="same name, same meaning",
        level="note",
        text="Both stretch it to the size of the picture and start from a mix of it and noise. Disco mixes "
        "it in even where next to nothing of it is left. In huemin's notebook a switch turns it on.",
    ),
    Comparison(
        topic="holding to the initial image",
        disco=("init_scale",),
        jax=("init_weight_mse", "init_mask"),
        kind="different name, same purpose",
        level="warning",
        text="Disco compares features that stand for structure and texture, JAX compares pixels. Disco's "
        "default of 1000 acts as soon as there is an initial image; nshepperd's is 0. Sensible JAX "
        "values reach up to width x height x 3, because each pixel gets its share only.",
    ),
    Comparison(
        topic="starting later",
        disco=("skip_steps",),
        jax=("starting_noise", "init_starting_noise"),
        kind="different name, same purpose",
        level="warning",
        text="Disco leaves out steps, JAX starts at a lower time and makes all its steps from there. In "
        "jax-2.4 leaving out s of S steps is nearly starting_noise 1 - s/S. From January 2022 on the "
        "same number keeps far more of the initial image: at 0.5 the image has weight 0.51 in place "
        "of 0.29.",
    ),
    Comparison(
        topic="steps",
        disco=("steps",),
        jax=("steps",),
        kind="same name, same meaning, different default",
        level="note",
        text="The number of moves from noise to picture. Disco counts whole steps of 1000 noise levels, "
        "and a number that does not divide 1000 changes the levels themselves. JAX divides the way "
        "evenly, whatever the number. huemin's default is 100.",
    ),
    Comparison(
        topic="noise levels",
        disco=(),
        jax=("time_schedule", "ending_noise"),
        kind="behind the names",
        level="note",
        text="Disco and jax-2.4 have nearly the same noise levels. From January 2022 on JAX splices in a "
        "part that is even in angle: 61 % of its steps lie in the cleaner four fifths of it, against "
        "48 % before.",
    ),
    Comparison(
        topic="sample_mode",
        disco=("diffusion_sampling_mode",),
        jax=("sample_mode",),
        kind="different name, same meaning",
        level="warning",
        text="ddim is the same rule in both. plms is not: Disco's looks back one step and starts with a "
        "double look; the JAX notebooks' looks back three and starts with three steps of prk, which "
        "Disco lacks.",
    ),
    Comparison(
        topic="prompts",
        disco=("text_prompts",),
        jax=("all_title", "prompt_syntax"),
        kind="same name, different meaning",
        level="warning",
        text="Disco takes a list, each text with ':weight', and pulls toward all of them at once; it even "
        "reads the weight as text. nshepperd takes one text: plain in 2.4, later with {braces} for "
        "variants and ~ for what should not be there. huemin takes parts with weights between bars. "
        "All JAX parts become one direction.",
    ),
    Comparison(
        topic="image prompts",
        disco=("image_prompts",),
        jax=("all_title",),
        kind="different name, same purpose",
        level="note",
        text="Disco has a list of its own and shows CLIP 16 cuts of each picture with wrong contrast. In "
        "huemin's notebook an address or path among the parts of the prompt is a picture, shown once; "
        "as its embedding is not scaled like that of a text, its weight has to be tiny.",
    ),
    Comparison(
        topic="seed",
        disco=("seed",),
        jax=("seed",),
        kind="same name, same meaning",
        level="note",
        text="Where random numbers start. Asking for a random one is 'random_seed' in Disco, None with "
        "nshepperd and 0 with huemin; all are read, and 0 is a seed like any other outside huemin's.",
    ),
    Comparison(
        topic="size",
        disco=("width_height",),
        jax=("image_size",),
        kind="different name, same meaning",
        level="note",
        text="Width and height of the picture, rendered in multiples of 64. 1280x768 by default in Disco, "
        "256x256 with huemin.",
    ),
    Comparison(
        topic="batch_size",
        disco=("batch_size",),
        jax=("batch_size",),
        kind="same name, different meaning",
        level="warning",
        text="Disco's is always 1. The JAX notebooks make true batches, and sat_scale, init_weight_mse and "
        "the other means over a batch push each picture as many times less.",
    ),
    Comparison(
        topic="n_batches",
        disco=("n_batches",),
        jax=("n_batches",),
        kind="same name, same meaning, different default",
        level="note",
        text="How often the notebook runs on, with one stream of random numbers: pictures in Disco, "
        "batches of pictures in JAX. Only the first belongs to the seed alone.",
    ),
    Comparison(
        topic="CLIP models",
        disco=("ViTB32", "ViTB16", "ViTL14", "ViTL14_336px"),
        jax=("ViTB32", "ViTB16", "ViTL14", "ViTL14_336px"),
        kind="same name, same meaning",
        level="note",
        text="The same models, and in both their pulls are added up. Disco has ResNets as well, RN50 by "
        "default, and from 5.5 on OpenCLIP's; the JAX notebooks have these four at most, ViTB32 and "
        "ViTB16 by default.",
    ),
    Comparison(
        topic="use_secondary_model",
        disco=("use_secondary_model",),
        jax=("use_secondary_model",),
        kind="same name, different meaning",
        level="warning",
        text="In both a small network guesses the clean picture for the losses. Disco then looks at a "
        "blend of the guess and the noisy picture, at late steps mostly the noisy picture itself; JAX "
        "looks at the guess alone. huemin's notebook has it off by default.",
    ),
    Comparison(
        topic="diffusion_model",
        disco=("diffusion_model",),
        jax=("diffusion_model", "antijpeg", "antijpeg_guidance_scale"),
        kind="same name, same meaning, different default",
        level="note",
        text="Disco's default and OpenAI of the JAX notebooks are the same 512 px network. jax-2.4 adds a "
        "pair of networks against JPEG traces; later notebooks often use networks that learnt "
        "otherwise, and huemin's default CC12M is told the prompt itself.",
    ),
    Comparison(
        topic="symmetry",
        disco=("use_horizontal_symmetry", "use_vertical_symmetry", "transformation_percent"),
        jax=("use_horizontal_symmetry", "use_vertical_symmetry", "transformation_schedule"),
        kind="same name, same meaning, different default",
        level="note",
        text="Both replace one half by the mirrored other at some steps. Disco does it once at 0.09, where "
        "0 does nothing, and only with ddim; huemin does it at 0.1, 0.2 and 0.3, where 0 is the "
        "first step, with every sampler, and can pull toward symmetry all along with scales of its "
        "own.",
    ),
    Comparison(
        topic="black around whole views",
        disco=(),
        jax=(),
        kind="behind the names",
        level="note",
        text="In both CLIP sees black where a whole view reaches beyond the picture. Disco pads to a "
        "square and its filter darkens every edge a little; JAX makes every whole view 40 to 80 "
        "pixels larger than the picture and keeps its edges bright.",
    ),
    Comparison(
        topic="a step that goes wrong",
        disco=(),
        jax=(),
        kind="behind the names",
        level="note",
        text="Where a step's gradient is no number, Disco goes on without guidance; jax-2.4 goes on to a "
        "black picture, and later JAX notebooks stop.",
    ),
)


def about(name: str) -> tuple[Comparison, ...]:
    """Return the entries that a topic, parameter or alias appears in, in the order of the map."""
    named = {parameter.name for dialect in (DISCO, JAX) if (parameter := dialect.by_name.get(name))}
    return tuple(each for each in COMPARISONS if each.topic == name or named & {*each.disco, *each.jax})


def sides(each: Comparison) -> Iterator[tuple[str, list[str]]]:
    """Yield each family and its parameters in an entry, with their defaults: `tv_scale (default 0)`."""
    for dialect, names in ((DISCO, each.disco), (JAX, each.jax)):
        shown = [f"{name} (default {dialect.find(name).history()})" for name in names]
        yield FAMILIES[dialect.name], shown
