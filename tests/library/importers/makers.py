"""Folders as notebooks leave them: settings files in their own form, and small pictures beside them."""

import json

import numpy as np
from PIL import Image

from ezcharts.params.files import disco, huemin
from ezcharts.params.settings import Settings

SMALL = {"width_height": [128, 64], "text_prompts": ["a lighthouse in a storm"], "steps": 250, "seed": 7}
SMALL_JAX = {"image_size": [128, 64], "all_title": "a lighthouse", "steps": 100, "seed": 7}


def picture(path, colour=0, size=(128, 64)):
    """A noisy picture, different for each colour."""
    pixels = np.random.default_rng(colour).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)


def disco_run(folder, number, images=1, platform="disco-5.2", name="TimeToDisco", changes=None, **settings):
    """One run of Disco: its settings file and its pictures."""
    data = json.loads(disco.settings_text(Settings.build(platform, {**SMALL, **settings})))
    file = folder / f"{name}({number})_settings.txt"
    file.write_text(json.dumps({**data, **(changes or {})}, ensure_ascii=False, indent=4))
    for image in range(images):
        picture(folder / f"{name}({number})_{image:04}.png", number * 10 + image)
    return file


def huemin_run(folder, number, images=1, changes=None, **settings):
    """One run of Huemin's notebook."""
    data = json.loads(huemin.settings_text(Settings.build("huemin-2.7", {**SMALL_JAX, **settings})))
    file = folder / f"20220305{number:06}_settings.txt"
    file.write_text(json.dumps({**data, **(changes or {})}, indent=4))
    for image in range(images):
        picture(folder / f"20220305{number:06}_{image}.png", number * 10 + image)
    return file
