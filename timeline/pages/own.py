"""An article's events and its day of writing to the small timeline beside its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from timeline.chart import Frame, Shape, make_scale, span_in_words
from timeline.interval import Granularity, Interval, day_interval
from timeline.model import Event
from timeline.pages.events import Told

WIDTH = 352.0
_EDGE, _MARGIN, _BREAK = 8.0, 56.0, 14.0
_TRACK, _TRACKS, _TOP = 13.0, 6, 22.0
_POINT = 9.0
_APART = 2.0
_FEWEST = 2


class OwnMark(Struct, frozen=True):
    """An event of the article: the passage it leads to, its name, and its box in pixels."""

    anchor: int
    event: str
    name: str
    stance: str
    x: float
    y: float
    width: float


class OwnPart(Struct, frozen=True):
    """A part of the axis with one scale, from ``low`` to ``high``, and its time in words."""

    low: float
    high: float
    words: str


class Own(Struct, frozen=True):
    """The small timeline in pixels; ``written`` is where the day of writing lies, if known."""

    width: float
    height: float
    parts: tuple[OwnPart, ...]
    marks: tuple[OwnMark, ...]
    written: float | None


def draw_own(
    events: Sequence[tuple[Event, Told]], anchors: Mapping[str, int], day: int | None
) -> Own | None:
    """An article's events, the passage that tells each, and its day to its small timeline.

    None where there are fewer than two events to show.  Events stand in order of time, each on
    the first track with room.
    """
    placed = [(event.when, told) for event, told in events if _has_place(event.when)]
    if len(placed) < _FEWEST:
        return None
    spans = [when for when, _ in placed]
    written = [] if day is None else [day_interval(day)]
    scale = make_scale((*spans, *written), Frame(Shape.WIDE, _EDGE, WIDTH - _EDGE, _MARGIN, _BREAK))
    ends = [0.0] * _TRACKS
    marks = []
    for when, told in sorted(placed, key=lambda one: (one[0].sort_key, one[1].id)):
        known = [scale.place(at) for at in (when.start, when.end) if at is not None]
        low, high = min(known), max(known)
        if high - low < _POINT:
            low = (low + high - _POINT) / 2
            high = low + _POINT
        track = next((at for at in range(_TRACKS) if ends[at] <= low), ends.index(min(ends)))
        ends[track] = max(ends[track], high + _APART)
        marks.append(
            OwnMark(
                anchor=anchors[told.id],
                event=told.id,
                name=f"{told.when}: {told.title}",
                stance=told.stance,
                x=round(low, 1),
                y=_TOP + _TRACK * track,
                width=round(high - low, 1),
            )
        )
    parts = tuple(
        OwnPart(round(part.low, 1), round(part.high, 1), _words(part.first, part.last))
        for part in scale.segments
    )
    used = sum(1 for end in ends if end)
    at = scale.place((written[0].start or 0) + 43_200) if written else None
    height = _TOP + _TRACK * used + 4
    return Own(WIDTH, height, parts, tuple(marks), None if at is None else round(at, 1))


def _has_place(when: Interval) -> bool:
    return when.start is not None or when.end is not None


def _words(first: int, last: int) -> str:
    return span_in_words([Interval.of(Granularity.DAY, at) for at in (first, last)])
