"""A timeline's events to what the pages say of them: when, who says so, and why that date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from timeline.curation import correction_in_words
from timeline.interval import Interval, in_full, to_ordinal
from timeline.model import Disagreement, Event, Passage, Resolution, Stance, Timeline, Undated
from timeline.pages.made import Made
from timeline.pages.marked import Piece, mark_quote, mark_words
from timeline.pages.names import machine_date
from timeline.pages.sources import Source, Sources
from timeline.pieces import Prints, cuts, made_of_all
from timeline.rivals import Move

_SURE = ((0.75, "firm"), (0.45, "fair"), (0.0, "doubtful"))
"""From which confidence on a date is called what (a judgement)."""

_PLACE = attrgetter("start", "end")

_SMALLER = 2
"""A stretch of events has so many times fewer than other blocks: each is long."""


class Refused(Struct, frozen=True):
    """A reading that lost: its date in words and the reason."""

    when: str
    why: str


class Why(Struct, frozen=True):
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


class Said(Struct, frozen=True):
    """A passage that tells an event: its quote in pieces, and where it stands."""

    source: Source
    anchor: int
    pieces: tuple[Piece, ...]
    attribution: str
    stance: str
    cue: str
    why: Why


class Side(Struct, frozen=True):
    """One of the dates that sources give for an event, and those who give it."""

    when: str
    said: tuple[Said, ...]


class Dispute(Struct, frozen=True):
    """An event on whose date sources disagree; ``anchor`` is its place on its page."""

    event: str
    anchor: str
    title: str
    about: str
    sides: tuple[Side, ...]


class Disputed(Struct, frozen=True):
    """A disagreement, and the anchor it has on its page."""

    anchor: str
    about: Disagreement


class Link(Struct, frozen=True):
    """Another event by its id and title, and whether it never came about."""

    event: str
    title: str
    cancelled: bool = False


class Moved(Struct, frozen=True):
    """An event that another day of writing would move, and from when to when in words."""

    event: str
    title: str
    before: str
    after: str


class Told(Struct, frozen=True):
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


class Shelved(Struct, frozen=True):
    """A sentence that found no place in time, with the words that failed and the reason."""

    anchor: int
    pieces: tuple[Piece, ...]
    words: str
    reason: str


class Shelf(Struct, frozen=True):
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


class Stretch(Struct, frozen=True):
    """Events after each other, and the digest of all that decides what pages say of them.

    ``leading`` are those that lead to other events, to a disagreement or, by an old id, to
    themselves.
    """

    events: tuple[Event, ...]
    shown: bytes
    leading: tuple[Event, ...] = ()


class Views(Made[Told]):
    """A timeline's events by their ids to what the pages say of each."""

    def __init__(self, timeline: Timeline, sources: Sources, prints: Prints) -> None:
        self.events = {event.id: event for event in (*timeline.hidden, *timeline.events)}
        super().__init__(self.events)
        self.parts = _parts(timeline)
        self._known = {event.id: event for event in timeline.events}
        self._disputes = {one.about.event: one for one in disputes_of(timeline)[::-1]}
        self._sources = sources
        self._prints = prints
        self._dispute_prints: dict[str, bytes] = {}
        self._stretches: dict[int, tuple[Sequence[Event], list[Stretch]]] = {}

    def make(self, name: str) -> Told:
        """An event by its id to what the pages say of it."""
        event, dispute = self.events[name], self._disputes.get(name)
        return Told(
            id=event.id,
            parts=self.parts[name],
            title=event.title,
            when=event.told_when,
            machine=machine_date(event.when),
            days="" if machine_date(event.when) else _days(event.when),
            stance=event.stance.value,
            said=tuple(_said(passage, self._sources) for passage in event.passages),
            actors=event.actors,
            places=event.places,
            themes=event.themes,
            sure=next(word for least, word in _SURE if event.confidence >= least),
            dispute=None if dispute is None else self.dispute(dispute),
            outcome_of=_link(event.outcome_of, self._known),
            led_to=_link(event.led_to, self._known),
            corrections=tuple(correction_in_words(one) for one in event.corrections),
            pinned=event.pinned,
        )

    def dispute(self, told: Disputed) -> Dispute:
        """A disagreement to what the pages say of it."""
        about = told.about
        title = self._known[about.event].title if about.event in self._known else ""
        sides = tuple(
            Side(when.in_words(), tuple(_said(passage, self._sources) for passage in passages))
            for when, passages in about.sides
        )
        return Dispute(about.event, told.anchor, title, about.about, sides)

    def anchor(self, name: str) -> str:
        """Where the disagreement about an event stands on its page; "" where there is none."""
        return self._disputes[name].anchor if name in self._disputes else ""

    def stretches(self, events: Sequence[Event]) -> list[Stretch]:
        """Events in their order to some after the others, made once for these very events."""
        found = self._stretches.get(id(events))
        if found is None or found[0] is not events:
            known, all_ = self._prints.events.get, tuple(events)
            names = [event.id for event in all_]
            prints = [known(name, b"") for name in names]
            stretches = [
                self._stretch(all_[begin:end], names[begin:end], prints[begin:end])
                for begin, end in cuts(prints, _SMALLER)
            ]
            found = self._stretches[id(events)] = events, stretches
        return found[1]

    def _stretch(
        self, events: tuple[Event, ...], names: Sequence[str], prints: Sequence[bytes]
    ) -> Stretch:
        told = self._prints.tellers(events)
        some = self._are_more.intersection(names)
        if not some:
            return Stretch(events, made_of_all(*prints, told))
        leading = tuple([event for event in events if event.id in some])
        return Stretch(events, made_of_all(*prints, told, *self._more_of(leading)), leading)

    @cached_property
    def _are_more(self) -> frozenset[str]:
        """The ids of the events of which pages say more than an event and its articles do."""
        linked = [one.id for one in self._known.values() if one.outcome_of or one.led_to]
        found = [name for name, parts in self.parts.items() if parts]
        return frozenset((*linked, *found, *self._disputes))

    def _more_of(self, events: Sequence[Event]) -> list[bytes]:
        """The digests of all else that pages say of some events."""
        more: list[object] = []
        disputes: list[bytes] = []
        for one in events:
            parts, dispute = self.parts[one.id], self._disputes.get(one.id)
            if parts or one.outcome_of or one.led_to:
                links = [_link(other, self._known) for other in (one.outcome_of, one.led_to)]
                more.append((one.id, parts, links))
            if dispute is not None:
                disputes.append(self.print_of_dispute(dispute))
        return [*([self._prints.of(more)] if more else []), *disputes]

    def print_of_dispute(self, told: Disputed) -> bytes:
        """The digest of all that decides what the pages say of a disagreement."""
        found = self._dispute_prints.get(told.anchor)
        if found is None:
            passages = [passage for _, side in told.about.sides for passage in side]
            link = _link(told.about.event, self._known)
            found = self._dispute_prints[told.anchor] = made_of_all(
                self._prints.of(told.anchor, link),
                self._prints.disagreement(told.about),
                self._prints.all_of([passage.document for passage in passages]),
            )
        return found


