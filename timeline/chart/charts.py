"""A timeline to its charts, wide and tall and as a picture, each laid out once for all drawings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, digest
from timeline.chart.entries import Entries, make_entries
from timeline.chart.layout import TALL_WIDTH, WIDE_WIDTH, lay_out, order_taken
from timeline.chart.palette import Theme
from timeline.chart.picture import frame_picture
from timeline.chart.values import Layout, Shape
from timeline.model import Event, Timeline

_encode = msgspec.msgpack.Encoder().encode
_LAYOUTS = msgspec.msgpack.Decoder(dict[bytes, Layout])
_LAYOUT = msgspec.msgpack.Decoder(Layout)


def laid_out(cache: Cache = NO_CACHE, name: str = "") -> Notes[Layout]:
    """A store and the name of a story to the charts of it that were laid out before."""
    return Notes(_LAYOUTS, cache, "laid out", name)


class Charts:
    """The charts of one timeline, each made when it is first asked for.

    ``ordered`` are its events in the order of a list, where they are known so.  ``made_of`` is the
    digest of all that is on them but the order of events by how much these matter; by both they
    are found in ``known``.
    """

    def __init__(
        self,
        timeline: Timeline,
        ordered: Sequence[Event] = (),
        made_of: bytes = b"",
        known: Notes[Layout] | None = None,
    ) -> None:
        self.timeline = timeline
        self._ordered = ordered
        self._made_of = made_of
        self._known = known

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

    @cached_property
    def _order(self) -> list[str]:
        return order_taken(self.entries)

    def _laid_out(self, shape: Shape, width: float) -> Layout:
        known = self._known
        order = "\n".join(self._order).encode("utf-8", "replace") if self._made_of else b""
        key = digest(self._made_of, shape.value.encode(), order) if order else b""
        found = known.recall(key) if known and key else None
        if found is None:
            found = lay_out(self.timeline, width, shape, entries=self.entries)
            told = _encode(found)
            # Where it would be drawn in other letters it is laid out anew: 3 is not 3.0.
            if known and key and _encode(_LAYOUT.decode(told)) == told:
                known.keep(key, found)
        return found

    def picture(self, theme: Theme, link: str) -> str:
        """The wide chart as a picture in a theme; ``link`` is that of its sheet."""
        return frame_picture(self.wide, theme, link)
