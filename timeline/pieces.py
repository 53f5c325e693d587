"""Files as pieces, each with the digest of what it is made of, by which it is found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeVar
from weakref import ref
from zlib import crc32

import msgspec

from timeline.cache import NO_CACHE, PRINT_SIZE, Cache, Notes, digest, made_of
from timeline.model import Disagreement, Document, Event, Timeline, Undated

T = TypeVar("T")

_USUAL = 32
"""How many items a block has on average."""
_MOST = 128
_DIGITS = 3
_NOBODY = digest(b"")
"""Stands for the articles that tell an event which none tells."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a file: the digest of all that decides what it is, and what makes it.

    Where ``made_of`` is empty it cannot be told, and the piece is made each time.  What is
    ``at_hand`` takes no work.  ``records`` is how many records of a list it has, where somebody
    will look for one of them in the file.
    """

    made_of: bytes
    make: Callable[[], bytes]
    at_hand: bool = False
    records: int = 0


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


_SOURCES = msgspec.msgpack.Decoder(dict[bytes, bytes])


def sources_before(cache: Cache = NO_CACHE, name: str = "") -> Notes[bytes]:
    """A store and the name of a story to the digests of its articles as sources."""
    return Notes(_SOURCES, cache, "sources", name)


class Prints:
    """The digests of what is in a timeline; all are empty without one."""

    def __init__(self, timeline: Timeline | None = None) -> None:
        self._wanted = timeline is not None
        self._told = timeline.events if timeline else None
        self._blocks: list[Any] = []
        self._disagreements: dict[int, bytes] = {}
        readings = self._readings = timeline.readings if timeline else ()
        self._notes = sources_before()
        events = (*timeline.events, *timeline.hidden) if timeline else ()
        read, told = _known_prints(timeline)
        self.articles = _named(
            [each.document.id for each in readings], read or _prints_of(readings)
        )
        told = told or [b""] * len(events)
        pairs = zip(events, told, strict=True)
        new = iter(_prints_of(shown(event) for event, known in pairs if not known))
        prints = [known or next(new) for known in told]
        self.events = _named([event.id for event in events], prints)

    def article(self, name: str) -> bytes:
        """That of an article, by its id, with all that was read in it."""
        return self.articles.get(name, b"")

    def event(self, name: str) -> bytes:
        """That of an event, by its id, but for its importance, which any new article may change."""
        return self.events.get(name, b"")

    def keep_in(self, notes: Notes[bytes]) -> None:
        """Find what is known of articles as sources in notes, and keep it there."""
        if self._wanted:
            self._notes = notes

    def all_of(self, names: Collection[str]) -> bytes:
        """That of some articles as sources, by their ids; empty where that of one is."""
        known = self._sources
        together = b"".join([known.get(name, b"") for name in names])
        return digest(together) if len(together) == len(names) * PRINT_SIZE else b""

    def tellers(self, events: Iterable[Event]) -> bytes:
        """That of the articles, as sources, that tell some events of the timeline."""
        known = self._sources.get
        told: list[bytes] = []
        for event in events:
            passages = event.passages
            if len(passages) == 1:
                told.append(known(passages[0].document, b""))
            else:
                some = [known(name, b"") for name in {one.document: None for one in passages}]
                told.append(b"" if b"" in some else b"".join(some) or _NOBODY)
        return b"" if b"" in told else digest(b"".join(told))

    @cached_property
    def _sources(self) -> dict[str, bytes]:
        """Those of articles as sources: of all but their texts, of which only quotes are told."""
        readings = self._readings
        names = [reading.document.id for reading in readings]
        found: list[bytes] = []
        for block, known in cut(readings, self._prints_in(names, self.articles)):
            told = self._notes.recall(known) if known else None
            if told is None:
                prints = _prints_of([_as_source(reading.document) for reading in block])
                told = b"".join(prints)
                if b"" in prints:
                    found += prints
                    continue
                self._notes.keep(known, told)
            found += [told[at : at + PRINT_SIZE] for at in range(0, len(told), PRINT_SIZE)]
        return _named(names, found)

    def blocks(self, items: Sequence[T]) -> Iterable[tuple[tuple[T, ...], bytes]]:
        """What there is many of in a timeline to its blocks, as ``in_blocks`` makes them.

        Of events counts how much they matter.
        """
        if items is self._told and self._blocks:  # several files are made of them
            return self._blocks
        blocks = self._in_blocks(items)
        if items is not self._told:
            return blocks
        self._blocks.extend(blocks)
        return self._blocks

    def _in_blocks(self, items: Sequence[Any]) -> Iterator[tuple[tuple[Any, ...], bytes]]:
        kind = type(items[0]) if items else None
        if kind is Undated:
            # What tells where a block ends: of so many a digest for each takes too long.
            places = [crc32(one.document.encode(), one.start).to_bytes(4) for one in items]
            for block, _ in cut(items, places):
                yield block, self.of(block)
        elif kind is Event:
            names = [event.id for event in items]
            for block, known in cut(items, self._prints_in(names, self.events)):
                mattering = shown_importances(block)
                yield block, made_of_all(known, self.of(mattering)) if known else known
        elif kind is Document:
            names = [document.id for document in items]
            yield from cut(items, self._prints_in(names, self.articles))
        else:
            yield from in_blocks(items, self._item)

    def _prints_in(self, names: Iterable[str], prints: Mapping[str, bytes]) -> list[bytes]:
        known = prints.get
        return [known(name, b"") for name in names]

    def _item(self, item: object) -> bytes:
        return self.disagreement(item) if isinstance(item, Disagreement) else self.of(item)

    def disagreement(self, item: Disagreement) -> bytes:
        """That of a disagreement of the timeline."""
        known = self._disagreements.get(id(item))
        if known is None:
            known = self._disagreements[id(item)] = self.of(item)
        return known

    def of(self, *values: object) -> bytes:
        """That of plain values."""
        return made_of(*values) if self._wanted else b""


_kept: dict[int, tuple[ref[Timeline], Sequence[bytes], Sequence[bytes]]] = {}


def keep_prints(timeline: Timeline, read: Sequence[bytes], told: Sequence[bytes]) -> Timeline:
    """A timeline and digests of its readings and its events to the timeline.

    Those of events, and after them of hidden ones, are others for other events, however much
    these matter, and empty where they are not known.  ``Prints`` finds all this while that very
    timeline lives.
    """
    place = id(timeline)
    _kept[place] = ref(timeline, lambda _: _kept.pop(place, None)), read, told
    return timeline


def _known_prints(timeline: Timeline | None) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """The digests of a timeline's readings and events, where they are known."""
    known = _kept.get(id(timeline))
    return known[1:] if known is not None and known[0]() is timeline else ((), ())


