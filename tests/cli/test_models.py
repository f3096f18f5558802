"""`ezcharts models` lists, fetches, verifies and adds."""

import dataclasses
import hashlib
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ezcharts.cli.main import cli
from ezcharts.errors import ModelError, PlanError, UnknownName
from ezcharts.models import checkpoints as catalogue
from ezcharts.models import fetch as fetching
from ezcharts.models.checkpoints import checkpoint, checkpoints, switches
from ezcharts.models.fetch import Manners
from tests.models.http_server import CONTENT, OTHER, SHA256, Answer, serving


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("NO_PROXY", "*")
    return tmp_path / "models"


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def at(server, monkeypatch):
    """Let a checkpoint's card say that its file is the one that the server has."""
    monkeypatch.setattr(fetching, "Manners", lambda: Manners(pause_seconds=0, breaks=1))

    def change(name, **changes):
        facts = {"addresses": (server.address(f"/{name}"),), "bytes": None, "sha256": SHA256, **changes}
        cards = {
            **catalogue._checkpoints(),
            name: dataclasses.replace(checkpoint(name), **facts),
        }
        monkeypatch.setattr(catalogue, "_checkpoints", lambda: cards)
        for derived in ("_switches", "_words"):
            uncached = getattr(getattr(catalogue, derived), "__wrapped__", getattr(catalogue, derived))
            monkeypatch.setattr(catalogue, derived, uncached)

    return change


def run(*arguments, columns=80):
    return CliRunner(env={"COLUMNS": str(columns), "TERM": "dumb"}).invoke(cli, ["models", *arguments])


def text(*arguments, columns=80):
    result = run(*arguments, columns=columns)
    assert result.exit_code == 0, result.output
    return result.output


def one_line(output):
    return " ".join(output.split())


# ---- list


@pytest.mark.parametrize("columns", [80, 120])
def test_the_list_names_everything_within_the_width(columns, folder):
    output = text("list", columns=columns)
    lines = [line.rstrip() for line in output.splitlines() if str(folder) not in line]
    assert max(map(len, lines)) <= columns
    first = {line.split()[0] for line in lines if line}
    usable = [known for known in checkpoints() if known.refused is None and known.role != "perceptor"]
    names = {known.name for known in usable} | {switch.name for switch in switches()}
    long = "512x512_diffusion_uncond_openimages_epoch28_withfilter"
    assert names - first <= ({long} if columns == 80 else set())
    assert long in output.replace(" ", "").replace("\n", "") or columns == 80
    assert "0 of 33 files are here" in output


def test_the_list_tells_size_state_and_licence(at, folder):
    folder.mkdir()
    at("256x256_diffusion_uncond")
    (folder / "256x256_diffusion_uncond.pt").write_bytes(CONTENT)
    lines = {line.split()[0]: line.split()[1:] for line in text("list").splitlines() if line.strip()}
    assert lines["256x256_diffusion_uncond"] == ["10.0", "KiB", "unverified", "MIT"]
    text("verify")
    lines = {line.split()[0]: line.split()[1:] for line in text("list").splitlines() if line.strip()}
    assert lines["256x256_diffusion_uncond"] == ["10.0", "KiB", "verified", "MIT"]
    assert lines["512x512_diffusion_uncond_finetune_008100"] == ["~2.08", "GiB", "missing", "MIT"]
    assert lines["ViTL14"] == ["890", "MiB", "missing", "MIT"]
    assert lines["jpeg-db-oi-614"] == ["?", "missing", "not", "stated"]


def test_the_list_says_what_is_of_no_use_and_why():
    output = one_line(text("list", columns=200))
    assert (
        "danbooru_128 it is a pickle, and opening a pickle runs whatever code it holds imagenet_128" in output
    )
    assert "custom it stands for your own file" in output


def test_no_word_is_the_same_as_list():
    assert text() == text("list")


def test_one_set_is_shown_as_before_in_both_forms():
    output = text("embedded")
    assert output == text("list", "embedded")
    for word in ("stands for", "vit-p16", "(judge, never guides)", "64 px"):
        assert word in output
    assert "original checkpoints" not in output


def test_a_set_of_checkpoints_is_shown_with_their_states():
    output = text("originals")
    assert output.startswith("originals: the notebooks' own models, one checkpoint each; the files are below")
    assert "0 of 33 files are here" in output
    assert "vit-p16" not in output


