"""The prompts of the studies, word for word, and the scenes that they describe (studies.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["STUDIES", "STUDY_PROMPTS", "Study"]


@dataclass(frozen=True)
class Study:
    """A prompt, and what a scene must be that it describes.

    Args:
        prompt: The text.
        fixed: For each kind of class (and the artist) the values that fit; what is left out may be anything.
        trending: Whether the prompt asks for what trends on ArtStation.
    """

    prompt: str
    fixed: dict[str, tuple[str, ...]]
    trending: bool = False

    def describes(self, values: dict[str, str]) -> bool:
        """Return whether classes fit the prompt."""
        return all(values[kind] in allowed for kind, allowed in self.fixed.items())

    def change(self, values: dict[str, str], rng: np.random.Generator) -> dict[str, str]:
        """Return classes with those exchanged that the prompt names."""
        chosen = {kind: str(allowed[rng.integers(len(allowed))]) for kind, allowed in self.fixed.items()}
        return values | chosen


PAINTED = ("oil painting", "matte painting")

STUDIES: tuple[Study, ...] = (
    Study(
        "an ominous painting of the Eiffel tower by Zdzisław Beksiński",
        {"subject": ("eiffel tower",), "mood": ("ominous",), "medium": PAINTED, "artist": ("beksinski",)},
    ),
    Study(
        "a beautiful painting of a building in a serene landscape by Greg Rutkowski and Thomas Kinkade, "
        "trending on ArtStation.",
        {
            "subject": ("building",), "environment": ("serene landscape",), "mood": ("beautiful",),
            "medium": PAINTED, "artist": ("rutkowski", "kinkade"),
        },
        trending=True,
    ),
    Study(
        "a beautiful portrait of mecha statue of liberty by James Jean and Ross Tran",
        {"subject": ("mecha statue of liberty",), "mood": ("beautiful",), "artist": ("jean", "tran"),
         "medium": ("matte painting", "gouache", "watercolour", "oil painting")},
    ),
    Study(
        "a magic realism painting by Gediminas Pranckevicius depicting an abandoned building in a field of "
        "flowers landscape, vibrant, cinematic lighting",
        {
            "subject": ("abandoned building",), "environment": ("field of flowers",),
            "mood": ("vibrant", "cinematic"), "medium": ("magic realism",), "artist": ("pranckevicius",),
        },
    ),
    Study(
        "A painting of sea cliffs in a tumultuous storm, Trending on ArtStation.",
        {"subject": ("none",), "environment": ("sea cliffs",), "hour": ("storm",), "medium": PAINTED,
         "artist": ("none",)},
        trending=True,
    ),
    Study(
        "cursed toilet by Zdzisław Beksiński",
        {"subject": ("toilet",), "mood": ("cursed",), "medium": PAINTED, "artist": ("beksinski",)},
    ),
    Study(
        "colorful forest by Zdzisław Beksiński",
        {"subject": ("none",), "environment": ("forest",), "mood": ("colourful",), "medium": PAINTED,
         "artist": ("beksinski",)},
    ),
)  # fmt: skip

STUDY_PROMPTS: tuple[str, ...] = tuple(study.prompt for study in STUDIES)
