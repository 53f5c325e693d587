"""Records to JSON, indented or a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import msgspec

from timeline.exports.export import Export, Setting
from timeline.exports.records import SCHEMA_VERSION, event_record, iso_day, timeline_parts
from timeline.model import Timeline
from timeline.summary import ToldDay


def join_lines(records: Iterable[dict[str, Any]]) -> str:
    """Records as JSON Lines, keys in the order given."""
    return "".join(msgspec.json.encode(record).decode() + "\n" for record in records)


def indented(record: Any) -> str:
    """A value as indented JSON, ending in a newline."""
    return _indented(record).decode() + "\n"


def events_json(timeline: Timeline) -> str:
    """A timeline as indented JSON."""
    return _events_json(timeline).decode()


def write_json(timeline: Timeline, setting: Setting) -> Export:
    """A whole timeline as one JSON value."""
    return Export(_events_json(timeline))


def _events_json(timeline: Timeline) -> bytes:
    """A timeline as indented JSON, whose records are never all there at once."""
    written = BytesIO()
    before = b"{"
    for name, value in timeline_parts(timeline):
        written.write(b'%s\n  "%s": ' % (before, name.encode()))
        before = b","
        if isinstance(value, Iterator):
            opening = b"[\n    "
            for item in value:
                written.write(opening + _indented(item).replace(b"\n", b"\n    "))
                opening = b",\n    "
            written.write(b"\n  ]" if opening.startswith(b",") else b"[]")
        else:
            written.write(_indented(value))
    written.write(b"\n}\n")
    return written.getvalue()


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
