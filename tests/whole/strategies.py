"""Settings drawn from the parameters' own domains, for whichever parameters a dialect has.

Every domain has two strategies: *sensible* values, of which most pictures come, and *wild* ones, anything
that the domain accepts: huge, tiny, negative, empty. A cell has sensible values and up to three wild ones, so
that a wild value is seen at work and not only beside others. What only costs time (steps, cuts, pixels) stays
small.
"""

import functools
from functools import singledispatch

from hypothesis import assume
from hypothesis import strategies as st

from ezcharts.errors import InputError
from ezcharts.params import compound, domain
from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.disco.prompts import Prompts
from ezcharts.params.jax.domains import Title
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from tests.tiny import SIDES

WILD = 3
"""Most values of a cell that are not sensible."""
LONG = "a lighthouse " * 30
HUGE = [1e9, 1e30, 1e200, 1.7e308]
SIZES = st.sampled_from([(64, 64)] * 6 + [(128, 64), (64, 128), (100, 127), (65, 64)])
COSTLY = {
    "steps": st.integers(2, 4),
    "cutn": st.integers(1, 7),
    "cut_batches": st.integers(0, 3),
    "cutn_batches": st.integers(0, 3),
    "skip_steps": st.integers(0, 1),
}
"""Parameters whose large values only take longer."""
ALWAYS = (
    "seed", "width_height", "image_size", "all_title", "text_prompts", "cut_overview", "cut_innercut", *COSTLY
)  # fmt: skip
"""Parameters whose defaults take long, or make no picture here."""
USUAL = {
    "sharpen_preset": st.just("Off"),
    "starting_noise": st.floats(0.3, 1.5),
    "ending_noise": st.sampled_from([0, 0, 0.05, 0.2]),
    "eta": st.sampled_from([0, 0.5, 0.8, 1, -0.5, -1]),
    "image_prompts": st.sampled_from([[], [], [], ["tall.png"], ["wide.png:2", "tall.png:-0.5"]]),
}
"""Sensible values where most of the domain's make no picture."""
WORDS = [
    "a lighthouse",
    "fog:-0.5",
    "",
    "castle:2",
    "~night",
    "a {red,blue} house",
    "a | b:-1",
    "x:0",
    "ü 灯台 \U0001f5fc",
]
FILES = [None, None, None, "init.png", "tall.png"]
BROKEN = [LONG, "no such file.png", "broken.png", ".", "mask.png", "a\x00b"]
"""Names of files that are not there, no pictures, or cannot be names."""


@singledispatch
def sensible(of):
    """Return a strategy of values that people use."""
    raise NotImplementedError(type(of))


@singledispatch
def wild(of):
    """Return a strategy of all values of a domain, its far ends above all."""
    return sensible(of)


@sensible.register
def _(of: domain.Flag):
    return st.booleans()


def within(of, values):
    """Those of some values that lie in a domain; a domain of none has its own bounds at least."""
    ends = [end for end in (of.low, of.high) if end is not None]
    found = [v for v in values if (of.low is None or v >= of.low) and (of.high is None or v <= of.high)]
    return found + ends


@sensible.register
def _(of: domain.Int):
    return st.sampled_from(within(of, [1, 2, 3, 4, 8]))


@wild.register
def _(of: domain.Int):
    return st.sampled_from(within(of, [0, -1, 10**6, 2**31, 2**52, 2**53 - 1, 2**64, 10**300]))


@sensible.register
def _(of: domain.Real):
    return st.sampled_from(within(of, [0, 0.05, 0.5, 0.8, 1, 3, 150, 2000])) | bounded(of, -1, 5)


def bounded(of, low, high):
    low = low if of.low is None else max(low, of.low)
    high = high if of.high is None else min(high, of.high)
    return st.floats(low, high, allow_subnormal=False)


@wild.register
def _(of: domain.Real):
    signed = [sign * value for value in [*HUGE, 5e-324, 1e-12, 40, 0.0] for sign in (1, -1)]
    return st.sampled_from(within(of, signed)) | st.floats(
        of.low, of.high, allow_nan=False, allow_infinity=False
    )


@sensible.register
def _(of: domain.Choice):
    return st.sampled_from(of.options)


@sensible.register(domain.Text)
@sensible.register(Title)
def _(of):
    return st.sampled_from(WORDS)


