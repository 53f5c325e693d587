"""A timeline to the figures of its build."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from timeline.model import PackedResolutions, Resolution, Timeline


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


def count(timeline: Timeline) -> Counts:
    """A timeline to what is counted of it."""
    read = [_resolved(reading.resolutions) for reading in timeline.readings]
    expressions, resolved = sum(map(len, read)), sum(map(sum, read))
    written = [document.publication for document in timeline.documents]
    return Counts(
        documents=len(timeline.documents),
        outlets=len({document.source for document in timeline.documents if document.source}),
        dated=sum(each is not None and each.day is not None for each in written),
        expressions=expressions,
        resolved=resolved,
        vague=expressions - resolved,
        passages=sum(len(event.passages) for event in timeline.events),
        events=len(timeline.events),
        merged=sum(len(event.passages) > 1 for event in timeline.events),
        undated=len(timeline.undated),
        disputes=len({each.event for each in timeline.disagreements}),
        edited=len(timeline.hidden) + sum(bool(event.corrections) for event in timeline.events),
    )


def _resolved(resolutions: Sequence[Resolution]) -> list[bool]:
    """Whether each of some resolutions has a time; to unpack all of each takes long."""
    if isinstance(resolutions, PackedResolutions):
        return [each.when is not None for each in _READ.decode(resolutions.packed)]
    return [each.when is not None for each in resolutions]
