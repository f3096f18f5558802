"""Profiles: named rules that say what is rendered instead of what is stated.

    profiles:
      preview:                                  the built-in one, with changes
        size: {1280x768: 256x128}               sizes; at_most: 192x128 bounds all others
        steps: {factor: 1/5, from: 250}         a fixed 250 becomes 50, skip_steps shrinks as much
        set: {cutn_batches: 1}                  fixed values
        per_pixel: [clip_guidance_scale]        times the ratio of pixels
        per_side: [cut_border]                  times the ratio of the longer sides
        models: available                       without models that nothing stands in for
      quick: {extends: preview, per_pixel: off}

A rule that is written replaces the one of the same name (`size` and `set` are merged into it); `off` takes it
out. The stated settings of a study are never changed: every cell keeps both, with the rule that made the
difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ezcharts.errors import DomainError, UnknownName
from ezcharts.params.compound import Size as SizeDomain
from ezcharts.params.compound import rendered_size
from ezcharts.params.settings import Settings
from ezcharts.studies import fields
from ezcharts.studies.formula import Formula
from ezcharts.studies.given import read_one
from ezcharts.studies.problems import Problems, located
from ezcharts.studies.rules import (
    ModelsRule,
    PerPixelRule,
    PerSideRule,
    Rule,
    SetRule,
    Setting,
    Size,
    SizeRule,
    StepsRule,
)
from ezcharts.studies.vocabulary import Vocabulary, number_kind
from ezcharts.studies.yaml_nodes import Node, Scalar, Table

RULES = ("size", "steps", "set", "per_pixel", "per_side", "models")
PREVIEW = "preview"

_FACTOR = re.compile(r"[0-9]{1,6}(?:/[1-9][0-9]{0,5}|\.[0-9]{1,9})?")


@dataclass(frozen=True)
class Change:
    """One parameter of one cell that a profile renders otherwise."""

    rule: str
    parameter: str
    stated: Any
    rendered: Any


@dataclass(frozen=True)
class Profile:
    """Named rules, in the order in which they run."""

    name: str
    rules: tuple[Rule, ...] = ()

    def apply(self, stated: Settings, study: Setting) -> tuple[Settings, tuple[Change, ...]]:
        """Return the settings to render, and what differs from the stated ones and by which rule.

        Raises:
            InputError: A rule leads to settings that cannot be.
        """
        rendered: dict[str, Any] = {}
        by: dict[str, str] = {}
        for rule in self.rules:
            found = rule.changes(stated, rendered, study)
            rendered |= found
            by |= dict.fromkeys(found, rule.name)
        changes = tuple(
            Change(by[name], name, stated[name], value)
            for name, value in rendered.items()
            if value != stated[name]
        )
        if not changes:
            return stated, ()
        return stated.replace(**{change.parameter: change.rendered for change in changes}), changes

    def with_rule(self, name: str, rule: Rule | None) -> Profile:
        """Return the profile with another rule of this name, or without one."""
        rules = {old.name: old for old in self.rules} | ({name: rule} if rule else {})
        if rule is None:
            rules.pop(name, None)
        return replace(self, rules=tuple(rules[known] for known in RULES if known in rules))


_SMALL = SizeRule(
    {(1280, 768): (192, 128), (1280, 960): (192, 128), (512, 512): (128, 128)},
    at_most=(192, 128),
)
# The embedded perceptors pull about a quarter as hard as a notebook's clamp allows (docs/models.md, scales).
_RAISED = {"clip_guidance_scale": 4}
_FEWER_STEPS = StepsRule(Fraction(1, 5), least=250)

_PREVIEWS: Mapping[str, Profile] = {
    "disco": Profile(
        PREVIEW,
        (
            _SMALL,
            _FEWER_STEPS,
            SetRule({"cutn_batches": 1}),
            PerPixelRule(("clip_guidance_scale", "tv_scale", "sat_scale", "init_scale"), _RAISED),
            ModelsRule(),
        ),
    ),
    "jax": Profile(
        PREVIEW,
        (
            _SMALL,
            _FEWER_STEPS,
            SetRule({"cut_batches": 1}),
            PerPixelRule(("clip_guidance_scale", "tv_scale", "sat_scale", "init_weight_mse"), _RAISED),
            PerSideRule(("cut_border",)),
        ),
    ),
}


def preview_of(
    stated: Settings, given: Collection[str], available: frozenset[str]
) -> tuple[Settings, tuple[Change, ...]]:
    """Return one picture's settings as the built-in preview renders them, and what it changes.

    Args:
        stated: The settings.
        given: Names that somebody chose for this very picture; these stay.
        available: CLIP switches that the models at hand have a perceptor for.
    """
    study = Setting(fewest_steps=stated["steps"], available=available)
    _, changes = _PREVIEWS[stated.dialect.name].apply(stated, study)
    kept = {stated.dialect.find(name).name for name in given}
    changes = tuple(change for change in changes if change.parameter not in kept)
    return stated.replace(**{change.parameter: change.rendered for change in changes}), changes


def read_profiles(vocabulary: Vocabulary, node: Node | None) -> dict[str, Profile]:
    """Return the built-in profiles and those of a study, by name.

    Raises:
        StudyError: Unknown rules or values that no rule can use; all of them are named.
    """
    profiles = {PREVIEW: _PREVIEWS[vocabulary.dialect.name]}
    problems = Problems()
    for name, entry in fields.table(node, "profiles").entries.items() if node else ():
        with problems.noting(entry.place, f"profiles.{name}"):
            profiles[name] = _read(vocabulary, name, entry, profiles)
    problems.raise_any()
    return profiles


def _read(vocabulary: Vocabulary, name: str, node: Node, known: Mapping[str, Profile]) -> Profile:
    key = f"profiles.{name}"
    table = fields.table(node, key, ("extends", *RULES))
    base = known.get(name, Profile(name))
    if "extends" in table.entries:
        base = _extended(table.entries["extends"], f"{key}.extends", known)
    profile = replace(base, name=name)
    problems = Problems()
    for rule, entry in table.entries.items():
        if rule != "extends":
            with problems.noting(entry.place, f"{key}.{rule}"):
                old = next((old for old in profile.rules if old.name == rule), None)
                new = None if _is_off(entry) else _READERS[rule](vocabulary, entry, f"{key}.{rule}", old)
                profile = profile.with_rule(rule, new)
    problems.raise_any()
    return profile


def _extended(node: Node, key: str, known: Mapping[str, Profile]) -> Profile:
    name = fields.text(node, key)
    with located(node.place, key):
        if name not in known:
            raise UnknownName("profile", name, known)
    return known[name]


def _is_off(node: Node) -> bool:
    return isinstance(node, Scalar) and (node.value is False or node.value in ("off", "no"))


def _size(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    rule = old if isinstance(old, SizeRule) else SizeRule()
    table, at_most = dict(rule.table), rule.at_most
    entries = fields.table(node, key)
    for written, value in entries.entries.items():
        with located(entries.at(written), f"{key}.{written}"):
            size = _rendered(value.plain())
            if written == "at_most":
                at_most = size
            else:
                table[SizeDomain().parse(written)] = size
    return SizeRule(table, at_most)


def _rendered(value: object) -> Size:
    """Return a size whose sides are multiples of 64."""
    size: Size = SizeDomain().parse(value)
    if rendered_size(*size) != size:
        raise DomainError(f"a size to render has sides in multiples of 64, got {size[0]}x{size[1]}")
    return size


def _steps(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    least = old.least if isinstance(old, StepsRule) else 1
    if isinstance(node, Table):
        entries = fields.table(node, key, ("factor", "from")).entries
        least = fields.whole(entries["from"], f"{key}.from", 1) if "from" in entries else least
        node = entries.get("factor", node)
    written = str(node.plain())
    factor = Fraction(written) if _FACTOR.fullmatch(written) else Fraction(0)
    if factor <= 0:
        raise DomainError(f"the factor of steps is a number above 0 such as 1/5 or 0.2, got {node.plain()!r}")
    return StepsRule(factor, least)


def _set(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    values = dict(old.values) if isinstance(old, SetRule) else {}
    for name, value in fields.table(node, key).entries.items():
        found = read_one(vocabulary, name, value, f"{key}.{name}", "chosen").plain()
        if any(isinstance(each, Formula) for each in found.values()):
            raise value.place.error(
                f"{key}.{name}", "a profile sets plain values; formulas belong to settings"
            )
        values |= found
    return SetRule(values)


def _per_pixel(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    return PerPixelRule(_scalable(vocabulary, node, key))


def _per_side(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    return PerSideRule(_scalable(vocabulary, node, key))


def _scalable(vocabulary: Vocabulary, node: Node, key: str) -> tuple[str, ...]:
    """Return the parameters that a list names; each takes any number."""
    parameters = [vocabulary.find(fields.text(item, key)) for item in fields.each(node)]
    for parameter in parameters:
        if number_kind(parameter.domain) != "any":
            raise DomainError(f"{parameter.name} is no scale: it is {parameter.domain.describe()}")
    return tuple(parameter.name for parameter in parameters)


def _models(vocabulary: Vocabulary, node: Node, key: str, old: Rule | None) -> Rule:
    fields.word(node, key, ("available",))
    return ModelsRule()


_READERS: Mapping[str, Callable[[Vocabulary, Node, str, Rule | None], Rule]] = {
    "size": _size,
    "steps": _steps,
    "set": _set,
    "per_pixel": _per_pixel,
    "per_side": _per_side,
    "models": _models,
}
