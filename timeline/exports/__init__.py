"""Write what was found for other programs: tags, dates and events, in formats of a table."""

from timeline.exports.account import account_of, by_id
from timeline.exports.atom import atom_pieces, changes_feed
from timeline.exports.calendar import ics_pieces
from timeline.exports.csv_table import CSV_COLUMNS, csv_pieces, events_csv
from timeline.exports.export import Export, Setting, site_of
from timeline.exports.formats import FORMATS, Format
from timeline.exports.json_text import events_json, join_lines, json_pieces, summary_json
from timeline.exports.parquet import PARQUET_COLUMNS, PASSAGE_FIELDS
from timeline.exports.records import (
    SCHEMA_VERSION,
    dating_of,
    event_record,
    iso_day,
    tags_of,
    timeline_record,
)

__all__ = [
    "CSV_COLUMNS",
    "FORMATS",
    "PARQUET_COLUMNS",
    "PASSAGE_FIELDS",
    "SCHEMA_VERSION",
    "Export",
    "Format",
    "Setting",
    "account_of",
    "atom_pieces",
    "by_id",
    "changes_feed",
    "csv_pieces",
    "dating_of",
    "event_record",
    "events_csv",
    "events_json",
    "ics_pieces",
    "iso_day",
    "join_lines",
    "json_pieces",
    "site_of",
    "summary_json",
    "tags_of",
    "timeline_record",
]
