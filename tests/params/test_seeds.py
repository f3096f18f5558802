"""Drawn seeds are seeds."""

from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.seeds import draw_seed


def test_drawn_seeds_are_in_the_domain_and_differ():
    seeds = [draw_seed() for _ in range(50)]
    assert [DISCO.find("seed").parse(seed, "5.0") for seed in seeds] == seeds
    assert len(set(seeds)) > 40
