"""Values of one kind to the same as bytes, unpacked anew whenever somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

import msgspec

T = TypeVar("T")
_PLACES = 32
"""Binary digits of a place in a sequence."""
_WITHIN = (1 << _PLACES) - 1
_LAST_SHORT, _LONG = 0x9F, 0xDC
"""The first bytes of MessagePack's arrays of up to 15 and of up to 65,535 values."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Packed(Sequence[T], Generic[T]):
    """A sequence that takes a third of the room of a tuple and equals one of the same values.

    Every look makes the values anew: they are equal then, not the same.  A subclass names what it
    holds as ``kind``.
    """

    packed: bytes
    kind: ClassVar[Any] = Any

    @classmethod
    def of(cls, values: Iterable[T]) -> Self:
        """Values to the same, packed."""
        return cls(msgspec.msgpack.encode(tuple(values)))

    def __iter__(self) -> Iterator[T]:
        return iter(self._values())

    def __len__(self) -> int:
        # MessagePack tells how long an array is before what is in it; unpacking it takes longer.
        first = self.packed[0]
        if first <= _LAST_SHORT:
            return first & 0x0F
        return int.from_bytes(self.packed[1 : 3 if first == _LONG else 5])

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._values()[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Packed) and self.packed == other.packed:
            return True
        return isinstance(other, Sequence) and self._values() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return repr(self._values())

    def _values(self) -> tuple[T, ...]:
        values: tuple[T, ...] = _decoder(self.kind).decode(self.packed)
        return values


class PackedByName(Mapping[str, T]):
    """Packed sequences with a name for each of their values, to the values by their names."""

    def __init__(self, sequences: Sequence[tuple[Sequence[str], Packed[T]]]) -> None:
        # One number for both: a tuple for each of so many names fills the memory.
        self._places = {
            name: number << _PLACES | place
            for number, (names, _) in enumerate(sequences)
            for place, name in enumerate(names)
        }
        # Values of one sequence are mostly asked for together, and those of a week near each other.
        self._unpacked = lru_cache(maxsize=512)(lambda number: tuple(sequences[number][1]))

    def place_of(self, name: str) -> tuple[int, int]:
        """The number of the sequence that a value stands in, and its place there."""
        place = self._places[name]
        return place >> _PLACES, place & _WITHIN

    def find(self, name: str) -> tuple[int, int] | None:
        """As ``place_of``; None for a name that is none of these."""
        place = self._places.get(name)
        return None if place is None else (place >> _PLACES, place & _WITHIN)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> T:
        number, place = self.place_of(name)
        return self._unpacked(number)[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class PackedOne(Generic[T]):
    """Packs single values of a kind, of which there are many and few are looked at."""

    __slots__ = ("pack", "unpack")

    def __init__(self, kind: type[T]) -> None:
        self.pack: Callable[[T], bytes] = msgspec.msgpack.Encoder().encode
        self.unpack: Callable[[bytes], T] = msgspec.msgpack.Decoder(kind).decode


@lru_cache(maxsize=64)
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(tuple[kind, ...])
