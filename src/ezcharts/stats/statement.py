"""A direction in plain words, made from its numbers and nothing else.

    claimed             clamp_max up: contrast up, strongly (11 of 12 blocks, 3.2 noise widths, 95 % ...)
    enough, not shown   clamp_max up: no direction of contrast is shown (up in 7 of 12 blocks, ...)
    a switch            skip_augs on: clipped higher (7 of 7 seeds, 2.1 noise widths, 95 % ...)
    few draws           clamp_max up: contrast up in 4 of 4 prompts, by 0.04; too few to say how sure; ...

Strong means 3 noise widths or more, clear 1 or more; without a noise there is no word for strength.
"""

from __future__ import annotations

from typing import Final

from ezcharts.stats import words
from ezcharts.stats.differences import Difference
from ezcharts.stats.direction import OFF_ON, Direction
from ezcharts.stats.estimate import FEWEST, LEVEL, Estimate
from ezcharts.stats.shape import Shape
from ezcharts.stats.trend import Trend

END_TO_END: Final = "from end to end"
"""What a peak's trend is of."""


def sentence(direction: Direction) -> str:
    """Return the statement."""
    if direction.differences:
        on = " on" if direction.levels == OFF_ON else ""
        said = f"{direction.axis}{on}: {_categories(direction)}"
    elif direction.trend is not None:
        said = f"{direction.axis} up: {_ordered(direction, direction.trend)}"
    else:
        return f"{direction.axis}: too few values of {direction.measure} to say anything"
    left = f"left out for missing cells: {', '.join(direction.left_out)}" if direction.left_out else ""
    return words.joined([said, left])


def _ordered(direction: Direction, trend: Trend) -> str:
    if direction.still:
        return f"{direction.measure} stays as it is in {words.counted(trend.count, 0.0, direction.called)}"
    if not trend.estimate.enough:
        said = _few(direction, trend)
    elif direction.claimed:
        said = _claim(direction, trend)
    else:
        said = _not_shown(direction, trend)
    return words.joined(
        [_bent(direction), said, _flat(direction.shape, direction.called), _limits(direction)]
    )


def _claim(direction: Direction, trend: Trend) -> str:
    effect = trend.estimate.mean
    strong = "" if direction.widths is None else f", {words.strength(direction.widths.mean)}"
    many = words.counted(trend.count, effect, direction.called)
    sized = words.size(trend.shown, direction.noise, direction.unit, turn=True)
    told = _listed(many, sized, _whose(direction, trend))
    return f"{_subject(direction)} {words.way(effect)}{strong} ({told})"


def _whose(direction: Direction, trend: Trend) -> str:
    """Say of which prompts a claim is, where not of prompts at large."""
    return f"for these {direction.prompts} prompts" if trend.here is not None and not trend.general else ""


def _listed(*parts: str) -> str:
    """Return what is there, with commas between."""
    return ", ".join(filter(None, parts))


def _not_shown(direction: Direction, trend: Trend) -> str:
    effect = trend.estimate.mean
    many = words.counted(trend.count, effect, direction.called)
    sized = words.size(trend.shown, direction.noise, direction.unit, turn=False)
    said = f"no direction {_of(direction)} is shown ({words.way(effect)} in {many}, {sized})"
    return words.joined([said, _by_chance(direction, trend.tested), _two(direction), _ruled_out(direction)])


def _few(direction: Direction, trend: Trend) -> str:
    effect, count = trend.estimate.mean, trend.count
    if effect == 0 or 2 * count.along(effect) <= count.all:
        of = f"{count.all} {direction.called}s"
        return f"no clear direction {_of(direction)}: up in {count.up}, down in {count.down} of {of}"
    sized = words.size(trend.estimate, direction.noise, direction.unit, turn=True)
    many = words.counted(count, effect, direction.called)
    return f"{_subject(direction)} {words.way(effect)} in {many}, {sized}; {_how_few(direction, count.all)}"


