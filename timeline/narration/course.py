"""Lay the times that a story names along one line: which year each of those without one is of.

A story mostly goes on from month to month, at times a little back, and leaps where it tells the
year.  Of all years that the times without one can be of, those are taken that leave the fewest and
shortest leaps, also to the next time that is told with its year.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from timeline.interval import moment, weekday

_MONTHS = 12
_Costs: TypeAlias = tuple[tuple[float, float], ...]
"""Months, and what it costs in nats to come to a time so many months away; between them by line."""
_ON = {
    "told": ((0, 1.4), (1.5, 2.2), (4.5, 3.4), (15, 4.9), (60, 6.3), (300, 8.5)),
    "told anew": ((0, 1.3), (1.5, 2.5), (4.5, 3.7), (15, 5.5), (60, 7.2), (300, 9.0)),
    "bare": ((0, 0.6), (1.5, 2.0), (4.5, 4.3), (15, 6.4), (60, 8.5), (300, 10.0)),
    "bare anew": ((0, 0.9), (1.5, 2.3), (4.5, 4.5), (15, 5.1), (60, 9.0), (300, 10.5)),
    "of a year": ((0, 3.0), (1, 4.1), (12, 4.1), (24, 6.2), (300, 10.0)),
    "a year": ((0, 1.2), (1, 1.5), (12, 1.5), (24, 3.4), (60, 5.0), (300, 6.5)),
}
_BACK = {
    "told": ((1, 4.2), (3, 4.6), (15, 6.0), (60, 8.0), (300, 9.5)),
    "told anew": ((1, 3.5), (3, 3.9), (15, 5.1), (60, 6.7), (300, 8.5)),
    "bare": ((1, 3.6), (3, 4.3), (5, 5.0), (15, 6.9), (60, 9.0), (300, 10.5)),
    "bare anew": ((1, 2.7), (3, 3.4), (5, 4.0), (15, 6.1), (60, 8.3), (300, 10.0)),
    "of a year": ((1, 6.0), (12, 6.2), (300, 10.0)),
    "a year": ((1, 2.0), (12, 2.0), (24, 3.6), (60, 5.0), (300, 6.5)),
}
"""What it costs to go on, and to go back, to a time told with its year or bare of it, in a
paragraph or at the head of one, from a year to a time bare of it, or to a year: how often each is
done in the even half of 22 histories (WikiWars).
"""
_NEW_YEAR = 1.0
"""What it costs beside that to go back past a New Year without telling the year."""
_ASIDE = {"name": (1.0, 0.45), "thing": (2.5, 0.1), "on": (0.1, 2.3), "back": (0.3, 1.4)}
"""What it costs to go on from a told time, and to have told it aside and to go on from where the
story was: of a year in a name, of one ahead and of one behind; as often as that was done there.
"""
_WITHIN = 0.02
"""What each month costs into a stretch told before, so that its beginning comes first."""
_MOST_YEARS = 12
"""Years up to which a story may be anywhere in a stretch of them, and not only near its ends."""
_MOST_WAYS = 10
"""The ways that are gone on with from each point."""
_LONGEST = 2000
"""Points after which the way so far is settled: what comes so much later says nothing of it."""


class Point(Struct, frozen=True, array_like=True, gc=False):
    """A time in a story: months from ``first`` to ``last``, counted from year 0 where ``fixed``.

    Of one without a year they are counted from January of its year.  One ``of`` a "name" or a
    "thing" says little of where the story is: "the 1907 treaty", "founded in 1987".  One told
    ``anew`` is the first of its paragraph.  ``day`` and ``weekday`` are told where a day is named,
    and with it the weekday that it falls on.
    """

    first: int
    last: int
    fixed: bool
    anew: bool = False
    of: str = ""
    day: int | None = None
    weekday: int | None = None


class Step(Struct, frozen=True, array_like=True, gc=False):
    """How a story takes a point: in which ``year``, of one told without it, or else ``aside``."""

    year: int | None = None
    aside: bool = False


_MOVED, _STAYED = Step(), Step(aside=True)


class _Way(Struct, frozen=True, array_like=True, gc=False):
    """One way to lay a story out up to a point: where it has come to, what it cost, how it went.

    ``came`` is the place of the way that it goes on from among those of the point before.
    """

    cost: float
    first: int
    last: int
    step: Step
    came: int = 0


def story_of(points: Sequence[Point]) -> list[Step]:
    """How a story takes each of its points, in order: of which year it is, or whether aside.

    Where no point is fixed nobody can tell: no year for any.
    """
    if not any(point.fixed for point in points):
        return [Step()] * len(points)
    chosen: list[Step] = []
    columns: list[list[_Way]] = []
    ways: list[_Way] = []
    for point, years in zip(points, _years_ahead(points), strict=True):
        ways = _to_fixed(ways, point) if point.fixed else _to_bare(ways, point, years)
        columns.append(ways)
        if len(columns) == _LONGEST:
            chosen += _best(columns)
            ways, columns = [min(ways, key=lambda one: one.cost)], []
    return chosen + _best(columns)


def _best(columns: Sequence[Sequence[_Way]]) -> list[Step]:
    """The steps of the cheapest way through the ways to each point, in order."""
    if not columns:
        return []
    steps: list[Step] = []
    at = min(range(len(columns[-1])), key=lambda one: columns[-1][one].cost)
    for ways in reversed(columns):
        steps.append(ways[at].step)
        at = ways[at].came
    return steps[::-1]


def _to_fixed(ways: Sequence[_Way], point: Point) -> list[_Way]:
    """Go on to a time told with its year, or tell it aside and stay where the story was."""
    if not ways:
        return [_Way(0.0, point.first, point.last, _MOVED)]
    there, beside = [], []
    for at, way in enumerate(ways):
        cost = way.cost + _cost(way, point, point.first, point.last)
        kind = point.of or ("back" if point.last < way.first else "on")
        on, aside = _ASIDE[kind]
        there.append(_Way(cost + on, point.first, point.last, _MOVED, at))
        beside.append(_Way(cost + aside, way.first, way.last, _STAYED, at))
    return _kept([*there, *beside])


def _to_bare(ways: Sequence[_Way], point: Point, ahead: set[int]) -> list[_Way]:
    """Go on to a time in each year that it may be of."""
    years = ahead.union(*(_years_about(way.first, way.last) for way in ways))
    reached = []
    for year in _fitting(point, sorted(years)):
        first, last = _MONTHS * year + point.first, _MONTHS * year + point.last
        costs = [way.cost + _cost(way, point, first, last) for way in ways] or [0.0]
        at = costs.index(min(costs))
        reached.append(_Way(costs[at], first, last, Step(year), at))
    return _kept(reached)


def _kept(ways: list[_Way]) -> list[_Way]:
    """The cheapest ways, and of those that come to the same time one."""
    best: dict[tuple[int, int], _Way] = {}
    for way in sorted(ways, key=lambda one: one.cost):
        best.setdefault((way.first, way.last), way)
    return list(best.values())[:_MOST_WAYS]


def _years_ahead(points: Sequence[Point]) -> list[set[int]]:
    """The years about the next time that is told with its year, for each point."""
    years: list[set[int]] = []
    near: set[int] = set()
    for point in reversed(points):
        near = _years_about(point.first, point.last) if point.fixed else near
        years.append(near)
    return years[::-1]


def _years_about(first: int, last: int) -> set[int]:
    first, last = first // _MONTHS, last // _MONTHS
    if last - first > _MOST_YEARS:
        return {first - 1, first, first + 1, last - 1, last, last + 1}
    return set(range(first - 1, last + 2))


def _fitting(point: Point, years: list[int]) -> list[int]:
    """Of some years those in which a day is on its weekday, or exists, if there are any."""
    if point.day is None:
        return years
    return [year for year in years if _fits(point, year)] or years


def _fits(point: Point, year: int) -> bool:
    assert point.day is not None
    try:
        start = moment(year, point.first % _MONTHS + 1, point.day)
    except ValueError:
        return False
    return point.weekday is None or weekday(start) == point.weekday


def _cost(way: _Way, point: Point, first: int, last: int) -> float:
    """What it costs to go on to a point at some months."""
    kind = ("told" if point.fixed else "bare") + (" anew" if point.anew else "")
    if point.fixed and last - first >= _MONTHS - 1:
        kind = "a year"
    elif not point.fixed and way.last - way.first >= _MONTHS - 1:
        kind = "of a year"
    back, ahead = way.first - last, first - way.last
    if back > 0:
        passed = not point.fixed and last // _MONTHS < way.first // _MONTHS
        return _at(_BACK[kind], back) + _NEW_YEAR * passed
    return _at(_ON[kind], max(ahead, 0)) + _WITHIN * (ahead <= 0) * abs(first - way.first)


def _at(costs: _Costs, months: int) -> float:
    for (begin, low), (end, high) in pairwise(costs):
        if months <= end:
            return low + (high - low) * (max(months, begin) - begin) / (end - begin)
    return costs[-1][1]
