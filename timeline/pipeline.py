"""Run the stages in their order: documents to a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.config import Config
from timeline.documents import Library
from timeline.events import extract_events
from timeline.expressions import find_mentions
from timeline.merge import merge_events
from timeline.model import (
    Document,
    DocumentReading,
    Event,
    Mention,
    Notice,
    Sentence,
    Timeline,
    Undated,
)
from timeline.progress import Reporter, silent
from timeline.publication import date_documents, day_grid, load_knowledge
from timeline.resolve import resolve
from timeline.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Options:
    """How a run differs from the plain one.

    ``today`` is the ordinal of the last day anything can have been written; ``infer`` leaves
    metadata out of the dating, ``independent`` the other documents.
    """

    today: int
    infer: bool = False
    independent: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """A document cut into sentences, with its time expressions found but not resolved."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def tag(documents: Sequence[Document], report: Reporter = silent) -> tuple[Tagged, ...]:
    """Find the sentences and time expressions of each document, on its own."""
    step = report("reading times", len(documents))
    found: list[Tagged] = []
    for count, document in enumerate(documents):
        sentences = split_sentences(document)
        found.append(Tagged(document, sentences, find_mentions(document, sentences)))
        step(count + 1)
    return tuple(found)


def date_all(
    tagged: Sequence[Tagged], config: Config, options: Options, report: Reporter = silent
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """Give each document its publication, and tell where metadata and text clash."""
    return date_documents(
        [(one.document, one.mentions) for one in tagged],
        load_knowledge(config.knowledge),
        day_grid(options.today),
        infer=options.infer,
        independent=options.independent,
        progress=report("dating texts", len(tagged)),
    )


def resolve_all(
    tagged: Sequence[Tagged], documents: Sequence[Document], config: Config
) -> tuple[DocumentReading, ...]:
    """Resolve the mentions of each document against its own publication."""
    return tuple(
        resolve(
            document,
            one.sentences,
            one.mentions,
            day_order=config.day_order if config.day_order != "auto" else "mdy",
            first_weekday=6 if config.first_weekday == "sunday" else 0,
        )
        for one, document in zip(tagged, documents, strict=True)
    )


def tell(
    readings: Sequence[DocumentReading],
    title: str,
    notices: Sequence[Notice] = (),
    report: Reporter = silent,
) -> Timeline:
    """Turn resolved documents into the timeline of their events."""
    events: list[Event] = []
    undated: list[Undated] = []
    step = report("finding events", len(readings))
    for count, reading in enumerate(readings):
        found, left = extract_events(reading)
        events += found
        undated += left
        step(count + 1)
    merged = merge_events(events, [reading.document for reading in readings])
    return Timeline(
        title=title,
        readings=tuple(readings),
        events=merged.events,
        undated=tuple(undated),
        disagreements=merged.disagreements,
        warnings=tuple(notices),
    )


def run(
    library: Library, config: Config, title: str, options: Options, report: Reporter = silent
) -> Timeline:
    """The whole path from documents to a timeline; failures stay in it as warnings."""
    tagged = tag(library.documents, report)
    documents, doubts = date_all(tagged, config, options, report)
    readings = resolve_all(tagged, documents, config)
    return tell(readings, title, (*library.failures, *library.notices, *doubts), report)
