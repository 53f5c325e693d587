"""Tell what each pair of events worth comparing may be, block of time by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from itertools import compress
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
from timeline.merge.filed import Filed
from timeline.merge.rarity import Described
from timeline.model import Event
from timeline.workers import forked

_SHORT = 3
_KEPT = 4096
"""Events that are kept as they are compared; a week, and mostly a year, has fewer."""
_KEPT_PAIRS = 1 << 16
"""Pairs of which is kept how alike they are: groups that are no one are asked again and again."""
_WORTH_SHARING = 1000
"""With fewer events in the blocks to compare, other processes are not worth their start."""
_BATCH = 4
"""Blocks for a process at a time: those of years take much longer than those of weeks."""
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


class _Looked(msgspec.Struct, frozen=True):
    """An event as it is compared: its number, its features, its time, no shorter than a day.

    ``start`` and ``end`` are those of ``when``, an open one infinitely far.
    """

    number: int
    event: Event
    features: Features
    when: Interval
    start: float
    end: float
    side: str


_VERDICTS = msgspec.msgpack.Decoder(dict[bytes, tuple[Verdict, ...]])


def comparisons(cache: Cache = NO_CACHE, name: str = "") -> Notes[tuple[Verdict, ...]]:
    """A store and the name of a story to what came of comparing its events before."""
    return Notes(_VERDICTS, cache, "compared", name)


def _key(block: Block, prints: Sequence[bytes]) -> bytes:
    parts = (block.own, block.guests, block.late)
    return digest(*(b"".join([prints[number] for number in part]) for part in parts))


class Pairs:
    """The pairs of events worth comparing, with how alike they are.

    ``prints`` tell all that of each event is compared; by them what came of a block is found in
    ``compared``.  ``jobs`` processes share the blocks.
    """

    def __init__(
        self,
        events: Sequence[Event],
        features: Described,
        prints: Sequence[bytes] = (),
        compared: Notes[tuple[Verdict, ...]] | None = None,
        jobs: int = 1,
    ) -> None:
        self._events = events
        self._features = features
        self._looked: dict[int, _Looked] = {}
        self._alikes: dict[tuple[int, int], float] = {}
        self._near = int(merge_rules()["near_days"]) * DAY_SECONDS
        by_kind = tuple(Filed(len(events)) for _ in range(4))
        blocks = tuple(meeting_blocks([event.when for event in events]))
        for block, verdicts in self._verdicts(blocks, prints, compared, jobs):
            members = block.members
            for kind, weight, alike, first, second in verdicts:
                by_kind[kind].file(members[first], members[second], weight, alike)
        if compared is not None:
            compared.save()
        self._looked.clear()
        for filed in by_kind:
            filed.settle()
        self.same, self.outcomes, self.calls_off, self.clashes = by_kind
        """Pairs that may be one event, by how much they are alike enough; a plan and what came of
        it; a plan and its calling off; the same thing, days apart: each by how alike they are."""

    def _verdicts(
        self,
        blocks: Sequence[Block],
        prints: Sequence[bytes],
        compared: Notes[tuple[Verdict, ...]] | None,
        jobs: int,
    ) -> Iterator[tuple[Block, tuple[Verdict, ...]]]:
        """Blocks with what came of their pairs, now or before; what is new is shared by jobs."""
        keys = [_key(block, prints) if prints else b"" for block in blocks]
        is_new = [compared is None or not compared.has(key) for key in keys]
        works = [partial(self._compare_all, block) for block in compress(blocks, is_new)]
        crowd = sum(len(block.own) for block in compress(blocks, is_new))
        with closing(forked(works, jobs if crowd >= _WORTH_SHARING else 1, _BATCH)) as fresh:
            for block, key, new in zip(blocks, keys, is_new, strict=True):
                known = None if new or compared is None else compared.recall(key)
                if known is None:
                    known = next(fresh) if new else self._compare_all(block)
                    if compared is not None:
                        compared.keep(key, known)
                yield block, known

    def _compare_all(self, block: Block) -> tuple[Verdict, ...]:
        """What came of the pairs of a block, told by their places in it."""
        place = {number: at for at, number in enumerate(block.members)}
        told: list[Verdict] = []
        for one, other in pairs_of(block, lambda number: self._look(number).features.rare):
            first, second = (one, other) if one < other else (other, one)
            found = self._compare(self._look(first), self._look(second))
            if found is not None:
                told.append(found._replace(first=place[found.first], second=place[found.second]))
        return tuple(told)

    def alike(self, first: int, second: int) -> float:
        """The similarity of two events."""
        one, other = min(first, second), max(first, second)
        known = self.same.alike(one, other)
        if known is not None:
            return known
        pair = one, other
        if pair not in self._alikes:
            if len(self._alikes) >= _KEPT_PAIRS:
                self._alikes.clear()
            self._alikes[pair] = _alike(self._look(one), self._look(other))
        return self._alikes[pair]

    def _look(self, number: int) -> _Looked:
        """An event with all that it is compared by; those of a block are looked at often."""
        found = self._looked.get(number)
        if found is None:
            if len(self._looked) >= _KEPT:
                self._looked.clear()
            event = self._events[number]
            when = widened(event.when)
            found = self._looked[number] = _Looked(
                number,
                event,
                self._features[number],
                when,
                float("-inf") if when.start is None else float(when.start),
                float("inf") if when.end is None else float(when.end),
                side(event.stance),
            )
        return found

    def _compare(self, one: _Looked, other: _Looked) -> Verdict | None:
        """What a pair may be: one event, a plan and its outcome or its end, or a clash."""
        if one.start >= other.end + self._near or other.start >= one.end + self._near:
            return None
        if _are_kept_apart(one, other):
            return None
        agrees = agreement(one.when, other.when)
        sides = one.side, other.side
        called_off = sides in {("plan", "cancelled"), ("cancelled", "plan")}
        if agrees is not None and (sides[0] == sides[1] or called_off):
            return self._compare_near(one, other, agrees)
        if one.features.statement or other.features.statement:
            return None
        if sides == ("plan", "fact"):
            return self._compare_plan(one, other, agrees)
        if sides == ("fact", "plan"):
            return self._compare_plan(other, one, agrees)
        if called_off:
            return self._compare_end(*((one, other) if sides[0] == "plan" else (other, one)))
        return self._compare_apart(one, other) if sides == ("fact", "fact") else None

    def _compare_near(self, one: _Looked, other: _Looked, agrees: str) -> Verdict | None:
        alike = _alike(one, other)
        margin = alike - merge_rules()[agrees]
        if margin >= 0:
            margin -= _surplus(one, other, agrees)
        sharp = agrees in {"same_day", "same_stretch"}
        if margin >= 0 and (sharp or _share_matter(one, other)):
            return Verdict(_SAME, margin, alike, one.number, other.number)
        return None

    def _compare_end(self, plan: _Looked, end: _Looked) -> Verdict | None:
        """What calls a plan off, on the day of the plan or before it."""
        late = (end.when.start or 0) >= (plan.when.end or 0)
        alike = _alike(plan, end)
        if not late and alike >= merge_rules()["plan_outcome"] and _share_matter(plan, end):
            return Verdict(_CALLS_OFF, alike, alike, plan.number, end.number)
        return None

    def _compare_plan(self, plan: _Looked, fact: _Looked, agrees: str | None) -> Verdict | None:
        if fact.features.calls_off:
            return self._compare_end(plan, fact)
        apart = gap_days(plan.when, fact.when)
        if not _may_come_of(plan.when, fact.when, agrees, apart):
            return None
        alike = _alike(plan, fact)
        if alike >= merge_rules()["plan_outcome"] and _share_matter(plan, fact):
            return Verdict(_OUTCOME, alike, alike, plan.number, fact.number)
        return None

    def _compare_apart(self, one: _Looked, other: _Looked) -> Verdict | None:
        if (one.features.classes & other.features.classes).isdisjoint(once_only()):
            return None
        apart = gap_days(one.when, other.when)
        if apart is None or apart > merge_rules()["near_days"]:
            return None
        alike = _alike(one, other)
        if alike >= merge_rules()["disagreement"]:
            return Verdict(_CLASH, alike, alike, one.number, other.number)
        return None


def _alike(one: _Looked, other: _Looked) -> float:
    return similarity(one.features, other.features)


def _surplus(one: _Looked, other: _Looked, agrees: str) -> float:
    """How much more alike two events must be to be one, whose dates agree so.

    More on one day where they share no class of deeds that happen once: on the day of an
    earthquake everybody tells of it in other words, of two speeches they need not be one.
    """
    if agrees != "same_day":
        return 0.0
    if not one.features.classes.isdisjoint(other.features.classes & once_only()):
        return 0.0
    rules = merge_rules()
    untold = _terms_of(one.event.title).isdisjoint(_terms_of(other.event.title))
    return rules["same_day_apart"] + (rules["same_day_untold"] if untold else 0.0)


def _are_kept_apart(one: _Looked, other: _Looked) -> bool:
    """Whether one sentence tells both, one text at two hours, or they are numbered apart."""
    return (
        _same_sentence(one.event, other.event)
        or _said_twice(one, other)
        or _apart_by_the_clock(one.event, other.event)
        or series_clash(one.features.series, other.features.series)
    )


def _said_twice(one: _Looked, other: _Looked) -> bool:
    """Whether one document tells two sayings: each says something else."""
    if not (one.features.statement and other.features.statement):
        return False
    here = {passage.document for passage in one.event.passages}
    return any(passage.document in here for passage in other.event.passages)


def _share_matter(one: _Looked, other: _Looked) -> bool:
    """Whether two events share more than names."""
    terms = other.features.terms
    return any(term in terms for term in one.features.terms if term[0] not in "@#")


def _may_come_of(plan: Interval, fact: Interval, agrees: str | None, apart: int | None) -> bool:
    """Whether a fact's date fits a plan's: the same stretch of time, or a few days late."""
    if agrees is not None:
        return agrees in {"same_day", "same_stretch", "nested"}
    late = (fact.start or 0) > (plan.start or 0)
    return apart is not None and late and apart <= _OUTCOME_GAP


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
