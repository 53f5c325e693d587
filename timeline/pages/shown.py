"""A timeline and the site's options to all of it that is made once for every page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from markupsafe import Markup
from msgspec import Struct

from timeline import __version__
from timeline.cache import Cache, Notes
from timeline.chart import Charts, Drawn, drawn_before
from timeline.config import Config
from timeline.history import Entry
from timeline.model import Timeline
from timeline.pages.counts import Counts, count, counted
from timeline.pages.events import Disputed, Views, disputes_of
from timeline.pages.head import Head, make_head
from timeline.pages.listed import Lists
from timeline.pages.periods import Listing, list_events
from timeline.pages.portions import Part, in_parts
from timeline.pages.records import Records, record_files
from timeline.pages.remembered import Remembered
from timeline.pages.site import Site
from timeline.pages.sources import Sources
from timeline.pages.templates import Templates
from timeline.pages.zooming import zoomed_names
from timeline.pieces import Prints, made_of_all, sources_before
from timeline.summary import Before, days_before

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]
)


_DRAWINGS = msgspec.msgpack.Decoder(dict[bytes, str])


class Noted(NamedTuple):
    """What was worked out before: days and what articles count, charts and the names in them."""

    days: Before
    counted: Notes[tuple[int, int]]
    drawn: Notes[Drawn]
    zoomed: Notes[tuple[str, ...]]
    drawings: Notes[str]
    sources: Notes[bytes]

    @classmethod
    def of(cls, cache: Cache, title: str) -> Noted:
        """What a store knows of the story of a title."""
        return cls(
            days_before(cache, title),
            counted(cache, title),
            drawn_before(cache, title),
            zoomed_names(cache, title),
            Notes(_DRAWINGS, cache, "drawings", title),
            sources_before(cache, title),
        )

    def save(self) -> None:
        """Put what was used into the store."""
        for notes in self:
            notes.save()


class Shown(Struct, frozen=True):
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
    noted: Noted

    @property
    def dispute_page(self) -> dict[str, str]:
        """The path of the page of each disagreement, by its anchor."""
        return {each.anchor: part.path for part in self.disputes for each in part.items}

    @property
    def lists(self) -> Lists:
        """What makes its lists of events."""
        return Lists(self.views, self.listing.page_of, self.dispute_page, self.prints)

    @property
    def remembered(self) -> Remembered:
        """What makes its pages."""
        return Remembered(self.templates, self.site, alt=self.site.title)


def show(
    timeline: Timeline,
    config: Config,
    entries: Sequence[Entry],
    prints: Prints,
    noted: Noted,
) -> Shown:
    """A timeline, the site's options and its changelog to what all pages share."""
    prints.keep_in(noted.sources)
    templates = Templates(config.template_folder)
    listing = list_events(timeline)
    charts = Charts(timeline, listing.events, _charted(timeline, prints), prints.event, noted.drawn)
    head, cards = make_head(timeline, config, charts)
    sources = Sources(timeline, prints, listing.events)
    views = Views(timeline, sources, prints)
    return Shown(
        timeline,
        config,
        entries,
        prints,
        _site(
            timeline,
            config,
            templates,
            count(timeline, prints, noted.counted),
            len(entries),
            head,
            charts.time,
        ),
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
        noted,
    )


def _charted(timeline: Timeline, prints: Prints) -> bytes:
    """The digest of a timeline's events with their other dates, and of its articles' names.

    Not of how much they matter.  Empty where it cannot be told.
    """
    disputes = [(one.event, [when for when, _ in one.sides]) for one in timeline.disagreements]
    tellers = [(one.id, one.source or one.title) for one in timeline.documents]
    besides = prints.of(timeline.title, tellers, disputes)
    known = prints.events.get
    return made_of_all(besides, *[known(one.id, b"") for one in timeline.events])


def _site(
    timeline: Timeline,
    config: Config,
    templates: Templates,
    counts: Counts,
    changes: int,
    head: Head,
    span: str,
) -> Site:
    theme = templates.static("theme.js").strip()
    digest = base64.b64encode(hashlib.sha256(theme.encode()).digest()).decode()
    return Site(
        title=timeline.title,
        description=config.description,
        language=config.language,
        is_rtl=config.language.split("-")[0].lower() in _RIGHT_TO_LEFT,
        span=span,
        counts=counts,
        changes=changes,
        version=__version__,
        theme_script=Markup(theme),  # noqa: S704 - our own or the user's own file
        theme_hash=f"sha256-{digest}",
        has_theme=bool(templates.theme()),
        head=head,
    )
