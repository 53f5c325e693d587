"""A timeline and the site's options to all of it that is made once for every page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup
from msgspec import Struct

from timeline import __version__
from timeline.cache import Cache, Notes
from timeline.chart import Charts, Layout, laid_out
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
from timeline.pieces import Prints, made_of_all
from timeline.summary import Gathered, gathered_days

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]
)


class Noted(NamedTuple):
    """What was worked out before: the days that articles name, what they count, the charts."""

    gathered: Notes[Gathered]
    counted: Notes[tuple[int, int]]
    laid_out: Notes[Layout]

    @classmethod
    def of(cls, cache: Cache, title: str) -> Noted:
        """What a store knows of the story of a title."""
        return cls(gathered_days(cache, title), counted(cache, title), laid_out(cache, title))

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
    charted: bytes
    """The digest of all that charts know of the timeline but how much its events matter."""
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
    templates = Templates(config.template_folder)
    listing = list_events(timeline)
    charted = _charted(timeline, prints)
    charts = Charts(timeline, listing.events, charted, noted.laid_out)
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
        charted,
        record_files(listing, views, prints),
        in_parts(
            "disagreements.html", disputes_of(timeline), lambda one: one.about.event, lambda _: 4
        ),
        noted,
    )


def _charted(timeline: Timeline, prints: Prints) -> bytes:
    """The digest of a timeline's events, and of what their tellers are called.

    Not of how much they matter.  Empty where it cannot be told.
    """
    disputes = [prints.disagreement(one) for one in timeline.disagreements]
    tellers = [(one.id, one.source or one.title) for one in timeline.documents]
    besides = prints.of(timeline.title, tellers)
    return made_of_all(besides, *[prints.event(one.id) for one in timeline.events], *disputes)


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
