"""Turn a happening an article tells into what it says about the day of writing.

How long after its day a happening is told is learned: each kind of telling has a histogram in
``timeline/knowledge/offsets.json``, made by ``scripts/fit_offsets.py`` from dated articles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from timeline.knowledge.chronicle import BESIDE, Chronicle, Told, WeekdayNamed
from timeline.model import Direction, Mention, Reading
from timeline.publication.days import DayGrid, Scores
from timeline.publication.offsets import (
    DAY_EDGES,
    Offset,
    by_distance,
    days_written_out,
    is_told,
    month_day,
    since_day,
)

_STEP_DAYS = 5
"""Of a happening whose month is known alone, every so many days stand for all."""
HAPPENING_EARLY = 500
"""Characters from the start of an article within which it says what it is about."""
_SHORT_NEWS = 14
"""Days of half-life up to which news is soon over."""
_OFTEN, _VERY_OFTEN = 2, 4
"""Places in a text at which a happening is told, from which it is less of a chance."""
ON_ITS_DATE = " on its date"
"""What the groups of happenings end in whose month and day the article names."""
_ONE_STORY = 10
"""Days within which happenings told are parts of one story."""


def told_happenings(
    chronicle: Chronicle, text: str, mentions: Sequence[Mention]
) -> tuple[Told, ...]:
    """The happenings a text speaks of, also those told in part beside their own weekday."""
    weekdays = [
        WeekdayNamed(mention.start, mention.end, int(str(reading.args[0])))
        for mention in mentions
        if mention.direction is not Direction.FUTURE
        and (reading := _whole_day(mention.reading)).op == "weekday"
        and reading.args[1] in (None, -1)
    ]
    told = chronicle.told_in(text, weekdays)
    whole = [one.happening.day for one in told if one.whole]
    return tuple(
        one
        for one in told
        if one.whole or all(abs(day - one.happening.day) > _ONE_STORY for day in whole)
    )


def _whole_day(reading: Reading) -> Reading:
    """Of "Friday evening" the Friday."""
    inner = reading.args[1] if reading.op == "daypart" else None
    return inner if isinstance(inner, Reading) else reading


def happening_groups(
    told: Sequence[Told], mentions: Sequence[Mention], offsets: Sequence[Offset] = ()
) -> tuple[tuple[str, int], ...]:
    """The histogram for each happening an article tells, and the day (ordinal) to count from.

    The latest is told from those before it, which are mostly its history.  One whose day the
    article names is dated by that: with its year the date itself tells how long ago it was, and
    there is no histogram.
    """
    written_out = days_written_out(offsets)
    named = {offset.value for offset in offsets if is_told(offset)}
    sure = [one for one in told if one.whole and _strength(one) != "weak"] or told
    latest = max((one.happening.day for one in sure), default=0)

    def group(one: Told) -> tuple[str, int]:
        day = one.happening.day
        if one.happening.days == 1 and day in written_out:
            return "", day
        if not one.whole:
            return f"{_kind(one)} in part on its weekday", day
        if one.happening.days == 1 and month_day(day) in named:
            return f"{_kind(one)}{ON_ITS_DATE}", day
        if one.ahead:
            return "expected", day
        if day > latest - _ONE_STORY or _strength(one) == "weak":
            return _group_of(one, mentions)
        return f"{_kind(one)} before the latest", day

    return tuple(map(group, told))


def _group_of(told: Told, mentions: Sequence[Mention]) -> tuple[str, int]:
    """By the day named beside it, else by how surely it is told and how long its news lasts.

    Beside it may stand "today", "yesterday", its own weekday, or another one: of a Tuesday's
    happening that is still told "on Wednesday" it is counted from that Wednesday.
    """
    day = told.happening.day
    near: list[tuple[int, str, int]] = []
    for mention in mentions if told.happening.days == 1 else ():
        gap = max(mention.start - told.end, told.start - mention.end)
        beside, later = _day_beside(mention, day) if gap <= BESIDE else ("", 0)
        if beside:
            near.append((gap, beside, later))
    if near:
        _, beside, later = min(near)
        return f"{_kind(told)} {beside}", day + later
    if any(
        max(mention.start - told.end, told.start - mention.end) <= BESIDE and _is_of_years(mention)
        for mention in mentions
    ):
        return f"{_kind(told)} beside a year", day
    length = ""
    if told.happening.leading:
        half_life = told.happening.half_life
        length = " short" if half_life <= _SHORT_NEWS else " long"
    return f"{_kind(told)}{length} {_strength(told)}", day


def _is_of_years(mention: Mention) -> bool:
    """Of "2007", "in May 2007" and "for two years": signs that a text looks back."""
    reading = mention.reading
    return reading.op in ("date", "iso") or (reading.op == "duration" and reading.args[1] == "year")


def _strength(told: Told) -> str:
    """How surely a text tells a happening: by how close its words stand, how often, how soon."""
    points = (
        told.close
        + (told.times >= _OFTEN)
        + (told.times >= _VERY_OFTEN)
        + (told.start < HAPPENING_EARLY)
    )
    return ("weak", "weak", "middling", "strong", "strong")[points]


def _kind(told: Told) -> str:
    return "happening" if told.happening.leading else "theme"


def _day_beside(mention: Mention, day: int) -> tuple[str, int]:
    """What a mention beside a happening of a day is to it, and how many days after it at least."""
    reading = _whole_day(mention.reading)
    if mention.direction is Direction.FUTURE:
        return "", 0
    if reading.op == "rel" and reading.args[0] == "day":
        return {0: "today", -1: "yesterday"}.get(int(str(reading.args[1])), ""), 0
    if reading.op == "weekday" and reading.args[1] in (None, -1):
        later = (int(str(reading.args[0])) - (day - 1)) % 7
        return ("other weekday", later) if later else ("its weekday", 0)
    return "", 0


def happening_density(day: int, days: int, group: str, grid: DayGrid) -> Scores | None:
    """What telling a happening says of each candidate day, in nats; None for a group never seen.

    It lies on a day ordinal, or anywhere in the ``days`` days from it.  The result may be a view of
    a table: it is not to be written to.
    """
    table = by_distance(group, "full")
    if table is None:
        return None
    if days == 1:
        return since_day(table, day, DAY_EDGES[0], grid)
    steps = range(0, days, _STEP_DAYS)
    mass = sum(np.exp(since_day(table, day + step, DAY_EDGES[0], grid)) for step in steps)
    return np.asarray(np.log(mass / len(steps)), dtype=np.float64)
