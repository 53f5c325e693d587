"""Prepositions that open or close a time, and ranges, as operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from timeline.interval import DAY_SECONDS, Granularity, Interval, add, timex3
from timeline.meaning.core import Context, Meaning, operator, read_as_of
from timeline.model import Alternative, Direction, Reading


@operator("since")
def _since(context: Context, args: tuple[Any, ...]) -> Meaning:
    """What began before: of months without a year the one that has begun."""
    opened = _opened(context, args[0], "from then on", lambda when: when.since())
    tomorrow = add(context.now, 1, Granularity.DAY)
    begun = [one for one in opened.alternatives if (one.when.start or 0) < tomorrow]
    late = opened.when is not None and (opened.when.start or 0) >= tomorrow
    if late and begun and context.direction is not Direction.FUTURE:
        when = begun[0].when
        named = Interval.of(when.granularity, when.start or 0)
        return replace(opened, when=when, value=timex3(named), alternatives=())
    return opened


@operator("from")
def _from(context: Context, args: tuple[Any, ...]) -> Meaning:
    return _opened(context, args[0], "from then on", lambda when: when.since())


@operator("after")
def _after(context: Context, args: tuple[Any, ...]) -> Meaning:
    def later(when: Interval) -> Interval:
        tomorrow = add(context.now, 1, Granularity.DAY)
        if context.direction is Direction.PAST and when.start is not None and when.start < tomorrow:
            return Interval(when.start, tomorrow, when.granularity, when.start_mark)
        return when.since()

    return _opened(context, args[0], "after that", later)


@operator("until")
def _until(context: Context, args: tuple[Any, ...]) -> Meaning:
    ahead = _deadline(context, args[0])
    return _opened(ahead, args[0], "up to then", lambda when: when.until())


@operator("by")
def _by(context: Context, args: tuple[Any, ...]) -> Meaning:
    ahead = _deadline(context, args[0])
    return _opened(ahead, args[0], "no later than then", lambda when: when.until())


@operator("before")
def _before(context: Context, args: tuple[Any, ...]) -> Meaning:
    def earlier(when: Interval) -> Interval:
        if when.start is None:
            return when
        return Interval(None, when.start, when.granularity, end_mark=when.start_mark)

    return _opened(context, args[0], "before that", earlier)


@operator("between")
def _between(context: Context, args: tuple[Any, ...]) -> Meaning:
    return read_as_of(args[0], context)


@operator("as_of")
def _as_of(context: Context, args: tuple[Any, ...]) -> Meaning:
    return read_as_of(args[0], context)


_SOON, _LONG_OVER = 76 * DAY_SECONDS, 240 * DAY_SECONDS
"""What is so near ahead is meant by "by August", if last August was over so long before."""


def _deadline(context: Context, reading: Reading) -> Context:
    """Looking ahead where the end of a stretch would else lie far back.

    "The well is to be shut, he said, by mid-August" has nothing to do with last August.
    """
    if context.direction is Direction.FUTURE:
        return context
    back = read_as_of(reading, context).when
    looking = replace(context, direction=Direction.FUTURE)
    ahead = read_as_of(reading, looking).when
    if back is None or ahead is None or back.end is None or ahead.start is None:
        return context
    near = 0 < ahead.start - context.now < _SOON
    return looking if near and context.now - back.end > _LONG_OVER else context


def _opened(
    context: Context, reading: Reading, words: str, change: Callable[[Interval], Interval]
) -> Meaning:
    inner = read_as_of(reading, context)
    if inner.when is None:
        return inner
    return replace(
        inner,
        when=change(inner.when),
        why=f"{inner.why}; {words}",
        alternatives=tuple(Alternative(change(one.when), one.why) for one in inner.alternatives),
    )


@operator("between_ends")
def _between_ends(context: Context, args: tuple[Any, ...]) -> Meaning:
    first, last = read_as_of(args[0], context), read_as_of(args[1], context)
    side = first if args[2] == 1 else last
    if first.when is None or last.when is None or first.when.start is None:
        return side
    end = last.when
    if end.end is not None and end.end <= first.when.start and last.leans_on:
        end = end.shift(1, _period_of(end))
        if args[2] == 2 and end.granularity >= Granularity.DAY:
            side = replace(side, value=timex3(end))
    if end.end is None or end.end <= first.when.start:
        return side
    return replace(side, when=first.when.hull(end), why=f"from {first.why} to {last.why}")


def _period_of(end: Interval) -> Granularity:
    """After how long the end of a range comes round: of "from Thursday to Monday" a week."""
    if end.granularity < Granularity.DAY:
        return Granularity.DAY
    return Granularity.WEEK if end.granularity is Granularity.DAY else Granularity.YEAR
