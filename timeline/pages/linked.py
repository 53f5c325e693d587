"""A timeline's most important events to linked data (JSON-LD, schema.org) for the front page."""

from __future__ import annotations

import json
from heapq import nsmallest
from typing import Any

from markupsafe import Markup

from timeline.interval import civil
from timeline.model import Event, Stance, Timeline

MOST_EVENTS = 6
"""A front page stays light; ``timeline events`` writes all of them."""

_TOLD = (
    Stance.HAPPENED,
    Stance.ONGOING,
    Stance.PLANNED,
    Stance.EXPECTED,
    Stance.CANCELLED,
)
"""Whoever reads an Event takes it for one: what is alleged, denied or imagined is not handed on."""
_STATUS = {True: "https://schema.org/EventCancelled", False: "https://schema.org/EventScheduled"}
_BREAKS_OUT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def linked_events(timeline: Timeline, title: str, description: str, base: str) -> Markup:
    """A timeline to the JSON-LD of its front page, safe inside a script element.

    ``base`` is the site's address, empty where nobody knows it; ids then hang on the page itself.
    """
    told = (event for event in timeline.events if event.stance in _TOLD)
    chosen = nsmallest(
        MOST_EVENTS, told, key=lambda event: (not event.pinned, -event.importance, event.id)
    )
    chosen = sorted(chosen, key=lambda event: (event.place.sort_key, event.id))
    page: dict[str, Any] = {"@type": "CollectionPage", "name": title}
    if description:
        page["description"] = description
    if base:
        page |= {"@id": base, "url": base}
    page["about"] = [_event(event, base) for event in chosen]
    text = json.dumps({"@context": "https://schema.org", **page}, ensure_ascii=False)
    return Markup(text.translate(_BREAKS_OUT))  # noqa: S704 - nothing in it can end the element


def _event(event: Event, base: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{base}#e-{event.id}",
        "name": event.title,
        "startDate": _day(event.when.start),
        "endDate": _day(None if event.when.end is None else event.when.end - 1),
        "location": [{"@type": "Place", "name": place} for place in event.places],
        "url": f"{base}#e-{event.id}" if base else "",
    }
    if event.stance not in (Stance.HAPPENED, Stance.ONGOING):
        record["eventStatus"] = _STATUS[event.stance is Stance.CANCELLED]
    return {key: value for key, value in record.items() if value}


def _day(at: int | None) -> str:
    """A moment to its day in ISO 8601, years beyond four digits with sign and six digits."""
    if at is None:
        return ""
    year, month, day = civil(at)
    told = f"{year:04d}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06d}"
    return f"{told}-{month:02d}-{day:02d}"
