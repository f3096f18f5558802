"""Errors as people should meet them: the line they wrote, and our message, without the way between."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from ezcharts.errors import EzChartsError

P = ParamSpec("P")
R = TypeVar("R")


class Stopped(KeyboardInterrupt):
    """The kernel was interrupted; says what is kept. Notebooks treat it as the interrupt that it is."""


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Raise the function's own errors without the frames inside it; all other errors keep theirs."""

    @functools.wraps(function)
    def outer(*args: P.args, **kwargs: P.kwargs) -> R:
        __tracebackhide__ = True  # IPython then leaves this frame out, too
        try:
            return function(*args, **kwargs)
        except (EzChartsError, Stopped) as error:
            raise error.with_traceback(None) from None

    return outer
