"""A timeline to every file of its site, one after the other."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from timeline import __version__
from timeline.cache import NO_CACHE, Cache, Notes
from timeline.chart import (
    Charts,
    Sheet,
    Style,
    draw_density,
    draw_svg,
    span_in_words,
)
from timeline.collector import seldom_collected
from timeline.config import Config
from timeline.diff import DATA_NAME, grouped
from timeline.history import HISTORY_NAME, Entry, History, history_json, keep_telling
from timeline.interval import day_interval
from timeline.model import Timeline, Undated
from timeline.pages.articles import ArticlePages
from timeline.pages.content import Content
from timeline.pages.counts import count
from timeline.pages.data import data_files, takings
from timeline.pages.embed import (
    EMBED,
    OEMBED,
    base_address,
    figures_script,
    oembed_json,
    render_embed,
    share,
)
from timeline.pages.events import Disputed, Views, disputes_of, undated_of, view_shelf
from timeline.pages.head import NOT_FOUND, Head, machine_files, make_head, root_of
from timeline.pages.highlights import view_highlights
from timeline.pages.linked import linked_events
from timeline.pages.listed import period_pages
from timeline.pages.making import File, Making
from timeline.pages.names import check_names
from timeline.pages.parts import part_links, render_parts
from timeline.pages.periods import Listing, by_year, list_events, pick, shelves, view_years
from timeline.pages.portions import Part, in_parts
from timeline.pages.records import Records, record_files
from timeline.pages.remembered import Remembered
from timeline.pages.site import Site
from timeline.pages.sources import Sources
from timeline.pages.templates import STATIC_NAMES, THEME, Templates
from timeline.pages.zooming import zoom_script
from timeline.pieces import NO_PRINTS, Piece, Prints, fixed, made_of_all
from timeline.rivals import rival_moves
from timeline.summary import Named, named_days

_T = TypeVar("_T")

_PLOTLY = "static/plotly.min.js"
_FIGURES = "static/figures.js"
_ZOOM = ("static/axis.js", "static/paint.js", "static/zoom.js")
_BARE = Style(is_bare=True)
_PICTURE = "embed/chart.svg"
_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]
)
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
) -> Iterator[tuple[str, Content]]:
    """A timeline, the site's options and its changelog to the path and content of file after file.

    A content is to be used before the next is asked for.  Reads templates, writes nothing but
    ``cache``, where pieces of files are remembered; ``jobs`` processes share the work.  ``prints``
    are those of the timeline, where they are made already.  PageError when a template cannot be
    rendered, ValueError when the id of a document or an event is not safe as a name.
    """
    config = config or Config()
    check_names("document", [document.id for document in timeline.documents])
    check_names("event", [event.id for event in timeline.events])
    if config.title not in ("", timeline.title):
        timeline = replace(timeline, title=config.title)
    entries = history.entries if history is not None else ()
    making = Making(cache, jobs, str(config.output))
    if prints is None:
        prints = Prints(timeline) if cache.is_on else NO_PRINTS
    shown = _show(timeline, config, entries, prints, named_days(cache, timeline.title))
    paths = []
    for file in (making.contents(_files(shown)), making.contents(_last_files(shown, making.sizes))):
        for path, content in file:
            paths.append(path)
            yield path, content
    machines = machine_files(config, [path for path in paths if path != EMBED]).items()
    yield from making.contents(File(path, (fixed(content),)) for path, content in machines)
    making.save()
    shown.named.save()
    keep_telling(timeline, making.digests.get(DATA_NAME, ""), prints, cache)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A timeline, and what of it is made once for all pages."""

    timeline: Timeline
    config: Config
    entries: Sequence[Entry]
    prints: Prints
    site: Site
    cards: Mapping[str, bytes]
    templates: Templates
    sources: Sources
    views: Views
    listing: Listing
    charts: Charts
    records: Records
    disputes: Sequence[Part[Disputed]]
    named: Notes[Named]

    @property
    def dispute_page(self) -> dict[str, str]:
        """The path of the page of each disagreement, by its anchor."""
        return {each.anchor: part.path for part in self.disputes for each in part.items}

    @property
    def remembered(self) -> Remembered:
        """What makes its pages."""
        return Remembered(self.templates, self.site, alt=self.site.title)


