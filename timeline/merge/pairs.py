"""Find the pairs of events worth comparing, and tell what each pair may be.

Two events are compared only when they share two rare terms in one window of time, so the cost
stays near linear in their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timeline.grammar import tokenise
from timeline.interval import DAY_SECONDS, Granularity, Interval
from timeline.likeness import (
    Features,
    agreement,
    gap_days,
    merge_rules,
    once_only,
    series_clash,
    side,
    similarity,
    stem,
    widened,
)
from timeline.model import Event

_LEVELS = (
    (7 * DAY_SECONDS, 45 * DAY_SECONDS),
    (366 * DAY_SECONDS, 3 * 366 * DAY_SECONDS),
    (3653 * DAY_SECONDS, 100 * 3653 * DAY_SECONDS),
)
"""The windows events meet in, weeks, years and decades: their length, the longest they hold."""
_MOST_WINDOWS = 100
_SHORT = 3
_GUESTS = 4
_OUTCOME_GAP = 3
"""Days that an outcome may come after its plan."""


class Pairs:
    """The pairs of events worth comparing, with how alike they are."""

    def __init__(self, events: Sequence[Event], features: Sequence[Features]) -> None:
        self.same: list[tuple[float, int, int]] = []
        """(margin over the threshold, event, event): may be one event."""
        self.outcomes: list[tuple[float, int, int]] = []
        """(similarity, plan, fact)."""
        self.calls_off: list[tuple[float, int, int]] = []
        """(similarity, plan, event): the event is the calling off of the plan."""
        self.clashes: list[tuple[float, int, int]] = []
        """(similarity, event, event): alike, but days apart."""
        self._events = events
        self._features = features
        self._told: dict[int, frozenset[str]] = {}
        self._known: dict[int, float] = {}
        self._wide = [widened(event.when) for event in events]
        self._bounds = [_bounds(when) for when in self._wide]
        self._near = int(merge_rules()["near_days"]) * DAY_SECONDS
        once: set[int] = set()
        compared: set[int] = set()
        for one, other in self._candidates():
            first, second = (one, other) if one < other else (other, one)
            pair = self._pair(first, second)
            if pair in compared:
                continue
            if pair not in once:
                once.add(pair)
                continue
            once.discard(pair)
            compared.add(pair)
            self._compare(first, second)

    def _pair(self, first: int, second: int) -> int:
        """One number for two: there are so many pairs that tuples of them fill the memory."""
        return first * len(self._events) + second

    def alike(self, first: int, second: int) -> float:
        """The similarity of two events, computed once."""
        pair = self._pair(min(first, second), max(first, second))
        alike = self._known.get(pair)
        if alike is None:
            alike = self._known[pair] = similarity(self._features[first], self._features[second])
        return alike

    def surplus(self, first: int, second: int, agrees: str) -> float:
        """How much more alike two events must be to be one, whose dates agree so.

        More on one day where they share no class of deeds that happen once: on the day of an
        earthquake everybody tells of it in other words, of two speeches they need not be one.
        """
        if agrees != "same_day":
            return 0.0
        apart = self._features[first].classes.isdisjoint(
            self._features[second].classes & once_only()
        )
        if not apart:
            return 0.0
        rules = merge_rules()
        untold = self._title_terms(first).isdisjoint(self._title_terms(second))
        return rules["same_day_apart"] + (rules["same_day_untold"] if untold else 0.0)

    def _title_terms(self, number: int) -> frozenset[str]:
        """The stems of the words that carry an event's title."""
        if number not in self._told:
            words = (word.text for word in tokenise(self._events[number].title))
            self._told[number] = frozenset(stem(word) for word in words if len(word) > _SHORT)
        return self._told[number]

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that share a rare term in one window of time, once for each such term."""
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
                own = [number for number in bucket if number >= 0]
                guests = [~number for number in bucket if number < 0][: crowd * _GUESTS]
                yield from _pairs_of(own, crowd)
                yield from ((one, other) for one in own[:crowd] for other in guests)
                if level == 0:
                    late = by_window.get(window + 1, ())[:crowd]
                    yield from ((one, other) for one in own[:crowd] for other in late)

    def _compare(self, first: int, second: int) -> None:
        """File a pair under what it may be: one event, a plan and its outcome, or a clash."""
        a, b = self._bounds[first], self._bounds[second]
        if a[0] >= b[1] + self._near or b[0] >= a[1] + self._near:
            return
        if self.kept_apart(first, second):
            return
        agrees = agreement(self._wide[first], self._wide[second])
        sides = side(self._events[first].stance), side(self._events[second].stance)
        called_off = set(sides) == {"plan", "cancelled"}
        if agrees is not None and (sides[0] == sides[1] or called_off):
            margin = self.alike(first, second) - merge_rules()[agrees]
            if margin >= 0:
                margin -= self.surplus(first, second, agrees)
            sharp = agrees in {"same_day", "same_stretch"}
            if margin >= 0 and (sharp or self._same_matter(first, second)):
                self.same.append((margin, first, second))
        elif self._features[first].statement or self._features[second].statement:
            return
        elif sides == ("plan", "fact"):
            self._compare_plan(first, second, agrees)
        elif sides == ("fact", "plan"):
            self._compare_plan(second, first, agrees)
        elif called_off:
            plan, end = (first, second) if sides[0] == "plan" else (second, first)
            self._compare_end(plan, end)
        elif sides == ("fact", "fact"):
            self._compare_apart(first, second)

    def kept_apart(self, first: int, second: int) -> bool:
        """Whether one sentence tells both, one text at two hours, or they are numbered apart."""
        one, other = self._events[first], self._events[second]
        return (
            _same_sentence(one, other)
            or self._said_twice(first, second)
            or _apart_by_the_clock(one, other)
            or series_clash(self._features[first].series, self._features[second].series)
        )

    def _said_twice(self, first: int, second: int) -> bool:
        """Whether one document tells two sayings: each says something else."""
        if not (self._features[first].statement and self._features[second].statement):
            return False
        here = {passage.document for passage in self._events[first].passages}
        return any(passage.document in here for passage in self._events[second].passages)

    def _compare_end(self, plan: int, end: int) -> None:
        """File what calls a plan off, on the day of the plan or before it."""
        late = (self._wide[end].start or 0) >= (self._wide[plan].end or 0)
        alike = self.alike(plan, end)
        if not late and alike >= merge_rules()["plan_outcome"] and self._same_matter(plan, end):
            self.calls_off.append((alike, plan, end))

    def _compare_plan(self, plan: int, fact: int, agrees: str | None) -> None:
        if self._features[fact].calls_off:
            self._compare_end(plan, fact)
            return
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


def _apart_by_the_clock(one: Event, other: Event) -> bool:
    """Whether one document tells both, at different times of a day."""
    sharp = max(one.when.granularity, other.when.granularity) < Granularity.DAY
    if not sharp or one.when.overlaps(other.when):
        return False
    here = {passage.document for passage in one.passages}
    return any(passage.document in here for passage in other.passages)


def _same_sentence(one: Event, other: Event) -> bool:
    if len(one.passages) == len(other.passages) == 1:
        a, b = one.passages[0], other.passages[0]
        return a.start == b.start and a.document == b.document
    here = {(passage.document, passage.start) for passage in one.passages}
    return any((passage.document, passage.start) in here for passage in other.passages)
