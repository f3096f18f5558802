"""Asking on the terminal; where there is nobody to answer, the default is taken."""

from __future__ import annotations

import click


def ask(question: str, default: str = "") -> str:
    """Return the answer, or the default where input has ended."""
    try:
        answer: str = click.prompt(question, default=default, show_default=bool(default))
    except click.Abort:
        return default
    return answer.strip()
