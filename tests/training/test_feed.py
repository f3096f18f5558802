import numpy as np
import torch

from ezcharts.training.data import Scenes
from ezcharts.training.feed import Feed, generator_of, to_float


def test_what_is_held_on_a_device_is_what_is_read_from_disk(scenes):
    rows = np.array([5, 1, 1])
    known = Scenes.read(scenes / "train")
    # `meta` stands for any device but the processor: it holds shapes and no numbers.
    assert Feed(known, "meta")(rows).shape == Feed(known, "cpu")(rows).shape == (3, 64, 64, 3)
    assert np.array_equal(Feed(known, "cpu")(rows), known.pictures[rows])


def test_numbers_depend_on_the_whole_key_alone():
    def draw(*key):
        return torch.randn(4, generator=generator_of("cpu", *key))

    assert torch.equal(draw(0, 5), draw(0, 5))
    assert not torch.equal(draw(0, 5), draw(0, 6))
    assert not torch.equal(draw(0, 5), draw(0, 5, 1))


def test_bytes_become_floats_with_channels_first():
    pictures = np.arange(24, dtype=np.uint8).reshape(1, 2, 4, 3)
    floats = to_float(pictures, "cpu")
    assert floats.shape == (1, 3, 2, 4)
    assert floats[0, 1, 1, 2] == pictures[0, 1, 2, 1]
