"""One piece of work and many items to its results in their order, by several processes at once.

The processes are those of an ``Engine``: of this machine, or of others (``cluster``).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from operator import length_hint
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

import msgspec

from timeline.cache import NO_CACHE, Cache
from timeline.collector import left_alone

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

_WORTH = 16
"""Fewer items are not worth a process."""
_LEAST, _MOST = 4, 32
"""Items handed over at a time: few cost more ado than work, and with many in the last batch one
process would work alone."""
_ROUNDS = 8
"""Batches for each process that what is left should make, so that all end together."""
_PIECES = 16
"""The same of pieces of a site, of which most take no time."""
AHEAD = 3
"""Batches under way for each process: enough to keep it busy, few enough to hold in memory."""
_NEAR = 64
"""The items under way for each process of this machine, about."""

_FAR_AHEAD = 24
"""The same for work that is handed over by its number alone, of which some takes long."""


class Lost(Exception):
    """Work was handed over that nobody will bring back; it can be done elsewhere."""


class Engine(Protocol):
    """What does batches of work: it takes them one after the other, and does several at once."""

    @property
    def batch(self) -> int:
        """The items it is handed at a time."""

    @property
    def room(self) -> int:
        """The batches it may have under way."""

    def hand_over(self, work: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        """Begin a batch; what is returned waits for its results.  Both may raise ``Lost``."""


Jobs: TypeAlias = int | Engine
"""How many processes of this machine share the work, or the engine that does it."""

_encode = msgspec.msgpack.Encoder().encode
_Batch = list[tuple[int, bytes, T]]
_Result: TypeAlias = tuple[bytes, R | None]
"""A result in bytes, or else as it is."""


class Memory(msgspec.Struct, Generic[T, R], frozen=True):
    """How results are remembered: where, by what of an item, and what they are read back as.

    ``key`` gives the bytes that tell an item from every other that has another result; None where
    its result is not to be remembered.
    """

    cache: Cache
    kind: str
    key: Callable[[T], bytes | None]
    shape: msgspec.msgpack.Decoder[R]

    def recall(self, item: T) -> tuple[bytes, R | None]:
        """An item's key in the store, and its result where that is known."""
        key = self.key_of(item)
        return key, self.recall_key(key) if key else None

    def key_of(self, item: T) -> bytes:
        """An item's key in the store; empty where there is none."""
        try:
            parts = self.key(item) if self.cache.is_on else None
        except (msgspec.MsgspecError, ValueError):
            parts = None
        return b"" if parts is None else self.cache.key(self.kind, parts)

    def recall_key(self, key: bytes) -> R | None:
        """The result under a key, where it is known."""
        found = self.cache.recall(key)
        return None if found is None else self._read(found)

    def keep(self, key: bytes, result: R) -> R:
        """Keep a result under a key, if it can be told in bytes; returns the result."""
        if key and (told := _told(result)):
            self.cache.keep(key, told)
        return result

    def take(self, key: bytes, told: bytes) -> R | None:
        """Read back a result that was told by another process, and keep it under a key."""
        result = self._read(told)
        if key and result is not None:
            self.cache.keep(key, told)
        return result

    def _read(self, told: bytes) -> R | None:
        try:
            return self.shape.decode(told)
        except (msgspec.MsgspecError, ValueError):
            return None


def _told(result: object) -> bytes:
    """A result in bytes; none where there is no way to tell it."""
    try:
        return _encode(result)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return b""


def _work_and_tell(work: Callable[[T], R], item: T) -> _Result[R]:
    """A result in bytes, which are handed over in a tenth of the time; itself where that fails."""
    result = work(item)
    told = _told(result)
    return told, None if told else result


def _work_and_bring(work: Callable[[T], R], item: T) -> _Result[R]:
    """A result as it is, where nobody knows how to read it back."""
    return b"", work(item)


def each(
    work: Callable[[T], R],
    items: Iterable[T],
    jobs: Jobs = 1,
    step: Callable[[int], None] | None = None,
    memory: Memory[T, R] | None = None,
    count: int = 0,
) -> tuple[R, ...]:
    """Do one piece of work on every item, in order, shared out by ``jobs`` where there is enough.

    Items are taken one after the other, so that a generator need not hold them all.  ``step``
    hears how many are done; ``count`` is how many there are, where they do not tell it themselves.
    A process that dies (out of memory, killed) does not end the run:
    what is left undone is done here.
    """
    crew = _Crew(work, jobs, step, memory, count or length_hint(items))
    try:
        for item in items:
            crew.take(item)
        return crew.finish()
    finally:
        crew.dismiss()


