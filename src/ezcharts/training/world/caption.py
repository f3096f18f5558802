"""Words for scenes: forms with slots, filled with the classes' synonyms.

A form is text with slots in braces. Slots whose class has no word (a plain mood, no artist, a bare
landscape's place, a picture that does not trend) vanish, together with what stands inside the same square
brackets.

    a {mood} {medium} of {thing} {where} {hour} [by {artist}]
"""

from __future__ import annotations

import re

import numpy as np

from ezcharts.errors import UnknownName
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.composition import compose
from ezcharts.training.world.scene import CLASSES, Scene, stream
from ezcharts.training.world.studies import STUDIES, STUDY_PROMPTS
from ezcharts.training.world.words import (
    ENVIRONMENTS,
    FILLERS,
    HOURS,
    MEDIA,
    MOOD_ENDINGS,
    MOODS,
    SUBJECTS,
    TRENDS,
    Synonyms,
)

__all__ = ["FORMS", "VOCABULARY", "caption", "class_prompt", "full_caption", "split_words"]

FULL = "a {mood} {medium} of {thing} {where} {hour} [by {artist}]"

FORMS: tuple[str, ...] = (
    FULL,
    "a {mood} {medium} of {thing} {where} {hour}",
    "a {mood} {medium} of {thing} {hour} [by {artist}]",
    "a {mood} {medium} of {thing} [by {artist}]",
    "a {mood} {medium} of {thing} [by {artist}], {trend}",
    "a {mood} {medium} of {thing}",
    "a {mood} {medium} of {thing} {where} [by {artist}]",
    "a {mood} {medium} of {thing} {where} [by {artist}], {trend}",
    "a {mood} {medium} of {thing} {where}, {trend}",
    "a {mood} {medium} of {thing} {hour}, {trend}",
    "a {medium} of {thing} {hour}, {trend}",
    "a {medium} of {thing} {where} {hour}, {ending}",
    "a {medium} of {thing} {where} {hour}, {trend}",
    "a {medium} of {thing} {hour}",
    "a {medium} of {thing}",
    "a {medium} of {thing} {where}",
    "a {medium} [by {artist}] of {thing} {hour}",
    "a {medium} [by {artist}] depicting {thing} {where}, {ending}",
    "a {medium} [by {artist}] depicting {thing} {where} {hour}, {ending}, {trend}",
    "a {medium} depicting {thing} {where} {hour}",
    "a {mood} {medium} depicting {thing}",
    "a {mood} {medium} showing {thing} {where}",
    "{mood} {bare} [by {artist}]",
    "{mood} {bare}",
    "{mood} {bare} {hour}",
    "{mood} {bare} {where}",
    "{mood} {bare} {hour} [by {artist}]",
    "{bare} [by {artist}]",
    "{bare}",
    "{bare} {hour}",
    "{bare}, {hour}, {ending}, {trend}",
    "{thing} {where}",
    "{thing} {where} {hour}",
    "{thing} {where} {hour}, {trend}",
    "{thing} {hour}, {ending}",
    "{thing} {where}, {medium}, {ending}",
    "{thing} {where} {hour}, {medium}",
    "{thing}, {medium}",
    "{thing}, {medium}, {hour}",
    "{medium}, {thing}, {place}, {hour}, {ending}",
    "{medium}, {mood}, {thing}, {hour}",
    "{place} {hour}",
    "{place}",
    "{place} with {thing} {hour}",
    "a {medium} of {place} {hour}",
    "a {medium} of {place} with {thing}",
    "a {mood} {medium} of {place}",
    "a painting of {place} {hour}, {trend}",
    "a painting of {thing} {where}",
    "a painting of {thing} {hour}",
    "a painting of {thing}",
    "a {mood} painting of {thing} [by {artist}]",
    "a {mood} picture of {thing} {where}",
    "{hour}, {thing} {where}",
    "{hour}, a {medium} of {thing}",
    "{ending}, {thing} {where}, {medium}",
    "{ending}, {trend}, {thing} {hour}",
    "a {mood} scene {hour} with {thing} {where}, {trend}, {medium}",
    "a {mood} {medium} of {thing} {where} {hour} [by {artist}], {ending}, {trend}",
    "{thing} {where} {hour} [by {artist}], {medium}, {ending}, {trend}",
    "[in the style of {artist}], {thing} {where} {hour}, {ending}",
    "{thing} {where} [in the style of {artist}]",
    "a {medium} [in the style of {artist}], {mood}, {place}, {hour}",
    "concept art of {thing} {where} {hour}, {ending}, a {medium}, {trend}",
    "{mood} {bare} {where}, {medium} [by {artist}]",
    "a {medium} {hour}",
    "a {mood} {medium}",
    "a {mood} {medium} [by {artist}], {trend}",
    "{thing} [by {artist}], {ending}, {trend}",
)  # fmt: skip

GROUP = re.compile(r"\[([^]]*?)\{(\w+)\}\]")
SLOT = re.compile(r"\{(\w+)\}")
ARTICLE = re.compile(r"^(?:an?|the) ")
# How often a caption of a scene that a study's prompt describes is that prompt; a filler is put in; a bust is
# called a portrait; and a second artist is named whose manner is near.
AS_STUDY, WITH_FILLER, AS_PORTRAIT, AS_PAIR = 0.5, 0.08, 0.5, 0.4


