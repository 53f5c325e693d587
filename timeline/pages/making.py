"""The files of a site, and what each is made of, to their contents; made is what is new."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import accumulate
from typing import NamedTuple

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes
from timeline.history import Span
from timeline.pages.content import Content, Some
from timeline.pages.earlier import Earlier, Look, Places
from timeline.pieces import Piece, made_of_all
from timeline.workers import forked

_NOTED = msgspec.msgpack.Decoder(dict[bytes, tuple[str, int]])
_WORTH_SHARING = 200
"""With fewer pieces to make than this, other processes are not worth their start."""


class File(msgspec.Struct, frozen=True):
    """A file by its path in the site, and the pieces that it is made of."""

    path: str
    pieces: tuple[Piece, ...]


class Batch(msgspec.Struct, frozen=True):
    """Files of which there are thousands: the digest of all they are made of, and what they are.

    ``name`` is the digest of what they are called.
    """

    name: bytes
    made_of: bytes
    files: Callable[[], Sequence[File]]


class _Told(NamedTuple):
    """What is remembered of a file of a batch: its path, digest, size, and what it was made of."""

    path: str
    digest: bytes
    size: int
    made_of: bytes


class _Known(NamedTuple):
    """What is remembered of a batch: what it was made of, and its files."""

    made_of: bytes
    files: tuple[_Told, ...]


_BATCHES = msgspec.msgpack.Decoder(dict[bytes, _Known])


class Making:
    """What makes the files of a site.

    Of each file is remembered what it was made of and the digest of what came out, so that one
    that still stands as it was written is neither made nor read from the ``cache``; and of each
    piece what it is, of which changed files are put together.  Of a batch all this is remembered
    as one.  ``jobs`` processes share the work.  ``name`` tells this site from others of the same
    articles, ``look`` finds its files as they stand.
    """

    def __init__(
        self,
        cache: Cache = NO_CACHE,
        jobs: int = 1,
        name: str = "",
        look: Look | None = None,
    ) -> None:
        self._cache = cache
        self._jobs = jobs
        self._notes: Notes[tuple[str, int]] = Notes(_NOTED, cache, "files", name)
        self._batches: Notes[_Known] = Notes(_BATCHES, cache, "batches", name)
        self._earlier = Earlier(look, cache, name)
        self._sizes: list[int] = []
        """How long the pieces are of the file that was made last, if it was."""
        self._awaited: deque[Piece] = deque()
        self._results: Iterator[bytes] = iter(())
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}
        """The size in bytes and the digest of each file at the root that was handed out."""
        self.spans: dict[str, list[Span]] = {}
        """Where the records of lists are in each file that was made."""

    def contents(self, files: Iterable[File | Batch]) -> Iterator[tuple[str, Content]]:
        """Files to their paths and contents, each to be used before the next is asked for."""
        if self._jobs == 1:
            yield from self._one_by_one(files)
            return
        files = tuple(map(self._settled, files))
        self._awaited = deque(self._unmade(files))
        jobs = self._jobs if len(self._awaited) >= _WORTH_SHARING else 1
        with closing(forked([piece.make for piece in self._awaited], jobs)) as self._results:
            yield from self._one_by_one(files)

    def save(self) -> None:
        """Remember what was made for the next build."""
        self._notes.save()
        self._batches.save()
        self._earlier.save()

    def _settled(self, file: File | Batch) -> File | Batch:
        """A batch that is not known to one whose files are there, the same for all who ask."""
        if isinstance(file, File) or self._known(file).made_of:
            return file
        files = file.files()
        return Batch(file.name, file.made_of, lambda: files)

    def _known(self, batch: Batch) -> _Known:
        """What is remembered of a batch; without what it was made of where that is no longer it."""
        known = self._batches.recall(batch.name) if batch.made_of else None
        if known is None:
            return _Known(b"", ())
        return known if known.made_of == batch.made_of else _Known(b"", known.files)

    def _one_by_one(self, files: Iterable[File | Batch]) -> Iterator[tuple[str, Content]]:
        for file in files:
            if isinstance(file, Batch):
                yield from self._batch(file)
                continue
            made_of = _made_of(file)
            known = self._notes.recall(made_of) if made_of else None
            self._sizes = []
            content = self._content(file, known)
            yield file.path, content
            if content.digest:
                self._earlier.keep(file.path, content.digest, file.pieces, self._sizes)
                if "/" not in file.path:
                    self.sizes[file.path], self.digests[file.path] = content.size, content.digest
                if known != (content.digest, content.size):
                    self._notes.keep(made_of, (content.digest, content.size))

    def _batch(self, batch: Batch) -> Iterator[tuple[str, Content]]:
        known = self._known(batch)
        if known.made_of:
            for number, one in enumerate(known.files):
                make = partial(self._pieces_in, batch, number)
                yield one.path, Content(make, one.digest.hex(), one.size)
            return
        told: list[_Told] = []
        files = batch.files()
        for file, before in _with_known(files, known):
            content = self._content(file, before and (before.digest.hex(), before.size))
            yield file.path, content
            if content.digest:
                digest = bytes.fromhex(content.digest)
                told.append(_Told(file.path, digest, content.size, _made_of(file)))
        if batch.made_of and len(told) == len(files):
            self._batches.keep(batch.name, _Known(batch.made_of, tuple(told)))

    def _content(self, file: File, known: tuple[str, int] | None = None) -> Content:
        if known is None and len(file.pieces) == 1:
            # Whoever shares the work hands its results back in this order.
            return Content(partial(_again, [*self._pieces(file)]))
        return Content(partial(self._pieces, file), *(known or ()))

    def _unmade(self, files: Sequence[File | Batch]) -> Iterator[Piece]:
        """The pieces of new files that are not in the cache either."""
        for each in files:
            if isinstance(each, Batch):
                told = self._known(each)
                files = () if told.made_of else each.files()
                wanted = [file for file, before in _with_known(files, told) if before is None]
            else:
                made_of = _made_of(each)
                known = made_of and self._notes.recall(made_of) is not None
                wanted = [] if known else [each]
            for file in wanted:
                yield from self._unmade_in(file)

    def _unmade_in(self, file: File) -> Iterator[Piece]:
        places = self._earlier.places(file.path, file.pieces)
        for piece in file.pieces:
            if piece.at_hand or (piece.made_of and piece.made_of in places):
                continue
            if not (piece.made_of and self._cache.has(self._key(piece))):
                yield piece

    def _pieces_in(self, batch: Batch, number: int) -> Iterator[Some]:
        return self._pieces(batch.files()[number])

    def _pieces(self, file: File) -> Iterator[Some]:
        earlier = self._earlier.pieces(file.path, file.pieces)
        sizes: list[int] = []
        yield from earlier.join(self._parts(file, earlier.places, sizes))
        self._sizes = sizes
        starts = accumulate(sizes, initial=0)
        spans = [
            Span(at, size, piece.records)
            for at, size, piece in zip(starts, sizes, file.pieces, strict=False)
            if piece.records
        ]
        if spans:
            self.spans[file.path] = spans

    def _parts(
        self, file: File, places: Places, sizes: list[int]
    ) -> Iterator[tuple[int, int] | bytes]:
        """The pieces of a file, or where they stand in the earlier one; ``sizes`` gets theirs."""
        for piece in file.pieces:
            made = self._awaited_piece(piece)
            place = places.get(piece.made_of) if piece.made_of and not made else None
            if place is not None:
                sizes.append(place[1] - place[0])
                yield place
            else:
                made = made or self._piece(piece)
                sizes.append(len(made))
                yield made

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


def _with_known(files: Iterable[File], known: _Known) -> Iterator[tuple[File, _Told | None]]:
    """Each file of a batch with what is remembered of it, where it is made of the same still."""
    told = {one.path: one for one in known.files}
    for file in files:
        before, made_of = told.get(file.path), _made_of(file)
        yield file, before if made_of and before and before.made_of == made_of else None


def _made_of(file: File) -> bytes:
    if len(file.pieces) == 1:
        return file.pieces[0].made_of
    return made_of_all(*(piece.made_of for piece in file.pieces))


def _again(pieces: list[Some]) -> list[Some]:
    return pieces
