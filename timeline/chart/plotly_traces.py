"""Marks to Plotly traces, in layout units."""

from __future__ import annotations

from typing import Any

from timeline.chart.palette import PALETTE
from timeline.chart.text import TITLE_SIZE, wrap
from timeline.chart.values import Box, Form, Layout, Look, Mark, Shape
from timeline.markup import escape

OUTLINE = 1.6
_THREAD = 3.0
_HOVER_WIDTH = 300.0
_HOVER_LINES = 5
_SOURCE_LINES = 2

Trace = dict[str, Any]
_Place = tuple[float, float]


def make_traces(layout: Layout) -> list[Trace]:
    """A layout to its traces, from back to front; ``customdata`` is the event's id."""
    traces = [
        _ties(layout),
        _leaders(layout),
        _fades(layout),
        _clusters(layout),
        _lengths(layout),
        _bars(layout),
        _dots(layout),
        _rivals(layout),
        _points(layout),
        _strikes(layout),
    ]
    return [trace for trace in traces if trace]


def _bars(layout: Layout) -> Trace | None:
    marks = [mark for mark in layout.marks if mark.form is Form.BAR]
    return _bar_trace(
        layout,
        [_inside(mark.box) for mark in marks],
        name="bars",
        customdata=[mark.event for mark in marks],
        hovertext=[_hover(mark) for mark in marks],
        hoverinfo="text",
        marker={
            "color": [_fill(mark.look) for mark in marks],
            "line": {"color": [_stroke(mark.look) for mark in marks], "width": OUTLINE},
            "cornerradius": 2,
        },
    )


def _clusters(layout: Layout) -> Trace | None:
    return _bar_trace(
        layout,
        [cluster.box for cluster in layout.clusters],
        name="clusters",
        hovertext=[f"{escape(cluster.description)}" for cluster in layout.clusters],
        hoverinfo="text",
        marker={"color": PALETTE["accent"], "opacity": 0.55, "line": {"width": 0}},
    )


def _lengths(layout: Layout) -> Trace | None:
    """The true length of marks too short to show it, for readers who zoom in."""
    boxes = [_stretched(layout.shape, mark) for mark in layout.marks if mark.form is Form.SHORT]
    marker = {"color": PALETTE["accent"], "line": {"width": 0}}
    return _bar_trace(layout, boxes, name="lengths", hoverinfo="skip", marker=marker)


def _stretched(shape: Shape, mark: Mark) -> Box:
    low, high = mark.span
    x, y = mark.box.center
    half = _THREAD / 2
    if shape is Shape.WIDE:
        return Box(low, y - half, high - low, _THREAD)
    return Box(x - half, low, _THREAD, high - low)


def _fades(layout: Layout) -> Trace | None:
    strips = [strip for mark in layout.marks for strip in mark.strips]
    return _bar_trace(
        layout,
        [strip.box for strip in strips],
        name="fades",
        hoverinfo="skip",
        marker={
            "color": PALETTE["accent"],
            "opacity": [strip.opacity for strip in strips],
            "line": {"width": 0},
        },
    )


def _dots(layout: Layout) -> Trace | None:
    bars = (mark for mark in layout.marks if mark.form is Form.BAR and mark.look is Look.DOTTED)
    return _scatter(
        [mark.box.center for mark in bars],
        name="dots",
        hoverinfo="skip",
        marker={"size": 4, "color": PALETTE["accent"], "opacity": 1, "line": {"width": 0}},
    )


def _inside(box: Box) -> Box:
    """A box to what its outline leaves, because Plotly draws half of the line outside."""
    half = OUTLINE / 2
    return Box(box.x + half, box.y + half, box.width - OUTLINE, box.height - OUTLINE)


def _bar_trace(layout: Layout, boxes: list[Box], **given: Any) -> Trace | None:
    if not boxes:
        return None
    wide = layout.shape is Shape.WIDE
    lengths = [box.width if wide else box.height for box in boxes]
    middles = [box.center[1] if wide else box.center[0] for box in boxes]
    return {
        "type": "bar",
        "orientation": "h" if wide else "v",
        "base": [box.x if wide else box.y for box in boxes],
        "x": lengths if wide else middles,
        "y": middles if wide else lengths,
        "width": [box.height if wide else box.width for box in boxes],
        **given,
    }


