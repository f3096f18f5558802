"""The artists that prompts name: words that go with a palette and a manner.

Every picture of an artist's is pulled towards a ramp from `shadow` to `light`. The values are ours: a hint of
each manner that can be seen at 128 pixels, weak enough that the hour stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ARTISTS", "Artist"]

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Artist:
    """A palette and a manner.

    Args:
        look: What it looks like, in words.
        words: The names in captions, with and without diacritics.
        shadow: Colour that dark parts go to, 0..1 RGB.
        light: Colour that bright parts go to, 0..1 RGB.
        strength: How far they go there, 0..1.
        saturation: Factor on the distance from grey.
        bloom: How much bright parts shine over their surroundings.
        haze: How much air lies over the land, 0..1.
        dark: How dark the corners are, 0..1.
        moods: Moods that go with the artist.
        media: Media that go with the artist.
        lamps: Whether windows glow at every hour.
    """

    look: str
    words: tuple[str, ...]
    shadow: Colour
    light: Colour
    strength: float
    saturation: float
    bloom: float
    haze: float
    dark: float
    moods: tuple[str, ...]
    media: tuple[str, ...]
    lamps: bool = False


ARTISTS: dict[str, Artist] = {
    "beksinski": Artist(
        "rust and dust, dark corners",
        ("Zdzisław Beksiński", "Zdzislaw Beksinski", "Beksiński", "Beksinski"),
        (0.06, 0.01, 0.0), (0.86, 0.50, 0.26), 0.52, 0.9, 0.0, 0.30, 0.5,
        ("ominous", "cursed", "ominous", "colourful"), ("oil painting", "oil painting", "matte painting"),
    ),
    "rutkowski": Artist(
        "cold shadows, warm lights, smoke",
        ("Greg Rutkowski", "Rutkowski"),
        (0.03, 0.08, 0.15), (1.0, 0.82, 0.56), 0.36, 1.1, 0.12, 0.12, 0.35,
        ("cinematic", "beautiful", "ominous"), ("matte painting", "oil painting"),
    ),
    "kinkade": Artist(
        "lamps in every window, rosy glow",
        ("Thomas Kinkade", "Kinkade"),
        (0.14, 0.06, 0.20), (1.0, 0.86, 0.62), 0.30, 1.3, 0.36, 0.0, 0.1,
        ("beautiful", "serene", "vibrant"), ("oil painting",), lamps=True,
    ),
    "jean": Artist(
        "pale pink and violet",
        ("James Jean",),
        (0.18, 0.14, 0.34), (0.98, 0.84, 0.86), 0.44, 1.15, 0.10, 0.0, 0.0,
        ("beautiful", "colourful", "serene"), ("watercolour", "gouache", "ink drawing"),
    ),
    "tran": Artist(
        "pure, hard colours with violet shadows",
        ("Ross Tran",),
        (0.12, 0.02, 0.28), (1.0, 0.92, 0.74), 0.28, 1.65, 0.14, 0.0, 0.0,
        ("vibrant", "beautiful", "colourful"), ("matte painting", "gouache"),
    ),
    "pranckevicius": Artist(
        "teal and amber with a soft glow",
        ("Gediminas Pranckevicius", "Gediminas Pranckevičius", "Pranckevicius"),
        (0.02, 0.13, 0.15), (1.0, 0.86, 0.50), 0.42, 1.2, 0.22, 0.10, 0.3,
        ("vibrant", "cinematic", "serene"), ("magic realism",),
    ),
    "van gogh": Artist(
        "swirling strokes, blue and yellow",
        ("Vincent van Gogh", "van Gogh"),
        (0.05, 0.08, 0.30), (1.0, 0.88, 0.42), 0.38, 1.45, 0.0, 0.0, 0.0,
        ("vibrant", "colourful", "plain"), ("oil painting",),
    ),
    "monet": Artist(
        "lilac haze, pale light",
        ("Claude Monet", "Monet"),
        (0.22, 0.24, 0.42), (0.98, 0.93, 0.86), 0.40, 1.15, 0.12, 0.22, 0.0,
        ("serene", "beautiful", "plain"), ("oil painting", "pastel drawing"),
    ),
    "turner": Artist(
        "golden vapour",
        ("William Turner", "J. M. W. Turner", "Turner"),
        (0.26, 0.16, 0.08), (1.0, 0.94, 0.74), 0.44, 1.0, 0.28, 0.34, 0.0,
        ("cinematic", "beautiful", "plain"), ("oil painting", "watercolour"),
    ),
    "friedrich": Artist(
        "cold violet mist",
        ("Caspar David Friedrich",),
        (0.07, 0.07, 0.12), (0.88, 0.86, 0.88), 0.40, 0.85, 0.06, 0.30, 0.3,
        ("serene", "ominous", "plain"), ("oil painting", "matte painting"),
    ),
    "hokusai": Artist(
        "Prussian blue on cream",
        ("Katsushika Hokusai", "Hokusai"),
        (0.05, 0.12, 0.32), (0.97, 0.91, 0.78), 0.46, 1.05, 0.0, 0.0, 0.0,
        ("plain", "serene", "vibrant"), ("woodcut",),
    ),
    "dore": Artist(
        "drained of colour, dark corners",
        ("Gustave Doré", "Gustave Dore", "Doré"),
        (0.05, 0.05, 0.05), (0.92, 0.90, 0.86), 0.50, 0.7, 0.0, 0.10, 0.5,
        ("ominous", "cinematic", "plain"), ("ink drawing", "charcoal drawing"),
    ),
}  # fmt: skip
