"""A folder to a store of what was worked out, by key; what is foreign or broken is not there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from timeline.cache.fingerprint import PRINT_SIZE, code_print, code_stand, digest

CACHE_FILE = "timeline-cache.sqlite3"
LEAST_BOUND = 256 * 1024 * 1024
"""Up to so many bytes nothing is ever dropped."""
_TIMES_USED = 4
"""A larger store is cut to so many times what the last build used of it."""
_APPLICATION = 0x544C4E33
"""SQLite's mark of our own files: "TLN3"; the last byte counts the layouts."""
_PORTION = 8 * 1024 * 1024
"""Bytes after which new entries are committed, so that a killed build keeps most of its work."""
_PATIENCE_SECONDS = 0.2
"""How long another build is waited for before this one goes on without the store."""
_ROUNDED = 3_000_000_000
"""Nanoseconds; FAT rounds times to two seconds."""
_FARTHEST = 128
"""Entries that are read ahead at most."""
_LONG = 64 * 1024
"""Bytes from which on an entry is not read ahead."""
_LOOKED_UP = "SELECT id, value, told FROM entry WHERE key = ?"
_AHEAD = "SELECT key, id, value, told FROM entry WHERE id > ? AND id <= ? AND length(value) < ?"
_KEPT = "INSERT INTO entry (key, value, told) VALUES (?, ?, ?)"


_Row: TypeAlias = tuple[int, object, object]
"""The number of an entry, its value, and what tells whether that is as it was kept."""


class _Run:
    """Entries that were kept one after the other and are asked for so again, as they are read."""

    def __init__(self) -> None:
        self.rows: dict[object, _Row] = {}
        self._end = 0
        self._reach = 0

    def goes_on_at(self, number: int) -> bool:
        """Whether an entry is the next one that was not read; a few may be missing between."""
        return self._end < number <= self._end + _FARTHEST

    def read_from(self, number: int, base: sqlite3.Connection) -> None:
        """Read some entries after one; the more of the last were asked for, the more."""
        useful = 2 * len(self.rows) <= self._reach
        self._reach = min(max(2 * self._reach, 1), _FARTHEST) if useful else 1
        self._end = number + self._reach
        ahead = base.execute(_AHEAD, (number, self._end, _LONG))
        self.rows = {row[0]: row[1:] for row in ahead}


