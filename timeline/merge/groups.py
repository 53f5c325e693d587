"""Turn the events of all documents into one event for each thing that happened.

The most certain pairs are joined first, and two groups only when their dates still have a common
part and the average pair of them is alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, made_of
from timeline.grammar import tokenise
from timeline.interval import Granularity, Interval
from timeline.likeness import (
    Draft,
    Features,
    agreement,
    draft,
    merge_rules,
    once_only,
    said_at,
    series_clash,
    stance_of,
    stem,
    widened,
)
from timeline.merge.pairs import Pairs, Verdict, comparisons
from timeline.merge.rarity import Described, Rarity
from timeline.model import Disagreement, Document, Event, Passage, Stance
from timeline.titles import faults, objection

_SAMPLE = 6
_CROWD = 4
"""Events from which on a title is chosen by what the others say too."""
_SHORT = 3
_TITLE = 6
"""Words of a title, about; so many more make the length of titles count little."""
_FULL_TITLE = (30, 88)


Rated: TypeAlias = tuple[bool, bool, int]
"""Whether a title should not stand whatever is known, whether it only passes on what somebody
said, and the weight of its faults."""
_RATED = msgspec.msgpack.Decoder(dict[bytes, Rated])


def ratings(cache: Cache = NO_CACHE, name: str = "") -> Notes[Rated]:
    """A store and the name of a story to how its titles were rated before."""
    return Notes(_RATED, cache, "rated", name)


@dataclass(frozen=True, slots=True)
class Merged:
    """The events in order of time, and those for which sources give different dates."""

    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What was worked out before of the events of a story.

    ``prints`` tell all that of each event is compared, by its id; ``compared`` and ``rated`` are
    what came of comparing them and of rating their titles.
    """

    prints: Mapping[str, bytes]
    compared: Notes[tuple[Verdict, ...]]
    rated: Notes[Rated]

    def save(self) -> None:
        """Keep what is new."""
        self.compared.save()
        self.rated.save()


def merged_before(prints: Mapping[str, bytes], cache: Cache, name: str) -> Before:
    """The prints of events, a store and the name of a story to what was worked out of it before."""
    return Before(prints, comparisons(cache, name), ratings(cache, name))


def merge_events(
    events: Sequence[Event],
    documents: Sequence[Document],
    drafts: Mapping[str, Draft] | None = None,
    before: Before | None = None,
) -> Merged:
    """Events as single documents tell them to events with all who tell them.

    ``drafts`` are the terms of the events by their ids, where these are known already; ``before``
    spares comparing and rating again what was compared and rated before.

    A merged event is dated by what all its passages have in common, so a sharper source refines
    a vaguer one.  It keeps the smallest id of its parts: the one thing that a further document
    changes only when its own id happens to be smaller, whatever the order of reading.  A plan
    and what came of it are linked, not merged.  Near dates for a thing that can happen only once
    are returned as a disagreement, and stay apart.
    """
    order = {document.id: number for number, document in enumerate(documents)}
    pool = sorted(events, key=lambda event: event.id)
    if drafts is None:
        texts = {document.id: document.text for document in documents}
        drafts = {event.id: draft(event, texts) for event in pool}
    known = drafts
    rarity = Rarity(known[event.id] for event in events)
    features = Described(rarity, lambda number: known[pool[number].id], len(pool))
    if before is None:
        rated, pairs = ratings(), Pairs(pool, features)
    else:
        prints = {
            event.id: before.prints[event.id] + rarity.steps(known[event.id]) for event in events
        }
        in_order = [prints[event.id] for event in pool]
        rated, pairs = before.rated, Pairs(pool, features, in_order, before.compared)
    groups = _Groups(pool, features, pairs)
    for _, first, second in pairs.same:
        groups.join(first, second)
    merged = {
        root: join_events([pool[number] for number in numbers], order, rated)
        for root, numbers in groups.members().items()
    }
    _link_outcomes(merged, pairs, groups)
    disagreements = _disagreements(merged, pairs, groups, order)
    ordered = sorted(merged.values(), key=lambda event: event.order)
    return Merged(tuple(ordered), disagreements)


