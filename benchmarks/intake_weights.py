"""Fit the weights of `ezcharts.library.intake.weights` on made sheets, and print them.

Usage, from the root of the checkout: PYTHONPATH=. python benchmarks/intake_weights.py [--sheets 600]
[--first 130000]. Seeds and scenes are neither those of the tests nor those of the benchmark. The true pair's
chance is made as great as can be (log loss with a little weight decay, L-BFGS), first for one axis, then for
pairs.
"""

import argparse

import numpy as np
import torch
from tests.library.intake.sheets import make

from ezcharts.library.intake import weigh
from ezcharts.library.intake.search import needed
from ezcharts.library.intake.traits import axis_traits, pair_traits
from ezcharts.library.intake.views import views

DECAY = 1e-4
START = 4.0
"""The first weight of the first trait, the score, when fitting begins."""


def guesses(profile, fits, pairs, tolerance):
    """Return the traits of all guesses along an axis, their edges, and which are right."""
    fits = [fit for fit in fits if fit.count == len(pairs)]
    lefts, rights = np.array([fit.lefts for fit in fits]), np.array([fit.rights for fit in fits])
    true = np.rint(np.array(pairs)).T
    off = np.maximum(np.abs(lefts - true[0]).max(axis=1), np.abs(rights - true[1]).max(axis=1))
    traits = axis_traits(profile, lefts, rights, needed(profile))
    return traits, (lefts, rights, profile.length), off <= tolerance


def sheet(seed):
    """Return the guesses in every view of a sheet: along x, along y, and whether a colour was guessed."""
    made = make(seed, (36, 56) if (seed // 9) % 2 else (48, 112), 200 + 14 * (seed % 10))
    return [
        (
            guesses(view.x, view.across, made.xs, made.tolerance),
            guesses(view.y, view.down, made.ys, made.tolerance),
            view.guessed,
        )
        for view in views(made.pixels, len(made.ys), len(made.xs))
    ]


def fit(tables, start):
    """Return the weights that make what is right likeliest; a table has traits and marks of what is right."""
    tables = [(torch.tensor(traits), torch.tensor(right)) for traits, right in tables if right.any()]
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    descent = torch.optim.LBFGS([weights], max_iter=80, history_size=20, line_search_fn="strong_wolfe")

    def loss():
        descent.zero_grad()
        total = DECAY * (weights**2).sum()
        for traits, right in tables:
            sums = traits @ weights
            total = total + (torch.logsumexp(sums, 0) - torch.logsumexp(sums[right], 0)) / len(tables)
        total.backward()
        return total

    descent.step(loss)
    return weights.detach().numpy()


def paired(seen, alone):
    """Return the traits of all pairs of the best guesses in all views, and which are right on both axes."""
    tables = [_paired(view[:2], view[2], alone) for view in seen]
    return tuple(np.concatenate(parts) for parts in zip(*tables, strict=True))


def _paired(axes, guessed, alone):
    """Return the same in one view."""
    kept = [np.argsort(-(traits @ alone), kind="stable")[: weigh.KEPT] for traits, _, _ in axes]
    one, other = (traits[k] for (traits, _, _), k in zip(axes, kept, strict=True))
    edges = [(a[k], b[k], length) for (_, (a, b, length), _), k in zip(axes, kept, strict=True)]
    right = [marks[k] for (_, _, marks), k in zip(axes, kept, strict=True)]
    sums = one[:, None] + other
    traits = np.concatenate([sums, pair_traits(*edges, guessed)], axis=2)
    return traits.reshape(-1, traits.shape[2]), (right[0][:, None] & right[1]).ravel()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=600)
    parser.add_argument("--first", type=int, default=130_000)
    asked = parser.parse_args()
    sheets = [sheet(seed) for seed in range(asked.first, asked.first + asked.sheets)]
    tables = [(traits, right) for seen in sheets for view in seen for traits, _, right in view[:2]]
    alone = fit(tables, [START] + [0.0] * (tables[0][0].shape[1] - 1))
    pairs = [paired(seen, alone) for seen in sheets]
    both = fit(pairs, [*alone, *([0.0] * (pairs[0][0].shape[1] - len(alone)))])
    for name, weights in (("ALONE", alone), ("TOGETHER", both[: len(alone)]), ("PAIR", both[len(alone) :])):
        print(f"{name} = ({', '.join(f'{weight:.2f}' for weight in weights)})")


if __name__ == "__main__":
    main()
