"""Find the time named before that another expression leans on: "the next day", "that month"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from timeline.interval import Granularity, Interval
from timeline.meaning import Context, Meaning, Unreadable, read_as_of
from timeline.model import Direction, Mention, Reading, TimexType

_LEANING_OPS = frozenset(
    {
        "ago",
        "at",
        "beside_half",
        "counted_from",
        "day_named",
        "day_of_month",
        "day_spoken",
        "earlier",
        "in_story",
        "later",
        "latest",
        "month_beside",
        "period_in",
        "same",
        "same_season",
        "same_weekday",
        "season_beside",
        "story_year",
        "that_time",
        "the",
        "weekday_beside",
        "year_before",
    }
)
_BY_FIGURES = frozenset({"date2", "decade2", "short_year"})
"""What takes no more than its century from the time named before."""
_STORY_OPS = frozenset({"in_story", "story_year"})
_PERIOD_OPS = frozenset({"latest", "period_in", "year_before"})
"""What leans on the period an article reports on, however far back it was named."""
_PERIODS_NAMED = frozenset({"quarter", "quarter_code", "half_year", "unit_ended"})
_YEAR_BACK = (1, "year")
_YEAR_AGO = Reading("ago", _YEAR_BACK)
_COMPARED = frozenset({"ago", "earlier", "year_before"})
"""What a year ago has been counted in already: a second "a year ago" means the same."""
_AFTER_FRAMED = frozenset(
    {"earlier", "later", "month_beside", "same", "same_season", "season_beside", "that_time"}
)
"""What points back at a day even through its preposition: "by May 3 ... later that month"."""
_DAYS_OF_NEWS = frozenset({"weekday", "daypart"})
"""Days on which something is said or reported, a year before which nothing is meant."""
_LONG = frozenset({"month", "quarter", "year", "decade"})
_ONE_BACK = frozenset({1, None})
"""How many units "a year earlier" and "the previous year" lie back from what is reported on."""
_SAME_DAY = Reading("same", ("day",))
_UNIT_AT = {"counted_from": 2, "later": 1, "earlier": 1}
"""Where what is counted has the unit that it is counted in."""
_SHORT = frozenset({"second", "minute", "hour", "day"})
_BESIDE_A_DAY = frozenset({"weekday_beside", "same_weekday"})
_LONGEST_CHAIN = 6
"""Times that lean on times: from this length on the first of them are taken as they stand."""
_MEMORY = 2
"""Sentences after which a time named before no longer carries what leans on it."""


class Reader(Struct, frozen=True, array_like=True, gc=False):
    """A mention that can be read as of any day, with the time before it that it leans on."""

    mention: Mention
    context: Context
    reference: Named | None

    def on(self, day: int) -> Meaning:
        """What it means if the document was written on a day; raises Unreadable."""
        reference = None if self.reference is None else self.reference.on(day)
        base = self.context
        context = Context(day, base.direction, reference, base.day_order, base.first_weekday)
        return read_as_of(self.mention.reading, context)

    def on_best_day(self) -> Meaning | Unreadable:
        """What it means on the best day of writing, or why that is no possible date."""
        try:
            return self.on(self.context.day)
        except Unreadable as error:
            return error

    def leans_on_writing(self, meaning: Meaning) -> bool:
        """Whether another day of writing would move it, by itself or by what it leans on."""
        if meaning.leans_on != "earlier" or self.reference is None:
            return meaning.leans_on == "writing"
        try:
            before = self.reference.reader.on(self.context.day)
        except Unreadable:
            return False
        return self.reference.reader.leans_on_writing(before)


class Named(Struct, frozen=True, array_like=True, gc=False):
    """A time named in the text, for later ones to lean on; ``when`` is that of the best day."""

    reader: Reader
    when: Interval | None
    framed: bool = False
    """Whether a preposition opens or closes it: nothing is compared with "since May"."""
    fixed: bool = True
    """Whether it is the same whenever the document was written."""
    told: bool = False
    """Whether it was found elsewhere, so that its own words do not say when it is."""

    @property
    def leans(self) -> bool:
        """Whether it leans on a time named before it, so that it is no time told aside."""
        reading = self.reader.mention.reading
        return _leans(reading) and not _has(reading, _BY_FIGURES)

    def on(self, day: int) -> Interval | None:
        """The time itself if the document was written on a day."""
        if self.told or day == self.reader.context.day:
            return self.when
        try:
            return self.reader.on(day).when
        except Unreadable:
            return self.when


def reference_of(mention: Mention, named: Sequence[Named]) -> Named | None:
    """The time named last before a mention that leans on one."""
    if not _leans(mention.reading):
        return None
    if _has(mention.reading, _STORY_OPS):
        return _in_story(mention, named)
    period = _period(mention, named)
    if period is not None or mention.reading.op in _PERIOD_OPS:
        return period
    clocked = mention.type is TimexType.TIME
    of_day = clocked or mention.reading == _SAME_DAY or _counts_days(mention.reading)
    compares = mention.reading == _YEAR_AGO or (
        mention.reading.op == "earlier" and mention.reading.args[0] in _ONE_BACK
    )
    coarser = None
    for earlier in reversed(named):
        if mention.sentence - earlier.reader.mention.sentence > _MEMORY:
            break
        if earlier.when is None or (compares and _is_compared(earlier, mention.reading.args[1])):
            continue
        if earlier.framed and not _has(mention.reading, _AFTER_FRAMED):
            continue
        if not of_day or earlier.when.granularity <= Granularity.DAY:
            return _shortened(earlier)
        coarser = coarser or earlier
    return None if coarser is None or clocked else _shortened(coarser)


def _in_story(mention: Mention, named: Sequence[Named]) -> Named | None:
    """The time that a mention of a story leans on: the one named just before it, as everywhere.

    What is counted from nothing near counts from where the story is, which is no time told aside.
    """
    told = _told_in_story(mention.reading)
    assert told is not None
    inner, since = told.args[-2:]
    assert isinstance(inner, Reading)
    assert isinstance(since, int)
    found = None
    if told.op == "in_story":
        near = [each for each in named if each.reader.mention.start >= since]
        found = reference_of(replace(mention, reading=inner), near)
    return found or next(
        (
            _shortened(earlier)
            for earlier in reversed(named)
            if earlier.fixed
            and (earlier.reader.mention.start <= since or earlier.leans)
            and earlier.when is not None
            and earlier.when.granularity <= Granularity.YEAR
        ),
        None,
    )


def _told_in_story(reading: Reading) -> Reading | None:
    """What a reading has that is told in a story, the first of it."""
    if reading.op in _STORY_OPS:
        return reading
    inner = (_told_in_story(each) for each in reading.args if isinstance(each, Reading))
    return next((each for each in inner if each is not None), None)


def _counts_days(reading: Reading) -> bool:
    """Whether it is counted in days from the time named before: "two days later"."""
    unit = _UNIT_AT.get(reading.op)
    if unit is not None and reading.args[unit] in _SHORT:
        return True
    return reading.op in _BESIDE_A_DAY or any(
        isinstance(argument, Reading) and _counts_days(argument) for argument in reading.args
    )


def _is_compared(earlier: Named, unit: object) -> bool:
    """Whether "a year earlier" does not count from it: it is compared itself, or a day of news."""
    op = earlier.reader.mention.reading.op
    return earlier.framed or op in _COMPARED or (unit in _LONG and op in _DAYS_OF_NEWS)


def _period(mention: Mention, named: Sequence[Named]) -> Named | None:
    """The quarter or half an article reports on, for what leans on one: "a year earlier".

    "The latest quarter" is the one named in its own sentence, else the first one named, wherever
    it stands: the one the report is about.
    """
    reading = mention.reading
    lasting = reading.op in _PERIOD_OPS or reading == Reading("the", ("quarter",))
    if not lasting and not (reading.op in ("ago", "earlier") and reading.args == _YEAR_BACK):
        return None
    able = [
        earlier
        for earlier in named
        if not earlier.framed
        and earlier.reader.mention.reading.op in _PERIODS_NAMED
        and earlier.reader.mention.direction is not Direction.FUTURE
    ]
    if not able:
        return None
    distance = mention.sentence - able[-1].reader.mention.sentence
    if lasting:
        return _shortened(able[-1] if distance == 0 else able[0])
    return _shortened(able[-1]) if distance <= _MEMORY else None


def _shortened(earlier: Named) -> Named:
    """The time named before, its own chain of leaning cut off so that it stays readable."""
    depth, link = 0, earlier.reader.reference
    while link is not None:
        depth, link = depth + 1, link.reader.reference
    if depth < _LONGEST_CHAIN:
        return earlier
    return replace(earlier, reader=replace(earlier.reader, reference=_fixed(earlier)))


def _fixed(earlier: Named) -> Named | None:
    """What a long chain leans on, as it stands on the best day and no other."""
    before = earlier.reader.reference
    return None if before is None else Named(replace(before.reader, reference=None), before.when)


def _leans(reading: Reading) -> bool:
    return _has(reading, _LEANING_OPS)


def _has(reading: Reading, operators: frozenset[str]) -> bool:
    return reading.op in operators or any(
        isinstance(argument, Reading) and _has(argument, operators) for argument in reading.args
    )
