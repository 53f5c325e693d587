"""Files as pieces, each with the digest of what it is made of, by which it is found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from timeline.cache import PRINT_SIZE, digest, made_of
from timeline.model import Document, Event, Timeline

T = TypeVar("T")

_USUAL = 32
"""How many items a block has on average."""
_MOST = 128


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file: the digest of all that decides what it is, and what makes it.

    Where ``made_of`` is empty it cannot be told, and the piece is made each time.  What is
    ``at_hand`` takes no work.
    """

    made_of: bytes
    make: Callable[[], bytes]
    at_hand: bool = False


def fixed(content: bytes) -> Piece:
    """Bytes that are there already as a piece."""
    return Piece(digest(content), partial(bytes, content), at_hand=True)


def joined(pieces: Iterable[Piece]) -> bytes:
    """All pieces of a file, made, one after the other."""
    return b"".join(piece.make() for piece in pieces)


def made_of_all(*prints: bytes) -> bytes:
    """The digests of parts to that of the whole; empty where one of them is."""
    together = b"".join(prints)
    return digest(together) if len(together) == len(prints) * PRINT_SIZE else b""


class Prints:
    """The digests of what is in a timeline; all are empty without one."""

    def __init__(self, timeline: Timeline | None = None) -> None:
        self._wanted = timeline is not None
        self._told = timeline.events if timeline else None
        self._blocks: list[Any] = []
        readings = timeline.readings if timeline else ()
        events = (*timeline.events, *timeline.hidden) if timeline else ()
        self.articles = _named((each.document.id, made_of(each)) for each in readings)
        self.events = _named((event.id, made_of(_but_importance(event))) for event in events)

    def article(self, name: str) -> bytes:
        """That of an article, by its id, with all that was read in it."""
        return self.articles.get(name, b"")

    def event(self, name: str) -> bytes:
        """That of an event, by its id, but for its importance, which any new article may change."""
        return self.events.get(name, b"")

    def told(self, event: Event) -> bytes:
        """That of an event and the articles that tell it."""
        told_by = dict.fromkeys(passage.document for passage in event.passages)
        return made_of_all(self.event(event.id), *map(self.article, told_by))

    def blocks(self, items: Sequence[T]) -> Iterable[tuple[tuple[T, ...], bytes]]:
        """What there is many of in a timeline to its blocks, as ``in_blocks`` makes them."""
        blocks = in_blocks(items, self.item)
        if items is not self._told:
            return blocks
        if not self._blocks:  # several files are made of them
            self._blocks.extend(blocks)
        return self._blocks

    def item(self, item: object) -> bytes:
        """That of anything there is many of in a timeline; how much an event matters counts."""
        if isinstance(item, Event):
            known = self.event(item.id)
            return digest(known, b"%.3f" % shown_importance(item)) if known else b""
        if isinstance(item, Document):
            return self.article(item.id)
        return self.of(item)

    def of(self, *values: object) -> bytes:
        """That of plain values."""
        return made_of(*values) if self._wanted else b""


def _named(prints: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Digests by name; a name that two things have tells neither."""
    found: dict[str, bytes] = {}
    for name, told in prints:
        found[name] = b"" if name in found else told
    return found


def shown_importance(event: Event) -> float:
    """How much an event matters, 0-1, as files tell it."""
    return round(event.importance, 3)


_but_importance = attrgetter(*(name for name in Event.__struct_fields__ if name != "importance"))

NO_PRINTS = Prints()
"""Where nothing is remembered."""


def in_blocks(
    items: Iterable[T], print_of: Callable[[T], bytes]
) -> Iterator[tuple[tuple[T, ...], bytes]]:
    """Items to blocks of about 32, at most 128, in their order, each with the digest of its items.

    Where a block ends is told by the items near by alone, so that a new one among thousands makes
    only its own block new.
    """
    block: list[T] = []
    prints: list[bytes] = []
    for item in items:
        block.append(item)
        prints.append(print_of(item))
        if len(block) == _MOST or (prints[-1] and prints[-1][-1] % _USUAL == 0):
            yield tuple(block), made_of_all(*prints)
            block, prints = [], []
    if block:
        yield tuple(block), made_of_all(*prints)
