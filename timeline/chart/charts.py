"""A timeline to its charts, wide and tall and as a picture, each laid out once for all drawings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from timeline.chart.entries import Entries, make_entries
from timeline.chart.layout import TALL_WIDTH, lay_out
from timeline.chart.palette import Theme
from timeline.chart.picture import frame_picture
from timeline.chart.values import Layout, Shape
from timeline.model import Event, Timeline


class Charts:
    """The charts of one timeline, each made when it is first asked for.

    ``ordered`` are its events in the order of a list, where they are known so.
    """

    def __init__(self, timeline: Timeline, ordered: Sequence[Event] = ()) -> None:
        self.timeline = timeline
        self._ordered = ordered

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
        return lay_out(self.timeline, entries=self.entries)

    @cached_property
    def tall(self) -> Layout:
        """The chart on which time runs downwards."""
        return lay_out(self.timeline, TALL_WIDTH, Shape.TALL, entries=self.entries)

    def picture(self, theme: Theme, link: str) -> str:
        """The wide chart as a picture in a theme; ``link`` is that of its sheet."""
        return frame_picture(self.wide, theme, link)
