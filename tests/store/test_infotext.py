"""Read back as A1111's web UI does: its pattern for pairs, and JSON for quoted values (anchors.md 5.5)."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from ezcharts.store.infotext import infotext

PAIR = re.compile(r'\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
SETTINGS = {
    "steps": 250,
    "diffusion_sampling_mode": "ddim",
    "clip_guidance_scale": 5000,
    "seed": 87654321,
    "eta": 0.8,
    "cut_overview": "[12]*400+[4]*600",
    "text_prompts": ["a painting, by Zdzisław Beksiński:2", "fog:-0.5"],
    "init_image": None,
    "ViTB32": True,
}


def read(text):
    """What A1111's reader makes of a text: the prompt, and the pairs."""
    *prompt, last = text.strip().split("\n")
    pairs = {word: unquoted(value) for word, value in PAIR.findall(last)}
    return "\n".join(prompt), pairs


def unquoted(text):
    return json.loads(text) if len(text) > 1 and text[0] == text[-1] == '"' else text


def test_the_reader_of_a1111_finds_its_own_words():
    prompt, pairs = read(infotext(SETTINGS, (128, 64), {"Model": "embedded", "Version": "EZ Charts 0.1.0"}))
    assert prompt == "a painting, by Zdzisław Beksiński:2\nfog:-0.5"
    own = {key: pairs[key] for key in ("Steps", "Sampler", "CFG scale", "Seed", "Size", "Model", "Version")}
    assert own == {
        "Steps": "250", "Sampler": "DDIM", "CFG scale": "5000", "Seed": "87654321", "Size": "128x64",
        "Model": "embedded", "Version": "EZ Charts 0.1.0",
    }  # fmt: skip


def test_every_other_setting_is_there_under_its_own_name():
    _, pairs = read(infotext(SETTINGS, (128, 64), {}))
    assert json.loads(pairs["text_prompts"]) == SETTINGS["text_prompts"]
    assert pairs["cut_overview"] == "[12]*400+[4]*600"
    assert (pairs["eta"], pairs["init_image"], pairs["ViTB32"]) == ("0.8", "null", "true")
    assert not {"steps", "seed", "clip_guidance_scale"} & pairs.keys()


def test_a_prompt_of_several_lines_is_one_line():
    assert read(infotext({"text_prompts": ["a\nb\t c"]}, (1, 1), {}))[0] == "a b c"


@given(st.dictionaries(st.from_regex(r"[a-zA-Z]\w{1,8}", fullmatch=True), st.text(), min_size=3, max_size=5))
def test_any_text_comes_back(settings):
    given_ones = {f"x{name}": value for name, value in settings.items()}
    _, pairs = read(infotext(given_ones, (64, 64), {}))
    assert {name: pairs[name] for name in given_ones} == given_ones
