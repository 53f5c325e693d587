"""Entries to a chart on which time runs downwards: marks on tracks, labels tied to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace

from timeline.chart.entries import Entry, lane_heads
from timeline.chart.extents import extent
from timeline.chart.marks import make_mark, swarm
from timeline.chart.scale import Frame, Scale, make_scale
from timeline.chart.text import (
    LINE_HEIGHT,
    NOTE_HEIGHT,
    NOTE_SIZE,
    TITLE_SIZE,
    text_width,
    wrap,
)
from timeline.chart.ticks import Room, make_ticks, tick_width
from timeline.chart.values import Anchor, Box, Label, Lane, Layout, Shape, Tick
from timeline.interval import Interval

_TICK_SPACING = 52.0
_TICK_HEAD = 18.0
_EDGE = 8.0
_MARGIN = 72.0
_BREAK = 40.0
_AXIS_WIDTH = 46.0
_WIDEST_AXIS = 90.0
_GUTTER = 6.0
_TRACK = 15.0
_TRACKS = 4
_TRACKS_WIDTH = _TRACK * _TRACKS
_GAP = 14.0
_TITLE_LINES = 3
_BETWEEN = 10.0
_LABELS = 16
"""How many events carry their title: about two screens of a phone."""

DRAWN = 40
"""How many events are drawn at all; a phone has no room for more."""

_ROOM = 1.12
"""How much higher the chart is than its labels stacked, so that they can stay near."""

_LOWEST = 360.0
_UNLABELLED = 4.0
"""The height that each event without a label adds."""

_KEY_LINE = 20.0
_KEY_GAP = 14.0
_KEY_BASELINE = 14.0
_ELBOW = 8.0

_Words = tuple[str, tuple[str, ...], bool]
"""A label's note, the lines of its title, and whether they are bold."""


def lay_out_tall(
    all_: Sequence[Entry], title: str, description: str, width: float, most: int | None = None
) -> Layout:
    """Entries by falling importance to a chart of the given width, as high as it must be.

    Only the most important are drawn, and at most ``most`` of them carry their title.
    """
    most = most or _LABELS
    drawn = round(most * DRAWN / _LABELS)
    if len(all_) > drawn:
        description = f"{description} Drawn are the {drawn} most important."
    entries = all_[:drawn]
    spans = tuple(span for entry in entries for span in entry.spans)
    axis = _AXIS_WIDTH
    words, scale, ticks = _fit(entries, spans, width - axis, most)
    gaps = [part for gap in scale.breaks for part in gap.words.rsplit(" ", 1)]
    widest = max([*map(tick_width, ticks), *(text_width(part, NOTE_SIZE) for part in gaps)])
    widest += 2 * _GUTTER
    if widest > axis:
        axis = min(round(widest), _WIDEST_AXIS)
        words, scale, ticks = _fit(entries, spans, width - axis, most)
    length = scale.high + _EDGE
    text_x = axis + _TRACKS_WIDTH + _GAP
    reaches = [
        (entry, extent(entry.when, scale, strong=entry.strong, likely=entry.likely))
        for entry in entries
    ]
    tracks = {entry.id: axis + _TRACK * (track + 0.5) for entry, track in swarm(reaches, _TRACKS)}
    labelled = sorted(
        (
            (reach.low + min(reach.high - reach.low, NOTE_HEIGHT) / 2, entry.id)
            for entry, reach in reaches
            if entry.id in words
        )
    )
    heights = [_height(words[name]) + _BETWEEN for _, name in labelled]
    tops = spread([at - NOTE_HEIGHT / 2 for at, _ in labelled], heights, 0.0, length + _BETWEEN)
    labels = {
        name: _label(words[name], text_x, top, tracks[name], at)
        for (at, name), top in zip(labelled, tops, strict=True)
    }
    lanes = _key(entries, length + _KEY_GAP)
    marks = [
        make_mark(entry, reach, scale, tracks[entry.id], labels.get(entry.id))
        for entry, reach in reaches
    ]
    return Layout(
        shape=Shape.TALL,
        title=title,
        description=description,
        width=width,
        height=length + _KEY_GAP + _KEY_LINE * len(lanes),
        plot=Box(axis - _GUTTER, 0.0, width - axis + _GUTTER, length),
        grid=_GUTTER + _TRACKS_WIDTH,
        segments=scale.segments,
        breaks=scale.breaks,
        ticks=ticks,
        lanes=lanes,
        marks=tuple(sorted(marks, key=lambda m: (m.box.center[1], m.box.x, m.event))),
    )


