"""A timeline to what would change in it if an article were written on its runner-up day."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from timeline.config import Config
from timeline.interval import Interval
from timeline.model import DocumentReading, Event, Method, Passage, Timeline
from timeline.pipeline import resolve_as


class Move(Struct, frozen=True):
    """An event that an article would then date otherwise: from when to when."""

    event: str
    title: str
    before: Interval
    after: Interval


def rival_moves(timeline: Timeline, config: Config) -> dict[str, tuple[Move, ...]]:
    """The events that would move, by article, for every inferred date that has a runner-up.

    Each article is taken alone: the others keep their days, and what an article says of an
    event is compared before its sources are brought together.
    """
    rivalled = {one.document.id: one for one in timeline.readings if _has_rival(one)}
    told: dict[str, list[tuple[Event, Passage]]] = {name: [] for name in rivalled}
    for event in timeline.events if told else ():
        for passage in event.passages:
            if passage.document in told:
                told[passage.document].append((event, passage))
    return {name: tuple(_moves(one, told[name], config)) for name, one in rivalled.items()}


def _has_rival(reading: DocumentReading) -> bool:
    found = reading.document.publication
    return found is not None and found.method is Method.INFERRED and found.runner_up is not None


def _moves(
    reading: DocumentReading, told: list[tuple[Event, Passage]], config: Config
) -> Iterator[Move]:
    found = reading.document.publication
    assert found is not None
    document = replace(reading.document, publication=replace(found, day=found.runner_up))
    mentions = tuple(one.mention for one in reading.resolutions)
    other = resolve_as(config, document, tuple(reading.sentences), mentions)
    after = {one.mention.start: one.when for one in other.resolutions}
    for event, passage in told:
        before, when = passage.resolution.when, after.get(passage.resolution.mention.start)
        if before is not None and when is not None and when != before:
            yield Move(event.id, event.title, before, when)
