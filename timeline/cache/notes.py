"""Many small results to one value of the store, found again by what each was made of."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from itertools import count
from typing import Generic, TypeVar, get_args

import msgspec

from timeline.cache.fingerprint import digest
from timeline.cache.store import NO_CACHE, Cache

R = TypeVar("R")

_encode = msgspec.msgpack.Encoder().encode
_PACKED = msgspec.msgpack.Decoder(dict[bytes, bytes])
_NUMBERS = msgspec.msgpack.Decoder(tuple[int, ...])
_PORTION = 512 * 1024
"""Bytes of results that are put into the store at a time."""
_STAYS = 0.75
"""The share of a portion that must be of use for it to stay as it is."""
_SMALL_ONES = 8
"""Portions beyond those that all results would fill, from which on all are put together anew."""


class Notes(Generic[R]):
    """Results by what they were made of, kept till the end of the work and, with a store, longer.

    A store keeps what the last work of this kind and this name used, and little else; so much
    less is looked up, checked and written than with a value for each.  Of what it holds, portions
    of which most is of use stay as they are.  ``shape`` reads back a mapping of bytes to results.
    Each result is held packed, since there are many; where there were none before, not even that:
    what is many goes into the store as it comes, and is not found again in the same work.
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
        self._name = kind.encode(), name.encode()
        self._portions: dict[int, tuple[bytes, ...]] = {}
        """What was made of what is in each portion in the store, by the number of the portion."""
        self._known = self._read()
        self.are_first = not self._known
        """Whether nothing was known before."""
        self._used: dict[bytes, bytes] = {}
        self._new: set[bytes] = set()
        self._held = 0

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

    def has(self, made_of: bytes) -> bool:
        """Whether something is known under this, readable or not."""
        return made_of in self._used or made_of in self._known

    def keep(self, made_of: bytes, result: R) -> R:
        """Remember what was made of something, unless that cannot be told; returns it."""
        if made_of:
            with suppress(msgspec.MsgspecError, TypeError, ValueError):
                self._used[made_of] = told = _encode(result)
                self._held += len(told)
                self._new.add(made_of)
                if self.are_first and self._held > _PORTION:
                    self._put(self._used)
                    self._used, self._held = {}, 0
        return result

    def save(self) -> None:
        """Put what was used into the store, if anything of it is new."""
        if not self._new:
            return
        if not self.are_first:
            self._portions = self._staying()
        there = {made_of for portion in self._portions.values() for made_of in portion}
        for portion in _in_portions(self._used, there):
            self._put(portion)
        if self._cache.is_on:
            self._cache.keep(self._key(), _encode(tuple(self._portions)))
        if self.are_first:
            self._used, self._held = {}, 0
        self._new = set()

    def _staying(self) -> dict[int, tuple[bytes, ...]]:
        """The portions of which most is of use, and nothing was made anew; none where too many."""
        used, new = self._used, self._new
        staying = {
            number: portion
            for number, portion in self._portions.items()
            if new.isdisjoint(portion)
            and sum(map(used.__contains__, portion)) >= _STAYS * len(portion)
        }
        enough = sum(map(len, used.values())) // _PORTION + _SMALL_ONES
        return staying if len(staying) < enough else {}

    def _key(self, *portion: int) -> bytes:
        return self._cache.key("notes", *self._name, *(number.to_bytes(4) for number in portion))

    def _put(self, portion: dict[bytes, bytes]) -> None:
        if self._cache.is_on:
            number = next(each for each in count() if each not in self._portions)
            self._cache.keep(self._key(number), _encode(portion))
            self._portions[number] = () if self.are_first else tuple(portion)

    def _read(self) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for number in self._numbers() if self._cache.is_on else ():
            told = self._cache.recall(self._key(number))
            if told is None:
                continue
            with suppress(msgspec.MsgspecError, ValueError):
                portion = _PACKED.decode(told)
                found |= portion
                self._portions[number] = tuple(portion)
        return found

    def _numbers(self) -> tuple[int, ...]:
        """Those of the portions in the store."""
        told = self._cache.recall(self._key())
        try:
            return () if told is None else _NUMBERS.decode(told)
        except (msgspec.MsgspecError, ValueError):
            return ()


def _in_portions(
    notes: dict[bytes, bytes], there: Container[bytes]
) -> Iterator[dict[bytes, bytes]]:
    """Notes, but for those that are there, portion by portion."""
    portion: dict[bytes, bytes] = {}
    held = 0
    for made_of, told in notes.items():
        if made_of in there:
            continue
        portion[made_of] = told
        held += len(told)
        if held > _PORTION:
            yield portion
            portion, held = {}, 0
    if portion:
        yield portion


def made_of(*parts: object) -> bytes:
    """Plain values to the digest by which ``Notes`` find what was made of them; empty for none."""
    try:
        return digest(_encode(parts))
    except (msgspec.MsgspecError, TypeError, ValueError):
        return b""
