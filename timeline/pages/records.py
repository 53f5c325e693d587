"""The events of a large site to the scripts its search reads, each well below a megabyte.

``static/search-<n>.js`` hold what is looked for and shown, in order of time; a page asks for them
when somebody searches.  Of many it asks for those alone that can have all the words looked for, as
``static/words-<n>.js`` tell.  ``static/where-<n>.js`` tell the page of each id, so that an old
address ``index.html#e-<id>`` leads on.  They are scripts because pages from disk may load nothing
else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from msgspec import Struct

from timeline.cache import digest
from timeline.interval import Interval, to_ordinal
from timeline.model import Event
from timeline.pages.events import Stretch, Told, Views
from timeline.pages.making import File
from timeline.pages.periods import Listing, Period
from timeline.pages.vocabulary import vocabulary_script
from timeline.pieces import Piece, Prints, fixed, made_of_all, shown_importance, shown_importances

_EPOCH = 719163
"""1970-01-01 as an ordinal: browsers count days from there."""

_LARGEST = 600_000
"""About how many bytes of JSON a file of records may have before the next begins."""

_FRAME, _PER_PASSAGE = 160, 30
"""About how many bytes of a record, and of each of its passages, are no words of its own."""

_Listed: TypeAlias = tuple[Period, int, int]
"""A page, and the slice of its events that a file has."""

_SLICE = 32
"""Files end after so many events of a page, or a multiple of that."""

_WHERE_PARTS = 16
_MANY = 8
"""Files of the search from which on others tell which of them can have what is looked for."""


class Records(Struct, frozen=True):
    """Scripts, and the day that each file of the search begins with, from 1970 on.

    ``worded`` tells that others say which words stand in each of these.
    """

    files: tuple[File, ...]
    days: tuple[int, ...]
    worded: bool = False


def record_files(listing: Listing, views: Views, prints: Prints) -> Records:
    """The pages of events, and what they say, to their records; none without such pages."""
    if not listing.periods:
        return Records((), ())
    shards = _shards(listing.periods)
    search = [
        File(f"static/search-{number}.js", tuple(_shard(number, listed, views, prints)))
        for number, (_, listed) in enumerate(shards)
    ]
    worded = len(shards) >= _MANY
    words = [
        _words_of(number, listed, search[number], views)
        for number, (_, listed) in enumerate(shards)
        if worded
    ]
    days = tuple(day for day, _ in shards)
    return Records((*search, *words, *_where(listing.periods, views)), days, worded)


def days_of(when: Interval) -> tuple[int | None, int | None]:
    """An interval to its first day and the one after its last, from 1970 on; None where open."""
    start, end = when.start, when.end
    return (
        None if start is None else to_ordinal(start) - _EPOCH,
        None if end is None else to_ordinal(end - 1) + 1 - _EPOCH,
    )


def _shards(periods: Sequence[Period]) -> list[tuple[int, list[_Listed]]]:
    """The events in each file, with the day that it begins with."""
    shards: list[tuple[int, list[_Listed]]] = []
    size = day = 0
    for period in periods:
        events = tuple(period.year.events)
        for at in range(0, len(events), _SLICE):
            some = events[at : at + _SLICE]
            length = _length(some)
            if not shards or size + length > _LARGEST:
                known = (end for end in days_of(some[0].when) if end is not None)
                day, size = next(known, day), 0
                shards.append((day, []))
            listed = shards[-1][1]
            if at and listed:
                listed[-1] = period, listed[-1][1], at + len(some)
            else:
                listed.append((period, at, at + len(some)))
            size += length
    return shards


def _length(events: Sequence[Event]) -> int:
    """About how many bytes of JSON events have in a file of records, rather more than fewer."""
    texts = [event.title for event in events]
    texts += [name for event in events for name in event.actors]
    texts += [name for event in events for name in event.places]
    quotes = [passage.quote for event in events for passage in event.passages]
    texts += quotes
    letters = sum([len(text) if text.isascii() else 6 * len(text) for text in texts])
    return letters + _FRAME * len(events) + _PER_PASSAGE * len(quotes)


def _shard(number: int, listed: Sequence[_Listed], views: Views, prints: Prints) -> Iterator[Piece]:
    before = f"timeline.shard({number},["
    for period, first, last in listed:
        for stretch, low, high in _stretches(period, first, last, views):
            events = stretch.events[low:high]
            besides = period.path, before, low, shown_importances(events)
            made_of = stretch.shown and prints.of("search", stretch.shown, besides)
            yield Piece(made_of, partial(_lines, before, period.path, events, views))
            before = ","
    yield fixed(b"]);\n")


def _stretches(
    period: Period, first: int, last: int, views: Views
) -> Iterator[tuple[Stretch, int, int]]:
    """A slice of a page's events to the stretches in it, each with the slice of its own events."""
    at = 0
    for month in period.year.months:
        for stretch in views.stretches(month.events):
            low, high = max(first - at, 0), min(last - at, len(stretch.events))
            if low < high:
                yield stretch, low, high
            at += len(stretch.events)


def _lines(before: str, path: str, events: Sequence[Event], views: Views) -> bytes:
    lines = (_json(_record(path, views[event.id], event)) for event in events)
    return (before + ",".join(lines)).encode()


def _record(path: str, told: Told, event: Event) -> list[Any]:
    outlets = [said.source.outlet for said in told.said if said.source.outlet]
    titles = [said.source.title for said in told.said]
    quotes = ["".join(piece.text for piece in said.pieces) for said in told.said]
    return [
        told.id,
        path,
        told.title,
        told.when,
        *days_of(event.when),
        told.stance,
        list(dict.fromkeys(outlets or titles)),
        list(told.actors),
        list(told.places),
        "\n".join(dict.fromkeys([*quotes, *titles])),
        shown_importance(event),
        list(told.themes),
        told.sure,
    ]


def _words_of(number: int, listed: Sequence[_Listed], search: File, views: Views) -> File:
    """The words in a file of the search as another."""

    def texts() -> Iterator[str]:
        for period, first, last in listed:
            for event in tuple(period.year.events)[first:last]:
                _, _, title, *_, outlets, actors, places, words, _, _, _ = _record(
                    period.path, views[event.id], event
                )
                yield "\n".join((title, words, *actors, *places, *outlets))

    made_of = made_of_all(*(piece.made_of for piece in search.pieces))
    made_of = made_of and digest(made_of, b"words")
    piece = Piece(made_of, lambda: vocabulary_script(number, texts()))
    return File(f"static/words-{number}.js", (piece,))


def _where(periods: Sequence[Period], views: Views) -> Iterator[File]:
    parts: list[dict[str, str]] = [{} for _ in range(_WHERE_PARTS)]
    parts_of = views.parts
    for period in periods:
        names = [name for one in period.year.events for name in (one.id, *parts_of[one.id])]
        shelves: list[list[str]] = [[] for _ in range(_WHERE_PARTS)]
        for name, sum_ in zip(names, _sums(names), strict=True):
            shelves[sum_ % _WHERE_PARTS].append(name)
        for part, shelf in zip(parts, shelves, strict=True):
            if shelf:
                part[period.path] = " ".join(shelf)
    for at, part in enumerate(parts):
        told = _json(part)
        yield File(f"static/where-{at}.js", (fixed(f"timeline.where({told});\n".encode()),))


def _sums(names: Sequence[str]) -> list[int]:
    """The sum of the code points of each name."""
    if "".join(names).isascii():
        return [sum(name.encode()) for name in names]
    return [sum(map(ord, name)) for name in names]


def _json(value: object) -> str:
    """ASCII only, and nothing in it that could end a script."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
