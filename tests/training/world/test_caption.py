import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import UnknownName
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.caption import (
    ARTICLE,
    FORMS,
    VOCABULARY,
    caption,
    class_prompt,
    fill_form,
    full_caption,
    split_words,
    tidy,
)
from ezcharts.training.world.scene import CLASSES, Scene, sample_scene
from ezcharts.training.world.studies import STUDIES, STUDY_PROMPTS
from ezcharts.training.world.words import ENVIRONMENTS, FILLERS, HOURS, MEDIA, MOODS, SUBJECTS

SEEDS = st.integers(0, 2**31)
LIGHTHOUSE = Scene(1, "sea cliffs", "lighthouse", "storm", "oil painting", "ominous", "beksinski")


def test_there_are_at_least_forty_forms_and_all_differ():
    assert len(set(FORMS)) == len(FORMS) >= 40


def test_the_full_caption_names_everything():
    assert full_caption(LIGHTHOUSE) == (
        "an ominous oil painting of a lighthouse on sea cliffs in a storm by Zdzisław Beksiński"
    )


def test_a_bare_landscape_is_captioned_by_its_environment():
    assert (
        full_caption(Scene(1, "forest", "none", "day", "pixel art", "plain"))
        == "a pixel art picture of a forest by day"
    )


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_captions_use_only_the_vocabulary_but_for_fillers(scene_seed, seed):
    words = split_words(without_filler(caption(sample_scene(scene_seed), seed)))
    assert words
    assert set(words) <= set(VOCABULARY)


def without_filler(text):
    for filler in FILLERS:
        text = text.removeprefix(f"{filler}, ").removesuffix(f", {filler}")
    return text


def test_one_caption_in_twelve_has_words_that_the_vocabulary_lacks():
    texts = [caption(sample_scene(seed), seed) for seed in range(3000)]
    strange = [text for text in texts if set(split_words(text)) - set(VOCABULARY)]
    assert len(strange) / len(texts) == pytest.approx(0.08, abs=0.02)
    assert len({word for text in strange for word in split_words(text)} - set(VOCABULARY)) > 20


@pytest.mark.parametrize("filler", FILLERS)
def test_no_word_of_a_filler_is_in_the_vocabulary(filler):
    assert not set(split_words(filler)) & set(VOCABULARY)


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.prompt[:20])
def test_half_of_the_captions_of_what_a_study_describes_are_its_prompt(study):
    chosen = {kind: values[0] for kind, values in study.fixed.items()}
    base = {"environment": "snow", "subject": "tree", "hour": "day", "medium": "gouache", "mood": "plain"}
    scene = Scene(1, **(base | chosen), trending=study.trending)
    texts = [caption(scene, seed) for seed in range(400)]
    assert texts.count(study.prompt) / 400 == pytest.approx(0.5, abs=0.1)


def test_only_what_is_trending_is_said_to_be():
    plain = Scene(1, "desert", "castle", "day", "oil painting", "plain")
    polished = dataclasses.replace(plain, trending=True)
    assert not any("artstation" in caption(plain, seed).lower() for seed in range(400))
    named = sum("artstation" in caption(polished, seed).lower() for seed in range(400))
    assert 60 < named < 250


def test_busts_are_called_portraits_and_other_pictures_are_not():
    bust = Scene(1, "desert", "portrait", "day", "oil painting", "plain")
    castle = dataclasses.replace(bust, subject="castle")
    assert sum("portrait" in caption(bust, seed) for seed in range(400)) > 60
    assert not any("portrait" in caption(castle, seed) for seed in range(400))


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_captions_are_tidy(scene_seed, seed):
    text = caption(sample_scene(scene_seed), seed)
    assert text == text.strip(" ,")
    assert not any(
        bad in text for bad in ("  ", " ,", ",,", "{", "[", "|", " a a", " an an ", "a an ", " by ,")
    )


@given(SEEDS, SEEDS)
@settings(max_examples=50, deadline=None)
def test_a_caption_is_one_per_seed(scene_seed, seed):
    assert caption(sample_scene(scene_seed), seed) == caption(sample_scene(scene_seed), seed)


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_caption_never_names_another_hour_or_artist(scene_seed, seed):
    scene = sample_scene(scene_seed)
    text = f" {without_filler(caption(scene, seed))} ".replace(",", " ").replace(".", " ")
    for hour, phrases in HOURS.items():
        assert hour == scene.hour or not any(f" {phrase} " in text for phrase in phrases)
    partners = {"rutkowski": "kinkade", "kinkade": "rutkowski", "jean": "tran", "tran": "jean"}
    for name, artist in ARTISTS.items():
        allowed = {scene.artist, partners.get(scene.artist)}
        assert name in allowed or not any(words in text for words in artist.words)


