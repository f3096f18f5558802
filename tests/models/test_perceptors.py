import pytest
import torch

from ezcharts.errors import ModelError, PromptError
from ezcharts.models.cards import Card
from ezcharts.models.perceptors import encode_tokens, load_perceptor, pad

from .conftest import RESNET, VIT

TEXTS = ["a lighthouse", "storm, storm, a storm by Beksiński:5"]
TOWERS = pytest.mark.parametrize("vision", [VIT, RESNET], ids=["vit", "resnet"])


@TOWERS
def test_float32_and_float64_agree(perceptor_card, vision):
    card, pixels = perceptor_card(vision), torch.randn(2, 3, 32, 32, dtype=torch.float64)
    exact, single = load_perceptor(card, dtype=torch.float64), load_perceptor(card)
    assert torch.allclose(single.encode_image(pixels.float()).double(), exact.encode_image(pixels), atol=1e-4)
    assert torch.allclose(single.encode_text(TEXTS).double(), exact.encode_text(TEXTS), atol=1e-4)


@TOWERS
def test_embeddings_meet_in_one_space(perceptor_card, vision):
    perceptor = load_perceptor(perceptor_card(vision))
    assert perceptor.encode_image(torch.randn(3, 3, 32, 32)).shape == (3, 16)
    assert perceptor.encode_text(TEXTS).shape == (2, 16)


@TOWERS
def test_a_picture_alone_is_what_it_is_in_company(perceptor_card, vision):
    perceptor = load_perceptor(perceptor_card(vision), dtype=torch.float64)
    pixels = torch.randn(3, 3, 32, 32, dtype=torch.float64)
    alone = torch.cat([perceptor.encode_image(pixel[None]) for pixel in pixels])
    assert torch.allclose(alone, perceptor.encode_image(pixels), atol=1e-12)


def test_a_text_s_place_does_not_depend_on_its_neighbours(perceptor_card):
    perceptor = load_perceptor(perceptor_card(VIT), dtype=torch.float64)
    alone = torch.cat([perceptor.encode_text([text]) for text in TEXTS])
    assert torch.allclose(alone, perceptor.encode_text(TEXTS), atol=1e-12)


def test_texts_are_encoded_as_open_clip_encodes_all_77_places(perceptor_card):
    perceptor = load_perceptor(perceptor_card(VIT), dtype=torch.float64)
    tokens = pad([perceptor.tokenizer.encode(text) for text in TEXTS])
    full = torch.zeros(2, 77, dtype=torch.int64)
    full[:, : tokens.shape[1]] = tokens
    assert torch.allclose(encode_tokens(perceptor.clip, tokens), perceptor.clip.encode_text(full), atol=1e-12)


def test_a_prompt_that_is_too_long_is_refused(perceptor_card):
    with pytest.raises(PromptError, match="at most 75"):
        load_perceptor(perceptor_card(VIT)).encode_text(["storm " * 76])


@TOWERS
def test_gradients_reach_the_picture_and_no_weight(perceptor_card, vision):
    perceptor = load_perceptor(perceptor_card(vision))
    pixels = torch.randn(1, 3, 32, 32, requires_grad=True)
    perceptor.encode_image(pixels).square().sum().backward()
    assert pixels.grad is not None
    assert (pixels.grad != 0).float().mean() > 0.8
    assert not any(parameter.requires_grad for parameter in perceptor.parameters())


def test_feature_maps_end_where_the_embedding_begins(perceptor_card):
    perceptor = load_perceptor(perceptor_card(RESNET), dtype=torch.float64)
    pixels = torch.randn(2, 3, 32, 32, dtype=torch.float64)
    last = perceptor.clip.visual.attnpool(perceptor.features(pixels)[-1])
    assert torch.allclose(last, perceptor.encode_image(pixels), atol=1e-12)


def test_feature_maps_come_for_any_size(perceptor_card):
    maps = load_perceptor(perceptor_card(RESNET)).features(torch.randn(1, 3, 64, 96))
    assert [tuple(one.shape) for one in maps] == [
        (1, 8, 16, 24), (1, 32, 16, 24), (1, 64, 8, 12), (1, 128, 4, 6), (1, 256, 2, 3),
    ]  # fmt: skip


def test_a_transformer_has_no_feature_maps(perceptor_card):
    perceptor = load_perceptor(perceptor_card(VIT))
    assert not perceptor.has_features
    with pytest.raises(
        ModelError, match="perceptor is a vision transformer and has no feature maps; use a ResNet"
    ):
        perceptor.features(torch.zeros(1, 3, 32, 32))


def test_a_perceptor_carries_its_card(perceptor_card):
    card = perceptor_card(RESNET)
    perceptor = load_perceptor(card)
    assert (perceptor.name, perceptor.digest, perceptor.resolution) == ("perceptor", card.digest, 32)
    assert perceptor.has_features


def test_a_card_without_vocabulary_cannot_read(perceptor_card):
    card = perceptor_card(VIT)
    with pytest.raises(ModelError, match="is a prior without a vocabulary"):
        load_perceptor(Card(card.name, "prior", card.folder))


def test_half_precision_gives_single_precision_embeddings(perceptor_card):
    perceptor = load_perceptor(perceptor_card(VIT), dtype=torch.bfloat16)
    assert perceptor.encode_image(torch.randn(1, 3, 32, 32, dtype=torch.bfloat16)).dtype == torch.float32
