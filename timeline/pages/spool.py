"""The contents of many files, by name, to a place on disk until they are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile

SPOOL = ".timeline-spool-"
"""How the name begins that a spool has for an instant, where a file cannot go without one."""
_IN_MEMORY = 16 * 1024 * 1024
"""Bytes that are held in memory; a site of hundreds of articles has no more."""


class Spool(Mapping[str, bytes]):
    """Contents by name, in memory while they are few, then in a file; OSError from the disk."""

    def __init__(self, file: SpooledTemporaryFile[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, content: bytes) -> None:
        """Keep a content under a name, instead of an earlier one."""
        self._file.seek(self._end)
        self._file.write(content)
        self._places[name] = self._end, len(content)
        self._end += len(content)

    def __getitem__(self, name: str) -> bytes:
        begin, size = self._places[name]
        self._file.seek(begin)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@contextmanager
def open_spool(folder: Path) -> Iterator[Spool]:
    """A folder to a spool on its disk, of which nothing is left whenever the process ends."""
    with SpooledTemporaryFile(_IN_MEMORY, dir=str(folder), prefix=SPOOL) as file:
        yield Spool(file)
