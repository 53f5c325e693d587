"""What an article asks for in fenced blocks, and the story, to the charts that stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from timeline.chart import TALL_BELOW, TALL_WIDTH, Shape, Style, draw_svg, lay_out
from timeline.errors import TimelineError
from timeline.model import Timeline
from timeline.pages.events import Told
from timeline.selection import read_selection, select
from timeline.toml import read_toml

MOST_CHARTS = 12
"""How many charts are drawn in one article: each takes as long as a short article does."""

_READ = frozenset(("filter", "from", "to", "top", "title", "list"))
_LEFT_TO_THE_PAGE = frozenset(("source", "today", "theme", "width", "height", "site"))


class Chart(Struct, frozen=True):
    """A chart within an article, wide and for phones; ``failed`` says why there is none.

    ``events`` are listed under it where the block asks for that.
    """

    title: str = ""
    wide: str = ""
    tall: str = ""
    events: tuple[Told, ...] = ()
    failed: str = ""


def draw_charts(
    blocks: Sequence[str], timeline: Timeline, told: Mapping[str, Told]
) -> dict[str, Chart]:
    """The blocks of an article to their charts of its story, by block.

    Options are those of a block in any other page; where the source is, and how it looks, is the
    site's business here.  What cannot be drawn says so in its place.
    """
    charts: dict[str, Chart] = {}
    for number, block in enumerate(dict.fromkeys(blocks)):
        if number >= MOST_CHARTS:
            charts[block] = Chart(failed=f"there are {MOST_CHARTS} charts in this article already.")
            continue
        try:
            charts[block] = _drawn(_options(block), timeline, told, f"chart-{number + 1}")
        except TimelineError as error:
            words, _, remedy = str(error).partition("\n")
            charts[block] = Chart(failed=f"{words}. {remedy}")
    return charts


def _options(block: str) -> dict[str, Any]:
    try:
        options = read_toml(block)
    except (ValueError, RecursionError) as error:
        raise TimelineError(
            "the lines of the block are not valid TOML",
            remedy='Write them as top = 8 or filter = "actor=Osama Rabie", one on a line.',
        ) from error
    if unknown := sorted(set(options) - _READ - _LEFT_TO_THE_PAGE):
        raise TimelineError(
            f"“{unknown[0]}” is not an option",
            remedy=f"The options are {', '.join(sorted(_READ))}.",
        )
    if not isinstance(options.get("list", False), bool):
        raise TimelineError("“list” is neither true nor false", remedy="Write list = true.")
    return options


def _drawn(
    options: Mapping[str, Any], timeline: Timeline, told: Mapping[str, Told], name: str
) -> Chart:
    part = select(timeline, read_selection(options))
    title = str(options.get("title", ""))
    part = replace(part, title=title or timeline.title)
    style = Style(link="../index.html#e-", name=name, is_bare=True)
    wide = lay_out(part, TALL_BELOW)
    if not wide.marks:
        raise TimelineError("no event of it has a place in time", remedy="Ask for others.")
    listed = sorted(part.events, key=lambda event: (event.when.sort_key, event.id))
    return Chart(
        title=title,
        wide=Markup(draw_svg(wide, style)),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(lay_out(part, TALL_WIDTH, Shape.TALL), style)),  # noqa: S704
        events=tuple(told[event.id] for event in listed) if options.get("list") else (),
    )
