"""Filling a store: once, only what is missing, by several at a time, and after any accident."""

import hashlib
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ezcharts.errors import InputError, UnknownName
from ezcharts.measures.sidecar import Sidecars
from ezcharts.measures.table import find, measures
from ezcharts.models.cards import Card, model_set
from ezcharts.runner.measuring import one
from ezcharts.runner.measuring.fill import bench_of, fill, missing, order, processes
from ezcharts.runner.measuring.jobs import Job, of_store
from ezcharts.runner.measuring.one import Bench, Order
from ezcharts.store.store import Store
from tests.conformance.store_suite import failed
from tests.measures.pictures import key_of, put_cell, store_of
from tests.measures.test_meaning import Plain
from tests.tiny_cells import tiny_cell

NAMES = ("contrast", "detail", "loss")


@pytest.fixture
def store(tmp_path):
    return store_of(tmp_path / "store", 4)


def filled(store, names=NAMES, workers=1):
    """Fill a store; return key -> names that were filled in, of the cells that lacked something."""
    ordered, _ = order(store, names)
    left = missing(bench_of(ordered), of_store(store))
    return {outcome.key: outcome.names for outcome in fill(ordered, left, workers)}


def contents(store):
    return {path: path.read_bytes() for path in sorted((store.root / "records").glob("*/*"))}


def test_every_cell_is_measured_once_and_its_record_stays_untouched(store):
    before = contents(store)
    assert filled(store) == dict.fromkeys(store.keys(), NAMES)
    assert filled(store) == {}
    assert contents(store) == before
    numbers = Sidecars(store.root).get(key_of(0)).numbers()
    assert list(numbers) == [
        "contrast", "detail.coarse", "detail.fine", "detail.middle", "loss.clip ViTB32", "loss.tv",
    ]  # fmt: skip
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    assert numbers["contrast"] == pytest.approx(find("contrast").compute(pixels), rel=1e-7)


def test_one_measure_more_fills_in_only_itself(store):
    filled(store)
    assert filled(store, (*NAMES, "noise")) == dict.fromkeys(store.keys(), ("noise",))
    assert set(Sidecars(store.root).get(key_of(0)).entries) == {*NAMES, "noise"}


def test_a_raised_version_is_measured_again_and_the_others_are_not(store, monkeypatch):
    filled(store)
    raised = replace(find("contrast"), version=2, compute=lambda picture: 0.125)
    monkeypatch.setattr(one, "find", lambda name: raised if name == "contrast" else find(name))
    assert filled(store) == dict.fromkeys(store.keys(), ("contrast",))
    entries = Sidecars(store.root).get(key_of(0)).entries
    assert (entries["contrast"].value, entries["contrast"].version) == (0.125, 2)
    assert filled(store) == {}


def test_one_cell_more_is_the_only_one_measured(store):
    filled(store)
    put_cell(store, "more")
    assert filled(store) == {key_of("more"): NAMES}


def test_a_cell_that_is_rendered_again_is_measured_again(store):
    filled(store)
    put_cell(store, 2, seed=99)
    assert filled(store) == {key_of(2): NAMES}


def test_failed_cells_have_nothing_to_measure(store):
    store.put(failed("broken"))
    assert key_of("broken") not in filled(store)
    ordered, _ = order(store, NAMES)
    assert Bench(ordered, Plain).measure(Job(key_of("broken"))).state == "not rendered"
    assert Bench(ordered, Plain).measure(Job(key_of("nobody"))).state == "not rendered"


def test_a_damaged_sidecar_is_told_and_filled_again(store):
    filled(store)
    path = Sidecars(store.root).path(key_of(1))
    path.write_bytes(path.read_bytes()[:50])
    ordered, _ = order(store, NAMES)
    bench = bench_of(ordered)
    assert [job.key for job in missing(bench, of_store(store))] == [key_of(1)]
    assert "kept aside as" in bench.said()[0]
    assert bench.said() == ()
    assert filled(store) == {key_of(1): NAMES}


def test_a_damaged_picture_stops_nobody_else(store):
    store.picture_path(store.get(key_of(0))).write_bytes(b"half")
    store.picture_path(store.get(key_of(1))).unlink()
    ordered, _ = order(store, NAMES)
    outcomes = {outcome.key: outcome for outcome in fill(ordered, of_store(store), 1)}
    assert [outcomes[key_of(n)].state for n in range(4)] == ["not readable"] * 2 + ["measured"] * 2
    assert "damaged: its content has another SHA-256; render its study again" in outcomes[key_of(0)].words[0]
    assert "cannot be read (No such file" in outcomes[key_of(1)].words[0]
    # What the record alone says needs no picture.
    assert set(filled(store, ("loss",))) == {key_of(0), key_of(1)}


