"""A timeline to the days that matter most to its story, each with a sentence and its event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from timeline.interval import DAY_SECONDS, Granularity, Mark, day_interval, to_ordinal
from timeline.model import Event, Stance, Timeline
from timeline.pages.names import machine_date
from timeline.pages.sources import Source, Sources
from timeline.pieces import NO_PRINTS, Prints, cut
from timeline.story import story_of
from timeline.summary import Before, Chosen, ToldDay, told_days

_FEWEST_DAYS = 12
"""A story whose events lie on fewer days needs no summary: its chart says it all."""

_FEWEST, _MOST = 5, 7
_ASKED = 24
"""How many days are asked for, since some will have no event."""

_SENTENCES = 3
_SMALLER = 4
"""A block of articles has so many times fewer than other blocks: of a new one all is read."""
_NOT_SO = (Stance.DENIED, Stance.CANCELLED, Stance.HYPOTHETICAL)


class Highlight(Struct, frozen=True):
    """A day in words, the sentence that tells it, where it stands, and the event it leads to.

    ``anchor`` is the place of the sentence on its article's page, None where it has none.
    """

    when: str
    machine: str
    sentence: str
    event: str
    title: str
    source: Source
    anchor: int | None


def view_highlights(
    timeline: Timeline,
    sources: Sources,
    before: Before | None = None,
    prints: Prints = NO_PRINTS,
) -> tuple[Highlight, ...]:
    """A timeline to its five to seven most important days, in their order; else none.

    Taken are days on which an event is listed; the event that the sentence tells comes before
    others of the day.  ``before`` is what was known of its days.
    """
    days = _by_day(timeline.events)
    if len(days) < _FEWEST_DAYS:
        return ()
    summary = islice(_summary(timeline, before, prints), _ASKED)
    # The days after the last that is wanted are not looked at.
    told = list(islice((day for day in summary if day.day in days), _MOST))
    chosen = [_highlight(day, days[day.day], sources) for day in told]
    if len(chosen) < _FEWEST:
        return ()
    return tuple(
        one
        for _, one in sorted(
            zip((day.day for day in told), chosen, strict=False), key=lambda item: item[0]
        )
    )


def _summary(timeline: Timeline, before: Before | None, prints: Prints) -> Iterator[ToldDay]:
    readings = timeline.readings
    known = [prints.article(reading.document.id) for reading in readings]
    return told_days(
        readings,
        _SENTENCES,
        story=story_of(timeline),
        blocks=cut(readings, known, _SMALLER),
        before=before,
    )


def _by_day(events: Sequence[Event]) -> dict[int, list[Event]]:
    """The events surely of one day and not taken back, by that day."""
    days: dict[int, list[Event]] = {}
    longest, sure = Granularity.DAY, Mark.SURE
    for event in events:
        when = event.when
        start, end = when.start, when.end
        if start is None or end is None or end - start > DAY_SECONDS or when.granularity > longest:
            continue
        if when.start_mark is sure and when.end_mark is sure and event.stance not in _NOT_SO:
            day = start // DAY_SECONDS
            if day in days:
                days[day].append(event)
            else:
                days[day] = [event]
    return {to_ordinal(day * DAY_SECONDS): found for day, found in days.items()}


def _highlight(day: ToldDay, events: Sequence[Event], sources: Sources) -> Highlight:
    ranked = sorted(events, key=lambda event: (-event.importance, event.id))
    sentence, event = _match(day.sentences, ranked)
    starts = {each.start for each in event.passages if each.document == sentence.document}
    when = day_interval(day.day)
    return Highlight(
        when=when.in_words(),
        machine=machine_date(when),
        sentence=sentence.text,
        event=event.id,
        title=event.title,
        source=sources[sentence.document],
        anchor=sentence.start if sentence.start in starts else None,
    )


def _match(sentences: Sequence[Chosen], events: Sequence[Event]) -> tuple[Chosen, Event]:
    """The best sentence that tells one of the events, with that event; else the best of both."""
    for sentence in sentences:
        for event in events:
            if any(
                each.document == sentence.document
                and each.start < sentence.end
                and sentence.start < each.end
                for each in event.passages
            ):
                return sentence, event
    return sentences[0], events[0]
