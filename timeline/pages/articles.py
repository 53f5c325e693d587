"""A timeline and where its events are listed to the page of each article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import msgspec
from markupsafe import Markup

from timeline.cache import NO_CACHE, Cache
from timeline.model import Event, Timeline
from timeline.pages.blocks import Chart, draw_charts
from timeline.pages.counts import Counts
from timeline.pages.events import Moved, Told, Why, explain, view_moves
from timeline.pages.marked import Paragraph, chart_blocks, mark_text
from timeline.pages.own import Own, draw_own
from timeline.pages.periods import Listing
from timeline.pages.site import Site
from timeline.pages.sources import Source
from timeline.pages.templates import Templates
from timeline.rivals import Move


def _plain(value: object) -> str:
    """Markup to the text it is, for the keys of pages; TypeError for anything else."""
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value)} is not on any page")


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode


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
    """The pages of the articles, each made anew only where something on it is new."""

    def __init__(
        self,
        templates: Templates,
        site: Site,
        sources: dict[str, Source],
        listing: Listing,
        cache: Cache,
    ) -> None:
        self._templates = templates
        self._sources = sources
        self._listing = listing
        # A user's templates may show anything of anything.
        self._cache = cache if templates.are_ours else NO_CACHE
        # What changes with every article is not on our pages, so that the others stay.
        none = Counts(**dict.fromkeys((field.name for field in fields(Counts)), 0))
        card = site.head.card and replace(site.head.card, alt=site.title)
        few = replace(
            site,
            span="",
            changes=min(1, site.changes),
            counts=replace(none, edited=min(1, site.counts.edited)),
            head=replace(site.head, card=card),
        )
        self._site = few if templates.are_ours else site
        self._common = _encode(self._site) + templates.digest

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
            shown = [_shown(event) for event in listed]
            key = self._key(reading, spans, shown, moved, pages, charts)
            page = self._cache.recall(key) if key else None
            if page is None:
                view = DocumentPage(
                    source=self._sources[name],
                    paragraphs=mark_text(reading.document, reading.resolutions, spans),
                    expressions=tuple(explain(resolution) for resolution in reading.resolutions),
                    events=tuple(events[rank] for rank in own),
                    moves=view_moves(moved),
                    own=draw_own(
                        [(merged[events[rank].id], events[rank]) for rank in own],
                        {event: start for start, _, event in reversed(spans)},
                        reading.document.publication.day if reading.document.publication else None,
                    ),
                    charts=charts,
                )
                page = self._templates.render(
                    "document.html",
                    site=self._site,
                    root="../",
                    path=path,
                    document=view,
                    page_of=page_of,
                ).encode("utf-8", "replace")
                if key:
                    self._cache.keep(key, page)
            yield path, page

    def _key(self, *shown: object) -> bytes:
        """What decides what is on a page, to what it is remembered by; empty for not at all."""
        try:
            return (
                self._cache.key("page", self._common, _encode(shown)) if self._cache.is_on else b""
            )
        except (msgspec.MsgspecError, TypeError, ValueError):
            return b""


def _shown(event: Event) -> tuple[object, ...]:
    """What our page of an article shows of an event that it tells."""
    return event.id, event.title, event.when, event.stance


def _told(timeline: Timeline) -> dict[str, list[tuple[int, int, str]]]:
    """Every span that a page links to, by document, with the event it tells if it tells one."""
    told: dict[str, list[tuple[int, int, str]]] = {}
    for event in timeline.events:
        for passage in event.passages:
            told.setdefault(passage.document, []).append((passage.start, passage.end, event.id))
    for each in timeline.undated:
        told.setdefault(each.document, []).append((each.start, each.end, ""))
    return told
