"""What was found, tags and dates and events, to records that JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from timeline.interval import Interval, to_edtf
from timeline.model import (
    Alternative,
    Correction,
    Disagreement,
    Document,
    DocumentReading,
    Event,
    Evidence,
    Notice,
    Passage,
    Resolution,
    Timeline,
    Undated,
)
from timeline.pieces import shown_importance

SCHEMA_VERSION = 1


class Rows(Struct, frozen=True):
    """What there is many of, and what makes a record of one."""

    items: Sequence[Any]
    record: Callable[[Any], dict[str, Any]]


def iso_day(day: int | None) -> str | None:
    """A day ordinal as YYYY-MM-DD; None stays None."""
    return None if day is None else date.fromordinal(day).isoformat()


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
        name: [*map(value.record, value.items)] if isinstance(value, Rows) else value
        for name, value in timeline_parts(timeline)
    }


def timeline_parts(timeline: Timeline) -> Iterator[tuple[str, Any]]:
    """The names and values of ``timeline_record``; what there is many of as rows."""
    yield "schema_version", SCHEMA_VERSION
    yield "title", timeline.title
    yield "documents", Rows(timeline.documents, _document)
    yield "events", Rows(timeline.events, event_record)
    yield "hidden", Rows(timeline.hidden, event_record)
    yield "undated", Rows(timeline.undated, _undated)
    yield "disagreements", Rows(timeline.disagreements, _disagreement)
    yield "warnings", Rows(timeline.warnings, _notice)


def _notice(one: Notice) -> dict[str, Any]:
    return {"code": one.code, "place": one.place, "message": one.message}


def _document(document: Document) -> dict[str, Any]:
    dating = dating_of(document)
    del dating["schema_version"]
    return {
        **dating,
        "title": document.title,
        "path": document.path,
        "source": document.source,
        "url": document.url,
        "language": document.language,
    }


def event_record(event: Event) -> dict[str, Any]:
    """An event as a JSON-ready value, with everybody who says so and why that date."""
    return {
        "id": event.id,
        "title": event.title,
        "edtf": to_edtf(event.when),
        "likely": _part(event.likely),
        "when": event.told_when,
        "granularity": event.when.granularity.label,
        "stance": event.stance.value,
        "actors": list(event.actors),
        "places": list(event.places),
        "themes": list(event.themes),
        "confidence": round(event.confidence, 3),
        "importance": shown_importance(event),
        "outcome_of": event.outcome_of or None,
        "led_to": event.led_to or None,
        "pinned": event.pinned,
        "corrections": [_correction(one) for one in event.corrections],
        "passages": [_passage(passage) for passage in event.passages],
    }


def _edtf(when: Interval | None) -> str | None:
    return None if when is None else to_edtf(when)


def _part(likely: Interval | None) -> dict[str, str] | None:
    """The likeliest part of a time that is wide, None where it is not."""
    if likely is None:
        return None
    return {"edtf": to_edtf(likely), "granularity": likely.granularity.label}


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
        "likely": _part(one.likely),
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
