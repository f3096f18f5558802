"""What fuzzy prompts and image prompts pull toward (engines.md 2.2, 5 and 6)."""

from dataclasses import dataclass, field, replace

import pytest
import torch

from ezcharts.diffusion.draws import DrawKey, grain, normal, uniform
from ezcharts.errors import PromptError
from ezcharts.guidance.disco.legacy_cutouts import UNIFORMS, legacy_cuts
from ezcharts.guidance.disco.prompts import PromptKey, fuzzy_rows, image_rows, joined
from ezcharts.params.disco.prompts import parse_prompt

DOUBLE = torch.float64
KEY = PromptKey(seed=3, image=1, switch="ViTB32", index=2)
EMBEDDING = torch.linspace(-0.5, 1.5, 9, dtype=DOUBLE)


@dataclass
class Recorder:
    """A perceptor that keeps what it is shown and embeds it by its means."""

    resolution: int = 16
    mean: tuple = (0.5, 0.4, 0.3)
    std: tuple = (0.25, 0.2, 0.1)
    seen: list = field(default_factory=list)

    def encode_image(self, pixels):
        self.seen.append(pixels)
        return pixels.mean(dim=(2, 3))


def picture(height, width):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(1), dtype=DOUBLE) * 2 - 1


def test_without_noise_a_fuzzy_prompt_is_clamped_and_nothing_else():
    rows = fuzzy_rows(EMBEDDING, 0.0, KEY)
    assert torch.equal(rows, torch.tensor([0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1], dtype=DOUBLE).expand(25, 9))


def test_fuzzy_rows_are_noisy_copies():
    rows = fuzzy_rows(EMBEDDING, 0.1, KEY)
    noise = normal([DrawKey(3, 1, "fuzzy", 2, "ViTB32")], 25 * 9, dtype=DOUBLE).reshape(25, 9)
    assert torch.equal(rows, torch.stack([(EMBEDDING + 0.1 * row).clamp(0, 1) for row in noise]))
    assert len(rows.unique(dim=0)) == 25


@pytest.mark.parametrize("other", [{"seed": 4}, {"image": 0}, {"switch": "RN50"}, {"index": 0}])
def test_every_seed_image_perceptor_and_prompt_has_fuzz_of_its_own(other):
    assert not torch.equal(fuzzy_rows(EMBEDDING, 0.1, KEY), fuzzy_rows(EMBEDDING, 0.1, replace(KEY, **other)))


def test_image_prompts_are_normalised_as_if_they_were_in_0_to_1():
    """Q19: of a white picture (1) the perceptor sees (1 - mean)/std, of its border (0) -mean/std."""
    clip = Recorder()
    image_rows(torch.ones((1, 3, 32, 32), dtype=DOUBLE), clip, skip_augs=True, key=KEY)
    (seen,) = clip.seen
    assert seen.shape == (16, 3, 16, 16)
    for channel, (mean, std) in enumerate(zip(clip.mean, clip.std, strict=True)):
        # The middle of the whole picture, and its corner.
        assert float(seen[15, channel, 8, 8]) == pytest.approx((1 - mean) / std, abs=0.05 / std)
        assert float(seen[15, channel, 0, 0]) == pytest.approx(-mean / std, abs=0.05 / std)


def test_image_rows_are_the_embeddings_of_sixteen_legacy_cuts():
    clip = Recorder()
    rows = image_rows(picture(24, 40), clip, skip_augs=False, key=KEY)
    keys = [DrawKey(3, 1, "image prompt cut", 2, "ViTB32", cut) for cut in range(16)]

    def noise(cut, n, shape):
        key = DrawKey(3, 1, f"image prompt noise {n}", 2, "ViTB32", cut)
        return grain([key], shape.numel(), dtype=DOUBLE).reshape(shape)

    drawn = uniform(keys, UNIFORMS, dtype=DOUBLE).tolist()
    cuts = legacy_cuts(picture(24, 40), 16, cutn=16, uniforms=drawn, noise=noise)
    mean, std = (torch.tensor(v, dtype=DOUBLE).reshape(1, 3, 1, 1) for v in (clip.mean, clip.std))
    assert torch.equal(rows, ((cuts - mean) / std).mean(dim=(2, 3)))
    assert rows.shape == (16, 3)
    assert not rows.requires_grad


def test_skip_augs_leaves_the_cuts_as_they_are():
    """Then the whole cuts, 13 to 15, are one and the same."""
    rows = image_rows(picture(24, 40), Recorder(), skip_augs=True, key=KEY)
    assert torch.equal(rows[13], rows[14])
    assert torch.equal(rows[13], rows[15])
    assert len(rows.unique(dim=0)) == 14
    rows = image_rows(picture(24, 40), Recorder(), skip_augs=False, key=KEY)
    assert len(rows.unique(dim=0)) == 16


def test_rows_have_the_weight_of_their_prompt_over_the_sum_of_all():
    fuzzy, plain = parse_prompt("castle:3"), parse_prompt("fog:-1")
    target = joined([(fuzzy, torch.zeros(25, 2)), (plain, torch.ones(1, 2))])
    assert torch.equal(target.rows, torch.cat((torch.zeros(25, 2), torch.ones(1, 2))))
    assert target.weights.tolist() == pytest.approx([3 / 74] * 25 + [-1 / 74])
    away = joined([(plain, torch.ones(4, 2))])
    assert away.weights.tolist() == [-0.25] * 4


def test_weights_that_cancel_or_no_prompt_at_all_are_refused():
    for_it, against = parse_prompt("castle"), parse_prompt("fog:-1")
    with pytest.raises(PromptError, match="must not sum to zero"):
        joined([(for_it, torch.zeros(1, 2)), (against, torch.ones(1, 2))])
    with pytest.raises(PromptError, match="at least one prompt"):
        joined([])
