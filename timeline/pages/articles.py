"""A timeline and where its events are listed to the page of each article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from timeline.model import DocumentReading, Event, Timeline
from timeline.pages.blocks import Chart, draw_charts
from timeline.pages.events import Moved, Told, Views, Why, explain, view_moves
from timeline.pages.making import Batch, File
from timeline.pages.marked import Paragraph, chart_blocks, mark_text
from timeline.pages.own import Own, draw_own
from timeline.pages.periods import Listing
from timeline.pages.remembered import Remembered
from timeline.pages.sources import Source, Sources
from timeline.pieces import Prints, in_blocks, made_of_all
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


class _Page(NamedTuple):
    """An article, the events that it tells, the charts in it, and what else its page shows."""

    reading: DocumentReading
    listed: Sequence[Event]
    charts: Mapping[str, Chart]
    besides: tuple[object, ...]


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
        self._told = _told(listing.events)
        self._undated = _undated(timeline)

    def batches(self, remembered: Remembered, prints: Prints) -> Iterator[Batch]:
        """Every article's page."""
        readings = self._timeline.readings
        for block, known in in_blocks(readings, lambda one: prints.article(one.document.id)):
            pages = [self._page(reading) for reading in block]
            told_in = {event.id: None for page in pages for event in page.listed}
            shown = made_of_all(
                known, prints.of([page.besides for page in pages]), *map(prints.event, told_in)
            )
            make = partial(self._files, pages, remembered, prints)
            yield Batch(remembered.print_of("document.html", shown), make)

    def _page(self, reading: DocumentReading) -> _Page:
        name = reading.document.id
        moved, listed = self._moves.get(name, ()), self._told.get(name, ())
        page_of = self._listing.page_of.get
        pages = [page_of(event.id) for event in listed]
        if moved:
            pages += [page_of(move.event) for move in moved]
        blocks = list(chart_blocks(reading.document).values()) if reading.document.asides else []
        charts = draw_charts(blocks, self._timeline, self._views) if blocks else _NO_CHARTS
        # Where events are told in it, they say themselves.
        told = self._sources.told[name], self._undated.get(name, ()), moved, pages, charts
        return _Page(reading, listed, charts, told)

    def _files(
        self, pages: Sequence[_Page], remembered: Remembered, prints: Prints
    ) -> Sequence[File]:
        return [self._file(page, remembered, prints) for page in pages]

    def _file(self, page: _Page, remembered: Remembered, prints: Prints) -> File:
        name = page.reading.document.id
        told_in = (prints.event(event.id) for event in page.listed)
        shown = made_of_all(prints.article(name), prints.of(page.besides), *told_in)
        view = partial(self._view, page.reading, page.charts)
        return remembered.page("document.html", f"documents/{name}.html", shown, view)

    def _view(self, reading: DocumentReading, charts: Mapping[str, Chart]) -> dict[str, object]:
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
            charts=charts,
        )
        return {"document": page, "page_of": self._listing.page_of}


def _told(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Events to those that each document tells, in their order."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        passages = event.passages
        if len(passages) == 1:
            told[passages[0].document].append(event)
        else:
            for name in {passage.document for passage in passages}:
                told[name].append(event)
    return told


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
