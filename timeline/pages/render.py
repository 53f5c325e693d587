"""A timeline to every file of its site, one after the other."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from timeline import __version__
from timeline.cache import NO_CACHE, Cache
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
from timeline.diff import grouped
from timeline.history import HISTORY_NAME, Entry, History, history_json
from timeline.interval import day_interval
from timeline.model import Timeline
from timeline.pages.articles import ArticlePages
from timeline.pages.counts import count
from timeline.pages.data import Taking, data_files, takings
from timeline.pages.embed import (
    EMBED,
    OEMBED,
    base_address,
    figures_script,
    oembed_json,
    render_embed,
    share,
)
from timeline.pages.events import (
    Dispute,
    view_disputes,
    view_edited,
    view_events,
    view_undated,
)
from timeline.pages.head import NOT_FOUND, Head, machine_files, make_head, root_of
from timeline.pages.highlights import view_highlights
from timeline.pages.linked import linked_events
from timeline.pages.listed import period_pages
from timeline.pages.names import check_names
from timeline.pages.parts import part_links, render_parts
from timeline.pages.periods import Listing, by_year, list_events, pick, shelves
from timeline.pages.portions import Part, in_parts
from timeline.pages.records import record_files
from timeline.pages.remembered import Remembered
from timeline.pages.site import Site
from timeline.pages.sources import Source, view_sources
from timeline.pages.templates import STATIC_NAMES, THEME, Templates
from timeline.pages.zooming import zoom_script
from timeline.rivals import rival_moves

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
    told: bytes | None = None,
    cache: Cache = NO_CACHE,
) -> dict[str, bytes]:
    """A timeline, the site's options and its changelog to the bytes of each file by its path.

    As ``site_files``, which see.
    """
    return dict(sorted(site_files(timeline, config, history, told, cache)))


def site_files(
    timeline: Timeline,
    config: Config | None = None,
    history: History | None = None,
    told: bytes | None = None,
    cache: Cache = NO_CACHE,
) -> Iterator[tuple[str, bytes]]:
    """A timeline, the site's options and its changelog to the path and bytes of file after file.

    ``told`` is the JSON of the timeline where that is made already.  Reads templates, writes
    nothing but ``cache``, where the pages of articles are remembered.  PageError when a template
    cannot be rendered, ValueError when the id of a document or an event is not safe as a name.
    """
    config = config or Config()
    check_names("document", [document.id for document in timeline.documents])
    check_names("event", [event.id for event in timeline.events])
    templates = Templates(config.template_folder)
    entries = history.entries if history is not None else ()
    if config.title not in ("", timeline.title):
        timeline, told = replace(timeline, title=config.title), None
    charts = Charts(timeline)
    head, cards = make_head(timeline, config, charts)
    yield from cards.items()
    site = _site(timeline, config, templates, len(entries), head)
    data = data_files(timeline, config, entries, told)
    taking = takings(data)
    yield from data.items()
    del data, told
    sources = view_sources(timeline)
    listing = list_events(timeline, view_events(timeline, sources))
    disputes = in_parts("disagreements.html", view_disputes(timeline, sources), lambda _: 4)
    shown = _Shown(timeline, config, site, templates, sources, listing, charts, disputes)
    names: list[str] = []
    for name, content in _all_pages(shown, taking, entries, cache):
        names.append(name)
        yield name, content
    yield from machine_files(config, names).items()
    if history is not None and entries:
        yield HISTORY_NAME, history_json(history)
    if timeline.events:
        yield _PLOTLY, _plotly()
        yield from _embeds(timeline, config, templates, charts).items()


def _all_pages(
    shown: _Shown, taking: Sequence[Taking], entries: Sequence[Entry], cache: Cache
) -> Iterator[tuple[str, bytes]]:
    """Every page that readers come to, and what it loads."""
    templates, site, listing = shown.templates, shown.site, shown.listing
    for name, text in _texts(shown, taking, entries):
        yield name, text.encode("utf-8", "replace")
    remembered = Remembered(templates, site, cache)
    yield from period_pages(listing, shown.dispute_page, remembered, _packed)
    remembered = Remembered(templates, site, cache, alt=site.title)
    article_pages = ArticlePages(remembered, shown.sources, listing)
    yield from article_pages.render(shown.timeline, rival_moves(shown.timeline, shown.config))


def _texts(
    shown: _Shown, taking: Sequence[Taking], entries: Sequence[Entry]
) -> Iterator[tuple[str, str]]:
    """The pages that are made anew each time, and what all pages load."""
    templates = shown.templates
    yield from _pages(shown, taking)
    if entries:
        yield "changes.html", _changes_page(shown, entries)
    for name in STATIC_NAMES:
        yield f"static/{name}", templates.static(name)
    if theme := templates.theme():
        yield THEME, theme


@dataclass(frozen=True, slots=True)
class _Shown:
    """A timeline, and what of it is made once for all pages."""

    timeline: Timeline
    config: Config
    site: Site
    templates: Templates
    sources: dict[str, Source]
    listing: Listing
    charts: Charts
    disputes: Sequence[Part[Dispute]]

    @property
    def dispute_page(self) -> dict[str, str]:
        """The path of the page of each disagreement, by its anchor."""
        return {each.anchor: part.path for part in self.disputes for each in part.items}


def _packed(text: str) -> str:
    """A page of events without its indentation: the lists are most of the site's bytes."""
    return _INDENTATION.sub("\n", text)


