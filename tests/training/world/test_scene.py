from collections import Counter

import numpy as np
import pytest

from ezcharts.errors import UnknownName
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.composition import PORTRAITS, compose
from ezcharts.training.world.scene import CLASSES, Scene, sample_scene, stream


def test_a_seed_names_one_scene():
    assert [sample_scene(seed) for seed in range(50)] == [sample_scene(seed) for seed in range(50)]


def test_streams_are_pinned_so_that_pictures_stay_what_they_are():
    # origin: NumPy's PCG64 seeded with [7, crc32(b"clouds")]; its stream is stable by NumPy's policy
    assert stream(7, "clouds").integers(0, 256, 6).tolist() == [24, 36, 46, 231, 251, 59]


def test_streams_of_other_purposes_and_seeds_differ():
    draws = {
        tuple(stream(seed, purpose).integers(0, 1 << 30, 4)) for seed in (1, 2) for purpose in ("sky", "sea")
    }
    assert len(draws) == 4


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_is_sampled(kind):
    counts = Counter(getattr(sample_scene(seed), kind) for seed in range(2000))
    assert set(counts) == set(CLASSES[kind])
    assert min(counts.values()) > 2000 / len(CLASSES[kind]) / 3


@pytest.mark.parametrize("kind", ["environment", "subject", "hour"])
def test_what_a_picture_shows_is_uniform(kind):
    counts = Counter(getattr(sample_scene(seed), kind) for seed in range(4000))
    mean = 4000 / len(CLASSES[kind])
    chi_square = sum((count - mean) ** 2 / mean for count in counts.values())
    degrees = len(CLASSES[kind]) - 1
    assert chi_square < degrees + 4 * np.sqrt(2 * degrees)


@pytest.mark.parametrize("name", ARTISTS)
def test_artists_go_with_their_moods(name):
    own = [scene for scene in map(sample_scene, range(3000)) if scene.artist == name]
    assert sum(scene.mood in ARTISTS[name].moods for scene in own) > 0.7 * len(own) > 100


def test_an_unknown_class_is_refused_with_the_nearest_known():
    with pytest.raises(UnknownName, match="unknown subject 'lighthose'; did you mean 'lighthouse'"):
        Scene(0, "desert", "lighthose", "day", "oil painting", "plain")


@pytest.mark.parametrize("subject", CLASSES["subject"])
def test_subjects_are_large_and_lie_within_the_picture(subject):
    sizes, places = [], []
    for seed in range(40):
        where = compose(Scene(seed, "desert", subject, "day", "oil painting", "plain"))
        sizes.append(where.size)
        places.append(where.place)
    assert min(sizes) > (0.85 if subject in PORTRAITS else 0.55)
    assert max(np.abs(places)) < 0.2
    assert np.std(places) > 0.02
