"""A timeline to what its chart needs to know of each event, the most important first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from timeline.chart.scale import Dates, dates_in, first_date, span_in_words
from timeline.chart.text import clean
from timeline.chart.values import Look
from timeline.interval import Interval, Mark
from timeline.model import Event, Stance, Timeline

_T = TypeVar("_T")

LANES = (
    ("Happened", (Stance.HAPPENED, Stance.ONGOING)),
    ("Planned or expected", (Stance.PLANNED, Stance.EXPECTED, Stance.HYPOTHETICAL)),
    ("Alleged, denied or called off", (Stance.ALLEGED, Stance.DENIED, Stance.CANCELLED)),
)
"""The lanes of the chart from the top: the name of each, and who belongs in it."""
_LANE = {stance: at for at, (_, stances) in enumerate(LANES) for stance in stances}

LOOKS = {
    Stance.HAPPENED: Look.SOLID,
    Stance.ONGOING: Look.SOLID,
    Stance.PLANNED: Look.HOLLOW,
    Stance.EXPECTED: Look.HOLLOW,
    Stance.HYPOTHETICAL: Look.HOLLOW,
    Stance.ALLEGED: Look.DOTTED,
    Stance.DENIED: Look.STRUCK,
    Stance.CANCELLED: Look.STRUCK,
}
"""How each stance is drawn."""

_STRONG = 3
"""How many of the most important events are drawn larger, with their title in bold."""

_STRONG_FROM = 8
"""With fewer events than this, nothing needs to stand out."""

_IMPORTANCE, _ORDER = attrgetter("importance"), attrgetter("order")


class Entry(Struct, frozen=True, gc=False):
    """An event as the chart sees it; ``rivals`` are the dates of its other sources.

    A story has thousands, of which few are drawn: what a drawing shows is made when it is asked
    for.  ``names`` are those of the articles, by their ids.
    """

    event: Event
    names: Mapping[str, str]
    lane: int
    strong: bool
    rivals: tuple[Interval, ...]
    disputed: bool

    @property
    def id(self) -> str:
        """The id of the event."""
        return self.event.id

    @property
    def title(self) -> str:
        """Its title on one line."""
        return clean(self.event.title) or "(no title)"

    @property
    def when(self) -> Interval:
        """All of the time that it may have been."""
        return self.event.when

    @property
    def likely(self) -> Interval | None:
        """The likeliest part of that, where it is wide."""
        return self.event.likely

    @property
    def place(self) -> Interval:
        """Where its mark stands: the likeliest part of its time, else all of it."""
        return self.event.place

    @property
    def words(self) -> str:
        """When it was, in words."""
        return self.event.place.in_words()

    @property
    def stance(self) -> Stance:
        """How it is told."""
        return self.event.stance

    @property
    def look(self) -> Look:
        """How it is drawn."""
        return LOOKS[self.event.stance]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who tells it, none of them twice."""
        names, passages = self.names, self.event.passages
        if len(passages) == 1 and passages[0].document in names:
            return (names[passages[0].document],)
        return _distinct(
            names[passage.document] if passage.document in names else clean(passage.document)
            for passage in passages
        )

    @property
    def note(self) -> str:
        """The small line above the title: when, and how it is told unless it simply happened."""
        parts = [self.words]
        if self.stance is not Stance.HAPPENED:
            parts.append(self.stance.value)
        if self.disputed:
            parts.append("disputed")
        return " · ".join(parts)

    @property
    def spans(self) -> tuple[Interval, ...]:
        """Every interval that is drawn for it."""
        return (self.event.place, *self.rivals)