def test_one_checkpoint_is_shown_in_full(folder):
    output = text("list", "RN50_yffcc15m")
    for line in (
        "rn50-quickgelu-yfcc15m",
        "SHA-256       455df13750cec2d6bb5e578fa84fb59a63d40e9fdbae58e7e7155672e46dc578",
        f"path          {folder / 'rn50-quickgelu-yfcc15m-455df137.pt'}",
        "switch        RN50_yffcc15m (open_clip RN50, GELU, 224 px)",
        "switch        RN50_quickgelu_yfcc15m (open_clip RN50-quickgelu, QuickGELU, 224",
        "to get it     ezcharts models fetch rn50-quickgelu-yfcc15m",
    ):
        assert line in output.splitlines()


def test_addresses_are_never_cut_in_two():
    output = text("RN50", columns=60)
    assert all(f"address       {address}\n" in output for address in checkpoint("RN50").addresses)


def test_a_word_for_several_shows_them():
    output = text("lpips")
    assert "ezcharts models fetch lpips gets" in output
    assert "vgg16" in output
    assert "lpips-vgg" in output


def test_an_unknown_name_gets_a_suggestion():
    for arguments in (["RN5x4"], ["list", "RN5x4"]):
        error = run(*arguments).exception
        assert isinstance(error, UnknownName)
        assert "unknown model 'RN5x4'; did you mean 'RN50x4'" in str(error)


def test_a_misspelt_set_gets_a_suggestion():
    assert "did you mean 'embedded'" in str(run("embeded").exception)


@pytest.mark.parametrize("arguments", [["--help"], ["fetch", "--help"], ["verify", "-h"], ["add", "-h"]])
def test_help_is_there_within_the_width(arguments):
    result = CliRunner().invoke(cli, ["models", *arguments], terminal_width=80, prog_name="ezcharts")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80


# ---- fetch


def test_fetch_gets_a_file_and_says_so(at, folder):
    at("RN50")
    assert one_line(text("fetch", "RN50")) == f"RN50: ? RN50 fetched, verified: {folder / 'RN50.pt'}"
    assert (folder / "RN50.pt").read_bytes() == CONTENT
    assert "RN50 is here already, verified" in text("fetch", "RN50")


def test_fetch_gets_what_belongs_together_each_file_once(at, server, folder):
    at("vgg16")
    at("lpips-vgg", sha256=hashlib.sha256(OTHER).hexdigest())
    server.script += [Answer(), Answer(content=OTHER)]
    output = text("fetch", "lpips", "vgg16")
    assert [path for path, _ in server.requests] == ["/vgg16", "/lpips-vgg"]
    assert "lpips-vgg fetched, verified" in output


def test_fetch_by_switch_gets_the_shared_file(at):
    at("rn101-quickgelu-yfcc15m")
    assert "rn101-quickgelu-yfcc15m fetched" in text("fetch", "RN101_yfcc15m")


def test_fetch_tells_what_it_meets_and_goes_on_with_the_others(at, server, folder):
    at("RN50")
    at("RN101")
    server.script += [Answer(status=404)]
    result = run("fetch", "RN50", "RN101")
    assert result.exit_code == 1
    assert "answers 404 Not Found" in result.output
    assert "Once you have it: ezcharts models add PATH --name RN50" in result.output
    assert "RN101 fetched, verified" in result.output
    assert result.output.endswith("1 of 2 could not be fetched\n")
    assert not (folder / "RN50.pt").exists()


def test_fetch_says_when_nothing_vouches_for_a_file(at):
    at("jpeg-db-oi-614", sha256=None)
    output = text("fetch", "jpeg-db-oi-614")
    assert "fetched, unverified" in output
    assert f"no hash is published; SHA-256 of this copy: {SHA256}" in output
    assert "is here already, unverified" in text("fetch", "jpeg-db-oi-614")


def test_fetch_refuses_a_pickle():
    result = run("fetch", "wikiart_256")
    assert result.exit_code == 1
    assert "cannot be used here: it is a pickle" in result.output


def test_fetch_without_a_known_address_says_where_people_find_it(at):
    at("RN50", addresses=())
    result = run("fetch", "RN50")
    assert result.exit_code == 1
    assert "no address is known for RN50. People find RN50.pt here: OpenAI's CLIP repository" in result.output


