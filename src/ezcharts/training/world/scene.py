"""What a picture is of: one value for each kind of class, and nothing else but a seed.

A `Scene` is the whole truth about a picture. `draw` turns it into pixels and `caption` into words; both take
every other choice (where the subject stands, how the clouds lie) from generators that are keyed by (seed,
purpose). No choice depends on which others were made before it: a scene whose subject is exchanged keeps its
sky.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from ezcharts.errors import UnknownName
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.studies import STUDIES

__all__ = ["CLASSES", "Scene", "sample_scene", "stream"]

CLASSES: dict[str, tuple[str, ...]] = {
    "environment": (
        "sea cliffs", "mountains", "forest", "field of flowers", "desert", "city", "serene landscape",
        "ruins", "snow", "swamp", "volcano", "beach", "floating islands", "canyon", "alien planet",
    ),
    "subject": (
        "none", "eiffel tower", "building", "abandoned building", "statue of liberty",
        "mecha statue of liberty", "lighthouse", "castle", "windmill", "sailing boat", "toilet", "tree",
        "portrait", "robot", "bridge", "church", "clock tower", "pagoda", "temple", "pyramid", "torii gate",
        "telephone box", "wizard", "knight", "astronaut", "stag", "wolf", "cat", "owl", "elephant", "dragon",
        "whale", "hot air balloon", "airship", "flying saucer", "rocket", "steam train", "car", "skull",
        "giant hand", "mushroom", "crystal", "portal",
    ),
    "hour": ("day", "sunset", "night", "storm", "fog", "golden hour"),
    "medium": (
        "oil painting", "watercolour", "ink drawing", "pixel art", "matte painting", "charcoal drawing",
        "magic realism", "pastel drawing", "gouache", "woodcut", "stained glass", "low poly",
    ),
    "mood": (
        "plain", "ominous", "cursed", "serene", "vibrant", "colourful", "cinematic", "beautiful",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One picture of the world.

    Args:
        seed: Decides all that the classes leave open (>= 0).
        environment: Where it is.
        subject: What stands there; "none" for a bare landscape.
        hour: Hour or weather.
        medium: What it is painted with.
        mood: How it feels; "plain" for none in particular.
        artist: Whose palette and manner it has (a key of `ARTISTS`), or "none".
        trending: Whether it is polished as what trends on ArtStation is: crisp light, glow, depth.

    Raises:
        UnknownName: A value is not one of its kind's classes.
    """

    seed: int
    environment: str
    subject: str
    hour: str
    medium: str
    mood: str
    artist: str = "none"
    trending: bool = False

    def __post_init__(self) -> None:
        for kind, known in (*CLASSES.items(), ("artist", ("none", *ARTISTS))):
            if getattr(self, kind) not in known:
                raise UnknownName(kind, getattr(self, kind), known)

    def stream(self, purpose: str) -> np.random.Generator:
        """Return this scene's own generator for one purpose, always at its beginning."""
        return stream(self.seed, purpose)


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Return a generator keyed by (seed, purpose); equal keys give equal draws on every machine."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(purpose.encode())]))


def sample_scene(seed: int) -> Scene:
    """Draw the scene that belongs to a seed (>= 0).

    Environment, subject and hour are uniform, but for one scene in twenty, which is what one of the studies'
    prompts describes, and one in twenty-five, which is a bare landscape. Two in five are by an artist, three
    in four of which take the artist's own moods and media; elsewhere these are uniform, but for plain, which
    is a third. One in five is trending.
    """
    rng = stream(seed, "scene")
    values = {kind: str(choices[rng.integers(len(choices))]) for kind, choices in CLASSES.items()}
    own, plain, by_artist, trending, study, bare = rng.random(6)
    name, choice = list(ARTISTS)[rng.integers(len(ARTISTS))], rng.integers(1 << 16)
    values["artist"] = "none"
    if bare < 0.04:
        values["subject"] = "none"
    if plain < 1 / 4:
        values["mood"] = "plain"
    if by_artist < 0.4:
        values["artist"] = name
        if own < 3 / 4:
            artist = ARTISTS[name]
            values["mood"] = artist.moods[choice % len(artist.moods)]
            values["medium"] = artist.media[choice // 64 % len(artist.media)]
    if study < 0.05:
        chosen = STUDIES[choice % len(STUDIES)]
        return Scene(seed, **chosen.change(values, rng), trending=chosen.trending or trending < 0.2)
    return Scene(seed, **values, trending=trending < 0.2)
