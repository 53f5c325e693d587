"""Tell what each pair of events worth comparing may be, block of time by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, digest
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
from timeline.merge.blocks import Block, meeting_blocks, pairs_of
from timeline.model import Event

_SHORT = 3
_OUTCOME_GAP = 3
"""Days that an outcome may come after its plan."""
_SAME, _OUTCOME, _CALLS_OFF, _CLASH = range(4)


class Verdict(NamedTuple):
    """What a pair of events may be.

    ``weight`` is by how much a pair that may be one is alike enough, of others how alike it is;
    the events are told by their numbers, or by their places in a block.
    """

    kind: int
    weight: float
    alike: float
    first: int
    second: int


_VERDICTS = msgspec.msgpack.Decoder(dict[bytes, tuple[Verdict, ...]])


def comparisons(cache: Cache = NO_CACHE, name: str = "") -> Notes[tuple[Verdict, ...]]:
    """A store and the name of a story to what came of comparing its events before."""
    return Notes(_VERDICTS, cache, "compared", name)


class Pairs:
    """The pairs of events worth comparing, with how alike they are.

    ``prints`` tell all that of each event is compared; by them what came of a block is found in
    ``compared``.
    """

    def __init__(
        self,
        events: Sequence[Event],
        features: Sequence[Features],
        prints: Sequence[bytes] = (),
        compared: Notes[tuple[Verdict, ...]] | None = None,
    ) -> None:
        self._events = events
        self._features = features
        self._known: dict[int, float] = {}
        self._near = int(merge_rules()["near_days"]) * DAY_SECONDS
        found: dict[int, Verdict] = {}
        for block in meeting_blocks([event.when for event in events]):
            for each in self._verdicts(block, prints, compared):
                found[self._pair(each.first, each.second)] = each
        self._known = {
            self._pair(min(first, second), max(first, second)): alike
            for _, _, alike, first, second in found.values()
        }
        by_kind: list[list[tuple[float, int, int]]] = [[], [], [], []]
        for kind, weight, _, first, second in found.values():
            by_kind[kind].append((weight, first, second))
        for pairs in by_kind:
            pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
        self.same, self.outcomes, self.calls_off, self.clashes = by_kind
        """Pairs that may be one event: by how much they are alike enough, event, event; how alike
        they are, plan, fact; the same, plan, its calling off; the same of what is days apart.
        The surest come first."""

    def _verdicts(
        self,
        block: Block,
        prints: Sequence[bytes],
        compared: Notes[tuple[Verdict, ...]] | None,
    ) -> Iterator[Verdict]:
        """What came of the pairs of a block, now or before."""
        members = block.members
        key, known = b"", None
        if compared is not None:
            parts = (block.own, block.guests, block.late)
            key = digest(*(b"".join([prints[number] for number in part]) for part in parts))
            known = compared.recall(key)
        if known is None:
            place = {number: at for at, number in enumerate(members)}
            known = tuple(
                each._replace(first=place[each.first], second=place[each.second])
                for each in self._compare_all(block)
            )
            if compared is not None:
                compared.keep(key, known)
        for kind, weight, alike, first, second in known:
            yield Verdict(kind, weight, alike, members[first], members[second])

    def _compare_all(self, block: Block) -> Iterator[Verdict]:
        for one, other in pairs_of(block, lambda number: self._features[number].rare):
            first, second = (one, other) if one < other else (other, one)
            found = self._compare(first, second)
            if found is not None:
                yield found

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
        return _terms_of(self._events[number].title)

    def _when(self, number: int) -> Interval:
        return widened(self._events[number].when)

    def _compare(self, first: int, second: int) -> Verdict | None:
        """What a pair may be: one event, a plan and its outcome or its end, or a clash."""
        one, other = self._when(first), self._when(second)
        a, b = _bounds(one), _bounds(other)
        if a[0] >= b[1] + self._near or b[0] >= a[1] + self._near:
            return None
        if self.kept_apart(first, second):
            return None
        agrees = agreement(one, other)
        sides = side(self._events[first].stance), side(self._events[second].stance)
        called_off = set(sides) == {"plan", "cancelled"}
        if agrees is not None and (sides[0] == sides[1] or called_off):
            return self._compare_near(first, second, agrees)
        if self._features[first].statement or self._features[second].statement:
            return None
        if sides == ("plan", "fact"):
            return self._compare_plan(first, second, agrees)
        if sides == ("fact", "plan"):
            return self._compare_plan(second, first, agrees)
        if called_off:
            plan, end = (first, second) if sides[0] == "plan" else (second, first)
            return self._compare_end(plan, end)
        return self._compare_apart(first, second) if sides == ("fact", "fact") else None

    def _compare_near(self, first: int, second: int, agrees: str) -> Verdict | None:
        alike = self.alike(first, second)
        margin = alike - merge_rules()[agrees]
        if margin >= 0:
            margin -= self.surplus(first, second, agrees)
        sharp = agrees in {"same_day", "same_stretch"}
        if margin >= 0 and (sharp or self._same_matter(first, second)):
            return Verdict(_SAME, margin, alike, first, second)
        return None

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

    def _compare_end(self, plan: int, end: int) -> Verdict | None:
        """What calls a plan off, on the day of the plan or before it."""
        late = (self._when(end).start or 0) >= (self._when(plan).end or 0)
        alike = self.alike(plan, end)
        if not late and alike >= merge_rules()["plan_outcome"] and self._same_matter(plan, end):
            return Verdict(_CALLS_OFF, alike, alike, plan, end)
        return None

    def _compare_plan(self, plan: int, fact: int, agrees: str | None) -> Verdict | None:
        if self._features[fact].calls_off:
            return self._compare_end(plan, fact)
        apart = gap_days(self._when(plan), self._when(fact))
        if not _may_come_of(self._when(plan), self._when(fact), agrees, apart):
            return None
        alike = self.alike(plan, fact)
        if alike >= merge_rules()["plan_outcome"] and self._same_matter(plan, fact):
            return Verdict(_OUTCOME, alike, alike, plan, fact)
        return None

    def _compare_apart(self, first: int, second: int) -> Verdict | None:
        apart = gap_days(self._when(first), self._when(second))
        shared = self._features[first].classes & self._features[second].classes
        if apart is None or apart > merge_rules()["near_days"] or not shared & once_only():
            return None
        alike = self.alike(first, second)
        if alike >= merge_rules()["disagreement"]:
            return Verdict(_CLASH, alike, alike, first, second)
        return None

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


@lru_cache(maxsize=4096)
def _terms_of(title: str) -> frozenset[str]:
    words = (word.text for word in tokenise(title))
    return frozenset(stem(word) for word in words if len(word) > _SHORT)


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
