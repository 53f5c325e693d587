"""A story's entries to what the chart of a page places anew when a reader zooms or sorts it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes
from timeline.chart import LANES, LOOKS, Charts, Entry, is_point, is_window
from timeline.interval import DAY_SECONDS, Interval, Mark
from timeline.pieces import Piece, Prints, cut, fixed, made_of_all

MOST_RECORDS = 2000
"""How many events, by falling importance, come with the figure; the rest come by period."""

_EPOCH = 62_135_596_800
"""Seconds from 0001-01-01, where moments begin, to 1970-01-01, where those of browsers do."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]+")
_SOFT_START, _SOFT_END, _WINDOW, _POINT, _STRONG, _DISPUTED = (1 << bit for bit in range(6))


_NAMES = msgspec.msgpack.Decoder(dict[bytes, tuple[str, ...]])


def zoomed_names(cache: Cache = NO_CACHE, name: str = "") -> Notes[tuple[str, ...]]:
    """A store and the name of a story to the names that are in some of its records."""
    return Notes(_NAMES, cache, "zoomed names", name)


def zoom_pieces(
    charts: Charts, shards: Sequence[int], prints: Prints, notes: Notes[tuple[str, ...]]
) -> Iterator[Piece]:
    """The entries of charts to a script with records of the first of them, in pieces.

    ``shards`` are the days with which the files of a large site's search begin.  A record has an
    event's id, title, date in words, first and last moment in days from 1970, stance, flags,
    sources, actors, places, themes, the dates of its other sources, and its likeliest day where
    its time is wide.  What has a name is told by the number of the name, in the order in which
    they occur first; ``notes`` are the names in records that were made before.
    """
    entries = charts.entries[:MOST_RECORDS]
    numbers: dict[str, int] = {}
    before = 'window.timelineRecords={"records":['
    yield fixed(before.encode())
    before = ""
    for block, drawn in cut(entries, [*map(charts.print_of, entries)]):
        known = made_of_all(drawn, prints.tellers(entry.event for entry in block))
        names = notes.recall(known) if known else None
        if names is None:
            names = notes.keep(known, _names_in(block))
        places = [numbers.setdefault(name, len(numbers)) for name in names]
        made_of = made_of_all(known, prints.of("records", before, places))
        yield Piece(made_of, partial(_lines, before, block, dict(zip(names, places, strict=True))))
        before = ","
    rest = {
        "names": list(numbers),
        "stances": {stance.value: LOOKS[stance].value for stance in LOOKS},
        "lanes": [[name, [stance.value for stance in stances]] for name, stances in LANES],
        "shards": list(shards),
    }
    yield fixed(f"],{_escaped(rest)[1:-1]}}};\n".encode())


def _names_in(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The names in some records, each where it first occurs."""
    told = ((one.sources, one.event.actors, one.event.places, one.event.themes) for one in entries)
    return tuple(dict.fromkeys(name for each in told for names in each for name in names))


def _lines(before: str, entries: Iterable[Entry], numbers: Mapping[str, int]) -> bytes:
    return (before + _escaped([_record(entry, numbers) for entry in entries])[1:-1]).encode()


def _escaped(told: object) -> str:
    """What is told to JSON for a script that may stand in a page."""
    text = compact(told)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def compact(told: object) -> str:
    """Lists and numbers of days to JSON in ASCII without spaces."""
    quick = msgspec.json.encode(told)
    if b"\\u" in quick:  # the quick way writes control characters in another way
        return json.dumps(told, separators=(",", ":"))
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], quick.decode())


def _record(entry: Entry, numbers: Mapping[str, int]) -> list[Any]:
    event = entry.event
    when, likely = event.when, event.likely
    return [
        event.id,
        entry.title,
        entry.words,
        *_days(when),
        event.stance.value,
        _flags(entry, when, likely),
        [numbers[name] for name in entry.sources],
        [numbers[name] for name in event.actors],
        [numbers[name] for name in event.places],
        [numbers[name] for name in event.themes],
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
