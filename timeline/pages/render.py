"""A timeline to every file of its site, in memory."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import msgspec
from markupsafe import Markup

from timeline import __version__
from timeline.cache import NO_CACHE, Cache
from timeline.chart import (
    TALL_WIDTH,
    Layout,
    Shape,
    draw_figure,
    draw_svg,
    figure_json,
    lay_out,
    make_entries,
    span_in_words,
)
from timeline.config import Config
from timeline.diff import DATA_NAME, grouped
from timeline.exports import events_json
from timeline.history import HISTORY_NAME, Entry, History, history_json
from timeline.interval import day_interval
from timeline.model import Event, Timeline
from timeline.pages.counts import Counts, count
from timeline.pages.events import (
    Moved,
    Told,
    Why,
    explain,
    view_disputes,
    view_edited,
    view_events,
    view_moves,
    view_undated,
    view_years,
)
from timeline.pages.marked import Paragraph, mark_text
from timeline.pages.names import check_names
from timeline.pages.sources import Source, view_sources
from timeline.pages.templates import STATIC_NAMES, Templates
from timeline.rivals import Move, rival_moves

_PLOTLY = "static/plotly.min.js"


def _plain(value: object) -> str:
    """Markup to the text it is, for the keys of pages; TypeError for anything else."""
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value)} is not on any page")


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows of the whole."""

    title: str
    description: str
    language: str
    span: str
    counts: Counts
    changes: int
    version: str
    theme_script: Markup
    theme_hash: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """An article's page: its text in pieces, its expressions by number, its events.

    ``moves`` are the events that would lie elsewhere had it been written on its runner-up day.
    """

    source: Source
    paragraphs: tuple[Paragraph, ...]
    expressions: tuple[Why, ...]
    events: tuple[Told, ...]
    moves: tuple[Moved, ...]


def render_site(
    timeline: Timeline,
    config: Config | None = None,
    history: History | None = None,
    told: bytes | None = None,
    cache: Cache = NO_CACHE,
) -> dict[str, bytes]:
    """A timeline, the site's options and its changelog to the bytes of each file by its path.

    ``told`` is the JSON of the timeline where that is made already.  Reads templates, writes
    nothing but ``cache``, where the pages of articles are remembered.  PageError when a template
    cannot be rendered, ValueError when the id of a document or an event is not safe as a name.
    """
    config = config or Config()
    check_names("document", [document.id for document in timeline.documents])
    check_names("event", [event.id for event in timeline.events])
    templates = Templates(config.template_folder)
    entries = history.entries if history is not None else ()
    site = _site(timeline, config, templates, len(entries))
    sources = view_sources(timeline)
    events = view_events(timeline, sources)
    files = dict(_pages(timeline, site, templates, sources, events))
    if entries:
        files["changes.html"] = _changes_page(timeline, entries, site, templates)
    files |= {f"static/{name}": templates.static(name) for name in STATIC_NAMES}
    contents = {name: text.encode("utf-8", "replace") for name, text in files.items()}
    article_pages = _ArticlePages(templates, site, sources, events, cache)
    contents |= article_pages.render(timeline, rival_moves(timeline, config))
    contents[DATA_NAME] = told or events_json(timeline).encode("utf-8", "replace")
    if history is not None and entries:
        contents[HISTORY_NAME] = history_json(history)
    if timeline.events:
        contents[_PLOTLY] = _plotly()
    return dict(sorted(contents.items()))


def _pages(
    timeline: Timeline,
    site: Site,
    templates: Templates,
    sources: dict[str, Source],
    events: tuple[Told, ...],
) -> Iterator[tuple[str, str]]:
    entries = make_entries(timeline)
    wide = lay_out(timeline, entries=entries)
    tall = lay_out(timeline, TALL_WIDTH, Shape.TALL, entries)

    def page(path: str, template: str, **values: object) -> tuple[str, str]:
        return path, templates.render(template, site=site, root="", path=path, **values)

    yield page(
        "index.html",
        "index.html",
        years=view_years(timeline, events),
        wide=Markup(draw_svg(wide)),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(tall)),  # noqa: S704
        chart=wide,
        narrow=tall,
        figures=_figures(wide, tall),
        plotly=_PLOTLY,
    )
    yield page("undated.html", "undated.html", shelves=view_undated(timeline, sources))
    yield page(
        "disagreements.html", "disagreements.html", disputes=view_disputes(timeline, sources)
    )
    corrected, hidden = view_edited(timeline, events, sources)
    if corrected or hidden:
        yield page("edits.html", "edits.html", corrected=corrected, hidden=hidden)
    yield page("sources.html", "sources.html", sources=tuple(sources.values()))
    yield page("method.html", "method.html", warnings=timeline.warnings)


