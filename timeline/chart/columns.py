"""A part of the time axis to the units that events are counted by, and events to such columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from timeline.chart.entries import Entry
from timeline.chart.scale import Scale
from timeline.chart.values import Box, Cluster, Segment
from timeline.interval import Granularity, Interval, truncate, unit_end

COLUMN_HEIGHT = 44.0
"""The height of the highest column of a lane, in pixels."""

_NARROWEST = 8.0
_AIR = 1.5
_LOWEST = 2.0
_UNITS = (
    Granularity.DAY,
    Granularity.MONTH,
    Granularity.YEAR,
    Granularity.DECADE,
    Granularity.CENTURY,
)


def unit_of(segment: Segment, narrowest: float) -> Granularity:
    """The smallest unit that is so many pixels wide in a part of the axis, else the largest."""
    scale = (segment.high - segment.low) / (segment.end - segment.start)
    middle = (segment.start + segment.end) // 2
    for unit in _UNITS:
        start = truncate(middle, unit)
        if (unit_end(start, unit) - start) * scale >= narrowest:
            return unit
    return _UNITS[-1]


def part_of(date: int, segments: Sequence[Segment]) -> int:
    """A moment to the number of the part of the axis that it is drawn on."""
    inside = (at for at, segment in enumerate(segments) if date < segment.end)
    return next(inside, len(segments) - 1)


def place_in(moment: int, segment: Segment) -> float:
    """A moment to its position on a part of the axis; beyond an end it stays on the end."""
    share = (moment - segment.start) / (segment.end - segment.start)
    return segment.low + min(max(share, 0.0), 1.0) * (segment.high - segment.low)


def in_units(
    dates: Sequence[int], segments: Sequence[Segment], units: Sequence[Granularity]
) -> Iterator[tuple[int, int, int, int]]:
    """Rising moments to the units that they count in, each with the slice of those in it.

    A unit is told by the part of the axis that it is drawn on, and by its beginning.
    """
    first = 0
    while first < len(dates):
        at = part_of(dates[first], segments)
        start = truncate(dates[first], units[at])
        end = unit_end(start, units[at])
        if at + 1 < len(segments):
            end = min(end, segments[at].end)
        last = bisect_left(dates, end, first)
        yield at, start, first, last
        first = last


def clustered(
    dates: Sequence[int], entries: Sequence[Entry], scale: Scale, top: float
) -> list[Cluster]:
    """Entries of one lane to columns, as high as they are many, in a band that begins at a y.

    ``dates`` are when they begin, rising.  Events count there, by the smallest unit that is eight
    pixels wide.
    """
    units = [unit_of(segment, _NARROWEST) for segment in scale.segments]
    found = list(in_units(dates, scale.segments, units))
    most = max((last - first for _, _, first, last in found), default=1)
    clusters = []
    for at, start, first, last in found:
        segment, end = scale.segments[at], unit_end(start, units[at])
        low = place_in(max(start, segment.start), segment)
        high = place_in(min(end, segment.end), segment)
        height = round(max(COLUMN_HEIGHT * (last - first) / most, _LOWEST), 1)
        width = round(max(high - low - _AIR, _LOWEST), 1)
        box = Box(round(low, 1), round(top + COLUMN_HEIGHT - height, 1), width, height)
        words = Interval(start, end, units[at]).in_words()
        lead = entries[first]
        clusters.append(Cluster(lead.lane, box, last - first, words, lead.id))
    return clusters