@dataclass(slots=True)
class _Group:
    """Events that hold together, and what keeps others apart from them.

    So no two members of two groups need be compared: ``told_in`` are their sentences, ``series``
    the numbers that their nouns carry.
    """

    when: Interval
    inside: list[int]
    told_in: set[tuple[str, int]]
    series: dict[frozenset[tuple[str, frozenset[int]]], dict[str, frozenset[int]]]

    def is_apart(self, other: _Group) -> bool:
        """Whether one sentence tells of both, or they are numbered apart."""
        numbered = other.series.values()
        return not self.told_in.isdisjoint(other.told_in) or any(
            series_clash(a, b) for a in self.series.values() for b in numbered
        )

    def take(self, other: _Group, common: Interval) -> None:
        """Take another in; ``common`` is the time of both."""
        self.when = common
        self.inside += other.inside
        self.told_in |= other.told_in
        self.series |= other.series


class _Groups:
    """Disjoint groups of events that grow as long as they hold together."""

    def __init__(self, events: Sequence[Event], features: Sequence[Features], pairs: Pairs) -> None:
        self._events = events
        self._features = features
        self._pairs = pairs
        # Of events that nobody asks to join nothing is held.
        self._parent: dict[int, int] = {}
        self._groups: dict[int, _Group] = {}
        self._refused: Counter[tuple[int, int]] = Counter()

    def find(self, number: int) -> int:
        """The group of an event, named by its smallest number."""
        while (parent := self._parent.get(number, number)) != number:
            self._parent[number] = self._parent.get(parent, parent)
            number = parent
        return number

    def members(self) -> dict[int, list[int]]:
        """Each group's name and its events, in order."""
        roots = (number for number in range(len(self._events)) if number not in self._parent)
        return {
            root: sorted(self._groups[root].inside) if root in self._groups else [root]
            for root in roots
        }

    def _group(self, root: int) -> _Group:
        if root not in self._groups:
            event, series = self._events[root], self._features[root].series
            self._groups[root] = _Group(
                widened(event.when),
                [root],
                {(passage.document, passage.start) for passage in event.passages},
                {_series_key(series): series} if series else {},
            )
        return self._groups[root]

    def join(self, first: int, second: int) -> bool:
        """Join the groups of two events when they hold together; whether they are one now."""
        one, other = sorted((self.find(first), self.find(second)))
        if one == other:
            return True
        left, right = self._group(one), self._group(other)
        a, b = left.when, right.when
        common = a if a == b else a.intersection(b)
        agrees = agreement(a, b)
        if common is None or agrees is None or left.is_apart(right):
            return False
        if not self._hold_together(one, other, agrees):
            self._refused[one, other] += 1
            if agrees != "same_day" or not self._are_linked(one, other):
                return False
        left.take(self._groups.pop(other), common)
        self._parent[other] = one
        return True

    def _hold_together(self, one: int, other: int, agrees: str) -> bool:
        """Whether the average pair of two groups is alike."""
        left, right = self._group(one).inside, self._group(other).inside
        sample = [(a, b) for a in left[:_SAMPLE] for b in right[:_SAMPLE]]
        average = sum(self._pairs.alike(a, b) for a, b in sample) / len(sample)
        rules = merge_rules()
        return average >= rules["cohesion"] * rules[agrees]

    def _are_linked(self, one: int, other: int) -> bool:
        """Whether many pairs speak for it that two groups tell one thing, each in many ways.

        Only of what can happen once: all tell of the earthquake of that day.
        """
        rules = merge_rules()
        smaller = min(len(self._group(one).inside), len(self._group(other).inside))
        links = max(rules["links"], rules["links_share"] * smaller)
        return self._refused[one, other] >= links and not self._chief_classes(one).isdisjoint(
            self._chief_classes(other)
        )

    def _chief_classes(self, group: int) -> frozenset[str]:
        """The classes of what can happen once that most of a group tell of."""
        inside = self._group(group).inside
        told = Counter(name for number in inside for name in self._features[number].classes)
        return once_only() & {name for name, count in told.items() if 2 * count > len(inside)}


def _series_key(series: Mapping[str, frozenset[int]]) -> frozenset[tuple[str, frozenset[int]]]:
    return frozenset(series.items())


