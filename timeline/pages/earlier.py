"""A file of a site as an earlier build wrote it to the pieces in it, by what each was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol, TypeAlias

import msgspec

from timeline.cache import NO_CACHE, PRINT_SIZE, Cache, Notes, digest
from timeline.pages.content import Some
from timeline.pieces import Piece

_MANY = 8
"""A file of fewer pieces is put together from the store as soon."""

Places: TypeAlias = Mapping[bytes, tuple[int, int]]
"""Where in a file what was made of something begins and ends."""


class Look(Protocol):
    """How the files of a site stand."""

    def known_digest_of(self, name: str) -> str:
        """The digest of a file that stands as a build wrote it; empty of another."""

    def content_of(self, name: str) -> tuple[str, bytes]:
        """The digest and the bytes of such a file; nothing of another."""


class _Layout(NamedTuple):
    """The digest of a file, what each of its pieces was made of, and how long each is."""

    digest: str
    made_of: bytes
    sizes: tuple[int, ...]


_LAYOUTS = msgspec.msgpack.Decoder(dict[bytes, _Layout])


class Pieces(NamedTuple):
    """The bytes of a file, and where in them is what was made of something."""

    content: bytes
    places: Places

    def join(self, parts: Iterator[tuple[int, int] | bytes]) -> Iterator[Some]:
        """Places and bytes to bytes; places after each other become one."""
        begin = end = 0
        for part in parts:
            if isinstance(part, tuple):
                if part[0] != end:
                    yield from self._between(begin, end)
                    begin = part[0]
                end = part[1]
                continue
            yield from self._between(begin, end)
            begin = end
            yield part
        yield from self._between(begin, end)

    def _between(self, begin: int, end: int) -> Iterator[memoryview]:
        if begin < end:
            yield memoryview(self.content)[begin:end]


_NONE = Pieces(b"", {})


class Earlier:
    """The files of many pieces as they stand, and what is remembered of where these are in them.

    A piece is found in its file faster than in the store: most of a large file is what it was.
    ``name`` tells the site from others of the same articles.
    """

    def __init__(self, look: Look | None, cache: Cache = NO_CACHE, name: str = "") -> None:
        self._look = look
        self._layouts: Notes[_Layout] = Notes(_LAYOUTS, cache, "layouts", name)

    def pieces(self, path: str, pieces: Sequence[Piece]) -> Pieces:
        """The pieces of the file that stands at a path where one of some pieces will."""
        known = self._recall(path, pieces)
        if known is None or self._look is None:
            return _NONE
        told, content = self._look.content_of(path)
        if told != known.digest or sum(known.sizes) != len(content):
            return _NONE
        return Pieces(content, _places(known))

    def places(self, path: str, pieces: Sequence[Piece]) -> Places:
        """The places of ``pieces``, as long as the file stands as it does."""
        known = self._recall(path, pieces)
        if known is None or self._look is None or self._look.known_digest_of(path) != known.digest:
            return {}
        return _places(known)

    def keep(self, path: str, told: str, pieces: Sequence[Piece], sizes: Sequence[int]) -> None:
        """Remember where pieces are in a file of a digest; without sizes, what was remembered."""
        known = self._recall(path, pieces)
        if not sizes or len(pieces) < _MANY or (known is not None and known.digest == told):
            return
        # What cannot be told is nowhere looked for.
        names = b"".join(piece.made_of or bytes(PRINT_SIZE) for piece in pieces)
        self._layouts.keep(digest(path.encode()), _Layout(told, names, tuple(sizes)))

    def save(self) -> None:
        """Remember it for the next build."""
        self._layouts.save()

    def _recall(self, path: str, pieces: Sequence[Piece]) -> _Layout | None:
        return self._layouts.recall(digest(path.encode())) if len(pieces) >= _MANY else None


def _places(known: _Layout) -> Places:
    names = (known.made_of[at : at + PRINT_SIZE] for at in range(0, len(known.made_of), PRINT_SIZE))
    return dict(zip(names, pairwise(accumulate(known.sizes, initial=0)), strict=False))
