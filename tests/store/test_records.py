import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.store.records import Record, Trace, canonical
from tests.conformance.store_suite import done, failed

floats = st.floats(allow_nan=True, allow_infinity=True)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def traces(draw):
    rows = draw(st.integers(0, 5))
    column = lambda values: st.lists(values, min_size=rows, max_size=rows)  # noqa: E731
    return Trace(
        step=tuple(range(rows)),
        t=draw(column(floats)),
        grad_rms=draw(column(floats)),
        clamped=draw(column(st.booleans())),
        nan=draw(column(st.booleans())),
        losses=draw(st.dictionaries(st.text(), column(floats), max_size=3)),
    )


@given(traces())
def test_a_trace_equals_itself_after_a_round_trip_through_json(trace):
    assert Trace.from_json(json.loads(json.dumps(trace.to_json(), allow_nan=False))) == trace


@given(traces(), st.dictionaries(st.text(), plain, max_size=4), st.booleans())
def test_a_record_equals_itself_after_a_round_trip_through_its_file(trace, settings, alone):
    record = done("a", settings=settings, trace=trace, alone=alone, models={"prior": "ab" * 32})
    assert Record.from_bytes(record.to_bytes()) == record


def test_floats_of_a_trace_keep_six_significant_digits():
    losses = {"clip": [12345678.9]}
    trace = Trace(step=[0], t=[996], grad_rms=[0.123456789], clamped=[1], nan=[0], losses=losses)
    assert trace.to_json() == {
        "step": [0],
        "t": [996.0],
        "grad_rms": [0.123457],
        "clamped": [1],
        "nan": [0],
        "losses": {"clip": [12345700.0]},
    }


def test_numbers_that_are_not_finite_are_words_in_the_file():
    worst = [math.nan, math.inf, -math.inf]
    trace = Trace(step=[0, 1, 2], t=[3, 2, 1], grad_rms=worst, clamped=[0] * 3, nan=[0] * 3)
    assert trace.to_json()["grad_rms"] == ["nan", "inf", "-inf"]
    assert len(trace) == 3


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(
        ValueError, match=r"columns of a trace have one length, these have .*'losses.clip': 2"
    ):
        Trace(step=[0], t=[1], grad_rms=[1], clamped=[0], nan=[0], losses={"clip": [1, 2]})


def test_a_trace_of_250_steps_stays_below_16_kilobytes():
    row = [x / 7 for x in range(250)]
    trace = Trace(
        step=range(250),
        t=row,
        grad_rms=row,
        clamped=[1] * 250,
        nan=[0] * 250,
        losses={"clip": row, "tv": row},
    )
    assert len(canonical(trace.to_json())) < 16_000


def test_equal_records_have_equal_files():
    one, other = done("a", settings={"eta": 0.8, "steps": 50}), done("a", settings={"steps": 50, "eta": 0.8})
    assert one.to_bytes() == other.to_bytes()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"key": "x"}, "the key is a SHA-256, this is 'x'"),
        ({"state": "lost"}, "the state is 'done' or 'failed', this is 'lost'"),
        ({"picture": "../x"}, "the picture is a SHA-256, this is '../x'"),
        ({"size": None}, "a done cell has a size, this is None"),
        ({"size": (0, 5)}, r"a done cell has a size, this is \(0, 5\)"),
        ({"state": "failed"}, "a failed cell has a reason, this is None"),
        ({"state": "failed", "reason": "x", "picture": "ab" * 32}, "a failed cell has no picture"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(fields, rule):
    data = done("a").to_json() | fields
    with pytest.raises(ValueError, match=rule):
        Record.from_json(data)


def test_every_cut_of_a_record_file_is_known_as_damaged():
    content = failed("a").to_bytes().rstrip()
    for length in range(len(content)):
        with pytest.raises(ValueError, match="not a whole record: "):
            Record.from_bytes(content[:length])


def test_every_changed_digit_or_letter_is_known_as_damage():
    content = done("a").to_bytes()
    for place in range(len(content) - 1):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        with pytest.raises(ValueError, match="not a whole record: "):
            Record.from_bytes(changed)


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"{}", b"\xff", b'{"record":1,"sha256":"x"}', b"[" * 100_000]
)
def test_other_files_are_no_records(content):
    with pytest.raises(ValueError, match="not a whole record: "):
        Record.from_bytes(content)


def test_a_record_without_a_field_is_refused_by_name():
    data = done("a").to_json()
    del data["device"]
    with pytest.raises(ValueError, match=r"a record holds every field, this is \"without \['device'\]\""):
        Record.from_json(data)