def _points(layout: Layout) -> Trace | None:
    marks = [mark for mark in layout.marks if mark.form is not Form.BAR]
    return _scatter(
        [mark.box.center for mark in marks],
        name="points",
        customdata=[mark.event for mark in marks],
        hovertext=[_hover(mark) for mark in marks],
        hoverinfo="text",
        marker={
            "symbol": [_symbol(mark) for mark in marks],
            "size": [mark.box.width - OUTLINE for mark in marks],
            "color": [_fill(mark.look) for mark in marks],
            "line": {"color": [_stroke(mark.look) for mark in marks], "width": OUTLINE},
            "opacity": 1,
        },
    )


def _symbol(mark: Mark) -> str:
    outline = "square" if mark.form is Form.SHORT else "circle"
    return f"{outline}-dot" if mark.look is Look.DOTTED else outline


def _rivals(layout: Layout) -> Trace | None:
    return _scatter(
        [box.center for mark in layout.marks for box in mark.rivals],
        name="rivals",
        hoverinfo="skip",
        marker={
            "symbol": "diamond",
            "size": 7,
            "color": PALETTE["paper"],
            "line": {"color": PALETTE["accent"], "width": 1.4},
            "opacity": 1,
        },
    )


def _strikes(layout: Layout) -> Trace | None:
    marks = [mark for mark in layout.marks if mark.look is Look.STRUCK]
    lines: list[_Place | None] = []
    for mark in marks:
        box, (x, y) = mark.box, mark.box.center
        if layout.shape is Shape.WIDE or mark.form is not Form.BAR:
            lines += [(box.x - 3, y), (box.right + 3, y), None]
        else:
            lines += [(x, box.y - 3), (x, box.bottom + 3), None]
    return _line_trace(lines, "strikes", {"color": PALETTE["ink"], "width": OUTLINE})


def _ties(layout: Layout) -> Trace | None:
    lines: list[_Place | None] = []
    for mark in layout.marks:
        for box in mark.rivals:
            lines += [mark.box.center, box.center, None]
    return _line_trace(lines, "ties", {"color": PALETTE["accent"], "width": 1.4, "dash": "2px,3px"})


def _leaders(layout: Layout) -> Trace | None:
    lines: list[_Place | None] = []
    for mark in layout.marks:
        if mark.label and mark.label.leader:
            lines += [*mark.label.leader, None]
    return _line_trace(lines, "leaders", {"color": PALETTE["rule"], "width": 1})


def _scatter(places: list[_Place], **given: Any) -> Trace | None:
    if not places:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        **given,
    }


def _line_trace(places: list[_Place | None], name: str, line: dict[str, Any]) -> Trace | None:
    if not places:
        return None
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "hoverinfo": "skip",
        "x": [place[0] if place else None for place in places],
        "y": [place[1] if place else None for place in places],
        "line": line,
    }


def _fill(look: Look) -> str:
    return PALETTE["accent" if look is Look.SOLID else "paper"]


def _stroke(look: Look) -> str:
    return PALETTE["muted" if look is Look.STRUCK else "accent"]


def _hover(mark: Mark) -> str:
    lines = wrap(mark.title, TITLE_SIZE, _HOVER_WIDTH, _HOVER_LINES, bold=True)
    told = "" if mark.stance == "happened" else f" · {mark.stance}"
    doubt = " · sources disagree" if mark.disputed else ""
    names = wrap(", ".join(mark.sources), TITLE_SIZE, _HOVER_WIDTH, _SOURCE_LINES)
    return "<br>".join(
        [
            f"{escape(mark.when)}{told}{doubt}",
            *(f"<b>{escape(line)}</b>" for line in lines),
            *(f"<i>{escape(line)}</i>" for line in names),
        ]
    )
