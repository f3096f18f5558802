"""How honest directions are: studies whose truth is known, many thousands of them.

    python benchmarks/directions.py [section ...]        level, coverage, crossed, widths, here, claims,
                                                     forms, power, pool

Takes five or six minutes of an idle core, prints the tables of `docs/directions.md`. A study has P
prompts, S seeds and L levels,

    y[p, s, l] = truth[l] + prompt's part h[p, l] + seed's part g[s, l] + rest e[p, s, l]

with h, g, e independent at every level: what pictures of a prompt, or of a seed, have in common at a
level. They are normal, skewed (log-normal, σ = 1) or heavy-tailed (Student's t, 3 df), of variance 1 in all.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ezcharts.stats.blocks import arrange, draws, line
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.directions import directions
from ezcharts.stats.estimate import LEVEL, estimate, fewest, here, p_value, spread
from ezcharts.stats.interaction import interactions
from ezcharts.stats.neighbours import neighbours, steps
from ezcharts.stats.noise import noise as noise_between
from ezcharts.stats.noise import widths
from ezcharts.stats.pool import Found, pool
from ezcharts.stats.power import power, recommended_seeds, rise_sd

Numbers = NDArray[np.float64]
STUDIES = 10_000
CALLS = 1_000
SHAPES = (
    (6, 1),
    (1, 6),
    (8, 1),
    (12, 1),
    (24, 1),
    (3, 3),
    (3, 4),
    (4, 3),
    (4, 6),
    (3, 8),
    (6, 6),
    (2, 3),
    (4, 2),
    (2, 6),
)
CROSSED = (
    *((3, 3), (3, 4), (3, 6), (3, 8), (3, 12), (4, 3), (4, 6), (4, 12), (6, 3), (6, 6), (6, 12), (8, 3)),
    *((8, 6), (8, 12), (2, 3), (4, 2), (2, 6), (2, 12)),
)
SPREADS = (0.0, 0.3, 0.6, 1.0, 1.8, 3.0, 10.0)
SHARES = {"nothing": (0.0, 0.0), "seeds": (0.0, 0.5), "prompts": (0.5, 0.0), "both": (0.33, 0.33)}
LAWS = ("normal", "skewed", "heavy")


def noise(rng: np.random.Generator, law: str, shape: tuple[int, ...]) -> Numbers:
    """Return numbers of mean 0 and variance 1."""
    if law == "normal":
        return rng.standard_normal(shape)
    if law == "skewed":
        raw = np.exp(rng.standard_normal(shape))
        return (raw - np.exp(0.5)) / np.sqrt((np.e - 1) * np.e)
    return rng.standard_t(3, shape) / np.sqrt(3)


def study(
    rng: np.random.Generator, law: str, size: tuple[int, int, int, int], share: tuple[float, float]
) -> Numbers:
    """Return values (n, P, S, L) without an effect; share: of the variance, by prompts and by seeds."""
    n, prompts, seeds, levels = size
    h = noise(rng, law, (n, prompts, 1, levels)) * np.sqrt(share[0])
    g = noise(rng, law, (n, 1, seeds, levels)) * np.sqrt(share[1])
    return h + g + noise(rng, law, size) * np.sqrt(1 - sum(share))


def covered(draws: Numbers, truth: float = 0.0) -> float:
    """Return how often the 95 % interval holds the truth."""
    mean, se, df = spread(draws, np.ones(draws.shape[-2:], dtype=bool))
    return float((np.abs(mean - truth) <= stats.t.ppf(0.975, df) * se).mean())


def claimed(draws: Numbers, level: float = LEVEL) -> float:
    """Return how often p is at most a level."""
    mask = np.ones(draws.shape[-2:], dtype=bool)
    mean, se, df = spread(draws, mask)
    return float((p_value(np.abs(mean) / se, df, fewest(mask)) <= level).mean())


def shared_by(prompts: int, seeds: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield what can be shared: nothing is between the seeds of one seed."""
    for name, share in SHARES.items():
        if (
            (prompts > 1 or not share[0])
            and (seeds > 1 or not share[1])
            and (1 not in (prompts, seeds) or not sum(share))
        ):
            yield name, share


