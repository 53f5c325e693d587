"""A timeline to every file of its site, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from markupsafe import Markup

from timeline.cache import NO_CACHE, Cache
from timeline.chart import (
    Layout,
    Shelf,
    Style,
    Theme,
    draw_density,
    draw_svg,
)
from timeline.collector import seldom_collected
from timeline.config import Config
from timeline.diff import DATA_NAME, grouped
from timeline.history import HISTORY_NAME, Entry, History, history_json, keep_telling
from timeline.interval import day_interval
from timeline.model import Event, Timeline
from timeline.pages.articles import ArticlePages
from timeline.pages.content import Content
from timeline.pages.data import data_files, takings
from timeline.pages.earlier import Look
from timeline.pages.embed import (
    EMBED,
    OEMBED,
    base_address,
    figures_script,
    oembed_json,
    render_embed,
    share,
)
from timeline.pages.head import NOT_FOUND, machine_files, root_of
from timeline.pages.highlights import view_highlights
from timeline.pages.linked import linked_events
from timeline.pages.listed import period_pages
from timeline.pages.making import Batch, File, Making
from timeline.pages.names import check_names
from timeline.pages.overviews import overviews
from timeline.pages.parts import part_links, render_parts
from timeline.pages.periods import Year, by_year, pick, shelves
from timeline.pages.shown import Noted, Shown, show
from timeline.pages.templates import STATIC_NAMES, THEME, Templates
from timeline.pages.zooming import zoom_pieces
from timeline.pieces import NO_PRINTS, Piece, Prints, fixed, made_of_all
from timeline.rivals import rival_moves

_PLOTLY = "static/plotly.min.js"
_FIGURES = "static/figures.js"
_ZOOM = ("static/axis.js", "static/paint.js", "static/zoom.js")
_BARE = Style(is_bare=True)
_PICTURE = "embed/chart.svg"
_FRONT = 100
"""How many events the front page lists at least, where all of them would be too many."""

_INDENTATION = re.compile(r"\n\s+")


@seldom_collected()
def render_site(
    timeline: Timeline,
    config: Config | None = None,
    history: History | None = None,
    cache: Cache = NO_CACHE,
    jobs: int = 1,
) -> dict[str, bytes]:
    """A timeline, the site's options and its changelog to the bytes of each file by its path.

    As ``site_files``, which see.
    """
    files = site_files(timeline, config, history, cache, jobs)
    return dict(sorted((name, content.whole()) for name, content in files))


def site_files(
    timeline: Timeline,
    config: Config | None = None,
    history: History | None = None,
    cache: Cache = NO_CACHE,
    jobs: int = 1,
    prints: Prints | None = None,
    look: Look | None = None,
) -> Iterator[tuple[str, Content]]:
    """A timeline, the site's options and its changelog to the path and content of file after file.

    A content is to be used before the next is asked for.  Reads templates, writes nothing but
    ``cache``, where pieces of files are remembered; ``jobs`` processes share the work.  ``prints``
    are those of the timeline, where they are made already; ``look`` finds the files of the site
    as they stand.  PageError when a template cannot be
    rendered, ValueError when the id of a document or an event is not safe as a name.
    """
    config = config or Config()
    check_names("document", [document.id for document in timeline.documents])
    check_names("event", [event.id for event in timeline.events])
    if config.title not in ("", timeline.title):
        timeline = replace(timeline, title=config.title)
    entries = history.entries if history is not None else ()
    making = Making(cache, jobs, str(config.output), look)
    if prints is None:
        prints = Prints(timeline) if cache.is_on else NO_PRINTS
    shown = show(timeline, config, entries, prints, Noted.of(cache, timeline.title))
    paths = []
    for file in (making.contents(_files(shown)), making.contents(_last_files(shown, making.sizes))):
        for path, content in file:
            paths.append(path)
            yield path, content
    machines = machine_files(config, [path for path in paths if path != EMBED]).items()
    yield from making.contents(File(path, (fixed(content),)) for path, content in machines)
    making.save()
    shown.noted.save()
    told = making.digests.get(DATA_NAME, "")
    keep_telling(timeline, told, making.spans.get(DATA_NAME, ()), prints, cache)


def _files(shown: Shown) -> Iterator[File | Batch]:
    """Every file of the site but those that tell of others."""
    timeline, prints = shown.timeline, shown.prints
    # First what takes longest, where several processes share the work.
    yield from _chart_files(shown)
    yield from period_pages(shown.listing, shown.lists, shown.remembered, _packed)
    moves = rival_moves(timeline, shown.config)
    pages = ArticlePages(timeline, shown.listing, shown.views, shown.sources, moves)
    yield from pages.batches(shown.remembered, prints)
    yield from overviews(shown)
    yield from shown.records.files
    yield from data_files(timeline, shown.config, shown.entries, prints)
    for path, content in _plain_files(shown):
        yield File(path, (fixed(content.encode("utf-8", "replace")),))
    for name in STATIC_NAMES:
        made_of = prints.of("static", name, shown.templates.digest)
        make = partial(_static, shown.templates, name)
        yield File(f"static/{name}", (Piece(made_of, make),))
    for path, card in shown.cards.items():
        yield File(path, (fixed(card),))
    if shown.timeline.events:
        yield File(_PLOTLY, (Piece(prints.of("plotly"), _plotly),))


def _last_files(shown: Shown, sizes: Mapping[str, int]) -> Iterator[File]:
    """What tells how large the others are."""
    warnings, taking = shown.timeline.warnings, takings(sizes)
    text = _page(shown, "method.html", warnings=warnings, takings=taking)
    yield File("method.html", (fixed(text),))


def _page(shown: Shown, path: str, **values: object) -> bytes:
    """A page at the root that is made anew each time."""
    values = {
        "page_of": shown.listing.page_of,
        "dispute_page": shown.dispute_page,
        "root": root_of(path, shown.config.base_url),
        "path": path,
        **values,
    }
    return shown.templates.render(path, site=shown.site, **values).encode("utf-8", "replace")


def _packed(text: str) -> str:
    """A page of events without its indentation: the lists are most of the site's bytes."""
    return _INDENTATION.sub("\n", text)


