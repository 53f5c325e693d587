"""A layout to a Plotly figure with the same marks, lanes and words in the same places.

Axes count layout units, not dates: a broken axis and years before 1 CE are then drawn like
anything else.  ``layout.meta`` tells a script the scale, so that it can write finer dates
when the reader zooms in, and the colours by name, so that it can exchange them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline.chart.palette import FONT, PALETTE, PALETTES, Theme
from timeline.chart.plotly_traces import OUTLINE, make_traces
from timeline.chart.text import NOTE_SIZE, TITLE_SIZE
from timeline.chart.values import Anchor, Box, Form, Label, Layout, Look, Mark, Shape, Tick
from timeline.chart.wide import HEAD_BASELINE
from timeline.markup import escape

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEAD_SIZE = 12.0
_GLYPH = 10.0
_GLYPH_STEP = 15.0
_LEAN = 4.0
_NOTE_STYLE = f'<span style="font-size:{NOTE_SIZE:g}px;color:'
_DROP = 1.5
"""How much higher Plotly sets the first line of a note than the SVG does."""


_Item = dict[str, Any]

_NO_TEMPLATE: _Item = {"data": {"scatter": [{"type": "scatter"}]}}
"""What Plotly makes of the template called "none"."""


def draw_figure(layout: Layout, theme: Theme = Theme.LIGHT) -> Figure:
    """A layout to a figure of fixed size; ``customdata`` of each mark is its event's id.

    Needs neither numpy nor pandas.  Words from articles are escaped: Plotly reads a little
    HTML in every text it draws.
    """
    # Loading plotly takes longer than all the rest of a build.
    from plotly.graph_objects import Figure  # noqa: PLC0415

    parts = {"data": make_traces(layout), "layout": _layout(layout)}
    if theme is not Theme.LIGHT:
        parts = _recoloured(
            parts, dict(zip(PALETTE.values(), PALETTES[theme].values(), strict=True))
        )
    return Figure(**parts)


def figure_json(figure: Figure) -> str:
    """A figure to JSON text: sorted keys, ASCII only, safe inside a script element."""
    return _json(figure.to_plotly_json())


def layout_json(layout: Layout) -> str:
    """A layout to what ``figure_json`` makes of its figure, which need not be loaded for it."""
    drawn = _layout(layout) | {"template": _NO_TEMPLATE}
    return _json({"data": make_traces(layout), "layout": drawn})


def _json(figure: _Item) -> str:
    text = json.dumps(figure, sort_keys=True, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _recoloured(part: Any, colours: dict[str, str]) -> Any:
    """Any part of a figure with every colour exchanged; a note has one within its text."""
    if isinstance(part, dict):
        return {key: _recoloured(value, colours) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_recoloured(value, colours) for value in part]
    if isinstance(part, str) and part.startswith(_NOTE_STYLE):
        return part.replace(PALETTE["muted"], colours[PALETTE["muted"]], 1)
    return colours.get(part, part) if isinstance(part, str) else part


def _layout(layout: Layout) -> _Item:
    wide = layout.shape is Shape.WIDE
    plot = layout.plot
    time = _axis(
        range=[plot.x, plot.right] if wide else [plot.bottom, plot.y],
        minallowed=plot.x if wide else plot.y,
        maxallowed=plot.right if wide else plot.bottom,
        showticklabels=True,
        tickvals=[tick.position for tick in layout.ticks],
        ticktext=[_tick_text(tick) for tick in layout.ticks],
        tickfont={"size": NOTE_SIZE, "color": PALETTE["muted"]},
        ticks="inside",
        ticklen=layout.grid,
        tickcolor=PALETTE["rule"],
        tickwidth=1,
        layer="below traces",
        side="top" if wide else "left",
        ticklabelstandoff=4,
        ticklabeloverflow="allow",
    )
    across = _axis(
        range=[plot.bottom, plot.y] if wide else [plot.x, plot.right],
        fixedrange=True,
        showticklabels=False,
    )
    return {
        "template": "none",
        "width": layout.width,
        "height": layout.height,
        "autosize": False,
        "margin": {
            "l": plot.x,
            "r": layout.width - plot.right,
            "t": plot.y,
            "b": layout.height - plot.bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "barmode": "overlay",
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 12,
        "dragmode": "zoom" if wide else False,
        "paper_bgcolor": PALETTE["paper"],
        "plot_bgcolor": PALETTE["paper"],
        "font": {"family": FONT, "size": TITLE_SIZE, "color": PALETTE["ink"]},
        "hoverlabel": {
            "align": "left",
            "bgcolor": PALETTE["paper"],
            "bordercolor": PALETTE["ink"],
            "font": {"family": FONT, "size": TITLE_SIZE, "color": PALETTE["ink"]},
        },
        "xaxis": time if wide else across,
        "yaxis": across if wide else time,
        "shapes": [*_breaks(layout), *_axis_lines(layout), *_rules(layout), *_glyphs(layout)],
        "annotations": [*_labels(layout), *_heads(layout), *_break_words(layout)],
        "meta": {
            "axis": "xaxis" if wide else "yaxis",
            "bands": [round(lane.y - HEAD_BASELINE, 1) for lane in layout.lanes] if wide else [],
            "length": plot.width if wide else plot.height,
            "segments": [[part.start, part.end, part.low, part.high] for part in layout.segments],
            "palette": PALETTE,
        },
    }


def _axis(**given: Any) -> _Item:
    return {"type": "linear", "zeroline": False, "showgrid": False, "showline": False, **given}


def _tick_text(tick: Tick) -> str:
    if tick.under:
        return f"<b>{escape(tick.under)}</b><br>{escape(tick.text)}"
    return f"<b>{escape(tick.text)}</b>" if tick.strong else f"{escape(tick.text)}"


def _labels(layout: Layout) -> Iterator[_Item]:
    for mark in layout.marks:
        if mark.label:
            yield _label(layout, mark, mark.label)


def _label(layout: Layout, mark: Mark, label: Label) -> _Item:
    """A label to an annotation; beside a mark it keeps its distance when the axis is zoomed."""
    title = "<br>".join(escape(line) for line in label.lines)
    title = f"<b>{title}</b>" if mark.strong else title
    title = f"<s>{title}</s>" if mark.look is Look.STRUCK else title
    note = f'{_NOTE_STYLE}{PALETTE["muted"]}">{escape(label.note)}</span>'
    tied = label.x
    if layout.shape is Shape.WIDE:
        tied = _edge(mark.box, label) if mark.form is Form.BAR else mark.box.center[0]
    return _text(
        f"{note}<br>{title}",
        x=tied,
        y=label.y + _DROP,
        xshift=round(label.x - tied, 1),
        xanchor="left" if label.anchor is Anchor.START else "right",
        align="left" if label.anchor is Anchor.START else "right",
        yanchor="top",
        name=mark.event,
    )


def _edge(box: Box, label: Label) -> float:
    """The end of a bar its label is nearest to."""
    return min((box.x, box.right), key=lambda x: abs(x - label.x))


def _heads(layout: Layout) -> Iterator[_Item]:
    for lane in layout.lanes:
        yield _text(
            f"<b>{escape(lane.name)}</b>",
            xref="paper",
            yref="paper",
            x=0,
            y=1,
            xshift=round(lane.x - layout.plot.x + _GLYPH_STEP * len(lane.looks) + 2, 1),
            yshift=round(layout.plot.y - lane.y + _HEAD_SIZE / 3, 1),
            xanchor="left",
            yanchor="middle",
            font={"size": _HEAD_SIZE, "color": PALETTE["ink"]},
        )


def _break_words(layout: Layout) -> Iterator[_Item]:
    for gap in layout.breaks:
        middle = (gap.low + gap.high) / 2
        look = {"font": {"size": NOTE_SIZE, "color": PALETTE["muted"]}, "align": "right"}
        if layout.shape is Shape.WIDE:
            place = {"x": middle, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 18}
            yield _text(gap.words, **place, **look)
        else:
            place = {"x": 0, "y": middle, "xref": "paper", "xanchor": "right", "xshift": -5}
            yield _text("<br>".join(gap.words.rsplit(" ", 1)), **place, **look)


def _text(words: str, **given: Any) -> _Item:
    return {"text": words, "showarrow": False, "borderpad": 0, "borderwidth": 0, **given}


def _breaks(layout: Layout) -> Iterator[_Item]:
    wide = layout.shape is Shape.WIDE
    for gap in layout.breaks:
        yield {
            "type": "rect",
            "layer": "below",
            "fillcolor": PALETTE["faint"],
            "line": {"width": 0},
            **_along(layout, gap.low, gap.high),
        }
        middle = (gap.low + gap.high) / 2
        for at in (middle - 3, middle + 3):
            line = {"type": "line", "line": {"color": PALETTE["ink"], "width": 1.2}}
            if wide:
                pixels = {"yref": "paper", "ysizemode": "pixel", "yanchor": 1, "y0": -6, "y1": 6}
                yield {**line, **pixels, "x0": at - _LEAN, "x1": at + _LEAN}
            else:
                pixels = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0}
                yield {**line, **pixels, "x0": -1, "x1": 9, "y0": at + _LEAN, "y1": at - _LEAN}


def _along(layout: Layout, low: float, high: float) -> _Item:
    if layout.shape is Shape.WIDE:
        return {"x0": low, "x1": high, "yref": "paper", "y0": 0, "y1": 1}
    reach = {"xsizemode": "pixel", "xanchor": 0, "x0": -layout.plot.x, "x1": layout.grid}
    return {"y0": low, "y1": high, "xref": "paper", **reach}


def _axis_lines(layout: Layout) -> Iterator[_Item]:
    if layout.shape is Shape.WIDE:
        for part in layout.segments:
            yield {
                "type": "line",
                "line": {"color": PALETTE["ink"], "width": 1},
                **_along(layout, part.low, part.high),
                "y0": 1,
            }


def _rules(layout: Layout) -> Iterator[_Item]:
    for lane in layout.lanes:
        if lane.rule is not None:
            yield {
                "type": "line",
                "layer": "below",
                "line": {"color": PALETTE["rule"], "width": 1},
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": lane.rule,
                "y1": lane.rule,
            }


def _glyphs(layout: Layout) -> Iterator[_Item]:
    """The mark shapes in the heads of the lanes, fixed in pixels from the plot's top left."""
    for lane in layout.lanes:
        for number, look in enumerate(lane.looks):
            x = lane.x - layout.plot.x + _GLYPH_STEP * number + _GLYPH / 2
            y = layout.plot.y - lane.y + 4
            body = {
                "fillcolor": PALETTE["accent" if look is Look.SOLID else "paper"],
                "line": {
                    "color": PALETTE["muted" if look is Look.STRUCK else "accent"],
                    "width": OUTLINE,
                },
            }
            yield _pixels("circle", x, y, _GLYPH / 2 - 0.8, _GLYPH / 2 - 0.8, **body)
            if look is Look.DOTTED:
                dot = {"fillcolor": PALETTE["accent"], "line": {"width": 0}}
                yield _pixels("circle", x, y, 2, 2, **dot)
            if look is Look.STRUCK:
                strike = {"line": {"color": PALETTE["ink"], "width": OUTLINE}}
                yield _pixels("line", x, y, _GLYPH / 2 + 3, 0, **strike)


def _pixels(kind: str, x: float, y: float, half: float, tall: float, **given: Any) -> _Item:
    return {
        "type": kind,
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": x - half,
        "x1": x + half,
        "y0": y - tall,
        "y1": y + tall,
        **given,
    }
