"""What was gathered: the cards of the 31 studies agree with the study files, and all cards with each other.

The library's own list of what it claims to hold is here as well, so that no entry comes or goes unseen.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.measures.table import find, names
from ezcharts.params.dialect import DIALECTS, dialect_of, platforms
from ezcharts.studies.spec import Study, read_study
from ezcharts.studies.yaml_nodes import read_yaml

ROOT = Path(__file__).parents[2]
STUDIES = sorted(path.stem for path in (ROOT / "studies").glob("[0-9][0-9]-*.yaml"))
ADDED = Added("EZ Charts", "2026-11-27")
COMPILERS = "@zippy731, @EnzymeZoo, @KyrickYoung, @EErratica, @annetropy and @kaliyuga_ai"

# Link entry -> who posted it, "" where the source does not say. All come from studies.md, the project's list
# of what was published, its section on studies known elsewhere.
LINKS = {
    "reddit-tlrbmu-clip_guidance_scale": "",
    "reddit-t9n3w4-clip_guidance_scale": "u/JasonMHough",
    "reddit-twomoo-clip_guidance_scale": "u/Taika-Kim",
    "reddit-tb82fm-steps": "u/JasonMHough",
    "reddit-tgdl1b-cutn_batches": "u/jmar777",
    "reddit-t9pg99-cutn_batches": "u/JasonMHough",
    "reddit-tdqnh7-cut_ic_pow": "",
    "reddit-t9y15s-cut_ic_pow": "",
    "reddit-t9xwcs-tv_scale": "u/lowfuel",
    "reddit-taqdrs-rand_mag": "u/lowfuel",
    "reddit-tfwq6x-clip_models": "",
    "reddit-tpryxi-clip_models": "",
    "reddit-tbaygt-clip_models-steps": "u/1stclaas",
    "reddit-twivva-clip_models": "u/guioakhouse",
}
KEYS = {
    "id",
    "parameter",
    "dialects",
    "platforms",
    "measure",
    "sign",
    "condition",
    "note",
    "says",
    "source",
    "study",
}
ORIGINALS = {  # number -> what follows https:// in the addresses of its originals, as studies.md has them
    9: "twitter.com/KyrickYoung/status/1500196286930292742",
    10: "twitter.com/KyrickYoung/status/1500263875442356224",
    11: "twitter.com/KyrickYoung/status/1500263875442356224",
    12: "twitter.com/KyrickYoung/status/1500263875442356224",
    13: "twitter.com/KyrickYoung/status/1500302322282418187",
    14: "twitter.com/KyrickYoung/status/1500579112716578828",
    15: "twitter.com/KyrickYoung/status/1500579112716578828",
    17: "twitter.com/KyrickYoung/status/1501771536876945409",
    18: "twitter.com/KyrickYoung/status/1501771536876945409",
    19: "twitter.com/KyrickYoung/status/1502496082223419392",
    20: "twitter.com/KyrickYoung/status/1502839197882793987",
    21: "twitter.com/KyrickYoung/status/1502840347164094468",
    22: "redd.it/t7p4bi",
    26: "redd.it/tb68id",
    27: "redd.it/t9njmz",
}


@cache
def entries() -> dict[str, Entry]:
    return {entry.name: entry for entry in Catalogue(ROOT / "library")}


@cache
def study(name: str) -> Study:
    return read_study(ROOT / "studies" / f"{name}.yaml")


def test_every_study_has_an_entry_in_the_order_of_the_page():
    assert len(STUDIES) == 31
    assert [entries()[name].card.number for name in STUDIES] == list(range(1, 32))
    assert all(int(name.partition("-")[0]) == number for number, name in enumerate(STUDIES, 1))


def test_numbers_are_unique():
    counted = Counter(entry.card.number for entry in entries().values())
    assert not {number: times for number, times in counted.items() if times > 1 or number < 1}


@pytest.mark.parametrize("name", STUDIES)
def test_the_card_of_a_study_agrees_with_its_file(name):
    card, header = entries()[name].card, study(name).header
    assert (card.title, card.date) == (header.title, str(header.date))
    assert (card.platform, card.stated) == (header.platform, header.platform_stated)
    assert (card.erratum, card.see_also) == (header.erratum, header.see_also)
    assert (card.kind, card.provenance) == ("study", "rendered")


@pytest.mark.parametrize("name", STUDIES)
def test_the_card_of_a_study_credits_who_its_file_credits(name):
    card = entries()[name].card
    for source in study(name).header.sources:
        (item,) = [item for item in card.gathered if (item.by, item.url) == (source.by, source.url)]
        assert item.note.startswith(source.note)
    assert len(card.gathered) == len(study(name).header.sources)


@pytest.mark.parametrize("name", STUDIES)
def test_the_page_comes_first_and_its_originals_after_it(name):
    card = entries()[name].card
    page, *originals = card.gathered
    assert (page.by, page.url, page.date) == (COMPILERS, "", card.date)
    assert f"study {card.number} of 31" in page.note
    assert page.said
    wanted = [f"https://{ORIGINALS[card.number]}"] if card.number in ORIGINALS else []
    assert [item.url for item in originals] == wanted
    assert all("matched by topic" in item.note and not item.said for item in originals)


@pytest.mark.parametrize("name", LINKS)
def test_a_link_entry_says_where_its_picture_is_and_no_more(name):
    card = entries()[name].card
    (item,) = card.gathered
    assert (card.kind, card.provenance, card.platform) == ("link", "text", "Disco Diffusion")
    assert item.url == f"https://redd.it/{name.split('-')[1]}"
    assert item.by == (LINKS[name] or "a post in r/DiscoDiffusion")
    assert name.endswith("-".join(card.parameters))
    assert (card.date, item.date) == ("", "")


def test_the_list_of_link_entries_is_complete():
    links = {name: entry.card for name, entry in entries().items() if entry.card.kind == "link"}
    assert {name for name, card in links.items() if card.added == ADDED} == set(LINKS)


@pytest.mark.parametrize("name", [*STUDIES, *LINKS])
def test_what_a_card_points_to_exists(name):
    card = entries()[name].card
    assert not set(card.see_also) - set(entries())
    assert name not in card.see_also
    assert all(item.url.startswith("https://") for item in card.gathered if item.url)
    assert card.added == ADDED


def claims() -> list[dict]:
    path = ROOT / "library" / "claims.yaml"
    found = read_yaml(path.read_text(encoding="utf-8"), str(path)).plain()
    assert isinstance(found, list)
    return found


def test_claims_have_names_of_their_own_and_a_source():
    counted = Counter(claim["id"] for claim in claims())
    assert len(counted) >= 35
    assert set(counted.values()) == {1}
    assert not [claim["id"] for claim in claims() if not all(item.get("by") for item in claim["source"])]
    assert not [claim["id"] for claim in claims() if not claim["source"] or not claim["says"]]


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim["id"])
def test_a_claim_speaks_of_what_there_is(claim):
    assert set(claim) <= KEYS
    assert claim["sign"] in ("up", "down", "peaked", "none")
    assert not set(claim["study"]) - set(entries())
    measure, _, part = claim["measure"].partition(".")
    if measure == "none":
        assert claim["note"], "says why no measure fits"
    else:
        assert measure in names()
        assert not part or part in find(measure).parts
    assert ("dialects" in claim) != ("platforms" in claim)
    assert set(claim.get("dialects", ())) <= {"disco", "jax"}
    assert set(claim.get("platforms", ())) <= set(platforms())


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim["id"])
def test_a_claim_names_a_parameter_of_its_notebooks(claim):
    if claim["parameter"] == "clip_models":  # all switches of CLIP models at once
        return
    known = {dialect.name: {each.name for each in dialect} for dialect in DIALECTS}
    known |= {name: {each.name for each in dialect_of(name).on(name)} for name in platforms()}
    where = claim.get("dialects", []) + claim.get("platforms", [])
    assert [name for name in where if claim["parameter"] in known[name]] == where
