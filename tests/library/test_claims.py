"""Claims held against studies: what decides, what only leans, what says nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ezcharts.errors import StudyError
from ezcharts.library.card import Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.claims import Claim, judge, read_claims
from ezcharts.library.directions import findings
from ezcharts.library.table import Axis, Cell, Cells, Value

ETA = Axis("how lively", "eta", ("eta",), (Value("0"), Value("0.5"), Value("1")), "rising")
CLAIM = Claim(
    id="x", parameter="eta", dialects=("disco",), measure="contrast", sign="up", says="eta up: contrast up."
)


def study(value, blocks=8, platform="disco-5.2", models="embedded", files=None) -> tuple:
    """An entry with one axis and so many prompts, and what its figures say."""
    prompts = Axis("prompt", "prompt", ("text_prompts",), tuple(Value(f"prompt {n}") for n in range(blocks)))
    rng = np.random.default_rng(1)
    cells = tuple(
        Cell(at, "done", (files or "cells/{}-{}.webp").format(*at), (64, 64),
             measures={"contrast": value(at[0]) + 1e-4 * rng.normal()})
        for at in np.ndindex(3, blocks)
    )  # fmt: skip
    entry = Entry(Path("one"), Card(title="one", platform=platform, models=models))
    entry.__dict__["cells"] = Cells((ETA, prompts), cells)
    return entry, findings(entry.cells)


def words(claim, *studies) -> str:
    return judge(claim, studies).words


def test_a_claimed_direction_decides():
    assert words(CLAIM, study(lambda eta: 0.1 * eta)) == "supported (embedded models only)"
    assert words(CLAIM, study(lambda eta: -0.1 * eta)) == "contradicted (embedded models only)"
    assert words(replace(CLAIM, sign="down"), study(lambda eta: -0.1 * eta)).startswith("supported")


def test_real_models_are_not_only_embedded_ones():
    assert words(CLAIM, study(lambda eta: 0.1 * eta, models="disco")) == "supported"
    both = study(lambda eta: 0.1 * eta), study(lambda eta: 0.1 * eta, models="disco")
    assert words(CLAIM, *both) == "supported"


def test_too_few_blocks_only_lean():
    assert (
        words(CLAIM, study(lambda eta: 0.1 * eta, blocks=4))
        == "undecided, leans to yes (embedded models only)"
    )
    assert words(CLAIM, study(lambda eta: -0.1 * eta, blocks=4)).startswith("undecided, leans to no")


def test_blocks_that_disagree_say_that_somebody_looked():
    rng = np.random.default_rng(2)
    torn = study(lambda eta: 0.1 * rng.normal(), blocks=4)
    assert words(CLAIM, torn) == "undecided (embedded models only)"
    assert [one.holds for one in judge(CLAIM, [torn]).evidence] == [None]
    # beside one that agrees with itself, it does not count
    assert words(CLAIM, torn, study(lambda eta: 0.1 * eta, blocks=4)).startswith("undecided, leans to yes")


def test_studies_that_disagree_are_mixed():
    assert words(CLAIM, study(lambda eta: 0.1 * eta), study(lambda eta: -0.1 * eta)).startswith("mixed")


def test_what_is_identical_does_nothing_for_sure():
    same = study(lambda eta: 0.1, files="cells/{1}.webp")
    assert words(replace(CLAIM, measure="difference", sign="none"), same).startswith("supported")
    assert words(CLAIM, same).startswith("contradicted")


def test_what_no_measure_fits_is_never_tested():
    same = study(lambda eta: 0.1, files="cells/{1}.webp")
    assert words(replace(CLAIM, measure="none", sign="none"), same) == "untested"


def test_what_acts_contradicts_that_it_does_nothing():
    acts = study(lambda eta: 0.1)
    assert words(replace(CLAIM, measure="difference", sign="none"), acts).startswith("contradicted")


def test_other_dialects_parameters_and_studies_say_nothing():
    there = study(lambda eta: 0.1 * eta)
    assert words(replace(CLAIM, dialects=("jax",)), there) == "untested"
    assert words(replace(CLAIM, parameter="steps"), there) == "untested"
    assert words(replace(CLAIM, measure="blur"), there) == "untested"
    assert words(replace(CLAIM, study=("another",)), there) == "untested"
    assert words(replace(CLAIM, dialects=(), platforms=("disco-5.2",)), there).startswith("supported")
    assert words(CLAIM, study(lambda eta: 0.1 * eta, platform="Disco Diffusion")) == "untested"


def test_a_peak_is_a_peak():
    peak = replace(CLAIM, sign="peaked")
    assert words(peak, study(lambda eta: (0.0, 0.2, 0.0)[eta])).startswith("supported")
    assert words(peak, study(lambda eta: 0.1 * eta)).startswith("contradicted")


def test_the_librarys_own_claims_are_read():
    claims = read_claims(Path(__file__).parents[2] / "library" / "claims.yaml")
    assert len(claims) >= 35
    assert all(claim.source for claim in claims)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- {id: x, parameter: eta}", r"claims\.yaml:1: claim: needs says"),
        ("- {id: x, parameter: eta, says: y}", "which dialects or platforms"),
        ("- {id: x, parameter: eta, says: y, dialects: disco, sign: left}", "sign: must be one of up, down"),
        ("- &a {id: x}", "anchors"),
        ("- {id: x, parameter: eta, says: y, dialects: disco}\n" * 2, "used twice"),
    ],
)
def test_what_is_no_claim_is_refused(tmp_path, text, rule):
    (tmp_path / "claims.yaml").write_text(text)
    with pytest.raises(StudyError, match=rule):
        read_claims(tmp_path / "claims.yaml")


def test_no_file_is_no_claims(tmp_path):
    assert read_claims(tmp_path / "claims.yaml") == ()


def test_conditions_are_held_against_the_settings():
    entry, found = study(lambda eta: 0.1 * eta)
    entry.__dict__["cells"] = replace(entry.cells, settings={"clamp_grad": False, "tv_scale": 0.0})
    assert words(replace(CLAIM, condition="clamp_grad: off; tv_scale: 0"), (entry, found)).startswith(
        "supported"
    )
    assert words(replace(CLAIM, condition="clamp_grad: on"), (entry, found)) == "untested"
    assert words(replace(CLAIM, condition="tv_scale: many"), (entry, found)) == "untested"


def test_conditions_in_words_leave_it_undecided():
    assert words(replace(CLAIM, condition="before the clamp"), study(lambda eta: 0.1 * eta)) == "untested"
    claim = replace(CLAIM, condition="before the clamp", study=("one",))
    assert words(claim, study(lambda eta: 0.1 * eta)).startswith("undecided, leans to yes")
    assert words(claim, study(lambda eta: -0.1 * eta)).startswith("undecided, leans to no")
    nothing = replace(claim, measure="difference", sign="none")
    assert words(nothing, study(lambda eta: 0.1)).startswith("undecided, leans to no")
    assert words(nothing, study(lambda eta: 0.1, files="cells/{1}.webp")).startswith("supported")


def test_sets_of_models_are_judged_by_each_switch():
    models = ("ViTB32", "RN50")
    sets = [(), ("ViTB32",), ("RN50",), models]
    values = tuple(Value("+".join(on), settings={m: m in on for m in models}) for on in sets)
    axis = Axis("models", "models", models, values)
    cells = tuple(
        Cell((i,), "done", f"cells/{i}.webp", (8, 8), measures={"gradient_rms": 0.1 * len(on)})
        for i, on in enumerate(sets)
    )
    entry = Entry(Path("one"), Card(title="one", platform="disco-5.2", models="embedded"))
    entry.__dict__["cells"] = Cells((axis,), cells)
    claim = replace(CLAIM, parameter="clip_models", measure="gradient_rms")
    verdict = judge(claim, [(entry, findings(entry.cells))])
    assert verdict.words == "undecided, leans to yes (embedded models only)"
    assert [one.sentence.partition(" on:")[0] for one in verdict.evidence] == ["ViTB32", "RN50"]


def test_a_condition_on_a_misspelt_setting_is_refused_with_its_line(tmp_path):
    path = tmp_path / "claims.yaml"
    path.write_text(
        "- id: x\n  parameter: eta\n  dialects: [disco]\n  says: y\n  condition: 'clamp_gard: off'\n"
    )
    with pytest.raises(StudyError, match=r"claims.yaml:5.*'clamp_gard' is no setting.*clamp_grad"):
        read_claims(path)
