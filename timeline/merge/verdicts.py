"""Two events, as they are compared, to what they may be of each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from timeline.anchors import deeds_of
from timeline.grammar import load_rules, tokenise
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
    widened,
)
from timeline.merge.blocks import Block, pairs_of
from timeline.model import Event
from timeline.stemming import stem

_SHORT = 3
_OUTCOME_GAP = 3
"""Days that an outcome may come after its plan."""
SAME, OUTCOME, CALLS_OFF, CLASH = range(4)


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


class Looked(Struct, frozen=True, array_like=True, gc=False):
    """An event as it is compared: its number, its time, its features, and what tells it.

    ``when`` is no shorter than a day, ``exact`` as short as it is; ``start`` and ``end`` are those
    of ``when``, an open one infinitely far.  ``told_in`` has the document and the place of each of
    its passages.
    """

    number: int
    exact: Interval
    when: Interval
    start: float
    end: float
    side: str
    title: str
    told_in: tuple[tuple[str, int], ...]
    features: Features


def looks(event: Event) -> object:
    """An event to all of it that ``look_at`` looks at, as plain values."""
    told_in = [(passage.document, passage.start) for passage in event.passages]
    return event.when, event.stance, event.title, told_in


def look_at(number: int, event: Event, features: Features) -> Looked:
    """An event, its number and its features to the same as it is compared."""
    when = widened(event.when)
    return Looked(
        number,
        event.when,
        when,
        float("-inf") if when.start is None else float(when.start),
        float("inf") if when.end is None else float(when.end),
        side(event.stance),
        event.title,
        tuple((passage.document, passage.start) for passage in event.passages),
        features,
    )


def compare_all(block: Block, look: Callable[[int], Looked]) -> tuple[Verdict, ...]:
    """What came of the pairs of a block, told by their places in it."""
    place = {number: at for at, number in enumerate(block.members)}
    rare = {number: look(number).features.rare for number in place}
    told: list[Verdict] = []
    for one, other in pairs_of(block, rare.__getitem__):
        first, second = (one, other) if one < other else (other, one)
        found = compare(look(first), look(second))
        if found is not None:
            told.append(found._replace(first=place[found.first], second=place[found.second]))
    return tuple(told)


class Meeting(Struct, frozen=True, array_like=True, gc=False):
    """A block with its events as they are compared, and nothing else: what is sent elsewhere.

    ``own``, ``guests`` and ``late`` are those of the block, by the places of events in ``looked``.
    """

    own: list[int]
    guests: list[int]
    late: list[int]
    looked: tuple[Looked, ...]


_MEETING = msgspec.msgpack.Decoder(Meeting)


def packed_meeting(block: Block, look: Callable[[int], Looked]) -> bytes:
    """A block, and what looks its events up, to what ``compare_packed`` compares."""
    numbers = sorted(set(block.members))
    at = {number: place for place, number in enumerate(numbers)}
    own, guests, late = (
        [at[each] for each in part] for part in (block.own, block.guests, block.late)
    )
    looked = tuple(replace(look(number), number=place) for place, number in enumerate(numbers))
    return msgspec.msgpack.encode(Meeting(own, guests, late, looked))


def compare_packed(meeting: bytes) -> tuple[Verdict, ...]:
    """What came of the pairs of a block that was packed, told by their places in the block."""
    told = _MEETING.decode(meeting)
    return compare_all(Block(told.own, told.guests, told.late), told.looked.__getitem__)


def compare(one: Looked, other: Looked) -> Verdict | None:
    """What a pair may be: one event, a plan and its outcome or its end, or a clash."""
    near = _near()
    if one.start >= other.end + near or other.start >= one.end + near:
        return None
    verdict = _verdict(one, other)
    # Asked last, of the few pairs that would be something.
    return None if verdict is None or _are_kept_apart(one, other) else verdict


def _verdict(one: Looked, other: Looked) -> Verdict | None:
    agrees = agreement(one.when, other.when)
    if one.side == other.side:
        if agrees is not None:
            return _compare_near(one, other, agrees)
        is_told = one.side == "fact" and not (one.features.statement or other.features.statement)
        return _compare_apart(one, other) if is_told else None
    sides = {one.side, other.side}
    called_off = sides == {"plan", "cancelled"}
    if agrees is not None and called_off:
        return _compare_near(one, other, agrees)
    if one.features.statement or other.features.statement:
        return None
    first, second = (one, other) if one.side == "plan" else (other, one)
    if sides == {"plan", "fact"}:
        return _compare_plan(first, second, agrees)
    return _compare_end(first, second) if called_off else None


def _compare_near(one: Looked, other: Looked, agrees: str) -> Verdict | None:
    alike = alike_as(one, other)
    margin = alike - merge_rules()[agrees]
    if margin >= 0:
        margin -= _surplus(one, other, agrees)
    if agrees == "adrift" and not _share_name(one, other):
        return None
    sharp = agrees in {"same_day", "same_stretch"}
    if margin >= 0 and (sharp or _share_matter(one, other)):
        return Verdict(SAME, margin, alike, one.number, other.number)
    return None


def _compare_end(plan: Looked, end: Looked) -> Verdict | None:
    """What calls a plan off, on the day of the plan or before it."""
    late = (end.when.start or 0) >= (plan.when.end or 0)
    alike = alike_as(plan, end)
    if not late and alike >= merge_rules()["plan_outcome"] and _share_matter(plan, end):
        return Verdict(CALLS_OFF, alike, alike, plan.number, end.number)
    return None


def _compare_plan(plan: Looked, fact: Looked, agrees: str | None) -> Verdict | None:
    if fact.features.calls_off:
        return _compare_end(plan, fact)
    apart = gap_days(plan.when, fact.when)
    if not _may_come_of(plan.when, fact.when, agrees, apart):
        return None
    alike = alike_as(plan, fact)
    if alike >= merge_rules()["plan_outcome"] and _share_matter(plan, fact):
        return Verdict(OUTCOME, alike, alike, plan.number, fact.number)
    return None


def _compare_apart(one: Looked, other: Looked) -> Verdict | None:
    if (one.features.classes & other.features.classes).isdisjoint(once_only()):
        return None
    apart = gap_days(one.when, other.when)
    if apart is None or apart > merge_rules()["near_days"]:
        return None
    alike = alike_as(one, other)
    if alike >= merge_rules()["disagreement"]:
        return Verdict(CLASH, alike, alike, one.number, other.number)
    return None


def alike_as(one: Looked, other: Looked) -> float:
    """How alike two events are, 0-1."""
    return similarity(one.features, other.features)


def _surplus(one: Looked, other: Looked, agrees: str) -> float:
    """How much more alike two events must be to be one, whose dates agree so.

    More on one day where they share no class of deeds that happen once: on the day of an
    earthquake everybody tells of it in other words, of two speeches they need not be one.
    """
    if agrees != "same_day":
        return 0.0
    if not one.features.classes.isdisjoint(other.features.classes & once_only()):
        return 0.0
    rules = merge_rules()
    untold = _terms_of(one.title).isdisjoint(_terms_of(other.title))
    return rules["same_day_apart"] + (rules["same_day_untold"] if untold else 0.0)


def _are_kept_apart(one: Looked, other: Looked) -> bool:
    """Whether one sentence tells both, one text at two hours, or they are numbered apart.

    What is done in part is kept apart from the whole: "partly refloated"; and "hours before the
    murder" from the murder.
    """
    return (
        _same_sentence(one, other)
        or _said_twice(one, other)
        or _apart_by_the_clock(one, other)
        or series_clash(one.features.series, other.features.series)
        or _in_part(one.title) != _in_part(other.title)
        or _is_counted_from(one, other)
        or _is_counted_from(other, one)
    )


def _is_counted_from(one: Looked, other: Looked) -> bool:
    """Whether the time of one is counted from a deed that the other tells, and it does not."""
    counted = one.features.counted_from
    if not counted:
        return False
    return not counted.isdisjoint(_deeds_in(other.title)) and counted.isdisjoint(
        _deeds_in(one.title)
    )


@lru_cache(maxsize=4096)
def _deeds_in(title: str) -> frozenset[str]:
    return frozenset(deed for word in tokenise(title) for deed in deeds_of(word.lower))


def _said_twice(one: Looked, other: Looked) -> bool:
    """Whether one document tells two sayings: each says something else."""
    if not (one.features.statement and other.features.statement):
        return False
    return _share_document(one, other)


def _share_matter(one: Looked, other: Looked) -> bool:
    """Whether two events share more than names."""
    terms = other.features.terms
    return any(term in terms for term in one.features.terms if term[0] not in "@#")


def _share_name(one: Looked, other: Looked) -> bool:
    terms = other.features.terms
    return any(term in terms for term in one.features.terms if term[0] == "@")


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


def _apart_by_the_clock(one: Looked, other: Looked) -> bool:
    """Whether one document tells both, at different times of a day."""
    if one.exact.granularity >= Granularity.DAY or other.exact.granularity >= Granularity.DAY:
        return False
    return not one.exact.overlaps(other.exact) and _share_document(one, other)


@lru_cache(maxsize=4096)
def _in_part(title: str) -> bool:
    """Whether a title tells of what was done in part."""
    partial = frozenset(load_rules("events")["series"]["partial"].split())
    return any(word.lower in partial for word in tokenise(title))


def _share_document(one: Looked, other: Looked) -> bool:
    here = {document for document, _ in one.told_in}
    return any(document in here for document, _ in other.told_in)


def _same_sentence(one: Looked, other: Looked) -> bool:
    if len(one.told_in) == len(other.told_in) == 1:
        return one.told_in == other.told_in
    return not set(one.told_in).isdisjoint(other.told_in)


@cache
def _near() -> int:
    """Seconds within which two dates may be meant for one."""
    return int(merge_rules()["near_days"]) * DAY_SECONDS
