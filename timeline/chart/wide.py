"""Entries to a chart on which time runs to the right: lanes of rows, labels beside marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from timeline.chart.columns import COLUMN_HEIGHT, clustered
from timeline.chart.entries import Entries, Entry
from timeline.chart.extents import THICKNESS, Extent, extent
from timeline.chart.marks import make_mark, rival_boxes, swarm
from timeline.chart.scale import Frame, Scale, scale_of
from timeline.chart.text import (
    LINE_HEIGHT,
    NOTE_HEIGHT,
    NOTE_SIZE,
    TITLE_SIZE,
    text_width,
    wrap,
)
from timeline.chart.ticks import Room, make_ticks
from timeline.chart.values import (
    Anchor,
    Box,
    Break,
    Cluster,
    Form,
    Label,
    Lane,
    Layout,
    Mark,
    Shape,
    Tick,
)

_AXIS_HEIGHT = 40.0
_TICK_SPACING = 74.0
_EDGE = 6.0
_MARGIN = 150.0
_BREAK = 48.0
_TEXT_WIDTH = 190.0
_NOTE_WIDTH = 230.0
_TITLE_LINES = 2
_GAP = 9.0
"""Between a mark and its label."""

_BETWEEN = 16.0
"""Between a label and the next mark in its row."""

_APART = 5.0
"""Between the words of a cut and those of a tick."""

_ROWS = 12
"""How many rows of labels all lanes together may have, shared by their number of events."""

_FEWEST_ROWS = 3
_ROW_GAP = 9.0
_HEAD_HEIGHT = 34.0
HEAD_BASELINE = 20.0
_LANE_GAP = 12.0
_RUG_ROW = 13.0
_RUG_ROWS = 7
CROWD = 2000
"""From so many events on, those without words are drawn together, by the unit they begin in."""

TRIED = 600
"""How many events of a lane of a crowd may ask for a label: many times what finds room."""

_LONG_BAR = 0.7
"""A bar longer than this part of its label carries it below, a shorter one beside it."""


class _Words(Struct, frozen=True):
    note: str
    lines: tuple[str, ...]
    width: float

    @property
    def height(self) -> float:
        return NOTE_HEIGHT + LINE_HEIGHT * len(self.lines)


class _Spot(NamedTuple):
    """A way to put an entry into a row: the stretch it covers and where its label stands."""

    low: float
    high: float
    x: float
    anchor: Anchor
    below: bool = False


class _Row(Struct):
    seated: list[tuple[Entry, _Spot]] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)
    """the stretches that are covered, in their order"""

    def seat(self, entry: Entry, spot: _Spot) -> None:
        self.seated.append((entry, spot))
        insort(self.taken, (spot.low, spot.high))

    def has_room(self, spot: _Spot) -> bool:
        taken, low, high = self.taken, spot.low, spot.high
        at = bisect_left(taken, (low, high))
        if at and taken[at - 1][1] + _BETWEEN > low:
            return False
        return at == len(taken) or high + _BETWEEN <= taken[at][0]


class _Gaps(NamedTuple):
    """Where the gaps in some rows begin, rising, and how far one reaches that begins no later."""

    starts: list[float]
    ends: list[float]

    def have_room(self, spot: _Spot) -> bool:
        return self.hold(spot.low, spot.high)

    def hold(self, low: float, high: float) -> bool:
        at = bisect_right(self.starts, low)
        return at > 0 and high + _BETWEEN <= self.ends[at - 1]


def _gaps(rows: Sequence[_Row]) -> _Gaps:
    gaps: list[tuple[float, float]] = []
    for row in rows:
        starts = [-inf, *(high + _BETWEEN for _, high in row.taken)]
        gaps += zip(starts, [*(low for low, _ in row.taken), inf], strict=True)
    gaps.sort()
    return _Gaps([start for start, _ in gaps], list(accumulate((end for _, end in gaps), max)))


def lay_out_wide(
    entries: Entries, title: str, description: str, width: float, rows: int | None = None
) -> Layout:
    """Entries by falling importance to a chart of the given width, as high as it must be."""
    fewest = _FEWEST_ROWS if rows is None else 1
    scale = scale_of(entries.dates, Frame(Shape.WIDE, _EDGE, width - _EDGE, _MARGIN, _BREAK))
    lanes: list[Lane] = []
    marks: list[Mark] = []
    clusters: list[Cluster] = []
    top = _AXIS_HEIGHT
    for number, (name, looks) in enumerate(entries.heads):
        members = entries.by_lane[number]
        lanes.append(Lane(name, looks, _EDGE, top + HEAD_BASELINE, top if lanes else None))
        limit = max(fewest, round((rows or _ROWS) * len(members) / len(entries)))
        band = _Band(scale, width)
        if len(entries) < CROWD:
            placed, top = band.fill(members, limit, top + _HEAD_HEIGHT)
        else:
            placed, columns, top = band.fill_crowded(
                members[:TRIED],
                limit,
                top + _HEAD_HEIGHT,
                entries.begun_by_lane[number],
            )
            clusters += columns
        marks += placed
        top = round(top + _LANE_GAP, 1)
    ticks = make_ticks(scale.segments, entries.spans, Room(_TICK_SPACING, width))
    return Layout(
        shape=Shape.WIDE,
        title=title,
        description=description,
        width=width,
        height=top,
        plot=Box(0.0, _AXIS_HEIGHT, width, round(top - _AXIS_HEIGHT, 1)),
        grid=round(top - _AXIS_HEIGHT, 1),
        segments=scale.segments,
        breaks=tuple(_readable(gap, ticks) for gap in scale.breaks),
        ticks=ticks,
        lanes=tuple(lanes),
        marks=tuple(sorted(marks, key=lambda m: (m.lane, m.box.center[0], m.box.y, m.event))),
        clusters=tuple(clusters),
    )


def _readable(gap: Break, ticks: Sequence[Tick]) -> Break:
    """A cut without its words where they would run into the years or months above the axis."""
    middle, half = (gap.low + gap.high) / 2, text_width(gap.words, NOTE_SIZE) / 2
    beside = (
        abs(tick.position - middle) - half - text_width(tick.under, NOTE_SIZE, bold=True) / 2
        for tick in ticks
        if tick.under
    )
    return gap if min(beside, default=_APART) >= _APART else replace(gap, words="")


class _Band(Struct, frozen=True):
    scale: Scale
    width: float
    reaches: dict[str, Extent] = field(default_factory=dict)
    """the extents of the entries that were looked at, by their ids"""

    def fill(self, members: Sequence[Entry], limit: int, top: float) -> tuple[list[Mark], float]:
        """The members of a lane to their marks, and the y at which the lane ends."""
        rows, rest = self._seat_all(members, limit)
        marks, top = self._rows(rows, top)
        tracks = swarm([(entry, self._extent(entry)) for entry in rest], _RUG_ROWS)
        marks += [self._mark(entry, top + _RUG_ROW * (at + 0.5)) for entry, at in tracks]
        return marks, top + _RUG_ROW * max((at + 1 for _, at in tracks), default=0)

    def fill_crowded(
        self,
        members: Sequence[Entry],
        limit: int,
        top: float,
        begun: Iterable[tuple[int, Entry]],
    ) -> tuple[list[Mark], list[Cluster], float]:
        """The same where marks without words become columns, by when each of the lane begins."""
        rows, _ = self._seat_all(members, limit)
        marks, top = self._rows(rows, top)
        seated = {mark.event for mark in marks}
        rest = [(date, entry) for date, entry in begun if entry.event.id not in seated]
        dates, entries = [date for date, _ in rest], [entry for _, entry in rest]
        columns = clustered(dates, entries, self.scale, top)
        return marks, columns, top + (COLUMN_HEIGHT if columns else 0.0)

    def _rows(self, rows: Sequence[_Row], top: float) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        for row in rows:
            labels = [_label(spot, _words(entry), top) for entry, spot in row.seated]
            marks += [
                self._mark(entry, top + NOTE_HEIGHT / 2, label)
                for (entry, _), label in zip(row.seated, labels, strict=True)
            ]
            top = max(label.box.bottom for label in labels) + _ROW_GAP
        return marks, top

    def _seat_all(self, members: Sequence[Entry], limit: int) -> tuple[list[_Row], list[Entry]]:
        rows: list[_Row] = []
        rest: list[Entry] = []
        gaps: _Gaps | None = None
        for entry in members:
            if len(rows) >= limit:
                gaps = gaps or _gaps(rows)
                if not self._may_fit(entry, gaps):
                    rest.append(entry)
                    continue
            spots = self._spots(entry)
            choices = ((row, spot) for spot in spots for row in rows if row.has_room(spot))
            seat = next(choices, None)
            if seat is None and spots and len(rows) < limit:
                rows.append(_Row())
                seat = rows[-1], spots[0]
            if seat is None:
                rest.append(entry)
            else:
                seat[0].seat(entry, seat[1])
                gaps = None
        return rows, rest

    def _may_fit(self, entry: Entry, gaps: _Gaps) -> bool:
        """Whether a row could take an entry with a label of its note alone.

        Of thousands few find room, and to break a title into lines takes long.
        """
        reach = self._extent(entry)
        if not gaps.hold(reach.first, reach.last):
            return False  # not even its mark alone
        if not any(gaps.have_room(spot) for spot in self._spots(entry, 0.0)):
            return False
        note = text_width(entry.note, NOTE_SIZE)
        if reach.form is Form.BAR or note > _NOTE_WIDTH:
            return True
        return any(gaps.have_room(spot) for spot in self._spots(entry, note))

    def _spots(self, entry: Entry, words: float | None = None) -> list[_Spot]:
        """The ways to put an entry into a row, the best first, none beyond the frame.

        ``words`` is the width of its label, in pixels, where that need not be measured.
        """
        reach = self._extent(entry)
        words = _words(entry).width if words is None else words
        first, last = low, high = reach.first, reach.last
        if entry.rivals:
            rivals = rival_boxes(entry, reach, self.scale, 0.0)
            low = min([low, *(box.x for box in rivals)])
            high = max([high, *(box.right for box in rivals)])
        if reach.form is Form.BAR and last - first > _LONG_BAR * words:
            x = max(_EDGE, min(first, self.width - _EDGE - words))
            return [_Spot(min(low, x), max(high, x + words), x, Anchor.START, below=True)]
        right = _Spot(low, high + _GAP + words, high + _GAP, Anchor.START)
        left = _Spot(low - _GAP - words, high, low - _GAP, Anchor.END)
        return [spot for spot in (right, left) if spot.low >= 0 and spot.high <= self.width]

    def _extent(self, entry: Entry) -> Extent:
        event = entry.event
        reach = self.reaches.get(event.id)
        if reach is None:
            reach = extent(event.when, self.scale, strong=entry.strong, likely=event.likely)
            self.reaches[event.id] = reach
        return reach

    def _mark(self, entry: Entry, y: float, label: Label | None = None) -> Mark:
        return make_mark(entry, self._extent(entry), self.scale, round(y, 1), label)


def _words(entry: Entry) -> _Words:
    (note,) = wrap(entry.note, NOTE_SIZE, _NOTE_WIDTH, 1)
    lines = wrap(entry.title, TITLE_SIZE, _TEXT_WIDTH, _TITLE_LINES, bold=entry.strong)
    widths = [text_width(line, TITLE_SIZE, bold=entry.strong) for line in lines]
    return _Words(note, lines, round(max(text_width(note, NOTE_SIZE), *widths), 1))


def _label(spot: _Spot, words: _Words, top: float) -> Label:
    y = top + NOTE_HEIGHT / 2 + THICKNESS if spot.below else top
    x = spot.x if spot.anchor is Anchor.START else spot.x - words.width
    box = Box(round(x, 1), round(y, 1), words.width, words.height)
    return Label(round(spot.x, 1), round(y, 1), spot.anchor, words.note, words.lines, box)
