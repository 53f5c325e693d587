"""Turn the events of all documents into one event for each thing that happened.

The most certain pairs are joined first, and two groups only when their dates still have a common
part and the average pair of them is alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from timeline.cache import Cache, Notes
from timeline.interval import Interval
from timeline.likeness import (
    Draft,
    agreement,
    draft,
    merge_rules,
    once_only,
    series_clash,
    widened,
)
from timeline.merge.joining import Rated, join_events, ratings
from timeline.merge.pairs import Pairs, Verdict, comparisons
from timeline.merge.rarity import Described, Rarity
from timeline.model import Disagreement, Document, Event, Stance

_SAMPLE = 6
_Series: TypeAlias = dict[str, frozenset[int]]
"""The numbers that nouns carry: "the third round" is no other round."""


class Merged(Struct, frozen=True):
    """The events in order of time, and those for which sources give different dates."""

    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]


class Before(Struct, frozen=True):
    """What was worked out before of the events of a story.

    ``print_of`` tells, from its id, all that an event is compared by as it stands alone;
    ``compared`` and ``rated`` are what came of comparing events and of rating their titles.
    """

    print_of: Callable[[str], bytes]
    compared: Notes[tuple[Verdict, ...]] | None
    rated: Notes[Rated]

    def save(self) -> None:
        """Keep what is new; what came of comparing is kept as soon as all is compared."""
        self.rated.save()


def merged_before(print_of: Callable[[str], bytes], cache: Cache, name: str) -> Before:
    """What prints events, a store and the name of a story to what was worked out of it before."""
    compared = comparisons(cache, name) if cache.is_on else None  # they are large
    return Before(print_of, compared, ratings(cache, name))


def merge_events(
    events: Sequence[Event],
    documents: Sequence[Document],
    drafts: Mapping[str, Draft] | None = None,
    before: Before | None = None,
    jobs: int = 1,
) -> Merged:
    """Events as single documents tell them to events with all who tell them.

    ``drafts`` are the terms of the events by their ids, where these are known already; ``before``
    spares comparing and rating again what was compared and rated before; ``jobs`` processes share
    the comparing.

    A merged event is dated by what all its passages have in common, so a sharper source refines
    a vaguer one.  It keeps the smallest id of its parts: the one thing that a further document
    changes only when its own id happens to be smaller, whatever the order of reading.  A plan
    and what came of it are linked, not merged.  Near dates for a thing that can happen only once
    are returned as a disagreement, and stay apart.
    """
    order = {document.id: number for number, document in enumerate(documents)}
    ranks = sorted(range(len(events)), key=lambda number: events[number].id)
    pool = [events[number] for number in ranks]
    if drafts is None:
        texts = {document.id: document.text for document in documents}
        drafts = {event.id: draft(event, texts) for event in pool}
    known = drafts
    series: dict[str, _Series] = {}
    rarity = Rarity(_noting_series(events, known, series))

    def draft_of(number: int) -> Draft:
        return known[pool[number].id]

    features = Described(rarity, draft_of)
    if before is None or before.compared is None:
        pairs = Pairs(pool, features, jobs=jobs)
    else:
        prints = [before.print_of(event.id) + rarity.steps(known[event.id]) for event in events]
        in_order = [prints[number] for number in ranks]
        pairs = Pairs(pool, features, in_order, before.compared, jobs)
        del prints, in_order
    rated = ratings() if before is None else before.rated
    groups = _Groups(pool, draft_of, series, pairs)
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


class _Group(Struct):
    """Events that hold together, and what keeps others apart from them.

    So no two members of two groups need be compared: ``told_in`` are their sentences, ``series``
    the numbers that their nouns carry.
    """

    when: Interval
    inside: list[int]
    told_in: Collection[tuple[str, int]]
    series: dict[frozenset[tuple[str, frozenset[int]]], _Series]

    def is_apart(self, other: _Group) -> bool:
        """Whether one sentence tells of both, or they are numbered apart."""
        numbered = other.series.values()
        few, many = sorted((self.told_in, other.told_in), key=len)
        return any(place in many for place in few) or any(
            series_clash(a, b) for a in self.series.values() for b in numbered
        )

    def take(self, other: _Group, common: Interval) -> None:
        """Take another in; ``common`` is the time of both."""
        self.when = common
        self.inside += other.inside
        if not isinstance(self.told_in, set):  # most groups are of one event, and a set is large
            self.told_in = set(self.told_in)
        self.told_in.update(other.told_in)
        self.series |= other.series


def _noting_series(
    events: Iterable[Event], drafts: Mapping[str, Draft], series: dict[str, _Series]
) -> Iterator[Draft]:
    """The drafts of events; noted on the way are the series of those few that have one."""
    for event in events:
        one = drafts[event.id]
        if one.series:
            series[event.id] = one.series
        yield one


class _Groups:
    """Disjoint groups of events that grow as long as they hold together."""

    def __init__(
        self,
        events: Sequence[Event],
        drafts: Callable[[int], Draft],
        series: Mapping[str, _Series],
        pairs: Pairs,
    ) -> None:
        self._events = events
        self._drafts = drafts
        self._series = series
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
            event = self._events[root]
            series = self._series.get(event.id)
            self._groups[root] = _Group(
                widened(event.when),
                [root],
                tuple((passage.document, passage.start) for passage in event.passages),
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
        told = Counter(name for number in inside for name in self._drafts(number).classes)
        return once_only() & {name for name, count in told.items() if 2 * count > len(inside)}


def _series_key(series: Mapping[str, frozenset[int]]) -> frozenset[tuple[str, frozenset[int]]]:
    return frozenset(series.items())


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
