"""A timeline to a text in markwhen, in which a person can go on writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from timeline.exports.account import account_of, by_id
from timeline.exports.export import Export, Setting
from timeline.exports.places import Place, iso_date, iso_time, place_of
from timeline.interval import to_edtf
from timeline.model import Document, Event, Timeline

_FURTHEST = 99_999
"""The last year, of either era, that five digits can write; markwhen reads no more."""


def write_markwhen(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as markwhen: a date, a title and a tag for each event, its sentences under it.

    Days are written where their years have four digits, else years with their era.
    """
    documents = by_id(timeline)
    lines = ["---", f"title: {_quoted(timeline.title)}", 'timezone: "+00:00"', "---"]
    left_out: list[Event] = []
    for event in timeline.events:
        place = place_of(event.when)
        if place is None or max(abs(place.first_year - 1), place.last_year) > _FURTHEST:
            left_out.append(event)
            continue
        lines += ["", *_entry(event, place, documents)]
    return Export(("\n".join(lines) + "\n").encode(), tuple(left_out))


def _entry(event: Event, place: Place, documents: Mapping[str, Document]) -> Iterator[str]:
    told = account_of(event, documents)
    yield f"{_date(place)}: {_line(told.headline)} #{event.stance.value}"
    yield f"id: {event.id}"
    yield f"edtf: {_quoted(to_edtf(event.when))}"
    yield ""
    # Without the sign a sentence that begins with a date would be read as an event; so it is
    # after a hyphen.
    yield from (f"> {_line(line)}" for line in told.lines)


def _date(place: Place) -> str:
    if place.first_year < 1 or place.last_year > 9999:
        return f"{_year(place.first_year)} - {_year(place.last_year)}"
    if place.timed:
        return f"{iso_time(place.start)}Z - {iso_time(place.end)}Z"
    return f"{iso_date(place.start)}/{iso_date(place.end - 1)}"


def _year(year: int) -> str:
    return f"{year} CE" if year > 0 else f"{1 - year} BCE"


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A text in double quotes, as JSON and therefore YAML write it."""
    return msgspec.json.encode(_line(text)).decode()
