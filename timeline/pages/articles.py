"""A timeline and where its events are listed to the page of each article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from timeline.cache import digest
from timeline.model import DocumentReading, Event, Timeline
from timeline.pages.blocks import Chart, draw_charts
from timeline.pages.events import Moved, Told, Views, Why, explain, view_moves
from timeline.pages.making import Batch, File
from timeline.pages.marked import Paragraph, chart_blocks, mark_text
from timeline.pages.own import Own, draw_own
from timeline.pages.periods import Listing
from timeline.pages.remembered import Remembered
from timeline.pages.sources import Source, Sources
from timeline.pieces import Prints, cut, made_of_all
from timeline.rivals import Move


class DocumentPage(Struct, frozen=True):
    """An article's page: its text in pieces, its expressions by number, its events.

    ``moves`` are the events that would lie elsewhere had it been written on its runner-up day,
    ``charts`` what stands in place of the blocks in its text that ask for one.
    """

    source: Source
    paragraphs: tuple[Paragraph, ...]
    expressions: tuple[Why, ...]
    events: tuple[Told, ...]
    moves: tuple[Moved, ...]
    own: Own | None
    charts: Mapping[str, Chart]


_NO_CHARTS: Mapping[str, Chart] = {}


class ArticlePages:
    """The pages of the articles."""

    def __init__(
        self,
        timeline: Timeline,
        listing: Listing,
        views: Views,
        sources: Sources,
        moves: Mapping[str, Sequence[Move]],
    ) -> None:
        self._timeline = timeline
        self._listing = listing
        self._views = views
        self._sources = sources
        self._moves = moves
        self._told = sources.told_in
        self._undated = _undated(timeline)
        self._drawn: dict[str, Mapping[str, Chart]] = {}

    def batches(self, remembered: Remembered, prints: Prints) -> Iterator[Batch]:
        """Every article's page."""
        readings, known = self._timeline.readings, prints.articles.get
        articles = [known(reading.document.id, b"") for reading in readings]
        for block, told in cut(readings, articles):
            shown = self._print_of(block, told, prints)
            make = partial(self._files, block, remembered, prints)
            name = digest("\n".join([reading.document.id for reading in block]).encode())
            yield Batch(name, remembered.print_of("document.html", shown), make)

    def _print_of(self, readings: Sequence[DocumentReading], known: bytes, prints: Prints) -> bytes:
        """The digest of all that decides the pages of some articles with a common digest."""
        names = [reading.document.id for reading in readings]
        told, undated, moves = self._told.get, self._undated.get, self._moves.get
        told_in = {event.id: None for name in names for event in told(name, ())}
        moved = [moves(name, ()) for name in names]
        leading = [*told_in, *(move.event for some in moved for move in some)]
        besides = prints.of(
            # Where events are told in an article, they say themselves.
            [*map(self._sources.told.__getitem__, names)],
            [undated(name, ()) for name in names],
            moved,
            [*map(self._listing.page_of.get, leading)],
            [self._charts(one) for one in readings if one.document.asides],
        )
        events = prints.events.get
        return made_of_all(known, besides, *[events(name, b"") for name in told_in])

    def _files(
        self, readings: Sequence[DocumentReading], remembered: Remembered, prints: Prints
    ) -> Sequence[File]:
        return [self._file(reading, remembered, prints) for reading in readings]

    def _file(self, reading: DocumentReading, remembered: Remembered, prints: Prints) -> File:
        name = reading.document.id
        shown = self._print_of((reading,), prints.article(name), prints)
        view = partial(self._view, reading)
        return remembered.page("document.html", f"documents/{name}.html", shown, view)

    def _charts(self, reading: DocumentReading) -> Mapping[str, Chart]:
        """What stands in place of the blocks in an article's text that ask for a chart."""
        blocks = list(chart_blocks(reading.document).values()) if reading.document.asides else []
        if not blocks:
            return _NO_CHARTS
        name = reading.document.id
        if name not in self._drawn:
            self._drawn[name] = draw_charts(blocks, self._timeline, self._views)
        return self._drawn[name]

    def _view(self, reading: DocumentReading) -> dict[str, object]:
        document = reading.document
        listed = self._told.get(document.id, ())
        spans = [*_spans(document.id, listed), *self._undated.get(document.id, ())]
        told = [(event, self._views[event.id]) for event in listed]
        page = DocumentPage(
            source=self._sources[document.id],
            paragraphs=mark_text(document, reading.resolutions, spans),
            expressions=tuple(explain(resolution) for resolution in reading.resolutions),
            events=tuple(view for _, view in told),
            moves=view_moves(self._moves.get(document.id, ())),
            own=draw_own(
                told,
                {event: start for start, _, event in reversed(spans)},
                document.publication.day if document.publication else None,
            ),
            charts=self._charts(reading),
        )
        return {"document": page, "page_of": self._listing.page_of}


def _undated(timeline: Timeline) -> dict[str, list[tuple[int, int, str]]]:
    """The spans of what stayed undated, by document, as ``_spans`` has those of events."""
    spans: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for each in timeline.undated:
        spans[each.document].append((each.start, each.end, ""))
    return spans


def _spans(document: str, events: Sequence[Event]) -> Iterator[tuple[int, int, str]]:
    """Every span of a document that tells an event, with the event."""
    for event in events:
        for passage in event.passages:
            if passage.document == document:
                yield passage.start, passage.end, event.id
