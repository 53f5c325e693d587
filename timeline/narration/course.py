"""Lay the times that a story names along one line: which year each of those without one is of.

A story mostly goes on from month to month, at times a little back, and leaps where it tells the
year.  Of all years that the times without one can be of, those are taken that leave the fewest and
shortest leaps, also to the next time that is told with its year.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from timeline.interval import moment, weekday

_MONTHS = 12
_PER_MONTH, _STEADY_MONTHS, _PER_FURTHER = 0.8, 4, 0.15
"""What each of the first months costs by which a story goes on, and each further one."""
_TURN, _PER_MONTH_BACK, _INTO_OLD_YEAR = 2.0, 0.5, 1.0
"""What it costs to go back, each month of it, and to pass a New Year on the way."""
_LEFT = 1.0
"""What it costs beside that to leave a year or season that was told."""
_LEAP = 12.0
"""No way is dearer than this, however far it goes.

Of 440 months and days without a year in half of 22 histories (WikiWars) a third lie in the month
named before, 27 % in the one or two after it, 10 % up to five months back, 1 % further back.
"""
_TOLD = 0.6
"""The part of it that is asked where the year is told: writers tell it where they leap."""
_ASIDE, _ASIDE_IN_FULL = 8.0, 14.0
"""What it costs to tell a year aside and go on from where the story was, and a day or month."""
_LOOSE, _LONG_AGO = 2.0, 3.0
"""What it costs of a ``loose`` one, and of a year far back: "the duke, who was born in 1770"."""
_FAR_BACK = 24
"""Months from which a year lies far back."""
_YEAR = 11
"""From its first to its last month."""
_WITHIN = 0.02
"""What each month costs into a stretch told before, so that its beginning comes first."""
_MOST_YEARS = 12
"""Years up to which a story may be anywhere in a stretch of them, and not only near its ends."""
_MOST_WAYS = 10
"""The ways that are gone on with from each point."""


class Point(Struct, frozen=True, array_like=True, gc=False):
    """A time in a story: months from ``first`` to ``last``, counted from year 0 where ``fixed``.

    Of one without a year they are counted from January of its year.  A ``loose`` one belongs to a
    name, and says little of where the story is: "the 1907 treaty".  ``day`` and ``weekday`` are
    told where a day is named, and with it the weekday that it falls on.
    """

    first: int
    last: int
    fixed: bool
    loose: bool = False
    day: int | None = None
    weekday: int | None = None


class Step(Struct, frozen=True, array_like=True, gc=False):
    """How a story takes a point: in which ``year``, of one told without it, or else ``aside``."""

    year: int | None = None
    aside: bool = False


class _Way(Struct, frozen=True, array_like=True, gc=False):
    """One way to lay a story out up to a point: where it has come to, what it cost, how it went."""

    cost: float
    first: int
    last: int
    step: Step
    before: _Way | None


def story_of(points: Sequence[Point]) -> list[Step]:
    """How a story takes each of its points, in order: of which year it is, or whether aside.

    Where no point is fixed nobody can tell: no year for any.
    """
    ahead = _years_ahead(points)
    ways: list[_Way] = []
    for point, years in zip(points, ahead, strict=True):
        if point.fixed:
            ways = _to_fixed(ways, point)
        elif ways or years:
            ways = _to_bare(ways, point, years)
        else:
            return [Step()] * len(points)
    chosen: list[Step] = []
    way = min(ways, key=lambda one: one.cost) if ways else None
    while way is not None:
        chosen.append(way.step)
        way = way.before
    return chosen[::-1]


def _to_fixed(ways: Sequence[_Way], point: Point) -> list[_Way]:
    """Go on to a time told with its year, or tell it aside and stay where the story was."""
    if not ways:
        return [_Way(0.0, point.first, point.last, Step(), None)]
    best = min(ways, key=lambda way: way.cost + _TOLD * _cost(way, point.first, point.last))
    cost = best.cost + _TOLD * _cost(best, point.first, point.last)
    beside = [
        _Way(way.cost + _price(way, point), way.first, way.last, Step(aside=True), way)
        for way in ways
    ]
    return _kept([_Way(cost, point.first, point.last, Step(), best), *beside])


def _price(way: _Way, point: Point) -> float:
    """What it costs to tell a time aside."""
    if point.loose:
        return _LOOSE
    if point.last - point.first < _YEAR:
        return _ASIDE_IN_FULL
    return _LONG_AGO if way.first - point.last > _FAR_BACK else _ASIDE


def _to_bare(ways: Sequence[_Way], point: Point, ahead: set[int]) -> list[_Way]:
    """Go on to a time in each year that it may be of."""
    years = ahead.union(*(_years_about(way.first, way.last) for way in ways))
    reached = []
    for year in _fitting(point, sorted(years)):
        first, last = _MONTHS * year + point.first, _MONTHS * year + point.last
        costs = [way.cost + _cost(way, first, last) for way in ways] or [0.0]
        at = costs.index(min(costs))
        reached.append(_Way(costs[at], first, last, Step(year), ways[at] if ways else None))
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


def _cost(way: _Way, first: int, last: int) -> float:
    """What it costs to go on to some months."""
    back, ahead = way.first - last, first - way.last
    if back > 0:
        passed = _INTO_OLD_YEAR * (last // _MONTHS < way.first // _MONTHS)
        return min(_TURN + _PER_MONTH_BACK * back + passed, _LEAP)
    if ahead <= 0:
        return _WITHIN * abs(first - way.first)
    steady = min(ahead, _STEADY_MONTHS)
    cost = _PER_MONTH * steady + _PER_FURTHER * (ahead - steady)
    return min(cost + _LEFT * (way.first < way.last), _LEAP)
