"""A timeline to its charts, wide and tall and as a picture, each laid out once for all drawings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeAlias

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, digest, made_of
from timeline.chart.entries import Entries, Entry, make_entries
from timeline.chart.layout import TALL_WIDTH, WIDE_WIDTH, lay_out, order_taken
from timeline.chart.palette import Theme
from timeline.chart.picture import frame_picture
from timeline.chart.seats import Seating, Seats
from timeline.chart.values import Layout, Shape
from timeline.chart.wide import asking, seat_anew
from timeline.model import Event, Timeline

_encode = msgspec.msgpack.Encoder().encode
PrintOf: TypeAlias = Callable[[str], bytes]


class Drawn(msgspec.Struct, frozen=True, array_like=True):
    """A layout, the digest of what it was made of, and who of a crowd has a seat on it."""

    made_of: bytes
    layout: Layout
    seats: tuple[Seats, ...] = ()


_DRAWN = msgspec.msgpack.Decoder(Drawn)
_ALL_DRAWN = msgspec.msgpack.Decoder(dict[bytes, Drawn])


def drawn_before(cache: Cache = NO_CACHE, name: str = "") -> Notes[Drawn]:
    """A store and the name of a story to its charts as they were laid out last."""
    return Notes(_ALL_DRAWN, cache, "laid out", name)


class Charts:
    """The charts of one timeline, each made when it is first asked for.

    ``ordered`` are its events in the order of a list, where they are known so.  ``made_of`` is the
    digest of all that is on them but the order of events by how much these matter, ``print_of``
    gives that of an event by its id.  ``before`` are the charts as they were laid out last: one
    that would be the same again is found there, and where those who asked for room found some.
    """

    def __init__(
        self,
        timeline: Timeline,
        ordered: Sequence[Event] = (),
        made_of: bytes = b"",
        print_of: PrintOf | None = None,
        before: Notes[Drawn] | None = None,
    ) -> None:
        self.timeline = timeline
        self._ordered = ordered
        self._made_of = made_of
        self._print_of = print_of
        self._before = before

    @cached_property
    def entries(self) -> Entries:
        """What the charts know of the events, the most important first."""
        return make_entries(self.timeline, self._ordered)

    @cached_property
    def time(self) -> str:
        """The years, months or days from the first to the last event, in words."""
        return self.entries.time

    @cached_property
    def wide(self) -> Layout:
        """The chart on which time runs to the right."""
        return self._laid_out(Shape.WIDE, WIDE_WIDTH)

    @cached_property
    def tall(self) -> Layout:
        """The chart on which time runs downwards."""
        return self._laid_out(Shape.TALL, TALL_WIDTH)

    def _laid_out(self, shape: Shape, width: float) -> Layout:
        if self._before is None or not self._made_of:
            return lay_out(self.timeline, width, shape, entries=self.entries)
        place = digest(shape.value.encode())
        before = self._before.recall(place)
        told = made_of(self._made_of, order_taken(self.entries, shape))
        crowd = asking(self.entries) if shape is Shape.WIDE else []
        names = [[*map(self.print_of, lane)] for lane in crowd]
        if any(b"" in lane for lane in names):
            names = []
        drawn = None
        if before is not None and before.made_of == told:
            drawn = self._as_before(before, names) if crowd else before
        if drawn is None:
            seating = Seating(names, before.seats if before else ()) if names else None
            found = lay_out(self.timeline, width, shape, entries=self.entries, seating=seating)
            drawn = Drawn(told, found, seating.seats() if seating else ())
        if told and drawn != before:
            packed = _encode(drawn)
            # Where it would be drawn in other letters it is laid out anew: 3 is not 3.0.
            if _encode(_DRAWN.decode(packed)) == packed:
                self._before.keep(place, drawn)
        return drawn.layout

    def _as_before(self, before: Drawn, names: Sequence[Sequence[bytes]]) -> Drawn | None:
        """What was laid out of the same crowd, as long as the same of it have room."""
        seating = Seating(names, before.seats)
        if not names or not seat_anew(self.entries, before.layout, seating):
            return None
        return Drawn(before.made_of, before.layout, seating.seats())

    def print_of(self, entry: Entry) -> bytes:
        """The digest of all that tells what an entry is, but for who tells it."""
        known = self._print_of(entry.event.id) if self._print_of else b""
        if not (known and (entry.strong or entry.disputed)):
            return known
        return made_of(known, entry.strong, entry.rivals)

    def picture(self, theme: Theme, link: str) -> str:
        """The wide chart as a picture in a theme; ``link`` is that of its sheet."""
        return frame_picture(self.wide, theme, link)