def level() -> None:
    """How often a trend is found where there is none, one test at 5 %; by law and number of levels."""
    rng = np.random.default_rng(1)
    print(f"| prompts x seeds | shared by | {' | '.join(f'{law}, {n}' for law in LAWS for n in (3, 4, 6))} |")
    print("| --- | --- |" + " --- |" * 9)
    for prompts, seeds in SHAPES:
        for name, share in shared_by(prompts, seeds):
            rates = [
                claimed(study(rng, law, (STUDIES, prompts, seeds, n), share) @ line(n))
                for law in LAWS
                for n in (3, 4, 6)
            ]
            print(
                f"| {prompts} x {seeds} | {name} | "
                + " | ".join(f"{100 * rate:.1f}" for rate in rates)
                + " |"
            )


def coverage() -> None:
    """How often the 95 % interval holds a true rise that differs between prompts and between seeds."""
    rng = np.random.default_rng(2)
    effects = {
        "none": (0, 0),
        "little": (0.3, 0.3),
        "seeds": (0, 1),
        "prompts": (1, 0),
        "both": (1, 1),
        "much": (3, 3),
    }
    print(f"| prompts x seeds | {' | '.join(effects)} | t over all blocks, both |")
    print("| --- |" + " --- |" * (len(effects) + 1))
    for prompts, seeds in SHAPES:
        if 1 in (prompts, seeds):
            rates = [covered(2 + noise(rng, "normal", (STUDIES, prompts, seeds)), 2)]
            naive = rates[0]
        else:
            cases = [varied(rng, prompts, seeds, a, b) for a, b in effects.values()]
            rates = [covered(case, 2) for case in cases]
            naive = covered(cases[4].reshape(STUDIES, -1, 1), 2)
        text = [f"{100 * rate:.1f}" for rate in rates] + [""] * (len(effects) - len(rates))
        print(f"| {prompts} x {seeds} | {' | '.join(text)} | {100 * naive:.1f} |")
    boot = ", ".join(f"{100 * bootstrapped(rng, n):.0f} with {n}" for n in (4, 6, 12))
    print(f"\nA percentile bootstrap over blocks instead: {boot} blocks.")


def crossed() -> None:
    """Least and most often that the 95 % interval holds the truth, over what prompts and seeds differ by."""
    rng = np.random.default_rng(7)
    print(f"| prompts x seeds | {' | '.join(LAWS)} | normal, least at | normal, most at |\n|" + " --- |" * 6)
    for prompts, seeds in CROSSED:
        found = [sorted(swept(rng, law, prompts, seeds).items(), key=lambda item: item[1]) for law in LAWS]
        text = [f"{100 * rates[0][1]:.1f} to {100 * rates[-1][1]:.1f}" for rates in found]
        text += [f"{a:g}, {b:g}" for (a, b), _ in (found[0][0], found[0][-1])]
        print(f"| {prompts} x {seeds} | {' | '.join(text)} |", flush=True)


def swept(rng: np.random.Generator, law: str, prompts: int, seeds: int) -> dict[tuple[float, float], float]:
    """Return (sd between prompts, sd between seeds), the rest 1 -> coverage; rises along four levels."""
    h, g, e = (
        noise(rng, law, (STUDIES, p, s, 4)) @ line(4) for p, s in ((prompts, 1), (1, seeds), (prompts, seeds))
    )
    return {(a, b): covered(a * h + b * g + e) for a in SPREADS for b in SPREADS}


def these_prompts() -> None:
    """Least and most often that the interval for the prompts of the study holds the truth, and that p is at
    most 5 % where there is none, over what seeds differ by (1,000 studies a case)."""
    rng = np.random.default_rng(10)
    print(f"| prompts x seeds | {' | '.join(LAWS)} | p at most 5 %, {', '.join(LAWS)} |\n|" + " --- |" * 5)
    for prompts, seeds in ((2, 3), (2, 6), (3, 3), (4, 3), (4, 4), (4, 6), (6, 6), (8, 3)):
        held, small = [], []
        for law in LAWS:
            g, e = (noise(rng, law, (CALLS, p, seeds, 4)) @ line(4) for p in (1, prompts))
            found = [[here(one) for one in b * g + e] for b in SPREADS]
            held.append([np.mean([one.low <= 0 <= one.high for one in case if one]) for case in found])
            small.append(max(np.mean([one.p <= LEVEL for one in case if one]) for case in found))
        text = " | ".join(f"{100 * min(each):.1f} to {100 * max(each):.1f}" for each in held)
        often = ", ".join(f"{100 * each:.1f}" for each in small)
        print(f"| {prompts} x {seeds} | {text} | {often} |", flush=True)


