"""A laid-out chart and its timeline to the density strip above it: events per month or so."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from timeline.chart.columns import in_units, place_in, unit_of
from timeline.chart.scale import first_date
from timeline.chart.values import Layout
from timeline.interval import Interval, unit_end
from timeline.model import Timeline

HEIGHT = 40.0
_NARROWEST = 5.0
"""The width in pixels below which a column would not be seen or hit."""

_LEAST = 2
_AIR = 4.0


class Part(Struct, frozen=True):
    """A part of the axis and the unit that its columns count by, as ``Segment`` says it."""

    start: int
    end: int
    low: float
    high: float
    unit: str


class Density(Struct, frozen=True):
    """The strip in pixels: the outline of all columns, and the parts of its axis.

    ``most`` is the height of the highest column in events, ``peak`` its time in words, ``unit``
    what the main part counts by.
    """

    width: float
    height: float
    path: str
    parts: tuple[Part, ...]
    unit: str
    most: int
    peak: str

    @property
    def units(self) -> tuple[str, ...]:
        """The units in use, in the order of the parts."""
        return tuple(dict.fromkeys(part.unit for part in self.parts))


def draw_density(timeline: Timeline, layout: Layout, begun: Sequence[int] = ()) -> Density | None:
    """A timeline and the wide layout of its chart to its density strip; None without marks.

    Events count where they begin: ``begun`` are these moments, rising, where all are known.  Each
    part of the axis is counted by the smallest unit of day, month, year, decade and century that
    is five pixels wide in it.
    """
    if not layout.marks:
        return None
    units = [unit_of(segment, _NARROWEST) for segment in layout.segments]
    dates = begun if len(begun) == len(timeline.events) else _begun(timeline)
    counts = {
        (at, start): last - first
        for at, start, first, last in in_units(dates, layout.segments, units)
    }
    most = max(counts.values())
    columns = []
    for (at, start), count in counts.items():
        segment = layout.segments[at]
        low = place_in(max(start, segment.start), segment)
        high = place_in(min(unit_end(start, units[at]), segment.end), segment)
        columns.append(_column(round(low), round(high), count / most))
    (at, start), _ = max(counts.items(), key=lambda item: (item[1], -item[0][1]))
    longest = max(layout.segments, key=lambda segment: segment.high - segment.low)
    return Density(
        width=layout.width,
        height=HEIGHT,
        path="".join(columns),
        parts=tuple(
            Part(part.start, part.end, part.low, part.high, unit.name.lower())
            for part, unit in zip(layout.segments, units, strict=True)
        ),
        unit=units[layout.segments.index(longest)].name.lower(),
        most=most,
        peak=Interval.of(units[at], start).in_words(),
    )


def _begun(timeline: Timeline) -> list[int]:
    places = (event.place for event in timeline.events)
    placed = (place for place in places if place.start is not None or place.end is not None)
    return sorted(map(first_date, placed))


def _column(low: int, high: int, share: float) -> str:
    height = max(share * (HEIGHT - _AIR), 1.0)
    return f"M{low} {HEIGHT:g}v-{height:.0f}h{max(high - low - 1, _LEAST)}V{HEIGHT:g}z"