def caption(scene: Scene, seed: int) -> str:
    """Return one of many captions of a scene; most leave something out.

    Args:
        scene: What is described.
        seed: Chooses the form and the synonyms (>= 0).
    """
    rng = stream(seed, "caption")
    values = {kind: getattr(scene, kind) for kind in (*CLASSES, "artist")}
    prompts = [
        study.prompt for study in STUDIES if study.trending <= scene.trending and study.describes(values)
    ]
    if prompts and rng.random() < AS_STUDY:
        return prompts[rng.integers(len(prompts))]
    text = fill_form(FORMS[rng.integers(len(FORMS))], slots(scene, rng))
    if rng.random() < WITH_FILLER:
        filler = FILLERS[rng.integers(len(FILLERS))]
        text = f"{filler}, {text}" if rng.random() < 0.3 else f"{text}, {filler}"
    return text or full_caption(scene)


def full_caption(scene: Scene) -> str:
    """Return the caption that names every class with its first word."""
    return fill_form(FULL, slots(scene, None))


def class_prompt(kind: str, value: str) -> str:
    """Return the prompt that stands for one class in zero-shot tests, such as "a painting of a lighthouse".

    Args:
        kind: A key of `CLASSES`.
        value: One of its classes.

    Raises:
        UnknownName: There is no such kind or class.
    """
    if kind not in CLASSES:
        raise UnknownName("kind of class", kind, CLASSES)
    if value not in CLASSES[kind]:
        raise UnknownName(kind, value, CLASSES[kind])
    forms = {"medium": "a {}", "mood": "a {} painting", "hour": "a painting of a landscape {}"}
    return tidy(forms.get(kind, "a painting of {}").format(TABLES[kind][value][0].split("|")[-1]))


def slots(scene: Scene, rng: np.random.Generator | None) -> dict[str, str]:
    """Choose the words of every slot; without a generator, the first of each."""

    def choose(words: tuple[str, ...]) -> str:
        return words[rng.integers(len(words))] if rng is not None else words[0]

    preposition, place = choose(ENVIRONMENTS[scene.environment]).split("|")
    where, thing = f"{preposition} {place}", choose(SUBJECTS[scene.subject])
    medium = choose(MEDIA[scene.medium])
    if rng is not None and compose(scene).close and rng.random() < AS_PORTRAIT:
        medium = choose(("portrait", "portrait", "close up"))
    if scene.subject == "none" and (rng is None or rng.random() < 0.9):
        thing, where = place, ""
    return {
        "place": place,
        "where": where,
        "thing": thing,
        "bare": ARTICLE.sub("", thing),
        "hour": choose(HOURS[scene.hour]),
        "medium": medium,
        "mood": choose(MOODS[scene.mood]),
        "ending": choose(MOOD_ENDINGS[scene.mood]),
        "artist": artists(scene, rng),
        "trend": choose(TRENDS) if scene.trending else "",
    }


def artists(scene: Scene, rng: np.random.Generator | None) -> str:
    """Return the artist's name, sometimes together with a second whose manner is near."""
    if scene.artist == "none":
        return ""
    names = ARTISTS[scene.artist].words
    name = names[rng.integers(len(names))] if rng is not None else names[0]
    partner = PARTNERS.get(scene.artist)
    if partner is None or rng is None or rng.random() >= AS_PAIR:
        return name
    other = ARTISTS[partner].words[0]
    return f"{name} and {other}" if rng.random() < 0.5 else f"{other} and {name}"


def fill_form(form: str, words: dict[str, str]) -> str:
    """Fill a form's slots and tidy what empty ones leave behind."""
    text = GROUP.sub(lambda match: match[1] + words[match[2]] if words[match[2]] else "", form)
    return tidy(SLOT.sub(lambda match: words[match[1]], text))


def tidy(text: str) -> str:
    """Close gaps, drop stray commas, and say "an" before vowels."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"( ?,)+", ",", text.replace(" .", ".")).strip(" ,")
    text = re.sub(r"\b(an?) (an?|the) ", r"\2 ", text)
    text = re.sub(r"\.,", ",", text)
    return re.sub(r"\b([Aa]) (?=[aeiouAEIOU8])(?!u(?:fo|ni))", r"\1n ", text)


def split_words(text: str) -> list[str]:
    """Return the lower-case words of a text, without punctuation."""
    return re.findall(r"\w+", text.lower())


TABLES: dict[str, Synonyms] = {
    "environment": ENVIRONMENTS, "subject": SUBJECTS, "hour": HOURS, "medium": MEDIA, "mood": MOODS,
}  # fmt: skip
PARTNERS = {"rutkowski": "kinkade", "kinkade": "rutkowski", "jean": "tran", "tran": "jean"}


def vocabulary() -> tuple[str, ...]:
    """Collect every word that a caption, a class prompt or a study's prompt can use, sorted; no fillers."""
    texts = [SLOT.sub(" ", form) for form in FORMS] + [*STUDY_PROMPTS, *TRENDS, "an portrait and close up"]
    texts += [words for table in (*TABLES.values(), MOOD_ENDINGS) for row in table.values() for words in row]
    texts += [name for artist in ARTISTS.values() for name in artist.words]
    return tuple(sorted({word for text in texts for word in split_words(text)}))


VOCABULARY: tuple[str, ...] = vocabulary()