@wild.register(domain.Text)
@wild.register(Title)
def _(of):
    return st.text(max_size=90) | st.sampled_from(
        [":", "|||", "https://x/y.png:1", "{" * 60, "{1..2000}", "a:1e400", LONG, "\ud800"]
    )


@sensible.register
def _(of: domain.File):
    return st.sampled_from(FILES)


@wild.register
def _(of: domain.File):
    return st.sampled_from(BROKEN)


@sensible.register
def _(of: compound.Size):
    return SIZES


@sensible.register
def _(of: compound.ListOf):
    return st.lists(sensible(of.entry), max_size=3)


@wild.register
def _(of: compound.ListOf):
    return st.lists(wild(of.entry), max_size=3)


@sensible.register
def _(of: compound.Either):
    return sensible(of.plain) | sensible(of.listed)


@wild.register
def _(of: compound.Either):
    return wild(of.plain) | wild(of.listed)


@sensible.register
def _(of: compound.WordOr):
    """A seed: the word for one that is still to be drawn never comes to a renderer."""
    return st.integers(1, 50)


@wild.register
def _(of: compound.WordOr):
    return st.sampled_from([seed for seed in (0, 2**31, 2**32 - 1, 2**32) if of.parse(seed) != RANDOM_SEED])


@sensible.register
def _(of: compound.ScheduleOf):
    return schedules(of, sensible(of.entry), [1000, 1000, 1001, 1300])


@wild.register
def _(of: compound.ScheduleOf):
    entry = st.integers(0, 6) if isinstance(of.entry, domain.Int) else wild(of.entry)
    return schedules(of, entry, [1, 399, 999, 1000, 1000, 1000])


def schedules(of, entry, lengths):
    """Runs of entries of one of some lengths in all, or a plain number."""
    if not of.varies:
        return entry
    return entry | st.builds(runs, st.lists(entry, min_size=1, max_size=4), st.sampled_from(lengths))


def runs(values, length):
    share = length // len(values)
    counts = [share] * (len(values) - 1) + [length - share * (len(values) - 1)]
    return "+".join(f"[{value!r}]*{count}" for value, count in zip(values, counts, strict=True))


@sensible.register
def _(of: Prompts):
    return st.lists(st.sampled_from([word for word in WORDS if word]), min_size=1, max_size=3)


@wild.register
def _(of: Prompts):
    texts = st.sampled_from(
        ["a", "", ":1", "b:-1", "c:1e300", "x:-0.0005", "w" * 200, "init.png", "broken.png"]
    )
    return st.lists(texts | st.text(max_size=20), max_size=4)


def strategies(parameter, version):
    """Return (sensible, wild) of a parameter as a version has it."""
    name, of = parameter.name, parameter.domain_at(version)
    if name in CLIP_SWITCHES:
        both = st.booleans() if name in SIDES else st.just(False)
        return both, both
    if name in ("cut_overview", "cut_innercut"):
        few = schedules(of, st.integers(0, 6), [1000])
        return few, wild(of)
    if name in COSTLY:
        return COSTLY[name], COSTLY[name]
    return USUAL.get(name, sensible(of)), wild(of)


@functools.cache
def table(platform):
    """Every parameter that a platform has, with both strategies."""
    dialect = dialect_of(platform)
    version = dialect.platforms[platform]
    return {p.name: strategies(p, version) for p in dialect.on(platform)}


@functools.cache
def usual(platform):
    """The parameters that say something of their own, and not only the same as others."""
    dialect = dialect_of(platform)
    return sorted(name for name in table(platform) if dialect.find(name).role != "inert-name")


@st.composite
def settings_of(draw, platform):
    """Settings of a platform; None where what was drawn contradicts itself."""
    both = table(platform)
    odd = draw(st.sets(st.sampled_from(sorted(both)), max_size=WILD))
    chosen = odd | draw(st.sets(st.sampled_from(usual(platform))))
    given = {name: draw(both[name][name in odd]) for name in both if name in chosen}
    for name in ALWAYS:
        if name in both and name not in given:
            given[name] = draw(both[name][0])
    try:
        return Settings.build(platform, given)
    except InputError:
        return None


@st.composite
def cells(draw, folder):
    """Cells of any platform, with files in `folder`."""
    settings = draw(settings_of(draw(st.sampled_from(platforms()))))
    assume(settings is not None)
    return Cell(settings, draw(st.sampled_from([0, 0, 0, 1, 7])), folder)
