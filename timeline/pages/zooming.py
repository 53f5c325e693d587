"""A story's entries to what the chart of a page places anew when a reader zooms or sorts it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from timeline.chart import LANES, LOOKS, Entry, is_point, is_window
from timeline.interval import DAY_SECONDS, Interval, Mark
from timeline.model import Event

MOST_RECORDS = 2000
"""How many events, by falling importance, come with the figure; the rest come by period."""

_EPOCH = 62_135_596_800
"""Seconds from 0001-01-01, where moments begin, to 1970-01-01, where those of browsers do."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]+")
_SOFT_START, _SOFT_END, _WINDOW, _POINT, _STRONG, _DISPUTED = (1 << bit for bit in range(6))


def zoom_script(
    entries: Sequence[Entry], events: Mapping[str, Event], shards: Sequence[int]
) -> str:
    """Entries by falling importance, and the events by id, to a script with records of them.

    ``shards`` are the days with which the files of a large site's search begin.  A record has an
    event's id, title, date in words, first and last moment in days from 1970, stance, flags,
    sources, actors, places, themes, the dates of its other sources, and its likeliest day where
    its time is wide.
    """
    names: dict[str, int] = {}
    told = {
        "records": [_record(entry, events[entry.id], names) for entry in entries[:MOST_RECORDS]],
        "names": list(names),
        "stances": {stance.value: LOOKS[stance].value for stance in LOOKS},
        "lanes": [[name, [stance.value for stance in stances]] for name, stances in LANES],
        "shards": list(shards),
    }
    text = compact(told)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f"window.timelineRecords={text};\n"


def compact(told: object) -> str:
    """Lists and numbers of days to JSON in ASCII without spaces."""
    quick = msgspec.json.encode(told)
    if b"\\u" in quick:  # the quick way writes control characters in another way
        return json.dumps(told, separators=(",", ":"))
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], quick.decode())


def _record(entry: Entry, event: Event, names: dict[str, int]) -> list[Any]:
    def numbers(all_: Iterable[str]) -> list[int]:
        return [names.setdefault(name, len(names)) for name in all_]

    when, likely = event.when, event.likely
    return [
        event.id,
        entry.title,
        entry.words,
        *_days(when),
        event.stance.value,
        _flags(entry, when, likely),
        numbers(entry.sources),
        numbers(event.actors),
        numbers(event.places),
        numbers(event.themes),
        [_days(rival) for rival in entry.rivals],
        *([] if likely is None else [_day(likely.middle)]),
    ]


def _days(when: Interval) -> tuple[float | None, float | None]:
    return _day(when.start), _day(when.end)


def _day(moment: int | None) -> float | int | None:
    if moment is None:
        return None
    days, rest = divmod(moment - _EPOCH, DAY_SECONDS)
    if not rest:
        return days
    day = round((moment - _EPOCH) / DAY_SECONDS, 4)
    return int(day) if day == int(day) else day


def _flags(entry: Entry, when: Interval, likely: Interval | None) -> int:
    is_open = when.start is None or when.end is None
    if likely is None and not is_open and when.start_mark is when.end_mark is Mark.SURE:
        return _POINT * is_point(when) + _STRONG * entry.strong + _DISPUTED * entry.disputed
    return (
        _SOFT_START * (when.start_mark is not Mark.SURE)
        + _SOFT_END * (when.end_mark is not Mark.SURE)
        + _WINDOW * (likely is not None or is_window(when))
        + _POINT * (likely is None and is_point(when))
        + _STRONG * entry.strong
        + _DISPUTED * entry.disputed
    )
