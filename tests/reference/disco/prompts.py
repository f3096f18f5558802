"""What the cuts are compared with (engines.md 2.2): rows and weights of one CLIP, for texts and pictures.

A run gets rows from its models: `models.prompt_row(name, text)` -> (E,) of a text, `models.image_rows(name,
image)` -> sixteen of them of an image prompt; `image_rows` below is how Disco makes the sixteen. Draws are
handed in:

    draws.fuzzy_noise(model, prompt, count, width)    (count, width) normals for the copies of text number
                                                      `prompt`, from 0, of the CLIP `model`
"""

import torch
from PIL import Image
from torchvision.transforms.functional import pil_to_tensor

from tests.reference.disco.legacy import legacy_cutouts

COPIES = 25
CUTN = 16


def parse(prompt):
    """Split at the last colon (of a URL at the last one after its scheme); without one the weight is 1."""
    scheme = next((s for s in ("http:", "https:") if prompt.startswith(s + "//")), "")
    subject, colon, weight = prompt[len(scheme) :].rpartition(":")
    return (scheme + subject, float(weight)) if colon else (prompt, 1.0)


def fuzzy_rows(row, rand_mag, noise):
    """25 rows clamp(e + rand_mag n, 0, 1); `row` is (E,), `noise` (25, E)."""
    rows = []
    for n in noise:
        rows.append((row + rand_mag * n).clamp(0, 1))
    return rows


def prompt_picture(image, width_height):
    """An opened image as an image prompt sees it: (1, 3, h, w) in [-1, 1].

    The short edge becomes min(output w, output h, image w, image h), Lanczos; the long one is rounded down.
    """
    image = image.convert("RGB")
    short, long = sorted(image.size)
    edge = min(*width_height, *image.size)
    other = int(edge * long / short)
    size = (edge, other) if image.size[0] <= image.size[1] else (other, edge)
    return 2 * pil_to_tensor(image.resize(size, Image.Resampling.LANCZOS)).to(torch.float64)[None] / 255 - 1


def image_rows(clip, picture, skip_augs, normalised, uniforms, normals, noise):
    """Sixteen rows of a picture in [-1, 1]: CLIP's mean and std are applied to [-1, 1] values (Q19).

    `uniforms`, `normals` and `noise` are those of `legacy_cutouts`.
    """
    cuts = legacy_cutouts(picture, clip.resolution, CUTN, skip_augs, uniforms, normals, noise)
    return [clip.encode(normalised(cut))[0] for cut in cuts]


def rows_and_weights(name, case, models, draws):
    """Everything that one CLIP's cuts are compared with.

    Returns:
        The rows, each (E,), and their weights over the absolute value of the weights' sum.
    """
    if case.fuzzy_prompt and case.image_prompts:
        raise ValueError("fuzzy_prompt with an image prompt crashes the notebook: rows and weights differ")
    rows, weights = [], []
    for number, (text, weight) in enumerate(case.prompts):
        row = models.prompt_row(name, text)
        if case.fuzzy_prompt:
            copies = fuzzy_rows(row, case.rand_mag, draws.fuzzy_noise(name, number, COPIES, len(row)))
            rows, weights = rows + copies, weights + [weight] * COPIES
        else:
            rows, weights = [*rows, row], [*weights, weight]
    for image, weight in case.image_prompts:
        copies = list(models.image_rows(name, image))
        rows, weights = rows + copies, weights + [weight / CUTN] * CUTN
    total = sum(weights)
    if abs(total) < 1e-3:
        raise ValueError("the weights must not sum to 0")
    return rows, [w / abs(total) for w in weights]