def bootstrapped(rng: np.random.Generator, n: int) -> float:
    """Return how often a percentile bootstrap over n independent blocks holds the truth."""
    d = rng.standard_normal((2000, n))
    means = np.take_along_axis(d[:, None], rng.integers(0, n, (2000, 1000, n)), 2).mean(2)
    low, high = np.quantile(means, (0.025, 0.975), axis=1)
    return float(((low <= 0) & (high >= 0)).mean())


def varied(rng: np.random.Generator, prompts: int, seeds: int, a: float, b: float) -> Numbers:
    """Return draws (n, P, S) of mean 2 with prompt and seed effects of those standard deviations."""
    shape = (STUDIES, prompts, seeds)
    return (
        2
        + a * noise(rng, "normal", (STUDIES, prompts, 1))
        + b * noise(rng, "normal", (STUDIES, 1, seeds))
        + noise(rng, "normal", shape)
    )


def in_widths() -> None:
    """How often the interval in noise widths holds the truth (L = 5): over shares of the noise that levels,
    and prompts, of a seed have in common, and over true rises."""
    rng = np.random.default_rng(9)
    print("| prompts x seeds | covers | mean | least at | most at |\n|" + " --- |" * 5)
    for prompts, seeds in ((1, 6), (1, 7), (1, 12), (3, 3), (4, 3), (4, 4), (4, 6), (3, 8), (6, 6), (12, 3)):
        cases = product((0.0, 0.3, 0.6, 0.9), (0.0, 0.5) if prompts > 1 else (0.0,), (0.5, 1.5, 4.0, 10.0))
        rates = {case: covered_widths(rng, (prompts, seeds), *case) for case in cases}
        least, most = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
        text = (
            f"{100 * rates[least]:.1f} to {100 * rates[most]:.1f} | {100 * np.mean(list(rates.values())):.1f}"
        )
        print(f"| {prompts} x {seeds} | {text} | {least} | {most} |", flush=True)


def covered_widths(
    rng: np.random.Generator, size: tuple[int, int], levels: float, prompts: float, rise: float
) -> float:
    """Return how often an interval in noise widths holds the rise, with such shares of the noise."""

    def part(*shape: int) -> Numbers:
        own, common = rng.standard_normal((*shape, 5)), rng.standard_normal((*shape, 1))
        return np.sqrt(1 - levels) * own + np.sqrt(levels) * common

    hits = 0
    for _ in range(CALLS):
        y = np.sqrt(1 - prompts) * part(*size) + np.sqrt(prompts) * part(1, size[1])
        cells = table(np.linspace(0, rise, 5) + y)
        one = estimate(draws(arrange(cells, "x").rise()))
        found = None if one is None else widths(one, noise_between(cells))
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= rise <= found.high
    return hits / CALLS


def table(y: Numbers) -> Cells:
    """Return values (P, S, L) as a table."""
    prompts, seeds, levels = y.shape
    axes = (
        Axis("prompt", tuple(f"p{i}" for i in range(prompts)), "prompt"),
        Axis("seed", tuple(f"s{i}" for i in range(seeds)), "seed"),
        Axis("x", tuple(f"{i}" for i in range(levels)), "ordered"),
    )
    return Cells(axes, y)


def measures(rng: np.random.Generator, size: tuple[int, int, int], share: tuple[float, float]) -> Numbers:
    """Return four measures (4, P, S, L) without an effect, half of whose variance they share."""
    common = study(rng, "normal", (1, *size), share)
    return np.sqrt(0.5) * (common + study(rng, "normal", (4, *size), share))


