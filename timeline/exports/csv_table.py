"""A timeline to a table in CSV, one row an event, that spreadsheets open and nothing runs in."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from timeline.curation import correction_in_words
from timeline.exports.export import Export, Setting
from timeline.exports.records import iso_day
from timeline.handmade import guarded
from timeline.interval import to_edtf
from timeline.model import Event, Timeline
from timeline.pieces import (
    NO_PRINTS,
    Piece,
    Prints,
    fixed,
    joined,
    made_of_all,
    shown_importance,
)

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
    return joined(csv_pieces(timeline)).decode()


def csv_pieces(
    timeline: Timeline, *, bom: bool = False, prints: Prints = NO_PRINTS
) -> Iterator[Piece]:
    """A timeline as CSV in UTF-8, piece after piece, with a byte order mark if wanted."""
    yield fixed((codecs.BOM_UTF8 if bom else b"") + _table([CSV_COLUMNS]))
    for events, known in prints.blocks(timeline.events):
        yield Piece(made_of_all(known, prints.of("csv")), partial(_rows, events))


def _rows(events: Sequence[Event]) -> bytes:
    rows = []
    for event in events:
        edtf = to_edtf(event.when)
        first, last = event.when.days
        row = [guarded(cell) for cell in _cells(event)]
        row[1:1] = _day(first), _day(last), edtf if _EARLY.fullmatch(edtf) else guarded(edtf)
        rows.append(row)
    return _table(rows)


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def write_csv(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as CSV in UTF-8, with a byte order mark where it is asked for."""
    return Export(joined(csv_pieces(timeline, bom=setting.bom)))


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
        f"{shown_importance(event):.3f}",
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
