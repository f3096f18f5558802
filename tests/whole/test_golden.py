"""Figures of a short run of every platform and sampler, pinned in `golden.py`.

IF THESE CHANGE, every stored picture of that dialect is out of date: raise MATHEMATICS in
src/ezcharts/studies/identity.py, and pin the new figures, which the reference prints:
`python -m tests.whole.test_golden`.
"""

import itertools
import re

import pytest
import torch

from ezcharts.params.dialect import platforms
from ezcharts.params.settings import Settings
from ezcharts.studies.identity import MATHEMATICS
from tests.whole.golden import GOLDEN, PINNED_MATHEMATICS
from tests.whole.said_twice import SETUPS, read, rendered

NAMES = [name for name in SETUPS if re.fullmatch(r"\S+ (ddim|plms|prk)", name)]


def figures(x, x0, shown, grad_rms):
    """Seven figures of one step, see `golden.py`."""
    pairs = [(rms(picture), place(picture)) for picture in (x, x0, shown)]
    return (*itertools.chain(*pairs), grad_rms)


def rms(picture):
    return picture.square().mean().sqrt().item()


def place(picture):
    return picture[0, 1, 7, 11].item()


def of_reference(name):
    """Figures of the first evaluation of each step."""
    firsts = (step["evaluations"][0] for step in read(name) if "evaluations" in step)
    return [figures(seen["x"], seen["x0"], seen["shown"], rms(seen["gradient"])) for seen in firsts]


def of_package(name, folder):
    firsts = {}
    for ask, guided in rendered(name, folder).story:
        if ask.guided:
            firsts.setdefault(ask.executed, figures(ask.x, guided.x0, guided.shown, guided.grad_rms))
    return list(firsts.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_package_gives_the_pinned_figures(name, folder):
    assert_golden(of_package(name, folder), name)


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_gives_them_too(name):
    assert_golden(of_reference(name), name)


def assert_golden(found, name):
    assert len(found) == len(GOLDEN[name])
    for step, (numbers, expected) in enumerate(zip(found, GOLDEN[name], strict=True)):
        assert numbers == pytest.approx(expected, rel=1e-8), (name, step)


def test_the_figures_belong_to_this_version_of_the_mathematics():
    assert dict(MATHEMATICS) == PINNED_MATHEMATICS


def test_every_platform_has_figures_with_every_sampler_of_it():
    word = {"disco": "diffusion_sampling_mode", "jax": "sample_mode"}
    expected = set()
    for platform in platforms():
        dialect = Settings.build(platform, {}).dialect
        parameter = dialect.find(word[dialect.name])
        version = dialect.platforms[platform]
        modes = parameter.domain_at(version).options if parameter.exists_at(version) else ("ddim",)
        expected |= {f"{platform} {mode}" for mode in modes}
    assert set(GOLDEN) == set(NAMES) == expected


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in NAMES:
        print(f'    "{name}": [')
        for numbers in of_reference(name):
            print(f"        ({', '.join(f'{number:.9g}' for number in numbers)}),")
        print("    ],")