def _chart_files(shown: Shown) -> Iterator[File]:
    """The files that show the chart, which one process lays out for all of them."""

    def piece(make: Callable[[Shown], str], made_of: bytes = b"") -> Piece:
        return Piece(made_of, partial(_encoded, make, shown))

    yield _front_page(shown)
    charts, prints = shown.charts, shown.prints
    if charts.entries:
        drawn = prints.of(charts.wide, charts.tall)
        figures = made_of_all(drawn, prints.of("figures"))
        records = zoom_pieces(charts, shown.records.days, prints, shown.noted.zoomed)
        yield File(_FIGURES, (piece(_figures, figures), *records))
        yield File(EMBED, (piece(_embed, _embed_print(shown, drawn)),))
        picture = made_of_all(drawn, prints.of("picture", base_address(shown.config)))
        yield File(_PICTURE, (piece(_picture, picture),))
        if shown.config.base_url:
            yield File(OEMBED, (piece(_oembed),))
    if shown.timeline.events and shown.charts.entries:
        for path, text in render_parts(shown.timeline, shown.config, shown.templates).items():
            yield File(path, (fixed(text.encode("utf-8", "replace")),))


def _encoded(make: Callable[[Shown], str], shown: Shown) -> bytes:
    return make(shown).encode("utf-8", "replace")


def _embed_print(shown: Shown, drawn: bytes) -> bytes:
    """The digest of all that is on the page with the chart alone, from that of its drawings."""
    if not shown.templates.are_ours:
        return b""
    timeline, config = shown.timeline, shown.config
    besides = shown.prints.of(
        "embed",
        (timeline.title, len(timeline.events), shown.charts.time),
        (config.language, base_address(config)),
        shown.templates.digest,
    )
    return made_of_all(drawn, besides)


def _front_page(shown: Shown) -> File:
    """The front page, but for its list made at once: other files have no part in its work."""
    listing, charts = shown.listing, shown.charts
    front = {mark.event for layout in (charts.wide, charts.tall) for mark in layout.marks}
    front.update(entry.id for entry in charts.entries[:_FRONT])
    years = pick(listing.years, front) if listing.periods else listing.years
    return shown.remembered.page_of_rows(
        "index.html",
        "index.html",
        b"",
        shown.lists.rows(years),
        partial(_front_values, shown, years, len(front)),
        _packed,
        of_all=True,
    )


