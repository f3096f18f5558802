"""The in-process executor keeps the rules, and the rules catch executors that break them."""

import threading

import pytest

from ezcharts.execution.inline import Inline
from tests.conformance.executor import Broken, ExecutorConformance


class TestInline(ExecutorConformance):
    @pytest.fixture
    def executor(self):
        return Inline()


def test_inline_works_in_the_caller_s_thread():
    def where(items):
        for _ in items:
            yield threading.get_ident()

    assert list(Inline().run(where, [1])) == [threading.get_ident()]


class Eager:
    """Takes every item at once."""

    def run(self, task, items):
        return task(iter(list(items)))


class Forgetful:
    """Loses the last result."""

    def run(self, task, items):
        results = list(task(items))
        yield from results[:-1]


class Doubtful:
    """Gives every result twice."""

    def run(self, task, items):
        for result in task(items):
            yield result
            yield result


class Silent:
    """Swallows exceptions."""

    def run(self, task, items):
        try:
            yield from task(items)
        except Exception:
            return


class Late:
    """Gives results only when all are there, so an exception loses those before it."""

    def run(self, task, items):
        yield from list(task(items))


class Careless:
    """Does not stop the task when it is closed."""

    def __init__(self):
        self.running = []

    def run(self, task, items):
        self.running.append(task(items))
        while (result := next(self.running[-1], None)) is not None:
            yield result


RULES = ExecutorConformance
BROKEN = [
    (Eager, RULES.test_nothing_is_taken_before_a_result_is_asked_for),
    (Eager, RULES.test_items_are_taken_as_there_is_room_so_that_they_may_be_endless),
    (Doubtful, RULES.test_equal_items_have_a_result_each),
    (Forgetful, RULES.test_equal_items_have_a_result_each),
    (Silent, RULES.test_an_exception_of_the_items_reaches_the_caller),
    (Silent, RULES.test_runs_do_not_know_each_other),
    (Late, RULES.test_items_are_taken_as_there_is_room_so_that_they_may_be_endless),
    (Late, RULES.test_an_exception_of_the_task_reaches_the_caller_after_the_results_before_it),
]


@pytest.mark.parametrize(("violator", "rule"), BROKEN)
def test_the_rules_catch_an_executor_that_breaks_them(violator, rule):
    with pytest.raises((AssertionError, pytest.fail.Exception, Broken)):
        rule(ExecutorConformance(), violator())


def test_the_rules_catch_an_executor_that_does_not_stop(tmp_path):
    with pytest.raises((AssertionError, FileNotFoundError)):
        ExecutorConformance().test_closing_stops_the_task_and_takes_no_more(Careless(), tmp_path)
