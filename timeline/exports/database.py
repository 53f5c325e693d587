"""A timeline to a SQLite database, whose tables lead to each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from timeline.curation import correction_in_words
from timeline.exports.export import Export, Setting
from timeline.exports.places import iso_date
from timeline.exports.records import SCHEMA_VERSION, iso_day
from timeline.interval import Interval, to_edtf
from timeline.model import Document, Event, Timeline

TABLES = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, source TEXT, url TEXT, language TEXT, path TEXT,
    date TEXT, low TEXT, high TEXT, method TEXT, share REAL
);
CREATE TABLE events (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, start TEXT, "end" TEXT, edtf TEXT NOT NULL,
    "when" TEXT NOT NULL, granularity TEXT NOT NULL, stance TEXT NOT NULL,
    confidence REAL, importance REAL, pinned INTEGER NOT NULL,
    outcome_of TEXT REFERENCES events (id), led_to TEXT REFERENCES events (id)
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL REFERENCES events (id),
    document TEXT NOT NULL REFERENCES documents (id), quote TEXT NOT NULL, stance TEXT NOT NULL,
    attribution TEXT, words TEXT, why TEXT, anchor TEXT, edtf TEXT, start INTEGER, "end" INTEGER
);
CREATE TABLE actors (
    event TEXT NOT NULL REFERENCES events (id), name TEXT NOT NULL, PRIMARY KEY (event, name)
);
CREATE TABLE places (
    event TEXT NOT NULL REFERENCES events (id), name TEXT NOT NULL, PRIMARY KEY (event, name)
);
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL REFERENCES events (id), what TEXT NOT NULL
);
CREATE TABLE undated (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (id),
    quote TEXT NOT NULL, words TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE disagreements (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL REFERENCES events (id), about TEXT,
    edtf TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (id), quote TEXT NOT NULL
);
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
CREATE INDEX events_by_start ON events (start);
CREATE INDEX passages_by_event ON passages (event);
CREATE INDEX passages_by_document ON passages (document);
"""
"""The names are those of the JSON; ``about`` holds the title and the version of these tables."""

Row = tuple[object, ...]


def write_sqlite(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as a database that Datasette opens; the same bytes with the same SQLite."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        for table, rows in _tables(timeline):
            for row in rows:
                marks = ", ".join("?" * len(row))
                database.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own names
        database.commit()
        database.execute("VACUUM")
        return Export(database.serialize())


def _tables(timeline: Timeline) -> Iterator[tuple[str, Iterable[Row]]]:
    events = timeline.events
    known = {event.id for event in events}
    yield "about", (("title", timeline.title), ("schema_version", str(SCHEMA_VERSION)))
    yield "documents", map(_document, timeline.documents)
    yield "events", (_event(event, known) for event in events)
    yield (
        "passages",
        (
            (
                None,
                event.id,
                one.document,
                one.quote,
                one.stance.value,
                one.attribution or None,
                one.resolution.mention.surface,
                one.resolution.why,
                one.resolution.anchor,
                None if one.resolution.when is None else to_edtf(one.resolution.when),
                one.start,
                one.end,
            )
            for event in events
            for one in event.passages
        ),
    )
    yield "actors", _names((event.id, event.actors) for event in events)
    yield "places", _names((event.id, event.places) for event in events)
    yield (
        "corrections",
        (
            (None, event.id, correction_in_words(one))
            for event in events
            for one in event.corrections
        ),
    )
    yield (
        "undated",
        ((None, one.document, one.quote, one.words, one.reason) for one in timeline.undated),
    )
    yield (
        "disagreements",
        (
            (None, one.event, one.about, to_edtf(when), passage.document, passage.quote)
            for one in timeline.disagreements
            if one.event in known
            for when, passages in one.sides
            for passage in passages
        ),
    )


def _document(one: Document) -> Row:
    found = one.publication
    about = (one.id, one.title, one.source or None, one.url or None, one.language, one.path)
    if found is None:
        return (*about, None, None, None, None, None)
    days = (iso_day(found.day), iso_day(found.low), iso_day(found.high))
    return (*about, *days, found.method.value, found.share)


def _event(event: Event, known: set[str]) -> Row:
    links = (name if name in known else None for name in (event.outcome_of, event.led_to))
    return (
        event.id,
        event.title,
        *_days(event.when),
        to_edtf(event.when),
        event.told_when,
        event.when.granularity.label,
        event.stance.value,
        round(event.confidence, 3),
        round(event.importance, 3),
        event.pinned,
        *links,
    )


def _days(when: Interval) -> tuple[str | None, str | None]:
    """The first and the last day, inclusive; None where open."""
    first = None if when.start is None else iso_date(when.start)
    last = None if when.end is None else iso_date(when.end - 1)
    return first, last


def _names(events: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Row]:
    for event, names in events:
        yield from ((event, name) for name in dict.fromkeys(names))
