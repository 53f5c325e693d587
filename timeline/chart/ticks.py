"""A part of the time axis to the dates written on it, from minutes to millennia."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from msgspec import Struct

from timeline.chart.text import NOTE_SIZE, text_width
from timeline.chart.values import Segment, Tick
from timeline.interval import (
    DAY_SECONDS,
    Granularity,
    Interval,
    add,
    civil,
    clock,
    moment,
    truncate,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = 60
_HOUR = 60 * _MINUTE
_MONTH = 30.44 * DAY_SECONDS
_YEAR = 365.25 * DAY_SECONDS
_ROUND_YEARS = 5
"""From this step on, years BCE and CE are both counted in round numbers from year 1."""

_MILLION = 1_000_000


class _Step(Struct, frozen=True):
    unit: Granularity
    count: int
    seconds: float


_STEPS = (
    *(_Step(Granularity.MINUTE, n, n * _MINUTE) for n in (1, 5, 10, 30)),
    *(_Step(Granularity.HOUR, n, n * _HOUR) for n in (1, 3, 6, 12)),
    *(_Step(Granularity.DAY, n, n * DAY_SECONDS) for n in (1, 2)),
    _Step(Granularity.WEEK, 1, 7 * DAY_SECONDS),
    *(_Step(Granularity.MONTH, n, n * _MONTH) for n in (1, 3, 6)),
    *(
        _Step(Granularity.YEAR, n * 10**power, n * 10**power * _YEAR)
        for power in range(9)
        for n in (1, 2, 5)
    ),
)
"""The distances between ticks, smallest first; seconds are what they last on average."""


class Room(Struct, frozen=True):
    """The room for ticks in pixels: how far apart, how wide in all, how far from a cut.

    ``head`` is kept between a cut and a tick with two lines of words.
    """

    spacing: float
    width: float = inf
    head: float = 0.0


def make_ticks(
    segments: Sequence[Segment], spans: Sequence[Interval], room: Room
) -> tuple[Tick, ...]:
    """The parts of an axis to their ticks, as far apart on average as the room asks for.

    Each part has one at the least.  No tick is finer than the units its dates are told in.
    A part that is not the longest is marked only where something is told.  Ticks whose words
    have no room are left out.
    """
    widest = max(segments, key=lambda part: part.high - part.low)
    return tuple(
        tick
        for part in segments
        for tick in _ticks(part, _finest(spans, part), room, margin=part is not widest)
    )


def tick_width(tick: Tick) -> float:
    """A tick to the pixels its words take."""
    texts = (tick.text, tick.under)
    return max(text_width(text, NOTE_SIZE, bold=tick.strong) for text in texts)


def _ticks(segment: Segment, finest: Granularity, room: Room, *, margin: bool) -> tuple[Tick, ...]:
    scale = (segment.high - segment.low) / (segment.end - segment.start)
    steps = [step for step in _STEPS if step.unit >= _tick_unit(finest)]
    step = next((step for step in steps if step.seconds * scale >= room.spacing), steps[-1])
    ticks: list[Tick] = []
    before: int | None = None
    for at in _moments(step, segment):
        if margin and at > segment.last:
            break
        text, under, strong = _words(step.unit, at, before)
        tick = Tick(round(segment.low + (at - segment.start) * scale, 1), text, under, strong)
        if _fits(tick, segment, room):
            ticks.append(tick)
            before = at
    if ticks:
        return tuple(ticks)
    unit = _tick_unit(finest)
    at = max(truncate(segment.first, unit), segment.start)
    text, under, strong = _words(unit, at, None)
    return (Tick(round(segment.low + (at - segment.start) * scale, 1), text, under, strong),)


def _fits(tick: Tick, segment: Segment, room: Room) -> bool:
    if tick.under and tick.position - segment.low < room.head:
        return False
    half = tick_width(tick) / 2
    return room.width == inf or half <= tick.position <= room.width - half


def _tick_unit(finest: Granularity) -> Granularity:
    units = (Granularity.MINUTE, Granularity.HOUR, Granularity.DAY, Granularity.MONTH)
    if finest >= Granularity.YEAR:
        return Granularity.YEAR
    return max((unit for unit in units if unit <= finest), default=Granularity.MINUTE)


def _finest(spans: Sequence[Interval], segment: Segment) -> Granularity:
    finest: Granularity | None = None
    low, high = segment.start, segment.end
    for span in spans:
        if finest is None or span.granularity < finest:
            start, end = span.start, span.end
            is_in = start is not None and low <= start <= high
            if is_in or (end is not None and low <= end <= high):
                finest = span.granularity
    return Granularity.YEAR if finest is None else finest


def _moments(step: _Step, segment: Segment) -> Iterator[int]:
    """Every moment in the segment at which the step begins."""
    for at in _from(step, segment.start):
        if at > segment.end:
            return
        if at >= segment.start:
            yield at


def _from(step: _Step, start: int) -> Iterator[int]:
    if step.unit is Granularity.YEAR:
        yield from _years(step.count, civil(start)[0])
    at = truncate(start, step.unit)
    if step.unit is Granularity.MONTH:
        at = add(at, -((civil(at)[1] - 1) % step.count), step.unit)
    elif step.unit is not Granularity.WEEK:
        at -= at % int(step.seconds)
    while True:
        yield at
        at = add(at, step.count, step.unit)


def _years(step: int, first: int) -> Iterator[int]:
    """The starts of round years; 500 BCE, 1 CE, 500 CE rather than astronomical multiples."""
    number = (first - 1) // step * step
    while True:
        if step < _ROUND_YEARS or number > 0:
            yield moment(number)
        else:
            yield moment(number + 1)
        number += step


def _words(unit: Granularity, at: int, before: int | None) -> tuple[str, str, bool]:
    """A tick's moment to its text, what is written under it, and whether it stands out."""
    year, month, day = civil(at)
    if unit is Granularity.YEAR:
        return year_name(year), "", True
    old = None if before is None else civil(before)
    if unit is Granularity.MONTH:
        new = old is None or old[0] != year
        return _MONTHS[month - 1], year_name(year) if new else "", new and month == 1
    if unit in (Granularity.DAY, Granularity.WEEK):
        new = old is None or old[:2] != (year, month)
        under = f"{_MONTHS[month - 1]} {year_name(year)}" if new else ""
        return str(day), under, new and old is not None
    hour, minute, _ = clock(at)
    new = old != (year, month, day)
    under = f"{day} {_MONTHS[month - 1]} {year_name(year)}" if new else ""
    return f"{hour:02}:{minute:02}", under, new and old is not None


def year_name(year: int) -> str:
    """An astronomical year to its name on an axis: "2021", "800 CE", "44 BCE", "66 m BCE"."""
    count = year if year > 0 else 1 - year
    number = f"{count:,}" if count > 9_999 else str(count)
    if count >= _MILLION:
        number = f"{count / _MILLION:.3g} m"
    if year > 0:
        return number if year >= 1_000 else f"{number} CE"
    return f"{number} BCE"
