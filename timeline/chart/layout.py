"""A timeline to a chart ready to be drawn: every position and every word, decided once."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.chart.entries import Entry, make_entries
from timeline.chart.scale import dates_of
from timeline.chart.tall import lay_out_tall
from timeline.chart.text import clean
from timeline.chart.values import Box, Layout, Shape
from timeline.chart.wide import lay_out_wide
from timeline.interval import Granularity, Interval, truncate, unit_end
from timeline.model import Timeline

WIDE_WIDTH = 1120.0
TALL_WIDTH = 360.0


def lay_out(
    timeline: Timeline,
    width: float = WIDE_WIDTH,
    shape: Shape = Shape.WIDE,
    labels: int | None = None,
    entries: Sequence[Entry] | None = None,
) -> Layout:
    """A timeline to the layout of its chart, in pixels at full size.

    The most important events are labelled first; the others keep a mark without words.
    ``labels`` is how many rows of labels there may be, or on a tall chart how many labels.  An
    event without any known end has no place on an axis and is only counted in the
    description.  Without a placeable event the layout has no marks and no height.
    """
    entries = make_entries(timeline) if entries is None else entries
    title = clean(timeline.title)
    description = _description(entries, len(timeline.events) - len(entries))
    if not entries:
        nothing = Box(0.0, 0.0, width, 0.0)
        return Layout(shape, title, description, width, 0.0, nothing, 0.0, (), (), (), (), ())
    draw = lay_out_wide if shape is Shape.WIDE else lay_out_tall
    return draw(entries, title, description, width, labels)


def span_in_words(whens: Sequence[Interval]) -> str:
    """Intervals to the years, months or days from the first to the last: "2018–2023".

    An empty text when none has an end that is known.
    """
    dates = [date for when in whens for date in dates_of(when)]
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


def _description(entries: Sequence[Entry], missing: int) -> str:
    if not entries:
        return "A timeline without any dated event."
    count = "1 event" if len(entries) == 1 else f"{len(entries)} events"
    parts = [f"A timeline of {count}, {span_in_words([entry.when for entry in entries])}."]
    top = sorted((entry for entry in entries if entry.strong), key=lambda e: e.when.sort_key)
    if top:
        parts.append("Most told: " + "; ".join(f"{e.title} ({e.words})" for e in top) + ".")
    if missing:
        parts.append(f"{missing} more without a place in time are in the list only.")
    return " ".join(parts)