def claims() -> None:
    """How often a study of four measures without an effect claims anything (trends and bends, Holm)."""
    rng = np.random.default_rng(3)
    print(
        "| what | prompts x seeds | shared by | any claim in a study, % | statements that claim, % "
        "| any claim for prompts at large, % |\n|" + " --- |" * 6
    )
    for prompts, seeds, name in (
        (8, 1, "nothing"),
        (4, 3, "nothing"),
        (4, 3, "seeds"),
        (4, 4, "seeds"),
        (4, 6, "prompts"),
        (4, 6, "both"),
    ):
        found = [
            directions(
                {str(i): table(y) for i, y in enumerate(measures(rng, (prompts, seeds, 5), SHARES[name]))},
                "x",
            )
            for _ in range(CALLS)
        ]
        said = [[one.claimed or bool(one.bend and one.bend.claimed) for one in study] for study in found]
        large = np.mean(
            [any(one.claimed and one.trend and one.trend.general for one in study) for study in found]
        )
        row(f"ordered axis | {prompts} x {seeds} | {name}", np.any(said, 1).mean(), np.mean(said), large)
    for prompts, seeds in ((8, 1), (4, 3)):
        found = [categories(rng, prompts, seeds) for _ in range(CALLS)]
        row(f"four categories, one measure | {prompts} x {seeds} | nothing", np.mean(found), np.mean(found))
        found = [interacting(rng, prompts, seeds) for _ in range(CALLS)]
        row(f"interaction, one measure | {prompts} x {seeds} | nothing", np.mean(found), np.mean(found))
        found = [stepping(rng, prompts, seeds) for _ in range(CALLS)]
        row(f"largest of five equal steps | {prompts} x {seeds} | nothing", np.mean(found), np.mean(found))


def categories(rng: np.random.Generator, prompts: int, seeds: int) -> bool:
    cells = table(rng.standard_normal((prompts, seeds, 4)))
    axes = (*cells.axes[:2], Axis("x", cells.axes[2].levels, "category"))
    return directions({"m": Cells(axes, cells.values)}, "x")[0].claimed


def interacting(rng: np.random.Generator, prompts: int, seeds: int) -> bool:
    cells = table(np.zeros((prompts, seeds, 4)))
    y = rng.standard_normal((prompts, seeds, 4, 3)) + np.arange(4)[:, None] + np.arange(3)
    axes = (*cells.axes, Axis("z", ("0", "1", "2"), "ordered"))
    return interactions({"m": Cells(axes, y)}, "x", "z")[0].claimed


def stepping(rng: np.random.Generator, prompts: int, seeds: int) -> bool:
    cells = table(np.exp(0.3 * rng.standard_normal((prompts, seeds, 5))))
    axes = (*cells.axes[:2], steps(Axis("x", tuple("012345"), "ordered")))
    return neighbours(Cells(axes, cells.values), "x").claimed


def row(what: str, any_claim: float, statements: float, large: float | None = None) -> None:
    at_large = "" if large is None else f"{100 * large:.1f}"
    print(f"| {what} | {100 * any_claim:.1f} | {100 * statements:.1f} | {at_large} |")


TRUTHS: dict[str, Callable[[int], Numbers]] = {
    "line": lambda n: np.linspace(0, 1, n),
    "flat above the third": lambda n: np.minimum(np.arange(n) / 2, 1.0),
    "flat up to the third": lambda n: np.maximum(np.arange(n) - 2, 0) / (n - 3),
    "step after the third": lambda n: (np.arange(n) > 2).astype(float),
    "peak at the third": lambda n: 1 - np.abs(np.arange(n) - 2) / 2,
}


