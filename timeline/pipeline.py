"""Run the stages in their order: documents to a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from timeline.anchors import resolve_with_anchors
from timeline.cache import NO_CACHE, Cache, files_print
from timeline.collector import seldom_collected
from timeline.config import Config, Theme
from timeline.curation import NO_EDITS, Edits, curate, dated_by_hand
from timeline.documents import Library, origin_print
from timeline.errors import ConfigError
from timeline.expressions import find_mentions
from timeline.found import FOUND, AsFound, Found, find
from timeline.importance import weigh_events
from timeline.merge import merge_events, merged_before
from timeline.model import (
    Document,
    DocumentReading,
    HandMade,
    Mention,
    Notice,
    Sentence,
    Timeline,
)
from timeline.pieces import keep_prints
from timeline.progress import Reporter, silent
from timeline.publication import dated_by_authors
from timeline.sentences import split_sentences
from timeline.sifting import Judgements, sift_events, without_remarks
from timeline.story import Story, keep_story
from timeline.themes import with_themes
from timeline.workers import Jobs, Memory, each

if TYPE_CHECKING:
    from timeline.publication import Knowledge

_Spans: TypeAlias = tuple[tuple[Sentence, ...], tuple[Mention, ...]]
_Item: TypeAlias = tuple[Document, _Spans | None, bytes]
"""A dated document, its spans where they are known, and what tells what was read of it."""
_SPANS = msgspec.msgpack.Decoder(_Spans)


class Options(msgspec.Struct, frozen=True):
    """How a run differs from the plain one.

    ``today`` is the ordinal of the last day anything can have been written; ``infer`` leaves
    metadata out of the dating, ``independent`` the other documents.  ``jobs`` is how many
    processes share the work on single documents, or the cluster that does it; the result is the
    same for any.
    """

    today: int
    infer: bool = False
    independent: bool = False
    jobs: Jobs = 1


class Tagged(msgspec.Struct, frozen=True):
    """A document cut into sentences, with its time expressions found but not resolved."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def tag(
    documents: Sequence[Document],
    report: Reporter = silent,
    jobs: Jobs = 1,
    cache: Cache = NO_CACHE,
) -> tuple[Tagged, ...]:
    """Find the sentences and time expressions of each document, on its own."""
    memory = Memory(cache, "tagged", msgspec.msgpack.encode, _SPANS)
    step = report("reading times", len(documents))
    found = each(_tag_one, documents, jobs, step, memory)
    return tuple(Tagged(document, *spans) for document, spans in zip(documents, found, strict=True))


def _tag_one(document: Document) -> _Spans:
    sentences = split_sentences(document)
    return sentences, find_mentions(document, sentences)


