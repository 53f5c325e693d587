"""A story's entries to what the chart of a page places anew when a reader zooms or sorts it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from timeline.chart import LANES, LOOKS, Entry, is_point, is_window
from timeline.interval import DAY_SECONDS, Interval
from timeline.model import Event

MOST_RECORDS = 2000
"""How many events, by falling importance, come with the figure; the rest come by period."""

_EPOCH = 62_135_596_800
"""Seconds from 0001-01-01, where moments begin, to 1970-01-01, where those of browsers do."""

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
    # Beyond ASCII, and of control characters, the quick way writes something else.
    is_plain = quick.isascii() and b"\\u" not in quick
    return quick.decode() if is_plain else json.dumps(told, separators=(",", ":"))


def _record(entry: Entry, event: Event, names: dict[str, int]) -> list[Any]:
    def numbers(all_: Iterable[str]) -> list[int]:
        return [names.setdefault(name, len(names)) for name in all_]

    return [
        entry.id,
        entry.title,
        entry.words,
        *_days(entry.when),
        entry.stance.value,
        _flags(entry),
        numbers(entry.sources),
        numbers(event.actors),
        numbers(event.places),
        numbers(event.themes),
        [_days(rival) for rival in entry.rivals],
        *([] if entry.likely is None else [_day(entry.likely.middle)]),
    ]


def _days(when: Interval) -> tuple[float | None, float | None]:
    return _day(when.start), _day(when.end)


def _day(moment: int | None) -> float | int | None:
    if moment is None:
        return None
    day = round((moment - _EPOCH) / DAY_SECONDS, 4)
    return int(day) if day == int(day) else day


def _flags(entry: Entry) -> int:
    when = entry.when
    return (
        _SOFT_START * bool(when.start_mark)
        + _SOFT_END * bool(when.end_mark)
        + _WINDOW * (entry.likely is not None or is_window(when))
        + _POINT * (entry.likely is None and is_point(when))
        + _STRONG * entry.strong
        + _DISPUTED * entry.disputed
    )
