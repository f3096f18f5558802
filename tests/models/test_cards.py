import hashlib
import subprocess
import sys
from dataclasses import replace

import pytest

from ezcharts.errors import ModelError, PlanError, UnknownName
from ezcharts.models.cards import Card, model_set, set_names
from ezcharts.models.checkpoints import checkpoint, switches
from ezcharts.models.originals import Original
from ezcharts.params.dialect import dialect_of
from ezcharts.params.settings import Settings

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


def test_the_embedded_set_stands_in_for_three_vits_and_four_resnets():
    assert set(model_set("embedded").switches) == {
        "ViTB32",
        "ViTB16",
        "ViTL14",
        "RN50",
        "RN101",
        "RN50x4",
        "RN50x16",
    }


def test_no_two_switches_share_a_model_and_the_judge_never_guides():
    models = model_set("embedded")
    digests = [card.digest for card in models.switches.values()]
    assert len(set(digests)) == len(digests)
    assert models.judge.digest not in digests


def test_every_embedded_model_is_complete():
    models = model_set("embedded")
    for card in (*models.switches.values(), *(getattr(models, role) for role in ROLES)):
        assert len(card.digest) == 64
        assert card.resolution in {64, 72, 80, 96, 128}
    words = models.judge.vocabulary
    assert models.tokenizer_digest == hashlib.sha256(words.read_bytes()).hexdigest()
    assert {card.tokenizer_digest for card in models.switches.values()} == {models.tokenizer_digest}


def test_a_switch_without_a_stand_in_names_those_that_have_one():
    with pytest.raises(
        PlanError,
        match=r"switch RN50x64 has no stand-in.*ViTB32, ViTB16, ViTL14, .*RN50x16\. Turn RN50x64 off",
    ):
        model_set("embedded").stand_in("RN50x64")


def test_a_stand_in_is_a_guide():
    assert model_set("embedded").stand_in("RN50").role == "guide"


def test_an_unknown_set_gets_a_suggestion():
    with pytest.raises(UnknownName, match="unknown model set 'embeded'; did you mean 'embedded'"):
        model_set("embeded")


def test_the_embedded_prior_renders_whatever_the_diffusion_model_is_called():
    models = model_set("embedded")
    for platform, word in (("disco-5.7", "custom"), ("huemin-2.7", "CC12M"), ("jax-2.4", "OpenAI")):
        settings = Settings.build(platform, {"diffusion_model": word})
        assert models.prior_for(settings) is models.prior


def test_disco_and_jax_are_words_for_the_originals():
    assert model_set("disco") == model_set("jax") == model_set("originals")
    assert set_names() == ("embedded", "originals")


def test_the_originals_are_known_before_any_file_is_here(tmp_path, monkeypatch):
    """Planning needs the published hashes only (engines.md 4.3, 4.4)."""
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path / "nowhere"))
    models = model_set("disco")
    digest = {switch: card.digest for switch, card in models.switches.items()}
    assert digest["ViTB32"] == "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"
    assert digest["RN50x64"] == "be1cfb55d75a9666199fb2206c106743da0f6468c9d327f3e0d0a543a9919d9c"
    assert digest["RN50_yffcc15m"] == digest["RN50_quickgelu_yfcc15m"]
    assert models.secondary.digest == "983e3de6f95c88c81b2ca7ebb2c217933be1973b1ff058776b970f901584613a"
    assert len({(card.name, card.role) for card in models.switches.values()}) == 22


def test_every_word_of_diffusion_model_has_its_checkpoint_or_a_reason():
    models, files, reasons = model_set("originals"), {}, {}
    for platform in ("disco-5.7", "jax-2.7", "huemin-2.7"):
        domain = dialect_of(platform).find("diffusion_model").domain
        for word in domain.options:
            settings = Settings.build(platform, {"diffusion_model": word})
            try:
                files[word] = models.prior_for(settings).checkpoint.file
            except ModelError as error:
                reasons[word] = str(error)
    assert files == {
        "512x512_diffusion_uncond_finetune_008100": "512x512_diffusion_uncond_finetune_008100.pt",
        "256x256_diffusion_uncond": "256x256_diffusion_uncond.pt",
        "portrait_generator_v001": "portrait_generator_v001_ema_0.9999_1MM.pt",
        "pixelartdiffusion_expanded": "PADexpanded.pt",
        "pixel_art_diffusion_hard_256": "pixel_art_diffusion_hard_256.pt",
        "pixel_art_diffusion_soft_256": "pixel_art_diffusion_soft_256.pt",
        "pixelartdiffusion4k": "pixelartdiffusion4k.pt",
        "PulpSciFiDiffusion": "PulpSciFiDiffusion.pt",
        "watercolordiffusion_2": "watercolordiffusion_2.pt",
        "watercolordiffusion": "watercolordiffusion.pt",
        "OpenAI": "512x512_diffusion_uncond_finetune_008100.pt",
        "OpenAI256": "256x256_diffusion_uncond.pt",
        "OpenAIFinetune": "512x512_diffusion_uncond_openimages_epoch28_withfilter.pt",
    }
    assert "custom cannot be rendered with models originals (custom has no file" in reasons["custom"]
    assert "conditioned on a CLIP embedding, is not built here); there are" in reasons["CC12M"]


def test_what_the_originals_lack_is_said():
    models = model_set("originals")
    with pytest.raises(PlanError, match="models originals are one for each word of diffusion_model"):
        _ = models.prior
    with pytest.raises(PlanError, match="models originals have no judge"):
        _ = models.judge
    with pytest.raises(PlanError, match="switch SLIPB16 has no stand-in among the originals models"):
        models.stand_in("SLIPB16")


@pytest.fixture
def published():
    return Original(checkpoint("ViTB32"), next(one for one in switches() if one.name == "ViTB32"))


def test_an_original_is_opened_only_if_it_is_what_was_published(published, tmp_path, monkeypatch):
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match=r"missing: .*get it with: ezcharts models fetch ViTB32"):
        published.verified()
    assert published.missing
    (tmp_path / "ViT-B-32.pt").write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"must have the published SHA-256 40d36571.*it has.*fetch ViTB32"):
        published.verified()
    real = replace(published.checkpoint, sha256=hashlib.sha256(b"something else").hexdigest(), bytes=None)
    assert Original(real).verified() == tmp_path / "ViT-B-32.pt"


def test_without_a_published_hash_the_digest_is_the_file_s(published, tmp_path, monkeypatch):
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path))
    unknown = Original(replace(published.checkpoint, sha256=None, bytes=None))
    with pytest.raises(ModelError, match="ezcharts models fetch ViTB32"):
        _ = unknown.digest
    (tmp_path / "ViT-B-32.pt").write_bytes(b"weights")
    assert unknown.digest == hashlib.sha256(b"weights").hexdigest()
    assert unknown.verified() == tmp_path / "ViT-B-32.pt"


def test_planning_with_cards_needs_no_torch():
    code = """
import sys
from ezcharts.models import cards, digests, tokenizer
cards.model_set("embedded")
cards.model_set("originals")
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
