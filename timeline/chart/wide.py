"""Entries to a chart on which time runs to the right: lanes of rows, labels beside marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from msgspec import Struct, field
from msgspec.structs import replace

from timeline.cache import made_of
from timeline.chart.columns import COLUMN_HEIGHT, clustered
from timeline.chart.entries import Entries, Entry
from timeline.chart.extents import THICKNESS, Extent, extent
from timeline.chart.marks import make_mark, rival_boxes, swarm
from timeline.chart.scale import Frame, Scale, scale_of
from timeline.chart.seats import Gaps, Row, Rows, Seating, Spot, Usher
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
_CROWD = 2000
"""From so many events on, those without words are drawn together, by the unit they begin in."""

_TRIED = 600
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


def asking(entries: Entries) -> list[list[Entry]]:
    """A crowd to those of each lane that ask for a label, in their order; none of fewer entries."""
    lanes = entries.by_lane if len(entries) >= _CROWD else {}
    return [lanes[number][:_TRIED] for number in range(len(lanes))]


def seat_anew(entries: Entries, before: Layout, seating: Seating) -> bool:
    """Whether a crowd is seated as it was on a wide chart, of the same entries in some order."""
    scale = Scale(Shape.WIDE, before.segments, before.breaks)
    for number, members in enumerate(asking(entries)):
        limit = _limit_of(entries, number)
        usher = seating.usher(number, _room(scale, before.width, limit))
        _Band(scale, before.width).seat(members, limit, usher)
    return seating.stays()


def lay_out_wide(
    entries: Entries,
    title: str,
    description: str,
    width: float,
    rows: int | None = None,
    seating: Seating | None = None,
) -> Layout:
    """Entries by falling importance to a chart of the given width, as high as it must be.

    ``seating`` may know where those of a crowd that ask for a label find room.
    """
    scale = scale_of(entries.dates, Frame(Shape.WIDE, _EDGE, width - _EDGE, _MARGIN, _BREAK))
    lanes: list[Lane] = []
    marks: list[Mark] = []
    clusters: list[Cluster] = []
    top = _AXIS_HEIGHT
    crowded = asking(entries)
    for number, (name, looks) in enumerate(entries.heads):
        members = entries.by_lane[number]
        lanes.append(Lane(name, looks, _EDGE, top + HEAD_BASELINE, top if lanes else None))
        limit = _limit_of(entries, number, rows)
        band = _Band(scale, width)
        if not crowded:
            placed, top = band.fill(members, limit, top + _HEAD_HEIGHT)
        else:
            placed, columns, top = band.fill_crowded(
                crowded[number],
                limit,
                top + _HEAD_HEIGHT,
                entries.begun_by_lane[number],
                seating.usher(number, _room(scale, width, limit)) if seating else None,
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


def _limit_of(entries: Entries, lane: int, rows: int | None = None) -> int:
    """How many rows of labels a lane may have."""
    fewest = _FEWEST_ROWS if rows is None else 1
    return max(fewest, round((rows or _ROWS) * len(entries.by_lane[lane]) / len(entries)))


def _room(scale: Scale, width: float, limit: int) -> bytes:
    """The digest of all that decides who finds room in a lane, besides who asks for it."""
    return made_of(scale.segments, width, limit)


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
        rows, rest = self.seat(members, limit)
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
        usher: Usher | None,
    ) -> tuple[list[Mark], list[Cluster], float]:
        """The same where marks without words become columns, by when each of the lane begins."""
        rows, _ = self.seat(members, limit, usher)
        marks, top = self._rows(rows, top)
        seated = {mark.event for mark in marks}
        rest = [(date, entry) for date, entry in begun if entry.event.id not in seated]
        dates, entries = [date for date, _ in rest], [entry for _, entry in rest]
        columns = clustered(dates, entries, self.scale, top)
        return marks, columns, top + (COLUMN_HEIGHT if columns else 0.0)

    def _rows(self, rows: Sequence[Row], top: float) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        for row in rows:
            labels = [_label(spot, _words(entry), top) for entry, spot in row.seated]
            marks += [
                self._mark(entry, top + NOTE_HEIGHT / 2, label)
                for (entry, _), label in zip(row.seated, labels, strict=True)
            ]
            top = max(label.box.bottom for label in labels) + _ROW_GAP
        return marks, top

    def seat(
        self, members: Sequence[Entry], limit: int, usher: Usher | None = None
    ) -> tuple[Sequence[Row], list[Entry]]:
        """The members of a lane to the rows in which they have room, and those who have none."""
        rows = Rows(limit)
        rest: list[Entry] = []
        usher = usher or Usher()
        for entry, name in zip(members, usher.names or repeat(b"")):  # noqa: B905 - endless
            if usher.refuses(name):
                rest.append(entry)
                continue
            seat = usher.seat_of(name)
            if seat is None:
                seat = self._seat_in(rows, entry)
                if seat is None:
                    usher.refuse(name)
                    rest.append(entry)
                    continue
                usher.seat(name, *seat)
            rows.seat(entry, *seat)
        return rows.all, rest

    def _seat_in(self, rows: Rows, entry: Entry) -> tuple[int, Spot] | None:
        if rows.are_full() and not self._may_fit(entry, rows.gaps()):
            return None
        return rows.choose(self._spots(entry))

    def _may_fit(self, entry: Entry, gaps: Gaps) -> bool:
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

    def _spots(self, entry: Entry, words: float | None = None) -> list[Spot]:
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
            return [Spot(min(low, x), max(high, x + words), x, Anchor.START, below=True)]
        right = Spot(low, high + _GAP + words, high + _GAP, Anchor.START)
        left = Spot(low - _GAP - words, high, low - _GAP, Anchor.END)
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


def _label(spot: Spot, words: _Words, top: float) -> Label:
    y = top + NOTE_HEIGHT / 2 + THICKNESS if spot.below else top
    x = spot.x if spot.anchor is Anchor.START else spot.x - words.width
    box = Box(round(x, 1), round(y, 1), words.width, words.height)
    return Label(round(spot.x, 1), round(y, 1), spot.anchor, words.note, words.lines, box)
