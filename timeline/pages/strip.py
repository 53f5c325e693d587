"""A publication date to its drawings: the posterior by month, and the weight of each clue."""

from __future__ import annotations

from msgspec import Struct

from timeline.interval import Granularity, Interval, from_ordinal, to_ordinal
from timeline.model import Evidence, Publication

_WIDTH = 640.0
_HEIGHT = 64.0
_AIR = 6.0
_FEWEST_AROUND = 2
_MOST_AROUND = 12
"""How many months are shown on each side of the 90 % interval: as many as it has, in limits."""

_FULL_WEIGHT = 6.0
"""The weight in nats at which a clue's bar is full: odds of 400 to 1."""


class Column(Struct, frozen=True):
    """A month of the posterior, in pixels, with its name and probability."""

    x: float
    y: float
    width: float
    height: float
    name: str
    share: float


class Strip(Struct, frozen=True):
    """The posterior by month; ``low`` and ``high`` are the ends of the 90 % interval.

    ``best`` is the place of the best day, ``hidden`` the probability of months not shown.
    """

    width: float
    height: float
    columns: tuple[Column, ...]
    low: float
    high: float
    best: float | None
    first: str
    last: str
    hidden: float


class Bar(Struct, frozen=True):
    """The weight of a clue as a bar: from ``x`` over ``width``, in hundredths of the full one."""

    x: float
    width: float
    against: bool


def draw_strip(publication: Publication) -> Strip | None:
    """A publication to its strip; None when there is nothing to draw.

    Shown is the 90 % interval with as much again on each side, two to twelve months; the
    probability of all other months is told in ``hidden``.
    """
    if not publication.strip or publication.low is None or publication.high is None:
        return None
    first, last = _month(publication.low), _month(publication.high)
    inside = _months(first, last)
    around = min(max(_FEWEST_AROUND, len(inside)), _MOST_AROUND)
    months = _months(first.shift(-around), last.shift(around))
    shares = dict(publication.strip)
    highest = max(shares.get(_first_day(month), 0.0) for month in months)
    if not highest:
        return None
    scale = _Scale(_first_day(months[0]), _first_day(months[-1].shift(1)))
    return Strip(
        width=_WIDTH,
        height=_HEIGHT,
        columns=tuple(
            _column(month, shares.get(_first_day(month), 0.0), highest, scale) for month in months
        ),
        low=scale.place(publication.low),
        high=scale.place(publication.high + 1),
        best=None if publication.day is None else scale.place(publication.day + 0.5),
        first=months[0].in_words(),
        last=months[-1].in_words(),
        hidden=max(0.0, 1 - sum(shares.get(_first_day(month), 0.0) for month in months)),
    )


def weigh(evidence: Evidence) -> Bar:
    """A clue to its bar: rightwards from the middle when it speaks for the day, else leftwards."""
    length = round(min(abs(evidence.weight) / _FULL_WEIGHT, 1.0) * 50, 1)
    against = evidence.weight < 0
    return Bar(50 - length if against else 50.0, length, against)


def _months(first: Interval, last: Interval) -> list[Interval]:
    """Two months to every month from the one to the other."""
    months = [first]
    while months[-1] != last:
        months.append(months[-1].shift(1))
    return months


class _Scale(Struct, frozen=True):
    first: int
    end: int

    def place(self, day: float) -> float:
        return round((day - self.first) / (self.end - self.first) * _WIDTH, 2)


def _month(day: int) -> Interval:
    return Interval.of(Granularity.MONTH, from_ordinal(day))


def _first_day(month: Interval) -> int:
    return to_ordinal(month.start or 0)


def _column(month: Interval, share: float, highest: float, scale: _Scale) -> Column:
    height = round(share / highest * (_HEIGHT - _AIR), 1)
    x = scale.place(_first_day(month))
    width = round(scale.place(_first_day(month.shift(1))) - x, 2)
    return Column(x, round(_HEIGHT - height, 1), width, height, month.in_words(), share)
