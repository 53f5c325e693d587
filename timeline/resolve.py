"""Make the mentions of a dated document absolute: expression and publication date to interval, and why."""

from __future__ import annotations

from datetime import date

from timeline.interval import Interval, day_interval
from timeline.meaning import Context, Meaning, Unreadable, read_as_of
from timeline.model import (
    Document,
    DocumentReading,
    Mention,
    Reading,
    Resolution,
    Sentence,
    TimexType,
)

_LEANING_OPS = frozenset({"ago", "at", "earlier", "later", "same", "the"})
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
        resolution = _resolve_one(mention, context, reference, dated=day is not None)
        resolutions.append(resolution)
        if _can_carry(resolution):
            assert resolution.when is not None
            named.append((mention, resolution.when))
    return DocumentReading(document, sentences, tuple(resolutions))


def _resolve_one(
    mention: Mention, context: Context, reference: tuple[Mention, Interval] | None, *, dated: bool
) -> Resolution:
    try:
        meaning = read_as_of(mention.reading, context)
    except Unreadable as error:
        return Resolution(mention, None, "", f"it names no possible date: {error}", confidence=0.0)
    if not dated and meaning.leans_on == "writing" and meaning.when is not None:
        return Resolution(
            mention,
            None,
            "",
            "it counts from the day of writing, and when this was written is not known",
            confidence=0.0,
        )
    return Resolution(
        mention=mention,
        when=meaning.when,
        value=meaning.value,
        why=meaning.why,
        anchor=_anchor(meaning, context, reference),
        alternatives=meaning.alternatives,
        confidence=meaning.confidence,
    )


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
    for earlier, when in reversed(named):
        near = mention.sentence - earlier.sentence
        return (earlier, when) if near <= (_MEMORY if mention.type is not TimexType.TIME else 0) else None
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
