import math

import pytest
import torch

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models.anti_jpeg import (
    AntiJpeg,
    Downsample,
    JpegClassifier,
    JpegDenoiser,
    gaussian_blur,
    load_anti_jpeg,
)
from tests.reference import anti_jpeg as reference

WIDTH = 6
COSINE_TIMES = [0.1, 0.55, 0.9]
# With this classifier and tilted pictures, some places of each are clean enough and some are not.
SEEDS = {"denoiser": 8, "classifier": 20}
KINDS = {"denoiser": JpegDenoiser, "classifier": JpegClassifier}


def state(kind):
    return reference.random_state(kind, WIDTH, seed=SEEDS[kind])


@pytest.fixture
def pair():
    made = AntiJpeg(JpegDenoiser(WIDTH).double(), JpegClassifier(WIDTH).double())
    made.denoiser.load_state_dict(state("denoiser"))
    made.classifier.load_state_dict(state("classifier"))
    return made


def noisy(size=(16, 24)):
    return torch.randn(3, 3, *size, dtype=torch.float64)


def level():
    angle = torch.tensor(COSINE_TIMES, dtype=torch.float64) * math.pi / 2
    return NoiseLevel(angle.cos(), angle.sin(), torch.zeros(3, dtype=torch.float64))


def one_by_one(function, x, at, **options):
    """The reference's answer for each picture alone."""
    levels = list(zip(at.alpha.tolist(), at.sigma.tolist(), strict=True))
    return [function(x[i : i + 1], levels[i], **options) for i in range(len(x))]


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_those_of_the_public_notebook_at_full_width(kind):
    with torch.device("meta"):
        network = KINDS[kind]()
    assert {name: tuple(v.shape) for name, v in network.state_dict().items()} == reference.entries(kind, 64)


@pytest.mark.parametrize(
    ("kind", "parameters", "entries"), [("denoiser", 2_907_839, 62), ("classifier", 1_717_517, 41)]
)
def test_full_width_counts(kind, parameters, entries):
    # Counted from the independent reading; no figures are published.
    shapes = reference.entries(kind, 64)
    assert (sum(map(math.prod, shapes.values())), len(shapes)) == (parameters, entries)


def test_the_correction_is_that_of_a_plain_reading(pair):
    x, at = noisy(), level()
    got = pair.correction(x, at)
    read = one_by_one(lambda *args: reference.correction(state("denoiser"), *args), x, at)
    v, x0, eps = (torch.cat(parts) for parts in zip(*read, strict=True))
    assert v.abs().mean() > 0.1
    assert (got.x0 - x0).abs().max() < 1e-9
    assert (got.eps - eps).abs().max() < 1e-9


def test_the_correction_keeps_the_noisy_picture(pair):
    # Added to estimates that make up x, the sum still makes up x.
    at, got = level(), pair.correction(noisy(), level())
    a, s = at.alpha.reshape(3, 1, 1, 1), at.sigma.reshape(3, 1, 1, 1)
    assert (a * got.x0 + s * got.eps).abs().max() < 1e-12
    assert got.x0.abs().max() > 0.01


@pytest.mark.parametrize("scale", [10_000.0, 5.0])
def test_the_gradient_is_that_of_a_plain_reading(pair, scale):
    # 5×12 logits: fewer than the blur's kernel has places.
    x, at = noisy((40, 96)) + torch.linspace(-3, 3, 96, dtype=torch.float64), level()
    read = one_by_one(lambda *args: reference.gradient(state("classifier"), *args, scale=scale), x, at)
    expected = torch.cat(read)
    assert (expected.abs().amax(dim=(1, 2, 3)) > 1e-4 * scale).all()
    assert (pair.gradient(x, at, scale) - expected).abs().max() < 1e-9
    for picture, c in zip(x, COSINE_TIMES, strict=True):
        blurred = reference.blurred(reference.logits_of(state("classifier"), picture[None], c))
        assert 0.1 < (torch.nn.functional.logsigmoid(blurred) < -0.7).double().mean() < 0.9


def test_the_gradient_leads_to_pictures_that_look_cleaner(pair):
    x, at = noisy((64, 64)), level()
    c = torch.tensor(COSINE_TIMES, dtype=torch.float64)
    step = pair.gradient(x, at)
    better = pair.classifier(x + 1e-3 * step / step.abs().max(), c)
    assert (better - pair.classifier(x, c)).mean() > 0


def test_a_place_that_is_clean_enough_does_not_pull(pair):
    x, at = noisy(), level()
    with torch.no_grad():
        pair.classifier.net[12].main[3].bias += 50
    assert torch.equal(pair.gradient(x, at), torch.zeros_like(x))