def _show(
    timeline: Timeline,
    config: Config,
    entries: Sequence[Entry],
    prints: Prints,
    named: Notes[Named],
) -> _Shown:
    templates = Templates(config.template_folder)
    charts = Charts(timeline)
    head, cards = make_head(timeline, config, charts)
    sources = Sources(timeline, prints)
    views = Views(timeline, sources, prints)
    listing = list_events(timeline)
    return _Shown(
        timeline,
        config,
        entries,
        prints,
        _site(timeline, config, templates, len(entries), head),
        cards,
        templates,
        sources,
        views,
        listing,
        charts,
        record_files(listing, views, prints),
        in_parts(
            "disagreements.html", disputes_of(timeline), lambda one: one.about.event, lambda _: 4
        ),
        named,
    )


def _files(shown: _Shown) -> Iterator[File]:
    """Every file of the site but those that tell of others."""
    timeline, prints = shown.timeline, shown.prints
    # First what takes longest, where several processes share the work.
    yield from _chart_files(shown)
    yield from period_pages(
        shown.listing, shown.views, shown.dispute_page, shown.remembered, prints, _packed
    )
    moves = rival_moves(timeline, shown.config)
    pages = ArticlePages(timeline, shown.listing, shown.views, shown.sources, moves)
    yield from pages.files(shown.remembered, prints)
    yield from _overviews(shown)
    yield from shown.records.files
    yield from data_files(timeline, shown.config, shown.entries, prints)
    for path, content in _plain_files(shown):
        yield File(path, (fixed(content.encode("utf-8", "replace")),))
    for path, card in shown.cards.items():
        yield File(path, (fixed(card),))
    if shown.timeline.events:
        yield File(_PLOTLY, (Piece(prints.of("plotly"), _plotly),))


def _last_files(shown: _Shown, sizes: Mapping[str, int]) -> Iterator[File]:
    """What tells how large the others are."""
    warnings, taking = shown.timeline.warnings, takings(sizes)
    text = _page(shown, "method.html", warnings=warnings, takings=taking)
    yield File("method.html", (fixed(text),))


def _page(shown: _Shown, path: str, **values: object) -> bytes:
    """A page at the root that is made anew each time."""
    values = {
        "page_of": shown.listing.page_of,
        "dispute_page": shown.dispute_page,
        "root": root_of(path, shown.config.base_url),
        "path": path,
        **values,
    }
    text = shown.templates.render(path, site=shown.site, **values)
    return (_packed(text) if "years" in values else text).encode("utf-8", "replace")


def _packed(text: str) -> str:
    """A page of events without its indentation: the lists are most of the site's bytes."""
    return _INDENTATION.sub("\n", text)


def _chart_files(shown: _Shown) -> Iterator[File]:
    """The files that show the chart, which one process lays out for all of them."""

    def file(path: str, make: Callable[[_Shown], str | bytes]) -> File:
        return File(path, (Piece(b"", partial(_encoded, make, shown)),))

    yield file("index.html", _front_page)
    if shown.charts.entries:
        yield file(_FIGURES, _figures)
        yield file(EMBED, _embed)
        yield file(_PICTURE, _picture)
        if shown.config.base_url:
            yield file(OEMBED, _oembed)
    if shown.timeline.events and shown.charts.entries:
        for path, text in render_parts(shown.timeline, shown.config, shown.templates).items():
            yield File(path, (fixed(text.encode("utf-8", "replace")),))


def _encoded(make: Callable[[_Shown], str | bytes], shown: _Shown) -> bytes:
    made = make(shown)
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")


def _front_page(shown: _Shown) -> bytes:
    timeline, config, charts = shown.timeline, shown.config, shown.charts
    site, listing = shown.site, shown.listing
    years, periods = listing.years, listing.periods
    entries, wide, tall = charts.entries, charts.wide, charts.tall
    front = {mark.event for layout in (wide, tall) for mark in layout.marks}
    front.update(entry.id for entry in entries[:_FRONT])
    return _page(
        shown,
        "index.html",
        years=view_years(pick(years, front) if periods else years, shown.views),
        periods=periods,
        by_year=by_year(periods),
        listed=len(front),
        shards=len(shown.records.days),
        wide=Markup(draw_svg(wide, _BARE, shelves(years, listing.page_of))),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(tall, _BARE)),  # noqa: S704
        chart=wide,
        narrow=tall,
        scripts=(_PLOTLY, _FIGURES, *_ZOOM) if wide.marks else (),
        density=draw_density(timeline, wide),
        highlights=view_highlights(timeline, shown.sources, shown.named, shown.prints),
        share=share(site.title, wide, config),
        embed=EMBED,
        parts=part_links(timeline, config),
        picture=_PICTURE,
        linked=linked_events(timeline, site.title, site.description, site.head.base),
    )


