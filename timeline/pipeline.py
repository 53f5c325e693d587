"""Run the stages in their order: documents to a timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import TypeVar

from timeline.config import Config
from timeline.curation import NO_EDITS, Edits, curate, dated_by_hand
from timeline.documents import Library
from timeline.events import extract_events
from timeline.expressions import find_mentions
from timeline.importance import weigh_events
from timeline.merge import merge_events
from timeline.model import (
    Document,
    DocumentReading,
    HandMade,
    Mention,
    Notice,
    Sentence,
    Timeline,
)
from timeline.progress import Reporter, silent
from timeline.publication import date_documents, day_grid, load_knowledge
from timeline.resolve import resolve
from timeline.sentences import split_sentences
from timeline.story import Story

T = TypeVar("T")
R = TypeVar("R")
_CHUNKS = 4
"""Portions each process gets: enough to even out long documents, few enough to hand over."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run differs from the plain one.

    ``today`` is the ordinal of the last day anything can have been written; ``infer`` leaves
    metadata out of the dating, ``independent`` the other documents.  ``jobs`` is how many
    processes share the work on single documents; the result is the same for any number.
    """

    today: int
    infer: bool = False
    independent: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Tagged:
    """A document cut into sentences, with its time expressions found but not resolved."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def tag(
    documents: Sequence[Document], report: Reporter = silent, jobs: int = 1
) -> tuple[Tagged, ...]:
    """Find the sentences and time expressions of each document, on its own."""
    return _each(_tag_one, documents, jobs, report("reading times", len(documents)))


def _tag_one(document: Document) -> Tagged:
    sentences = split_sentences(document)
    return Tagged(document, sentences, find_mentions(document, sentences))


def _each(
    work: Callable[[T], R], items: Sequence[T], jobs: int, step: Callable[[int], None]
) -> tuple[R, ...]:
    """Do one piece of work on every item, in order, in several processes where asked to.

    A process that dies (out of memory, killed) does not end the run: what it leaves undone is
    done here.
    """
    done: list[R] = []
    if jobs > 1 and len(items) > jobs:
        chunk = max(1, len(items) // (jobs * _CHUNKS))
        try:
            with ProcessPoolExecutor(jobs) as pool:
                for result in pool.map(work, items, chunksize=chunk):
                    done.append(result)
                    step(len(done))
        except BrokenProcessPool:
            pass
    for item in items[len(done) :]:
        done.append(work(item))
        step(len(done))
    return tuple(done)


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
        resolve_as(config, document, one.sentences, one.mentions)
        for one, document in zip(tagged, documents, strict=True)
    )


def resolve_as(
    config: Config,
    document: Document,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
) -> DocumentReading:
    """Resolve one document's mentions in the habits of its configuration."""
    return resolve(
        document,
        sentences,
        mentions,
        day_order=config.day_order if config.day_order != "auto" else "mdy",
        first_weekday=6 if config.first_weekday == "sunday" else 0,
    )


def tell(
    readings: Sequence[DocumentReading],
    title: str,
    notices: Sequence[Notice] = (),
    report: Reporter = silent,
    jobs: int = 1,
    edits: Edits = NO_EDITS,
    given: Sequence[HandMade] = (),
) -> Timeline:
    """Turn resolved documents, and events made by hand, into a timeline; the edits come last."""
    found = _each(extract_events, readings, jobs, report("finding events", len(readings)))
    events = [event for those, _ in found for event in those]
    undated = [one for _, left in found for one in left]
    documents = [reading.document for reading in readings]
    merged = merge_events(events, documents)
    merged = replace(merged, events=weigh_events(merged.events, Story(readings)))
    curated = curate(merged, events, documents, edits, given)
    return Timeline(
        title=title,
        readings=tuple(readings),
        events=curated.events,
        undated=tuple(undated),
        disagreements=curated.disagreements,
        warnings=(*notices, *curated.notices),
        hidden=curated.hidden,
    )


def given_dates(library: Library, edits: Edits) -> Library:
    """A library whose documents carry the days that the user gave them; what finds none is told."""
    documents, lost = dated_by_hand(library.documents, edits)
    return replace(library, documents=documents, notices=(*library.notices, *lost))


def run(
    library: Library,
    config: Config,
    title: str,
    options: Options,
    report: Reporter = silent,
    edits: Edits = NO_EDITS,
) -> Timeline:
    """The whole path from documents to a timeline; failures stay in it as warnings."""
    library = given_dates(library, edits)
    tagged = tag(library.documents, report, options.jobs)
    documents, doubts = date_all(tagged, config, options, report)
    readings = resolve_all(tagged, documents, config)
    notices = (*library.failures, *library.notices, *doubts)
    return tell(readings, title, notices, report, options.jobs, edits, library.events)
