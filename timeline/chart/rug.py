"""Marks without words to the SVG of a rug: drawn together by where their list begins.

Hundreds of dots as links of their own weigh more than the list they lead to and nobody can hit
them, so those of one month become one link to that month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from timeline.chart.values import Box, Form, Look, Mark
from timeline.markup import quoteattr

MOST_LINKS = 150
"""How many marks without words may be links of their own."""

_EDGE = 0.8
_STRIKE = 3.0
_DOT = 10.0
_Line = tuple[float, float, float]


class Shelf(Struct, frozen=True):
    """A place in the list of events: the address of its heading, and its name."""

    link: str
    name: str


def split_marks(
    marks: Sequence[Mark], shelves: Mapping[str, Shelf]
) -> tuple[list[Mark], dict[Shelf, list[Mark]]]:
    """Marks to those drawn each for itself, and those drawn together, by shelf in order of time.

    Together go marks without words or rivals whose event has a shelf, if there are many.
    """
    alone: list[Mark] = []
    together: dict[Shelf, list[Mark]] = {}
    for mark in marks:
        if mark.label or mark.rivals or mark.event not in shelves:
            alone.append(mark)
        else:
            together.setdefault(shelves[mark.event], []).append(mark)
    if sum(map(len, together.values())) <= MOST_LINKS:
        return list(marks), {}
    return alone, dict(sorted(together.items(), key=lambda item: _first(item[1])))


def draw_shelf(shelf: Shelf, marks: Sequence[Mark]) -> Iterator[str]:
    """The marks of a shelf to the parts of its link: what is soft, bodies by look, strikes."""
    count = len(marks)
    name = f"{shelf.name}: {count} more event{'' if count == 1 else 's'}"
    yield f'<g role="listitem"><a href={quoteattr(shelf.link)} class="tl-mark tl-shelf"'
    yield f" aria-label={quoteattr(name)}>"
    yield _path("tl-soft", (_rect(_soft(mark)) for mark in marks if mark.strips))
    yield _path("tl-dots", _lines((*mark.box.center, 0) for mark in marks if _is_dot(mark)))
    yield _path("tl-bars", _lines(_middle(mark.box) for mark in marks if _is_bar(mark)))
    for look in Look:
        bodies = (
            _body(mark)
            for mark in marks
            if mark.look is look and not _is_dot(mark) and not _is_bar(mark)
        )
        yield _path(f"tl-body tl-{look.value}", bodies)
    dotted = (mark.box.center for mark in marks if mark.look is Look.DOTTED)
    yield _path("tl-pips", _lines((*center, 0) for center in dotted))
    struck = (mark.box for mark in marks if mark.look is Look.STRUCK)
    yield _path("tl-strike", _lines(_middle(box, _STRIKE) for box in struck))
    yield "</a></g>"


def _is_dot(mark: Mark) -> bool:
    return mark.form is Form.POINT and mark.look is Look.SOLID and mark.box.width == _DOT


def _is_bar(mark: Mark) -> bool:
    return mark.form is not Form.POINT and mark.look is Look.SOLID


def _middle(box: Box, beyond: float = 0.0) -> _Line:
    return box.x - beyond, box.center[1], box.width + 2 * beyond


def _lines(lines: Iterable[_Line]) -> Iterator[str]:
    """Level lines, row by row, each moved from where the one before ended: that is short.

    One without length is a full circle under a round end.
    """
    at = (0, 0)
    rounded = {(round(y), round(x), round(length)) for x, y, length in lines}
    for y, x, length in sorted(rounded):
        move = f"{x - at[0]}{' ' if y >= at[1] else ''}{y - at[1]}"
        yield f"m{move}h{length}"
        at = (x + length, y)


def _first(marks: Sequence[Mark]) -> float:
    return min(mark.span[0] for mark in marks)


def _path(name: str, shapes: Iterator[str]) -> str:
    drawn = "".join(shapes)
    return f'<path class="{name}" d="{drawn}"/>' if drawn else ""


def _body(mark: Mark) -> str:
    box = mark.box
    if mark.form is Form.POINT:
        return _circle(*box.center, box.width / 2 - _EDGE)
    inner = Box(box.x + _EDGE, box.y + _EDGE, box.width - 2 * _EDGE, box.height - 2 * _EDGE)
    return _rect(inner)


def _soft(mark: Mark) -> Box:
    boxes = [strip.box for strip in mark.strips]
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, boxes[0].height)


def _circle(x: float, y: float, radius: float) -> str:
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:.0f} {y:.0f}{arc} {2 * radius:g} 0{arc}-{2 * radius:g} 0"


def _rect(box: Box) -> str:
    width, height = max(box.width, 1), max(box.height, 1)
    return f"M{box.x:.0f} {box.y:.0f}h{width:.0f}v{height:.0f}h-{width:.0f}z"