@given(SEEDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_caption_never_names_another_subject(scene_seed, seed):
    scene = sample_scene(scene_seed)
    text = f" {without_filler(caption(scene, seed))} ".replace(",", " ")
    for own in sorted(SUBJECTS[scene.subject], key=len, reverse=True):
        text = text.replace(own, "").replace(ARTICLE.sub("", own), "")
    for subject, phrases in SUBJECTS.items():
        assert subject == scene.subject or not any(f" {phrase} " in text for phrase in phrases), (
            subject,
            text,
        )


@pytest.mark.parametrize("subject", [subject for subject in SUBJECTS if subject != "none"])
def test_most_captions_name_the_subject_and_some_do_not(subject):
    scene = Scene(1, "desert", subject, "day", "oil painting", "plain")
    bare = [phrase.split(" ", 1)[1] if phrase[:2] in ("a ", "an") else phrase for phrase in SUBJECTS[subject]]
    named = sum(any(phrase in caption(scene, seed) for phrase in bare) for seed in range(300))
    assert 200 < named < 300


def test_captions_vary():
    assert len({caption(LIGHTHOUSE, seed) for seed in range(300)}) > 200


@pytest.mark.parametrize("prompt", STUDY_PROMPTS)
def test_every_word_of_the_studies_prompts_is_known(prompt):
    assert set(split_words(prompt)) <= set(VOCABULARY)


@pytest.mark.parametrize(
    "word", ["zdzisław", "beksiński", "zdzislaw", "beksinski", "gediminas", "pranckevičius"]
)
def test_names_are_known_with_and_without_their_marks(word):
    assert word in VOCABULARY


def test_the_vocabulary_is_small_lower_case_and_sorted():
    assert len(VOCABULARY) < 2048
    assert list(VOCABULARY) == sorted(set(VOCABULARY))
    assert all(word == word.lower() for word in VOCABULARY)


@pytest.mark.parametrize(
    ("kind", "value", "prompt"),
    [
        ("subject", "lighthouse", "a painting of a lighthouse"),
        ("environment", "sea cliffs", "a painting of sea cliffs"),
        ("hour", "night", "a painting of a landscape at night"),
        ("medium", "ink drawing", "an ink drawing"),
        ("medium", "stained glass", "a stained glass window"),
        ("environment", "floating islands", "a painting of floating islands"),
        ("mood", "ominous", "an ominous painting"),
        ("mood", "plain", "a painting"),
    ],
)
def test_class_prompts_read_well(kind, value, prompt):
    assert class_prompt(kind, value) == prompt


@pytest.mark.parametrize("kind", CLASSES)
def test_class_prompts_tell_classes_apart_in_known_words(kind):
    prompts = [class_prompt(kind, value) for value in CLASSES[kind]]
    assert len(set(prompts)) == len(prompts)
    assert {word for prompt in prompts for word in split_words(prompt)} <= set(VOCABULARY)


def test_an_unknown_class_has_no_prompt():
    with pytest.raises(UnknownName, match="unknown kind of class 'hours'; did you mean 'hour'"):
        class_prompt("hours", "day")
    with pytest.raises(UnknownName, match="unknown hour 'nigth'; did you mean 'night'"):
        class_prompt("hour", "nigth")


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("environment", ENVIRONMENTS),
        ("subject", SUBJECTS),
        ("hour", HOURS),
        ("medium", MEDIA),
        ("mood", MOODS),
    ],
)
def test_every_class_has_words(kind, table):
    assert set(table) == set(CLASSES[kind])


def test_an_empty_slot_takes_its_brackets_along():
    assert (
        fill_form("a {medium} [by {artist}], {ending}", {"medium": "etching", "artist": "", "ending": ""})
        == "an etching"
    )


@pytest.mark.parametrize(
    ("untidy", "neat"),
    [
        ("a  ominous  painting ,, of", "an ominous painting, of"),
        ("a the Eiffel tower", "the Eiffel tower"),
        (", a tree,", "a tree"),
        ("a tree , trending on ArtStation .", "a tree, trending on ArtStation."),
        ("a ufo, a 8 bit game scene", "a ufo, an 8 bit game scene"),
        ("a tree, trending., etching", "a tree, trending, etching"),
    ],
)
def test_tidying(untidy, neat):
    assert tidy(untidy) == neat
