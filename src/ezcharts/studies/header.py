"""What a study says of itself: title, platform, date, notes, source, erratum and where else to look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ezcharts.errors import InputError
from ezcharts.params.dialect import dialect_of
from ezcharts.studies import fields
from ezcharts.studies.given import Mark
from ezcharts.studies.problems import Problems, located
from ezcharts.studies.yaml_nodes import Node, Table

HEADER_KEYS = ("title", "platform", "date", "notes", "source", "erratum", "see_also")

_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]+")
_FAMILIES = {"disco": "Disco", "jax": "JAX", "huemin": "Huemin"}


@dataclass(frozen=True)
class Source:
    """Where an original is: an address (http or https, may be empty), who made it, a word on it."""

    url: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Header:
    """What a study says of itself.

    Attributes:
        title: For example `clamp_max vs steps`.
        platform: The platform that is rendered, for example `disco-5.0`.
        platform_stated: What the source says where that leaves it open, for example `DD`; else empty.
        date: Day of the original; None where there is none.
        notes: The tester's remarks, in our words.
        sources: Originals and credits.
        erratum: What the original has wrong.
        see_also: Names of other studies (their files without `.yaml`).
    """

    title: str
    platform: str
    platform_stated: str = ""
    date: date | None = None
    notes: str = ""
    sources: tuple[Source, ...] = ()
    erratum: str = ""
    see_also: tuple[str, ...] = ()

    @property
    def platform_mark(self) -> Mark:
        """`inferred` where the source leaves the platform open, else `stated`."""
        return "inferred" if self.platform_stated else "stated"

    @property
    def line(self) -> str:
        """The one line above a chart: `clamp_max vs steps, Disco 5.0, 2022-03-05`."""
        return f"{self.title}, {self.context}"

    @property
    def context(self) -> str:
        """Platform and date: `Disco 5.0, 2022-03-05`."""
        family, _, version = self.platform.partition("-")
        words = f"{_FAMILIES[family]} {version}"
        return f"{words}, {self.date.isoformat()}" if self.date else words


def read_header(top: Table, problems: Problems) -> Header:
    """Return the header from the top level of a study.

    Args:
        top: The whole study.
        problems: Notes a missing or unknown title or platform, a date that is no day, a source that is no
            address.
    """
    header = Header("", "")
    for key in HEADER_KEYS:
        node = top.entries.get(key)
        if node is not None:
            header = problems.tried(node.place, key, partial(_with, header, key, node), header)
        elif key in ("title", "platform"):
            problems.add(top.place.error(key, "is missing; every study has a title and a platform"))
    return header


def _with(header: Header, key: str, node: Node) -> Header:
    if key == "platform":
        return _with_platform(header, node)
    if key == "date":
        return replace(header, date=_day(node))
    if key == "source":
        return replace(header, sources=tuple(_source(item) for item in fields.each(node)))
    if key == "see_also":
        return replace(header, see_also=tuple(fields.text(item, key) for item in fields.each(node)))
    text = fields.text(node, key)
    if key == "title":
        return replace(header, title=text)
    return replace(header, notes=text) if key == "notes" else replace(header, erratum=text)


def _with_platform(header: Header, node: Node) -> Header:
    """Read `disco-4.1`, or `{stated: DD, assumed: disco-5.0}`."""
    stated, chosen = "", node
    if isinstance(node, Table):
        entries = fields.table(node, "platform", ("stated", "assumed")).entries
        if len(entries) < 2:
            raise node.place.error("platform", "says both what is stated and what is assumed, or is one word")
        stated, chosen = fields.text(entries["stated"], "platform.stated"), entries["assumed"]
    platform = fields.text(chosen, "platform")
    with located(chosen.place, "platform"):
        dialect_of(platform)
    return replace(header, platform=platform, platform_stated=stated)


def _day(node: Node) -> date:
    text = fields.text(node, "date")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise InputError(f"must be a day written as 2022-03-05, got {text!r}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"must be a day of the calendar, got {text!r}") from None


def _source(node: Node) -> Source:
    if not isinstance(node, Table):
        return Source(url=_address(node, "source"))
    entries = fields.table(node, "source", ("url", "by", "note")).entries
    words = {key: fields.text(entry, f"source.{key}") for key, entry in entries.items() if key != "url"}
    return Source(url=_address(entries["url"], "source.url") if "url" in entries else "", **words)


def _address(node: Node, key: str) -> str:
    """Return a web address; anything else could become a dangerous link on a page."""
    text = fields.text(node, key)
    if not _ADDRESS.fullmatch(text):
        raise node.place.error(key, f"must be an address that begins with http:// or https://, got {text!r}")
    return text
