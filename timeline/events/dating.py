"""Tell which of the dates of a sentence date something, and which only help another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from timeline.anchors import HOUR_OF_WRITING, comes, count_of, length_start, opens_counted
from timeline.clauses import Analysis
from timeline.expressions import LIVE
from timeline.grammar import load_rules, word_list
from timeline.interval import DAY_SECONDS, Granularity, Interval, from_ordinal
from timeline.late import late
from timeline.meaning import Context, Unreadable, read_as_of
from timeline.model import Publication, Reading, Resolution, Sentence, TimexType
from timeline.stance import StanceJudgement

_ON_DAY_BEFORE = "a clock time on the day named before"
HOUR_OF_NO_DAY = "it tells an hour, and not of which day"
_BORROWED_DAY = (HOUR_OF_WRITING, _ON_DAY_BEFORE, "the day of writing")
"""Why a bare hour lies on the day that it does."""
_AS_OF = late(r"\b[Aa]s of\s*$")
_THROUGH = late(r"\b[Tt]hrough(?:out)?(?: the)?\s*$")
_HOUR_IN_FRONT = late(r"(?:[01]\d|2[0-3])[0-5]\d [\"“]?[A-Z]")
_BRACKET = 20
_BESIDE = 60
"""Characters from a bare hour in which the day it belongs to may stand."""
_NEARLY_A_WEEK_BACK, _NEARLY_A_WEEK_AHEAD = 6, 5
_NEXT_TO = 2
"""Days from the day of writing at which another reading of a weekday is the likelier one."""
_SURELY_AHEAD = re.compile(r"\b(?:will|'ll|is|are|due|next|until|till|by)\b")
_NEIGHBOURS = 20
"""Dates of a clause before and behind one that it is held against; more are a table, no prose, and
this bounds the work."""
HOUR_REACH = 3
"""Sentences back in which the day of a clock time is looked for."""


class Statement(Struct, frozen=True, array_like=True, gc=False):
    """A dated time expression of a sentence with its judgement."""

    resolution: Resolution
    when: Interval
    start: int
    end: int
    judgement: StanceJudgement

    @property
    def likely(self) -> Interval | None:
        """The likeliest part of its time, where that is what its expression says."""
        return self.resolution.likely if self.when == self.resolution.when else None


def is_of_either_week(
    resolution: Resolution, publication: Publication | None, sentence: str
) -> bool:
    """Whether a weekday was put nearly a week away though its other reading is next to it.

    "On Saturday", written on a Friday, of last week; or "last Tuesday", written on a
    Wednesday, of this one.
    """
    if publication is None or publication.day is None or resolution.when is None:
        return False
    words = resolution.mention.surface.lower().removeprefix("on ").split()
    if words[-1] not in word_list("weekday") or resolution.when.granularity != Granularity.DAY:
        return False
    away = (
        _day_of(resolution.likely or resolution.when) - from_ordinal(publication.day) // DAY_SECONDS
    )
    if words[0] == "last":
        return away >= -_NEXT_TO
    if len(words) > 1:
        return False
    ahead = _SURELY_AHEAD.search(sentence) is not None
    return away <= -_NEARLY_A_WEEK_BACK or (away >= _NEARLY_A_WEEK_AHEAD and not ahead)


def is_hour_of_no_day(resolution: Resolution, near: Iterable[Resolution], *, live: bool) -> bool:
    """Whether a clock time was put on the day of writing, of which nothing near it speaks."""
    if resolution.when is None:
        return False
    if live:
        return resolution.why.startswith(_ON_DAY_BEFORE)
    if resolution.why != HOUR_OF_WRITING:
        return False
    day = _day_of(resolution.likely or resolution.when)
    return not any(
        _day_of(each.likely or each.when) == day
        for each in near
        if each.when is not None
        and each.when.granularity <= Granularity.DAY
        and each.why not in _BORROWED_DAY
    )


def is_hour_of_day(resolution: Resolution, publication: Publication | None) -> bool:
    """Whether the hour of an entry has its day: named with it, or that of the whole report."""
    when = resolution.when
    if when is None or when.granularity > Granularity.DAY:
        return False  # "(1730)", read as a year
    if not resolution.why.startswith(_ON_DAY_BEFORE):
        return True
    day = None if publication is None else publication.day
    return day is not None and _day_of(when) == from_ordinal(day) // DAY_SECONDS


def reached(resolution: Resolution, when: Interval, lead: str, day: int | None) -> Interval:
    """The time of what was so: "by May it had closed", "as of May it had", "through the 1980s".

    Neither says since when, nor that it ended in May.  What is not over on the day of writing
    nobody has reached.  ``lead`` are the words before the expression, ``day`` is the ordinal of the
    day of writing.
    """
    reading = resolution.mention.reading
    if day is not None and when.end is not None and when.end > from_ordinal(day + 1):
        return when
    if reading.op == "since" and _AS_OF.search(lead) and when.end is None:
        moment = when.start
    elif (
        when.start is None
        and when.end is not None
        and (
            reading.op == "by" or (when.granularity >= Granularity.DECADE and _THROUGH.search(lead))
        )
    ):
        moment = when.end - 1
    else:
        return when
    inner = reading.args[0]
    try:
        named = read_as_of(inner, Context(day or 1)).when if isinstance(inner, Reading) else None
    except Unreadable:
        named = None
    ends = named is not None and (named.since() == when or named.until() == when)
    if named is not None and ends:
        return named
    return when if moment is None else Interval.of(when.granularity, moment)


def is_hour_as_year(sentence: str, resolution: Resolution) -> bool:
    """Whether the hour in front of an entry was read as a year: "2149 Mrs Lee says"."""
    long = resolution.when is not None and resolution.when.granularity > Granularity.DAY
    return long and _HOUR_IN_FRONT.match(sentence) is not None


def counts_from_nowhere(resolution: Resolution) -> bool:
    """Whether "the next day" was counted from the day of writing, which nobody says so."""
    counted = load_rules("events")["worth"]["counted_on"].split("; ")
    words = resolution.mention.surface.lower()
    return words in counted and resolution.anchor.startswith("the day of writing")


class Counted(NamedTuple):
    """A time that is counted from a deed, in its sentence.

    It begins at ``start``, its length stands at ``at``; a date that stands in it up to ``end``
    dates the deed, and a title needs nothing of it up to ``left_out``.
    """

    start: int
    at: int
    end: int
    left_out: int

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in the words that tell the deed."""
        return self.at < offset < self.left_out


