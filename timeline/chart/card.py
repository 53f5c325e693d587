"""A layout to the picture that stands for the timeline where somebody shares its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from timeline.chart.palette import FONT, PALETTE
from timeline.chart.text import clean, text_width, wrap
from timeline.chart.values import Form, Layout, Look, Mark, Tick
from timeline.markup import escape, quoteattr

CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""The size in pixels that networks show whole (the Open Graph's 1.91 to 1)."""
CARD_MARGIN = 72.0
CHART_WIDTH = CARD_WIDTH - 2 * CARD_MARGIN
"""How wide the layout must be that is drawn on it."""

_SANS = FONT.replace("sans-serif", "'Liberation Sans', 'DejaVu Sans', sans-serif")
_SERIF = "Charter, 'Bitstream Charter', Georgia, 'Liberation Serif', 'Times New Roman', serif"
_TITLE_SIZES = (76.0, 64.0, 54.0)
_TITLE_LINES = 3
_AXIS = 545.0
_TICK_SIZE = 21.0
_RADII = (9.0, 7.5, 6.0, 5.0, 4.0, 3.2, 2.5)
_GAP = 3.0


class _Placed(Struct, frozen=True):
    """A mark and the room it takes: from where to where, and how many lie under it."""

    mark: Mark
    low: float
    high: float
    level: int


def draw_card(layout: Layout, kicker: str, words: str) -> str:
    """A wide layout of ``CHART_WIDTH``, a line above its title and one below, to an SVG.

    Every event is a dot or a bar over its time, stacked where they meet, and smaller the more
    there are; a pile too high even so is cut.  Without a placeable event the words stand alone.
    """
    parts = [_box(0, 0, CARD_WIDTH, CARD_HEIGHT, "paper"), _box(0, 0, CARD_WIDTH, 12, "accent")]
    y = 104.0
    if kicker:
        parts.append(_text(clean(kicker), (CARD_MARGIN, y), 30, "accent", bold=True))
    size, lines = _title(layout.title)
    for line in lines:
        y += size * 1.08
        parts.append(_text(line, (CARD_MARGIN, y), size, "ink", bold=True, font=_SERIF))
    y += 50
    parts.append(_text(clean(words), (CARD_MARGIN, y), 30, "muted"))
    if layout.marks:
        parts += _chart(layout, _AXIS - y - 28)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CARD_WIDTH} {CARD_HEIGHT}" '
        f'width="{CARD_WIDTH}" height="{CARD_HEIGHT}" role="img" aria-label='
        f"{quoteattr(layout.title)}>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _title(title: str) -> tuple[float, Sequence[str]]:
    """The largest size at which a title fits, and its lines."""
    for size in _TITLE_SIZES:
        lines = wrap(title, size, CHART_WIDTH, _TITLE_LINES, bold=True)
        if len(lines) < _TITLE_LINES:
            break
    return size, lines


def _chart(layout: Layout, room: float) -> Iterator[str]:
    for segment in layout.segments:
        low, high = (CARD_MARGIN + at for at in (segment.low, segment.high))
        yield _line(low, _AXIS, high, _AXIS, "ink", 2)
    for tick in _apart(layout.ticks):
        x = CARD_MARGIN + tick.position
        yield _line(x, _AXIS, x, _AXIS + 8, "ink", 2)
        lines = [line for line in (tick.text, tick.under) if line]
        for number, line in enumerate(lines):
            bold = tick.strong and number == len(lines) - 1
            at = (x, _AXIS + 32 + 25 * number)
            yield _text(line, at, _TICK_SIZE, "muted", bold=bold, anchor="middle")
    radius, placed = _stacked(layout.marks, room)
    step = 2 * radius + _GAP
    for one in placed:
        yield from _mark(one, radius, _AXIS - 8 - radius - step * one.level)


