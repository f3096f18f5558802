"""All set-ups, and each told and rendered once for all tests that look at it."""

import functools
import itertools

from tests.whole.bench import render
from tests.whole.disco_setups import SETUPS as DISCO
from tests.whole.jax_setups import SETUPS as JAX

SETUPS = DISCO | JAX


@functools.cache
def read(name):
    """The reference's story of a set-up."""
    return SETUPS[name].read()


@functools.cache
def rendered(name, folder):
    """The package's run of it; `folder` has the pictures."""
    setup = SETUPS[name]
    return render(setup.cell(folder), setup.models, setup.case)


def looks(story):
    """The reference's evaluations; of a last, unguided look (JAX) only what is seen."""
    found = list(itertools.chain.from_iterable(step.get("evaluations", []) for step in story))
    last = story[-1]
    return [*found, {"x": last["x"], "shown": last["shown"]}] if last.get("extra") else found
