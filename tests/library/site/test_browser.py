"""The site in a browser, from a disk and served: search, filters, addresses, light and dark, keys, no script.

`open_page` fails a test on any error in the console, breach of the policy, or request that leaves the
machine.
"""

import re
import shutil
from itertools import pairwise

import pytest

from ezcharts.library.server import Live, serving
from ezcharts.library.site.index import index_script
from tests.library.site.made import HARM, shared
from tests.library.site.test_lists import line

SETTLED = "document.getElementById('count').textContent.match(/^[0-9]/)"


@pytest.fixture(scope="module")
def site():
    return shared() / "site"


@pytest.fixture(scope="module", params=["disk", "served"])
def place(request, site):
    """Where the site is opened: `file:///.../` or `http://127.0.0.1:.../`."""
    if request.param == "disk":
        yield f"{site.as_uri()}/"
        return
    with serving(site) as address:
        yield address


def found(page):
    page.wait_for_function(SETTLED)
    return page.locator("#results h2").all_inner_texts()


def test_a_search_finds_words_and_keeps_them_in_the_address(open_page, place):
    page = open_page(f"{place}search/index.html")
    page.wait_for_function(SETTLED)
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("velvet")
    assert found(page) == ["eta"]
    assert page.url.endswith("#q=velvet")
    page.fill("#q", "moss")
    assert found(page) == ["eta vs steps"]
    page.fill("#q", "no such word")
    page.wait_for_function("document.getElementById('count').textContent === '0 studies'")
    assert page.evaluate("typeof EZ.harm") == "undefined"


def test_filters_add_up_and_have_addresses(open_page, place):
    page = open_page(f"{place}search/index.html")
    page.wait_for_function(SETTLED)
    page.select_option("select[name=parameter]", label="eta (3)")
    assert {"eta", "eta vs steps"} < set(found(page))
    page.select_option("select[name=parameter]", label="steps (1)")
    assert found(page) == ["eta vs steps"]
    assert page.url.endswith("#parameter=eta&parameter=steps")
    page.get_by_role("button", name="Remove eta").click()
    assert sorted(found(page)) == ["clamp_max vs steps", "eta vs steps"]
    page.select_option("select[name=dialect]", label="JAX notebooks (1)")
    assert found(page) == ["eta vs steps"]
    assert page.url.endswith("#parameter=steps&dialect=jax")


SEARCHES = {
    "#parameter=steps&dialect=disco": ["clamp_max vs steps"],
    "#platform=disco-5.2": ["range_scale"],
    "#year=2021": ["sat by its nickname"],
    "#kind=link": ["cut_pow"],
    "#provenance=settings": ["range_scale"],
    "#models=disco": ["range_scale"],
    "#q=ic_pow": ["cut_pow"],
    "#parameter=sparkle": ["cut_pow"],
    "#q=ETA%20jan22": ["eta vs steps"],
    "#models=": ["cut_pow", "sat by its nickname"],
}


def test_an_address_is_a_search(open_page, site):
    page = open_page(site / "index.html")
    for hash, titles in SEARCHES.items():
        page.goto("about:blank")
        page.goto((site / "search/index.html").as_uri() + hash)
        assert sorted(found(page)) == titles, hash


def test_going_back_and_another_hash_search_again(open_page, site):
    page = open_page(site / "search/index.html", "#q=velvet")
    assert found(page) == ["eta"]
    page.evaluate("location.hash = '#year=2021'")
    page.wait_for_function("document.querySelector('#results h2').textContent.startsWith('sat')")
    page.go_back()
    page.wait_for_function("document.querySelector('#results h2').textContent === 'eta'")
    assert page.input_value("#q") == "velvet"


def test_a_parameter_stands_above_its_studies(open_page, site):
    page = open_page(site / "search/index.html", "#q=size")
    page.wait_for_function(SETTLED)
    assert page.locator("#meant a").all_inner_texts() == ["width_height", "image_size"]