def _named(names: Sequence[str], prints: Sequence[bytes]) -> dict[str, bytes]:
    """Digests by name; a name that two things have tells neither."""
    found = dict(zip(names, prints, strict=True))
    if len(found) < len(names):
        found.update((name, b"") for name, times in Counter(names).items() if times > 1)
    return found


def shown_importance(event: Event) -> float:
    """How much an event matters, 0-1, as files tell it."""
    return round(event.importance, _DIGITS)


def shown_importances(events: Iterable[Event]) -> list[float]:
    """The ``shown_importance`` of each of many events."""
    return [round(event.importance, _DIGITS) for event in events]


_encode = msgspec.msgpack.Encoder().encode


def plain_print(value: object) -> bytes:
    """A plain value to its digest; empty where it is none."""
    try:
        return blake2b(_encode(value), digest_size=PRINT_SIZE).digest()
    except (msgspec.MsgspecError, TypeError, ValueError):
        return b""


def _prints_of(values: Iterable[object]) -> list[bytes]:
    """The ``plain_print`` of each of many values."""
    all_ = [*values]
    try:
        return [blake2b(_encode(one), digest_size=PRINT_SIZE).digest() for one in all_]
    except (msgspec.MsgspecError, TypeError, ValueError):
        return [*map(plain_print, all_)]


_OF_TEXT = {"text", "asides", "title_span"}
_as_source = attrgetter(*(name for name in Document.__struct_fields__ if name not in _OF_TEXT))
"""All that is shown of an article where it is a source: not its text, nor where what is in it."""

shown = attrgetter(*(name for name in Event.__struct_fields__ if name != "importance"))
"""All that is shown of an event but how much it matters."""

NO_PRINTS = Prints()
"""Where nothing is remembered."""


def in_blocks(
    items: Iterable[T], print_of: Callable[[T], bytes], smaller: int = 1
) -> Iterator[tuple[tuple[T, ...], bytes]]:
    """Items to blocks of about 32, at most 128, in their order, each with the digest of its items.

    They may be so many times ``smaller``.  Where a block ends is told by the items near by alone,
    so that a new one among thousands makes only its own block new.
    """
    all_ = tuple(items)
    return cut(all_, [*map(print_of, all_)], smaller)


def cut(
    items: Sequence[T], prints: Sequence[bytes], smaller: int = 1
) -> Iterator[tuple[tuple[T, ...], bytes]]:
    """Items and the digest of each to the blocks of ``in_blocks``."""
    all_ = tuple(items)
    for begin, end in cuts(prints, smaller):
        yield all_[begin:end], made_of_all(*prints[begin:end])


def cuts(prints: Sequence[bytes], smaller: int = 1) -> list[tuple[int, int]]:
    """The digests of items to where each block of ``in_blocks`` begins, and the next."""
    usual, most = max(1, _USUAL // smaller), max(1, _MOST // smaller)
    found: list[tuple[int, int]] = []
    begin = 0
    for end, known in enumerate(prints, 1):
        if end - begin == most or (known and not known[-1] % usual):
            found.append((begin, end))
            begin = end
    if begin < len(prints):
        found.append((begin, len(prints)))
    return found
