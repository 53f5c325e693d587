"""A timeline and the address of its site to what pages, and files beside them, tell machines."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from timeline.chart import Charts, lay_out
from timeline.chart.card import CARD_HEIGHT, CARD_WIDTH, CHART_WIDTH, draw_card
from timeline.chart.images import can_draw_png, draw_png
from timeline.config import Config
from timeline.model import Timeline
from timeline.pages.sitemap import SITEMAP, sitemap

NOT_FOUND = "404.html"
"""What hosts show in the place of any missing page, in whatever folder that would have been."""
_CARD = "static/card"


class Card(Struct, frozen=True):
    """The picture that stands for the site: its whole address, its kind, and its words."""

    address: str
    kind: str
    alt: str
    width: int = CARD_WIDTH
    height: int = CARD_HEIGHT


class Head(Struct, frozen=True):
    """What the head of every page says of the site.

    ``base`` is the address of the site with a slash at its end, ``card`` its picture: both empty
    where nobody said where the site will stand.  ``locale`` is the
    site's language as the Open Graph writes it, empty without a region.
    """

    base: str
    locale: str
    card: Card | None


def site_address(base_url: str) -> str:
    """The option ``base_url`` to the address that paths are put behind; empty if it is."""
    return f"{base_url.rstrip('/')}/" if base_url else ""


def root_of(path: str, base_url: str) -> str:
    """A page's path to what its links begin with: relative, so that the site can stand anywhere.

    Only the page for lost visitors is shown in whatever folder they asked for; where the site's
    address is known, its links begin at the root of the host.
    """
    if path == NOT_FOUND and base_url:
        return urlsplit(site_address(base_url)).path
    return "../" * path.count("/")


def make_head(timeline: Timeline, config: Config, charts: Charts) -> tuple[Head, dict[str, bytes]]:
    """A timeline, the site's options and the charts to its pages' head and the card's files."""
    base = site_address(config.base_url)
    locale = config.language.replace("-", "_") if config.language.count("-") == 1 else ""
    if not base:
        return Head("", locale, None), {}
    layout = lay_out(timeline, CHART_WIDTH, entries=charts.entries)
    svg = draw_card(layout, charts.time, _counted(timeline))
    png = draw_png(svg) if can_draw_png() else b""
    name, kind = (f"{_CARD}.png", "image/png") if png else (f"{_CARD}.svg", "image/svg+xml")
    files = {f"{_CARD}.svg": svg.encode("utf-8", "replace")} | ({name: png} if png else {})
    return Head(base, locale, Card(f"{base}{name}", kind, layout.description)), files


def machine_files(config: Config, pages: Iterable[str]) -> dict[str, bytes]:
    """The paths of a site's pages to the files for machines; none where its address is unknown."""
    base = site_address(config.base_url)
    if not base:
        return {}
    listed = [path for path in sorted(pages) if path.endswith(".html") and path != NOT_FOUND]
    return {SITEMAP: sitemap(base, listed)}


def _counted(timeline: Timeline) -> str:
    events, articles = len(timeline.events), len(timeline.documents)
    return (
        f"{events:,} event{'' if events == 1 else 's'}, "
        f"told by {articles:,} article{'' if articles == 1 else 's'}"
    )
