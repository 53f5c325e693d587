"""Records to JSON, indented or a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from timeline.exports.export import Export, Setting
from timeline.exports.records import SCHEMA_VERSION, Rows, event_record, iso_day, timeline_parts
from timeline.model import Timeline
from timeline.pieces import NO_PRINTS, Piece, Prints, fixed, joined, made_of_all
from timeline.summary import ToldDay

_OPENING, _AMID = b"[\n    ", b",\n    "
"""What stands before the first records of a list, and before others."""


def join_lines(records: Iterable[dict[str, Any]]) -> str:
    """Records as JSON Lines, keys in the order given."""
    return "".join(msgspec.json.encode(record).decode() + "\n" for record in records)


def indented(record: Any) -> str:
    """A value as indented JSON, ending in a newline."""
    return _indented(record).decode() + "\n"


def events_json(timeline: Timeline) -> str:
    """A timeline as indented JSON."""
    return joined(json_pieces(timeline)).decode()


def write_json(timeline: Timeline, setting: Setting) -> Export:
    """A whole timeline as one JSON value."""
    return Export(joined(json_pieces(timeline)))


def json_pieces(timeline: Timeline, prints: Prints = NO_PRINTS) -> Iterator[Piece]:
    """A timeline as indented JSON, piece after piece."""
    before = "{"
    for name, value in timeline_parts(timeline):
        yield fixed(f'{before}\n  "{name}": '.encode())
        before = ","
        if not isinstance(value, Rows):
            yield fixed(_indented(value))
            continue
        opening, common = _OPENING, prints.of("json", name, _OPENING)
        for items, known in prints.blocks(value.items):
            make = partial(_rows, value.record, items, opening)
            yield Piece(made_of_all(known, common), make, records=len(items))
            if opening is _OPENING:
                opening, common = _AMID, prints.of("json", name, _AMID)
        yield fixed(b"\n  ]" if value.items else b"[]")
    yield fixed(b"\n}\n")


def _rows(record: Callable[[Any], dict[str, Any]], items: Sequence[Any], opening: bytes) -> bytes:
    rows = (_indented(record(item)).replace(b"\n", b"\n    ") for item in items)
    return opening + _AMID.join(rows)


def _indented(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def write_jsonl(timeline: Timeline, setting: Setting) -> Export:
    """The events of a timeline, one JSON value a line."""
    version = {"schema_version": SCHEMA_VERSION}
    return Export(join_lines(version | event_record(one) for one in timeline.events).encode())


def summary_json(days: Iterable[ToldDay]) -> str:
    """The days of a summary as indented JSON, in the order of time, each with its rank by score."""
    ranked = sorted(days, key=lambda told: (-told.score, told.day))
    ranks = {told.day: rank for rank, told in enumerate(ranked, 1)}
    return indented(
        [
            {
                "schema_version": SCHEMA_VERSION,
                "date": iso_day(told.day),
                "score": told.score,
                "rank": ranks[told.day],
                "summary": [one.text for one in told.sentences],
                "passages": [
                    {"doc": one.document, "start": one.start, "end": one.end}
                    for one in told.sentences
                ],
            }
            for told in sorted(ranked, key=lambda told: told.day)
        ]
    )
