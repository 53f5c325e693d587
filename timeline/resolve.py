"""Make mentions absolute: expression and publication date to interval, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from timeline.expressions import FRAMES
from timeline.foreign import FOREIGN
from timeline.interval import DAY_SECONDS, Granularity, Interval, day_interval
from timeline.meaning import Context, Meaning, Unreadable, read_as_of
from timeline.model import (
    Direction,
    Document,
    DocumentReading,
    Mention,
    Publication,
    Reading,
    Resolution,
    Sentence,
    TimexType,
)

_LEANING_OPS = frozenset(
    {
        "ago",
        "at",
        "beside_half",
        "counted_from",
        "day_named",
        "day_spoken",
        "earlier",
        "later",
        "latest",
        "month_beside",
        "period_in",
        "same",
        "same_season",
        "season_beside",
        "that_time",
        "the",
        "weekday_beside",
        "year_before",
    }
)
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
_SURE, _LIKELY = 0.9, 0.35
"""How probable the three days round the best one must be for what leans on it to be told plainly,
or told with a question mark; below, it is widened to the 90 % interval."""
_MOSTLY = 0.6
"""How probable one interval must be, over all days of writing, to be told with a question mark."""
_FOREIGN = 0.4
"""The confidence of what was read without rules of its language."""
_MID_MONTH = 14
_LONGEST_CHAIN = 6
"""Times that lean on times: from this length on the first of them are taken as they stand."""
_DAYS_TOLD, _MONTHS_TOLD = 62, 1100
_MOST_WEIGHED = 300
"""Different times of one document that are read as of every day it may have been written on; a
document that names more is no prose, and the rest is widened instead."""
_MEMORY = 2
"""Sentences after which a time named before no longer carries what leans on it."""


def resolve(
    document: Document,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    day_order: str = "mdy",
    first_weekday: int = 0,
) -> DocumentReading:
    """Resolve a document's mentions against its publication date.

    Without a publication date only what the calendar alone fixes gets an interval; the rest
    says that it waits for one.  Every mention comes back, in order.
    """
    publication = document.publication
    day = publication.day if publication is not None else None
    known = day if day is not None else date(2000, 1, 1).toordinal()
    named: list[_Named] = []
    weighed: _Weighed = {}
    resolutions: list[Resolution] = []
    for mention in mentions:
        base = Context(
            day=known,
            direction=mention.direction,
            day_order=day_order,
            first_weekday=first_weekday,
        )
        reader = _Reader(mention, base, _reference(mention, named))
        meaning = reader.on_best_day()
        resolution = _resolve_one(reader, meaning, publication, weighed)
        resolutions.append(resolution)
        carried = _carried(reader, meaning, resolution)
        if carried is not None:
            named.append(carried)
    return DocumentReading(document, sentences, tuple(resolutions))


@dataclass(frozen=True, slots=True)
class _Reader:
    """A mention that can be read as of any day, with the time before it that it leans on."""

    mention: Mention
    context: Context
    reference: _Named | None

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


@dataclass(frozen=True, slots=True)
class _Named:
    """A time named in the text, for later ones to lean on; ``when`` is that of the best day."""

    reader: _Reader
    when: Interval | None
    framed: bool = False
    """Whether a preposition opens or closes it: nothing is compared with "since May"."""

    def on(self, day: int) -> Interval | None:
        """The time itself if the document was written on a day."""
        if day == self.reader.context.day:
            return self.when
        try:
            return self.reader.on(day).when
        except Unreadable:
            return self.when


_Weighed = dict[tuple[Reading, Context, _Named | None], tuple[Interval | None, float]]
"""What different times of a document most likely mean, over all days of writing."""


def _resolve_one(
    reader: _Reader,
    meaning: Meaning | Unreadable,
    publication: Publication | None,
    weighed: _Weighed,
) -> Resolution:
    mention = reader.mention
    if isinstance(meaning, Unreadable):
        why = f"it names no possible date: {meaning}"
        return Resolution(mention, None, "", why, confidence=0.0)
    dated = publication is not None and publication.day is not None
    if publication is not None and dated and _overshoots(meaning, reader, publication):
        why = "counted from what is named before it, it would lie after the writing"
        return Resolution(mention, None, "PAST_REF", why, confidence=0.0)
    leans = reader.leans_on_writing(meaning)
    if not dated and leans and meaning.when is not None:
        return Resolution(
            mention,
            None,
            "",
            "it counts from the day of writing, and when this was written is not known",
            confidence=0.0,
        )
    resolution = Resolution(
        mention=mention,
        when=meaning.when,
        value=meaning.value,
        why=meaning.why,
        anchor=_anchor(meaning, reader),
        alternatives=meaning.alternatives,
        confidence=_FOREIGN if mention.rule == FOREIGN else meaning.confidence,
    )
    if leans and publication is not None:
        return _doubted(resolution, reader, publication, weighed)
    return resolution


def _overshoots(meaning: Meaning, reader: _Reader, publication: Publication) -> bool:
    """Whether a sentence that looks back would pass the day of writing: its origin is not named."""
    mention, when = reader.mention, meaning.when
    return (
        mention.reading.op == "later"
        and mention.direction is Direction.PAST
        and meaning.leans_on == "earlier"
        and publication.near >= _SURE
        and when is not None
        and when.start is not None
        and when.start > reader.context.now
    )


def _doubted(
    resolution: Resolution, reader: _Reader, publication: Publication, weighed: _Weighed
) -> Resolution:
    """What leans on a day of writing is no surer than that day: marked, or widened to its span."""
    when = resolution.when
    if when is None or publication.near >= _SURE:
        return resolution
    confidence = round(resolution.confidence * max(publication.near, 0.05), 3)
    if publication.near >= _LIKELY:
        return replace(resolution, when=when.uncertain(), confidence=confidence)
    assert publication.low is not None
    assert publication.high is not None
    likeliest, share = _weigh(reader, publication, weighed) if _is_by_month(when) else (None, 0.0)
    if likeliest is not None and share >= _MOSTLY:
        return replace(resolution, when=likeliest.uncertain(), confidence=round(share, 3))
    wide = when
    for day in (publication.low, publication.high):
        other = _when_on(reader, day)
        wide = wide if other is None else wide.hull(other)
    low, high = (day_interval(day).in_words() for day in (publication.low, publication.high))
    return replace(
        resolution,
        when=replace(wide, granularity=_coarser(wide, when)).uncertain(),
        why=(
            f"{resolution.why}; written somewhere between {low} and {high}, so no sharper than that"
        ),
        confidence=confidence,
        likely=None if wide == when else when.uncertain(),
    )


def _is_by_month(when: Interval) -> bool:
    """Whether the month of writing is enough to tell it, which is all that is known of others."""
    return when.granularity >= Granularity.MONTH


def _weigh(
    reader: _Reader, publication: Publication, weighed: _Weighed
) -> tuple[Interval | None, float]:
    """What ``_likeliest`` says, asked once for each different time and only so often."""
    key = (reader.mention.reading, reader.context, reader.reference)
    if key not in weighed:
        if len(weighed) >= _MOST_WEIGHED:
            return None, 0.0
        weighed[key] = _likeliest(reader, publication)
    return weighed[key]


def _likeliest(reader: _Reader, publication: Publication) -> tuple[Interval | None, float]:
    """The interval that most days of writing give, weighed by their probability, and its share."""
    shares: dict[Interval, float] = {}
    for first, share in publication.strip:
        when = _when_on(reader, first + _MID_MONTH)
        if when is not None:
            shares[when] = shares.get(when, 0.0) + share
    if not shares:
        return None, 0.0
    best = max(shares, key=lambda when: (shares[when], when.sort_key))
    return best, shares[best] / max(sum(share for _, share in publication.strip), 1e-9)


def _when_on(reader: _Reader, day: int) -> Interval | None:
    try:
        return reader.on(day).when
    except Unreadable:
        return None


def _coarser(wide: Interval, sharp: Interval) -> Granularity:
    """The unit a widened interval is told in: days to a month, months to some years, then years."""
    days = (wide.duration or 0) // DAY_SECONDS
    unit = Granularity.DAY if days <= _DAYS_TOLD else Granularity.MONTH
    if days > _MONTHS_TOLD or wide.is_open:
        unit = Granularity.YEAR
    return max(unit, sharp.granularity)


def _anchor(meaning: Meaning, reader: _Reader) -> str:
    if meaning.leans_on == "writing":
        return f"the day of writing, {day_interval(reader.context.day).in_words()}"
    reference = reader.reference
    if meaning.leans_on == "earlier" and reference is not None and reference.when is not None:
        return f"“{reference.reader.mention.surface}” before it, {reference.when.in_words()}"
    return "the calendar"


def _reference(mention: Mention, named: list[_Named]) -> _Named | None:
    """The time named last before a mention that leans on one."""
    if not _leans(mention.reading):
        return None
    period = _period(mention, named)
    if period is not None or mention.reading.op in _PERIOD_OPS:
        return period
    clocked = mention.type is TimexType.TIME
    of_day = clocked or mention.reading == _SAME_DAY
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


def _is_compared(earlier: _Named, unit: object) -> bool:
    """Whether "a year earlier" does not count from it: it is compared itself, or a day of news."""
    op = earlier.reader.mention.reading.op
    return earlier.framed or op in _COMPARED or (unit in _LONG and op in _DAYS_OF_NEWS)


def _period(mention: Mention, named: list[_Named]) -> _Named | None:
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


def _shortened(earlier: _Named) -> _Named:
    """The time named before, its own chain of leaning cut off so that it stays readable."""
    depth, link = 0, earlier.reader.reference
    while link is not None:
        depth, link = depth + 1, link.reader.reference
    if depth < _LONGEST_CHAIN:
        return earlier
    return replace(earlier, reader=replace(earlier.reader, reference=_fixed(earlier)))


def _fixed(earlier: _Named) -> _Named | None:
    """What a long chain leans on, as it stands on the best day and no other."""
    before = earlier.reader.reference
    return None if before is None else _Named(replace(before.reader, reference=None), before.when)


def _leans(reading: Reading) -> bool:
    return _has(reading, _LEANING_OPS)


def _has(reading: Reading, operators: frozenset[str]) -> bool:
    return reading.op in operators or any(
        isinstance(argument, Reading) and _has(argument, operators) for argument in reading.args
    )


def _carried(
    reader: _Reader, meaning: Meaning | Unreadable, resolution: Resolution
) -> _Named | None:
    """What later times can lean on, or None: of "since May 3" the day without its preposition."""
    mention, when = reader.mention, resolution.when
    if when is None or mention.type not in (TimexType.DATE, TimexType.TIME):
        return None
    if not when.is_open:
        plain = None if isinstance(meaning, Unreadable) else meaning.when
        return _Named(reader, plain or when)
    inner = mention.reading.args[0] if mention.reading.op in FRAMES else None
    if not isinstance(inner, Reading):
        return None
    bare = replace(reader, mention=replace(mention, reading=inner))
    named = _when_on(bare, reader.context.day)
    return None if named is None or named.is_open else _Named(bare, named, framed=True)
