"""Turn the events of all documents into one event for each thing that happened.

Events are compared only when they share a rare term and lie in the same stretch of time, so the
cost stays near linear; the most certain pairs are joined first, and two groups only when their
dates still have a common part and the average pair of them is alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.grammar import load_rules
from timeline.interval import DAY_SECONDS, Granularity, Interval
from timeline.likeness import (
    Features,
    agreement,
    describe,
    gap_days,
    merge_rules,
    once_only,
    series_clash,
    side,
    similarity,
    stance_of,
    widened,
)
from timeline.model import Disagreement, Document, Event, Passage

_LEVELS = (
    (7 * DAY_SECONDS, 45 * DAY_SECONDS),
    (366 * DAY_SECONDS, 3 * 366 * DAY_SECONDS),
    (3653 * DAY_SECONDS, 100 * 3653 * DAY_SECONDS),
)
"""The windows events meet in, weeks, years and decades: their length, the longest they hold."""
_MOST_WINDOWS = 100
_GUESTS = 4
_SAMPLE = 6
_SHARED_TERMS = 2
"""How many rare terms two events must share in one window to be compared at all."""
_OUTCOME_GAP = 3
_FULL_TITLE = (30, 88)


@dataclass(frozen=True, slots=True)
class Merged:
    """The events in order of time, and those for which sources give different dates."""

    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]


def merge_events(events: Sequence[Event], documents: Sequence[Document]) -> Merged:
    """Events as single documents tell them to events with all who tell them.

    A merged event is dated by what all its passages have in common, so a sharper source refines
    a vaguer one.  It keeps the smallest id of its parts: the one thing that a further document
    changes only when its own id happens to be smaller, whatever the order of reading.  A plan
    and what came of it are linked, not merged.  Near dates for a thing that can happen only once
    are returned as a disagreement, and stay apart.
    """
    order = {document.id: number for number, document in enumerate(documents)}
    pool = sorted(events, key=lambda event: event.id)
    features = describe(pool, documents)
    pairs = _Pairs(pool, features)
    groups = _Groups(pool, features, pairs)
    for _, first, second in sorted(pairs.same, key=lambda pair: (-pair[0], pair[1], pair[2])):
        groups.join(first, second)
    members = groups.members()
    merged = {
        root: _merge_group([pool[number] for number in numbers], order)
        for root, numbers in members.items()
    }
    _link_outcomes(merged, pairs, groups)
    disagreements = _disagreements(merged, pairs, groups, order)
    ordered = sorted(merged.values(), key=lambda event: (event.when.sort_key, event.id))
    return Merged(tuple(ordered), disagreements)


class _Pairs:
    """The pairs of events worth comparing, with how alike they are."""

    def __init__(self, events: Sequence[Event], features: Sequence[Features]) -> None:
        self.same: list[tuple[float, int, int]] = []
        """(margin over the threshold, event, event): may be one event."""
        self.outcomes: list[tuple[float, int, int]] = []
        """(similarity, plan, fact)."""
        self.clashes: list[tuple[float, int, int]] = []
        """(similarity, event, event): alike, but days apart."""
        self._events = events
        self._features = features
        self._known: dict[tuple[int, int], float] = {}
        self._wide = [widened(event.when) for event in events]
        self._bounds = [_bounds(when) for when in self._wide]
        self._near = int(merge_rules()["near_days"]) * DAY_SECONDS
        seen: dict[tuple[int, int], int] = {}
        for first, second in self._candidates():
            pair = (first, second) if first < second else (second, first)
            times = seen.get(pair, 0) + 1
            seen[pair] = times
            if times == _SHARED_TERMS:
                self._compare(*pair)

    def alike(self, first: int, second: int) -> float:
        """The similarity of two events, computed once."""
        pair = (first, second) if first < second else (second, first)
        if pair not in self._known:
            self._known[pair] = similarity(self._features[first], self._features[second])
        return self._known[pair]

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that share a rare term in one window of time."""
        buckets: dict[tuple[str, int], dict[int, list[int]]] = {}
        for number, (event, features) in enumerate(zip(self._events, self._features, strict=True)):
            for level, native, windows in _windows(event.when):
                for term in features.rare:
                    by_window = buckets.setdefault((term, level), {})
                    for window in windows:
                        by_window.setdefault(window, []).append(number if native else ~number)
        crowd = int(merge_rules()["crowd"])
        for (_, level), by_window in buckets.items():
            for window, bucket in by_window.items():
                native = [number for number in bucket if number >= 0]
                guests = [~number for number in bucket if number < 0][: crowd * _GUESTS]
                yield from _pairs_of(native, crowd)
                yield from ((one, other) for one in native[:crowd] for other in guests)
                if level == 0:
                    late = by_window.get(window + 1, ())[:crowd]
                    yield from ((one, other) for one in native[:crowd] for other in late)

    def _compare(self, first: int, second: int) -> None:
        """File a pair under what it may be: one event, a plan and its outcome, or a clash."""
        a, b = self._bounds[first], self._bounds[second]
        if a[0] >= b[1] + self._near or b[0] >= a[1] + self._near:
            return
        if self.kept_apart(first, second):
            return
        agrees = agreement(self._wide[first], self._wide[second])
        sides = side(self._events[first].stance), side(self._events[second].stance)
        if agrees is not None and sides[0] == sides[1]:
            margin = self.alike(first, second) - merge_rules()[agrees]
            if margin >= 0:
                self.same.append((margin, first, second))
        elif self._features[first].statement or self._features[second].statement:
            return
        elif sides == ("plan", "fact"):
            self._compare_plan(first, second, agrees)
        elif sides == ("fact", "plan"):
            self._compare_plan(second, first, agrees)
        elif sides == ("fact", "fact"):
            self._compare_apart(first, second)

    def kept_apart(self, first: int, second: int) -> bool:
        """Whether one sentence tells both, or they are numbered differently."""
        return _same_sentence(self._events[first], self._events[second]) or series_clash(
            self._features[first].series, self._features[second].series
        )

    def _compare_plan(self, plan: int, fact: int, agrees: str | None) -> None:
        apart = gap_days(self._wide[plan], self._wide[fact])
        if not _may_come_of(self._wide[plan], self._wide[fact], agrees, apart):
            return
        alike = self.alike(plan, fact)
        if alike >= merge_rules()["plan_outcome"] and self._same_matter(plan, fact):
            self.outcomes.append((alike, plan, fact))

    def _compare_apart(self, first: int, second: int) -> None:
        apart = gap_days(self._wide[first], self._wide[second])
        shared = self._features[first].classes & self._features[second].classes
        if apart is None or apart > merge_rules()["near_days"] or not shared & once_only():
            return
        alike = self.alike(first, second)
        if alike >= merge_rules()["disagreement"]:
            self.clashes.append((alike, first, second))

    def _same_matter(self, first: int, second: int) -> bool:
        """Whether two events share more than names."""
        one, other = self._features[first].terms, self._features[second].terms
        return any(term in other for term in one if term[0] not in "@#")


