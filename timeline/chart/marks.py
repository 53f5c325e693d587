"""An entry and an axis to its mark: where it is solid, where it fades, where others put it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from timeline.chart.entries import Entry
from timeline.chart.scale import Scale
from timeline.chart.values import Box, Form, Label, Look, Mark, Shape, Strip
from timeline.interval import DAY_SECONDS, Granularity, Interval

THICKNESS = 9.0
RADIUS = 5.0
STRONG_RADIUS = 6.5
_SLICE = 3.0
_STUB = 6.0
_OPEN_FADE = 48.0
_SOFT_FADE = 12.0
_PALE = 0.45
_RIVAL = 8.0
_NEAREST_RIVAL = 10.0
_FARTHEST_RIVAL = 320.0
_APART = 2.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a mark reaches along the axis: solid from ``low`` to ``high``, then fading."""

    form: Form
    low: float
    high: float
    fade_before: float = 0.0
    fade_after: float = 0.0

    @property
    def first(self) -> float:
        """Where its first fading begins."""
        return self.low - self.fade_before

    @property
    def last(self) -> float:
        """Where its last fading ends."""
        return self.high + self.fade_after


def extent(span: Interval, scale: Scale, *, strong: bool = False) -> Extent:
    """An interval to its extent on the axis.

    A day or less is a point in its middle; anything longer is a bar, or a square where the
    bar would be shorter than it is thick.
    An open end fades for 48 pixels beyond the known one, a soft end for 12, neither beyond
    the axis.
    """
    reach = _extent(span, scale.place, strong=strong)
    return replace(
        reach,
        fade_before=max(0.0, min(reach.fade_before, reach.low - scale.low)),
        fade_after=max(0.0, min(reach.fade_after, scale.high - reach.high)),
    )


def _extent(span: Interval, place: Callable[[int], float], *, strong: bool) -> Extent:
    radius = STRONG_RADIUS if strong else RADIUS
    if span.start is not None and span.end is not None:
        low, high = place(span.start), place(span.end)
        before = _SOFT_FADE if span.start_mark else 0.0
        after = _SOFT_FADE if span.end_mark else 0.0
        if span.end - span.start <= DAY_SECONDS and span.granularity <= Granularity.DAY:
            middle = (low + high) / 2
            return Extent(Form.POINT, *_around(middle, 2 * radius), before, after)
        if high - low < THICKNESS:
            return Extent(Form.SHORT, *_around((low + high) / 2, THICKNESS), before, after)
        return Extent(Form.BAR, round(low, 2), round(high, 2), before, after)
    if span.start is not None:
        low = round(place(span.start), 2)
        before = _SOFT_FADE if span.start_mark else 0.0
        return Extent(Form.BAR, low, low + _STUB, before, _OPEN_FADE)
    if span.end is not None:
        high = round(place(span.end), 2)
        after = _SOFT_FADE if span.end_mark else 0.0
        return Extent(Form.BAR, high - _STUB, high, _OPEN_FADE, after)
    raise ValueError("an interval without any end has no place on an axis")


def rival_boxes(entry: Entry, reach: Extent, scale: Scale, across: float) -> tuple[Box, ...]:
    """The small boxes at the other dates of an event, as far as they are near enough to tie."""
    middle = (reach.low + reach.high) / 2
    places = [_middle(when, scale) for when in entry.rivals]
    return tuple(
        _box(*_around(at, _RIVAL), across, _RIVAL, scale.shape)
        for at in sorted(places)
        if _NEAREST_RIVAL <= abs(at - middle) <= _FARTHEST_RIVAL
    )


def make_mark(entry: Entry, scale: Scale, across: float, label: Label | None) -> Mark:
    """An entry and the middle of its track to its mark."""
    reach = extent(entry.when, scale, strong=entry.strong)
    return Mark(
        event=entry.id,
        title=entry.title,
        when=entry.words,
        stance=entry.stance.value,
        sources=entry.sources,
        form=reach.form,
        look=entry.look,
        lane=entry.lane,
        box=_body(reach, across, scale.shape),
        span=_span(entry.when, reach, scale),
        strong=entry.strong,
        strips=_strips(reach, across, entry.look, scale.shape),
        rivals=rival_boxes(entry, reach, scale, across),
        disputed=entry.disputed,
        label=label,
    )


def swarm(reaches: Sequence[tuple[Entry, Extent]], tracks: int) -> list[tuple[Entry, int]]:
    """Entries with their extents to the first track each fits into; the last holds the rest."""
    ends = [float("-inf")] * tracks
    placed: list[tuple[Entry, int]] = []
    for entry, reach in sorted(reaches, key=lambda pair: (pair[1].first, pair[0].id)):
        free = (at for at, end in enumerate(ends) if end + _APART <= reach.first)
        track = next(free, tracks - 1)
        ends[track] = max(ends[track], reach.last)
        placed.append((entry, track))
    return placed


def _span(when: Interval, reach: Extent, scale: Scale) -> tuple[float, float]:
    low = reach.low if when.start is None else scale.place(when.start)
    high = reach.high if when.end is None else scale.place(when.end)
    return round(low, 2), round(high, 2)


def _middle(when: Interval, scale: Scale) -> float:
    known = [at for at in (when.start, when.end) if at is not None]
    return sum(scale.place(at) for at in known) / len(known)


def _body(reach: Extent, across: float, shape: Shape) -> Box:
    """An extent and the middle of its track to the box of its solid part."""
    thickness = reach.high - reach.low if reach.form is Form.POINT else THICKNESS
    return _box(reach.low, reach.high, across, thickness, shape)


def _strips(reach: Extent, across: float, look: Look, shape: Shape) -> tuple[Strip, ...]:
    """An extent and the middle of its track to the slices of its soft ends, paling outwards."""
    full = 1.0 if look is Look.SOLID else _PALE
    slices: list[Strip] = []
    for edge, length, sign in (
        (reach.low, reach.fade_before, -1),
        (reach.high, reach.fade_after, 1),
    ):
        count = int(length // _SLICE)
        for number in range(count):
            ends = sorted((edge + sign * _SLICE * number, edge + sign * _SLICE * (number + 1)))
            opacity = round(full * (1 - (number + 0.5) / count), 3)
            slices.append(Strip(_box(ends[0], ends[1], across, THICKNESS, shape), opacity))
    return tuple(slices)


def _around(middle: float, length: float) -> tuple[float, float]:
    return round(middle - length / 2, 1), round(middle + length / 2, 1)


def _box(low: float, high: float, across: float, thickness: float, shape: Shape) -> Box:
    length, start = round(high - low, 2), round(across - thickness / 2, 2)
    if shape is Shape.WIDE:
        return Box(low, start, length, thickness)
    return Box(start, low, thickness, length)