def deeds_counted_from(
    analysis: Analysis, sentence: Sentence, resolutions: Iterable[Resolution]
) -> list[Counted]:
    """The times of a sentence that are counted from a deed, with its words where it has no verb.

    "Just three days after the blast on 20 April" is one time, and what it dates no part of it.
    """
    found: list[Counted] = []
    for each in resolutions:
        first, last = each.mention.start - sentence.start, each.mention.end - sentence.start
        count = count_of(analysis, (first, last), each.mention.reading)
        if count is not None or opens_counted(analysis, (first, last), each.mention.reading):
            start = length_start(analysis, first)
            told = last if count is None else count.end
            end = last if count is None or (count.has_verb and not count.same) else told
            found.append(Counted(start, first, end, last if comes(analysis, start) else told))
    return found


def _day_of(when: Interval) -> int:
    """The day a stretch of time begins on, or ends on where it has no beginning."""
    if when.start is not None:
        return int(when.start // DAY_SECONDS)
    return int(((when.end or 0) - 1) // DAY_SECONDS)


def without_looser(analysis: Analysis, statements: list[Statement]) -> list[Statement]:
    """Join dates of one clause that say one thing: the sharper one stands for the looser.

    "At nine on Tuesday" and "in 2021, on 3 May" are two expressions and one date.
    """
    by_clause: dict[tuple[int, bool], list[Statement]] = {}
    for each in statements:
        key = (analysis.clause_at(each.start), each.judgement.reporting)
        by_clause.setdefault(key, []).append(each)
    dropped: set[int] = set()
    for group in by_clause.values():
        for place, one in enumerate(group):
            for other in group[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]:
                looser = one.when.covers(other.when) and (
                    one.when != other.when or other.start < one.start
                )
                if other is not one and looser:
                    dropped.add(one.start)
                elif other is not one and one.resolution.mention.rule == LIVE:
                    dropped.add(one.start)  # the hour of the entry, which tells of another day
                elif (
                    _is_day_beside(one, other)
                    or _repeats(analysis.sentence, one, other)
                    or _only_ends_in(one.when, other.when)
                ):
                    dropped.add(one.start)
    return [each for each in statements if each.start not in dropped]


def _is_day_beside(hour: Statement, day: Statement) -> bool:
    """Whether a bare hour, put on a day from elsewhere, stands beside another day: that one holds.

    "At 1653 local time (2153 GMT) on Tuesday".
    """
    borrowed = any(hour.resolution.why.startswith(each) for each in _BORROWED_DAY)
    return (
        borrowed
        and hour.when.granularity < Granularity.DAY
        and day.when.granularity is Granularity.DAY
        and not day.when.covers(hour.when)
        and abs(day.start - hour.start) <= _BESIDE
    )


def _repeats(sentence: str, hour: Statement, local: Statement) -> bool:
    """Whether an hour in brackets tells the one before it again: "0603 local time (1103 GMT)"."""
    opened = sentence[max(0, hour.start - 1) : hour.start] == "("
    both = max(hour.when.granularity, local.when.granularity) < Granularity.DAY
    return opened and both and 0 < hour.start - local.end <= _BRACKET


def _only_ends_in(open_one: Interval, day: Interval) -> bool:
    """Whether "before noon" tells no more than the day it stands beside."""
    return (
        open_one.start is None
        and open_one.end is not None
        and open_one.granularity < Granularity.DAY
        and day.granularity is Granularity.DAY
        and day.start is not None
        and day.end is not None
        and day.start < open_one.end <= day.end
    )


def split_reporting(
    analysis: Analysis, statements: list[Statement]
) -> tuple[list[Statement], list[Statement]]:
    """The statements that make events, and the days of saying that only belong to them."""
    told = [each for each in statements if not each.judgement.reporting]
    kept: list[Statement] = []
    said: list[Statement] = []
    for each in statements:
        frame = analysis.frame_at(each.start) if each.judgement.reporting else None
        covers = frame is not None and any(
            frame.scope_start <= other.start < frame.scope_end for other in told
        )
        if frame is not None and frame.occasion(analysis.sentence):
            covers = False
        (said if covers else kept).append(each)
    return kept, said


def why_undated(resolution: Resolution) -> str:
    """Why an expression names no place in time; "" when it does."""
    kind = resolution.mention.type
    if kind is TimexType.SET:
        return resolution.why or "it says how often, not when"
    if resolution.when is None:
        if resolution.why:
            return resolution.why
        return (
            "it says how long, not when"
            if kind is TimexType.DURATION
            else "it names no stretch of the calendar"
        )
    if resolution.value.endswith("_REF"):
        return "it is too vague to place: around the time of writing, or before or after it"
    return ""