def _pages(shown: _Shown, taking: Sequence[Taking]) -> Iterator[tuple[str, str]]:
    timeline, config, sources, charts = shown.timeline, shown.config, shown.sources, shown.charts
    site, listing, dispute_page = shown.site, shown.listing, shown.dispute_page
    years, periods, page_of = listing.years, listing.periods, listing.page_of
    merged = {event.id: event for event in timeline.events}
    records = record_files(periods, merged)
    yield from records.files.items()
    entries, wide, tall = charts.entries, charts.wide, charts.tall
    front = {mark.event for layout in (wide, tall) for mark in layout.marks}
    front.update(entry.id for entry in entries[:_FRONT])

    def page(path: str, template: str, **values: object) -> tuple[str, str]:
        root = root_of(path, config.base_url)
        values = {
            "page_of": page_of,
            "dispute_page": dispute_page,
            "root": root,
            "path": path,
            **values,
        }
        text = shown.templates.render(template, site=site, **values)
        return path, _packed(text) if "years" in values else text

    yield page(
        "index.html",
        "index.html",
        years=pick(years, front) if periods else years,
        periods=periods,
        by_year=by_year(periods),
        listed=len(front),
        shards=len(records.days),
        wide=Markup(draw_svg(wide, _BARE, shelves(years, page_of))),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(tall, _BARE)),  # noqa: S704
        chart=wide,
        narrow=tall,
        scripts=(_PLOTLY, _FIGURES, *_ZOOM) if wide.marks else (),
        density=draw_density(timeline, wide),
        highlights=view_highlights(timeline, sources),
        share=share(site.title, wide, config),
        embed=EMBED,
        parts=part_links(timeline, config),
        picture=_PICTURE,
        linked=linked_events(timeline, site.title, site.description, site.head.base),
    )
    if wide.marks:
        zoomed = zoom_script(entries, merged, records.days)
        yield _FIGURES, figures_script(wide, tall, zoomed)
    yield page(NOT_FOUND, "404.html")
    undated = view_undated(timeline, sources)
    for shelved in in_parts("undated.html", undated, lambda shelf: len(shelf.items)):
        yield page(shelved.path, "undated.html", shelves=shelved.items, part=shelved)
    for disputed in shown.disputes:
        yield page(disputed.path, "disagreements.html", disputes=disputed.items, part=disputed)
    corrected, hidden = view_edited(timeline, listing.events, sources)
    if corrected or hidden:
        yield page("edits.html", "edits.html", corrected=corrected, hidden=hidden)
    for read in in_parts("sources.html", tuple(sources.values())):
        yield page(read.path, "sources.html", sources=read.items, part=read)
    yield page("method.html", "method.html", warnings=timeline.warnings, takings=taking)


def _embeds(
    timeline: Timeline, config: Config, templates: Templates, charts: Charts
) -> dict[str, bytes]:
    """The chart for other people's pages: for an iframe, as a picture, and for oEmbed."""
    if not charts.wide.marks:
        return {}
    total, base = len(timeline.events), base_address(config)
    link = f"{base}index.html#e-" if base else ""
    files = {
        EMBED: render_embed(charts, config, templates, total=total),
        _PICTURE: charts.picture(Sheet(link=link)),
    }
    if base:
        files[OEMBED] = oembed_json(timeline.title, charts.wide, config)
    files |= render_parts(timeline, config, templates)
    return {name: text.encode("utf-8", "replace") for name, text in files.items()}


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
