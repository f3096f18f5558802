"""The loss on an initial image: mean of 1 - cos between feature vectors (engines.md 2.5, LPIPS' form)."""

import pytest
import torch

from ezcharts.guidance.perceptual import PerceptualDistance
from tests.guidance.disco.flying import perceptual
from tests.reference.disco import losses as reference
from tests.reference.disco.run import normalised
from tests.reference.networks import Models

PLAIN = PerceptualDistance("pixels", lambda p: (p,), (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))


def pictures(seed):
    generator = torch.Generator().manual_seed(seed)
    return 2 * torch.rand((2, 3, 8, 8), generator=generator, dtype=torch.float64) - 1


def test_it_is_one_minus_the_cosine():
    """With mean and deviation a half, the features of a picture in [-1, 1] are the picture itself."""
    a, b = pictures(1), pictures(2)
    cosine = torch.nn.functional.cosine_similarity(a, b, dim=1)
    distance = PLAIN.distance(PLAIN.features(a), PLAIN.features(b))
    assert torch.allclose(distance, (1 - cosine).mean(dim=(1, 2)), atol=1e-9)


def test_a_picture_is_at_distance_0_of_itself_and_2_of_its_opposite():
    a = pictures(1)
    assert PLAIN.distance(PLAIN.features(a), PLAIN.features(a)).abs().max() == 0
    assert PLAIN.distance(PLAIN.features(a), PLAIN.features(-a)).tolist() == pytest.approx([2, 2])


def test_several_maps_are_averaged_as_in_the_literal_reference():
    models, a, b = Models(), pictures(1), pictures(2)
    distance = perceptual(models)
    values = distance.distance(distance.features(a), distance.features(b))
    for n in range(2):
        maps = [models.features(normalised((p[n : n + 1] + 1) / 2)) for p in (a, b)]
        assert values[n].item() == pytest.approx(reference.perceptual(*maps).item(), rel=1e-12)
