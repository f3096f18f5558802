from collections import Counter

import numpy as np
import pytest

from ezcharts.errors import UnknownName
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.composition import AIRBORNE, FIGURES, compose
from ezcharts.training.world.scene import CLASSES, Scene, sample_scene, stream
from ezcharts.training.world.studies import STUDIES


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
    counts = Counter(getattr(sample_scene(seed), kind) for seed in range(4000))
    assert set(counts) == set(CLASSES[kind])
    assert min(counts.values()) > 4000 / len(CLASSES[kind]) / 3


@pytest.mark.parametrize("kind", ["environment", "subject", "hour"])
def test_what_a_picture_shows_is_uniform_but_for_studies_and_bare_landscapes(kind):
    scenes = [
        scene for scene in map(sample_scene, range(5000)) if not described(scene) and scene.subject != "none"
    ]
    counts = Counter(getattr(scene, kind) for scene in scenes)
    mean = len(scenes) / len(counts)
    chi_square = sum((count - mean) ** 2 / mean for count in counts.values())
    degrees = len(counts) - 1
    assert chi_square < degrees + 4 * np.sqrt(2 * degrees)


def described(scene):
    values = {kind: getattr(scene, kind) for kind in (*CLASSES, "artist")}
    return any(study.describes(values) for study in STUDIES)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.prompt[:20])
def test_every_prompt_of_the_studies_describes_one_scene_in_two_hundred(study):
    found = [
        scene
        for scene in map(sample_scene, range(4000))
        if study.describes({kind: getattr(scene, kind) for kind in (*CLASSES, "artist")})
        and scene.trending >= study.trending
    ]
    assert len(found) > 4000 / 200
    assert len({(scene.hour, scene.seed) for scene in found}) > 15


def test_one_scene_in_five_is_trending():
    assert sum(sample_scene(seed).trending for seed in range(3000)) / 3000 == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("name", ARTISTS)
def test_artists_go_with_their_moods(name):
    own = [scene for scene in map(sample_scene, range(4000)) if scene.artist == name]
    assert sum(scene.mood in ARTISTS[name].moods for scene in own) > 0.7 * len(own) > 60


def test_an_unknown_class_is_refused_with_the_nearest_known():
    with pytest.raises(UnknownName, match="unknown subject 'lighthose'; did you mean 'lighthouse'"):
        Scene(0, "desert", "lighthose", "day", "oil painting", "plain")


def test_the_classes_of_the_first_world_are_classes_still():
    first = {
        "environment": "sea cliffs, mountains, forest, field of flowers, desert, city, serene landscape, "
        "ruins, snow",
        "subject": "none, eiffel tower, building, abandoned building, statue of liberty, "
        "mecha statue of liberty, lighthouse, castle, windmill, sailing boat, toilet, tree, portrait, robot, "
        "bridge, church",
        "hour": "day, sunset, night, storm, fog, golden hour",
        "medium": "oil painting, watercolour, ink drawing, pixel art, matte painting, charcoal drawing, "
        "magic realism",
        "mood": "plain, ominous, cursed, serene, vibrant, colourful, cinematic",
    }
    for kind, names in first.items():
        assert CLASSES[kind][: len(names.split(", "))] == tuple(names.split(", "))


@pytest.mark.parametrize("subject", CLASSES["subject"])
def test_subjects_are_large_and_lie_within_the_picture(subject):
    places = [compose(Scene(seed, "desert", subject, "day", "oil painting", "plain")) for seed in range(40)]
    for where in places:
        top = where.foot - where.size
        assert -0.01 < top < 0.55
        if where.close:
            assert where.foot > 1
            assert where.size > 0.85
        else:
            assert where.foot <= where.base < 0.95
            assert 0.30 < where.size < 0.85
    assert np.std([where.place for where in places]) > 0.02
    assert max(abs(where.place) for where in places) < 0.2


def test_figures_come_close_in_a_third_of_their_scenes_and_faces_always():
    def share(subject):
        scenes = [Scene(seed, "desert", subject, "day", "oil painting", "plain") for seed in range(300)]
        return sum(compose(scene).close for scene in scenes) / 300

    assert share("portrait") == 1
    assert share("castle") == 0
    for subject in FIGURES:
        assert share(subject) == pytest.approx(1 / 3, abs=0.09)


@pytest.mark.parametrize("subject", sorted(AIRBORNE))
def test_what_flies_hovers_above_the_ground(subject):
    for seed in range(40):
        where = compose(Scene(seed, "desert", subject, "day", "oil painting", "plain"))
        assert where.foot < where.base - 0.02


def test_the_ground_where_the_subject_stands_is_at_distance_one():
    where = compose(Scene(3, "desert", "castle", "day", "oil painting", "plain"))
    assert where.distance(where.base) == pytest.approx(1)
    assert where.distance(where.horizon + where.camera / 7) == pytest.approx(7)
