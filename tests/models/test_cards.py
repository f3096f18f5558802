import hashlib
import subprocess
import sys

import pytest

from ezcharts.errors import ModelError, PlanError, UnknownName
from ezcharts.models.cards import Card, model_set

ROLES = ("prior", "secondary", "judge")


@pytest.fixture
def card(tmp_path):
    (tmp_path / "config.json").write_text('{"resolution": 64}')
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return Card("some", "guide", tmp_path)


def test_the_digest_is_sha256_of_configuration_and_weights(card):
    assert card.digest == hashlib.sha256(b'{"resolution": 64}weights').hexdigest()


@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
def test_the_digest_changes_with_either_file(card, file):
    with (card.folder / file).open("ab") as handle:
        handle.write(b" ")
    assert (
        Card("some", "guide", card.folder).digest != hashlib.sha256(b'{"resolution": 64}weights').hexdigest()
    )


def test_the_resolution_comes_from_the_configuration(card):
    assert card.resolution == 64


def test_a_missing_file_is_named(card):
    (card.folder / "model.safetensors").unlink()
    with pytest.raises(
        ModelError, match=r"model\.safetensors cannot be read \(No such file.*install ezcharts again"
    ):
        _ = card.digest


@pytest.mark.parametrize(
    ("text", "message"), [("{", "must be JSON"), ("[1]", "must hold a JSON object, not list")]
)
def test_a_configuration_must_be_a_json_object(card, text, message):
    (card.folder / "config.json").write_text(text)
    with pytest.raises(ModelError, match=message):
        _ = card.config


def test_the_embedded_set_has_disco_s_default_trio():
    assert set(model_set("embedded").switches) >= {"ViTB32", "ViTB16", "RN50"}


def test_no_two_switches_share_a_model_and_the_judge_never_guides():
    models = model_set("embedded")
    digests = [card.digest for card in models.switches.values()]
    assert len(set(digests)) == len(digests)
    assert models.judge.digest not in digests


def test_every_embedded_model_is_complete():
    models = model_set("embedded")
    for card in (*models.switches.values(), *(getattr(models, role) for role in ROLES)):
        assert len(card.digest) == 64
        assert card.resolution in {64, 128}
    assert models.tokenizer_digest == hashlib.sha256(models.vocabulary.read_bytes()).hexdigest()


def test_a_switch_without_a_stand_in_names_those_that_have_one():
    with pytest.raises(
        PlanError, match=r"switch RN50x64 has no stand-in.*ViTB32, ViTB16, RN50\. Turn RN50x64 off"
    ):
        model_set("embedded").stand_in("RN50x64")


def test_a_stand_in_is_a_guide():
    assert model_set("embedded").stand_in("RN50").role == "guide"


def test_an_unknown_set_gets_a_suggestion():
    with pytest.raises(UnknownName, match="unknown model set 'embeded'; did you mean 'embedded'"):
        model_set("embeded")


def test_a_declared_set_says_what_it_waits_for():
    with pytest.raises(
        PlanError, match=r"models 'disco' cannot be used yet: the original checkpoints.*later version"
    ):
        model_set("disco")


def test_planning_with_cards_needs_no_torch():
    code = """
import sys
from ezcharts.models import cards, tokenizer
cards.model_set("embedded")
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