def _changes_page(
    timeline: Timeline, entries: Sequence[Entry], site: Site, templates: Templates
) -> str:
    """The story's changelog as a page; only what is still there is linked."""
    return templates.render(
        "changes.html",
        site=site,
        root="",
        path="changes.html",
        entries=tuple(
            (day_interval(date.fromisoformat(one.day).toordinal()).in_words(), grouped(one.changes))
            for one in entries
        ),
        linked={event.id: f"index.html#e-{event.id}" for event in timeline.events}
        | {document.id: f"documents/{document.id}.html" for document in timeline.documents},
    )


def _told(timeline: Timeline) -> dict[str, list[tuple[int, int, str]]]:
    """Every span that a page links to, by document, with the event it tells if it tells one."""
    told: dict[str, list[tuple[int, int, str]]] = {}
    for event in timeline.events:
        for passage in event.passages:
            told.setdefault(passage.document, []).append((passage.start, passage.end, event.id))
    for each in timeline.undated:
        told.setdefault(each.document, []).append((each.start, each.end, ""))
    return told


class _ArticlePages:
    """The pages of the articles, each made anew only where something on it is new."""

    def __init__(
        self,
        templates: Templates,
        site: Site,
        sources: dict[str, Source],
        events: Sequence[Told],
        cache: Cache,
    ) -> None:
        self._templates = templates
        self._sources = sources
        self._events = events
        # A user's templates may show anything of anything.
        self._cache = cache if templates.are_ours else NO_CACHE
        # What changes with every article is not on our pages, so that the others stay.
        edited = min(1, site.counts.edited)
        none = Counts(**dict.fromkeys((field.name for field in fields(Counts)), 0))
        few = replace(site, span="", changes=0, counts=replace(none, edited=edited))
        self._site = few if templates.are_ours else site
        self._common = _encode(self._site) + templates.digest

    def render(
        self, timeline: Timeline, moves: Mapping[str, Sequence[Move]]
    ) -> Iterator[tuple[str, bytes]]:
        """Every article's page by its path."""
        told = _told(timeline)
        ranks = {event.id: rank for rank, event in enumerate(self._events)}
        merged = {event.id: event for event in timeline.events}
        for reading in timeline.readings:
            name = reading.document.id
            path = f"documents/{name}.html"
            spans, moved = told.get(name, []), moves.get(name, ())
            own = sorted({ranks[event] for _, _, event in spans if event})
            listed = [merged[self._events[rank].id] for rank in own]
            key = self._key(reading, spans, [_shown(event) for event in listed], moved)
            page = self._cache.recall(key) if key else None
            if page is None:
                view = DocumentPage(
                    source=self._sources[name],
                    paragraphs=mark_text(reading.document, reading.resolutions, spans),
                    expressions=tuple(explain(resolution) for resolution in reading.resolutions),
                    events=tuple(self._events[rank] for rank in own),
                    moves=view_moves(moved),
                )
                page = self._templates.render(
                    "document.html", site=self._site, root="../", path=path, document=view
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


def _site(timeline: Timeline, config: Config, templates: Templates, changes: int) -> Site:
    theme = templates.static("theme.js").strip()
    digest = base64.b64encode(hashlib.sha256(theme.encode()).digest()).decode()
    return Site(
        title=config.title or timeline.title,
        description=config.description,
        language=config.language,
        span=span_in_words([event.when for event in timeline.events]),
        counts=count(timeline),
        changes=changes,
        version=__version__,
        theme_script=Markup(theme),  # noqa: S704 - our own or the user's own file
        theme_hash=f"sha256-{digest}",
    )


def _figures(wide: Layout, tall: Layout) -> Markup | None:
    """Both layouts to one JSON text for the page; None when there is nothing to draw."""
    if not wide.marks:
        return None
    parts = (
        f'"{layout.shape.value}":{figure_json(draw_figure(layout))}' for layout in (wide, tall)
    )
    return Markup("{" + ",".join(parts) + "}")  # noqa: S704 - figure_json escapes <, > and &


def _plotly() -> bytes:
    # Loading plotly takes longer than all the rest of a build.
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    return str(get_plotlyjs()).encode()
