"""Names, or items, to values, each made when it is asked for and let go when many others were."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

V = TypeVar("V")

_HELD = 4096


class Made(Mapping[str, V], Generic[V]):
    """A value for each name; only so many are held at a time."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._held: dict[str, V] = {}

    @abstractmethod
    def make(self, name: str) -> V:
        """Make the value of a name."""

    def __getitem__(self, name: str) -> V:
        value = self._held.get(name)
        if value is None:
            if len(self._held) >= _HELD:
                self._held.clear()
            value = self._held[name] = self.make(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Viewed(Sequence[V], Generic[V]):
    """Items as a template sees them, each made whenever it is looked at."""

    def __init__(self, items: Sequence[Any], view: Callable[[Any], V]) -> None:
        self._items = items
        self._view = view

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[V]: ...
    def __getitem__(self, place: int | slice) -> V | Sequence[V]:
        if isinstance(place, slice):
            return Viewed(self._items[place], self._view)
        return self._view(self._items[place])