def date_all(
    tagged: Sequence[Tagged],
    config: Config,
    options: Options,
    report: Reporter = silent,
    cache: Cache = NO_CACHE,
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """Give each document its publication, and tell where metadata and text clash."""
    from timeline.publication import Habits, date_documents, day_grid  # noqa: PLC0415 - see there

    packs = _load_knowledge(config) if config.knowledge else files_print(())
    return date_documents(
        [(one.document, one.mentions) for one in tagged],
        partial(_knowledge, config.knowledge, packs),
        day_grid(options.today),
        Habits(options.infer, options.independent, options.jobs, cache, packs),
        report("dating texts", len(tagged)),
    )


def _load_knowledge(config: Config) -> bytes:
    """The user's packs to their digest; a fault in them is told even where all have a date."""
    packs = files_print(config.knowledge)
    _knowledge(config.knowledge, packs)
    return packs


@lru_cache(maxsize=2)
def _knowledge(paths: tuple[Path, ...], packs: bytes) -> Knowledge:
    """What dating knows, loaded once a process; ``packs`` tells the contents of the paths.

    ConfigError where they have other contents here than where that was told.
    """
    from timeline.publication import load_knowledge  # noqa: PLC0415 - see there

    if files_print(paths) != packs:
        raise ConfigError(
            f"{', '.join(map(str, paths))}: a worker finds something else there",
            remedy="Put what “knowledge” names where every worker finds it under the same path.",
        )
    return load_knowledge(paths)


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
    return resolve_with_anchors(
        document,
        sentences,
        mentions,
        day_order=config.day_order,
        first_weekday=6 if config.first_weekday == "sunday" else 0,
    )


@seldom_collected()
def tell(
    readings: Sequence[DocumentReading],
    title: str,
    notices: Sequence[Notice] = (),
    report: Reporter = silent,
    jobs: Jobs = 1,
    edits: Edits = NO_EDITS,
    given: Sequence[HandMade] = (),
) -> Timeline:
    """Turn resolved documents, and events made by hand, into a timeline; the edits come last."""
    step = report("finding events", len(readings))
    around = Around(title, tuple(notices), edits, tuple(given), jobs=jobs)
    documents = [reading.document for reading in readings]
    return join(documents, each(find, readings, jobs, step), around)


class Around(msgspec.Struct, frozen=True):
    """What a story is told with besides its articles."""

    title: str
    notices: tuple[Notice, ...] = ()
    edits: Edits = NO_EDITS
    given: tuple[HandMade, ...] = ()
    themes: tuple[Theme, ...] = ()
    cache: Cache = NO_CACHE
    jobs: Jobs = 1


def join(documents: Sequence[Document], found: Sequence[Found], around: Around) -> Timeline:
    """Documents, and what was found in each of them alone, to the timeline of all."""
    undated = [each for one in found for each in one.undated]
    readings = tuple(one.reading_of(each) for one, each in zip(found, documents, strict=True))
    story = Story(readings, [one.wording for one in found])
    read = [one.read for one in found]
    each_alone = AsFound(found, story)
    events, drafts = each_alone.events, each_alone.drafts
    alone = chain.from_iterable([one.judged for one in found])
    del found
    edits, title, cache = around.edits, around.title, around.cache
    spoken_of = {name for each in edits.events for name in (each.event, *each.merge, *each.split)}
    judged = Judgements(cache, title)
    before = merged_before(each_alone.print_of, each_alone.looks_of, cache, title)
    telling, remarks = without_remarks(events, story, spoken_of, judged, alone)
    together = merge_events(telling, documents, drafts, before, around.jobs)
    del before
    sifted = sift_events(together, story, spoken_of, judged, around.jobs)
    judged.save()
    weighed = weigh_events(sifted.merged.events, story, each_alone.share_kept)
    curated = curate(replace(sifted.merged, events=weighed), events, documents, edits, around.given)
    timeline = Timeline(
        title=title,
        readings=readings,
        events=with_themes(curated.events, documents, around.themes),
        undated=(*undated, *remarks, *sifted.undated),
        disagreements=curated.disagreements,
        warnings=(*around.notices, *curated.notices),
        hidden=curated.hidden,
    )
    told = (*timeline.events, *timeline.hidden) if cache.is_on else ()
    return keep_prints(keep_story(timeline, story), read, [*map(each_alone.print_as_found, told)])


def given_dates(library: Library, edits: Edits) -> Library:
    """A library whose documents carry the days that the user gave them; what finds none is told."""
    documents, lost = dated_by_hand(library.documents, edits)
    return replace(library, documents=documents, notices=(*library.notices, *lost))


@seldom_collected()
def run(
    library: Library,
    config: Config,
    title: str,
    options: Options,
    report: Reporter = silent,
    edits: Edits = NO_EDITS,
    cache: Cache = NO_CACHE,
) -> Timeline:
    """The whole path from documents to a timeline; failures stay in it as warnings.

    What is in ``cache`` of the work on single documents is not done again.
    """
    library = given_dates(library, edits)
    spans: Iterable[_Spans | None] = repeat(None)
    doubts: tuple[Notice, ...] = ()
    documents = None if options.infer else dated_by_authors(library.documents, options.today)
    if documents is None:
        # Only where a day is not given somebody has to look at the words for one.
        tagged = tag(library.documents, report, options.jobs, cache)
        spans = [(one.sentences, one.mentions) for one in tagged]
        documents, doubts = date_all(tagged, config, options, report, cache)
    elif config.knowledge:
        _load_knowledge(config)
    settings = msgspec.msgpack.encode((config.day_order, config.first_weekday))
    around = Around(
        title,
        (*library.failures, *library.notices, *doubts),
        edits,
        library.events,
        config.themes,
        cache,
        options.jobs,
    )
    step = report("finding events", len(documents))
    memory: Memory[_Item, Found] = Memory(
        cache, "found", lambda one: settings + origin_print((one[0],), (one[2],)), FOUND
    )
    dated = zip(documents, spans, library.origins or repeat(b""), strict=False)
    read = partial(_read_tagged, config)
    # Nobody else holds what is found: once its events are joined, it goes.
    return join(documents, each(read, dated, options.jobs, step, memory, len(documents)), around)


def _read_tagged(config: Config, one: _Item) -> Found:
    """As ``_read_one``, of a document with its spans where they are found already."""
    return _read_one(config, *one[:2])


def _read_one(config: Config, document: Document, spans: _Spans | None = None) -> Found:
    """A dated document to all that is found in it, none of which needs another document."""
    return find(resolve_as(config, document, *(spans or _tag_one(document))))