def test_words_of_strangers_are_shown_as_words(open_page, place):
    page = open_page(f"{place}search/index.html", "#year=2023")
    assert HARM.split()[0] in found(page)[0]
    assert page.evaluate("typeof EZ.harm") == "undefined"
    assert page.locator("img[src=x]").count() == 0


def test_the_box_of_every_page_leads_to_the_search(open_page, place):
    page = open_page(f"{place}about/index.html")
    page.keyboard.press("/")
    page.keyboard.type("velvet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html#q=velvet")
    assert found(page) == ["eta"]


def test_the_box_knows_addresses_of_the_old_wiki(open_page, site):
    page = open_page(site / "index.html")
    for words in ("Category:Cut_ic_pow", "category:ic cut pow", "#Category:Cut_ic_pow"):
        page.goto(f"{site.as_uri()}/index.html")
        page.fill("#find", words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/parameters/cut_ic_pow/index.html")


def test_the_front_page_knows_addresses_of_the_old_wiki(open_page, place):
    page = open_page(f"{place}about/index.html")
    for name, to in {"Cut_ic_pow": "cut_ic_pow", "Eta": "eta", "Size": "size", "ViTB32": "ViTB32"}.items():
        page.goto(f"{place}index.html#Category:{name}")
        page.wait_for_url(f"**/parameters/{to}/index.html")


def test_a_category_of_the_old_wiki_is_led_on_without_a_script(open_page, place):
    page = open_page(f"{place}wiki/Category-Cut_ic_pow/index.html", java_script_enabled=False)
    page.wait_for_url("**/parameters/cut_ic_pow/index.html")
    assert page.locator("h1").inner_text() == "cut_ic_pow"


def test_without_a_script_lists_are_whole_and_the_search_says_what_it_needs(open_page, place):
    page = open_page(f"{place}index.html", java_script_enabled=False)
    assert not page.locator("form.find").is_visible()
    page.get_by_role("link", name="7 studies, A to Z").click()
    assert page.locator(".card").count() == 7
    page.goto(f"{place}search/index.html")
    assert "needs JavaScript" in page.locator("noscript").first.inner_text()


def test_light_and_dark_follow_the_system_until_chosen(open_page, place):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = open_page(f"{place}index.html", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(19, 20, 23)"
    page.get_by_role("button", name="Switch to light").click()
    assert page.evaluate(ground) == "rgb(251, 250, 247)"
    page.goto(f"{place}about/index.html")
    assert page.evaluate(ground) == "rgb(251, 250, 247)"
    page.get_by_role("button", name="Switch to dark").click()
    page.emulate_media(color_scheme="light")
    page.reload()
    assert page.evaluate(ground) == "rgb(19, 20, 23)"


def test_the_choice_holds_before_anything_is_drawn(open_page, site):
    page = open_page(site / "index.html", color_scheme="light")
    page.get_by_role("button", name="Switch to dark").click()
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !window.first)"
        " window.first = document.documentElement.dataset.theme; })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert page.evaluate("window.first") == "dark"


PAGES = (
    "index.html",
    "browse/a-z/index.html",
    "parameters/index.html",
    "parameters/eta/index.html",
    "parameters/range_scale/index.html",
    "wanted/index.html",
    "about/index.html",
    "search/index.html",
)
CONTRAST = """() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return c.startsWith('color(srgb')
    ? [m[0] * 255, m[1] * 255, m[2] * 255, m[3] ?? 1] : [m[0], m[1], m[2], m[3] ?? 1]; };
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255;
    return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c =
  parse(getComputedStyle(e).backgroundColor);
    if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    if (!e.checkVisibility() || e.closest('.unseen, .skip, noscript')) continue;
    const style = getComputedStyle(e), back = behind(e), text = parse(style.color);
    const alpha = Number(style.opacity) * text[3];
    const mixed = text.slice(0, 3).map((v, k) => v * alpha + back[k] * (1 - alpha));
    const [a, b] = [light(mixed), light(back)].sort((x, y) => y - x);
    const contrast = (a + .05) / (b + .05);
    if (contrast < 4.5) bad.push(`${e.className || e.tagName}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(bad)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_and_nothing_is_wider_than_a_telephone(open_page, site, scheme):
    page = open_page(site / "index.html", color_scheme=scheme, viewport={"width": 390, "height": 800})
    for address in PAGES:
        page.goto(f"{site.as_uri()}/{address}")
        assert page.evaluate(CONTRAST) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_every_page_is_named_for_those_who_listen(open_page, site):
    page = open_page(site / "index.html")
    for address in PAGES:
        page.goto(f"{site.as_uri()}/{address}")
        unnamed = page.evaluate(
            "[...document.querySelectorAll('input, select, button, a, nav')]"
            ".filter((e) => e.checkVisibility() && !e.labels?.length)"
            ".filter((e) => !e.getAttribute('aria-label') && !e.textContent.trim())"
            ".map((e) => e.outerHTML)"
        )
        assert unnamed == [], address
        levels = [
            int(tag[1])
            for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((e) => e.tagName)")
        ]
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_the_keyboard_reaches_the_content_first(open_page, site):
    page = open_page(site / "about/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_index_is_read_only_when_it_is_needed(open_page, site):
    page = open_page(site / "index.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.as_uri()}/parameters/eta/index.html")
    assert not [url for url in asked if url.endswith(("index.js", "names.js"))]
    page.goto(f"{site.as_uri()}/search/index.html")
    page.wait_for_function(SETTLED)
    assert [url for url in asked if url.endswith("assets/index.js")]


def test_the_policy_stops_what_a_page_does_not_use(open_page, place, watch):
    page = open_page(f"{place}index.html")
    watch.allowed += ["Content Security Policy", "request to https://example.org/x.png"]
    stopped = []
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s);"
        " const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i);"
        " document.body.setAttribute('onclick', 'window.ran = 2'); document.body.click(); }"
    )
    assert page.evaluate("typeof window.ran") == "undefined"
    assert stopped == ["csp"]


FOLLOWED = """<!DOCTYPE html><html data-root="../../"><link rel="icon" href="data:,"><body>
<script src="../../assets/theme.js"></script><script src="../../assets/find.js"></script></body></html>"""


def test_a_running_study_reaches_its_open_page(open_page, site, tmp_path):
    shutil.copytree(site / "assets", tmp_path / "assets")
    (tmp_path / "studies/02-eta").mkdir(parents=True)
    (tmp_path / "studies/02-eta/index.html").write_text(FOLLOWED)
    (tmp_path / "index.html").write_text("front")
    texts = [b"window.got = (window.got || 0) + 1;"]
    with serving(tmp_path, Live("02-eta", lambda: texts[0])) as address:
        page = open_page(f"{address}studies/02-eta/index.html")
        page.wait_for_function("window.got === 1")
        texts[0] += b" window.more = true;"
        page.wait_for_function("window.more === true && window.got === 2", timeout=9000)


def test_a_thousand_studies_are_found_at_once(open_page, tmp_path):
    shutil.copytree(shared() / "site/assets", tmp_path / "assets")
    shutil.copytree(shared() / "site/search", tmp_path / "search")
    many = [
        line(f"s{n}", number=n, title=f"eta no {n}", words="velvet" * (n % 7 == 0), thumb="")
        for n in range(1000)
    ]
    (tmp_path / "assets/index.js").write_text(index_script(many))
    page = open_page(tmp_path / "search/index.html", "#q=velvet")
    page.wait_for_function("document.getElementById('count').textContent === '143 studies'")
    assert page.locator("#results > li").count() == 60
    page.get_by_role("button", name=re.compile("Show more")).click()
    assert page.locator("#results > li").count() == 120
    assert float(page.get_attribute("#results", "data-ms")) < 500  # ours is a few; a busy machine is slow
