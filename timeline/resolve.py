"""Make mentions absolute: expression and publication date to interval, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from timeline.interval import DAY_SECONDS, Granularity, Interval, day_interval
from timeline.meaning import Context, Meaning, Unreadable, read_as_of
from timeline.model import (
    Document,
    DocumentReading,
    Mention,
    Publication,
    Reading,
    Resolution,
    Sentence,
    TimexType,
)

_LEANING_OPS = frozenset({"ago", "at", "earlier", "later", "same", "the"})
_SURE, _LIKELY = 0.9, 0.3
"""How probable the three days round the best one must be for what leans on it to be told plainly,
or told with a question mark; below, it is widened to the 90 % interval."""
_MOSTLY = 0.6
"""How probable one interval must be, over all days of writing, to be told with a question mark."""
_MID_MONTH = 14
_DAYS_TOLD, _MONTHS_TOLD = 62, 1100
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
    named: list[tuple[Mention, Interval]] = []
    resolutions: list[Resolution] = []
    for mention in mentions:
        reference = _reference(mention, named)
        context = Context(
            day=day if day is not None else date(2000, 1, 1).toordinal(),
            direction=mention.direction,
            reference=reference[1] if reference is not None else None,
            day_order=day_order,
            first_weekday=first_weekday,
        )
        resolution = _resolve_one(mention, context, reference, publication)
        resolutions.append(resolution)
        if _can_carry(resolution):
            assert resolution.when is not None
            named.append((mention, resolution.when))
    return DocumentReading(document, sentences, tuple(resolutions))


def _resolve_one(
    mention: Mention,
    context: Context,
    reference: tuple[Mention, Interval] | None,
    publication: Publication | None,
) -> Resolution:
    try:
        meaning = read_as_of(mention.reading, context)
    except Unreadable as error:
        return Resolution(mention, None, "", f"it names no possible date: {error}", confidence=0.0)
    dated = publication is not None and publication.day is not None
    if not dated and meaning.leans_on == "writing" and meaning.when is not None:
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
        anchor=_anchor(meaning, context, reference),
        alternatives=meaning.alternatives,
        confidence=meaning.confidence,
    )
    if meaning.leans_on == "writing" and publication is not None:
        return _doubted(resolution, context, publication)
    return resolution


def _doubted(resolution: Resolution, context: Context, publication: Publication) -> Resolution:
    """What leans on a day of writing is no surer than that day: marked, or widened to its span."""
    when = resolution.when
    if when is None or publication.near >= _SURE:
        return resolution
    confidence = round(resolution.confidence * max(publication.near, 0.05), 3)
    if publication.near >= _LIKELY:
        return replace(resolution, when=when.uncertain(), confidence=confidence)
    assert publication.low is not None
    assert publication.high is not None
    likeliest, share = _likeliest(resolution, context, publication)
    if likeliest is not None and share >= _MOSTLY:
        return replace(resolution, when=likeliest.uncertain(), confidence=round(share, 3))
    wide = when
    for day in (publication.low, publication.high):
        other = _read_on(resolution, context, day)
        wide = wide if other is None else wide.hull(other)
    low, high = (day_interval(day).in_words() for day in (publication.low, publication.high))
    return replace(
        resolution,
        when=replace(wide, granularity=_coarser(wide, when)).uncertain(),
        why=(
            f"{resolution.why}; written somewhere between {low} and {high}, so no sharper than that"
        ),
        confidence=confidence,
    )


def _likeliest(
    resolution: Resolution, context: Context, publication: Publication
) -> tuple[Interval | None, float]:
    """The interval that most days of writing give, weighed by their probability, and its share."""
    shares: dict[Interval, float] = {}
    for first, share in publication.strip:
        when = _read_on(resolution, context, first + _MID_MONTH)
        if when is not None:
            shares[when] = shares.get(when, 0.0) + share
    if not shares:
        return None, 0.0
    best = max(shares, key=lambda when: (shares[when], when.sort_key))
    return best, shares[best] / max(sum(share for _, share in publication.strip), 1e-9)


def _read_on(resolution: Resolution, context: Context, day: int) -> Interval | None:
    try:
        return read_as_of(resolution.mention.reading, replace(context, day=day)).when
    except Unreadable:
        return None


def _coarser(wide: Interval, sharp: Interval) -> Granularity:
    """The unit a widened interval is told in: days to a month, months to some years, then years."""
    days = (wide.duration or 0) // DAY_SECONDS
    unit = Granularity.DAY if days <= _DAYS_TOLD else Granularity.MONTH
    if days > _MONTHS_TOLD or wide.is_open:
        unit = Granularity.YEAR
    return max(unit, sharp.granularity)


def _anchor(meaning: Meaning, context: Context, reference: tuple[Mention, Interval] | None) -> str:
    if meaning.leans_on == "writing":
        return f"the day of writing, {day_interval(context.day).in_words()}"
    if meaning.leans_on == "earlier" and reference is not None:
        return f"“{reference[0].surface}” before it, {reference[1].in_words()}"
    return "the calendar"


def _reference(
    mention: Mention, named: list[tuple[Mention, Interval]]
) -> tuple[Mention, Interval] | None:
    """The time named last before a mention that leans on one."""
    if not _leans(mention.reading):
        return None
    clocked = mention.type is TimexType.TIME
    for earlier, when in reversed(named):
        if mention.sentence - earlier.sentence > _MEMORY:
            return None
        if not clocked or when.granularity <= Granularity.DAY:
            return earlier, when
    return None


def _leans(reading: Reading) -> bool:
    return reading.op in _LEANING_OPS or any(
        isinstance(argument, Reading) and _leans(argument) for argument in reading.args
    )


def _can_carry(resolution: Resolution) -> bool:
    when = resolution.when
    return (
        when is not None
        and not when.is_open
        and resolution.mention.type in (TimexType.DATE, TimexType.TIME)
    )
