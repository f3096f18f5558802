"""The build: deterministic, incremental, complete, and safe with what strangers write."""

import json
import os
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markupsafe import escape
from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Card
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.site.build import Built, build
from ezcharts.library.site.thumbs import HEIGHT, WIDTH
from tests.library.site.made import HARM, add_link, picture, plain_study, quiet, shared


def built(catalogue: Catalogue, out: Path) -> Built:
    return build(catalogue, out, quiet, plain_study)


@pytest.fixture
def library(tmp_path):
    """A library to change; its files keep their times."""
    shutil.copytree(shared() / "library", tmp_path / "library")
    return Catalogue(tmp_path / "library")


@pytest.fixture
def site(tmp_path):
    """The site of the library as it is before a change."""
    shutil.copytree(shared() / "site", tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def pages():
    """Every page of the site, read."""
    return {path: read_page(path) for path in (shared() / "site").rglob("*.html")}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.attributes: set[str] = set()
        self.inline_scripts = 0
        self.relations: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes |= given.keys()
        if given.get("href"):
            self.relations[given["href"]] = given.get("rel") or ""
        self.inline_scripts += tag == "script" and "src" not in given
        self.found += [given[name] for name in ("href", "src") if given.get(name)]
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.found.append(given["content"].partition("url=")[2])
        if "id" in given:
            assert given["id"] not in self.ids, f"two elements are called {given['id']}"
            self.ids.add(given["id"])


def read_page(path: Path) -> Addresses:
    parser = Addresses()
    parser.feed(path.read_text())
    return parser


def test_a_library_of_nothing_has_a_site(tmp_path):
    (tmp_path / "library").mkdir()
    result = built(Catalogue(tmp_path / "library"), tmp_path / "site")
    assert result.studies == 0
    assert (tmp_path / "site/index.html").exists()
    assert (tmp_path / "site/parameters/eta/index.html").exists()


def test_a_second_build_writes_no_file(library, tmp_path):
    first = built(library, tmp_path / "site")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    second = built(library, tmp_path / "site")
    assert first.studies == 7
    assert first.kept == first.removed == second.written == second.removed == 0
    assert second.kept == first.written
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == before


def test_a_second_build_reads_no_picture(library, site, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a picture was opened")

    monkeypatch.setattr(Image, "open", refuse)
    read = Path.read_bytes

    def watched(path):
        assert not (path.suffix == ".webp" and library.folder in path.parents), f"{path} was read"
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    assert built(library, site).written == 0


def test_one_changed_line_changes_few_files(library, site):
    card = library.folder / "02-eta/entry.yaml"
    card.write_text(card.read_text() + "line: Now with a line.\n")
    before = contents(site)
    result = built(library, site)
    after = contents(site)
    changed = {name for name in after if after[name] != before.get(name)}
    assert len(changed) == result.written < 20
    assert "parameters/eta/index.html" in changed
    assert "Now with a line." in (site / "browse/a-z/index.html").read_text()
    assert not {name for name in changed if name.startswith(("thumbs/", "studies/03", "studies/04"))}


def test_a_changed_picture_is_seen_by_its_time(library, site):
    path = next((library.folder / "02-eta/cells").iterdir())
    was, other = path.read_bytes(), picture(99)
    other += b"\0" * (len(was) - len(other)) if len(other) < len(was) else b""
    before = contents(site)
    path.write_bytes(other)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))
    built(library, site)
    after = contents(site)
    assert after[f"studies/02-eta/cells/{path.name}"] == other
    assert {n for n in after if n.startswith("thumbs/") and after[n] != before.get(n)}


def test_a_removed_entry_leaves_nothing(library, site):
    for path in sorted((library.folder / "03-clamp_max-vs-steps").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (library.folder / "03-clamp_max-vs-steps").rmdir()
    result = built(library, site)
    assert result.removed > 5
    assert not (site / "studies/03-clamp_max-vs-steps").exists()
    assert not any(
        b"03-clamp_max" in content for name, content in contents(site).items() if name.endswith(".html")
    )


def test_a_file_that_somebody_removed_comes_back(library, site):
    lost = [site / "studies/02-eta/index.html", next((site / "thumbs").iterdir()), site / "assets/base.css"]
    lost.append(next((site / "studies/01-eta-vs-steps/cells").iterdir()))
    before = contents(site)
    for path in lost:
        path.unlink()
    assert built(library, site).written == len(lost)
    assert contents(site) == before


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08\0broken"])
def test_a_damaged_state_only_costs_time(library, site, damage):
    before = contents(site)
    (site / "ezcharts-build.json.gz").write_bytes(damage)
    built(library, site)
    assert contents(site) == before


def test_equal_libraries_give_equal_bytes_whatever_the_hashes(library, tmp_path):
    code = (
        "import sys; from pathlib import Path; from ezcharts.library.catalogue import Catalogue;"
        "from ezcharts.library.site import state; state.program = lambda: 'one';"
        "from tests.library.site.test_build import built;"
        "[print(built(Catalogue(Path(sys.argv[1])), Path(out)).written) for out in sys.argv[2:]]"
    )
    first, second = tmp_path / "site1", tmp_path / "site2"
    for seed, outs in (("1", [first]), ("2", [second, first])):
        command = [sys.executable, "-c", code, str(library.folder), *map(str, outs)]
        done = subprocess.run(
            command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True
        )
    assert contents(first) == contents(second)
    assert done.stdout.split()[1] == "0"


def test_no_link_leads_nowhere_and_every_link_is_whole(pages):
    for path, page in pages.items():
        for address in page.found:
            parts = urlsplit(address)
            assert not parts.scheme, f"{path} leads to {address}"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path} leads to {address}, which is no file"
            if parts.fragment and "=" not in parts.fragment:
                assert parts.fragment in pages[target].ids, (
                    f"{path} leads to {address}, which has no such place"
                )