def _apart(ticks: Iterable[Tick]) -> Iterator[Tick]:
    """The ticks whose words have room on the card, the larger units first."""
    taken: list[tuple[float, float]] = []
    kept: list[Tick] = []
    for tick in sorted(ticks, key=lambda tick: (not tick.strong, not tick.under, tick.position)):
        half = max(text_width(each, _TICK_SIZE, bold=True) for each in (tick.text, tick.under)) / 2
        low, high = tick.position - half - 8, tick.position + half + 8
        inside = low > -CARD_MARGIN and high < CHART_WIDTH + CARD_MARGIN
        if inside and all(high <= start or end <= low for start, end in taken):
            taken.append((low, high))
            kept.append(tick)
    yield from sorted(kept, key=lambda tick: tick.position)


def _stacked(marks: Sequence[Mark], room: float) -> tuple[float, list[_Placed]]:
    """Marks to the largest radius at which their piles fit, and their places in them."""
    for radius in _RADII:
        placed = _pile(marks, radius)
        height = (max(one.level for one in placed) + 1) * (2 * radius + _GAP)
        if height <= room:
            return radius, placed
    most = max(1, int(room // (2 * radius + _GAP)))
    return radius, [one for one in placed if one.level < most]


def _pile(marks: Sequence[Mark], radius: float) -> list[_Placed]:
    """Each dot on the lowest level where it touches none before it, the bars over the dots."""
    ends: list[float] = []
    tops = [0] * (CARD_WIDTH + 1)
    placed = []

    def put(mark: Mark, low: float, high: float, level: int) -> None:
        placed.append(_Placed(mark, low, high, level))
        for x in _columns(low, high):
            tops[x] = max(tops[x], level + 1)

    bars = [mark for mark in marks if mark.form is Form.BAR and mark.box.width > 2 * radius]
    dots = [mark for mark in marks if mark.form is not Form.BAR or mark.box.width <= 2 * radius]
    for mark in sorted(dots, key=lambda mark: (mark.box.center[0], mark.event)):
        x = CARD_MARGIN + mark.box.center[0]
        level = next((n for n, end in enumerate(ends) if end <= x - radius), len(ends))
        ends[level : level + 1] = [x + radius + _GAP]
        put(mark, x - radius, x + radius, level)
    for mark in sorted(bars, key=lambda mark: (mark.box.width, mark.box.x, mark.event)):
        low, high = CARD_MARGIN + mark.box.x, CARD_MARGIN + mark.box.right
        put(mark, low, high, max(tops[x] for x in _columns(low, high)))
    return placed


def _columns(low: float, high: float) -> range:
    """The columns of pixels from one place to another, with the gap beside them."""
    return range(max(0, int(low - _GAP)), min(CARD_WIDTH, int(high + _GAP)) + 1)


def _mark(one: _Placed, radius: float, y: float) -> Iterator[str]:
    look = one.mark.look
    fill = PALETTE["accent" if look is Look.SOLID else "paper"]
    stroke = PALETTE["muted" if look is Look.STRUCK else "accent"]
    line = max(1.2, radius / 4)
    yield (
        f'<rect x="{_number(one.low + line / 2)}" y="{_number(y - radius + line / 2)}" '
        f'width="{_number(one.high - one.low - line)}" height="{_number(2 * radius - line)}" '
        f'rx="{_number(radius - line / 2)}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{_number(line)}"/>'
    )
    if look is Look.STRUCK:
        yield _line(one.low - 2, y, one.high + 2, y, "muted", line)


def _text(
    words: str,
    at: tuple[float, float],
    size: float,
    color: str,
    *,
    bold: bool = False,
    font: str = _SANS,
    anchor: str = "start",
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_number(at[0])}" y="{_number(at[1])}" font-family="{font}" '
        f'font-size="{_number(size)}"{weight} text-anchor="{anchor}" fill="{PALETTE[color]}">'
        f"{escape(words)}</text>"
    )


def _box(x: float, y: float, width: float, height: float, color: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{PALETTE[color]}"/>'


def _line(x: float, y: float, to_x: float, to_y: float, color: str, width: float) -> str:
    return (
        f'<line x1="{_number(x)}" y1="{_number(y)}" x2="{_number(to_x)}" y2="{_number(to_y)}" '
        f'stroke="{PALETTE[color]}" stroke-width="{_number(width)}"/>'
    )


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
