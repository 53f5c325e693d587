"""Write what was found for other programs: tags, dates and events to JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from timeline.curation import correction_in_words
from timeline.interval import Interval, to_edtf
from timeline.model import (
    Alternative,
    Correction,
    Disagreement,
    Document,
    DocumentReading,
    Event,
    Evidence,
    Passage,
    Resolution,
    Timeline,
    Undated,
)
from timeline.summary import ToldDay

SCHEMA_VERSION = 1


def iso_day(day: int | None) -> str | None:
    """A day ordinal as YYYY-MM-DD; None stays None."""
    return None if day is None else date.fromordinal(day).isoformat()


def to_line(record: dict[str, Any]) -> str:
    """One JSON Lines record, keys in the order given, ending in a newline."""
    return msgspec.json.encode(record).decode() + "\n"


def tags_of(reading: DocumentReading, name: str = "") -> dict[str, Any]:
    """The record of ``timeline tag``: every time expression of a document, with TIMEX3 values.

    ``name`` is what the source calls the document, its id where it calls it nothing.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "doc": name or reading.document.id,
        "timexes": [
            {
                "start": one.mention.start,
                "end": one.mention.end,
                "text": one.mention.surface,
                "type": one.mention.type.value,
                "value": one.value,
                "edtf": _edtf(one.when),
                "rule": one.mention.rule,
                "reading": str(one.mention.reading),
                "direction": one.mention.direction.value,
                "why": one.why,
                "anchor": one.anchor,
                "confidence": round(one.confidence, 3),
                "alternatives": [_alternative(other) for other in one.alternatives],
            }
            for one in reading.resolutions
        ],
    }


def dating_of(document: Document, name: str = "") -> dict[str, Any]:
    """The record of ``timeline date``: when a document was written, how sure, and why.

    ``name`` is as in ``tags_of``.
    """
    found = document.publication
    if found is None:
        return {"schema_version": SCHEMA_VERSION, "doc": name or document.id, "date": None}
    return {
        "schema_version": SCHEMA_VERSION,
        "doc": name or document.id,
        "date": iso_day(found.day),
        "low": iso_day(found.low),
        "high": iso_day(found.high),
        "method": found.method.value,
        "share": found.share,
        "evidence": [_evidence(one) for one in found.evidence],
        "runner_up": iso_day(found.runner_up),
    }


