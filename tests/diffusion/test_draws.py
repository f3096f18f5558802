"""The generator against its published vectors, and its numbers against their laws."""

import math

import pytest
import torch

from ezcharts.diffusion.draws import DrawKey, grain, normal, philox, starting_noise, uniform

FIRST = DrawKey(7, 0, "cuts")
# Neighbours of FIRST: each differs in one field only.
NEIGHBOURS = [
    DrawKey(8, 0, "cuts"),
    DrawKey(7, 1, "cuts"),
    DrawKey(7, 0, "ddim"),
    DrawKey(7, 0, "cuts", step=1),
    DrawKey(7, 0, "cuts", model="RN50"),
    DrawKey(7, 0, "cuts", repeat=1),
]
SAMPLE = 200_000

# Known-answer vectors of the Random123 distribution (kat_vectors, philox4x32 10): counter, key, result.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text):
    return [torch.tensor([int(word, 16)], dtype=torch.int64) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, result):
    assert [f"{int(word):08x}" for word in philox(words(counter), words(key))] == result.split()


def test_a_draw_is_the_same_today_as_in_the_first_release():
    """Pinned: a picture depends on these. If they change, raise MATHEMATICS in studies/identity.py."""
    assert [f"{word:08x}" for word in FIRST.words()] == ["f3341b33", "23e02d25"]
    assert uniform([FIRST], 3, dtype=torch.float64)[0].tolist() == pytest.approx(
        [0.019071792368777096, 0.9637495785718784, 0.8472232999047264], abs=1e-15
    )
    assert normal([FIRST], 3, dtype=torch.float64)[0].tolist() == pytest.approx(
        [2.741407692189725, -0.6354318334238264, -0.5310000275521538], abs=1e-13
    )


@pytest.mark.parametrize("draw", [uniform, normal])
def test_a_draw_does_not_hang_on_its_company_or_length(draw):
    keys = [FIRST, *NEIGHBOURS]
    together = draw(keys, 37, dtype=torch.float64)
    for key, row in zip(keys, together, strict=True):
        alone = draw([key], 37, dtype=torch.float64)[0]
        assert torch.equal(alone, row)
        for count in (1, 2, 3, 7, 8, 36):
            assert torch.equal(draw([key], count, dtype=torch.float64)[0], alone[:count])


def test_every_field_of_a_key_counts():
    rows = uniform([FIRST, *NEIGHBOURS], 8, dtype=torch.float64)
    assert len({tuple(row.tolist()) for row in rows}) == len(rows)


def test_neighbouring_keys_are_independent():
    """Correlation of n pairs has deviation 1/sqrt(n); all 21 within five of them."""
    rows = normal([FIRST, *NEIGHBOURS], 40_000, dtype=torch.float64)
    correlation = torch.corrcoef(rows) - torch.eye(len(rows), dtype=torch.float64)
    assert correlation.abs().max() < 5 / math.sqrt(40_000)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_uniforms_are_uniform_and_never_0_or_1(dtype):
    u = uniform([FIRST], SAMPLE, dtype=dtype)[0].double()
    assert u.min() > 0
    assert u.max() < 1
    # E[u^p] = 1/(p+1), Var[u^p] = 1/(2p+1) - 1/(p+1)^2.
    for p in (1, 2, 3, 4):
        deviation = math.sqrt((1 / (2 * p + 1) - 1 / (p + 1) ** 2) / SAMPLE)
        assert abs(float((u**p).mean()) - 1 / (p + 1)) < 5 * deviation
    # 256 bins: chi-squared with 255 degrees of freedom, mean 255, deviation sqrt(510).
    counts = torch.histc(u, bins=256, min=0, max=1)
    chi_squared = float(((counts - SAMPLE / 256) ** 2).sum() / (SAMPLE / 256))
    assert abs(chi_squared - 255) < 5 * math.sqrt(510)
    serial = float(((u[:-1] - 0.5) * (u[1:] - 0.5)).mean()) * 12
    assert abs(serial) < 5 / math.sqrt(SAMPLE)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("draw", [normal, grain])
def test_normals_are_normal(draw, dtype):
    z = draw([FIRST], SAMPLE, dtype=dtype)[0].double()
    assert torch.isfinite(z).all()
    # Moments 0, 1, 0, 3 of z^p, whose variances are 1, 2, 15, 96.
    for p, moment, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs(float((z**p).mean()) - moment) < 5 * math.sqrt(variance / SAMPLE)
    # Shares beyond 1, 2 and 3 deviations.
    for limit in (1, 2, 3):
        p = math.erfc(limit / math.sqrt(2))
        assert abs(float((z.abs() > limit).double().mean()) - p) < 5 * math.sqrt(p * (1 - p) / SAMPLE)
    # The two members of a pair share a radius (Box-Muller) or a word (grain) but are uncorrelated.
    a, b = z[0::2], z[1::2]
    assert abs(float((a * b).mean())) < 5 / math.sqrt(len(a))
    assert abs(float(((a**2 - 1) * (b**2 - 1)).mean())) < 5 * 2 / math.sqrt(len(a))


@pytest.mark.parametrize("draw", [normal, grain])
def test_a_longer_draw_begins_with_the_shorter_one(draw):
    keys = [FIRST, *NEIGHBOURS]
    long = draw(keys, 200_003)
    for count in (1, 2, 7, 40_001):
        assert torch.equal(draw(keys[:2], count), long[:2, :count])


def test_grain_takes_the_quantiles_of_equal_slices():
    # Every value of 16 bits: mean and variance are exact, the largest is the quantile of 1 - 2^-17, scaled.
    values = torch.unique(grain([FIRST], 2_000_000, dtype=torch.float64))
    assert len(values) == 2**16
    assert float(values.mean()) == pytest.approx(0, abs=1e-12)
    assert float(values.square().mean()) == pytest.approx(1, abs=1e-12)
    assert float(values.max()) == pytest.approx(4.3253, abs=1e-3)


def test_the_precision_changes_the_rounding_not_the_draw():
    exact, single = (uniform([FIRST], 1000, dtype=dtype).double() for dtype in (torch.float64, torch.float32))
    assert (exact - single).abs().max() <= 2**-23
    exact, single = (normal([FIRST], 1000, dtype=dtype).double() for dtype in (torch.float64, torch.float32))
    assert (exact - single).abs().max() < 1e-4


def test_starting_noise_is_the_notebook_s_on_a_cpu():
    z = starting_noise(1234, (64, 128))
    assert z.shape == (1, 3, 128, 64)
    assert torch.equal(z, torch.randn((1, 3, 128, 64), generator=torch.Generator().manual_seed(1234)))
    assert torch.equal(starting_noise(1234, (64, 128), dtype=torch.float64).float(), z)
    # Pinned, as drawn by torch 2.14 on a CPU; the last digits differ between instruction sets.
    assert starting_noise(0, (64, 64))[0, 0, 0, :3].tolist() == pytest.approx(
        [-1.12584, -1.15236, -0.25058], abs=1e-5
    )
    assert starting_noise(2**32, (64, 64)).std() == pytest.approx(1, abs=0.05)