class Entries(tuple[Entry, ...]):  # noqa: SLOT001 - what is worked out stays in its dictionary
    """All entries of a chart, and what is worked out once for all its shapes and sizes."""

    @cached_property
    def spans(self) -> tuple[Interval, ...]:
        """Every interval that is drawn, about in the order of time: so they are soon sorted."""
        _, entries = self.begun
        rivals = [when for entry in entries if entry.disputed for when in entry.rivals]
        return (*[entry.event.place for entry in entries], *rivals)

    @cached_property
    def dates(self) -> Dates:
        """The dates that the time axis must show."""
        return dates_in(self.spans)

    @cached_property
    def begins(self) -> list[int]:
        """The moments at which entries begin, rising."""
        return sorted(self._begins)

    @cached_property
    def _begins(self) -> list[int]:
        """When each entry begins."""
        events, sure = [one.event for one in self], Mark.SURE
        return [
            first_date(place)
            if place.start is None or place.start_mark is not sure
            else place.start
            for place in [one.when if one.likely is None else one.likely for one in events]
        ]

    @cached_property
    def begun(self) -> tuple[list[int], list[Entry]]:
        """When each entry begins, the earliest first, and the entries in this order."""
        names = [one.event.id for one in self]
        begun = sorted(zip(self._begins, names, range(len(names)), strict=True))
        return [date for date, _, _ in begun], [self[at] for _, _, at in begun]

    @cached_property
    def by_lane(self) -> dict[int, list[Entry]]:
        """The entries in each lane, by its number."""
        lanes: defaultdict[int, list[Entry]] = defaultdict(list)
        for one in self:
            lanes[one.lane].append(one)
        return lanes

    @cached_property
    def begun_by_lane(self) -> dict[int, list[tuple[int, Entry]]]:
        """As ``begun``, for each lane, by its number."""
        lanes: defaultdict[int, list[tuple[int, Entry]]] = defaultdict(list)
        for date, one in zip(*self.begun, strict=True):
            lanes[one.lane].append((date, one))
        return lanes

    @cached_property
    def time(self) -> str:
        """The years, months or days from the first to the last event, in words."""
        return span_in_words([entry.event.when for entry in self])

    @cached_property
    def heads(self) -> tuple[tuple[str, tuple[Look, ...]], ...]:
        """The name of each lane in use, and the looks that occur in it."""
        return lane_heads(self)


def make_entries(timeline: Timeline, ordered: Sequence[Event] = ()) -> Entries:
    """A timeline to its entries by falling importance, then by date; unplaceable ones left out.

    ``ordered`` are its events in the order of a list, where they are known so.
    """
    sources = [(one.id, one.source or one.title) for one in timeline.documents]
    cleaned = {source: clean(source) for source in {source for _, source in sources}}
    names = {name: cleaned[source] for name, source in sources}
    rivals: dict[str, list[Interval]] = {}
    for disagreement in timeline.disagreements:
        rivals.setdefault(disagreement.event, []).extend(when for when, _ in disagreement.sides)
    ordered = ordered or sorted(timeline.events, key=_ORDER)
    ranked = _ranked([event for event in ordered if not _is_boundless(event.when)])
    strong = {event.id for event in ranked[:_STRONG] if event.importance > 0}
    if len(ranked) < _STRONG_FROM:
        strong = set()
    used = sorted({_LANE[stance] for stance in _stances(ranked)})
    lanes = {stance: used.index(lane) for stance, lane in _LANE.items() if lane in used}
    usual, happened = Stance.HAPPENED, lanes.get(Stance.HAPPENED, 0)
    return Entries(
        [
            Entry(
                event,
                names,
                # To look a stance up takes longer than all the rest.
                happened if event.stance is usual else lanes[event.stance],
                event.id in strong,
                _rivals(event, rivals[event.id]) if event.id in rivals else (),
                event.id in rivals,
            )
            for event in ranked
        ]
    )


def _stances(events: Iterable[Event]) -> list[Stance]:
    """The stances that occur in events, each once."""
    return [*{id(stance): stance for stance in [event.stance for event in events]}.values()]


def _ranked(events: Sequence[Event]) -> list[Event]:
    """Events in their order by falling importance, those of the same importance by their date.

    That is their order in a list but for those whose beginning is not known, which come first.
    """
    starts = [(one.when if one.likely is None else one.likely).start for one in events]
    if None in starts:
        begun = [one for one, start in zip(events, starts, strict=True) if start is not None]
        others = [one for one, start in zip(events, starts, strict=True) if start is None]
        others.sort(key=lambda event: (event.place.sort_key, event.id))
        events = others + begun
    return sorted(events, key=_IMPORTANCE, reverse=True)


def _rivals(event: Event, whens: Iterable[Interval]) -> tuple[Interval, ...]:
    return _distinct(when for when in whens if when != event.when and not _is_boundless(when))


def lane_heads(entries: Sequence[Entry]) -> tuple[tuple[str, tuple[Look, ...]], ...]:
    """The lanes in use to their names and the looks that occur in each."""
    heads: dict[int, tuple[str, set[Look]]] = {}
    lanes = {id(entry.event.stance): entry for entry in entries}
    for lane, stance in ((entry.lane, entry.event.stance) for entry in lanes.values()):
        heads.setdefault(lane, (LANES[_LANE[stance]][0], set()))[1].add(LOOKS[stance])
    return tuple(
        (name, tuple(look for look in Look if look in looks))
        for _, (name, looks) in sorted(heads.items())
    )


def _is_boundless(when: Interval) -> bool:
    return when.start is None and when.end is None


def _distinct(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
