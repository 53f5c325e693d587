"""A timeline to every file of its site, in memory."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from timeline import __version__
from timeline.chart import (
    TALL_WIDTH,
    Shape,
    Sheet,
    Shelf,
    draw_density,
    draw_picture,
    draw_svg,
    lay_out,
    span_in_words,
)
from timeline.config import Config
from timeline.diff import grouped
from timeline.history import HISTORY_NAME, Entry, History, history_json
from timeline.interval import day_interval
from timeline.model import DocumentReading, Timeline
from timeline.pages.counts import Counts, count
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
    Moved,
    Told,
    Why,
    Year,
    explain,
    view_disputes,
    view_edited,
    view_events,
    view_moves,
    view_undated,
    view_years,
)
from timeline.pages.head import NOT_FOUND, Head, machine_files, make_head, root_of
from timeline.pages.highlights import view_highlights
from timeline.pages.linked import linked_events
from timeline.pages.marked import Paragraph, mark_text
from timeline.pages.names import check_names
from timeline.pages.sources import Source, view_sources
from timeline.pages.templates import STATIC_NAMES, Templates
from timeline.rivals import Move, rival_moves

_PLOTLY = "static/plotly.min.js"
_FIGURES = "static/figures.js"
_PICTURE = "embed/chart.svg"
_INDENTATION = re.compile(r"\n\s+")


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
    head: Head


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
    timeline: Timeline, config: Config | None = None, history: History | None = None
) -> dict[str, bytes]:
    """A timeline, the site's options and its changelog to the bytes of each file by its path.

    Pure: reads templates, writes nothing.  PageError when a template cannot be rendered,
    ValueError when the id of a document or an event is not safe as a name.
    """
    config = config or Config()
    check_names("document", [document.id for document in timeline.documents])
    check_names("event", [event.id for event in timeline.events])
    templates = Templates(config.template_folder)
    entries = history.entries if history is not None else ()
    timeline = replace(timeline, title=config.title or timeline.title)
    head, cards = make_head(timeline, config)
    site = _site(timeline, config, templates, len(entries), head)
    files = dict(_pages(timeline, config, site, templates, takings(entries)))
    if entries:
        files["changes.html"] = _changes_page(timeline, entries, site, templates)
    files |= {f"static/{name}": templates.static(name) for name in STATIC_NAMES}
    contents = {name: text.encode("utf-8", "replace") for name, text in files.items()}
    contents |= cards | machine_files(config, files)
    contents |= data_files(timeline, config, entries)
    if history is not None and entries:
        contents[HISTORY_NAME] = history_json(history)
    if timeline.events:
        contents[_PLOTLY] = _plotly()
        contents |= _embeds(replace(timeline, title=site.title), config, templates)
    return dict(sorted(contents.items()))


def _pages(
    timeline: Timeline,
    config: Config,
    site: Site,
    templates: Templates,
    taking: Sequence[Taking],
) -> Iterator[tuple[str, str]]:
    sources = view_sources(timeline)
    events = view_events(timeline, sources)
    years = view_years(timeline, events)
    shelves = _shelves(years)
    wide, tall = lay_out(timeline), lay_out(timeline, TALL_WIDTH, Shape.TALL)

    def page(path: str, template: str, **values: object) -> tuple[str, str]:
        root = root_of(path, config.base_url)
        text = templates.render(template, site=site, root=root, path=path, **values)
        # The list is most of the site's largest page, and a third of it would be indentation.
        return path, _INDENTATION.sub("\n", text) if path == "index.html" else text

    yield page(
        "index.html",
        "index.html",
        years=years,
        wide=Markup(draw_svg(wide, shelves=shelves)),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(tall)),  # noqa: S704
        chart=wide,
        narrow=tall,
        scripts=(_PLOTLY, _FIGURES) if wide.marks else (),
        density=draw_density(timeline, wide),
        highlights=view_highlights(timeline, sources),
        share=share(site.title, wide, config),
        embed=EMBED,
        picture=_PICTURE,
        linked=linked_events(timeline, site.title, site.description, site.head.base),
    )
    if wide.marks:
        yield _FIGURES, figures_script(wide, tall)
    yield page(NOT_FOUND, "404.html")
    yield page("undated.html", "undated.html", shelves=view_undated(timeline, sources))
    yield page(
        "disagreements.html", "disagreements.html", disputes=view_disputes(timeline, sources)
    )
    corrected, hidden = view_edited(timeline, events, sources)
    if corrected or hidden:
        yield page("edits.html", "edits.html", corrected=corrected, hidden=hidden)
    yield page("sources.html", "sources.html", sources=tuple(sources.values()))
    yield page("method.html", "method.html", warnings=timeline.warnings, takings=taking)
    told, moves = _told(timeline), rival_moves(timeline, config)
    for reading in timeline.readings:
        name = reading.document.id
        view = _document(reading, told.get(name, []), sources[name], events, moves.get(name, ()))
        yield page(f"documents/{name}.html", "document.html", document=view)


def _embeds(timeline: Timeline, config: Config, templates: Templates) -> dict[str, bytes]:
    """The chart for other people's pages: for an iframe, as a picture, and for oEmbed."""
    chart = lay_out(timeline)
    if not chart.marks:
        return {}
    total, base = len(timeline.events), base_address(config)
    link = f"{base}index.html#e-" if base else ""
    files = {
        EMBED: render_embed(timeline, config, templates, total=total, figures=f"../{_FIGURES}"),
        _PICTURE: draw_picture(timeline, Sheet(link=link)),
    }
    if base:
        files[OEMBED] = oembed_json(timeline.title, chart, config)
    return {name: text.encode("utf-8", "replace") for name, text in files.items()}


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


def _document(
    reading: DocumentReading,
    told: list[tuple[int, int, str]],
    source: Source,
    events: tuple[Told, ...],
    moves: Sequence[Move],
) -> DocumentPage:
    ids = {event for _, _, event in told}
    return DocumentPage(
        source=source,
        paragraphs=mark_text(reading.document, reading.resolutions, told),
        expressions=tuple(explain(resolution) for resolution in reading.resolutions),
        events=tuple(event for event in events if event.id in ids),
        moves=view_moves(moves),
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
        span=span_in_words([event.when for event in timeline.events]),
        counts=count(timeline),
        changes=changes,
        version=__version__,
        theme_script=Markup(theme),  # noqa: S704 - our own or the user's own file
        theme_hash=f"sha256-{digest}",
        head=head,
    )


def _shelves(years: Sequence[Year]) -> dict[str, Shelf]:
    """Where the list of each event begins, by event."""
    return {
        event.id: Shelf(month.anchor if month.name else year.anchor, month.name or year.name)
        for year in years
        for month in year.months
        for event in month.events
    }


def _plotly() -> bytes:
    # Loading plotly takes longer than all the rest of a build.
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    return str(get_plotlyjs()).encode()
