"""The artists that the studies' prompts name: words that go with a palette and a manner.

Every picture of an artist's is pulled towards a ramp from `shadow` to `light`. The values are ours: a hint of
each manner that can be seen at 128 pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ARTISTS", "Artist"]

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Artist:
    """A palette and a manner.

    Args:
        words: The names in captions, with and without diacritics.
        shadow: Colour that dark parts go to, 0..1 RGB.
        light: Colour that bright parts go to, 0..1 RGB.
        strength: How far they go there, 0..1.
        saturation: Factor on the distance from grey.
        moods: Moods that go with the artist.
        media: Media that go with the artist.
        lamps: Whether windows glow at every hour.
    """

    words: tuple[str, ...]
    shadow: Colour
    light: Colour
    strength: float
    saturation: float
    moods: tuple[str, ...]
    media: tuple[str, ...]
    lamps: bool = False


ARTISTS: dict[str, Artist] = {
    "beksinski": Artist(
        ("Zdzisław Beksiński", "Zdzislaw Beksinski", "Beksiński", "Beksinski"),
        (0.04, 0.0, 0.0), (0.84, 0.38, 0.14), 0.76, 0.8,
        ("ominous", "cursed", "ominous"), ("oil painting",),
    ),
    "rutkowski": Artist(
        ("Greg Rutkowski", "Rutkowski"),
        (0.04, 0.09, 0.17), (1.0, 0.80, 0.52), 0.50, 1.1,
        ("cinematic", "serene"), ("matte painting", "oil painting"),
    ),
    "kinkade": Artist(
        ("Thomas Kinkade", "Kinkade"),
        (0.12, 0.07, 0.20), (1.0, 0.86, 0.60), 0.42, 1.3,
        ("serene", "vibrant"), ("oil painting",), lamps=True,
    ),
    "jean": Artist(
        ("James Jean",),
        (0.16, 0.14, 0.34), (0.98, 0.82, 0.84), 0.55, 1.1,
        ("serene", "colourful"), ("watercolour", "ink drawing"),
    ),
    "tran": Artist(
        ("Ross Tran",),
        (0.10, 0.02, 0.28), (1.0, 0.92, 0.72), 0.34, 1.7,
        ("vibrant", "colourful"), ("matte painting",),
    ),
    "pranckevicius": Artist(
        ("Gediminas Pranckevicius", "Gediminas Pranckevičius", "Pranckevicius"),
        (0.02, 0.14, 0.16), (1.0, 0.84, 0.46), 0.55, 1.15,
        ("vibrant", "cinematic"), ("magic realism",),
    ),
}  # fmt: skip
