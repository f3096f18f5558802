import numpy as np
import pytest
from scipy import stats

from ezcharts.errors import InputError
from ezcharts.stats.pool import Found, paule_mandel, pool

# Thirteen trials of the BCG vaccine: cases and others, vaccinated and not.
# G. A. Colditz and others, JAMA 271 (1994).
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
)


def bcg():
    a, b, c, d = BCG.T
    y = np.log(a / (a + b)) - np.log(c / (c + d))
    return y, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def pooled(y, se):
    pairs = enumerate(zip(y, se, strict=True))
    found = [Found(f"study {i}", float(e), None if s is None else float(s)) for i, (e, s) in pairs]
    return pool(found, axis="eta", measure="contrast")


def test_paule_mandel_on_the_vaccine_trials():
    """0.318 and −0.715 are what the R package metafor gives for these trials (method "PM")."""
    y, v = bcg()
    assert paule_mandel(y, v) == pytest.approx(0.318, abs=5e-4)
    found = pooled(y, np.sqrt(v))
    assert found.effect == pytest.approx(-0.715, abs=1e-3)
    assert found.i2 == pytest.approx(0.9212, abs=1e-3)  # Q = 152.23 on 12
    assert found.claimed
    assert (found.up, found.down) == (2, 11)


def test_the_spread_solves_its_equation():
    y, v = bcg()
    w = 1 / (v + paule_mandel(y, v))
    assert (w * (y - (w * y).sum() / w.sum()) ** 2).sum() == pytest.approx(12.0)


def test_equal_errors_give_the_t_interval_of_the_effects():
    y = np.array([1.0, 3.0, 8.0, 2.0])
    found = pooled(y, [0.1] * 4)
    expected = stats.ttest_1samp(y, 0.0)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval()))
    assert found.p == pytest.approx(expected.pvalue)


def test_studies_that_agree_too_well_do_not_narrow_the_interval():
    found = pooled([2.0] * 4, [1.0] * 4)
    assert found.tau == 0.0
    assert found.se == pytest.approx(0.5)
    assert "the studies agree (0% of the spread is between them)" in found.sentence


def test_the_sentence_names_how_the_studies_differ():
    found = pooled([1.0, 5.0, 2.0, 9.0, 3.0, 6.0], [0.3] * 6)
    assert found.sentence.startswith(
        "eta up: contrast up in 6 of 6 studies (4.3 noise widths, 95 % interval "
    )
    assert "the studies differ a lot (" in found.sentence
    assert "a new one is expected at " in found.sentence
    assert "no direction of contrast is shown over studies" in pooled([1, -1, 1, -1], [1] * 4).sentence


def test_studies_of_one_draw_only_count():
    found = pooled([1.0, 2.0, 3.0], [None, None, 0.5])
    assert (found.studies, found.up, found.weighed, found.se, found.claimed) == (3, 3, 1, None, False)
    assert found.sentence == (
        "eta up: contrast up in 3 of 3 studies, by 2 noise widths; too few studies to say how sure"
    )


def test_two_studies_claim_nothing():
    found = pooled([5.0, 5.1], [0.01, 0.01])
    assert not found.claimed
    assert found.new_low is None


@pytest.mark.parametrize("found", [[], [Found("a", 1.0), Found("a", 2.0)], [Found("a", float("nan"))]])
def test_what_can_not_be_pooled_is_refused(found):
    with pytest.raises(InputError, match=r"pooling needs a study|an effect is finite"):
        pool(found, axis="eta", measure="contrast")


@pytest.mark.parametrize(("k", "tau"), [(3, 0.0), (4, 1.0), (8, 1.0)])
def test_the_pooled_interval_covers(k, tau):
    """300 poolings of studies with measured errors: 95 % and 3.5 standard deviations of a count below."""
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(300):
        se, df = rng.uniform(0.5, 1.5, k), rng.integers(5, 12, k)
        y = 2 + tau * rng.standard_normal(k) + se * rng.standard_normal(k)
        one = pooled(y, se * np.sqrt(rng.chisquare(df) / df))
        hits += one.low <= 2 <= one.high
    assert hits / 300 >= 0.95 - 0.044
