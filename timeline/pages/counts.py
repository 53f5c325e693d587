"""A timeline to the figures of its build."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes
from timeline.model import DocumentReading, PackedResolutions, Resolution, Timeline
from timeline.pieces import NO_PRINTS, Prints, cut


class Counts(msgspec.Struct, frozen=True):
    """What a build counted."""

    documents: int
    outlets: int
    dated: int
    expressions: int
    resolved: int
    vague: int
    passages: int
    events: int
    merged: int
    undated: int
    disputes: int
    edited: int


class _When(msgspec.Struct, array_like=True, gc=False):
    """A packed time, of which nothing is looked at."""


class _Read(msgspec.Struct, array_like=True, gc=False):
    """A packed resolution, as far as its time, which alone is looked at."""

    mention: msgspec.Raw
    when: _When | None


_READ = msgspec.msgpack.Decoder(tuple[_Read, ...])
_COUNTED = msgspec.msgpack.Decoder(dict[bytes, tuple[int, int]])


def counted(cache: Cache = NO_CACHE, name: str = "") -> Notes[tuple[int, int]]:
    """A store and the name of a story to how many expressions of its articles were resolved."""
    return Notes(_COUNTED, cache, "counted", name)


def count(
    timeline: Timeline,
    prints: Prints = NO_PRINTS,
    notes: Notes[tuple[int, int]] | None = None,
) -> Counts:
    """A timeline to what is counted of it; ``notes`` are what was counted before."""
    readings, documents = timeline.readings, timeline.documents
    known = [prints.article(document.id) for document in documents]
    notes = counted() if notes is None else notes
    read = [_read(block, told, notes) for block, told in cut(readings, known)]
    expressions, resolved = (sum(each) for each in zip(*read, strict=True)) if read else (0, 0)
    written = [document.publication for document in documents]
    passages = [len(event.passages) for event in timeline.events]
    return Counts(
        documents=len(documents),
        outlets=len({document.source for document in documents if document.source}),
        dated=sum([each is not None and each.day is not None for each in written]),
        expressions=expressions,
        resolved=resolved,
        vague=expressions - resolved,
        passages=sum(passages),
        events=len(timeline.events),
        merged=len(passages) - passages.count(0) - passages.count(1),
        undated=len(timeline.undated),
        disputes=len({each.event for each in timeline.disagreements}),
        edited=len(timeline.hidden) + len([1 for one in timeline.events if one.corrections]),
    )


def _read(
    readings: Sequence[DocumentReading], told: bytes, notes: Notes[tuple[int, int]]
) -> tuple[int, int]:
    """How many expressions some articles have, and how many of them were resolved."""
    known = notes.recall(told) if told else None
    if known is not None:
        return known
    have = [_resolved(reading.resolutions) for reading in readings]
    return notes.keep(told, (sum(map(len, have)), sum(map(sum, have))))


def _resolved(resolutions: Sequence[Resolution]) -> list[bool]:
    """Whether each of some resolutions has a time; to unpack all of each takes long."""
    if isinstance(resolutions, PackedResolutions):
        return [each.when is not None for each in _READ.decode(resolutions.packed)]
    return [each.when is not None for each in resolutions]