def forms() -> None:
    """Which form is said, by truth (six levels, 4 prompts x 3 seeds, an effect of `size` noise widths)."""
    rng = np.random.default_rng(4)
    kinds = ("peak", "valley", "flat from", "flat up to", "step", "none")
    print(
        f"| truth | noise widths | trend claimed, % | {' | '.join(kinds)} | right place, % |\n|"
        + " --- |" * 10
    )
    for name, truth in TRUTHS.items():
        for size in (3.0, 6.0, 12.0):
            found = [
                directions({"m": table(rng.standard_normal((4, 3, 6)) + size * truth(6))}, "x")[0]
                for _ in range(CALLS // 4)
            ]
            said = [one.shape.form if one.shape else "none" for one in found]
            places = [one.shape.at for one in found if one.shape]
            right = (
                f"{100 * np.mean([place == '2' for place in places]):.0f}"
                if places and name != "line"
                else ""
            )
            shares = " | ".join(f"{100 * said.count(kind) / len(said):.1f}" for kind in kinds)
            trend = 100 * np.mean([one.claimed for one in found])
            print(f"| {name} | {size:g} | {trend:.0f} | {shares} | {right} |")


def powers() -> None:
    """How often a trend is claimed: simulated (formula), L = 5, one test; then seeds to take."""
    rng = np.random.default_rng(5)
    sizes = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
    print(
        f"| prompts x seeds | {' | '.join(f'{size:g} widths' for size in sizes)} |\n|"
        + " --- |" * (len(sizes) + 1)
    )
    for prompts, seeds in ((1, 6), (1, 12), (6, 1), (12, 1), (4, 2), (4, 3), (4, 4), (4, 6), (2, 6), (8, 3)):
        text = []
        for size in sizes:
            simulated = powered(rng, prompts, seeds, size)
            text.append(
                f"{100 * simulated:.0f} ({100 * power(size, prompts=prompts, seeds=seeds, levels=5):.0f})"
            )
        print(f"| {prompts} x {seeds} | {' | '.join(text)} |")
    print(
        "\n| prompts | tests | "
        + " | ".join(f"{size:g} widths" for size in sizes)
        + " |\n|"
        + " --- |" * (len(sizes) + 2)
    )
    for prompts in (1, 2, 4, 8):
        for tests in (1, 20):
            taken = [recommended_seeds(size, prompts=prompts, levels=5, tests=tests).seeds for size in sizes]
            print(
                f"| {prompts} | {tests} | " + " | ".join(str(one or "more than 48") for one in taken) + " |"
            )


def powered(rng: np.random.Generator, prompts: int, seeds: int, size: float) -> float:
    """Return how often a rise of `size` widths is claimed; prompts and seeds share a tenth each."""
    share = 0.1 if prompts > 1 and seeds > 1 else 0.0
    sd = rise_sd(5)
    common, own = rng.standard_normal((CALLS, 1, seeds)), rng.standard_normal((CALLS, prompts, seeds))
    found = [
        here(one) or estimate(one)
        for one in size + sd * (np.sqrt(share) * common + np.sqrt(1 - 2 * share) * own)
    ]
    return float(np.mean([one is not None and one.enough and (one.p or 0.0) <= LEVEL for one in found]))


def pools() -> None:
    """How often the pooled 95 % interval holds the truth; studies of 6 to 12 draws with measured errors."""
    rng = np.random.default_rng(6)
    taus = (0.0, 0.5, 1.0, 2.0)
    print(
        f"| studies | {' | '.join(f'τ = {tau:g} s' for tau in taus)} | DerSimonian-Laird, τ = 1 s |\n|"
        + " --- |" * 6
    )
    for k in (2, 3, 4, 5, 8, 12):
        rates = [np.mean([_pooled(rng, k, tau)[0] for _ in range(CALLS)]) for tau in taus]
        simple = np.mean([_pooled(rng, k, 1.0)[1] for _ in range(CALLS)])
        print(f"| {k} | {' | '.join(f'{100 * rate:.1f}' for rate in rates)} | {100 * simple:.1f} |")


def _pooled(rng: np.random.Generator, k: int, tau: float) -> tuple[bool, bool]:
    draws = rng.integers(6, 13, k)
    se = rng.uniform(0.5, 1.5, k)
    y = 2 + tau * rng.standard_normal(k) + se * rng.standard_normal(k)
    s = se * np.sqrt(rng.chisquare(draws - 1) / (draws - 1))
    one = pool([Found(str(i), float(y[i]), float(s[i])) for i in range(k)], axis="x", measure="m")
    assert one.low is not None
    assert one.high is not None
    w = 1 / s**2
    q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
    t2 = max(0.0, (q - (k - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    v = 1 / (s**2 + t2)
    return one.low <= 2 <= one.high, bool(abs((v * y).sum() / v.sum() - 2) <= 1.96 / np.sqrt(v.sum()))


SECTIONS = {
    "level": level,
    "coverage": coverage,
    "crossed": crossed,
    "widths": in_widths,
    "here": these_prompts,
    "claims": claims,
    "forms": forms,
    "power": powers,
    "pool": pools,
}


def main() -> None:
    for name in sys.argv[1:] or SECTIONS:
        start = time.perf_counter()
        print(f"\n### {name}: {SECTIONS[name].__doc__}\n")
        SECTIONS[name]()
        print(f"\n({time.perf_counter() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
