"""Claims and pooled directions on the site are those of the entries."""

from pathlib import Path

import pytest

from ezcharts.library.card import Added
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.directions import write_findings
from ezcharts.library.draft import shelve
from ezcharts.library.site.build import build
from ezcharts.library.site.evidence import Evidence
from ezcharts.library.site.known import page_names
from ezcharts.library.site.listing import listing_of
from tests.library.making import STUDY, finished

CLAIMS = """\
- {id: livelier, parameter: eta, dialects: disco, measure: contrast, sign: up,
   says: "eta up: more <contrast>.", source: [{by: somebody, url: "https://redd.it/x"}]}
- {id: untested, parameter: tv_scale, dialects: disco, measure: contrast, sign: up, says: "Nobody knows."}
- {id: away, parameter: eta, dialects: jax, measure: contrast, sign: up, says: "In JAX, too."}
"""


@pytest.fixture
def catalogue(tmp_path) -> Catalogue:
    """Two studies of eta: contrast goes up in both, faster in the second."""
    shelf = Catalogue(tmp_path / "library")
    for name, slope in (("one", 0.1), ("two", 0.3)):
        folder = tmp_path / name
        folder.mkdir()
        run = finished(folder, STUDY)
        at = {run.find(place.cell).key: place.coordinates["eta"] for place in run.grid.cells}
        made = finished(folder, STUDY, measured=lambda key, at=at, slope=slope: {"contrast": slope * at[key]})
        write_findings(shelve(made.draft(Added(), name), shelf))
    (shelf.folder / "claims.yaml").write_text(CLAIMS)
    return shelf


def evidence(catalogue) -> Evidence:
    return Evidence(catalogue, [listing_of(entry, "") for entry in catalogue])


def test_claims_stand_under_what_became_of_them(catalogue):
    groups = evidence(catalogue).groups(page_names())
    assert [(group.status, [line.verdict.claim.id for line in group.lines]) for group in groups] == [
        ("undecided", ["livelier"]),
        ("untested", ["untested", "away"]),
    ]
    (line,) = groups[0].lines
    assert line.address == "parameters/eta/index.html"
    assert [one.entry for one in line.verdict.evidence] == ["one", "two"]


def test_directions_are_pooled_over_studies(catalogue):
    (line,) = [one for one in evidence(catalogue).pooled("eta") if one.measure == "contrast"]
    assert (line.names, line.models, line.agreement) == (("one", "two"), "embedded models only", 1.0)
    # from end to end 0.2 and 0.6: on average 0.4
    assert line.sentence.startswith("eta up: contrast up in 2 of 2 studies, by 0.4 of full scale")
    assert evidence(catalogue).pooled("tv_scale") == []


def test_pages_show_both_escaped(catalogue, tmp_path):
    site = tmp_path / "site"
    build(catalogue, site, lambda *_: None)
    page = (site / "claims/index.html").read_text()
    assert "eta up: more &lt;contrast&gt;." in page
    assert 'href="https://redd.it/x" rel="noopener noreferrer nofollow ugc"' in page
    assert "undecided, leans to yes (embedded models only)" in page
    parameter = (site / "parameters/eta/index.html").read_text()
    assert "contrast up in 2 of 2 studies" in parameter
    assert "#claim-livelier" in parameter
    again = build(catalogue, site, lambda *_: None)
    assert (again.written, again.removed) == (0, 0)


def test_without_claims_the_page_says_so(catalogue, tmp_path):
    Path(catalogue.folder / "claims.yaml").unlink()
    build(catalogue, tmp_path / "site", lambda *_: None)
    assert "holds no claims yet" in (tmp_path / "site/claims/index.html").read_text()