def _parts(timeline: Timeline) -> dict[str, tuple[str, ...]]:
    """The ids of statements that lead to each event, none of them twice or the id of an event."""
    taken = {event.id for event in (*timeline.events, *timeline.hidden)}
    parts: dict[str, tuple[str, ...]] = {}
    for event in (*timeline.events, *timeline.hidden):
        passages = event.passages
        if len(passages) == 1 and passages[0].statement in ("", event.id):
            parts[event.id] = ()
            continue
        parts[event.id] = tuple(part for part in event.parts if part not in taken)
        taken.update(parts[event.id])
    return parts


def _days(when: Interval) -> str:
    first = "" if when.start is None else to_ordinal(when.start)
    return f"{first}/{'' if when.end is None else to_ordinal(when.end - 1) + 1}"


def _said(passage: Passage, sources: Sources) -> Said:
    return Said(
        source=sources[passage.document],
        anchor=passage.start,
        pieces=mark_quote(passage),
        attribution=passage.attribution,
        stance="" if passage.stance is Stance.HAPPENED else passage.stance.value,
        cue=passage.stance_cue,
        why=explain(passage.resolution),
    )


def _link(event: str, known: Mapping[str, Event]) -> Link | None:
    if event not in known:
        return None
    return Link(event, known[event].title, known[event].stance is Stance.CANCELLED)


def disputes_of(timeline: Timeline) -> tuple[Disputed, ...]:
    """A timeline to the places of its disagreements, of which an event may have several."""
    times: Counter[str] = Counter()
    found = []
    for each in timeline.disagreements:
        times[each.event] += 1
        again = f"-{times[each.event]}" if times[each.event] > 1 else ""
        found.append(Disputed(f"d-{each.event}{again}", each))
    return tuple(found)


def undated_of(timeline: Timeline, sources: Sources) -> tuple[tuple[Undated, ...], ...]:
    """A timeline to the sentences that found no place in time, by article."""
    shelves: defaultdict[str, list[Undated]] = defaultdict(list)
    for each in timeline.undated:
        shelves[each.document].append(each)
    for shelf in shelves.values():
        if len(shelf) > 1:
            shelf.sort(key=_PLACE)
    return tuple([tuple(shelves[name]) for name in sources if name in shelves])


def view_shelf(undated: Sequence[Undated], sources: Sources) -> Shelf:
    """What stayed undated in one article to what the pages say of it."""
    items = (
        Shelved(each.start, mark_words(each.quote, each.words), each.words, each.reason)
        for each in undated
    )
    return Shelf(sources[undated[0].document], tuple(items))
