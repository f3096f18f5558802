"""Errors as people should meet them in a notebook: our message, without the way that led there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from ezcharts.errors import EzChartsError

P = ParamSpec("P")
R = TypeVar("R")

_HOOK: Final = "_render_traceback_"
"""What IPython asks an exception for its lines by, before it formats them itself."""


class Stopped(KeyboardInterrupt):
    """The kernel was interrupted; says what is kept. Notebooks treat it as the interrupt that it is."""


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Raise the function's own errors without the frames inside it; all other errors keep theirs."""

    @functools.wraps(function)
    def outer(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (EzChartsError, Stopped) as error:
            lines = [f"{type(error).__name__}: {error}"]
            setattr(error, _HOOK, functools.partial(list, lines))
            raise error.with_traceback(None) from None

    return outer
