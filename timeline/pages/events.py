"""A timeline's events to what the pages say of them: when, who says so, and why that date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.curation import correction_in_words
from timeline.interval import Granularity, Interval, civil, in_full, to_ordinal
from timeline.model import Disagreement, Event, Passage, Resolution, Stance, Timeline
from timeline.pages.marked import Piece, mark_quote, mark_words
from timeline.pages.names import machine_date
from timeline.pages.sources import Source
from timeline.rivals import Move

_SURE = ((0.75, "firm"), (0.45, "fair"), (0.0, "doubtful"))
"""From which confidence on a date is called what (a judgement)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A reading that lost: its date in words and the reason."""

    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why some words mean the date they were given; ``when`` is empty where they have none."""

    words: str
    when: str
    machine: str
    rule: str
    reading: str
    why: str
    anchor: str
    refused: tuple[Refused, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Said:
    """A passage that tells an event: its quote in pieces, and where it stands."""

    source: Source
    anchor: int
    pieces: tuple[Piece, ...]
    attribution: str
    stance: str
    cue: str
    why: Why


@dataclass(frozen=True, slots=True)
class Side:
    """One of the dates that sources give for an event, and those who give it."""

    when: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event on whose date sources disagree; ``anchor`` is its place on its page."""

    event: str
    anchor: str
    title: str
    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Another event by its id and title, and whether it never came about."""

    event: str
    title: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """An event that another day of writing would move, and from when to when in words."""

    event: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the list shows it.

    ``parts`` are the ids of its statements that lead to it besides its own, ``days`` the first
    ordinal and the one after the last ("" where open) unless ``machine`` says it all.  ``sure``
    is how far its date can be relied on: firm, fair or doubtful.
    """

    id: str
    parts: tuple[str, ...]
    title: str
    when: str
    machine: str
    days: str
    stance: str
    said: tuple[Said, ...]
    actors: tuple[str, ...]
    places: tuple[str, ...]
    themes: tuple[str, ...]
    sure: str
    dispute: Dispute | None
    outcome_of: Link | None
    led_to: Link | None
    corrections: tuple[str, ...]
    pinned: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The events that begin in a month; ``name`` is empty for those told in years only."""

    anchor: str
    name: str
    events: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The events that begin in a year, by month."""

    anchor: str
    name: str
    months: tuple[Month, ...]

    @property
    def count(self) -> int:
        """How many events begin in it."""
        return sum(len(month.events) for month in self.months)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A sentence that found no place in time, with the words that failed and the reason."""

    anchor: int
    pieces: tuple[Piece, ...]
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stayed undated in one article, in its order."""

    source: Source
    items: tuple[Shelved, ...]


def explain(resolution: Resolution) -> Why:
    """A resolution to its explanation."""
    mention = resolution.mention
    return Why(
        words=mention.surface,
        when=_in_full(resolution),
        machine=machine_date(resolution.when) if resolution.when else "",
        rule=mention.rule,
        reading=str(mention.reading),
        why=resolution.why,
        anchor=resolution.anchor,
        refused=tuple(Refused(each.when.in_words(), each.why) for each in resolution.alternatives),
        confidence=round(100 * resolution.confidence),
    )


def _in_full(resolution: Resolution) -> str:
    if resolution.when is None:
        return ""
    if resolution.likely is None:
        return in_full(resolution.when)
    return f"{in_full(resolution.likely)} ({resolution.when.certain().in_words()})"


def view_moves(moves: Sequence[Move]) -> tuple[Moved, ...]:
    """What would move under the runner-up to its words, in the order of the events."""
    return tuple(
        Moved(one.event, one.title, one.before.in_words(), one.after.in_words())
        for one in sorted(moves, key=lambda one: (one.before.sort_key, one.event))
    )


def view_events(timeline: Timeline, sources: dict[str, Source]) -> tuple[Told, ...]:
    """A timeline to its events by date."""
    return _view(timeline.events, timeline, sources)


def view_edited(
    timeline: Timeline, events: Sequence[Told], sources: dict[str, Source]
) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """The events that the user corrected or added, and those the user took off the timeline."""
    corrected = tuple(event for event in events if event.corrections)
    return corrected, _view(timeline.hidden, timeline, sources)


def _view(
    events: Sequence[Event], timeline: Timeline, sources: dict[str, Source]
) -> tuple[Told, ...]:
    known = {event.id: event for event in timeline.events}
    disputes = {dispute.event: dispute for dispute in view_disputes(timeline, sources)[::-1]}
    parts = _parts(timeline, events)
    return tuple(
        Told(
            id=event.id,
            parts=parts[event.id],
            title=event.title,
            when=event.told_when,
            machine=machine_date(event.when),
            days="" if machine_date(event.when) else _days(event.when),
            stance=event.stance.value,
            said=tuple(_said(passage, sources) for passage in event.passages),
            actors=event.actors,
            places=event.places,
            themes=event.themes,
            sure=next(word for least, word in _SURE if event.confidence >= least),
            dispute=disputes.get(event.id),
            outcome_of=_link(event.outcome_of, known),
            led_to=_link(event.led_to, known),
            corrections=tuple(correction_in_words(one) for one in event.corrections),
            pinned=event.pinned,
        )
        for event in sorted(events, key=_by_date)
    )


def _parts(timeline: Timeline, events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    """The ids of statements that lead to each event, none of them twice or the id of an event."""
    taken = {event.id for event in (*timeline.events, *timeline.hidden)}
    parts: dict[str, tuple[str, ...]] = {}
    for event in events:
        parts[event.id] = tuple(part for part in event.parts if part not in taken)
        taken.update(parts[event.id])
    return parts


def _days(when: Interval) -> str:
    first = "" if when.start is None else to_ordinal(when.start)
    return f"{first}/{'' if when.end is None else to_ordinal(when.end - 1) + 1}"


def view_years(timeline: Timeline, events: Sequence[Told]) -> tuple[Year, ...]:
    """Events by date to the years and months they begin in; those told in years come first."""
    whens = {event.id: event.place for event in timeline.events}
    years: dict[int, dict[int, list[Told]]] = {}
    for event in events:
        year, month = _begins(whens[event.id])
        years.setdefault(year, {}).setdefault(month, []).append(event)
    return tuple(
        Year(
            anchor=f"y{year}",
            name=Interval.year(year).in_words(),
            months=tuple(
                Month(
                    f"m{year}-{month:02}",
                    Interval.month(year, month).in_words() if month else "",
                    tuple(told),
                )
                for month, told in sorted(months.items())
            ),
        )
        for year, months in sorted(years.items())
    )


def _begins(when: Interval) -> tuple[int, int]:
    """An interval to its year and month, the month 0 where it is told in years or longer."""
    at = when.start if when.start is not None else (when.end or 1) - 1
    year, month, _ = civil(at)
    return year, 0 if when.granularity >= Granularity.YEAR else month


def _by_date(event: Event) -> tuple[object, ...]:
    return event.order


def _said(passage: Passage, sources: dict[str, Source]) -> Said:
    return Said(
        source=sources[passage.document],
        anchor=passage.start,
        pieces=mark_quote(passage),
        attribution=passage.attribution,
        stance="" if passage.stance is Stance.HAPPENED else passage.stance.value,
        cue=passage.stance_cue,
        why=explain(passage.resolution),
    )


def _link(event: str, known: dict[str, Event]) -> Link | None:
    if event not in known:
        return None
    return Link(event, known[event].title, known[event].stance is Stance.CANCELLED)


def view_disputes(timeline: Timeline, sources: dict[str, Source]) -> tuple[Dispute, ...]:
    """A timeline to the events on whose dates sources disagree, in one way or in several."""
    titles = {event.id: event.title for event in timeline.events}
    times: Counter[str] = Counter()
    found = []
    for each in timeline.disagreements:
        times[each.event] += 1
        again = f"-{times[each.event]}" if times[each.event] > 1 else ""
        anchor = f"d-{each.event}{again}"
        title = titles.get(each.event, "")
        found.append(Dispute(each.event, anchor, title, each.about, _sides(each, sources)))
    return tuple(found)


def _sides(disagreement: Disagreement, sources: dict[str, Source]) -> tuple[Side, ...]:
    return tuple(
        Side(when.in_words(), tuple(_said(passage, sources) for passage in passages))
        for when, passages in disagreement.sides
    )


def view_undated(timeline: Timeline, sources: dict[str, Source]) -> tuple[Shelf, ...]:
    """A timeline to the sentences that found no place in time, by article."""
    shelves: dict[str, list[Shelved]] = {}
    for each in sorted(timeline.undated, key=lambda each: (each.start, each.end)):
        item = Shelved(each.start, mark_words(each.quote, each.words), each.words, each.reason)
        shelves.setdefault(each.document, []).append(item)
    return tuple(
        Shelf(source, tuple(shelves[name])) for name, source in sources.items() if name in shelves
    )
