"""A timeline to the JSON of TimelineJS 3, one slide an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.exports.account import Account, Quote, account_of, by_id, name_of
from timeline.exports.export import Export, Setting
from timeline.exports.json_text import indented
from timeline.exports.places import Place, place_of
from timeline.exports.records import SCHEMA_VERSION, event_record, iso_day
from timeline.interval import civil, clock
from timeline.markup import escape_html
from timeline.model import Document, Event, Timeline

_FAR = 271_820
"""Beyond this year JavaScript has no dates, and TimelineJS needs its other scale."""


def write_timelinejs(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as slides; the key ``timeline`` of each is the event as our own JSON has it.

    Texts are HTML in TimelineJS, so everything in them is escaped.
    """
    documents = by_id(timeline)
    slides: list[dict[str, Any]] = []
    left_out: list[Event] = []
    scale = "human"
    for event in timeline.events:
        place = place_of(event.when)
        if place is None:
            left_out.append(event)
            continue
        if max(abs(place.first_year), abs(place.last_year)) > _FAR:
            scale = "cosmological"
        slides.append(_slide(event, place, documents, setting))
    title = {"headline": escape_html(timeline.title), "text": _paragraphs((setting.description,))}
    record = {
        "schema_version": SCHEMA_VERSION,
        "scale": scale,
        "title": {"unique_id": f"title-{name_of('title', timeline.title)[:8]}", "text": title},
        "events": slides,
        "documents": [
            {"doc": one.id, "title": one.title, "source": one.source, "date": _written(one)}
            for one in documents.values()
        ],
    }
    return Export(indented(record).encode(), tuple(left_out))


def _slide(
    event: Event, place: Place, documents: Mapping[str, Document], setting: Setting
) -> dict[str, Any]:
    told = account_of(event, documents)
    slide: dict[str, Any] = {"unique_id": event.id, "start_date": _date(place.start, place)}
    last = place.end if place.timed else place.end - 1
    if _date(last, place) != slide["start_date"]:
        slide["end_date"] = _date(last, place)
    return slide | {
        "display_date": event.told_when,
        "text": {"headline": escape_html(told.headline), "text": _text(told, setting.link(event))},
        "autolink": False,
        "timeline": event_record(event),
    }


def _date(at: int, place: Place) -> dict[str, int]:
    year, month, day = civil(at)
    # TimelineJS shows the year -44 as 44 BCE.
    date = {"year": year if year > 0 else year - 1, "month": month, "day": day}
    if place.timed:
        hour, minute, second = clock(at)
        date |= {"hour": hour, "minute": minute} | ({"second": second} if second else {})
    return date


def _written(document: Document) -> str | None:
    return None if document.publication is None else iso_day(document.publication.day)


def _text(told: Account, link: str) -> str:
    quotes = "".join(
        f"<blockquote>{escape_html(one.text)}</blockquote>{_paragraphs((_who(one),))}"
        for one in told.quotes
    )
    more = (
        f'<p><a href="{escape_html(link)}">Who says so, and why this date?</a></p>' if link else ""
    )
    return quotes + _paragraphs(told.corrections) + more


def _who(quote: Quote) -> str:
    return " – ".join(filter(None, (quote.source, quote.why)))


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
