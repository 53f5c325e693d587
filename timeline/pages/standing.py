"""The folder of a site to the digests of its files; one that stands as it stood is not opened.

As it stood when its content was known: of the same size, number on the disk and time of its last
change, with nothing of it changed since the build that noted this ended.  Whoever edits a file
changes the former, and who puts its time back the latter.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import struct
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from timeline.cache import NO_CACHE, Cache
from timeline.pages.lock import LOCK

_AT_ONCE = 1024 * 1024
_AS_IT_IS = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
)
"""How a file is opened that may be none: a link is not followed, a pipe not waited for."""
_COARSE = 1_000_000
"""Nanoseconds; times that are whole multiples come from a disk that rounds them."""
_pack = struct.Struct("<QqQ").pack


class _Noted(NamedTuple):
    """How the files of a site stood, until when they did, and the digest of its list of files."""

    listed: bytes
    until: int
    stands: dict[str, bytes]


_NOTED = msgspec.msgpack.Decoder(_Noted)


class Standing:
    """The files in the folder of a site that is held.

    ``ours`` are their digests by the list of files that stands there, ``listed`` is the digest of
    that list.  What is noted is kept in ``cache``.
    """

    def __init__(
        self, out: Path, ours: Mapping[str, str], listed: bytes, cache: Cache = NO_CACHE
    ) -> None:
        self._out = str(out)
        self.ours = ours
        self._cache = cache
        self._key = cache.key("standing", os.fsencode(out)) if cache.is_on else b""
        self._until = 0
        self._stands: dict[str, bytes] = {}
        self._is_new = False
        self._recall(listed)

    def digest_of(self, name: str) -> str:
        """The digest of a file in the folder; empty where there is none of that name."""
        noted = self._stands.get(name)
        if noted is not None:
            try:
                status = os.lstat(f"{self._out}/{name}")
                told = _pack(status.st_size, status.st_mtime_ns, status.st_ino)
                if told == noted and status.st_ctime_ns <= self._until:
                    return self.ours[name]
            except OSError:
                pass  # gone, or hidden: reading it says which
            del self._stands[name]
        digest, read = _read(self._out, name)
        if read is not None and read.st_mtime_ns < self._cache.opened:
            # Else it could change once more without another time.
            self._stands[name] = _stand(read)
        self._is_new = True
        return digest

    def known_digest_of(self, name: str) -> str:
        """The digest of a file that stands as it stood; empty where it would have to be read."""
        return self.digest_of(name) if name in self._stands else ""

    def content_of(self, name: str) -> tuple[str, bytes]:
        """The digest and the bytes of a file that stands as it stood; nothing of another."""
        noted = self._stands.get(name)
        if noted is None:
            return "", b""
        try:
            handle = os.open(f"{self._out}/{name}", _AS_IT_IS)
        except OSError:
            return "", b""
        with os.fdopen(handle, "rb", buffering=0) as file:
            status = os.fstat(handle)
            content = file.read() if _stand(status) == noted else b""
            # Looked at once more: nobody may have written while it was read.
            after = os.fstat(handle)
        stood = after.st_ctime_ns <= self._until and _stand(after) == noted
        return (self.ours[name], content) if stood else ("", b"")

    def note(self, written: Iterable[str], new: Mapping[str, str], listed: bytes) -> None:
        """Note how files stand after a build that wrote some; ``new`` and ``listed`` are its own.

        They hold what was written and, but for these, what ``digest_of`` found.
        """
        written = set(written)
        if not (self._key and listed and (self._is_new or written)):
            return
        for name in written:
            self._stands.pop(name, None)
            with suppress(OSError):
                status = os.lstat(f"{self._out}/{name}")
                if stat.S_ISREG(status.st_mode) and status.st_mtime_ns % _COARSE:
                    self._stands[name] = _stand(status)
        stands = _those_in(new, self._stands)
        with suppress(OSError):
            noted = _Noted(listed, self._now(), stands)
            self._cache.keep(self._key, msgspec.msgpack.encode(noted))

    def _recall(self, listed: bytes) -> None:
        found = self._cache.recall(self._key) if self._key and listed else None
        with suppress(msgspec.MsgspecError, ValueError):
            noted = None if found is None else _NOTED.decode(found)
            if noted is not None and noted.listed == listed:
                self._until = noted.until
                self._stands = _those_in(self.ours, noted.stands)

    def _now(self) -> int:
        """The time of the disk the folder is on; OSError where nobody holds it."""
        place = f"{self._out}/{LOCK}"
        os.utime(place)
        return os.lstat(place).st_ctime_ns


def _those_in(names: Mapping[str, str], stands: dict[str, bytes]) -> dict[str, bytes]:
    """How those files stand that have one of these names."""
    if stands.keys() <= names.keys():
        return stands
    return {name: stand for name, stand in stands.items() if name in names}


def digest_of(out: Path | str, name: str) -> str:
    """The digest of a file in a folder; empty where there is none of that name."""
    return _read(str(out), name)[0]


def _read(out: str, name: str) -> tuple[str, os.stat_result | None]:
    """The digest of a file, and how it stood before it was read."""
    try:
        handle = os.open(os.path.join(out, name), _AS_IT_IS)  # noqa: PTH118 - thousands of them
    except FileNotFoundError:
        return "", None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link
            return "", None
        raise
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return "", None
        told = hashlib.sha256()
        while piece := os.read(handle, min(status.st_size + 1, _AT_ONCE)):
            told.update(piece)
        return told.hexdigest(), status
    finally:
        os.close(handle)


def _stand(status: os.stat_result) -> bytes:
    return _pack(status.st_size, status.st_mtime_ns, status.st_ino)
