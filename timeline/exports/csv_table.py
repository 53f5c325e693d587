"""A timeline to a table in CSV, one row an event, that spreadsheets open and nothing runs in."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from timeline.curation import correction_in_words
from timeline.exports.export import Export, Setting
from timeline.exports.records import iso_day
from timeline.handmade import guarded
from timeline.interval import to_edtf
from timeline.model import Event, Timeline

CSV_COLUMNS = (
    "id",
    "start",
    "end",
    "edtf",
    "when",
    "stance",
    "title",
    "sources",
    "quote",
    "words",
    "why",
    "anchor",
    "actors",
    "places",
    "confidence",
    "importance",
    "granularity",
    "note",
)
_EARLY = re.compile(r"-\d[\dXY.~?%/-]*")
"""Years before the common era begin with a hyphen and hold no letter a formula could call by."""


def events_csv(timeline: Timeline) -> str:
    """A timeline as CSV, one row an event; what a spreadsheet would run gets a quote mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for event in timeline.events:
        edtf = to_edtf(event.when)
        first, last = event.when.days
        row = [guarded(cell) for cell in _cells(event)]
        row[1:1] = _day(first), _day(last), edtf if _EARLY.fullmatch(edtf) else guarded(edtf)
        writer.writerow(row)
    return out.getvalue()


def write_csv(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as CSV in UTF-8, with a byte order mark where it is asked for."""
    return Export(events_csv(timeline).encode("utf-8-sig" if setting.bom else "utf-8"))


def _cells(event: Event) -> tuple[str, ...]:
    """The cells of an event without those of its days."""
    return (
        event.id,
        event.told_when,
        event.stance.value,
        event.title,
        "; ".join(dict.fromkeys(passage.document for passage in event.passages)),
        *_lead_cells(event),
        "; ".join(event.actors),
        "; ".join(event.places),
        f"{event.confidence:.3f}",
        f"{event.importance:.3f}",
        event.when.granularity.label,
        "; ".join(dict.fromkeys(one.note for one in event.corrections if one.note)),
    )


def _lead_cells(event: Event) -> tuple[str, str, str, str]:
    """Quote, words, reason and anchor of the first passage; of an added event its correction."""
    if not event.passages:
        return ("", "", "; ".join(map(correction_in_words, event.corrections)), "")
    lead = event.passages[0]
    read = lead.resolution
    return (lead.quote, read.mention.surface, read.why, read.anchor)


def _day(day: int | None) -> str:
    """A day as ISO text; empty where open or outside the years of the calendar module."""
    return (iso_day(day) or "") if day is not None and 1 <= day <= date.max.toordinal() else ""
