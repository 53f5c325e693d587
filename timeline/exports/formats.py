"""The formats that events are written in, by the name that is typed."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from timeline.exports.atom import write_atom
from timeline.exports.calendar import write_ics
from timeline.exports.csv_table import write_csv
from timeline.exports.database import write_sqlite
from timeline.exports.export import Export, Setting
from timeline.exports.json_text import write_json, write_jsonl
from timeline.exports.jsonld import write_jsonld
from timeline.exports.markwhen import write_markwhen
from timeline.exports.parquet import write_parquet
from timeline.exports.timelinejs import write_timelinejs
from timeline.exports.vis import write_vis
from timeline.model import Timeline


class Format(Struct, frozen=True):
    """A format: what writes it, and whether it is a text."""

    write: Callable[[Timeline, Setting], Export]
    is_text: bool = True


FORMATS: dict[str, Format] = {
    "json": Format(write_json),
    "jsonl": Format(write_jsonl),
    "csv": Format(write_csv),
    "ics": Format(write_ics),
    "timelinejs": Format(write_timelinejs),
    "vis": Format(write_vis),
    "atom": Format(write_atom),
    "jsonld": Format(write_jsonld),
    "markwhen": Format(write_markwhen),
    "sqlite": Format(write_sqlite, is_text=False),
    "parquet": Format(write_parquet, is_text=False),
}
