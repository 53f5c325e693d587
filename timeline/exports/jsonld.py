"""A timeline to linked data (JSON-LD) in the words of schema.org."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.exports.account import by_id, headline, urn_of
from timeline.exports.atom import EDTF_SCHEME
from timeline.exports.export import Export, Setting
from timeline.exports.json_text import indented
from timeline.exports.places import iso_date, iso_time, place_of
from timeline.exports.records import iso_day
from timeline.interval import to_edtf
from timeline.model import Document, Event, Passage, Stance, Timeline

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    "temporalCoverage": {"@type": EDTF_SCHEME},
    "startDate": {"@type": "https://schema.org/Date"},
    "endDate": {"@type": "https://schema.org/Date"},
    "datePublished": {"@type": "https://schema.org/Date"},
}
"""Written out, so that nobody who reads the file has to fetch it."""
_STATUS = {Stance.CANCELLED: "https://schema.org/EventCancelled"}


def write_jsonld(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as a graph: every event with its sentences, every document they stand in."""
    documents = by_id(timeline)
    told = {passage.document for event in timeline.events for passage in event.passages}
    record = {
        "@context": _CONTEXT,
        "@graph": [
            *(_event(event, setting) for event in timeline.events),
            *(_article(one) for one in documents.values() if one.id in told),
        ],
    }
    return Export(indented(record).encode())


def _event(event: Event, setting: Setting) -> dict[str, Any]:
    record: dict[str, Any] = {
        "@id": urn_of("event", event.id),
        "@type": "Event",
        "identifier": event.id,
        "name": headline(event),
        "temporalCoverage": to_edtf(event.when),
        "keywords": event.stance.value,
    }
    place = place_of(event.when)
    if place is not None and event.when.start is not None:
        record["startDate"] = (iso_time if place.timed else iso_date)(place.start)
    if place is not None and event.when.end is not None:
        record["endDate"] = iso_time(place.end) if place.timed else iso_date(place.end - 1)
    if event.stance in _STATUS:
        record["eventStatus"] = {"@id": _STATUS[event.stance]}
    if event.actors:
        record["actor"] = [{"@type": "Thing", "name": name} for name in event.actors]
    if event.places:
        record["location"] = [{"@type": "Place", "name": name} for name in event.places]
    if event.passages:
        record["subjectOf"] = [_quotation(passage) for passage in event.passages]
    if setting.is_published:
        record["url"] = setting.link(event)
    return record


def _quotation(passage: Passage) -> dict[str, Any]:
    record: dict[str, Any] = {"@type": "Quotation", "text": passage.quote}
    if passage.attribution:
        record["spokenByCharacter"] = {"@type": "Thing", "name": passage.attribution}
    return record | {"isPartOf": {"@id": urn_of("document", passage.document)}}


def _article(document: Document) -> Mapping[str, Any]:
    record: dict[str, Any] = {
        "@id": urn_of("document", document.id),
        "@type": "Article",
        "headline": document.title,
        "inLanguage": document.language,
    }
    if document.url:
        record["url"] = document.url
    if document.source:
        record["publisher"] = {"@type": "Organization", "name": document.source}
    if document.publication is not None and document.publication.day is not None:
        record["datePublished"] = iso_day(document.publication.day)
    return record
