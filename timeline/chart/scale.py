"""The dates of a story to a time axis in at most three parts, each with its own scale.

The shortest stretch that holds half of all dates is the core.  It grows to the nearest dates
until it would be more than six times as long, and a little further where that ends amid a run of
dates, so half of the story always has about a sixth of the axis.  What lies beyond becomes a narrow
part "earlier" or "later"; between two parts the axis is cut, and the chart says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from timeline.chart.values import Break, Segment, Shape
from timeline.interval import DAY_SECONDS, Granularity, Interval, Mark, truncate, unit_end

_CORE_SHARE = 0.5
_CORE_FEWEST = 4
_GROWTH = 6
"""How many times as long as the stretch that holds half of the dates the core may be."""

_STRETCHED, _WIDER = 1.5, 4
"""To be cut at a gap at least four times as wide, the core may grow by half once more."""

_LARGEST_MARGIN = 0.3
"""The largest part of the axis that earlier or later dates may take."""

_TELLING = 0.01
"""Parts of the axis less far apart than this part of the shorter one only differ in scale."""

_SHORTEST = 60
_ROUNDED = 10_000
_MILLION = 1_000_000
_PAD = 22.0
_UNITS = ((365.25 * DAY_SECONDS, "year"), (30.44 * DAY_SECONDS, "month"), (DAY_SECONDS, "day"))


class Scale(Struct, frozen=True):
    """A broken axis: moments to positions, never turning back."""

    shape: Shape
    segments: tuple[Segment, ...]
    breaks: tuple[Break, ...]

    def place(self, moment: int) -> float:
        """A moment to its position; beyond the ends it stays on the end."""
        start, low = self.segments[0].start, self.segments[0].low
        if moment <= start:
            return low
        for part in self.segments:
            for end, high in ((part.start, part.low), (part.end, part.high)):
                if moment < end:
                    return low + (moment - start) / (end - start) * (high - low)
                start, low = end, high
        return low

    @property
    def low(self) -> float:
        """The position at which the axis begins."""
        return self.segments[0].low

    @property
    def high(self) -> float:
        """The position at which the axis ends."""
        return self.segments[-1].high


class Dates(Struct, frozen=True):
    """The dates of a story in their order, and the slice of them that is its core."""

    all: list[int]
    first: int
    last: int


class Frame(Struct, frozen=True):
    """The room for an axis in pixels: its ends, the least for a margin, and that of a cut."""

    shape: Shape
    low: float
    high: float
    margin: float
    gap: float


def make_scale(spans: Sequence[Interval], frame: Frame) -> Scale:
    """The intervals to be drawn to the axis between the ends of a frame.

    ValueError when no interval has an end that is known.
    """
    return scale_of(dates_in(spans), frame)


def dates_in(spans: Iterable[Interval]) -> Dates:
    """Intervals to the dates that an axis for them must show, and which of them are its core."""
    dates = _all_dates(spans)
    dates.sort()
    return Dates(dates, *(_core(dates) if dates else (0, 0)))


def scale_of(told: Dates, frame: Frame) -> Scale:
    """The dates to be shown to the axis between the ends of a frame; ValueError without any."""
    dates, first, last = told.all, told.first, told.last
    if not dates:
        raise ValueError("a time axis needs at least one date")
    bounds = ((0, first), (first, last), (last, len(dates)))
    parts = [(low, high) for low, high in bounds if low < high]
    core = 1 if first else 0
    room = frame.high - frame.low - frame.gap * (len(parts) - 1)
    widths = _widths([high - low for low, high in parts], core, room, frame.margin)
    segments: list[Segment] = []
    for part, width in zip(parts, widths, strict=True):
        start = segments[-1].high + frame.gap if segments else frame.low
        segments.append(_padded(part, start, start + width, dates))
    breaks = tuple(
        Break(before.high, after.low, _left_out(before, after))
        for before, after in pairwise(segments)
    )
    return Scale(frame.shape, tuple(segments), breaks)


def span_in_words(whens: Sequence[Interval]) -> str:
    """Intervals to the years, months or days from the first to the last: "2018–2023".

    An empty text when none has an end that is known.
    """
    dates = _all_dates(whens)
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    unit = Granularity.YEAR
    for larger, smaller in (
        (Granularity.YEAR, Granularity.MONTH),
        (Granularity.MONTH, Granularity.DAY),
    ):
        if truncate(first, larger) == truncate(last, larger):
            unit = smaller
    return Interval(truncate(first, unit), unit_end(truncate(last, unit), unit), unit).in_words()


def is_window(span: Interval) -> bool:
    """Whether an interval tells where something may lie rather than how long it lasted.

    That is the case when both ends are uncertain and it is not one of the units it is told in.
    """
    if Mark.SURE in (span.start_mark, span.end_mark):
        return False
    if span.start is None or span.end is None:
        return False
    if not span.start_mark & span.end_mark & Mark.UNCERTAIN:
        return False
    start = truncate(span.start, span.granularity)
    end = unit_end(start, span.granularity)
    # Weeks may begin on Sunday, so that anything as short as a unit below the month is one.
    is_short = span.granularity < Granularity.MONTH and span.end - span.start <= end - start
    return not is_short and (span.start, span.end) != (start, end)


def dates_of(span: Interval) -> list[int]:
    """The moments that must be on the axis: its ends, or the middle of a window."""
    start, end = span.start, span.end
    if start is not None and end is not None:
        is_sure = span.start_mark is Mark.SURE or span.end_mark is Mark.SURE
        return [start, end - 1] if is_sure or not is_window(span) else [span.middle or 0]
    if start is not None:
        return [start]
    return [] if end is None else [truncate(end - 1, span.granularity), end - 1]


def _all_dates(spans: Iterable[Interval]) -> list[int]:
    """The ``dates_of`` many intervals, most of which are sure."""
    starts: list[int] = []
    ends: list[int] = []
    for span in spans:
        start, end = span.start, span.end
        if start is not None and end is not None and span.start_mark is Mark.SURE:
            starts.append(start)
            ends.append(end - 1)
        else:
            starts += dates_of(span)
    return starts + ends


def first_date(span: Interval) -> int:
    """The first moment of ``dates_of``; IndexError where there is none."""
    if span.start is not None and (span.start_mark is Mark.SURE or span.end is None):
        return span.start
    return dates_of(span)[0]


def _core(dates: list[int]) -> tuple[int, int]:
    """The dates to the slice of them that the main part of the axis shows."""
    size = min(len(dates), max(_CORE_FEWEST, round(len(dates) * _CORE_SHARE)))
    lengths = [end - start for start, end in zip(dates, dates[size - 1 :], strict=False)]
    first = lengths.index(min(lengths))
    last = first + size
    limit = _GROWTH * max(dates[last - 1] - dates[first], _SHORTEST)
    if dates[-1] - dates[0] <= limit:  # as are most stories
        return 0, len(dates)
    while first > 0 or last < len(dates):
        before = dates[first] - dates[first - 1] if first > 0 else None
        after = dates[last] - dates[last - 1] if last < len(dates) else None
        if after is None or (before is not None and before <= after):
            if dates[last - 1] - dates[first - 1] > limit:
                break
            first -= 1
        else:
            if dates[last] - dates[first] > limit:
                break
            last += 1
    return _first_of_run(dates, first, last, limit), _end_of_run(dates, first, last, limit)


def _end_of_run(dates: list[int], first: int, last: int, limit: int) -> int:
    """Where to cut the axis: not amid a run of dates that soon ends in a much wider gap."""
    if last == len(dates):
        return last
    gap = dates[last] - dates[last - 1]
    for at in range(last, len(dates)):
        if dates[at] - dates[first] > _STRETCHED * limit:
            break
        if at + 1 == len(dates) or dates[at + 1] - dates[at] > _WIDER * gap:
            return at + 1
    return last


def _first_of_run(dates: list[int], first: int, last: int, limit: int) -> int:
    mirrored = [-date for date in reversed(dates)]
    count = len(dates)
    return count - _end_of_run(mirrored, count - last, count - first, limit)


def _widths(counts: list[int], core: int, room: float, margin: float) -> list[float]:
    total = sum(counts)
    largest = _LARGEST_MARGIN * room
    widths = [
        round(min(max(count / total * room, min(margin, largest)), largest), 1) for count in counts
    ]
    widths[core] = round(room - sum(width for at, width in enumerate(widths) if at != core), 1)
    return widths


def _padded(part: tuple[int, int], low: float, high: float, dates: list[int]) -> Segment:
    """A run of dates, as a slice, to its segment, with air at both ends that reaches no other date.

    What is all one short thing takes no more than a quarter of its part of the axis.
    """
    first, last = dates[part[0]], dates[part[1] - 1]
    before, after = bisect_left(dates, first), bisect_right(dates, last)
    others_before, others_after = before > 0, after < len(dates)
    length = max(last - first, _SHORTEST)
    air = round(length * _PAD / max(high - low - 2 * _PAD, 1))
    lone = part[1] - part[0] <= 2 and (others_before or others_after)
    ahead, behind = (length // 3, 3 * length) if lone else (air, air)
    start = first - (min(ahead, (first - dates[before - 1]) // 3) if others_before else ahead)
    end = last + (min(behind, (dates[after] - last) // 3) if others_after else behind)
    return Segment(start, end, low, high, first, last)


def _left_out(before: Segment, after: Segment) -> str:
    """How much time is left out between two parts, in words; nothing worth telling is ""."""
    gap = after.first - before.last
    length = min(part.end - part.start for part in (before, after))
    return _length_in_words(gap) if gap >= _TELLING * length else ""


def _length_in_words(seconds: int) -> str:
    for unit, name in _UNITS:
        count = int(seconds / unit)
        if count >= _MILLION:
            return f"{count / _MILLION:.2g} million {name}s"
        if count >= _ROUNDED:
            return f"{round(count, 3 - len(str(count))):,} {name}s"
        if unit == DAY_SECONDS and count == 0:
            return "less than a day"
        if count >= 2 or unit == DAY_SECONDS:
            return f"{count} {name}{'' if count == 1 else 's'}"
    return ""