def _figures(shown: _Shown) -> str:
    zoomed = zoom_script(shown.charts.entries, shown.views.events, shown.records.days)
    return figures_script(shown.charts.wide, shown.charts.tall, zoomed)


def _embed(shown: _Shown) -> str:
    total = len(shown.timeline.events)
    return render_embed(shown.charts, shown.config, shown.templates, total=total)


def _picture(shown: _Shown) -> str:
    base = base_address(shown.config)
    return shown.charts.picture(Sheet(link=f"{base}index.html#e-" if base else ""))


def _oembed(shown: _Shown) -> str:
    return oembed_json(shown.timeline.title, shown.charts.wide, shown.config)


def _overviews(shown: _Shown) -> Iterator[File]:
    """The pages of all articles, of all disagreements, and of all that stayed undated."""
    sources, views, prints = shown.sources, shown.views, shown.prints

    def pages(
        parts: Sequence[Part[_T]],
        name: str,
        view: Callable[[_T], object],
        known: Callable[[_T], bytes],
    ) -> Iterator[File]:
        template = parts[0].path
        for part in parts:
            place = (part.number, part.parts, part.before, part.after)
            values = partial(_part_values, part, name, view, shown.listing.page_of)
            print_ = made_of_all(prints.of(place), *map(known, part.items))
            is_first = part.number == 1
            yield shown.remembered.page(template, part.path, print_, values, of_all=is_first)

    def shelf_print(shelf: Sequence[Undated]) -> bytes:
        return made_of_all(prints.of(shelf), sources.print_of(shelf[0].document))

    def dispute_print(one: Disputed) -> bytes:
        page = shown.listing.page_of.get(one.about.event)
        return made_of_all(views.print_of_dispute(one), prints.of(page))

    undated = in_parts(
        "undated.html",
        undated_of(shown.timeline, sources),
        lambda shelf: shelf[0].document,
        len,
    )
    yield from pages(undated, "shelves", lambda shelf: view_shelf(shelf, sources), shelf_print)
    yield from pages(shown.disputes, "disputes", views.dispute, dispute_print)
    articles = in_parts("sources.html", tuple(sources), str)
    yield from pages(articles, "sources", sources.__getitem__, sources.print_of)


def _part_values(
    part: Part[_T], name: str, view: Callable[[_T], object], page_of: Mapping[str, str]
) -> dict[str, object]:
    return {name: tuple(map(view, part.items)), "part": part, "page_of": page_of}


def _plain_files(shown: _Shown) -> Iterator[tuple[str, str]]:
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
    for name in STATIC_NAMES:
        yield f"static/{name}", templates.static(name)
    if theme := templates.theme():
        yield THEME, theme


def _changes_page(shown: _Shown, entries: Sequence[Entry]) -> str:
    """The story's changelog as a page; only what is still there is linked."""
    timeline, listing = shown.timeline, shown.listing
    return shown.templates.render(
        "changes.html",
        site=shown.site,
        root="",
        path="changes.html",
        entries=tuple(
            (day_interval(date.fromisoformat(one.day).toordinal()).in_words(), grouped(one.changes))
            for one in entries
        ),
        linked={event.id: f"{listing.page(event.id)}#e-{event.id}" for event in timeline.events}
        | {document.id: f"documents/{document.id}.html" for document in timeline.documents},
    )


def _site(
    timeline: Timeline, config: Config, templates: Templates, changes: int, head: Head
) -> Site:
    theme = templates.static("theme.js").strip()
    digest = base64.b64encode(hashlib.sha256(theme.encode()).digest()).decode()
    return Site(
        title=timeline.title,
        description=config.description,
        language=config.language,
        is_rtl=config.language.split("-")[0].lower() in _RIGHT_TO_LEFT,
        span=span_in_words([event.when for event in timeline.events]),
        counts=count(timeline),
        changes=changes,
        version=__version__,
        theme_script=Markup(theme),  # noqa: S704 - our own or the user's own file
        theme_hash=f"sha256-{digest}",
        has_theme=bool(templates.theme()),
        head=head,
    )


def _plotly() -> bytes:
    # Loading plotly takes longer than all the rest of a build.
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    return str(get_plotlyjs()).encode()
