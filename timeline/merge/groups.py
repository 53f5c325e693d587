"""Turn the events of all documents into one event for each thing that happened."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from timeline.cache import Cache, Notes, digest
from timeline.dealing import dealt
from timeline.likeness import Draft, draft
from timeline.merge.holding import Clump, Groups, Series, clumps
from timeline.merge.joining import join_events
from timeline.merge.pairs import Pairs, comparisons
from timeline.merge.rarity import Described, Rarity
from timeline.merge.verdicts import Verdict
from timeline.model import Disagreement, Document, Event, Stance
from timeline.workers import Jobs

_Joined: TypeAlias = tuple[tuple[tuple[int, ...], Event | None], ...]
"""The groups of a clump: the places of their events in it, and what more than one are told as."""
_JOINED = msgspec.msgpack.Decoder(dict[bytes, _Joined])
_TOLD = msgspec.msgpack.Decoder(list[_Joined])
_WORTH_SHARING = 2000
"""With fewer events to join, other processes are not worth their start."""


class Merged(Struct, frozen=True):
    """The events in order of time, and those for which sources give different dates."""

    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]


class Before(Struct, frozen=True):
    """What was worked out before of the events of a story.

    Of an event as it stands alone, from its id, ``print_of`` tells all, ``looks_of`` what it is
    compared by (see ``looks``); ``compared`` and ``joined`` are what came of comparing events and
    of joining them.
    """

    print_of: Callable[[str], bytes]
    looks_of: Callable[[str], bytes]
    compared: Notes[tuple[Verdict, ...]]
    joined: Notes[_Joined]


def merged_before(
    print_of: Callable[[str], bytes], looks_of: Callable[[str], bytes], cache: Cache, name: str
) -> Before | None:
    """What prints events, a store and the name of a story to what was worked out of it before."""
    if not cache.is_on:  # it is large
        return None
    joined = Notes(_JOINED, cache, "joined", name)
    return Before(print_of, looks_of, comparisons(cache, name), joined)


def merge_events(
    events: Sequence[Event],
    documents: Sequence[Document],
    drafts: Mapping[str, Draft] | None = None,
    before: Before | None = None,
    jobs: Jobs = 1,
) -> Merged:
    """Events as single documents tell them to events with all who tell them.

    ``drafts`` are the terms of the events by their ids, where these are known already; ``before``
    spares comparing and joining again what was compared and joined before; ``jobs`` processes, or
    the machines of a cluster, share the comparing.

    A merged event is dated by what all its passages have in common, so a sharper source refines
    a vaguer one.  It keeps the smallest id of its parts: the one thing that a further document
    changes only when its own id happens to be smaller, whatever the order of reading.  A plan
    and what came of it are linked, not merged.  Near dates for a thing that can happen only once
    are returned as a disagreement, and stay apart.
    """
    order = {document.id: number for number, document in enumerate(documents)}
    ranks = sorted(range(len(events)), key=[event.id for event in events].__getitem__)
    pool = [events[number] for number in ranks]
    if drafts is None:
        texts = {document.id: document.text for document in documents}
        drafts = {event.id: draft(event, texts) for event in pool}
    known = drafts
    series: dict[str, Series] = {}
    rarity = Rarity(_noting_series(events, known, series))

    def draft_of(number: int) -> Draft:
        return known[pool[number].id]

    features = Described(rarity, draft_of)
    if before is None:
        pairs = Pairs(pool, features, jobs=jobs)
        prints: Sequence[bytes] = ()
    else:
        looks_of = before.looks_of
        of = [looks_of(event.id) + told for event, told in zip(events, rarity.steps(), strict=True)]
        prints = [of[number] for number in ranks]
        del of
        pairs = Pairs(pool, features, prints, before.compared, jobs)
    groups = Groups(pool, draft_of, series, pairs)
    together: dict[int, Event | None] = {}
    for numbers, event in _joined(pool, order, groups, pairs, prints, before, jobs):
        together |= {**dict.fromkeys(numbers), numbers[0]: event}
    del prints
    merged = {
        number: told
        for number, event in enumerate(pool)
        if (told := together.get(number, event)) is not None
    }
    _link_outcomes(merged, pairs, groups)
    disagreements = _disagreements(merged, pairs, groups, order)
    ordered = sorted(merged.values(), key=lambda event: event.order)
    return Merged(tuple(ordered), disagreements)


def _joined(
    events: Sequence[Event],
    order: Mapping[str, int],
    groups: Groups,
    pairs: Pairs,
    prints: Sequence[bytes],
    before: Before | None,
    jobs: Jobs,
) -> Iterator[tuple[list[int], Event]]:
    """The groups of several events, by their numbers, each with the event that it tells."""
    hanging = tuple(clumps(pairs.same))
    known: list[_Joined | None] = [None] * len(hanging)
    keys: Sequence[bytes] = [b""] * len(hanging)
    if before:
        keys = [_key(clump, events, order, prints, before) for clump in hanging]
        known = [before.joined.recall(key) for key in keys]
    new = [clump for clump, found in zip(hanging, known, strict=True) if found is None]
    is_crowd = sum(len(clump.members) for clump in new) >= _WORTH_SHARING
    works = [partial(_joined_in, clump, events, order, groups) for clump in new]
    fresh = dealt(works, jobs if is_crowd and isinstance(jobs, int) else 1, _TOLD)
    for clump, key, told in zip(hanging, keys, known, strict=True):
        found = next(fresh) if told is None else told
        if told is None and before:
            before.joined.keep(key, found)
        for places, event in found:
            if event is not None:
                numbers = [clump.members[place] for place in places]
                groups.hold(numbers)
                yield numbers, event
    if before:
        before.joined.save()


def _joined_in(
    clump: Clump, events: Sequence[Event], order: Mapping[str, int], groups: Groups
) -> _Joined:
    """A clump to its groups and what they tell."""
    place = {number: at for at, number in enumerate(clump.members)}
    return tuple(
        (
            tuple(map(place.__getitem__, part)),
            join_events([events[number] for number in part], order) if part[1:] else None,
        )
        for part in groups.of(clump)
    )


def _key(
    clump: Clump,
    events: Sequence[Event],
    order: Mapping[str, int],
    prints: Sequence[bytes],
    before: Before,
) -> bytes:
    """All that decides how a clump is grouped, and what is told of its groups."""
    print_of = before.print_of
    told = [order[each.document] for number in clump.members for each in events[number].passages]
    rank = {number: place for place, number in enumerate(sorted(set(told)))}
    return digest(
        b"".join([prints[number] for number in clump.members]),
        b"".join([print_of(events[number].id) for number in clump.members]),
        clump.ends.tobytes(),
        array("q", map(rank.__getitem__, told)).tobytes(),
    )


def _noting_series(
    events: Iterable[Event], drafts: Mapping[str, Draft], series: dict[str, Series]
) -> Iterator[Draft]:
    """The drafts of events; noted on the way are the series of those few that have one."""
    for event in events:
        one = drafts[event.id]
        if one.series:
            series[event.id] = one.series
        yield one


def _link_outcomes(merged: dict[int, Event], pairs: Pairs, groups: Groups) -> None:
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
    merged: dict[int, Event], pairs: Pairs, groups: Groups, order: Mapping[str, int]
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
