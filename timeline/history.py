"""The earlier build of a site and a new timeline to the story's changelog."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from timeline.cache import NO_CACHE, Cache
from timeline.diff import (
    DATA_NAME,
    Change,
    Telling,
    ToldDocument,
    ToldEvent,
    compare,
    read_telling,
    telling_of,
)
from timeline.errors import SourceError
from timeline.model import Timeline
from timeline.pieces import NO_PRINTS, Prints

HISTORY_NAME = "changes.json"
SCHEMA_VERSION = 1
_MOST_ENTRIES = 200
_AT_ONCE = 1024 * 1024
_BETWEEN = b"\n    },\n    {\n"
_END = b"\n    }"
_OPENING = re.compile(rb'^  "(\w+)": \[\n    \{\n', re.MULTILINE)
"""What stands between two records of the JSON that a build wrote, after one, before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one build told differently from the one before; ``day`` as YYYY-MM-DD."""

    day: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The changelog of a story, the newest entry first."""

    entries: tuple[Entry, ...] = ()
    schema_version: int = SCHEMA_VERSION


class _Known(NamedTuple):
    """The digests of what a build told, by id."""

    events: dict[str, bytes]
    articles: dict[str, bytes]


_KNOWN = msgspec.msgpack.Decoder(_Known)


def continue_history(
    timeline: Timeline,
    day: str,
    out: Path,
    since: Path | None = None,
    *,
    prints: Prints = NO_PRINTS,
    cache: Cache = NO_CACHE,
) -> History:
    """The changelog after a build: that of the earlier one, and what this one tells differently.

    ``out`` is the folder the site goes to, ``since`` another earlier build to compare with, which
    must be there.  A first build has no changes, and one that tells the same leaves the changelog
    as it is.  Where ``cache`` knows what the earlier build told, only what is new is compared.
    """
    before = since if since is not None else out
    if since is None and not (out / DATA_NAME).is_file():
        return History()
    try:
        old, new = _tellings(timeline, before, prints, cache)
    except SourceError:
        if since is not None:
            raise
        return History()
    history = _read(before / HISTORY_NAME) if before.is_dir() else History()
    changes = compare(old, new)
    if not changes:
        return history
    return History((Entry(day, changes), *history.entries)[:_MOST_ENTRIES])


def keep_telling(timeline: Timeline, told: str, prints: Prints, cache: Cache) -> None:
    """Remember what a timeline tells by the digest of its JSON (SHA-256, in hexadecimal)."""
    if told and cache.is_on:
        known = _Known(_event_prints(timeline, prints), prints.articles)
        cache.keep(_key(told, cache), msgspec.msgpack.encode(known))


def history_json(history: History) -> bytes:
    """A changelog as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(history), indent=1) + b"\n"


def _tellings(
    timeline: Timeline, before: Path, prints: Prints, cache: Cache
) -> tuple[Telling, Telling]:
    """What the earlier build and the new timeline tell, but for what both tell alike."""
    file = before / DATA_NAME if before.is_dir() else before
    known = _known(file, cache) if cache.is_on else None
    if known is None:
        new = telling_of(timeline.events, timeline.documents, timeline.hidden)
        return read_telling(before), new
    articles = _others(known.articles, prints.articles)
    documents = [one for one in timeline.documents if one.id in articles]
    ids = _others(known.events, _event_prints(timeline, prints))
    while True:
        events = [event for event in timeline.events if event.id in ids]
        old, new = _read_some(file, ids, articles), telling_of(events, documents, timeline.hidden)
        parts = {part for event in (*old.events, *new.events) for part in event.parts}
        more = {
            event.id
            for event in timeline.events
            if event.id not in ids and not parts.isdisjoint(event.parts)
        }
        if not more:
            return old, new
        ids |= more


def _event_prints(timeline: Timeline, prints: Prints) -> dict[str, bytes]:
    return {event.id: prints.event(event.id) for event in timeline.events}


def _others(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> set[str]:
    """The names of what is in one alone, or not the same, or not known."""
    alike = (name for name, told in new.items() if told and old.get(name) == told)
    return {*old, *new}.difference(alike)


def _known(file: Path, cache: Cache) -> _Known | None:
    """The digests of what a build told whose JSON a file is; None where that is not known."""
    try:
        with file.open("rb") as content:
            told = hashlib.file_digest(content, "sha256").hexdigest()
        found = cache.recall(_key(told, cache))
        return None if found is None else _KNOWN.decode(found)
    except (OSError, msgspec.MsgspecError):
        return None


def _key(told: str, cache: Cache) -> bytes:
    return cache.key("telling", told.encode())


def _read_some(file: Path, events: Collection[str], articles: Collection[str]) -> Telling:
    """Some events and documents of the JSON that a build wrote; OSError where it is gone."""
    wanted = {
        b"events": {b'      "id": ' + msgspec.json.encode(name) for name in events},
        b"documents": {b'      "doc": ' + msgspec.json.encode(name) for name in articles},
    }
    found: dict[bytes, list[bytes]] = {section: [] for section in wanted}
    for section, record in _records(file):
        if section not in wanted:
            continue
        first = record.partition(b",\n")[0]
        if first in wanted[section]:
            found[section].append(b"{%s}" % record)
    return Telling(
        tuple(msgspec.json.decode(one, type=ToldEvent) for one in found[b"events"]),
        tuple(msgspec.json.decode(one, type=ToldDocument) for one in found[b"documents"]),
    )


def _records(file: Path) -> Iterator[tuple[bytes, bytes]]:
    """The records of the JSON that a build wrote, without their braces, and the list they are in.

    No line break is within a string of JSON, so that where a record ends is told by its indent.
    """
    section = rest = b""
    with file.open("rb") as content:
        while piece := content.read(_AT_ONCE):
            *parts, rest = (rest + piece).split(_BETWEEN)
            for part in parts:
                *ended, last = _OPENING.split(part)
                for at in range(0, len(ended), 2):
                    yield section, ended[at].partition(_END)[0]
                    section = ended[at + 1]
                yield section, last
    yield section, rest.partition(_END)[0]


def _read(file: Path) -> History:
    """The changelog of an earlier build; an empty one where it is missing or broken."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=History)
        for entry in found.entries:
            date.fromisoformat(entry.day)
    except (msgspec.MsgspecError, OSError, ValueError, RecursionError):
        return History()
    return found
