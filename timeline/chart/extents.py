"""An interval and an axis to the room its mark takes: where it is solid, where it is soft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from timeline.chart.scale import Scale, is_window
from timeline.chart.values import Box, Fade, Form, Look, Shape, Strip
from timeline.interval import DAY_SECONDS, Granularity, Interval

THICKNESS = 9.0
_RADIUS = 5.0
_STRONG_RADIUS = 6.5
_STUB = 6.0
_OPEN_FADE = 48.0
_SOFT_FADE = 12.0
_SLICE = 3.0
_THREAD = 3.0
_PALE = 0.45


class Extent(NamedTuple):
    """How far a mark reaches along the axis: solid from ``low`` to ``high``, then soft.

    Threads run from the solid part to where a window begins and ends; fades come after.
    """

    form: Form
    low: float
    high: float
    thread_before: float = 0.0
    thread_after: float = 0.0
    fade_before: float = 0.0
    fade_after: float = 0.0

    @property
    def first(self) -> float:
        """Where its first fading begins."""
        return self.low - self.thread_before - self.fade_before

    @property
    def last(self) -> float:
        """Where its last fading ends."""
        return self.high + self.thread_after + self.fade_after


def extent(
    span: Interval, scale: Scale, *, strong: bool = False, likely: Interval | None = None
) -> Extent:
    """An interval to its extent on the axis.

    A day or less is a point in its middle; anything longer is a bar, or a square where the
    bar would be shorter than it is thick.  A window is a point at its likeliest part, or in its
    middle, with a thread to both its ends.  An open end fades for 48 pixels beyond the known
    one, a soft end for 12, neither beyond the axis.
    """
    reach = _extent(span, likely, scale.place, _STRONG_RADIUS if strong else _RADIUS)
    if not (reach.fade_before or reach.fade_after):
        return reach
    before = reach.low - reach.thread_before - scale.low
    after = scale.high - reach.high - reach.thread_after
    return reach._replace(
        fade_before=max(0.0, min(reach.fade_before, before)),
        fade_after=max(0.0, min(reach.fade_after, after)),
    )


def is_point(span: Interval) -> bool:
    """Whether an interval is drawn as a dot: a day or less."""
    if span.start is None or span.end is None:
        return False
    return span.end - span.start <= DAY_SECONDS and span.granularity <= Granularity.DAY


def _extent(
    span: Interval, likely: Interval | None, place: Callable[[int], float], radius: float
) -> Extent:
    before = _SOFT_FADE if span.start_mark else 0.0
    after = _SOFT_FADE if span.end_mark else 0.0
    if span.start is not None and span.end is not None:
        low, high = place(span.start), place(span.end)
        if likely is not None or is_window(span):
            middle = (likely or span).middle or 0
            dot = around(place(middle), 2 * radius)
            threads = max(0.0, round(dot[0] - low, 2)), max(0.0, round(high - dot[1], 2))
            return Extent(Form.POINT, *dot, *threads, before, after)
        if is_point(span):
            dot = around((low + high) / 2, 2 * radius)
            return Extent(Form.POINT, *dot, fade_before=before, fade_after=after)
        if high - low < THICKNESS:
            square = around((low + high) / 2, THICKNESS)
            return Extent(Form.SHORT, *square, fade_before=before, fade_after=after)
        ends = round(low, 2), round(high, 2)
        return Extent(Form.BAR, *ends, fade_before=before, fade_after=after)
    if span.start is not None:
        low = round(place(span.start), 2)
        return Extent(Form.BAR, low, low + _STUB, fade_before=before, fade_after=_OPEN_FADE)
    if span.end is not None:
        high = round(place(span.end), 2)
        return Extent(Form.BAR, high - _STUB, high, fade_before=_OPEN_FADE, fade_after=after)
    raise ValueError("an interval without any end has no place on an axis")


def body_box(reach: Extent, across: float, shape: Shape) -> Box:
    """An extent and the middle of its track to the box of its solid part."""
    thickness = reach.high - reach.low if reach.form is Form.POINT else THICKNESS
    return box_along(reach.low, reach.high, across, thickness, shape)


def soft_fades(reach: Extent, across: float, look: Look, shape: Shape) -> tuple[Fade, ...]:
    """An extent and the middle of its track to its threads and its soft ends."""
    full = 1.0 if look is Look.SOLID else _PALE
    thickness = THICKNESS if reach.form is Form.BAR else _THREAD
    fades: list[Fade] = []
    for edge, thread, fade, sign in (
        (reach.low, reach.thread_before, reach.fade_before, -1),
        (reach.high, reach.thread_after, reach.fade_after, 1),
    ):
        start = edge + sign * thread
        if thread:
            low, high = sorted((edge, start))
            fades.append(Fade(box_along(low, high, across, thickness, shape), _PALE, 0))
        if count := int(fade // _SLICE):
            low, high = sorted((start, start + sign * _SLICE * count))
            box = box_along(low, high, across, thickness, shape)
            fades.append(Fade(box, _PALE if thread else full, sign))
    return tuple(fades)


def soft_strips(fades: Sequence[Fade], shape: Shape) -> tuple[Strip, ...]:
    """Threads and soft ends to slices, each of one opacity, from the mark outwards."""
    return tuple(strip for fade in fades for strip in _slices(fade, shape))


def _slices(fade: Fade, shape: Shape) -> Iterator[Strip]:
    box, wide = fade.box, shape is Shape.WIDE
    if not fade.toward:
        yield Strip(box, fade.opacity)
        return
    low, high = (box.x, box.right) if wide else (box.y, box.bottom)
    across, thickness = (box.center[1], box.height) if wide else (box.center[0], box.width)
    start = low if fade.toward > 0 else high
    count = round((high - low) / _SLICE)
    for number in range(count):
        first, last = sorted(start + fade.toward * _SLICE * at for at in (number, number + 1))
        opacity = round(fade.opacity * (1 - (number + 0.5) / count), 3)
        yield Strip(box_along(first, last, across, thickness, shape), opacity)


def around(middle: float, length: float) -> tuple[float, float]:
    """A middle and a length to both ends, in tenths of a pixel."""
    return round(middle - length / 2, 1), round(middle + length / 2, 1)


def box_along(low: float, high: float, across: float, thickness: float, shape: Shape) -> Box:
    """Two positions on the axis and the middle of a track to the box between them."""
    length, start = round(high - low, 2), round(across - thickness / 2, 2)
    if shape is Shape.WIDE:
        return Box(round(low, 2), start, length, thickness)
    return Box(start, round(low, 2), thickness, length)
