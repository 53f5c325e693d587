"""The earlier build of a site and a new timeline to the story's changelog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from timeline.diff import DATA_NAME, Change, compare, read_telling, telling_of
from timeline.errors import SourceError
from timeline.model import Timeline

HISTORY_NAME = "changes.json"
SCHEMA_VERSION = 1
_MOST_ENTRIES = 200


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


def continue_history(timeline: Timeline, day: str, out: Path, since: Path | None = None) -> History:
    """The changelog after a build: that of the earlier one, and what this one tells differently.

    ``out`` is the folder the site goes to, ``since`` another earlier build to compare with, which
    must be there.  A first build has no changes,
    and one that tells the same leaves the changelog as it is.
    """
    before = since if since is not None else out
    if since is None and not (out / DATA_NAME).is_file():
        return History()
    try:
        old = read_telling(before)
    except SourceError:
        if since is not None:
            raise
        return History()
    history = _read(before / HISTORY_NAME) if before.is_dir() else History()
    changes = compare(old, telling_of(timeline))
    if not changes:
        return history
    return History((Entry(day, changes), *history.entries)[:_MOST_ENTRIES])


def history_json(history: History) -> bytes:
    """A changelog as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(history), indent=1) + b"\n"


def _read(file: Path) -> History:
    """The changelog of an earlier build; an empty one where it is missing or broken."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=History)
        for entry in found.entries:
            date.fromisoformat(entry.day)
    except (msgspec.MsgspecError, OSError, ValueError, RecursionError):
        return History()
    return found
