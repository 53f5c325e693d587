"""Prepositions that open or close a time, and ranges, as operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from timeline.interval import DAY_SECONDS, Granularity, Interval, Mark, add, timex3
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


_BOTH_ENDS = frozenset({"days", "month_span", "paired_days", "years"})
"""What tells both ends of a stretch: "from 1983-2005" and "from May 3-5" open nothing."""


@operator("from")
def _from(context: Context, args: tuple[Any, ...]) -> Meaning:
    if isinstance(args[0], Reading) and args[0].op in _BOTH_ENDS:
        return read_as_of(args[0], context)
    return _opened(context, args[0], "from then on", lambda when: when.since())


@operator("after")
def _after(context: Context, args: tuple[Any, ...]) -> Meaning:
    def later(when: Interval) -> Interval:
        if when.start is not None and when.granularity < Granularity.DAY:
            return Interval(when.start, _day_after(when.start), when.granularity, when.start_mark)
        tomorrow = add(context.now, 1, Granularity.DAY)
        if context.direction is Direction.PAST and when.start is not None and when.start < tomorrow:
            return Interval(when.start, tomorrow, when.granularity, when.start_mark)
        return when.since()

    return _past_midnight(_opened(context, args[0], "after that", later))


def _day_after(moment: int) -> int:
    """The end of the day of a moment."""
    return moment - moment % DAY_SECONDS + DAY_SECONDS


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
        begun = None
        if when.granularity < Granularity.DAY:
            begun = _day_after(when.start - 1) - DAY_SECONDS
        return Interval(begun, when.start, when.granularity, end_mark=when.start_mark)

    return _opened(context, args[0], "before that", earlier)


@operator("just_before")
def _just_before(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "shortly before noon" the half hour that ends with it, about; of a day its week before."""

    def earlier(when: Interval) -> Interval:
        if when.start is None:
            return when
        number, unit = _just(when)
        first = add(when.start, -number, unit)
        if unit > Granularity.DAY:
            return Interval(first, when.start, unit).approximate()
        return Interval(first, when.start, when.granularity, start_mark=Mark.APPROXIMATE)

    return _opened(context, args[0], "shortly before that", earlier)


@operator("just_after")
def _just_after(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "shortly after noon" the half hour that begins with it, about; of a day its week after."""

    def later(when: Interval) -> Interval:
        if when.start is None or when.end is None:
            return when
        begun = when.start if when.granularity < Granularity.DAY else when.end
        number, unit = _just(when)
        last = add(begun, number, unit)
        if unit > Granularity.DAY:
            return Interval(begun, last, unit).approximate()
        return Interval(begun, last, when.granularity, end_mark=Mark.APPROXIMATE)

    return _past_midnight(_opened(context, args[0], "shortly after that", later))


_MIDNIGHT = "T24:00"


def _past_midnight(meaning: Meaning) -> Meaning:
    """Of "after midnight on Tuesday" the beginning of the Tuesday, as "before" is its end."""
    if meaning.when is None or not (meaning.value or "").endswith(_MIDNIGHT):
        return meaning
    when = Interval(
        add(meaning.when.start or 0, -1, Granularity.DAY),
        None if meaning.when.end is None else add(meaning.when.end, -1, Granularity.DAY),
        meaning.when.granularity,
        meaning.when.start_mark,
        meaning.when.end_mark,
    )
    value = (meaning.value or "").replace(_MIDNIGHT, "T00:00")
    return replace(meaning, when=when, value=value)


_HALF_HOUR, _WEEK = 30, 7


def _just(when: Interval) -> tuple[int, Granularity]:
    """How long "shortly" is before or after a time: a convention."""
    if when.granularity < Granularity.DAY:
        return _HALF_HOUR, Granularity.MINUTE
    if when.granularity is Granularity.DAY:
        return _WEEK, Granularity.DAY
    return 1, when.granularity


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
