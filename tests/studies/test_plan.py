"""A plan counts what is there and what is missing."""

from ezcharts.studies.grid import expand
from ezcharts.studies.identity import cell_key
from ezcharts.studies.plan import disk_bytes, plan
from ezcharts.studies.spec import study_from_dict

GRID = expand(
    study_from_dict(
        {
            "title": "x",
            "platform": "disco-5.0",
            "axes": {
                "steps": [50, 100],
                "look": {"named": {"a": {"eta": 0.8}, "b": {"cgs": 5000}, "c": {"eta": 0}}},
            },
            "settings": {"seed": 7, "width_height": "192x128", "skip_steps": 10},
        }
    )
)
KEYS = [cell_key(each.cell, {}) for each in GRID.cells]


def test_an_empty_store():
    found = plan(GRID, KEYS, set())
    assert (found.cells, found.distinct, found.stored) == (6, 4, 0)
    assert [cell.settings["steps"] for cell in found.missing] == [50, 50, 100, 100]
    assert found.cell_steps == 2 * (40 + 90)
    assert found.seconds is None
    assert found.disk_bytes == sum(disk_bytes(cell) for cell in found.missing)


def test_a_store_that_has_some():
    found = plan(
        GRID, KEYS, {KEYS[0], "another"}, lambda cell: 0.1 * cell.course.evaluations, lambda cell: 1000
    )
    assert (found.distinct, found.stored, len(found.missing)) == (4, 1, 3)
    assert found.seconds == 0.1 * (40 + 90 + 90)
    assert found.disk_bytes == 3000


def test_a_store_that_has_all():
    found = plan(GRID, KEYS, KEYS, lambda cell: 1.0)
    assert (found.missing, found.cell_steps, found.seconds, found.disk_bytes) == ((), 0, 0, 0)


def test_the_estimate_of_the_disk_grows_with_picture_and_steps():
    cell = GRID.cells[0].cell
    assert disk_bytes(cell) == int(192 * 128 * 1.6) + 4000 + 40 * 120
