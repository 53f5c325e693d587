"""Tell what each pair of events worth comparing may be, block of time by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, digest
from timeline.dealing import dealt
from timeline.merge.blocks import Block, meeting_blocks
from timeline.merge.filed import Filed
from timeline.merge.rarity import Described
from timeline.merge.verdicts import (
    Looked,
    Verdict,
    alike_as,
    compare_all,
    compare_packed,
    look_at,
    packed_meeting,
)
from timeline.model import Event
from timeline.workers import Jobs, Memory, each

_KEPT = 4096
"""Events that are kept as they are compared; a week, and mostly a year, has fewer."""
_KEPT_PAIRS = 1 << 16
"""Pairs of which is kept how alike they are: groups that are no one are asked again and again."""
_WORTH_SHARING = 8000
"""With fewer events in the blocks to compare, other processes are not worth their start."""
_IN_A_ROW = 12
"""Blocks that one process compares in a row: neighbours have events in common."""

_TOLD = msgspec.msgpack.Decoder(list[tuple[Verdict, ...]])
_VERDICTS = msgspec.msgpack.Decoder(dict[bytes, tuple[Verdict, ...]])


_UNKEPT: Memory[bytes, tuple[Verdict, ...]] = Memory(
    NO_CACHE, "", lambda _: None, msgspec.msgpack.Decoder(tuple[Verdict, ...])
)
"""What comes of blocks is kept with its story; here it is only told how it comes back."""


def comparisons(cache: Cache = NO_CACHE, name: str = "") -> Notes[tuple[Verdict, ...]]:
    """A store and the name of a story to what came of comparing its events before."""
    return Notes(_VERDICTS, cache, "compared", name)


def _key(block: Block, prints: Sequence[bytes]) -> bytes:
    parts = (block.own, block.guests, block.late)
    return digest(*(b"".join([prints[number] for number in part]) for part in parts))


class Pairs:
    """The pairs of events worth comparing, with how alike they are.

    ``prints`` tell all that of each event is compared; by them what came of a block is found in
    ``compared``.  ``jobs`` processes, or the machines of a cluster, share the blocks.
    """

    def __init__(
        self,
        events: Sequence[Event],
        features: Described,
        prints: Sequence[bytes] = (),
        compared: Notes[tuple[Verdict, ...]] | None = None,
        jobs: Jobs = 1,
    ) -> None:
        self._events = events
        self._features = features
        self._looked: dict[int, Looked] = {}
        self._alikes: dict[tuple[int, int], float] = {}
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
        jobs: Jobs,
    ) -> Iterator[tuple[Block, tuple[Verdict, ...]]]:
        """Blocks with what came of their pairs, now or before; what is new is shared by jobs."""
        keys = [_key(block, prints) if prints else b"" for block in blocks]
        is_new = [compared is None or not compared.has(key) for key in keys]
        fresh = self._compared(tuple(compress(blocks, is_new)), jobs)
        for block, key, new in zip(blocks, keys, is_new, strict=True):
            known = None if new or compared is None else compared.recall(key)
            if known is None:
                known = next(fresh) if new else compare_all(block, self._look)
                if compared is not None:
                    compared.keep(key, known)
            yield block, known

    def _compared(self, blocks: Sequence[Block], jobs: Jobs) -> Iterator[tuple[Verdict, ...]]:
        """What came of the pairs of blocks, in order, whoever compared them."""
        if isinstance(jobs, int):
            works = [partial(compare_all, block, self._look) for block in blocks]
            crowd = sum(len(block.own) for block in blocks)
            return dealt(works, jobs if crowd >= _WORTH_SHARING else 1, _TOLD, _IN_A_ROW)
        # Processes that are forked find here what they need; to others it is sent.
        meetings = (packed_meeting(block, self._look) for block in blocks)
        return iter(each(compare_packed, meetings, jobs, memory=_UNKEPT))

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
            self._alikes[pair] = alike_as(self._look(one), self._look(other))
        return self._alikes[pair]

    def _look(self, number: int) -> Looked:
        """An event with all that it is compared by; those of a block are looked at often."""
        found = self._looked.get(number)
        if found is None:
            if len(self._looked) >= _KEPT:
                self._looked.clear()
            found = self._looked[number] = look_at(
                number, self._events[number], self._features[number]
            )
        return found
