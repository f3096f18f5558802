import numpy as np
import pytest

from ezcharts.training.data import CAPTIONS_PER_SCENE, HELD_OUT, Scenes, draw_scene
from ezcharts.training.world.scene import CLASSES, sample_scene


@pytest.fixture
def train(scenes):
    return Scenes.read(scenes / "train")


def test_what_is_read_is_what_was_drawn(train):
    picture, labels, captions = draw_scene((64, 64), 5)
    assert np.array_equal(train.pictures[5], picture)
    assert train.labels[5].tolist() == labels
    assert train.captions[5] == captions


def test_labels_are_indices_into_the_classes(train):
    scene = sample_scene(3)
    named = [values[label] for values, label in zip(CLASSES.values(), train.labels[3], strict=True)]
    assert named == [getattr(scene, kind) for kind in CLASSES]


def test_every_scene_has_several_captions_of_its_own(train):
    assert all(len(captions) == CAPTIONS_PER_SCENE for captions in train.captions)
    assert len({tuple(captions) for captions in train.captions}) == len(train)


def test_held_out_scenes_have_seeds_of_their_own(scenes):
    held_out = Scenes.read(scenes / "held-out")
    assert np.array_equal(held_out.pictures[0], draw_scene((64, 64), HELD_OUT)[0])


def test_the_same_key_picks_the_same_scenes_and_another_key_others(train):
    assert train.pick(4, 0, 7).tolist() == train.pick(4, 0, 7).tolist()
    assert len({tuple(train.pick(4, 0, step)) for step in range(20)}) > 10


def test_a_batch_has_no_scene_twice_unless_it_must(train):
    assert train.pick(8, 1).tolist() == list(range(8))
    assert len(train.pick(20, 1)) == 20


def test_scenes_of_chosen_classes_alone_are_picked(train):
    wanted = ("matte painting", "pixel art")
    some = train.only("medium", wanted)
    assert 0 < len(some) < len(train)
    assert {sample_scene(int(seed)).medium for seed in some.pick(50, 0)} <= set(wanted)
