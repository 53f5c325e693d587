"""A timeline to the figures of its build."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model import Timeline


@dataclass(frozen=True, slots=True)
class Counts:
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


def count(timeline: Timeline) -> Counts:
    """A timeline to what is counted of it."""
    resolutions = [each for reading in timeline.readings for each in reading.resolutions]
    resolved = sum(each.when is not None for each in resolutions)
    written = [document.publication for document in timeline.documents]
    return Counts(
        documents=len(timeline.documents),
        outlets=len({document.source for document in timeline.documents if document.source}),
        dated=sum(each is not None and each.day is not None for each in written),
        expressions=len(resolutions),
        resolved=resolved,
        vague=len(resolutions) - resolved,
        passages=sum(len(event.passages) for event in timeline.events),
        events=len(timeline.events),
        merged=sum(len(event.passages) > 1 for event in timeline.events),
        undated=len(timeline.undated),
        disputes=len({each.event for each in timeline.disagreements}),
        edited=len(timeline.hidden) + sum(bool(event.corrections) for event in timeline.events),
    )