class _Processes:
    """The processes of this machine, as an engine."""

    def __init__(self, jobs: int) -> None:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - few need processes

        self._jobs = jobs
        self.left = 0
        """The items that are still to come."""
        self._pool = ProcessPoolExecutor(jobs, initializer=_end_with_parent)

    @property
    def batch(self) -> int:
        return min(max(self.left // (_ROUNDS * self._jobs), _LEAST), _MOST)

    @property
    def room(self) -> int:
        return _NEAR // self.batch * self._jobs

    def hand_over(self, work: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        try:
            return partial(_bring, self._pool.submit(work_on, work, items))
        except _broken() as error:
            raise Lost from error

    def dismiss(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _bring(future: Future[list[R]]) -> list[R]:
    try:
        return future.result()
    except _broken() as error:
        raise Lost from error


def _broken() -> type[Exception]:
    """What is raised where a process is gone."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - few need processes

    return BrokenProcessPool


def work_on(work: Callable[[T], R], items: list[T]) -> list[R]:
    """A batch to its results."""
    return [work(item) for item in items]


class _Crew(Generic[T, R]):
    """Results as they come in, and the engine that makes them."""

    def __init__(
        self,
        work: Callable[[T], R],
        jobs: Jobs,
        step: Callable[[int], None] | None,
        memory: Memory[T, R] | None,
        count: int,
    ) -> None:
        self._work = work
        self._left = count
        self._jobs = jobs
        self._engine: Engine | None = None if isinstance(jobs, int) else jobs
        self._pool: _Processes | None = None
        self._step = step
        self._memory = memory or Memory(NO_CACHE, "", _no_key, msgspec.msgpack.Decoder())
        self._told = partial(_work_and_bring if memory is None else _work_and_tell, work)
        self._results: list[R | None] = []
        self._done = 0
        self._batch: _Batch[T] = []
        self._under_way: deque[tuple[Callable[[], list[_Result[R]]], _Batch[T]]] = deque()

    def take(self, item: T) -> None:
        key, known = self._memory.recall(item)
        place = len(self._results)
        self._results.append(known)
        self._left -= 1
        if known is not None:
            self._count()
        elif self._jobs == 1:
            self._do([(place, key, item)])
        else:
            self._batch.append((place, key, item))
            if len(self._batch) >= self._size:
                self._hand_over()

    @property
    def _size(self) -> int:
        """Items to hand over at a time."""
        if self._pool is not None:
            self._pool.left = self._left + len(self._batch)
        return _WORTH if self._engine is None else self._engine.batch

    def finish(self) -> tuple[R, ...]:
        if self._under_way:
            self._hand_over()
            while self._under_way:
                self._collect()
        self._do(self._batch)
        self._batch = []
        assert self._done == len(self._results)
        return tuple(self._results)  # type: ignore[arg-type]

    def dismiss(self) -> None:
        if self._pool is not None:
            self._pool.dismiss()

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        if self._engine is None:
            # What the first item loads and compiles, processes that are forked then have.
            self._do(batch[:1])
            batch = batch[1:]
            assert isinstance(self._jobs, int)
            self._engine = self._pool = _Processes(self._jobs)
        size = self._size
        for start in range(0, len(batch), size):
            self._hand_over_to(self._engine, batch[start : start + size])

    def _hand_over_to(self, engine: Engine, batch: _Batch[T]) -> None:
        try:
            results = engine.hand_over(self._told, [item for _, _, item in batch])
        except Lost:
            self._do(batch)
            return
        self._under_way.append((results, batch))
        while len(self._under_way) > engine.room:
            self._collect()

    def _collect(self) -> None:
        wait, batch = self._under_way.popleft()
        try:
            results = wait()
        except Lost:
            self._do(batch)
            return
        for (place, key, item), (told, result) in zip(batch, results, strict=True):
            taken = self._memory.take(key, told) if told else None
            if taken is None:
                self._put(place, key, self._work(item) if result is None else result)
            else:
                self._results[place] = taken
                self._count()

    def _do(self, batch: _Batch[T]) -> None:
        for place, key, item in batch:
            self._put(place, key, self._work(item))

    def _put(self, place: int, key: bytes, result: R) -> None:
        self._results[place] = self._memory.keep(key, result)
        self._count()

    def _count(self) -> None:
        self._done += 1
        if self._step is not None:
            self._step(self._done)


_works: Sequence[Callable[[], object]] = ()
"""What the processes were forked to do, in each of them."""


def forked(works: Sequence[Callable[[], R]], jobs: int = 1) -> Generator[R, None, None]:
    """Do pieces of work to their results, in order, by ``jobs`` processes forked from this one.

    Each takes some of them at a time.  They find here what the work needs; nothing but results
    is handed over.  Where a system cannot fork, or a process dies, the work is done here.
    """
    if jobs == 1 or not hasattr(os, "fork"):
        yield from (work() for work in works)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - few need processes
    from multiprocessing import get_context  # noqa: PLC0415 - few need processes

    with left_alone():
        pool = ProcessPoolExecutor(jobs, get_context("fork"), _adopt, (works,))
        try:
            yield from _results(pool, works, jobs)
        finally:
            pool.shutdown(cancel_futures=True)


def _results(pool: ProcessPoolExecutor, works: Sequence[Callable[[], R]], jobs: int) -> Iterator[R]:
    starts = range(0, len(works), _PIECES)
    parts = deque(range(at, min(at + _PIECES, len(works))) for at in starts)
    under_way: deque[tuple[range, Future[list[R]] | None]] = deque()
    while parts or under_way:
        while parts and len(under_way) < _FAR_AHEAD * jobs:
            part = parts.popleft()
            try:
                under_way.append((part, pool.submit(_do_adopted, part)))
            except _broken():
                under_way.append((part, None))
        part, future = under_way.popleft()
        try:
            results = None if future is None else _bring(future)
        except Lost:
            results = None
        yield from (works[at]() for at in part) if results is None else results


def _adopt(works: Sequence[Callable[[], object]]) -> None:
    global _works  # noqa: PLW0603 - of a process that does nothing else
    _works = works
    _end_with_parent()


def _do_adopted(part: range) -> list[Any]:
    return [_works[at]() for at in part]


def _end_with_parent() -> None:
    """Let this process end when the one that began it was killed: nobody else would end it."""
    import threading  # noqa: PLC0415 - few need processes
    from multiprocessing import parent_process  # noqa: PLC0415 - few need processes

    if parent := parent_process():
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing import connection  # noqa: PLC0415 - few need processes

    connection.wait([sentinel])
    os._exit(1)


def _no_key(item: object) -> None:
    """Nothing is remembered."""
