"""A timeline and where its events are listed to the page of each article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from timeline.model import DocumentReading, Event, Timeline
from timeline.pages.blocks import Chart, draw_charts
from timeline.pages.events import Moved, Told, Why, explain, view_moves
from timeline.pages.marked import Paragraph, chart_blocks, mark_text
from timeline.pages.own import Own, draw_own
from timeline.pages.periods import Listing
from timeline.pages.remembered import Remembered
from timeline.pages.sources import Source
from timeline.rivals import Move


@dataclass(frozen=True, slots=True)
class DocumentPage:
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


class ArticlePages:
    """The pages of the articles."""

    def __init__(
        self, remembered: Remembered, sources: dict[str, Source], listing: Listing
    ) -> None:
        self._remembered = remembered
        self._sources = sources
        self._listing = listing

    def render(
        self, timeline: Timeline, moves: Mapping[str, Sequence[Move]]
    ) -> Iterator[tuple[str, bytes]]:
        """Every article's page by its path."""
        told = _told(timeline)
        events, page_of = self._listing.events, self._listing.page_of
        ranks = {event.id: rank for rank, event in enumerate(events)}
        merged = {event.id: event for event in timeline.events}
        views = {event.id: event for event in events}
        for reading in timeline.readings:
            name = reading.document.id
            path = f"documents/{name}.html"
            spans, moved = told.get(name, []), moves.get(name, ())
            own = sorted({ranks[event] for _, _, event in spans if event})
            listed = [merged[events[rank].id] for rank in own]
            linked = [event.id for event in listed] + [move.event for move in moved]
            pages = [page_of.get(event) for event in linked]
            charts = draw_charts(list(chart_blocks(reading.document).values()), timeline, views)
            shown = (reading, spans, [_shown(event) for event in listed], moved, pages, charts)
            view = partial(
                self._view, reading, spans, [events[rank] for rank in own], listed, moved, charts
            )
            yield path, self._remembered.page("document.html", path, shown, view)

    def _view(
        self,
        reading: DocumentReading,
        spans: Sequence[tuple[int, int, str]],
        told: Sequence[Told],
        listed: Sequence[Event],
        moved: Sequence[Move],
        charts: Mapping[str, Chart],
    ) -> dict[str, object]:
        document = reading.document
        page = DocumentPage(
            source=self._sources[document.id],
            paragraphs=mark_text(document, reading.resolutions, spans),
            expressions=tuple(explain(resolution) for resolution in reading.resolutions),
            events=tuple(told),
            moves=view_moves(moved),
            own=draw_own(
                list(zip(listed, told, strict=True)),
                {event: start for start, _, event in reversed(spans)},
                document.publication.day if document.publication else None,
            ),
            charts=charts,
        )
        return {"document": page, "page_of": self._listing.page_of}


def _shown(event: Event) -> tuple[object, ...]:
    """What our page of an article shows of an event that it tells."""
    return event.id, event.title, event.when, event.likely, event.stance


def _told(timeline: Timeline) -> dict[str, list[tuple[int, int, str]]]:
    """Every span that a page links to, by document, with the event it tells if it tells one."""
    told: dict[str, list[tuple[int, int, str]]] = {}
    for event in timeline.events:
        for passage in event.passages:
            told.setdefault(passage.document, []).append((passage.start, passage.end, event.id))
    for each in timeline.undated:
        told.setdefault(each.document, []).append((each.start, each.end, ""))
    return told