def _how_few(direction: Direction, blocks: int) -> str:
    if direction.draws > 1:
        return "too few to say how sure"
    if blocks == 1:
        return f"one {direction.called} can't tell this from chance"
    return "all of one prompt and one seed: can't say how sure"


def _subject(direction: Direction) -> str:
    return END_TO_END if _is_bent(direction) else direction.measure


def _of(direction: Direction) -> str:
    return END_TO_END if _is_bent(direction) else f"of {direction.measure}"


def _is_bent(direction: Direction) -> bool:
    return direction.shape is not None and direction.shape.form in ("peak", "valley")


def _bent(direction: Direction) -> str:
    shape, bend = direction.shape, direction.bend
    if shape is None or bend is None or not _is_bent(direction):
        return ""
    first, then, most = ("up", "down", "highest") if shape.form == "peak" else ("down", "up", "lowest")
    many = words.of_blocks(bend.blocks, bend.of, direction.called)
    return f"{direction.measure} first {first}, then {then}, {most} at {shape.at} (in {many})"


def _flat(shape: Shape | None, called: str) -> str:
    if shape is None or shape.form in ("peak", "valley"):
        return ""
    said = {
        "flat from": f"flat above {shape.at}",
        "flat up to": f"flat up to {shape.at}",
        "step": f"a step between {shape.at} and {shape.after}, flat on both sides",
    }[shape.form]
    return said if shape.claimed else f"{said} in every {called}"


def _limits(direction: Direction) -> str:
    """Say what the numbers can't: without two seeds, or with claims from one prompt."""
    bent = direction.bend is not None and direction.bend.claimed
    claimed = direction.claimed or bent
    if direction.noise is None:
        return words.joined([words.no_noise(direction.seeds), words.ANOTHER_SEED if claimed else ""])
    return words.ONE_PROMPT if claimed and direction.prompts == 1 else ""


def _by_chance(direction: Direction, found: Estimate) -> str:
    """Say why an interval without 0 is no claim."""
    if found.p is None or found.p > LEVEL:
        return ""
    return f"alone that would count, among {direction.family} tests chance does this too often"


def _two(direction: Direction) -> str:
    """Say why blocks that agree are no claim where seeds are two."""
    trend = direction.trend
    if trend is None or direction.seeds != 2 or trend.count.all < FEWEST:
        return ""
    if trend.count.along(trend.estimate.mean) < trend.count.all:
        return ""
    return "two seeds can hardly tell how seeds differ, take three or more"


def _ruled_out(direction: Direction) -> str:
    found = direction.widths
    if found is None or found.low is None or found.high is None or direction.shape is not None:
        return ""
    if max(abs(found.low), abs(found.high)) >= words.CLEAR:
        return ""
    whose = _whose(direction, direction.trend) if direction.trend else ""
    return f"a rise or fall of one noise width is ruled out {whose}".rstrip()


def _categories(direction: Direction) -> str:
    found = sorted(direction.differences, key=lambda item: -abs(item.trend.estimate.mean))
    if direction.still:
        return f"{direction.measure} is the same for all"
    sure = [item for item in found if item.claimed]
    if sure:
        said = f"{direction.measure} " + ", ".join(_against(direction, item) for item in sure)
    elif found[0].trend.estimate.enough:
        said = f"no difference in {direction.measure} is shown; seen: {_against(direction, found[0])}"
    else:
        few = _how_few(direction, found[0].trend.count.all)
        said = f"{direction.measure} {_against(direction, found[0])}; {few}"
    return words.joined([said, _limits(direction)])


def _against(direction: Direction, item: Difference) -> str:
    effect = item.trend.estimate.mean
    other = direction.levels[0] if len(direction.levels) == 2 else "the others"
    more = "higher" if effect > 0 else "lower"
    many = words.counted(item.trend.count, effect, direction.called)
    sized = words.size(item.trend.shown, direction.noise, direction.unit, turn=True)
    than = "" if direction.levels == OFF_ON else f" with {item.level} than with {other}"
    whose = _whose(direction, item.trend) if item.claimed else ""
    return f"{more}{than} ({_listed(many, sized, whose)})"