def _front_values(
    shown: Shown, years: Sequence[Year[Event]], listed: int, rows: Sequence[Markup]
) -> dict[str, object]:
    timeline, config, listing = shown.timeline, shown.config, shown.listing
    site, wide, tall = shown.site, shown.charts.wide, shown.charts.tall
    return {
        "page_of": listing.page_of,
        "dispute_page": shown.dispute_page,
        "years": shown.lists.with_rows(years, rows),
        "periods": listing.periods,
        "by_year": by_year(listing.periods),
        "listed": listed,
        "shards": len(shown.records.days),
        "worded": shown.records.worded,
        "wide": _drawing(shown, wide, shelves(listing.years, listing.page_of)),
        "tall": _drawing(shown, tall, {}),
        "chart": wide,
        "narrow": tall,
        "scripts": (_PLOTLY, _FIGURES, *_ZOOM) if wide.marks else (),
        "density": draw_density(timeline, wide, shown.charts.entries.begins),
        "highlights": view_highlights(timeline, shown.sources, shown.noted.days, shown.prints),
        "share": share(site.title, wide, config),
        "embed": EMBED,
        "parts": part_links(timeline, config),
        "picture": _PICTURE,
        "linked": linked_events(timeline, site.title, site.description, site.head.base),
    }


def _drawing(shown: Shown, layout: Layout, places: Mapping[str, Shelf]) -> Markup:
    """A layout as it is drawn on the front page, where marks without words lead to places."""
    wordless = [mark.event for mark in layout.marks if not mark.label]
    wordless += [cluster.event for cluster in layout.clusters]
    made_of = shown.prints.of("drawing", layout, [places.get(event) for event in wordless])
    text = shown.noted.drawings.recall(made_of) if made_of else None
    if text is None:
        text = shown.noted.drawings.keep(made_of, draw_svg(layout, _BARE, places))
    return Markup(text)  # noqa: S704 - escaped where it is drawn


def _figures(shown: Shown) -> str:
    return figures_script(shown.charts.wide, shown.charts.tall)


def _embed(shown: Shown) -> str:
    total = len(shown.timeline.events)
    return render_embed(shown.charts, shown.config, shown.templates, total=total)


def _picture(shown: Shown) -> str:
    base = base_address(shown.config)
    return shown.charts.picture(Theme.LIGHT, f"{base}index.html#e-" if base else "")


def _oembed(shown: Shown) -> str:
    return oembed_json(shown.timeline.title, shown.charts.wide, shown.config)


def _plain_files(shown: Shown) -> Iterator[tuple[str, str]]:
    """What is there already, or made in no time."""
    timeline, templates, views = shown.timeline, shown.templates, shown.views
    yield NOT_FOUND, _page(shown, NOT_FOUND).decode()
    corrected = tuple(views[event.id] for event in shown.listing.events if event.corrections)
    hidden = sorted(timeline.hidden, key=lambda event: event.order)
    if corrected or hidden:
        put_off = tuple(views[event.id] for event in hidden)
        yield "edits.html", _page(shown, "edits.html", corrected=corrected, hidden=put_off).decode()
    if shown.entries:
        yield "changes.html", _changes_page(shown, shown.entries)
        yield HISTORY_NAME, history_json(History(tuple(shown.entries))).decode()
    if theme := templates.theme():
        yield THEME, theme


def _static(templates: Templates, name: str) -> bytes:
    return templates.static(name).encode("utf-8", "replace")


def _changes_page(shown: Shown, entries: Sequence[Entry]) -> str:
    """The story's changelog as a page; only what is still there is linked."""
    timeline, listing = shown.timeline, shown.listing
    told = {change.id for entry in entries for change in entry.changes}
    events = (event.id for event in timeline.events if event.id in told)
    articles = (document.id for document in timeline.documents if document.id in told)
    return shown.templates.render(
        "changes.html",
        site=shown.site,
        root="",
        path="changes.html",
        entries=tuple(
            (day_interval(date.fromisoformat(one.day).toordinal()).in_words(), grouped(one.changes))
            for one in entries
        ),
        places={event: f"{listing.page(event)}#e-{event}" for event in events}
        | {article: f"documents/{article}.html" for article in articles},
    )


def _plotly() -> bytes:
    # Loading plotly takes longer than all the rest of a build.
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    return str(get_plotlyjs()).encode()
