"""What any store must do: inherit from `StoreConformance` and say how yours is made.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path):
        return MyStore(...)
"""

import hashlib
import threading

import pytest

from ezcharts.errors import StoreError
from ezcharts.store.records import Record, Trace

PICTURE = b"\x89PNG picture"


def key_of(name):
    return hashlib.sha256(str(name).encode()).hexdigest()


def done(name, **fields):
    settings = {"eta": 0.8, "text_prompts": ["Zdzisław"]}
    given = {"platform": "disco-5.0", "settings": settings, "size": (128, 64)}
    return Record(key=key_of(name), state="done", **(given | fields))


def failed(name, **fields):
    given = {"platform": "disco-5.0", "settings": {"eta": 9.0}, "reason": "every value is NaN"}
    return Record(key=key_of(name), state="failed", **(given | fields))


class StoreConformance:
    def test_a_cell_nobody_rendered_has_no_record_and_is_needed(self, store):
        assert store.get(key_of("a")) is None
        assert store.needs(key_of("a"))
        assert store.keys() == []

    def test_a_record_comes_back_as_it_was_put(self, store):
        trace = Trace(
            step=(0, 1), t=(999, 979.5), grad_rms=(0.25, float("nan")), clamped=(True, False), nan=(False,
            True), losses={"clip": (1.5, 2.0)},
        )  # fmt: skip
        given = done(
            "a", image=3, seconds=12.5, alone=True, batch=7, peak_memory_bytes=10**9, precision="bfloat16",
            device="cpu", models={"prior": "ab" * 32}, mathematics=2, version="0.1.0",
            created="2022-03-05T12:00:00+00:00", trace=trace,
        )  # fmt: skip
        kept = store.put(given, PICTURE)
        assert kept.picture == hashlib.sha256(PICTURE).hexdigest()
        assert store.get(given.key) == kept
        assert store.get(given.key).trace == trace

    def test_a_done_cell_is_not_needed_again(self, store):
        store.put(done("a"), PICTURE)
        assert not store.needs(key_of("a"))

    def test_the_picture_file_holds_what_was_put(self, store):
        kept = store.put(done("a"), PICTURE)
        assert store.picture_path(kept).read_bytes() == PICTURE

    def test_equal_pictures_of_two_cells_share_a_file(self, store):
        first, second = store.put(done("a"), PICTURE), store.put(done("b"), PICTURE)
        assert store.picture_path(first) == store.picture_path(second)

    def test_a_final_failure_is_not_tried_again_a_passing_one_is(self, store):
        store.put(failed("a", final=True))
        store.put(failed("b", final=False))
        assert not store.needs(key_of("a"))
        assert store.needs(key_of("b"))
        assert store.get(key_of("a")).reason == "every value is NaN"

    def test_a_timing_study_needs_what_was_rendered_in_company(self, store):
        store.put(done("a", alone=False), PICTURE)
        store.put(done("b", alone=True), PICTURE)
        assert store.needs(key_of("a"), alone=True)
        assert not store.needs(key_of("b"), alone=True)

    def test_a_failure_never_replaces_a_picture(self, store):
        kept = store.put(done("a"), PICTURE)
        assert store.put(failed("a")) == kept
        assert store.get(key_of("a")) == kept

    def test_a_picture_replaces_a_failure_and_a_failure_an_older_one(self, store):
        store.put(failed("a", reason="out of memory"))
        store.put(failed("a", reason="every value is NaN"))
        assert store.get(key_of("a")).reason == "every value is NaN"
        store.put(done("a"), PICTURE)
        assert store.get(key_of("a")).state == "done"

    def test_keys_are_those_of_all_records_sorted(self, store):
        for name in "cab":
            store.put(done(name), PICTURE)
        store.put(failed("d"))
        assert store.keys() == sorted(key_of(name) for name in "abcd")

    def test_a_done_record_needs_its_own_picture(self, store):
        with pytest.raises(StoreError, match="is put with its picture; cell ca978112ca1b came without one"):
            store.put(done("a"))
        with pytest.raises(StoreError, match=f"the record names picture {'0' * 64}, the one put with it is"):
            store.put(done("a", picture="0" * 64), PICTURE)
        assert store.needs(key_of("a"))

    def test_a_failed_record_has_no_picture_path(self, store):
        with pytest.raises(
            StoreError, match=r"ca978112ca1b has no picture: it is failed \(every value is NaN\)"
        ):
            store.picture_path(store.put(failed("a")))

    @pytest.mark.parametrize("key", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
    def test_a_key_that_is_none_is_refused(self, store, key):
        for ask in (store.get, store.needs):
            with pytest.raises(StoreError, match="a digest has 64 hexadecimal digits"):
                ask(key)
        with pytest.raises(StoreError, match="a digest has 64 hexadecimal digits"), store.claim(key):
            raise AssertionError("claimed")

    def test_one_claim_at_a_time(self, store):
        claim = store.claim
        with claim(key_of("a")) as first, claim(key_of("a")) as second, claim(key_of("b")) as other:
            assert (first, second, other) == (True, False, True)
        with store.claim(key_of("a")) as again:
            assert again

    def test_a_claim_ends_with_an_error_in_its_block(self, store):
        with pytest.raises(ZeroDivisionError), store.claim(key_of("a")):
            raise ZeroDivisionError
        with store.claim(key_of("a")) as again:
            assert again

    def test_of_many_threads_one_gets_the_claim(self, store):
        together, won = threading.Barrier(8, timeout=30), []

        def try_it():
            together.wait()
            with store.claim(key_of("a")) as mine:
                won.append(mine)
                together.wait()

        threads = [threading.Thread(target=try_it) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(won) == [False] * 7 + [True]
