"""Pages of parameters: stable addresses, one page for a name over both dialects, and what misleads is
said."""

import json

import pytest

from ezcharts.library.site import urls
from ezcharts.library.site.index import names_script
from ezcharts.library.site.known import declarations, dialect_named, nicknames, own_name, page_names
from ezcharts.library.site.parameters import MOST, choices, parameter_lines, parameter_pages
from ezcharts.params.dialect import DIALECTS
from ezcharts.params.quirks import QUIRKS
from tests.library.site.made import shared
from tests.library.site.test_lists import line


@pytest.fixture
def site():
    return shared() / "site"


def text(site, address):
    return (site / address).read_text()


def test_every_parameter_of_both_dialects_has_a_page_and_a_category(site):
    for dialect in DIALECTS:
        for parameter in dialect:
            assert (site / f"parameters/{parameter.name}/index.html").is_file()
            category = f"wiki/Category-{parameter.name[0].upper()}{parameter.name[1:]}/index.html"
            assert f"url=../../parameters/{parameter.name}/index.html" in text(site, category)


def test_no_two_folders_differ_in_capitals_only(site):
    for folder in ("parameters", "wiki"):
        names = [path.name.lower() for path in (site / folder).iterdir()]
        assert len(set(names)) == len(names)


def test_a_page_tells_meaning_range_defaults_and_quirks(site):
    page = text(site, urls.parameter("eta"))
    for words in (
        "How much fresh noise each step adds",
        "a number",
        "0.8",
        "default in Huemin 2.7",
        "ddim_eta",
    ):
        assert words in page
    assert QUIRKS["Q16"] in page
    assert QUIRKS["J5"] in page


def test_pictures_come_before_facts(site):
    page = text(site, urls.parameter("eta"))
    assert page.index("thumbs/") < page.index('class="facts"')
    assert page.index("thumbs/") < page.index(QUIRKS["Q16"])


def test_studies_of_both_dialects_stand_apart(site):
    page = text(site, urls.parameter("eta"))
    disco, jax = page.index("In Disco Diffusion"), page.index("In the JAX notebooks")
    assert disco < page.index("studies/02-eta/") < jax < page.index("studies/01-eta-vs-steps/")


def test_a_name_that_misleads_says_so_and_files_studies_under_what_they_show(site):
    disco, jax = text(site, urls.parameter("range_scale")), text(site, urls.parameter("sat_scale"))
    assert "mislead" in disco
    assert "its gradient is exactly zero, whatever the number" in disco
    assert "studies/04-range_scale/" in disco
    assert "studies/05-sat/" not in disco
    assert "studies/05-sat/" in jax


def test_nicknames_lead_to_what_they_mean(site):
    assert "url=../../parameters/cut_ic_pow/index.html" in text(site, urls.parameter("ic_pow"))
    assert "url=../../parameters/cut_ic_pow/index.html" in text(site, "wiki/Category-Ic_cut_pow/index.html")
    size = text(site, urls.parameter("size"))
    assert "refresh" not in size
    assert "../../parameters/width_height/index.html" in size
    assert "../../parameters/image_size/index.html" in size


def test_redirects_need_no_script_and_have_a_link(site):
    page = text(site, "wiki/Category-Cut_ic_pow/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../../parameters/cut_ic_pow/index.html">' in page
    assert 'href="../../parameters/cut_ic_pow/index.html">cut_ic_pow</a>' in page


def test_the_old_names_are_known_to_the_script():
    data = json.loads(names_script().removeprefix("EZ.names(").removesuffix(");\n"))
    assert data["cut_ic_pow"] == data["ic_pow"] == data["innercut_power"] == "cut_ic_pow"
    assert data["size"] == "size"
    assert data["vitb32"] == "ViTB32"
    assert data.keys() >= {name.lower() for name in declarations()}


def test_a_name_means_what_its_dialect_says():
    assert own_name("range_scale", "jax") == "sat_scale"
    assert own_name("range_scale", "disco") == "range_scale"
    assert own_name("cut_pow", "disco") == "cut_ic_pow"
    assert own_name("cut_pow", "jax") == own_name("cut_pow", "") == "cut_pow"
    assert own_name("ic_pow", "") == "cut_ic_pow"
    assert own_name("size", "") == "size"
    assert own_name("sparkle", "disco") == "sparkle"


@pytest.mark.parametrize(
    ("platform", "dialect"),
    [
        ("disco-5.0", "disco"),
        ("huemin-2.7", "jax"),
        ("DD 5", "disco"),
        ("JAX", "jax"),
        ("Midjourney", ""),
        ("", ""),
    ],
)
def test_the_dialect_of_a_platform(platform, dialect):
    assert dialect_named(platform) == dialect


def test_a_parameter_with_many_studies_has_a_list_of_its_own():
    many = [line(f"{n}", parameters=("eta",), number=n) for n in range(MOST + 1)]
    page = next(page for page in parameter_pages({"eta": many}) if page.name == "eta")
    assert page.more == "parameters/eta/all/index.html"
    assert sum(len(group.listings) for group in page.groups) == MOST
    assert page.total == MOST + 1


def test_the_most_studied_come_first_and_model_switches_after_them():
    used = {name: [line(f"{name}{n}", parameters=(name,)) for n in range(3)] for name in ("eta", "ViTB32")}
    used["steps"] = used["eta"][:1]
    used["steps"] = [line("s", parameters=("steps",))]
    assert [each.name for each in parameter_lines(used)][:3] == ["eta", "steps", "ViTB32"]


def test_every_name_leads_to_a_page():
    pages = page_names()
    assert set(pages.values()) == set(declarations())
    assert all(name in pages for name in nicknames())
    assert not {alias.lower() for alias, _ in choices()} & {name.lower() for name in declarations()}