def test_two_runs_at_once_measure_each_cell_once(store):
    ordered, _ = order(store, NAMES)
    together, states = threading.Barrier(2, timeout=300), []

    def run():
        bench = Bench(ordered, Plain)
        for job in of_store(store):
            together.wait()
            states.append(bench.measure(job).state)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["measured"] * 4 + ["nothing missing"] * 4


def test_several_processes_give_the_values_of_one(store, tmp_path):
    assert filled(store, workers=2) == dict.fromkeys(store.keys(), NAMES)
    alone = store_of(tmp_path / "alone", 4)
    filled(alone)
    for key in map(key_of, range(4)):
        assert Sidecars(store.root).get(key).numbers() == Sidecars(alone.root).get(key).numbers()


def test_a_killed_run_leaves_a_store_that_the_next_one_completes(store):
    program = """
        import sys, time
        from pathlib import Path
        from ezcharts.runner.measuring.fill import bench_of, order
        from ezcharts.runner.measuring.jobs import of_store
        from ezcharts.store.store import Store

        store = Store(Path(sys.argv[1]))
        ordered, _ = order(store, ("contrast", "detail", "loss"))
        bench, (first, second, *_) = bench_of(ordered), of_store(store)
        bench.measure(first)
        with bench.sidecars.claim(second.key):
            print("ready", flush=True)
            time.sleep(600)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(store.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "ready\n"
        run.kill()
    assert list(filled(store)) == store.keys()[1:]
    assert filled(store) == {}


def test_similarity_to_the_initial_image_waits_for_the_image(tmp_path):
    store, image = Store(tmp_path / "store"), tmp_path / "init.png"
    Image.new("RGB", (64, 64), (90, 120, 30)).save(image)
    content = image.read_bytes()
    settings = tiny_cell(init_image="init.png").settings.to_json()
    put_cell(store, "with", settings=settings, models={"init_image": hashlib.sha256(content).hexdigest()})
    put_cell(store, "without")
    ordered, _ = order(store, ("init_similarity", "contrast"))
    first = {outcome.key: outcome for outcome in fill(ordered, of_store(store), 1)}
    assert first[key_of("with")].names == ("contrast",)
    assert "init_image init.png cannot be read (No such file" in first[key_of("with")].words[0]
    assert first[key_of("without")].names == ("init_similarity", "contrast")
    assert Sidecars(store.root).get(key_of("without")).entries["init_similarity"].value is None
    image.write_bytes(content + b"x")
    (other,) = fill(ordered, [Job(key_of("with"), image)], 1)
    assert "is not the file that the cell was made from" in other.words[0]
    image.write_bytes(content)
    (last,) = fill(ordered, [Job(key_of("with"), image)], 1)
    assert (last.names, last.words) == (("init_similarity",), ())
    assert -1 <= Sidecars(store.root).get(key_of("with")).numbers()["init_similarity"] < 0.5


def test_another_judge_judges_again(store, tmp_path):
    card = Card("judge", "judge", tmp_path)
    jobs = [Job(key_of(0))]
    for by, expected in (("one", True), ("one", False), ("two", True)):
        ordered = Order(store.root, ("prompt_similarity", "contrast"), card, by)
        bench = Bench(ordered, lambda card: KnowsAll((1.0, 0, 0)))
        assert ("prompt_similarity" in bench.measure(jobs[0]).names) == expected
        entry = Sidecars(store.root).get(key_of(0)).entries["prompt_similarity"]
        assert (entry.value, entry.by) == (0.6, by)
    without = Bench(Order(store.root, ("prompt_similarity", "contrast")), Plain)
    assert without.measure(jobs[0]).state == "nothing missing"


class KnowsAll(Plain):
    """A stranger to no word."""

    def knows(self, text):
        return True


def test_the_order_is_all_that_can_be_kept(store):
    ordered, words = order(store)
    assert ordered.names == tuple(each.name for each in measures() if each.name != "difference")
    assert (ordered.by, words) == (model_set("embedded").judge.digest, [])


def test_orders_that_cannot_be_carried_out(store):
    with pytest.raises(UnknownName, match="unknown measure 'contrats'; did you mean 'contrast'"):
        order(store, ["contrats"])
    with pytest.raises(InputError, match=r"difference needs a picture to compare with.*, so it is not kept"):
        order(store, ["difference"])


def test_processes_are_as_many_as_there_is_work_for():
    assert processes(3) == 1
    assert processes(10**6) >= 1
    assert processes(3, wanted=5) == 5