def _may_come_of(plan: Interval, fact: Interval, agrees: str | None, apart: int | None) -> bool:
    """Whether a fact's date fits a plan's: the same stretch of time, or a few days late."""
    if agrees is not None:
        return agrees in {"same_day", "same_stretch", "nested"}
    late = (fact.start or 0) > (plan.start or 0)
    return apart is not None and late and apart <= _OUTCOME_GAP


def _bounds(when: Interval) -> tuple[float, float]:
    """An interval's ends, an open one infinitely far."""
    start = float("-inf") if when.start is None else float(when.start)
    end = float("inf") if when.end is None else float(when.end)
    return start, end


def _pairs_of(bucket: Sequence[int], crowd: int) -> Iterator[tuple[int, int]]:
    """All pairs of a small bucket; in a crowd each with the next ones, so that chains form."""
    reach = len(bucket) if len(bucket) <= crowd else crowd // 2
    for at, first in enumerate(bucket):
        for second in bucket[at + 1 : at + 1 + reach]:
            yield first, second


def _windows(when: Interval) -> Iterator[tuple[int, bool, range]]:
    """Where to look for an event's neighbours: each level, whether it is its own, its windows.

    A short interval belongs to its weeks, a longer one to its years or decades; it can also be
    found at every level above its own.
    """
    start = when.start if when.start is not None else when.end
    end = when.end if when.end is not None else when.start
    if start is None or end is None:
        return
    last = max(end - 1, start)
    own = next((n for n, (_, most) in enumerate(_LEVELS) if last - start <= most), len(_LEVELS) - 1)
    if when.is_open:
        own = max(own, 1)
    for level in range(own, len(_LEVELS)):
        size = _LEVELS[level][0]
        first = start // size
        yield level, level == own, range(first, min(last // size, first + _MOST_WINDOWS) + 1)


def _same_sentence(one: Event, other: Event) -> bool:
    if len(one.passages) == len(other.passages) == 1:
        a, b = one.passages[0], other.passages[0]
        return a.start == b.start and a.document == b.document
    here = {(passage.document, passage.start) for passage in one.passages}
    return any((passage.document, passage.start) in here for passage in other.passages)


class _Groups:
    """Disjoint groups of events that grow as long as they hold together."""

    def __init__(
        self, events: Sequence[Event], features: Sequence[Features], pairs: _Pairs
    ) -> None:
        self._events = events
        self._features = features
        self._pairs = pairs
        self._parent = list(range(len(events)))
        self._whens = [widened(event.when) for event in events]
        self._inside = {number: [number] for number in range(len(events))}

    def find(self, number: int) -> int:
        """The group of an event, named by its smallest number."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def members(self) -> dict[int, list[int]]:
        """Each group's name and its events, in order."""
        return {root: sorted(inside) for root, inside in sorted(self._inside.items())}

    def join(self, first: int, second: int) -> bool:
        """Join the groups of two events when they hold together; whether they are one now."""
        one, other = sorted((self.find(first), self.find(second)))
        if one == other:
            return True
        a, b = self._whens[one], self._whens[other]
        common = a if a == b else a.intersection(b)
        agrees = agreement(a, b)
        if common is None or agrees is None or not self._hold_together(one, other, agrees):
            return False
        self._parent[other] = one
        self._whens[one] = common
        self._inside[one] += self._inside.pop(other)
        return True

    def _hold_together(self, one: int, other: int, agrees: str) -> bool:
        left, right = self._inside[one], self._inside[other]
        if any(self._pairs.kept_apart(a, b) for a in left for b in right):
            return False
        sample = [(a, b) for a in left[:_SAMPLE] for b in right[:_SAMPLE]]
        average = sum(self._pairs.alike(a, b) for a, b in sample) / len(sample)
        rules = merge_rules()
        return average >= rules["cohesion"] * rules[agrees]


def _merge_group(group: list[Event], order: dict[str, int]) -> Event:
    """One event out of the events of a group."""
    if len(group) == 1:
        return group[0]
    when = _common(group)
    stance = stance_of(event.stance for event in group)
    ranked = sorted(group, key=lambda event: _title_rank(event, stance, order))
    best = ranked[0]
    passages = sorted(
        (passage for event in group for passage in event.passages),
        key=lambda passage: _place(passage, order),
    )
    sources = len({passage.document for passage in passages})
    gain = _source_gain()
    importance = 1.0 - (1.0 - max(event.importance for event in group)) * (1.0 - gain) ** (
        sources - 1
    )
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
        importance=round(importance, 4),
    )


def _source_gain() -> float:
    """How much of the gap to 1 each further source closes."""
    return float(load_rules("events")["importance"]["source_gain"])


def _common(group: list[Event]) -> Interval:
    """What the dates of a group have in common; the day where they differ only by the hour."""
    when = group[0].when
    for event in group[1:]:
        common = when if when == event.when else when.intersection(event.when)
        if common is None:
            common = widened(when).intersection(widened(event.when))
        if common is not None:
            when = common
    return when


def _title_rank(event: Event, stance: object, order: dict[str, int]) -> tuple[object, ...]:
    """Sort key: the best title of a group first."""
    least, most = _FULL_TITLE
    whole = not event.title.endswith("…")
    fits = least <= len(event.title) <= most
    return (
        event.stance is not stance,
        not whole,
        not fits,
        event.when.granularity > Granularity.DAY,
        -len(event.actors) - len(event.places),
        -event.importance,
        _place(event.passages[0], order),
        event.id,
    )


def _place(passage: Passage, order: dict[str, int]) -> tuple[int, str, int, int]:
    number = order.get(passage.document, len(order))
    return (number, passage.document, passage.start, passage.resolution.mention.start)


def _by_count(lists: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    count: Counter[str] = Counter(name for names in lists for name in dict.fromkeys(names))
    return tuple(name for name, _ in count.most_common())


def _link_outcomes(merged: dict[int, Event], pairs: _Pairs, groups: _Groups) -> None:
    """Link each plan with what most likely came of it, the surest first, one to one."""
    taken: set[int] = set()
    for _, plan, fact in sorted(pairs.outcomes, key=lambda pair: (-pair[0], pair[1], pair[2])):
        before, after = groups.find(plan), groups.find(fact)
        if before in taken or after in taken or before == after:
            continue
        taken |= {before, after}
        merged[before] = replace(merged[before], led_to=merged[after].id)
        merged[after] = replace(merged[after], outcome_of=merged[before].id)


def _disagreements(
    merged: dict[int, Event], pairs: _Pairs, groups: _Groups, order: dict[str, int]
) -> tuple[Disagreement, ...]:
    """Groups of events that tell one thing on different days, each side with its passages."""
    linked: dict[int, set[int]] = {}
    for _, first, second in sorted(pairs.clashes, key=lambda pair: (-pair[0], pair[1], pair[2])):
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
            key=lambda event: (event.when.sort_key, event.id),
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
