"""A sentence of conditions: what is understood, and that nothing else is lost."""

import time

import pytest

from ezcharts.errors import LibraryError, UnknownName
from ezcharts.library.importers.conditions import understand
from ezcharts.params.settings import Settings

SENTENCE = (
    "steps 250, clamp_max 0.05, seed 87654321, 1280x768, ViTB32 and ViTB16, Disco 5.2, "
    "prompt 'a castle, by night; with fog'"
)


def test_the_sentence_of_the_docs():
    found = understand(SENTENCE)
    assert found.platform == "disco-5.2"
    assert found.settings == {
        "steps": 250,
        "clamp_max": 0.05,
        "seed": 87654321,
        "width_height": [1280, 768],
        "ViTB32": True,
        "ViTB16": True,
        "text_prompts": ["a castle, by night; with fog"],
    }
    assert found.notes == ()
    assert found.doubts == ("ViTB32 and ViTB16 said to be on; whether other CLIP models were is not said",)


def test_prompts_are_never_split():
    found = understand("Disco 5.0, 'a castle, two moats; fog. And steps 7' and \"the sea:-1\"")
    assert found.settings == {"text_prompts": ["a castle, two moats; fog. And steps 7", "the sea:-1"]}
    assert found.notes == ()


@pytest.mark.parametrize(
    ("words", "platform"),
    [
        ("Disco 5.2", "disco-5.2"),
        ("disco-4.1", "disco-4.1"),
        ("Disco Diffusion v5.7", "disco-5.7"),
        ("DD5.2", "disco-5.2"),
        ("dd 4.1", "disco-4.1"),
        ("JAX 2.7", "jax-2.7"),
        ("jax-jan22", "jax-jan22"),
        ("JAX January 2022", "jax-jan22"),
        ("nshepperd v2.4", "jax-2.4"),
        ("Huemin", "huemin-2.7"),
        ("Huemin JAX 2.7", "huemin-2.7"),
        ("made with Disco 5.2", "disco-5.2"),
    ],
)
def test_platforms(words, platform):
    for sentence in (words, f"eta 0, {words}", f"{words}; eta 0", f"eta 0 ({words})"):
        found = understand(sentence)
        assert found.platform == platform, sentence
        assert found.settings in ({}, {"eta": 0})


@pytest.mark.parametrize("words", ["Disco", "DD", "JAX", "Disco 6.1", "Disco 3"])
def test_platforms_that_are_not_exact_are_not_guessed(words):
    found = understand(f"{words}, eta 0")
    assert found.platform == ""
    assert any("without a version that is known" in doubt for doubt in found.doubts)
    assert found.settings == {"eta": 0}


def test_a_version_that_could_be_several_says_so():
    found = understand("Disco 5, eta 0")
    assert found.platform == "disco-5.0"
    assert "could be disco-5.2 or disco-5.7" in found.doubts[0]


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("steps 250", "steps", 250),
        ("steps: 250", "steps", 250),
        ("steps=250", "steps", 250),
        ("steps is 250", "steps", 250),
        ("250 steps", "steps", 250),
        ("eta of 0.8", "eta", 0.8),
        ("eta -1", "eta", -1),
        ("eta=-.5", "eta", -0.5),
        ("DDIM eta 0.5", "eta", 0.5),
        ("CGS 5k", "clip_guidance_scale", 5000),
        ("clip guidance scale 5,000", "clip_guidance_scale", 5000),
        ("clip-guidance-scale 1e4", "clip_guidance_scale", 10000),
        ("tv 1500", "tv_scale", 1500),
        ("skip steps 10", "skip_steps", 10),
        ("size 1024x512 px", "width_height", [1024, 512]),
        ("1024 × 512", "width_height", [1024, 512]),
        ("resolution: 1024x512", "width_height", [1024, 512]),
        ("sampler plms", "diffusion_sampling_mode", "plms"),
        ("perlin_mode color", "perlin_mode", "color"),
        ("secondary model off", "use_secondary_model", False),
        ("no secondary model", "use_secondary_model", False),
        ("without secondary model", "use_secondary_model", False),
        ("with secondary model", "use_secondary_model", True),
        ("fuzzy_prompt yes", "fuzzy_prompt", True),
        ("fuzzy_prompt on", "fuzzy_prompt", True),
        ("clamp_grad false", "clamp_grad", False),
        ("no init image", "init_image", None),
        ("cut_overview [12]*400+[4]*600", "cut_overview", "[12]*400+[4]*600"),
        ("ic_cut_pow 10", "cut_ic_pow", 10),
        ("prompt: 'a, b'", "text_prompts", ["a, b"]),
        ("the prompt was “a castle”", "text_prompts", ["a castle"]),
        ("prompts: 'a:2' and 'b'", "text_prompts", ["a:2", "b"]),
        ("ViT-B/32 + RN50", "RN50", True),
        ("CLIP models: ViTB32/ViTL14", "ViTL14", True),
        ("ViTL14", "ViTL14", True),
        ("ViTL14 off", "ViTL14", False),
    ],
)
def test_names_and_values(words, name, value):
    found = understand(f"{words}, Disco 5.2")
    assert found.notes == ()
    assert found.settings[name] == value
    Settings.build("disco-5.2", found.settings)


