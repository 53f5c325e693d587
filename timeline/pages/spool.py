"""The contents of many files, by name, to a place on disk until they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile

from timeline.pages.content import Some

SPOOL = ".timeline-spool-"
"""How the name begins that a spool has for an instant, where a file cannot go without one."""
_IN_MEMORY = 32 * 1024 * 1024
"""Bytes that are held in memory; what is new in a site of thousands of articles is no more, and a
site that is all new gets half: a small one fits, and a large one has no use for it."""
_AT_ONCE = 1024 * 1024


class Spool(Mapping[str, Iterator[Some]]):
    """Contents by name, in memory while they are few, then in a file; OSError from the disk.

    A name is looked up to its content, piece after piece.
    """

    def __init__(self, file: SpooledTemporaryFile[bytes], room: int) -> None:
        self._file = file
        self._held: dict[str, list[Some]] = {}
        self._room = room
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, pieces: Iterable[Some]) -> None:
        """Keep a content under a name, instead of an earlier one."""
        left = iter(pieces)
        held: list[Some] = []
        room = self._room
        for piece in left:
            held.append(piece)
            room -= len(piece)
            if room < 0:
                self._write(name, chain(held, left))
                return
        self._room = room
        self._held[name] = held
        self._places[name] = self._end, self._end

    def drop(self, name: str) -> None:
        """Forget the content that was put last, and take its room for others."""
        self._end, _ = self._places.pop(name)
        self._room += sum(map(len, self._held.pop(name, ())))

    def _write(self, name: str, pieces: Iterable[Some]) -> None:
        """Keep a content in the file."""
        begin = self._end
        self._file.seek(begin)
        for piece in pieces:
            self._file.write(piece)
            self._end += len(piece)
        self._places[name] = begin, self._end

    def __getitem__(self, name: str) -> Iterator[Some]:
        begin, end = self._places[name]
        return iter(self._held[name]) if name in self._held else self._read(begin, end)

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
def open_spool(folder: Path, *, is_new: bool = False) -> Iterator[Spool]:
    """A folder to a spool on its disk, of which nothing is left whenever the process ends.

    ``is_new`` tells that all that it will hold is new.
    """
    with SpooledTemporaryFile(1, dir=str(folder), prefix=SPOOL) as file:
        yield Spool(file, _IN_MEMORY // 2 if is_new else _IN_MEMORY)
