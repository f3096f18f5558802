"""The page that lists the world, `docs/world.md`: `python -m ezcharts.training.world.guide > docs/world.md`.

What a class looks like is said once, by the painter that draws it: the first line of its docstring.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.caption import FORMS, VOCABULARY
from ezcharts.training.world.lands import LANDS
from ezcharts.training.world.media import MEDIA as MEDIUM_PAINTERS
from ezcharts.training.world.moods import MOODS as MOOD_PAINTERS
from ezcharts.training.world.moods import polish
from ezcharts.training.world.scene import CLASSES
from ezcharts.training.world.sky import SKIES
from ezcharts.training.world.studies import STUDIES
from ezcharts.training.world.subjects import SUBJECTS as SUBJECT_PAINTERS
from ezcharts.training.world.words import ENVIRONMENTS, HOURS, MEDIA, MOOD_ENDINGS, MOODS, SUBJECTS, TRENDS

__all__ = ["guide"]

Painters = Mapping[str, Callable[..., Any]]

HEAD = """# The painted scenes

<!-- Written by `python -m ezcharts.training.world.guide`; a test compares. -->

The embedded models know one small world: pictures that a program draws from a seed, with captions.
Everything on this page comes from `ezcharts.training.world`, and everything in that world is on this page.

![Every class of the world, with its name](world.webp)

A scene is an environment, a subject, an hour, a medium and a mood, perhaps an artist, and whether it is
polished as what trends on ArtStation is. Its seed decides the rest: the lie of the land, the light between
two palettes of its hour, where the camera and the subject stand, the subject's build and colours. Statues,
robots, knights, wizards and astronauts are seen from the breast upwards in one scene of four, and may then
be called portraits.

* **Light.** Land is a field of heights cut into slices, seen in perspective, lit by its slope and faded by
  distance. Solids have normals. Subjects cast shadows, are mirrored in water and wet ground, are lit along
  the edge that the sun is behind, and the sun's rays fan out between all that stands before it.
* **The same everywhere.** A seed gives the same bytes on every machine: pixels only meet + − × ÷ √ and
  OpenCV's whole-number routines, and all choices come from generators keyed by seed and purpose.
* **Sizes.** Made for 64 to 1280 pixels; a larger picture shows the same composition, a wider one more of it.
* **Speed.** At 128×128 pixels a scene takes about 11 ms on one core: 64,000 took six minutes of two.
* **Seeds.** Training scenes have seeds from 0, wide ones from 500,000,000, tall ones from 600,000,000, large
  ones from 700,000,000, held-out ones from 1,000,000,000 (`ezcharts.training.data`). One scene in twenty is
  what one of the studies' prompts describes, half of whose captions are that prompt, word for word.
* **Captions.** {forms} forms with synonyms, most of which leave something out. One in twelve holds a word
  that is not among the {words} words of the vocabulary, so that models learn to pass over such words.

The contact sheet is drawn by `python -m ezcharts.training.world.sheet --out docs/world.webp`.
"""


def guide() -> str:
    """Return the whole page."""
    moods = {
        name: (*MOODS[name], *(word for word in MOOD_ENDINGS[name] if word not in MOODS[name]))
        for name in MOODS
    }
    parts = [
        HEAD.format(forms=len(FORMS), words=len(VOCABULARY)),
        table("Environments", "environment", LANDS, ENVIRONMENTS),
        table("Subjects", "subject", {"none": nothing, **SUBJECT_PAINTERS}, SUBJECTS),
        table("Hours and weathers", "hour", SKIES, HOURS),
        table("Media", "medium", MEDIUM_PAINTERS, MEDIA),
        table("Moods", "mood", MOOD_PAINTERS, moods),
        f"Trending on ArtStation: {say(polish)} In words: {listed(TRENDS)}.\n",
        artists(),
        studies(),
    ]
    return "\n".join(parts)


def nothing() -> None:
    """The environment alone."""


def table(heading: str, kind: str, painters: Painters, words: Mapping[str, tuple[str, ...]]) -> str:
    """Return a section with one row for each class of a kind."""
    rows = [f"## {heading}\n", "| class | what it looks like | words |", "| --- | --- | --- |"]
    rows += [f"| {name} | {say(painters[name])} | {listed(words[name])} |" for name in CLASSES[kind]]
    return "\n".join(rows) + "\n"


def artists() -> str:
    """Return the section about artists."""
    rows = [
        "## Artists\n",
        "Names that go with a palette and a manner, and often with moods and media of their own.\n",
        "| words | what it looks like | moods | media |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    rows += [
        f"| {listed(a.words)} | {a.look} | {listed(a.moods)} | {listed(a.media)} |" for a in ARTISTS.values()
    ]
    return "\n".join(rows) + "\n"


def studies() -> str:
    """Return the section about the studies' prompts."""
    rows = ["## Prompts of the studies\n", "| prompt | the scenes it describes |", "| --- | --- |"]
    for study in STUDIES:
        fits = "; ".join(f"{kind}: {listed(values)}" for kind, values in study.fixed.items())
        rows.append(f"| {study.prompt} | {fits}{'; trending' if study.trending else ''} |")
    return "\n".join(rows) + "\n"


def say(painter: Callable[..., Any]) -> str:
    """Return the first paragraph of a painter's docstring as one line."""
    return " ".join((inspect.getdoc(painter) or "").split("\n\n")[0].split())


def listed(words: tuple[str, ...]) -> str:
    """Return words without repetition, separated by commas; what joins places to subjects is left out."""
    return ", ".join(dict.fromkeys(word.split("|")[-1] for word in words if word))


if __name__ == "__main__":
    print(guide(), end="")
