"""Events that tell one thing to one event: its title, its time, all who tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from timeline.grammar import tokenise
from timeline.interval import Granularity, Interval
from timeline.likeness import said_at, stance_of, widened
from timeline.model import Event, Passage, Stance
from timeline.stemming import stem
from timeline.titles import faults, objection

_CROWD = 4
"""Events from which on a title is chosen by what the others say too."""
_SHORT = 3
_TITLE = 6
"""Words of a title, about; so many more make the length of titles count little."""
_FULL_TITLE = (30, 88)


def join_events(group: Sequence[Event], order: Mapping[str, int]) -> Event:
    """Events that tell one thing to one event; ``order`` is the rank of each document by its id."""
    if len(group) == 1:
        return group[0]
    when = _common(group)
    likely = _likely_part(when, group)
    stance = stance_of(event.stance for event in group)
    central = _centrality(group)
    ranked = sorted(group, key=lambda event: _title_rank(event, stance, order, central[event.id]))
    best = ranked[0]
    passages = sorted(
        (passage for event in group for passage in event.passages),
        key=lambda passage: _place(passage, order),
    )
    sources = len({passage.document for passage in passages})
    surest = max(event.confidence for event in group)
    return replace(
        best,
        id=min(event.id for event in group),
        when=when,
        stance=stance,
        passages=tuple(passages),
        actors=_by_count(event.actors for event in ranked),
        places=_by_count(event.places for event in ranked),
        confidence=round(surest + (1.0 - surest) * 0.5 * (1.0 - 1.0 / sources), 4),
        importance=max(event.importance for event in group),
        likely=likely,
    )


def _common(group: Sequence[Event]) -> Interval:
    """What the dates of a group have in common; the day where they differ only by the hour."""
    when = group[0].when
    for event in group[1:]:
        common = when if when == event.when else when.intersection(event.when)
        if common is None:
            common = widened(when).intersection(widened(event.when))
        if common is not None:
            when = common
    return _surest(when, group)


def _likely_part(when: Interval, group: Sequence[Event]) -> Interval | None:
    """The part of a common date that the likeliest dates of most events of a group lie in.

    None where no source doubts its date, or the part would be the whole.
    """
    if all(event.likely is None for event in group):
        return None
    parts = [when.intersection(event.place) for event in group]
    inside = [part for part in parts if part is not None and part != when]
    if not inside:
        return None
    best = max(inside, key=lambda part: (_supporters(part, inside), part.sort_key))
    for part in inside:
        best = best.intersection(part) or best
    return None if (best.start, best.end) == (when.start, when.end) else best.uncertain()


def _supporters(part: Interval, parts: Sequence[Interval]) -> int:
    return sum(part.overlaps(other) for other in parts)


def _surest(when: Interval, group: Sequence[Event]) -> Interval:
    """The same stretch as the least doubtful source tells it, where one tells just that."""
    same = [e.when for e in group if (e.when.start, e.when.end) == (when.start, when.end)]
    return min((when, *same), key=lambda each: (each.start_mark | each.end_mark).value)


def _centrality(group: Sequence[Event]) -> dict[str, float]:
    """How much of each event's title the titles of the others share, 0-1, long ones favoured.

    Among few titles every one is as good.
    """
    if len(group) < _CROWD:
        return dict.fromkeys((event.id for event in group), 0.0)
    terms = {
        event.id: {stem(word.text) for word in tokenise(event.title) if len(word.text) > _SHORT}
        for event in group
    }
    holders = Counter(term for those in terms.values() for term in those)
    return {
        name: round(
            sum(holders[term] - 1 for term in those) / (len(those) + _TITLE) / len(group), 2
        )
        for name, those in terms.items()
    }


def _title_rank(
    event: Event, stance: Stance, order: Mapping[str, int], central: float
) -> tuple[object, ...]:
    """Sort key: the best title of a group first."""
    least, most = _FULL_TITLE
    whole = not event.title.endswith("…")
    fits = least <= len(event.title) <= most
    return (
        event.stance is not stance,
        _is_unsound(event.title, event.stance),
        said_at(event.passages[0])[0] is not None,
        not whole,
        not fits,
        faults(event.title),
        not any(name in event.title for name in (*event.actors, *event.places)),
        -central,
        event.when.granularity > Granularity.DAY,
        -len(event.actors) - len(event.places),
        -event.importance,
        _place(event.passages[0], order),
        event.id,
    )


@lru_cache(maxsize=4096)
def _is_unsound(title: str, stance: Stance) -> bool:
    """Whether a title should not stand even where all know who and what it speaks of."""
    return objection(title, stance, lambda _: True) != ""


def _place(passage: Passage, order: Mapping[str, int]) -> tuple[int, str, int, int]:
    number = order.get(passage.document, len(order))
    return (number, passage.document, passage.start, passage.time_start)


def _by_count(lists: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    count: Counter[str] = Counter(name for names in lists for name in dict.fromkeys(names))
    return tuple(name for name, _ in count.most_common())