def test_a_picture_alone_is_what_it_is_in_company(pair):
    x, at = noisy(), level()
    alone = NoiseLevel(*(values[1:2] for values in at))
    assert torch.allclose(pair.gradient(x[1:2], alone), pair.gradient(x, at)[1:2], atol=1e-10)
    assert torch.allclose(pair.correction(x[1:2], alone).x0, pair.correction(x, at).x0[1:2], atol=1e-12)


def test_gradients_need_no_permission_and_ask_for_none(pair):
    x = noisy()
    with torch.no_grad():
        gradient = pair.gradient(x, level())
    assert gradient.abs().max() > 0
    assert not x.requires_grad
    assert all(parameter.grad is None for parameter in pair.classifier.parameters())


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_decides_the_output(kind):
    values = {name: value.requires_grad_() for name, value in state(kind).items()}
    x = noisy()[:1]
    output = (
        sum(reference.v_of(values, x, 0.4, which).square().sum() for which in range(3))
        if kind == "denoiser"
        else reference.logits_of(values, x, 0.4).square().sum()
    )
    output.backward()
    assert [name for name, value in values.items() if not value.grad.abs().min() > 1e-9] == []


def test_halving_keeps_a_constant_up_to_the_edges():
    assert torch.allclose(Downsample()(torch.full((1, 2, 6, 4), 3.0)), torch.full((1, 2, 3, 2), 3.0))


def test_halving_a_row_by_hand():
    row = torch.tensor([1.0, 2.0, 4.0, 8.0]).reshape(1, 1, 1, 4).expand(1, 1, 2, 4)
    expected = torch.tensor([(3 * 1 + 3 * 2 + 4) / 7, (2 + 3 * 4 + 3 * 8) / 7])
    assert torch.allclose(Downsample()(row)[0, 0, 0], expected)


def test_the_blur_of_a_point_is_a_gaussian_that_ends():
    maps = torch.zeros(1, 1, 21, 21, dtype=torch.float64)
    maps[0, 0, 10, 10] = 1.0
    made = gaussian_blur(maps, 3.0, 6)[0, 0]
    assert made.sum().item() == pytest.approx(1)
    assert (made[10, 13] / made[10, 10]).item() == pytest.approx(math.exp(-0.5))
    assert made[10, 16] > 0
    assert made[10, 17] == 0


def test_the_blur_sees_zeros_beyond_the_edges():
    made = gaussian_blur(torch.ones(1, 1, 31, 31, dtype=torch.float64), 3.0, 6)[0, 0]
    assert made[15, 15].item() == pytest.approx(1)
    row = [math.exp(-(k**2) / 18) for k in range(-6, 7)]
    assert made[15, 0].item() == pytest.approx(sum(row[6:]) / sum(row))


def test_float32_stays_near(pair):
    x, at = noisy(), level()
    expected = pair.correction(x, at).x0, pair.gradient(x, at)
    single = AntiJpeg(pair.denoiser.float(), pair.classifier.float())
    at = NoiseLevel(*(values.float() for values in at))
    got = single.correction(x.float(), at).x0, single.gradient(x.float(), at)
    for one, other in zip(got, expected, strict=True):
        assert one.dtype == torch.float32
        assert (one.double() - other).abs().max() < 1e-4 * other.abs().max()


@pytest.fixture
def files(tmp_path):
    paths = tmp_path / "jpeg-db-oi-614.pt", tmp_path / "jpeg-classifier-72.pt"
    for path, kind in zip(paths, KINDS, strict=True):
        weights = {name: torch.randn(shape) * 0.05 for name, shape in reference.entries(kind, 64).items()}
        torch.save({"params_ema": weights, "params": {}, "epoch": 614}, path)
    return paths


def test_the_original_files_entry_is_loaded_frozen(files):
    loaded = load_anti_jpeg(*files, dtype=torch.float64)
    saved = torch.load(files[1], weights_only=True)["params_ema"]
    assert torch.equal(loaded.classifier.net[12].skip.weight.float(), saved["net.12.skip.weight"])
    for network in (loaded.denoiser, loaded.classifier):
        assert not network.training
        assert not any(parameter.requires_grad or parameter.is_meta for parameter in network.parameters())


def test_files_in_the_wrong_places_are_refused(files):
    with pytest.raises(ModelError, match=r"anti-JPEG model .*classifier-72\.pt: \d+ entries must be there"):
        load_anti_jpeg(files[1], files[0])