def timeline_record(timeline: Timeline) -> dict[str, Any]:
    """A whole timeline as one JSON-ready value."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": timeline.title,
        "documents": [
            {
                **{
                    key: value
                    for key, value in dating_of(document).items()
                    if key != "schema_version"
                },
                "title": document.title,
                "path": document.path,
                "source": document.source,
                "url": document.url,
                "language": document.language,
            }
            for document in timeline.documents
        ],
        "events": [event_record(event) for event in timeline.events],
        "hidden": [event_record(event) for event in timeline.hidden],
        "undated": [_undated(one) for one in timeline.undated],
        "disagreements": [_disagreement(one) for one in timeline.disagreements],
        "warnings": [
            {"code": one.code, "place": one.place, "message": one.message}
            for one in timeline.warnings
        ],
    }


def event_record(event: Event) -> dict[str, Any]:
    """An event as a JSON-ready value, with everybody who says so and why that date."""
    return {
        "id": event.id,
        "title": event.title,
        "edtf": to_edtf(event.when),
        "when": event.when.in_words(),
        "granularity": event.when.granularity.label,
        "stance": event.stance.value,
        "actors": list(event.actors),
        "places": list(event.places),
        "confidence": round(event.confidence, 3),
        "importance": round(event.importance, 3),
        "outcome_of": event.outcome_of or None,
        "led_to": event.led_to or None,
        "pinned": event.pinned,
        "corrections": [_correction(one) for one in event.corrections],
        "passages": [_passage(passage) for passage in event.passages],
    }


def events_json(timeline: Timeline) -> str:
    """A timeline as indented JSON."""
    encoded = msgspec.json.format(msgspec.json.encode(timeline_record(timeline)), indent=2)
    return encoded.decode() + "\n"


def summary_json(days: Iterable[ToldDay]) -> str:
    """The days of a summary as indented JSON, in the order of time, each with its rank by score."""
    ranked = sorted(days, key=lambda told: (-told.score, told.day))
    ranks = {told.day: rank for rank, told in enumerate(ranked, 1)}
    records = [
        {
            "schema_version": SCHEMA_VERSION,
            "date": iso_day(told.day),
            "score": told.score,
            "rank": ranks[told.day],
            "summary": [one.text for one in told.sentences],
            "passages": [
                {"doc": one.document, "start": one.start, "end": one.end} for one in told.sentences
            ],
        }
        for told in sorted(ranked, key=lambda told: told.day)
    ]
    return msgspec.json.format(msgspec.json.encode(records), indent=2).decode() + "\n"


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
)


def events_csv(timeline: Timeline) -> str:
    """A timeline as CSV, one row an event; what a spreadsheet would run gets a quote mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for event in timeline.events:
        first, last = event.when.days
        sources = dict.fromkeys(passage.document for passage in event.passages)
        row = (
            event.id,
            _day(first),
            _day(last),
            to_edtf(event.when),
            event.when.in_words(),
            event.stance.value,
            event.title,
            "; ".join(sources),
            *_lead_cells(event),
            "; ".join(event.actors),
            "; ".join(event.places),
            f"{event.confidence:.2f}",
            f"{event.importance:.2f}",
        )
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


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


# Where a cell begins for a spreadsheet: at its start, and after what some take for a separator.
_FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_EARLY_DATE = re.compile(r"-\d{4}[\dX~?%./-]*")


def _harmless(cell: str) -> str:
    """A cell in which nothing can be run; a year before Christ is no formula."""
    return cell if _EARLY_DATE.fullmatch(cell) else _FORMULA.sub(r"\1\2'", cell)


def _edtf(when: Interval | None) -> str | None:
    return None if when is None else to_edtf(when)


def _alternative(other: Alternative) -> dict[str, Any]:
    return {"edtf": to_edtf(other.when), "why_not": other.why}


def _evidence(one: Evidence) -> dict[str, Any]:
    record: dict[str, Any] = {"words": one.words, "says": one.says, "weight": one.weight}
    return record | ({"start": one.start, "end": one.end} if one.start >= 0 else {})


def _resolution(one: Resolution) -> dict[str, Any]:
    return {
        "start": one.mention.start,
        "end": one.mention.end,
        "text": one.mention.surface,
        "rule": one.mention.rule,
        "edtf": _edtf(one.when),
        "why": one.why,
        "anchor": one.anchor,
        "alternatives": [_alternative(other) for other in one.alternatives],
    }


def _correction(one: Correction) -> dict[str, Any]:
    return {"what": one.what, "before": one.before, "after": one.after, "note": one.note or None}


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "statement": passage.statement,
        "doc": passage.document,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
        "stance": passage.stance.value,
        "attribution": passage.attribution or None,
        "time": _resolution(passage.resolution),
    }


def _undated(one: Undated) -> dict[str, Any]:
    return {
        "doc": one.document,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "words": one.words,
        "reason": one.reason,
    }


def _disagreement(one: Disagreement) -> dict[str, Any]:
    return {
        "event": one.event,
        "about": one.about,
        "sides": [
            {"edtf": to_edtf(when), "passages": [_passage(passage) for passage in passages]}
            for when, passages in one.sides
        ],
    }


EVENT_FORMATS: dict[str, Callable[[Timeline], str]] = {"json": events_json, "csv": events_csv}


def join_lines(records: Iterable[dict[str, Any]]) -> str:
    """Records as JSON Lines."""
    return "".join(to_line(record) for record in records)
