"""Pairs of events of one kind, in as little room as numbers take: there may be millions."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

_SHELF = 1 << 14
"""Numbers that are sorted at a time: sorting makes an object of each."""


class Filed:
    """Pairs, each with a weight and how alike its events are, of so many events by their numbers.

    Told one after the other, the pair of the greatest weight comes first.
    """

    def __init__(self, events: int) -> None:
        self._events = events
        self._pairs = array("q")
        self._weights = array("d")
        self._alikes = array("d")

    def file(self, first: int, second: int, weight: float, alike: float) -> None:
        """Add a pair; one that was added before must be told in the same way."""
        self._pairs.append(first * self._events + second)
        self._weights.append(weight)
        self._alikes.append(alike)

    def settle(self) -> None:
        """Put all in order, each pair once; nothing can be found before."""
        once = array("q")
        last = -1
        for place in _in_order(self._pairs):
            if self._pairs[place] != last:
                last = self._pairs[place]
                once.append(place)
        self._pairs = array("q", map(self._pairs.__getitem__, once))
        self._weights = array("d", map(self._weights.__getitem__, once))
        self._alikes = array("d", map(self._alikes.__getitem__, once))

    def events_of(self, place: int) -> tuple[int, int]:
        """The events of one of the pairs, of which those of the smallest numbers come first."""
        return divmod(self._pairs[place], self._events)

    def in_order(self) -> Iterator[tuple[int, int]]:
        """The events of all pairs, in the order of their places."""
        events = self._events
        return (divmod(pair, events) for pair in self._pairs)

    def surest_first(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The events of some pairs: the greatest weight first, then the smallest numbers."""
        for number in _in_order(array("d", (-self._weights[place] for place in places))):
            yield self.events_of(places[number])

    def __iter__(self) -> Iterator[tuple[float, int, int]]:
        """Weight, event, event: the greatest weight first, then the smallest numbers."""
        for place in _in_order(array("d", (-weight for weight in self._weights))):
            yield self._weights[place], *self.events_of(place)

    def alike(self, first: int, second: int) -> float | None:
        """How alike the events of a pair are; None where it is not among these."""
        pair = first * self._events + second
        place = bisect_left(self._pairs, pair)
        if place == len(self._pairs) or self._pairs[place] != pair:
            return None
        return self._alikes[place]


def _in_order(numbers: Sequence[float]) -> Iterator[int]:
    """The places of numbers, the smallest number's first, equal ones in their order."""
    if not numbers:
        return
    least, most = min(numbers), max(numbers)
    count = len(numbers) // _SHELF + 1
    width = (most - least) / count or 1
    shelves = [array("q") for _ in range(count)]
    for place, number in enumerate(numbers):
        shelves[min(int((number - least) / width), count - 1)].append(place)
    for shelf in shelves:
        yield from sorted(shelf, key=numbers.__getitem__)
