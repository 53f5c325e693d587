"""The contents of many files, by name, to a place on disk until they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile

SPOOL = ".timeline-spool-"
"""How the name begins that a spool has for an instant, where a file cannot go without one."""
_IN_MEMORY = 16 * 1024 * 1024
"""Bytes that are held in memory; a site of hundreds of articles has no more."""
_AT_ONCE = 1024 * 1024


class Spool(Mapping[str, Iterator[bytes]]):
    """Contents by name, in memory while they are few, then in a file; OSError from the disk.

    A name is looked up to its content, piece after piece.
    """

    def __init__(self, file: SpooledTemporaryFile[bytes]) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a content under a name, instead of an earlier one."""
        begin = self._end
        self._file.seek(begin)
        for piece in pieces:
            self._file.write(piece)
            self._end += len(piece)
        self._places[name] = begin, self._end

    def drop(self, name: str) -> None:
        """Forget the content that was put last, and take its room for others."""
        self._end, _ = self._places.pop(name)

    def __getitem__(self, name: str) -> Iterator[bytes]:
        begin, end = self._places[name]
        return self._read(begin, end)

    def _read(self, begin: int, end: int) -> Iterator[bytes]:
        while begin < end:
            self._file.seek(begin)
            piece = self._file.read(min(_AT_ONCE, end - begin))
            begin += len(piece)
            yield piece

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@contextmanager
def open_spool(folder: Path) -> Iterator[Spool]:
    """A folder to a spool on its disk, of which nothing is left whenever the process ends."""
    with SpooledTemporaryFile(_IN_MEMORY, dir=str(folder), prefix=SPOOL) as file:
        yield Spool(file)
