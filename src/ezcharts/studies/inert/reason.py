"""Reasons for which a parameter has no effect."""

from __future__ import annotations

from collections.abc import Callable

from ezcharts.params.settings import Settings

Reason = Callable[[Settings], str]
"""Why a parameter has no effect under these settings; an empty text where it has one."""


def always(text: str) -> Reason:
    """It never has one."""
    return lambda settings: text


def unless(name: str, text: str) -> Reason:
    """It needs another switch to be on."""
    return lambda settings: "" if settings[name] else text


def first_of(*reasons: Reason) -> Reason:
    """Return the first reason that there is."""
    return lambda settings: next(filter(None, (reason(settings) for reason in reasons)), "")
