"""A timeline to a chart ready to be drawn: every position and every word, decided once."""

from __future__ import annotations

from timeline.chart.entries import Entries, make_entries
from timeline.chart.seats import Seating
from timeline.chart.tall import DRAWN, lay_out_tall
from timeline.chart.text import clean
from timeline.chart.values import Box, Layout, Shape
from timeline.chart.wide import asking, lay_out_wide
from timeline.model import Timeline

WIDE_WIDTH = 1120.0
TALL_WIDTH = 360.0


def lay_out(
    timeline: Timeline,
    width: float = WIDE_WIDTH,
    shape: Shape = Shape.WIDE,
    labels: int | None = None,
    entries: Entries | None = None,
    seating: Seating | None = None,
) -> Layout:
    """A timeline to the layout of its chart, in pixels at full size.

    The most important events are labelled first; the others keep a mark without words.
    ``labels`` is how many rows of labels there may be, or on a tall chart how many labels.  An
    event without any known end has no place on an axis and is only counted in the
    description.  Without a placeable event the layout has no marks and no height.
    ``seating`` may know where those of a crowd find room.
    """
    entries = make_entries(timeline) if entries is None else entries
    title = clean(timeline.title)
    description = _description(entries, len(timeline.events) - len(entries))
    if not entries:
        nothing = Box(0.0, 0.0, width, 0.0)
        return Layout(shape, title, description, width, 0.0, nothing, 0.0, (), (), (), (), ())
    if shape is Shape.WIDE:
        return lay_out_wide(entries, title, description, width, labels, seating)
    return lay_out_tall(entries, title, description, width, labels)


def order_taken(entries: Entries, shape: Shape) -> list[str]:
    """The entries in whose order something is laid out, by their ids, and those that stand out.

    That is the order of all, or of those that are drawn on a tall chart.  In what order those of
    a crowd come is seen in nothing but who has a seat: the others are counted, and drawn by when
    they begin.
    """
    strong = [entry.event.id for entry in entries if entry.strong]
    if shape is Shape.TALL:
        return [*strong, *(entry.event.id for entry in entries[:DRAWN])]
    return strong if asking(entries) else [*strong, *(entry.event.id for entry in entries)]


def _description(entries: Entries, missing: int) -> str:
    if not entries:
        return "A timeline without any dated event."
    count = "1 event" if len(entries) == 1 else f"{len(entries)} events"
    parts = [f"A timeline of {count}, {entries.time}."]
    top = sorted((entry for entry in entries if entry.strong), key=lambda e: e.when.sort_key)
    if top:
        parts.append("Most told: " + "; ".join(f"{e.title} ({e.words})" for e in top) + ".")
    if missing:
        parts.append(f"{missing} more without a place in time are in the list only.")
    return " ".join(parts)