def test_the_pages_of_studies_fit_in(library, tmp_path):
    site = tmp_path / "site"
    build(library, site, quiet)
    for path in (site / "studies").glob("*/index.html"):
        page = read_page(path)
        assert page.inline_scripts == 0
        for address in page.found:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("http", "https")
                assert {*page.relations[address].split()} >= {"noreferrer", "noopener"}
            elif parts.path:
                assert (path.parent / unquote(parts.path)).is_file(), f"{path} leads to {address}"
    table = (site / "studies/02-eta/data.csv").read_text().splitlines()
    assert table[0] == "eta,contrast,FILE"
    assert all((site / "studies/02-eta" / row.rpartition(",")[2]).is_file() for row in table[1:])
    assert build(library, site, quiet).written == 0


def test_every_page_can_be_reached_from_the_front(pages):
    site = shared() / "site"
    reached, left = set(), [site / "index.html"]
    while left:
        path = left.pop()
        if path in pages and path not in reached:
            reached.add(path)
            here = (urlsplit(address).path for address in pages[path].found)
            left += [(path.parent / unquote(address)).resolve() for address in here if address]
    names = {path.relative_to(site).as_posix() for path in pages.keys() - reached}
    assert names == {name for name in names if name.startswith(("wiki/", "parameters/"))}


def test_every_page_has_landmarks_a_policy_and_one_heading(pages):
    for path, page in pages.items():
        if path.parent.parent.name == "studies":
            continue
        text = path.read_text()
        assert text.count("<h1") == text.count("<main") == text.count('class="skip"') == 1, path
        assert "default-src 'none'" in unescape(text), path
        assert "style" not in page.attributes, path
        assert not any(name.startswith("on") for name in page.attributes), path
        assert "<style" not in text, path


def test_words_of_strangers_stay_words(pages):
    for path, page in pages.items():
        assert "x" not in page.found, path
        assert page.inline_scripts == 0, path
    front = (shared() / "site/index.html").read_text()
    assert str(escape(HARM)).replace("_", "_<wbr>") in front
    index = (shared() / "site/assets/index.js").read_text()
    assert "</" not in index
    assert "\u2028" not in index
    assert json.loads(index.removeprefix("EZ.index(").removesuffix(");\n"))["line"][6] == HARM


def test_the_wrong_entries_are_named_all_at_once(library, tmp_path):
    (library.folder / "02-eta/entry.yaml").write_text("nonsense: 1\n")
    (library.folder / "04-range_scale/cells.json").write_text("{}")
    with pytest.raises(LibraryError) as error:
        built(library, tmp_path / "site")
    assert "02-eta" in str(error.value)
    assert "04-range_scale" in str(error.value)


def test_a_folder_with_other_things_is_not_touched(library, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    with pytest.raises(LibraryError, match="holds files that no build"):
        built(library, tmp_path / "mine")
    assert (tmp_path / "mine/letter.txt").read_text() == "dear"


def test_a_linked_entry_is_refused(library, tmp_path):
    (library.folder / "08-link").symlink_to(library.folder / "02-eta")
    with pytest.raises(LibraryError, match="08-link"):
        built(library, tmp_path / "site")


def test_pairs_with_clip_models_lead_nowhere_wrong(tmp_path):
    for name, parameters in {"1": ("ViTB32", "RN50"), "2": ("eta",), "3": ("clip_models",)}.items():
        card = Card(kind="link", title=name, platform="disco-5.0", parameters=parameters)
        add_link(tmp_path / "library", name, card)
    built(Catalogue(tmp_path / "library"), tmp_path / "site")
    for path in (tmp_path / "site/index.html", tmp_path / "site/wanted/index.html"):
        assert "CLIP models" in path.read_text()
        for address in read_page(path).found:
            assert (path.parent / unquote(urlsplit(address).path)).exists(), address


def test_progress_reaches_the_end(library, tmp_path):
    told = []
    build(library, tmp_path / "site", lambda done, total, words: told.append((done, total)), plain_study)
    assert told[-1] == (14, 14)
    assert [done for done, _ in told] == list(range(1, 15))


def test_small_pictures_fill_a_card(site):
    thumbs = list((site / "thumbs").iterdir())
    assert len(thumbs) == 6
    for path in thumbs:
        with Image.open(path) as opened:
            assert opened.size == (WIDTH, HEIGHT)


def test_a_library_of_links_has_no_pictures(tmp_path):
    add_link(tmp_path / "library", "1-a", Card(kind="link", title="a", parameters=("eta",)))
    built(Catalogue(tmp_path / "library"), tmp_path / "site")
    assert not (tmp_path / "site/thumbs").exists()
    assert "Picture wanted" in (tmp_path / "site/wanted/index.html").read_text()
