"""Anti-JPEG pairs for whole runs, beside the two functions that `tests.reference.jax.networks` has."""

import functools
import math

from ezcharts.models.anti_jpeg import AntiJpeg, JpegClassifier, JpegDenoiser
from tests.reference import anti_jpeg
from tests.reference.jax.networks import JaxModels

WIDTH = 6
# With this classifier some places of a picture are clean enough and some are not.
SEEDS = {"denoiser": 8, "classifier": 20}


@functools.cache
def state(kind):
    return anti_jpeg.random_state(kind, WIDTH, SEEDS[kind])


class SmallPair(JaxModels):
    """Main model v; the pair is made of the networks of engines.md 4.5, small and random.

    Attributes:
        classifier_scale: Weight of the classifier's loss; the notebook's 10,000 is for trained networks.
    """

    classifier_scale = 2_000

    def __init__(self):
        super().__init__("v")
        self.pair = AntiJpeg(JpegDenoiser(WIDTH).double(), JpegClassifier(WIDTH).double())
        self.pair.denoiser.load_state_dict(state("denoiser"))
        self.pair.classifier.load_state_dict(state("classifier"))

    def correction(self, x, c):
        clean, either = (anti_jpeg.v_of(state("denoiser"), x, c, kind) for kind in (0, 2))
        return clean - either

    def classifier_gradient(self, x, c):
        level = math.cos(math.pi * c / 2), math.sin(math.pi * c / 2)
        return -anti_jpeg.gradient(state("classifier"), x, level, self.classifier_scale)


class PairInside(JaxModels):
    """Main model v; what the pair corrects is done within the main model, so that guidance sees it too.

    Where guidance goes through the main model, engines.md 3.5 leaves open whether that is the model with the
    pair (as step 2 defines it) or without. The package reads step 2.
    """

    def __init__(self):
        super().__init__("v", anti_jpeg=True)
        self.added = self.correction
        del self.correction

    def velocity(self, x, told):
        return super().velocity(x, told) + self.added(x, told / 1000)
