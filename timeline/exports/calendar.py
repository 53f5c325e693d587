"""A timeline to a calendar (iCalendar, RFC 5545 and 7986), one entry an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from timeline import __version__
from timeline.exports.account import account_of, by_id, last_told, name_of, told_days
from timeline.exports.export import Export, Setting
from timeline.exports.places import Place, iso_date, iso_time, place_of
from timeline.interval import to_edtf
from timeline.model import Document, Event, Stance, Timeline
from timeline.pieces import NO_PRINTS, Piece, Prints, fixed, joined, made_of_all

_LONGEST_LINE = 75
_FIRST_YEAR, _LAST_YEAR = 1, 9998
"""The years a calendar can hold with the day after their last."""
_STATUS = {
    Stance.HAPPENED: "CONFIRMED",
    Stance.ONGOING: "CONFIRMED",
    Stance.CANCELLED: "CANCELLED",
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def write_ics(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as a calendar: all-day entries, and timed ones in the time of the place.

    Names stay the same as long as the events' ids do, and every entry carries the day on which
    it was last written of as its stamp, so that a calendar that is read again changes only what
    the articles changed.
    """
    left_out = tuple(event for event in timeline.events if _placed(event) is None)
    return Export(joined(ics_pieces(timeline, setting)), left_out)


def ics_pieces(timeline: Timeline, setting: Setting, prints: Prints = NO_PRINTS) -> Iterator[Piece]:
    """The calendar, piece after piece."""
    documents = by_id(timeline)
    otherwise = last_told(timeline)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//timeline//{__version__}//EN"]
    head += ["CALSCALE:GREGORIAN", *(f"{name}:{_text(timeline.title)}" for name in _TITLES)]
    yield fixed(_lines(head))
    common = prints.of("ics", setting.site, otherwise)
    for events, known in prints.blocks(timeline.events):
        made_of = made_of_all(known, common, prints.tellers(events))
        yield Piece(made_of, partial(_entries, events, documents, setting, otherwise))
    yield fixed(_lines(["END:VCALENDAR"]))


def _entries(
    events: Sequence[Event], documents: dict[str, Document], setting: Setting, otherwise: str
) -> bytes:
    placed = ((event, _placed(event)) for event in events)
    return _lines(
        line
        for event, place in placed
        if place is not None
        for line in _entry(event, place, documents, setting, otherwise)
    )


def _placed(event: Event) -> Place | None:
    """Where an event lies; None where no calendar has such a place."""
    place = place_of(event.when)
    if place is None or place.first_year < _FIRST_YEAR or place.last_year > _LAST_YEAR:
        return None
    return place


def _lines(lines: Iterable[str]) -> bytes:
    folded = (_folded(line.encode("utf-8", "replace")) for line in lines)
    return b"".join(b"%s\r\n" % line for line in folded)


_TITLES = ("NAME", "X-WR-CALNAME")


def _entry(
    event: Event, place: Place, documents: dict[str, Document], setting: Setting, otherwise: str
) -> Iterator[str]:
    told = account_of(event, documents)
    _, stamp = told_days(event, documents, otherwise)
    yield "BEGIN:VEVENT"
    yield f"UID:{name_of('event', event.id)}"
    yield f"DTSTAMP:{stamp.replace('-', '')}T000000Z"
    if place.timed:
        yield f"DTSTART:{_basic(iso_time(place.start))}"
        if place.end > place.start:
            yield f"DTEND:{_basic(iso_time(place.end))}"
    else:
        yield f"DTSTART;VALUE=DATE:{_basic(iso_date(place.start))}"
        yield f"DTEND;VALUE=DATE:{_basic(iso_date(place.end))}"
    yield f"SUMMARY:{_text(told.headline)}"
    text = _text("\n".join(told.lines))
    yield f"DESCRIPTION:{text}"
    if event.places:
        yield f"LOCATION:{_text(', '.join(event.places))}"
    yield f"CATEGORIES:{_text(event.stance.value)}"
    yield f"STATUS:{_STATUS.get(event.stance, 'TENTATIVE')}"
    yield "TRANSP:TRANSPARENT"
    if setting.is_published:
        yield f"URL:{setting.link(event)}"
    yield f"X-EDTF:{_text(to_edtf(event.when))}"
    yield "END:VEVENT"


def _basic(written: str) -> str:
    """A date or time without the signs between its parts."""
    return written.replace("-", "").replace(":", "")


def _text(words: str) -> str:
    """A text as the value of a property (RFC 5545, 3.3.11)."""
    words = _CONTROL.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n"))
    for character, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(character, escaped)
    return words


def _folded(line: bytes) -> bytes:
    """A line in UTF-8 cut after at most 75 octets, never within a character (RFC 5545, 3.1)."""
    if len(line) <= _LONGEST_LINE:
        return line
    parts: list[bytes] = []
    start, end = 0, _LONGEST_LINE
    while end < len(line):
        while line[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        parts.append(line[start:end])
        start, end = end, end + _LONGEST_LINE - 1
    return b"\r\n ".join((*parts, line[start:]))