class Cache:
    """Values by key.  Whatever goes wrong with the file, a value is whole or is not there.

    Another build may hold the file: then nothing is found and nothing is kept.  Not for several
    threads or processes.
    """

    def __init__(self, folder: Path | None, least_bound: int = LEAST_BOUND) -> None:
        self._file = None if folder is None else folder / CACHE_FILE
        self._base: sqlite3.Connection | None = None
        self._used: set[int] = set()
        self._used_bytes = 0
        self._unsaved = 0
        self._kept = False
        self._run, self._other = _Run(), _Run()
        self._least_bound = least_bound
        self._code = b""
        self.opened = 0
        """When it was opened, as the disk says, less what any disk rounds: whatever changed before
        has another time if it changes again.  In nanoseconds; 0 where nothing can be said."""
        if folder is not None and self._file is not None:
            self._base = _open(folder, self._file)
            self.opened = _now(self._file) - _ROUNDED

    @property
    def is_on(self) -> bool:
        """Whether there is a file to find things in."""
        return self._base is not None

    def place(self, name: str) -> Path | None:
        """A place for a file or folder beside the file; None where there is no file."""
        return self._file.with_name(name) if self._base is not None and self._file else None

    def key(self, kind: str, *parts: bytes) -> bytes:
        """What a value is found by: its kind, what it was made of, and our code and rules."""
        self._code = self._code or self._code_print()
        return digest(kind.encode(), self._code, *parts)

    def _code_print(self) -> bytes:
        """The digest of our code: the one that is remembered where our files stand as they stood.

        What changed shortly before is read: a further change in the same tick would not show.
        """
        if self._base is None:
            return code_print()
        try:
            stand, changed = code_stand()
        except OSError:
            return code_print()
        key = digest(b"code", stand)
        stood = 0 < changed < self.opened
        known = self.recall(key) if stood else None
        if known is not None and len(known) == PRINT_SIZE:
            return known
        told = code_print()
        if stood:
            self.keep(key, told)
        return told

    def recall(self, key: bytes) -> bytes | None:
        """The value kept under a key, None where there is none or it is not as it was kept."""
        row = self._run.rows.pop(key, None) or self._other.rows.pop(key, None)
        row = row or self._look_up(key)
        if row is None:
            return None
        number, value, told = row
        if not isinstance(value, bytes) or told != _check_of(key, value):
            return None
        self._used.add(number)
        self._used_bytes += len(value)
        return value

    def _look_up(self, key: bytes) -> _Row | None:
        """The row of a key; some that were kept right after it are read ahead.

        What is kept one after the other is mostly asked for so again, but for what was kept anew
        since and stands at the end: one run is gone on with where another breaks off.
        """
        if self._base is None:
            return None
        try:
            row: _Row | None = self._base.execute(_LOOKED_UP, (key,)).fetchone()
            if row is None:
                return None
            if self._other.goes_on_at(row[0]):
                self._run, self._other = self._other, self._run
            elif not self._run.goes_on_at(row[0]):
                self._other = _Run()
                self._other.read_from(row[0], self._base)
                return row
            self._run.read_from(row[0], self._base)
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        return row

    def has(self, key: bytes) -> bool:
        """Whether something is kept under a key, whole or not."""
        if self._base is None:
            return False
        try:
            found = self._base.execute("SELECT 1 FROM entry WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return False
        return found is not None

    def keep(self, key: bytes, value: bytes) -> None:
        """Keep a value under a key, instead of what may be there."""
        if self._base is None:
            return
        for run in (self._run, self._other):
            run.rows.pop(key, None)
        try:
            self._base.execute("DELETE FROM entry WHERE key = ?", (key,))
            made = self._base.execute(_KEPT, (key, value, _check_of(key, value)))
            self._used.add(made.lastrowid or 0)
            self._used_bytes += len(value)
            self._unsaved += len(value)
            self._kept = True
            if self._unsaved > _PORTION:
                self._base.commit()
                self._unsaved = 0
        except sqlite3.Error as error:
            self._give_up(error)

    def save(self) -> None:
        """Put what is new where other builds find it."""
        self._do(sqlite3.Connection.commit)

    def close(self) -> None:
        """Save what is new, drop the oldest of what was not used where there is too much."""
        if self._kept:
            self._do(self._prune)
        self._do(sqlite3.Connection.commit)
        self._do(sqlite3.Connection.close)
        self._base = None

    def _do(self, act: Callable[[sqlite3.Connection], None]) -> None:
        if self._base is not None:
            try:
                act(self._base)
            except sqlite3.Error as error:
                self._give_up(error)

    def _prune(self, base: sqlite3.Connection) -> None:
        bound = max(self._least_bound, _TIMES_USED * self._used_bytes)
        with suppress(OSError):
            if self._file is not None and self._file.stat().st_size <= bound:
                return
        # Cut to less, or each build from now on would look at every value's length.
        bound = bound * 3 // 4
        rows = base.execute("SELECT id, length(value) FROM entry ORDER BY id").fetchall()
        size = sum(length for _, length in rows)
        dropped: list[tuple[int]] = []
        for number, length in rows:
            if size <= bound:
                break
            if number not in self._used:
                dropped.append((number,))
                size -= length
        base.executemany("DELETE FROM entry WHERE id = ?", dropped)
        base.commit()
        base.execute("PRAGMA incremental_vacuum").fetchall()

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without the store; a file that is no store of ours is taken away."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None
        if self._file is not None and not _is_held(error):
            _remove(self._file)


NO_CACHE = Cache(None)
"""Finds nothing and keeps nothing."""


def open_cache(folder: Path | None) -> Cache:
    """A folder to its store, made where there is none; no folder to one that finds nothing."""
    return NO_CACHE if folder is None else Cache(folder)


def _check_of(key: bytes, value: bytes) -> int:
    """A CRC, which finds what a disk does in a sixth of the time of a digest.

    Somebody who changes values on purpose could write any check.
    """
    return crc32(value, crc32(key))


def _open(folder: Path, file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            _make_folder(folder)
            return _connect(file)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # a name in it may be no text
            if _is_held(error) or not _remove(file):
                return None
        except OSError:
            return None
    return None


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True)
    (folder / ".gitignore").write_text("*\n", encoding="ascii")


def _connect(file: Path) -> sqlite3.Connection:
    """The open store, new where the file is missing; sqlite3.Error where it is not ours."""
    base = sqlite3.connect(file, timeout=_PATIENCE_SECONDS)
    try:
        # Losing the file to a power cut costs a rebuild; each value carries its own check.
        base.execute("PRAGMA synchronous = OFF")
        [application] = base.execute("PRAGMA application_id").fetchone()
        [tables] = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not application and not tables:
            base.execute("PRAGMA auto_vacuum = INCREMENTAL")
            base.execute(f"PRAGMA application_id = {_APPLICATION}")
            base.execute(
                "CREATE TABLE entry (id INTEGER PRIMARY KEY, key BLOB, told INTEGER, value BLOB)"
            )
            base.execute("CREATE UNIQUE INDEX entry_key ON entry (key)")
            base.commit()
        elif application != _APPLICATION:
            raise sqlite3.DatabaseError("not a store of ours")  # noqa: TRY301 - closed below
        base.execute("SELECT id, key, told, value FROM entry LIMIT 1").fetchone()
    except BaseException:
        base.close()
        raise
    return base


def _now(file: Path) -> int:
    """The time of the disk that a file is on; 0 where it is not told."""
    try:
        os.utime(file)
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _is_held(error: Exception) -> bool:
    """Whether the file is sound and only not to be had: held by another, full, not writable."""
    return isinstance(error, sqlite3.OperationalError) and "no such" not in str(error)


def _remove(file: Path) -> bool:
    """Take a file of our name away, with its journal; False where that cannot be done."""
    try:
        file.unlink()
        file.with_name(file.name + "-journal").unlink(missing_ok=True)
    except OSError:
        return False
    return True
