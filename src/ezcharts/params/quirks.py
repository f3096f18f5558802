"""What the notebooks do that their parameters' names do not say, in plain words.

The numbers are those of engines.md: Q of Disco (2.10), J of the JAX notebooks (3.8). EZ Charts keeps every
quirk, because a chart about a notebook has to show that notebook; `docs/quirks.md` says how each one shows
here and which test proves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

QUIRKS: Final[Mapping[str, str]] = {
    "Q1": "range_scale never changes the picture: its gradient is exactly zero.",
    "Q2": "The weight is read as text too: CLIP sees 'a castle:5', digits and all.",
    "Q3": "The number of grey crops is int(p * n) + 1, so p = 0 still makes one crop grey.",
    "Q4": "Overview counts above 4 are copies of one view; 1 to 4 add a grey, a mirrored and a grey "
    "mirrored view.",
    "Q5": "All cuts of a set share one flip, shift and colour change; only cutn_batches brings variety.",
    "Q6": "The overview of a picture that is not square has black bars, so its shape matters to CLIP.",
    "Q7": "Once the gradient is above clamp_max, scales and more CLIP models change its mix, not its "
    "strength.",
    "Q7b": "Numbers of cuts and cutn_batches change how noisy the guidance is, never how strong.",
    "Q8": "clamp_max sets contrast and saturation: it bounds how far one step may move the picture.",
    "Q9": "clip_guidance_scale 0 without another loss ends in a black picture while clamp_grad is on; a"
    " negative clamp_max turns the guidance round.",
    "Q10": "The seed decides only the first picture of a run; later ones depend on all before them.",
    "Q11": "The clamp and sat_scale look at all pictures of a batch together.",
    "Q12": "A batch_size above 1 does not work.",
    "Q13": "init_scale also holds the picture to Perlin noise when perlin_init is on.",
    "Q14": "skip_steps is 10 by default in version 5: the picture starts from grey, and the first 4 % of"
    " the cut schedules are never used.",
    "Q15": "What is saved is the network's own clean-up of the last step; the last step's guidance is "
    "wasted.",
    "Q16": "Negative eta acts like positive eta; a little above 1 the picture turns black, later with "
    "more steps.",
    "Q17": "transformation_percent 0 does nothing; plms ignores symmetry and eta.",
    "Q18": "Pixels out of range get no pull from CLIP while augmentations are on.",
    "Q19": "Image prompts are shown to CLIP with far too much contrast.",
    "Q20": "fuzzy_prompt changes the meaning of a prompt even with rand_mag 0.",
    "Q21": "OpenCLIP models from 'quickgelu' files run with the wrong activation under their plain names.",
    "Q22": "Step counts that do not divide 1000 change the noise levels themselves.",
    "Q23": "A very high clip_guidance_scale overflows, and such steps go without guidance.",
    "Q24": "An initial image with skip_steps 0 acts only through init_scale, and on texture more than on"
    " colour.",
    "Q25": "The push on each pixel falls as the picture grows: large pictures need larger scales.",
    "Q26": "CLIP models with a larger input see larger crops, so cut_ic_pow does less.",
    "J1": "An odd cutn breaks the notebooks up to January 2022; here one cut more sees the whole picture.",
    "J2": "The pulls of several CLIP models are added up: two pull twice as hard as one.",
    "J3": "The clamp looks at each picture of a batch by itself, and its strength is 0.2.",
    "J4": "The anti-JPEG classifier of version 2.4 pushes after the clamp, so nothing holds it.",
    "J5": "Negative eta is another process than positive eta: -1 replaces all noise in every step.",
    "J6": "Half of the cuts see the whole picture with black around it; cut_pow acts on the other half only.",
    "J7": "CLIP pulls on pixels that are out of range too, so sat_scale has work to do.",
    "J8": "sat_scale, init_weight_mse and other means over a batch push each of two pictures half as hard.",
    "J9": "Without an initial image a lower starting_noise of version 2.4 is just weaker noise on grey.",
    "J10": "All losses look at the guess of the helper network, while the picture kept is the big network's.",
    "J11": "A mask is read like any picture, so that black is -1: black parts push away from the image.",
}
