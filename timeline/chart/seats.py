"""Entries that ask for a label, one after the other, to seats in rows, as far as there is room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

from msgspec import Struct, field

from timeline.chart.entries import Entry
from timeline.chart.values import Anchor

_BETWEEN = 16.0
"""Between a label and the next mark in its row."""


class Spot(NamedTuple):
    """A way to put an entry into a row: the stretch it covers and where its label stands."""

    low: float
    high: float
    x: float
    anchor: Anchor
    below: bool = False


class Row(Struct):
    """The entries in a row; ``taken`` are the stretches that they cover, in their order."""

    seated: list[tuple[Entry, Spot]] = field(default_factory=list)
    taken: list[tuple[float, float]] = field(default_factory=list)

    def seat(self, entry: Entry, spot: Spot) -> None:
        """Put an entry into the row."""
        self.seated.append((entry, spot))
        insort(self.taken, (spot.low, spot.high))

    def has_room(self, spot: Spot) -> bool:
        """Whether nobody sits on any of a spot, or too near to it."""
        taken, low, high = self.taken, spot.low, spot.high
        at = bisect_left(taken, (low, high))
        if at and taken[at - 1][1] + _BETWEEN > low:
            return False
        return at == len(taken) or high + _BETWEEN <= taken[at][0]


class Gaps(NamedTuple):
    """Where the gaps in some rows begin, rising, and how far one reaches that begins no later."""

    starts: list[float]
    ends: list[float]

    def have_room(self, spot: Spot) -> bool:
        """Whether one of them has room for a spot."""
        return self.hold(spot.low, spot.high)

    def hold(self, low: float, high: float) -> bool:
        """Whether one of them has room for a stretch."""
        at = bisect_right(self.starts, low)
        return at > 0 and high + _BETWEEN <= self.ends[at - 1]


class Rows:
    """At most so many rows, the next of which begins where no other has room for a spot."""

    def __init__(self, limit: int) -> None:
        self.all: list[Row] = []
        self._limit = limit
        self._gaps: Gaps | None = None

    def gaps(self) -> Gaps:
        """Those between all that sit in them."""
        self._gaps = self._gaps or _gaps_in(self.all)
        return self._gaps

    def are_full(self) -> bool:
        """Whether no other row may begin."""
        return len(self.all) >= self._limit

    def choose(self, spots: Sequence[Spot]) -> tuple[int, Spot] | None:
        """The number of a row with room for one of some spots, the first if possible, and that."""
        rows = self.all
        for spot in spots:
            for number, row in enumerate(rows):
                if row.has_room(spot):
                    return number, spot
        return (len(rows), spots[0]) if spots and not self.are_full() else None

    def seat(self, entry: Entry, number: int, spot: Spot) -> None:
        """Put an entry into the row of a number."""
        if number == len(self.all):
            self.all.append(Row())
        self.all[number].seat(entry, spot)
        self._gaps = None


def _gaps_in(rows: Sequence[Row]) -> Gaps:
    gaps: list[tuple[float, float]] = []
    for row in rows:
        starts = [-inf, *(high + _BETWEEN for _, high in row.taken)]
        gaps += zip(starts, [*(low for low, _ in row.taken), inf], strict=True)
    gaps.sort()
    return Gaps([start for start, _ in gaps], list(accumulate((end for _, end in gaps), max)))


class Seats(Struct, frozen=True, array_like=True, gc=False):
    """Who of a lane has a seat, and who found none; each is known by a digest.

    ``room`` is the digest of all else that decides it: the axis, the width, how many rows there
    may be.  ``seated`` are in the order in which they were, each with the number of its row;
    ``refused`` tells of the others how many were seated before them.
    """

    room: bytes
    seated: tuple[tuple[bytes, int, Spot], ...]
    refused: dict[bytes, int]


class Usher:
    """What seats those who ask in a lane as they sat ``before``, as long as that can be told.

    Rows only fill up: who was refused once is refused wherever the same others, and maybe more,
    have a seat.  Where somebody else is seated, nobody after him sits as before.  ``names`` are
    the digests of all who ask, in their order.
    """

    def __init__(self, names: Sequence[bytes] = (), before: Seats | None = None) -> None:
        self.names = names
        self._seated = before.seated if before is not None else ()
        self._refused: Mapping[bytes, int] = before.refused if before is not None else {}
        self.seated: list[tuple[bytes, int, Spot]] = []
        self.refused: dict[bytes, int] = {}

    def seat_of(self, name: bytes) -> tuple[int, Spot] | None:
        """The row and the spot of somebody who sits where he sat."""
        at = len(self.seated)
        if at >= len(self._seated) or self._seated[at][0] != name:
            return None
        self.seated.append(self._seated[at])
        return self._seated[at][1:]

    def refuses(self, name: bytes) -> bool:
        """Whether it is known that there is no room for somebody."""
        before = self._refused.get(name)
        if before is None or before > len(self.seated):
            return False
        self.refused[name] = before
        return True

    def seat(self, name: bytes, row: int, spot: Spot) -> None:
        """Note that somebody has taken a seat where nobody sat, or another."""
        self._seated, self._refused = (), {}
        self.seated.append((name, row, spot))

    def refuse(self, name: bytes) -> None:
        """Note that there is no room for somebody."""
        self.refused[name] = len(self.seated)


class Seating:
    """Who sits where in each lane of a crowd, as it was ``before`` and as it is now.

    ``names`` are the digests of those who ask for a seat in each lane, in their order.
    """

    def __init__(self, names: Sequence[Sequence[bytes]], before: Sequence[Seats] = ()) -> None:
        self.names = names
        self._before = before
        self._now: list[tuple[bytes, Usher]] = []

    def usher(self, lane: int, room: bytes) -> Usher:
        """What seats those of a lane in a room; lanes are to be asked for in their order."""
        known = self._before[lane] if lane < len(self._before) else None
        before = known if known is not None and known.room == room else None
        usher = Usher(self.names[lane], before)
        self._now.append((room, usher))
        return usher

    def stays(self) -> bool:
        """Whether all who were seated now have the seats that were taken before, and no others."""
        pairs = zip(self._before, self._now, strict=False)
        return len(self._before) == len(self._now) and all(
            seats.room == room and [*seats.seated] == usher.seated for seats, (room, usher) in pairs
        )

    def seats(self) -> tuple[Seats, ...]:
        """Who has a seat now."""
        return tuple([Seats(room, tuple(one.seated), one.refused) for room, one in self._now])
