"""A timeline to a Parquet file, one row an event, for DuckDB, pandas, Spark and their like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from typing import Any

from timeline.curation import correction_in_words
from timeline.errors import TimelineError
from timeline.exports.export import Export, Setting
from timeline.exports.records import SCHEMA_VERSION
from timeline.interval import to_edtf
from timeline.model import Event, Passage, Timeline

TEXT, TEXTS, DAY, NUMBER, TRUTH, PASSAGES = (
    "string",
    "list of strings",
    "date",
    "double",
    "boolean",
    "list of records",
)
"""The types of columns; anything may be null but texts that are always there."""

PARQUET_COLUMNS: dict[str, str] = {
    "id": TEXT,
    "title": TEXT,
    "start": DAY,
    "end": DAY,
    "edtf": TEXT,
    "when": TEXT,
    "granularity": TEXT,
    "stance": TEXT,
    "actors": TEXTS,
    "places": TEXTS,
    "confidence": NUMBER,
    "importance": NUMBER,
    "outcome_of": TEXT,
    "led_to": TEXT,
    "pinned": TRUTH,
    "corrections": TEXTS,
    "sources": TEXTS,
    "passages": PASSAGES,
}
PASSAGE_FIELDS = (
    "doc",
    "quote",
    "stance",
    "attribution",
    "words",
    "rule",
    "edtf",
    "why",
    "anchor",
)
"""The fields of a record in ``passages``, texts all of them."""
_PORTION = 50_000
"""Rows that stand together in the file, and are made at a time."""
_FIRST, _LAST = 1, date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()


def write_parquet(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as Parquet; the same bytes with the same pyarrow.

    TimelineError where the extra ``parquet`` is not installed.
    """
    arrow, parquet = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    about = {"title": _text(timeline.title), "schema_version": str(SCHEMA_VERSION)}
    schema = arrow.schema(_fields(arrow), metadata=about)
    sink = arrow.BufferOutputStream()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for at in range(0, max(len(timeline.events), 1), _PORTION):
            columns: dict[str, list[Any]] = {name: [] for name in PARQUET_COLUMNS}
            for event in timeline.events[at : at + _PORTION]:
                for column, value in zip(columns.values(), _row(event), strict=True):
                    column.append(value)
            writer.write_table(arrow.table(columns, schema=schema))
    return Export(sink.getvalue().to_pybytes())


def _arrow(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise TimelineError(
            "Parquet needs the extra “parquet”, which is not installed",
            remedy='Install it with: pip install "timeline-site[parquet]", or ask for jsonl.',
        ) from error


def _fields(arrow: Any) -> Iterator[Any]:
    told = arrow.struct([(name, arrow.string()) for name in PASSAGE_FIELDS])
    types = {
        TEXT: arrow.string(),
        TEXTS: arrow.list_(arrow.string()),
        DAY: arrow.date32(),
        NUMBER: arrow.float64(),
        TRUTH: arrow.bool_(),
        PASSAGES: arrow.list_(told),
    }
    for name, kind in PARQUET_COLUMNS.items():
        yield arrow.field(name, types[kind])


def _row(event: Event) -> tuple[Any, ...]:
    """The values of an event, in the order of ``PARQUET_COLUMNS``."""
    first, last = event.when.days
    return (
        event.id,
        _text(event.title),
        _day(first),
        _day(last),
        to_edtf(event.when),
        event.told_when,
        event.when.granularity.label,
        event.stance.value,
        _texts(event.actors),
        _texts(event.places),
        round(event.confidence, 3),
        round(event.importance, 3),
        event.outcome_of or None,
        event.led_to or None,
        event.pinned,
        _texts(map(correction_in_words, event.corrections)),
        _texts(dict.fromkeys(passage.document for passage in event.passages)),
        [dict(zip(PASSAGE_FIELDS, _passage(one), strict=True)) for one in event.passages],
    )


def _passage(passage: Passage) -> tuple[str | None, ...]:
    read = passage.resolution
    return (
        _text(passage.document),
        _text(passage.quote),
        passage.stance.value,
        _text(passage.attribution) or None,
        _text(read.mention.surface),
        read.mention.rule,
        None if read.when is None else to_edtf(read.when),
        _text(read.why),
        _text(read.anchor),
    )


def _day(day: int | None) -> int | None:
    """A day as Parquet counts it, from 1970; None outside the years that readers can show."""
    return None if day is None or not _FIRST <= day <= _LAST else day - _EPOCH


def _texts(texts: Iterable[str]) -> list[str]:
    return [_text(one) for one in texts]


def _text(text: str) -> str:
    """A text without halves of characters, which no file of UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode()
