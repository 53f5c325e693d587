"""A timeline to what its chart needs to know of each event, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from timeline.chart.text import clean
from timeline.chart.values import Look
from timeline.interval import Interval
from timeline.model import Stance, Timeline

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


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the chart sees it; ``rivals`` are the dates of its other sources."""

    id: str
    title: str
    when: Interval
    words: str
    stance: Stance
    look: Look
    lane: int
    strong: bool
    sources: tuple[str, ...]
    rivals: tuple[Interval, ...]
    disputed: bool
    likely: Interval | None = None

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
        return (self.place, *self.rivals)

    @property
    def place(self) -> Interval:
        """Where its mark stands: the likeliest part of its time, else all of it."""
        return self.when if self.likely is None else self.likely


def make_entries(timeline: Timeline) -> tuple[Entry, ...]:
    """A timeline to its entries by falling importance, then by date; unplaceable ones left out."""
    names = {
        document.id: clean(document.source or document.title) for document in timeline.documents
    }
    rivals: dict[str, list[Interval]] = {}
    for disagreement in timeline.disagreements:
        rivals.setdefault(disagreement.event, []).extend(when for when, _ in disagreement.sides)
    ranked = sorted(
        (event for event in timeline.events if not _is_boundless(event.when)),
        key=lambda event: (-event.importance, event.place.sort_key, event.id),
    )
    strong = {event.id for event in ranked[:_STRONG] if event.importance > 0}
    if len(ranked) < _STRONG_FROM:
        strong = set()
    used = sorted({_LANE[event.stance] for event in ranked})
    return tuple(
        Entry(
            id=event.id,
            title=clean(event.title) or "(no title)",
            when=event.when,
            words=event.place.in_words(),
            stance=event.stance,
            look=LOOKS[event.stance],
            lane=used.index(_LANE[event.stance]),
            strong=event.id in strong,
            sources=_distinct(
                names[passage.document] if passage.document in names else clean(passage.document)
                for passage in event.passages
            ),
            rivals=_distinct(
                when
                for when in rivals.get(event.id, ())
                if when != event.when and not _is_boundless(when)
            ),
            disputed=event.id in rivals,
            likely=event.likely,
        )
        for event in ranked
    )


def lane_heads(entries: Sequence[Entry]) -> tuple[tuple[str, tuple[Look, ...]], ...]:
    """The lanes in use to their names and the looks that occur in each."""
    heads: dict[int, tuple[str, set[Look]]] = {}
    for entry in entries:
        heads.setdefault(entry.lane, (LANES[_LANE[entry.stance]][0], set()))[1].add(entry.look)
    return tuple(
        (name, tuple(look for look in Look if look in looks))
        for _, (name, looks) in sorted(heads.items())
    )


def _is_boundless(when: Interval) -> bool:
    return when.start is None and when.end is None


def _distinct(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
