"""What any executor must do: inherit from `ExecutorConformance` and say how yours is made.

class TestMyExecutor(ExecutorConformance):
    @pytest.fixture
    def executor(self):
        return MyExecutor(...)

The tasks are plain functions of a module, so that an executor may send them to another process.
"""

import itertools
from collections import Counter

import pytest

PREFETCH = 64
"""How many items an executor may at most hold before anybody has asked for their results."""

ENDLESS = 1000
"""A supply of this many is as good as endless."""


class Broken(Exception):
    """Raised by tasks and items on purpose."""


def double(items):
    for item in items:
        yield 2 * item


def in_pairs_backwards(items):
    """Keep two items in flight and finish the younger first, as a batching renderer may."""
    items = iter(items)
    while pair := list(itertools.islice(items, 2)):
        yield from (2 * item for item in reversed(pair))


def fail_at_three(items):
    for item in items:
        if item == 3:
            raise Broken("item 3")
        yield 2 * item


class Leaving:
    """Doubles, and writes a file when it is stopped."""

    def __init__(self, path):
        self.path = path

    def __call__(self, items):
        try:
            yield from double(items)
        finally:
            self.path.write_text("stopped")


class Supply:
    """Items 0, 1, 2, ...; counts how many were taken, and stops who would take them without end."""

    def __init__(self):
        self.taken = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.taken += 1
        assert self.taken < ENDLESS, "items were taken that nobody has room for"
        return self.taken - 1


class ExecutorConformance:
    @pytest.mark.parametrize("task", [double, in_pairs_backwards])
    @pytest.mark.parametrize("count", [0, 1, 7])
    def test_every_item_has_one_result(self, executor, task, count):
        assert Counter(executor.run(task, range(count))) == Counter(2 * i for i in range(count))

    def test_equal_items_have_a_result_each(self, executor):
        assert Counter(executor.run(double, [4, 4, 4])) == Counter([8, 8, 8])

    def test_nothing_is_taken_before_a_result_is_asked_for(self, executor):
        supply = Supply()
        executor.run(double, supply)
        assert supply.taken == 0

    def test_items_are_taken_as_there_is_room_so_that_they_may_be_endless(self, executor):
        supply = Supply()
        results = executor.run(double, supply)
        assert len(list(itertools.islice(results, 3))) == 3
        assert supply.taken <= 3 + PREFETCH
        results.close()

    def test_an_exception_of_the_task_reaches_the_caller_after_the_results_before_it(self, executor):
        results = executor.run(fail_at_three, range(6))
        assert [next(results) for _ in range(3)] == [0, 2, 4]
        with pytest.raises(Broken, match="item 3"):
            next(results)
        with pytest.raises(StopIteration):
            next(results)

    def test_an_exception_of_the_items_reaches_the_caller(self, executor):
        def items():
            yield 1
            raise Broken("no more")

        with pytest.raises(Broken, match="no more"):
            list(executor.run(double, items()))

    def test_closing_stops_the_task_and_takes_no_more(self, executor, tmp_path):
        supply, mark = Supply(), tmp_path / "mark"
        results = executor.run(Leaving(mark), supply)
        next(results)
        assert not mark.exists()
        results.close()
        taken = supply.taken
        assert mark.read_text() == "stopped"
        assert next(results, None) is None
        assert supply.taken == taken

    def test_runs_do_not_know_each_other(self, executor):
        with pytest.raises(Broken):
            list(executor.run(fail_at_three, range(6)))
        first, second = executor.run(double, range(3)), executor.run(double, range(10, 13))
        mixed = [value for pair in zip(first, second, strict=True) for value in pair]
        assert sorted(mixed) == [0, 2, 4, 20, 22, 24]
