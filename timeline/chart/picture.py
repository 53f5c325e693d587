"""A timeline and the size of a sheet to a picture that needs nothing else: one SVG."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from timeline.chart.entries import Entries, make_entries
from timeline.chart.layout import WIDE_WIDTH, lay_out
from timeline.chart.palette import Theme
from timeline.chart.style import Style
from timeline.chart.svg import draw_svg
from timeline.chart.values import Layout, Shape
from timeline.errors import TimelineError
from timeline.model import Timeline

NARROWEST = 240.0
"""The least width of a sheet in pixels: no title could be read on a smaller one."""

TALL_BELOW = 640.0
"""On a sheet narrower than this, time runs downwards; the style sheet says the same of a page."""

MARGIN = 16.0
"""The room around a chart in pixels."""

_MOST_LABELS = 64
_SMALLER = 1.1
_SMALLEST = 3.0
"""How many times smaller than usual the words may become, and by what steps."""


class Sheet(Struct, frozen=True):
    """What a picture is drawn on: width and height in pixels at ``scale`` 1, and its theme.

    Without a height it is as high as the chart needs; with one, as many events carry their
    title as there is room for.  ``link`` comes before the id of the event a mark leads to;
    without it marks lead nowhere.  ``name`` begins the ids, which must differ on one page;
    without one they come from what is drawn.
    """

    width: float = WIDE_WIDTH
    height: float | None = None
    scale: float = 1.0
    theme: Theme = Theme.LIGHT
    margin: float = MARGIN
    link: str = ""
    name: str = ""


def draw_picture(timeline: Timeline, sheet: Sheet) -> str:
    """A timeline to a self-contained SVG of the sheet's size; empty without a placeable event.

    TimelineError where not even the smallest words fit the sheet.
    """
    layout, style = dress(timeline, sheet)
    return draw_svg(layout, style)


def frame_picture(layout: Layout, theme: Theme, link: str) -> str:
    """A layout to the same as ``draw_picture`` makes of one, on a sheet as wide as it needs."""
    sheet = Sheet(layout.width + 2 * MARGIN, theme=theme, link=link)
    return draw_svg(layout, _style(sheet, layout, 1.0))


def dress(timeline: Timeline, sheet: Sheet) -> tuple[Layout, Style]:
    """A timeline and a sheet to the layout that fits it and the style it is drawn in."""
    entries = make_entries(timeline)
    shrunk = 1.0
    while (layout := _fitted(timeline, entries, sheet, shrunk)) is None:
        shrunk *= _SMALLER
        if shrunk > _SMALLEST:
            raise TimelineError(
                f"the chart does not fit into {sheet.width:g} by {sheet.height:g} pixels",
                remedy="Give it more height, or fewer events (--top N).",
            )
    return layout, _style(sheet, layout, shrunk)


def _style(sheet: Sheet, layout: Layout, shrunk: float) -> Style:
    height = layout.height + 2 * sheet.margin if sheet.height is None else sheet.height * shrunk
    return Style(
        theme=sheet.theme,
        link=sheet.link,
        name=sheet.name or _name(sheet, layout),
        canvas=(sheet.width * shrunk, height),
        margin=sheet.margin,
        scale=sheet.scale / shrunk,
    )


def _name(sheet: Sheet, layout: Layout) -> str:
    """The same name for the same drawing, and another for another."""
    drawn = repr((sheet, layout.title, [(mark.event, mark.when) for mark in layout.marks]))
    return f"timeline-{hashlib.sha256(drawn.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _fitted(timeline: Timeline, entries: Entries, sheet: Sheet, shrunk: float) -> Layout | None:
    """The layout with the most labels that fits the sheet; None where none does."""
    width = sheet.width * shrunk - 2 * sheet.margin
    shape = Shape.TALL if sheet.width < TALL_BELOW else Shape.WIDE
    if sheet.height is None:
        return lay_out(timeline, width, shape, entries=entries)
    room = sheet.height * shrunk - 2 * sheet.margin
    best = lay_out(timeline, width, shape, 1, entries)
    if best.height > room:
        return None
    low, high = 2, _MOST_LABELS
    while low <= high:
        labels = (low + high) // 2
        layout = lay_out(timeline, width, shape, labels, entries)
        if layout.height <= room:
            best, low = layout, labels + 1
        else:
            high = labels - 1
    return best