@pytest.mark.parametrize(
    "words",
    [
        "steps 50-250",
        "steps abc",
        "steps",
        "steps 1, 2",
        "eta between 0 and 1",
        "clamp_max high",
        "a castle by night",
        "prompt: a castle",
        "thanks to everybody",
        "don't know the seed",
        "__import__('os').system('x')",
        "eta 0.8.1",
        "size 10x10",
        "ViTL14_336px",
        "ViTX and RNX",
        "250",
        "not steps 3",
    ],
)
def test_what_is_not_understood_is_kept(words):
    found = understand(f"eta 0, {words}, Disco 5.2")
    assert found.platform == "disco-5.2"
    assert found.notes
    for part in words.split(", ")[-1:]:
        assert part in " ".join(found.notes)


def test_what_is_understood_of_a_clause_is_taken():
    found = understand("Disco 5.2, RN50 and ViTX")
    assert (found.settings, found.notes) == ({"RN50": True}, ("ViTX",))


def test_what_is_said_twice():
    found = understand("Disco 5.2, steps 250, steps 250")
    assert (found.settings, found.notes) == ({"steps": 250}, ())
    found = understand("Disco 5.2, steps 250, 100 steps")
    assert (found.settings, found.notes) == ({"steps": 250}, ("100 steps",))
    assert "said twice" in found.doubts[0]
    found = understand("Disco 5.2, eta 0, JAX 2.7")
    assert (found.platform, found.notes) == ("disco-5.2", ("JAX 2.7",))


def test_names_are_those_of_the_platform():
    found = understand("JAX 2.7, 512x512, range_scale 5, prompt 'a', cut_batches 4")
    assert found.settings == {"image_size": [512, 512], "sat_scale": 5, "all_title": "a", "cut_batches": 4}
    found = understand("range_scale 5, 512x512", "disco-5.2")
    assert found.settings == {"width_height": [512, 512], "range_scale": 5}
    assert understand("starting_noise 0.5").settings == {"starting_noise": 0.5}
    assert "names are read as those of jax" in understand("starting_noise 0.5").doubts[0]


def test_thousands_are_said():
    found = understand("tv 1,000, sat 2,000,000, Disco 5.2")
    assert found.settings == {"tv_scale": 1000, "sat_scale": 2_000_000}
    assert found.doubts == ("1,000 is read as 1000", "2,000,000 is read as 2000000")


def test_prompts_that_the_platform_refuses_are_kept():
    found = understand("Disco 5.2, 'a castle: with fog'")
    assert (found.settings, found.notes) == ({}, ("a castle: with fog",))
    assert "must be the weight" in found.doubts[0]


def test_nothing():
    assert understand("").settings == {}
    assert understand(" , ; ").notes == ()


def test_long_and_odd_sentences_are_read_at_once():
    start = time.process_time()
    for odd in ("'" * 4000, "[" * 4000, "a " * 2400, "eta " * 1200, "1," * 2400, "x and " * 800, "_" * 4900):
        understand(odd)
    assert time.process_time() - start < 4
    with pytest.raises(LibraryError, match="at most"):
        understand("a" * 6000)
    with pytest.raises(UnknownName):
        understand("eta 0", "disco-9")