def _fit(
    entries: Sequence[Entry], spans: Sequence[Interval], width: float, most: int
) -> tuple[dict[str, _Words], Scale, tuple[Tick, ...]]:
    """Entries and the width beside the axis to the labels' words, the scale, and its ticks."""
    room = width - _TRACKS_WIDTH - _GAP
    words = {entry.id: _wrapped(entry, room) for entry in entries[:most]}
    length = _length(words, len(entries))
    scale = make_scale(spans, Frame(Shape.TALL, _EDGE, length - _EDGE, _MARGIN, _BREAK))
    ticks = make_ticks(scale.segments, spans, Room(_TICK_SPACING, head=_TICK_HEAD))
    return words, scale, tuple(_on_one_line(tick) for tick in ticks)


def _on_one_line(tick: Tick) -> Tick:
    """A tick that begins a larger unit to the name of that unit alone."""
    return replace(tick, text=tick.under, under="") if tick.strong and tick.under else tick


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Wanted tops, sorted, to tops that do not overlap, together as near to them as can be.

    Least squares by pooling adjacent violators (Ayer et al. 1955) on the tops less the
    heights above them; cutting the result to the frame keeps it optimal.
    """
    above = [0.0, *accumulate(heights)]
    pools: list[tuple[float, int]] = []
    for top, offset in zip(wanted, above, strict=False):
        total, count = top - offset, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            pooled, size = pools.pop()
            total, count = total + pooled, count + size
        pools.append((total, count))
    free = [total / count for total, count in pools for _ in range(count)]
    limit = max(low, high - above[-1])
    return [
        round(min(max(top, low), limit) + offset, 1)
        for top, offset in zip(free, above, strict=False)
    ]


def _wrapped(entry: Entry, width: float) -> _Words:
    (note,) = wrap(entry.note, NOTE_SIZE, width, 1)
    lines = wrap(entry.title, TITLE_SIZE, width, _TITLE_LINES, bold=entry.strong)
    return note, lines, entry.strong


def _height(words: _Words) -> float:
    return NOTE_HEIGHT + LINE_HEIGHT * len(words[1])


def _length(words: dict[str, _Words], count: int) -> float:
    stacked = sum(_height(each) + _BETWEEN for each in words.values())
    unlabelled = min(_UNLABELLED * (count - len(words)), stacked)
    return float(round(max(_LOWEST, stacked * _ROOM + unlabelled)))


def _label(words: _Words, x: float, top: float, track: float, at: float) -> Label:
    note, lines, strong = words
    widths = [text_width(line, TITLE_SIZE, bold=strong) for line in lines]
    width = round(max(text_width(note, NOTE_SIZE), *widths), 1)
    y = round(top + NOTE_HEIGHT / 2, 1)
    at = round(at, 1)
    leader = ((track + _TRACK / 2, at), (x - _GAP, at), (x - _ELBOW, y), (x - 2, y))
    return Label(x, top, Anchor.START, note, lines, Box(x, top, width, _height(words)), leader)


def _key(entries: Sequence[Entry], top: float) -> tuple[Lane, ...]:
    """The lanes in use, one under another below the chart."""
    return tuple(
        Lane(name, looks, _EDGE, top + _KEY_LINE * at + _KEY_BASELINE)
        for at, (name, looks) in enumerate(lane_heads(entries))
    )
