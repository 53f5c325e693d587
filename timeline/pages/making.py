"""The files of a site, and what each is made of, to their contents; made is what is new."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes
from timeline.history import Span
from timeline.pages.content import Content
from timeline.pieces import Piece, made_of_all
from timeline.workers import forked

_NOTED = msgspec.msgpack.Decoder(dict[bytes, tuple[str, int]])
_WORTH_SHARING = 200
"""With fewer pieces to make than this, other processes are not worth their start."""


@dataclass(frozen=True, slots=True)
class File:
    """A file by its path in the site, and the pieces that it is made of."""

    path: str
    pieces: tuple[Piece, ...]


class Making:
    """What makes the files of a site.

    Of each file is remembered what it was made of and the digest of what came out, so that one
    that still stands as it was written is neither made nor read from the ``cache``; and of each
    piece what it is, of which changed files are put together.  ``jobs`` processes share the work.
    ``name`` tells this site from others of the same articles.
    """

    def __init__(self, cache: Cache = NO_CACHE, jobs: int = 1, name: str = "") -> None:
        self._cache = cache
        self._jobs = jobs
        self._notes: Notes[tuple[str, int]] = Notes(_NOTED, cache, "files", name)
        self._awaited: deque[Piece] = deque()
        self._results: Iterator[bytes] = iter(())
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        """The size in bytes and the digest of each file at the root that was handed out."""
        self.spans: dict[str, list[Span]] = {}
        """Where the records of lists are in each file that was made."""

    def contents(self, files: Iterable[File]) -> Iterator[tuple[str, Content]]:
        """Files to their paths and contents, each to be used before the next is asked for."""
        if self._jobs == 1:
            yield from self._one_by_one(files)
            return
        files = tuple(files)
        self._awaited = deque(self._unmade(files))
        jobs = self._jobs if len(self._awaited) >= _WORTH_SHARING else 1
        with closing(forked([piece.make for piece in self._awaited], jobs)) as self._results:
            yield from self._one_by_one(files)

    def save(self) -> None:
        """Remember what was made for the next build."""
        self._notes.save()

    def _one_by_one(self, files: Iterable[File]) -> Iterator[tuple[str, Content]]:
        for file in files:
            made_of = _made_of(file)
            known = self._notes.recall(made_of) if made_of else None
            content = Content(partial(self._pieces, file), *(known or ()))
            if known is None and len(file.pieces) == 1:
                # Whoever shares the work hands its results back in this order.
                content = Content(partial(_again, [*self._pieces(file)]))
            yield file.path, content
            if content.digest:
                if "/" not in file.path:
                    self.sizes[file.path], self.digests[file.path] = content.size, content.digest
                if known != (content.digest, content.size):
                    self._notes.keep(made_of, (content.digest, content.size))

    def _unmade(self, files: Sequence[File]) -> Iterator[Piece]:
        """The pieces of new files that are not in the cache either."""
        for file in files:
            made_of = _made_of(file)
            if made_of and self._notes.recall(made_of) is not None:
                continue
            for piece in file.pieces:
                is_there = piece.at_hand or (piece.made_of and self._cache.has(self._key(piece)))
                if not is_there:
                    yield piece

    def _pieces(self, file: File) -> Iterator[bytes]:
        at, spans = 0, []
        for piece in file.pieces:
            made = self._awaited_piece(piece) or self._piece(piece)
            if piece.records:
                spans.append(Span(at, len(made), piece.records))
            at += len(made)
            yield made
        if spans:
            self.spans[file.path] = spans

    def _awaited_piece(self, piece: Piece) -> bytes:
        """A piece that another process made; empty where none did."""
        if not self._awaited or piece is not self._awaited[0]:
            return b""
        self._awaited.popleft()
        made = next(self._results)
        if piece.made_of:
            self._cache.keep(self._key(piece), made)
        return made

    def _piece(self, piece: Piece) -> bytes:
        if piece.at_hand or not piece.made_of or not self._cache.is_on:
            return piece.make()
        key = self._key(piece)
        made = self._cache.recall(key)
        if made is None:
            made = piece.make()
            self._cache.keep(key, made)
        return made

    def _key(self, piece: Piece) -> bytes:
        return self._cache.key("piece", piece.made_of)


def _made_of(file: File) -> bytes:
    if len(file.pieces) == 1:
        return file.pieces[0].made_of
    return made_of_all(*(piece.made_of for piece in file.pieces))


def _again(pieces: list[bytes]) -> list[bytes]:
    return pieces
