"""The earlier build of a site and a new timeline to the story's changelog."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

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
from timeline.model import Event, Timeline
from timeline.pieces import NO_PRINTS, Prints

T = TypeVar("T")
HISTORY_NAME = "changes.json"
SCHEMA_VERSION = 1
_MOST_ENTRIES = 200


class Entry(msgspec.Struct, frozen=True):
    """What one build told differently from the one before; ``day`` as YYYY-MM-DD."""

    day: str
    changes: tuple[Change, ...]


class History(msgspec.Struct, frozen=True):
    """The changelog of a story, the newest entry first."""

    entries: tuple[Entry, ...] = ()
    schema_version: int = SCHEMA_VERSION


class Span(NamedTuple):
    """Where some records are in a file: the first byte, how many bytes, how many records."""

    start: int
    size: int
    records: int


class _Known(NamedTuple):
    """The digests of what a build told, by id, in the order of its JSON, and where it is there."""

    events: dict[str, bytes]
    articles: dict[str, bytes]
    spans: tuple[Span, ...]


_KNOWN = msgspec.msgpack.Decoder(_Known)


def continue_history(
    timeline: Timeline,
    day: str,
    out: Path,
    since: Path | None = None,
    *,
    prints: Prints = NO_PRINTS,
    cache: Cache = NO_CACHE,
    told: str = "",
) -> History:
    """The changelog after a build: that of the earlier one, and what this one tells differently.

    ``out`` is the folder the site goes to, ``since`` another earlier build to compare with, which
    must be there.  A first build has no changes, and one that tells the same leaves the changelog
    as it is.  Where ``cache`` knows what the earlier build told, only what is new is compared;
    ``told`` is the digest of the JSON in ``out``, where that is known.
    """
    before = since if since is not None else out
    if since is None and not (out / DATA_NAME).is_file():
        return History()
    try:
        told = told if since is None else ""
        old, new = _tellings(timeline, before, told, prints, cache)
    except SourceError:
        if since is not None:
            raise
        return History()
    history = _read(before / HISTORY_NAME) if before.is_dir() else History()
    changes = compare(old, new)
    if not changes:
        return history
    return History((Entry(day, changes), *history.entries)[:_MOST_ENTRIES])


def keep_telling(
    timeline: Timeline, told: str, spans: Sequence[Span], prints: Prints, cache: Cache
) -> None:
    """Remember what a timeline tells by the digest of its JSON (SHA-256, in hexadecimal).

    ``spans`` tell where its documents and events are there; without them it was told before.
    """
    if told and spans and cache.is_on:
        known = _Known(_event_prints(timeline, prints), prints.articles, tuple(spans))
        cache.keep(_key(told, cache), msgspec.msgpack.encode(known))


def history_json(history: History) -> bytes:
    """A changelog as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(history), indent=1) + b"\n"


def _tellings(
    timeline: Timeline, before: Path, told: str, prints: Prints, cache: Cache
) -> tuple[Telling, Telling]:
    """What the earlier build and the new timeline tell, but for what both tell alike."""
    file = before / DATA_NAME if before.is_dir() else before
    known = _known(file, told, cache) if cache.is_on else None
    if known is not None:
        with suppress(OSError, msgspec.MsgspecError):  # it was changed a moment ago
            return _other_tellings(timeline, file, known, prints)
    return read_telling(before), telling_of(timeline.events, timeline.documents, timeline.hidden)


def _other_tellings(
    timeline: Timeline, file: Path, known: _Known, prints: Prints
) -> tuple[Telling, Telling]:
    articles = _others(known.articles, prints.articles)
    documents = [one for one in timeline.documents if one.id in articles]
    ids = _others(known.events, _event_prints(timeline, prints))
    while True:
        events = [event for event in timeline.events if event.id in ids]
        old = _read_some(file, known, ids, articles)
        new = telling_of(events, documents, timeline.hidden)
        parts = {part for event in (*old.events, *new.events) for part in event.parts}
        more = _telling_of_any(timeline.events, parts) - ids
        if not more:
            return old, new
        ids |= more


def _telling_of_any(events: Iterable[Event], parts: AbstractSet[str]) -> set[str]:
    """The ids of the events that are told by some of these statements."""
    if not parts:
        return set()
    return {
        event.id
        for event in events
        for each in event.passages
        if each.statement in parts or (not each.statement and event.id in parts)
    }


def _event_prints(timeline: Timeline, prints: Prints) -> dict[str, bytes]:
    if not timeline.hidden and len(prints.events) == len(timeline.events):
        return prints.events  # they are of these events, in their order
    known = prints.events.get
    return {event.id: known(event.id, b"") for event in timeline.events}


def _others(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> set[str]:
    """The names of what is in one alone, or not the same, or not known."""
    there = [*map(old.get, new)]
    if there == [*new.values()] and b"" not in there:  # as with events it mostly is
        return {*old.keys() - new.keys()}
    differ = {
        name
        for (name, told), before in zip(new.items(), there, strict=True)
        if not told or before != told
    }
    return differ | (old.keys() - new.keys())


def _known(file: Path, told: str, cache: Cache) -> _Known | None:
    """The digests of what a build told whose JSON a file is; None where that is not known.

    ``told`` is the digest of the file, empty where nobody knows it yet.
    """
    try:
        if not told:
            with file.open("rb") as content:
                told = hashlib.file_digest(content, "sha256").hexdigest()
        found = cache.recall(_key(told, cache))
        return None if found is None else _KNOWN.decode(found)
    except (OSError, msgspec.MsgspecError):
        return None


def _key(told: str, cache: Cache) -> bytes:
    return cache.key("telling", told.encode())


def _read_some(
    file: Path, known: _Known, events: AbstractSet[str], articles: AbstractSet[str]
) -> Telling:
    """Some events and documents of the JSON that a build wrote; OSError where it is gone."""
    count = len(known.articles)
    with file.open("rb") as content:
        documents = _read_list(content, known.spans, [*known.articles], 0, articles, ToldDocument)
        told = _read_list(content, known.spans, [*known.events], count, events, ToldEvent)
    return Telling(
        tuple(one for one in told if one.id in events),
        tuple(one for one in documents if one.doc in articles),
    )


def _read_list(
    content: BinaryIO,
    spans: Sequence[Span],
    names: Sequence[str],
    before: int,
    wanted: AbstractSet[str],
    kind: type[T],
) -> list[T]:
    """The records in all spans in which one is wanted.

    ``names`` are those of the list's records, ``before`` how many records precede them.
    """
    found: list[T] = []
    at = -before
    for span in spans:
        first, at = at, at + span.records
        if at > 0 and not wanted.isdisjoint(names[max(first, 0) : at]):
            content.seek(span.start)
            records = content.read(span.size).partition(b"{")
            found += msgspec.json.decode(b"[{%s]" % records[2], type=list[kind])  # type: ignore[valid-type]
    return found


def _read(file: Path) -> History:
    """The changelog of an earlier build; an empty one where it is missing or broken."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=History)
        for entry in found.entries:
            date.fromisoformat(entry.day)
    except (msgspec.MsgspecError, OSError, ValueError, RecursionError):
        return History()
    return found
