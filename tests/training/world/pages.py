"""What the world's tests share: scenes and canvases without more ado."""

import dataclasses

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.composition import compose
from ezcharts.training.world.light import Light, light_of
from ezcharts.training.world.scene import Scene


def plain_scene(seed: int, **values: str) -> Scene:
    """A scene with nothing special, but for some classes."""
    plain = {
        "environment": "desert", "subject": "castle", "hour": "day", "medium": "matte painting",
        "mood": "plain",
    }  # fmt: skip
    return Scene(seed, **(plain | values))


def blank(size: int = 100, seed: int = 1, light: Light | None = None, where=None, **values: str) -> Canvas:
    """A canvas on which nothing is painted yet; `where` changes its composition."""
    scene = plain_scene(seed, **values)
    composition = dataclasses.replace(compose(scene), **(where or {}))
    return Canvas(scene, (size, size), light or light_of(scene), composition)
