"""Lines, boxes and words of a drawing to SVG: dressed to stand alone, or bare for our own pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import floor

from timeline.chart.style import Style
from timeline.chart.text import NOTE_SIZE
from timeline.chart.values import Anchor, Box
from timeline.markup import escape, quoteattr

Value = str | float
Points = Sequence[tuple[float, float]]
_DRESSED = re.compile(r"<(?:circle|polygon|polyline|rect|stop|svg|text|tspan)[^>]*>")
"""Tags without a word that somebody else wrote."""

_DRESS = re.compile(
    r" (?:fill|stroke|stroke-width|stroke-dasharray|font-size|font-family|stop-color|xmlns)"
    r'="[^"u][^"]*"'
)
_FINE = re.compile(r"\d+\.\d+")
_PLACE = re.compile(r'( (?:c?[xy]|width)=")(\d+\.\d+)')


def undressed(svg: str) -> str:
    """SVG to the same without what a style sheet says too, in fewer decimals: for our own pages."""
    return _DRESSED.sub(_undressed, svg)


def _undressed(tag: re.Match[str]) -> str:
    bare = _DRESS.sub("", tag[0])
    if bare.startswith(("<text", "<polyline")):  # half a pixel is not seen there
        return _FINE.sub(lambda number: str(floor(float(number[0]))), bare)
    if bare.startswith(("<circle", "<rect")):
        return _PLACE.sub(lambda place: f"{place[1]}{float(place[2]):.0f}", bare)
    return bare


def note(
    style: Style, words: str, x: float, y: float, anchor: Anchor, *, bold: bool = False
) -> str:
    """A line of a date or other small words, by where its baseline begins."""
    look: dict[str, Value] = {
        "class": "tl-note",
        "font-size": NOTE_SIZE,
        "fill": style.palette["muted"],
    }
    if bold:
        look["font-weight"] = 700
    return text(words, x, y, anchor, look)


def text(words: str, x: float, y: float, anchor: Anchor, look: dict[str, Value]) -> str:
    """A line of words to its tag; ``look`` is what else stands in it."""
    place: dict[str, Value] = {"x": x, "y": y}
    if anchor is not Anchor.START:
        place["text-anchor"] = anchor.value
    return tag("text", {**place, **look}, escape(words))


def lines(style: Style, all_: Sequence[Points], name: str) -> Iterable[str]:
    """Thin lines, one by one, or on a page as one path in whole pixels."""
    if not style.is_bare:
        yield from (line(style, each, name, "rule", 1) for each in all_)
    elif drawn := "".join(map(_path, all_)):
        yield tag("path", {"class": name, "d": drawn})


def _path(places: Points) -> str:
    """The points of a line to a path in whole pixels, level and upright parts with one number."""
    (x, y), *rest = ((floor(one), floor(other)) for one, other in places)
    drawn = f"M{x} {y}"
    for to_x, to_y in rest:
        if to_y == y:
            drawn += f"H{to_x}"
        elif to_x == x:
            drawn += f"V{to_y}"
        else:
            drawn += f"L{to_x} {to_y}"
        x, y = to_x, to_y
    return drawn


def line(
    style: Style, places: Iterable[tuple[float, float]], name: str, color: str, width: float
) -> str:
    """The points of a line to its tag; ``color`` is a name of the palette."""
    return tag(
        "polyline",
        {
            "class": name,
            "points": points(places),
            "fill": "none",
            "stroke": style.palette[color],
            "stroke-width": width,
        },
    )


def rect(box: Box, attributes: dict[str, Value]) -> str:
    """A box to its tag."""
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return tag("rect", {**place, **attributes})


def group(name: str, parts: Iterable[str]) -> str:
    """Parts to a group that screen readers pass over."""
    attributes: dict[str, Value] = {"class": name, "aria-hidden": "true"}
    return tag("g", attributes, "\n".join(parts))


def tag(name: str, attributes: dict[str, Value], inside: str = "") -> str:
    """A name, attributes and what stands inside to a tag; numbers have two decimals at most."""
    written = "".join(
        f" {key}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def points(places: Iterable[tuple[float, float]]) -> str:
    """Places to what a line's ``points`` says of them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def number(value: float) -> str:
    """A number as short as it can be written, with two decimals at most."""
    return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value))
