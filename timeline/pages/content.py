"""What a file is to hold: pieces one after the other, and the digest of the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

Some: TypeAlias = bytes | memoryview
"""Bytes, or a view of some of a file that is held anyway: a copy of so many takes long."""


class Content:
    """What a file is to hold, made when it is asked for.

    ``digest`` (SHA-256 in hexadecimal) and ``size`` in bytes are there once all ``pieces`` have
    been taken, and before that where they are known from an earlier build.
    """

    __slots__ = ("_make", "digest", "size")

    def __init__(self, make: Callable[[], Iterable[Some]], digest: str = "", size: int = 0) -> None:
        self._make = make
        self.digest = digest
        self.size = size

    def pieces(self) -> Iterator[Some]:
        """Its bytes, piece after piece."""
        told, size = hashlib.sha256(), 0
        for piece in self._make():
            told.update(piece)
            size += len(piece)
            yield piece
        self.digest, self.size = told.hexdigest(), size

    def whole(self) -> bytes:
        """All its bytes."""
        return b"".join(self.pieces())


def content_of(held: bytes | Content) -> Content:
    """The bytes of a file, or its content, to its content."""
    return held if isinstance(held, Content) else Content(partial(_alone, held))


def _alone(held: bytes) -> tuple[bytes]:
    return (held,)
