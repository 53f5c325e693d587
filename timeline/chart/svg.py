"""A layout to an SVG that reads, links and prints without script or style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor

from timeline.chart.palette import FONT
from timeline.chart.rug import Shelf, draw_shelf, split_marks
from timeline.chart.style import Style
from timeline.chart.tags import (
    Points,
    Value,
    group,
    line,
    lines,
    note,
    number,
    points,
    rect,
    tag,
    text,
    undressed,
)
from timeline.chart.text import LINE_HEIGHT, NOTE_HEIGHT, TITLE_SIZE
from timeline.chart.values import (
    Anchor,
    Box,
    Break,
    Cluster,
    Fade,
    Form,
    Label,
    Lane,
    Layout,
    Look,
    Mark,
    Shape,
    Tick,
)
from timeline.markup import escape

_NOTE_BASELINE = 10.5
_TITLE_BASELINE = 12.5
_NOTE_LINE = 14.0
_LEAN = 4.0
_TITLE_DROP = NOTE_HEIGHT + _TITLE_BASELINE - _NOTE_BASELINE
"""How far below its note the first line of a title stands."""

_PLAIN = Style()


def draw_svg(
    layout: Layout, style: Style = _PLAIN, shelves: Mapping[str, Shelf] | None = None
) -> str:
    """A layout to SVG text; each mark is a link to ``#e-<event id>`` unless the style says else.

    ``shelves`` are, by event, the places in the list that many marks without words may lead to
    together; what is drawn so needs a style sheet.  All else has its colours in attributes, so
    the file can be used alone, and in classes (``tl-*``) for a style sheet to win over.  An
    empty layout gives an empty string.
    """
    if not layout.marks:
        return ""
    name = f"{style.name}-{layout.shape.value}"
    marks, together = split_marks(layout.marks, shelves or {})
    drawn = [_mark(style, layout, mark) for mark in marks]
    drawn += ["".join(draw_shelf(shelf, marks)) for shelf, marks in together.items()]
    drawn += [_cluster(style, each, (shelves or {}).get(each.event)) for each in layout.clusters]
    parts = [
        tag("title", {"id": f"{name}-title"}, escape(layout.title)),
        tag("desc", {"id": f"{name}-desc"}, escape(layout.description)),
        *_paper(style),
        *_defined(_gradients(style, layout)),
        group("tl-axis", _axis(style, layout)),
        group("tl-lanes", (_lane(style, layout, lane) for lane in layout.lanes)),
        group("tl-leaders", _leaders(style, layout)),
        tag(
            "g",
            {"role": "list", "aria-label": "Events"},
            "\n".join(drawn),
        ),
    ]
    width, height = style.canvas or (layout.width, layout.height)
    corner = number(0.0 - style.margin)
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"tl tl-{layout.shape.value}",
        "viewBox": f"{corner} {corner} {number(width)} {number(height)}",
        "width": width * style.scale,
        "height": height * style.scale,
        "role": "group",
        "aria-labelledby": f"{name}-title",
        "aria-describedby": f"{name}-desc",
        "font-family": FONT,
        "fill": style.palette["ink"],
    }
    svg = tag("svg", attributes, "\n".join(parts)) + "\n"
    return undressed(svg) if style.is_bare else svg


def _defined(parts: Iterable[str]) -> Iterable[str]:
    inside = "".join(parts)
    return [tag("defs", {}, inside)] if inside else []


def _paper(style: Style) -> Iterable[str]:
    if style.canvas is not None:
        sheet = Box(-style.margin, -style.margin, *style.canvas)
        yield rect(sheet, {"class": "tl-paper", "fill": style.palette["paper"]})


def _axis(style: Style, layout: Layout) -> Iterable[str]:
    yield from lines(style, [_grid(layout, tick.position) for tick in layout.ticks], "tl-grid")
    for tick in layout.ticks:
        yield _tick(style, layout, tick)
    for gap in layout.breaks:
        yield _break(style, layout, gap)
    if layout.shape is Shape.WIDE:
        y = layout.plot.y
        for part in layout.segments:
            yield line(style, ((part.low, y), (part.high, y)), "tl-line", "ink", 1)


def _grid(layout: Layout, at: float) -> Points:
    if layout.shape is Shape.WIDE:
        return (at, layout.plot.y), (at, layout.plot.y + layout.grid)
    return (layout.plot.x, at), (layout.plot.x + layout.grid, at)


def _tick(style: Style, layout: Layout, tick: Tick) -> str:
    at = tick.position
    if layout.shape is Shape.WIDE:
        x, y, anchor = at, layout.plot.y - 8, Anchor.MIDDLE
    else:
        x, y, anchor = layout.plot.x - 5, at + 4, Anchor.END
    words = [note(style, tick.text, x, y, anchor, bold=tick.strong and not tick.under)]
    if tick.under:
        words.append(note(style, tick.under, x, y - _NOTE_LINE, anchor, bold=True))
    return "".join(words)


def _break(style: Style, layout: Layout, gap: Break) -> str:
    middle = (gap.low + gap.high) / 2
    if layout.shape is Shape.WIDE:
        y = layout.plot.y
        band = Box(gap.low, y, gap.high - gap.low, layout.height - y)
        strokes = [((middle + at - _LEAN, y + 6), (middle + at + _LEAN, y - 6)) for at in (-3, 3)]
        words = note(style, gap.words, middle, y - 8 - _NOTE_LINE, Anchor.MIDDLE)
    else:
        band = Box(0.0, gap.low, layout.plot.x + layout.grid, gap.high - gap.low)
        left, right = layout.plot.x - 1, layout.plot.x + 9
        strokes = [((left, middle + at + _LEAN), (right, middle + at - _LEAN)) for at in (-3, 3)]
        words = "".join(
            note(style, words, layout.plot.x - 5, middle - 3 + _NOTE_LINE * at, Anchor.END)
            for at, words in enumerate(gap.words.rsplit(" ", 1))
        )
    fill = rect(band, {"class": "tl-break", "fill": style.palette["faint"]})
    cut = fill + "".join(line(style, stroke, "tl-line", "ink", 1.2) for stroke in strokes)
    return cut + words if gap.words else cut


def _lane(style: Style, layout: Layout, lane: Lane) -> str:
    parts = []
    if lane.rule is not None:
        parts.append(
            line(style, ((0.0, lane.rule), (layout.width, lane.rule)), "tl-rule", "rule", 1)
        )
    x = lane.x
    for look in lane.looks:
        parts.append(_body(style, Box(x, lane.y - 9, 10, 10), Form.POINT, look, layout.shape))
        x += 15
    parts.append(
        tag(
            "text",
            {"class": "tl-head", "x": x + 2, "y": lane.y, "font-size": 12, "font-weight": 700},
            escape(lane.name),
        )
    )
    return "".join(parts)


def _leaders(style: Style, layout: Layout) -> Iterable[str]:
    leaders = [mark.label.leader for mark in layout.marks if mark.label and mark.label.leader]
    yield from lines(style, leaders, "tl-leader")


def _mark(style: Style, layout: Layout, mark: Mark) -> str:
    parts = [] if mark.label else [tag("title", {}, escape(mark.description))]
    parts += [_rival(style, mark, box) for box in mark.rivals]
    parts += [_fade(style, layout, fade) for fade in mark.fades]
    parts.append(_body(style, mark.box, mark.form, mark.look, layout.shape))
    if mark.label:
        parts.append(_label(style, mark, mark.label))
    return tag("g", {"role": "listitem"}, _linked(style, mark, "".join(parts)))


def _cluster(style: Style, cluster: Cluster, shelf: Shelf | None) -> str:
    column = rect(cluster.box, {"class": "tl-column", "fill": style.palette["accent"]})
    column = tag("title", {}, escape(cluster.description)) + column
    said: dict[str, Value] = {"class": "tl-mark", "aria-label": cluster.description}
    if shelf:
        column = tag("a", {"href": shelf.link, **said}, column)
    else:
        column = tag("g", {"role": "img", **said}, column)
    return tag("g", {"role": "listitem"}, column)


def _fade(style: Style, layout: Layout, fade: Fade) -> str:
    paint: dict[str, Value]
    if not fade.toward:
        paint = {"class": "tl-fade", "fill": style.palette["accent"], "fill-opacity": fade.opacity}
    else:
        paint = {"fill": f"url(#{_fade_name(style, layout, fade)})"}
    return rect(fade.box, paint)


def _fade_name(style: Style, layout: Layout, fade: Fade) -> str:
    way = "on" if fade.toward > 0 else "back"
    return f"{style.name}-{layout.shape.value}-{way}-{round(100 * fade.opacity)}"


def _gradients(style: Style, layout: Layout) -> Iterable[str]:
    """The gradients that soft ends are filled with, each once."""
    fades = {_fade_name(style, layout, f): f for m in layout.marks for f in m.fades if f.toward}
    wide = layout.shape is Shape.WIDE
    for name, fade in sorted(fades.items()):
        ends = (0, 1) if fade.toward > 0 else (1, 0)
        place = dict(zip(("x1", "x2"), ends if wide else (0, 0), strict=True))
        place |= dict(zip(("y1", "y2"), (0, 0) if wide else ends, strict=True))
        colour: dict[str, Value] = {"class": "tl-stop", "stop-color": style.palette["accent"]}
        stops = (
            tag("stop", {"offset": offset, **colour, "stop-opacity": opacity})
            for offset, opacity in ((0, fade.opacity), (1, 0))
        )
        yield tag("linearGradient", {"id": name, **place}, "".join(stops))


def _linked(style: Style, mark: Mark, inside: str) -> str:
    said: dict[str, Value] = {"aria-label": mark.description, "class": "tl-mark"}
    if not style.link:
        return tag("g", {"role": "img", **said}, inside)
    if style.canvas is not None:
        said |= {"style": "text-decoration:none"}
    if style.target:
        said |= {"target": style.target, "rel": "noopener"}
    return tag("a", {"href": f"{style.link}{mark.event}", **said}, inside)


def _body(style: Style, box: Box, form: Form, look: Look, shape: Shape) -> str:
    hollow = look is not Look.SOLID
    paint: dict[str, Value] = {
        "class": f"tl-body tl-{look.value}",
        "fill": style.palette["paper" if hollow else "accent"],
        "stroke": style.palette["muted" if look is Look.STRUCK else "accent"],
        "stroke-width": 1.6,
    }
    x, y = box.center
    if form is Form.POINT:
        parts = [tag("circle", {"cx": x, "cy": y, "r": box.width / 2 - 0.8, **paint})]
    else:
        inner = Box(box.x + 0.8, box.y + 0.8, box.width - 1.6, box.height - 1.6)
        parts = [rect(inner, {"rx": 2, **paint})]
    if look is Look.DOTTED:
        parts.append(
            tag(
                "circle",
                {"class": "tl-dot", "cx": x, "cy": y, "r": 2, "fill": style.palette["accent"]},
            )
        )
    if look is Look.STRUCK:
        if shape is Shape.WIDE or form is not Form.BAR:
            ends = ((box.x - 3, y), (box.right + 3, y))
        else:
            ends = ((x, box.y - 3), (x, box.bottom + 3))
        parts.append(line(style, ends, "tl-strike", "ink", 1.6))
    return "".join(parts)


def _rival(style: Style, mark: Mark, box: Box) -> str:
    tie = tag(
        "polyline",
        {
            "class": "tl-tie",
            "points": points((mark.box.center, box.center)),
            "fill": "none",
            "stroke": style.palette["accent"],
            "stroke-width": 1.4,
            "stroke-dasharray": "1.5 3",
        },
    )
    x, y = box.center
    half = box.width / 2
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    diamond: dict[str, Value] = {
        "class": "tl-rival",
        "points": points(corners),
        "fill": style.palette["paper"],
        "stroke": style.palette["accent"],
        "stroke-width": 1.4,
    }
    return tie + tag("polygon", diamond)


def _label(style: Style, mark: Mark, label: Label) -> str:
    y = label.y + _NOTE_BASELINE
    said = note(style, label.note, label.x, y, label.anchor)
    look: dict[str, Value] = {"class": "tl-title", "font-size": TITLE_SIZE}
    if mark.strong:
        look["font-weight"] = 700
    if mark.look is Look.STRUCK:
        look["text-decoration"] = "line-through"
    if style.is_bare:
        down = (_TITLE_DROP, *[LINE_HEIGHT] * len(label.lines))
        spans = (
            tag("tspan", {"x": floor(label.x), "dy": dy, **look}, escape(words))
            for dy, words in zip(down, label.lines, strict=False)
        )
        return said.replace("</text>", "".join(spans) + "</text>")
    parts = [said]
    for at, words in enumerate(label.lines):
        y = label.y + NOTE_HEIGHT + LINE_HEIGHT * at + _TITLE_BASELINE
        parts.append(text(words, label.x, y, label.anchor, look))
    return "".join(parts)