def join_events(
    group: Sequence[Event], order: Mapping[str, int], rated: Notes[Rated] | None = None
) -> Event:
    """Events that tell one thing to one event; ``order`` is the rank of each document by its id."""
    if len(group) == 1:
        return group[0]
    when = _common(group)
    likely = _likely_part(when, group)
    stance = stance_of(event.stance for event in group)
    central = _centrality(group)
    rates = {event.id: _rate(event, rated) for event in group}
    ranked = sorted(
        group,
        key=lambda event: _title_rank(event, stance, order, central[event.id], rates[event.id]),
    )
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
    event: Event, stance: Stance, order: Mapping[str, int], central: float, rated: Rated
) -> tuple[object, ...]:
    """Sort key: the best title of a group first."""
    least, most = _FULL_TITLE
    whole = not event.title.endswith("…")
    fits = least <= len(event.title) <= most
    objected, passed_on, weight = rated
    return (
        event.stance is not stance,
        objected,
        passed_on,
        not whole,
        not fits,
        weight,
        not any(name in event.title for name in (*event.actors, *event.places)),
        -central,
        event.when.granularity > Granularity.DAY,
        -len(event.actors) - len(event.places),
        -event.importance,
        _place(event.passages[0], order),
        event.id,
    )


def _rate(event: Event, rated: Notes[Rated] | None) -> Rated:
    """How an event's title stands by itself, and what it is dated by."""
    passage = event.passages[0]
    at = passage.resolution.mention.start - passage.start
    key = made_of(event.title, event.stance, passage.quote, at)
    found = None if rated is None else rated.recall(key)
    if found is not None:
        return found
    objected = objection(event.title, event.stance, lambda _: True) != ""
    made = objected, said_at(passage)[0] is not None, faults(event.title)
    return made if rated is None else rated.keep(key, made)


def _place(passage: Passage, order: Mapping[str, int]) -> tuple[int, str, int, int]:
    number = order.get(passage.document, len(order))
    return (number, passage.document, passage.start, passage.resolution.mention.start)


def _by_count(lists: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    count: Counter[str] = Counter(name for names in lists for name in dict.fromkeys(names))
    return tuple(name for name, _ in count.most_common())


def _link_outcomes(merged: dict[int, Event], pairs: Pairs, groups: _Groups) -> None:
    """Link each plan with what most likely came of it, the surest first, one to one.

    A plan that was called off is marked so, and linked with its calling off.
    """
    taken: set[int] = set()
    ended: set[int] = set()
    for _, plan, end in pairs.calls_off:
        before, after = groups.find(plan), groups.find(end)
        if before in ended or before == after:
            continue
        ended.add(before)
        merged[before] = replace(merged[before], stance=Stance.CANCELLED, led_to=merged[after].id)
        if not merged[after].outcome_of:
            merged[after] = replace(merged[after], outcome_of=merged[before].id)
    taken |= ended
    for _, plan, fact in pairs.outcomes:
        before, after = groups.find(plan), groups.find(fact)
        if before in taken or after in taken or before == after:
            continue
        taken |= {before, after}
        merged[before] = replace(merged[before], led_to=merged[after].id)
        merged[after] = replace(merged[after], outcome_of=merged[before].id)


def _disagreements(
    merged: dict[int, Event], pairs: Pairs, groups: _Groups, order: Mapping[str, int]
) -> tuple[Disagreement, ...]:
    """Groups of events that tell one thing on different days, each side with its passages."""
    linked: dict[int, set[int]] = {}
    for _, first, second in pairs.clashes:
        one, other = groups.find(first), groups.find(second)
        if one == other or _sources(merged[one]) & _sources(merged[other]):
            continue
        linked.setdefault(one, set()).add(other)
        linked.setdefault(other, set()).add(one)
    found: list[Disagreement] = []
    seen: set[int] = set()
    for root in sorted(linked):
        if root in seen:
            continue
        together = sorted({root} | linked[root])
        seen.update(together)
        sides = sorted(
            (merged[number] for number in together),
            key=lambda event: (event.place.sort_key, event.id),
        )
        chief = max(sides, key=lambda event: (len(event.passages), event.importance, event.id))
        found.append(
            Disagreement(
                chief.id, chief.title, tuple((event.when, event.passages) for event in sides)
            )
        )
    return tuple(found)


def _sources(event: Event) -> set[str]:
    return {passage.document for passage in event.passages}