def test_fetch_of_an_unknown_name_changes_nothing(server):
    error = run("fetch", "disko").exception
    assert isinstance(error, UnknownName)
    assert "unknown checkpoint 'disko'; did you mean 'disco'" in str(error)
    assert isinstance(run("fetch", "SLIPB16").exception, PlanError)


def test_a_finished_bar_says_where_a_break_was(at, server):
    at("RN50")
    server.script += [Answer(drop=1000)]
    assert "going on from byte 1000" in text("fetch", "RN50")


# ---- verify


def test_verify_of_nothing_says_so(folder):
    assert text("verify") == f"there are no checkpoints in {folder}\n"


def test_verify_reads_again_and_finds_what_has_changed(at, folder):
    at("RN50")
    text("fetch", "RN50")
    assert f"RN50, verified: {folder / 'RN50.pt'}" in text("verify")
    stat = (folder / "RN50.pt").stat()
    (folder / "RN50.pt").write_bytes(CONTENT[::-1])
    os.utime(folder / "RN50.pt", ns=(stat.st_atime_ns, stat.st_mtime_ns))  # only reading can tell
    result = run("verify")
    assert result.exit_code == 1
    assert f"RN50: wrong content: {folder / 'RN50.pt'}" in result.output
    assert f"SHA-256 expected {SHA256}" in result.output
    assert f"SHA-256 seen     {hashlib.sha256(CONTENT[::-1]).hexdigest()}" in result.output
    assert "ezcharts models fetch RN50 sets it aside" in result.output
    text("fetch", "RN50")
    assert run("verify").exit_code == 0


def test_verify_of_a_missing_file_fails():
    result = run("verify", "RN50")
    assert result.exit_code == 1
    assert "RN50: missing" in result.output
    assert "get it with: ezcharts models fetch RN50" in result.output


def test_verify_of_a_file_without_a_hash_tells_the_one_it_has(folder):
    folder.mkdir()
    (folder / "jpeg-db-oi-614.pt").write_bytes(CONTENT)
    assert f"no hash is published; SHA-256 of this copy: {SHA256}" in text("verify")


# ---- add


def test_add_takes_a_file_by_its_content(at, tmp_path, folder):
    at("RN50")
    path = tmp_path / "found somewhere.bin"
    path.write_bytes(CONTENT)
    assert text("add", str(path)) == f"RN50: linked, verified: {folder / 'RN50.pt'}\n"
    assert path.samefile(folder / "RN50.pt")


def test_add_says_when_a_file_is_only_taken_at_its_name(tmp_path, folder):
    path = tmp_path / "mine.pt"
    path.write_bytes(b"PK\x03\x04" + CONTENT)
    output = text("add", str(path), "--name", "jpeg-classifier-72")
    assert "jpeg-classifier-72: linked, unverified" in output
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert f"taken at its name. SHA-256 of this copy: {digest}" in output


def test_add_tells_what_was_set_aside(at, tmp_path, folder):
    at("RN50")
    folder.mkdir()
    (folder / "RN50.pt").write_bytes(OTHER)
    path = tmp_path / "RN50.pt"
    path.write_bytes(CONTENT)
    assert "kept aside as RN50.pt.damaged" in text("add", str(path))


def test_add_refuses_another_file(tmp_path):
    path = tmp_path / "RN50.pt"
    path.write_bytes(OTHER)
    error = run("add", str(path)).exception
    assert isinstance(error, ModelError)
    assert "is not RN50. SHA-256 expected: afeb0e10" in str(error)


def test_add_of_a_path_that_is_not_there():
    assert "there is no file" in str(run("add", "nowhere.pt").exception)


# ---- the whole command


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-c", "from ezcharts.cli.main import main; main()", "models", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_needs_no_torch_and_ends_with_the_right_code():
    code = """
import sys
from click.testing import CliRunner
from ezcharts.cli.models import models
assert CliRunner().invoke(models, []).exit_code == 0
assert not {"torch", "open_clip", "diffusers"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    wrong, unknown = command("verify", "RN50"), command("RN5x4")
    assert (wrong.returncode, unknown.returncode) == (1, 2)
    assert unknown.stderr.startswith("Error: unknown model 'RN5x4'")
