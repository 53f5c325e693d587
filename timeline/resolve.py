"""Make mentions absolute: expression and publication date to interval, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from timeline.expressions import FRAMES
from timeline.foreign import FOREIGN
from timeline.interval import DAY_SECONDS, Granularity, Interval, day_interval
from timeline.leaning import Named, Reader, reference_of
from timeline.meaning import Context, Meaning, Unreadable
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
from timeline.narration import is_of_story

_SURE, _LIKELY = 0.9, 0.35
"""How probable the three days round the best one must be for what leans on it to be told plainly,
or told with a question mark; below, it is widened to the 90 % interval."""
_MOSTLY = 0.6
"""How probable one interval must be, over all days of writing, to be told with a question mark."""
_FOREIGN = 0.4
"""The confidence of what was read without rules of its language."""
_MID_MONTH = 14
_DAYS_TOLD, _MONTHS_TOLD = 62, 1100
_MOST_WEIGHED = 300
"""Different times of one document that are read as of every day it may have been written on; a
document that names more is no prose, and the rest is widened instead."""


NOTHING_COUNTED: Mapping[int, Resolution] = {}


def resolve(
    document: Document,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    day_order: str = "auto",
    first_weekday: int = 0,
    counted: Mapping[int, Resolution] = NOTHING_COUNTED,
) -> DocumentReading:
    """Resolve a document's mentions against its publication date.

    Without a publication date only what the calendar alone fixes gets an interval; the rest
    says that it waits for one.  Every mention comes back, in order.  Those that are ``counted``
    already, by where they start, come back so, and what follows may lean on them.
    """
    publication = document.publication
    day = publication.day if publication is not None else None
    known = day if day is not None else date(2000, 1, 1).toordinal()
    named: list[Named] = []
    weighed: _Weighed = {}
    resolutions: list[Resolution] = []
    for mention in mentions:
        base = Context(
            day=known,
            direction=mention.direction,
            day_order=day_order,
            first_weekday=first_weekday,
        )
        reader = Reader(mention, base, reference_of(mention, named))
        told = counted.get(mention.start)
        if told is not None:
            resolutions.append(told)
            if told.when is not None and not told.when.is_open:
                named.append(Named(reader, told.when, told=True))
            continue
        meaning = reader.on_best_day()
        resolution = _resolve_one(reader, meaning, publication, weighed)
        resolutions.append(resolution)
        carried = _carried(reader, meaning, resolution)
        if carried is not None:
            named.append(carried)
    return DocumentReading(document, sentences, tuple(resolutions))


_Weighed = dict[tuple[Reading, Context, Named | None], tuple[Interval | None, float]]
"""What different times of a document most likely mean, over all days of writing."""


def _resolve_one(
    reader: Reader,
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
        alternatives=meaning.alternatives if dated or not is_of_story(mention.reading) else (),
        confidence=_FOREIGN if mention.rule == FOREIGN else meaning.confidence,
    )
    if leans and publication is not None:
        return _doubted(resolution, reader, publication, weighed)
    return resolution


def _overshoots(meaning: Meaning, reader: Reader, publication: Publication) -> bool:
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
    resolution: Resolution, reader: Reader, publication: Publication, weighed: _Weighed
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
    reader: Reader, publication: Publication, weighed: _Weighed
) -> tuple[Interval | None, float]:
    """What ``_likeliest`` says, asked once for each different time and only so often."""
    key = (reader.mention.reading, reader.context, reader.reference)
    if key not in weighed:
        if len(weighed) >= _MOST_WEIGHED:
            return None, 0.0
        weighed[key] = _likeliest(reader, publication)
    return weighed[key]


def _likeliest(reader: Reader, publication: Publication) -> tuple[Interval | None, float]:
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


def _when_on(reader: Reader, day: int) -> Interval | None:
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


def _anchor(meaning: Meaning, reader: Reader) -> str:
    if meaning.leans_on == "writing":
        return f"the day of writing, {day_interval(reader.context.day).in_words()}"
    reference = reader.reference
    if meaning.leans_on == "earlier" and reference is not None and reference.when is not None:
        return f"“{reference.reader.mention.surface}” before it, {reference.when.in_words()}"
    return "the calendar"


def _carried(reader: Reader, meaning: Meaning | Unreadable, resolution: Resolution) -> Named | None:
    """What later times can lean on, or None: of "since May 3" the day without its preposition."""
    mention, when = reader.mention, resolution.when
    if when is None or mention.type not in (TimexType.DATE, TimexType.TIME):
        return None
    if not when.is_open:
        plain = None if isinstance(meaning, Unreadable) else meaning.when
        fixed = isinstance(meaning, Unreadable) or not reader.leans_on_writing(meaning)
        return Named(reader, plain or when, fixed=fixed)
    inner = mention.reading.args[0] if mention.reading.op in FRAMES else None
    if not isinstance(inner, Reading):
        return None
    bare = replace(reader, mention=replace(mention, reading=inner))
    named = _when_on(bare, reader.context.day)
    return None if named is None or named.is_open else Named(bare, named, framed=True, fixed=False)
