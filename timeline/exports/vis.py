"""A timeline to the items of vis-timeline, for a chart of one's own."""

from __future__ import annotations

from typing import Any

from timeline.exports.account import account_of, by_id
from timeline.exports.export import Export, Setting
from timeline.exports.json_text import indented
from timeline.exports.places import iso_date, iso_time, place_of
from timeline.exports.records import SCHEMA_VERSION
from timeline.interval import DAY_SECONDS, to_edtf
from timeline.markup import escape_html
from timeline.model import Event, Timeline

_FIRST, _LAST = -271_820, 275_759
"""The years that a date of JavaScript holds whole (ECMAScript, time values)."""


def write_vis(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as JSON whose ``items`` go into a ``vis.DataSet``; content and title are HTML."""
    documents = by_id(timeline)
    items: list[dict[str, Any]] = []
    left_out: list[Event] = []
    for event in timeline.events:
        place = place_of(event.when)
        if place is None or place.first_year < _FIRST or place.last_year > _LAST:
            left_out.append(event)
            continue
        written = iso_time if place.timed else iso_date
        is_short = place.end - place.start <= DAY_SECONDS
        told = account_of(event, documents)
        item: dict[str, Any] = {"id": event.id, "start": written(place.start)}
        if not is_short:
            item["end"] = written(place.end)
        items.append(
            item
            | {
                "type": "box" if is_short else "range",
                "content": escape_html(told.headline),
                "title": "<br>".join(map(escape_html, told.lines)),
                "className": f"stance-{event.stance.value}",
                "edtf": to_edtf(event.when),
            }
            | ({"link": setting.link(event)} if setting.link(event) else {})
        )
    record = {"schema_version": SCHEMA_VERSION, "title": timeline.title, "items": items}
    return Export(indented(record).encode(), tuple(left_out))
