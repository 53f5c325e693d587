"""Many small results to one value of the store, found again by what each was made of."""

from __future__ import annotations

from contextlib import suppress
from typing import Generic, TypeVar, get_args

import msgspec

from timeline.cache.fingerprint import digest
from timeline.cache.store import NO_CACHE, Cache

R = TypeVar("R")

_encode = msgspec.msgpack.Encoder().encode
_PACKED = msgspec.msgpack.Decoder(dict[bytes, bytes])


class Notes(Generic[R]):
    """Results by what they were made of, kept till the end of the work and, with a store, longer.

    A store keeps what the last work of this kind and this name used, and nothing else; so much
    less is looked up, checked and written than with a value for each.  ``shape`` reads back a
    mapping of bytes to results.  Each result is held packed, since there are many.
    """

    def __init__(
        self,
        shape: msgspec.msgpack.Decoder[dict[bytes, R]],
        cache: Cache = NO_CACHE,
        kind: str = "",
        name: str = "",
    ) -> None:
        self._cache = cache
        self._shape: msgspec.msgpack.Decoder[R] = msgspec.msgpack.Decoder(get_args(shape.type)[1])
        self._key = cache.key("notes", kind.encode(), name.encode()) if cache.is_on else b""
        self._known = self._read()
        self._used: dict[bytes, bytes] = {}
        self._is_new = False

    def recall(self, made_of: bytes) -> R | None:
        """What was made of something; None where that is not known."""
        told = self._used.get(made_of)
        if told is None:
            told = self._known.pop(made_of, None)
            if told is None:
                return None
            self._used[made_of] = told
        try:
            return self._shape.decode(told)
        except (msgspec.MsgspecError, ValueError):
            return None

    def keep(self, made_of: bytes, result: R) -> R:
        """Remember what was made of something, unless that cannot be told; returns it."""
        if made_of:
            with suppress(msgspec.MsgspecError, TypeError, ValueError):
                self._used[made_of] = _encode(result)
                self._is_new = True
        return result

    def save(self) -> None:
        """Put what was used into the store, if anything of it is new."""
        if self._is_new and self._key:
            self._cache.keep(self._key, _encode(self._used))
        self._is_new = False

    def _read(self) -> dict[bytes, bytes]:
        told = self._cache.recall(self._key) if self._key else None
        try:
            return {} if told is None else _PACKED.decode(told)
        except (msgspec.MsgspecError, ValueError):
            return {}


def made_of(*parts: object) -> bytes:
    """Plain values to the digest by which ``Notes`` find what was made of them; empty for none."""
    try:
        return digest(_encode(parts))
    except (msgspec.MsgspecError, TypeError, ValueError):
        return b""
