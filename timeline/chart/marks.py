"""An entry and an axis to its mark, and entries to tracks on which their marks have room."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from timeline.chart.entries import Entry
from timeline.chart.extents import (
    Extent,
    around,
    body_box,
    box_along,
    soft_fades,
    soft_strips,
)
from timeline.chart.scale import Scale
from timeline.chart.values import Box, Label, Mark
from timeline.interval import Interval

_RIVAL = 8.0
_NEAREST_RIVAL = 10.0
_FARTHEST_RIVAL = 320.0
_APART = 2.0


def rival_boxes(entry: Entry, reach: Extent, scale: Scale, across: float) -> tuple[Box, ...]:
    """The small boxes at the other dates of an event, as far as they are near enough to tie."""
    middle = (reach.low + reach.high) / 2
    places = [_middle(when, scale) for when in entry.rivals]
    return tuple(
        box_along(*around(at, _RIVAL), across, _RIVAL, scale.shape)
        for at in sorted(places)
        if _NEAREST_RIVAL <= abs(at - middle) <= _FARTHEST_RIVAL
    )


def make_mark(
    entry: Entry, reach: Extent, scale: Scale, across: float, label: Label | None
) -> Mark:
    """An entry, how far it reaches and the middle of its track to its mark."""
    fades = soft_fades(reach, across, entry.look, scale.shape)
    return Mark(
        event=entry.id,
        title=entry.title,
        when=entry.words,
        stance=entry.stance.value,
        sources=entry.sources,
        form=reach.form,
        look=entry.look,
        lane=entry.lane,
        box=body_box(reach, across, scale.shape),
        span=_span(entry.when, reach, scale),
        strong=entry.strong,
        strips=soft_strips(fades, scale.shape),
        fades=fades,
        rivals=rival_boxes(entry, reach, scale, across),
        disputed=entry.disputed,
        label=label,
    )


def swarm(reaches: Sequence[tuple[Entry, Extent]], tracks: int) -> list[tuple[Entry, int]]:
    """Entries, the most important first, to the first track on which their mark has room.

    Threads and fades may run behind other marks.  What has no room anywhere goes where the
    fewest such marks are, and lies over others.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(tracks)]
    crowd = [0] * tracks
    placed: list[tuple[Entry, int]] = []
    for entry, reach in reaches:
        span = reach.low - _APART / 2, reach.high + _APART / 2
        track = next((at for at in range(tracks) if _has_room(taken[at], span)), None)
        if track is None:
            track = crowd.index(min(crowd))
            crowd[track] += 1
        else:
            insort(taken[track], span)
        placed.append((entry, track))
    return placed


def _has_room(taken: list[tuple[float, float]], span: tuple[float, float]) -> bool:
    """Whether a span overlaps none of some sorted spans that do not overlap each other."""
    at = bisect_left(taken, span)
    before_fits = at == 0 or taken[at - 1][1] <= span[0]
    return before_fits and (at == len(taken) or span[1] <= taken[at][0])


def _span(when: Interval, reach: Extent, scale: Scale) -> tuple[float, float]:
    low = reach.low if when.start is None else scale.place(when.start)
    high = reach.high if when.end is None else scale.place(when.end)
    return round(low, 2), round(high, 2)


def _middle(when: Interval, scale: Scale) -> float:
    known = [at for at in (when.start, when.end) if at is not None]
    return sum(scale.place(at) for at in known) / len(known)
