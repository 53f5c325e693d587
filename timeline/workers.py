"""One piece of work and many items to its results in their order, by several processes at once."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from typing import Generic, TypeVar

import msgspec

from timeline.cache import NO_CACHE, Cache

T = TypeVar("T")
R = TypeVar("R")

_BATCH = 16
"""Items handed over at a time; fewer are not worth a process."""
_AHEAD = 3
"""Batches under way for each process: enough to keep it busy, few enough to hold in memory."""

_encode = msgspec.msgpack.Encoder().encode
_Batch = list[tuple[int, bytes, T]]


@dataclass(frozen=True, slots=True)
class Memory(Generic[T, R]):
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
        try:
            parts = self.key(item) if self.cache.is_on else None
        except (msgspec.MsgspecError, ValueError):
            parts = None
        if parts is None:
            return b"", None
        key = self.cache.key(self.kind, parts)
        found = self.cache.recall(key)
        return key, None if found is None else self._read(found)

    def keep(self, key: bytes, result: R) -> R:
        """Keep a result under a key, as far as it can be read back; returns the result."""
        if key:
            try:
                told = _encode(result)
            except (msgspec.MsgspecError, TypeError, ValueError):
                return result
            if self._read(told) == result:
                self.cache.keep(key, told)
        return result

    def _read(self, told: bytes) -> R | None:
        try:
            return self.shape.decode(told)
        except (msgspec.MsgspecError, ValueError):
            return None


def each(
    work: Callable[[T], R],
    items: Iterable[T],
    jobs: int = 1,
    step: Callable[[int], None] | None = None,
    memory: Memory[T, R] | None = None,
) -> tuple[R, ...]:
    """Do one piece of work on every item, in order, in ``jobs`` processes where there is enough.

    Items are taken one after the other, so that a generator need not hold them all.  ``step``
    hears how many are done.  A process that dies (out of memory, killed) does not end the run:
    what it leaves undone is done here.
    """
    crew = _Crew(work, jobs, step, memory)
    try:
        for item in items:
            crew.take(item)
        return crew.finish()
    finally:
        crew.dismiss()


class _Crew(Generic[T, R]):
    """Results as they come in, and the processes that make them."""

    def __init__(
        self,
        work: Callable[[T], R],
        jobs: int,
        step: Callable[[int], None] | None,
        memory: Memory[T, R] | None,
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._step = step
        self._memory = memory or Memory(NO_CACHE, "", _no_key, msgspec.msgpack.Decoder())
        self._results: list[R | None] = []
        self._done = 0
        self._batch: _Batch[T] = []
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: deque[tuple[Future[list[R]], _Batch[T]]] = deque()

    def take(self, item: T) -> None:
        key, known = self._memory.recall(item)
        place = len(self._results)
        self._results.append(known)
        if known is not None:
            self._count()
        elif self._jobs == 1:
            self._do([(place, key, item)])
        else:
            self._batch.append((place, key, item))
            if len(self._batch) == _BATCH:
                self._hand_over()

    def finish(self) -> tuple[R, ...]:
        if self._pool is None:
            self._do(self._batch)
        else:
            self._hand_over()
            while self._under_way:
                self._collect()
        self._batch = []
        assert self._done == len(self._results)
        return tuple(self._results)  # type: ignore[arg-type]

    def dismiss(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        if self._jobs == 1:
            self._do(batch)
            return
        if self._pool is None:
            # What the first item loads and compiles, processes that are forked then have.
            self._do(batch[:1])
            batch = batch[1:]
            self._pool = ProcessPoolExecutor(self._jobs, initializer=_end_with_parent)
        try:
            future = self._pool.submit(_work_on, self._work, [item for _, _, item in batch])
        except BrokenProcessPool:
            self._do(batch)
            return
        self._under_way.append((future, batch))
        while len(self._under_way) > _AHEAD * self._jobs:
            self._collect()

    def _collect(self) -> None:
        future, batch = self._under_way.popleft()
        try:
            results = future.result()
        except BrokenProcessPool:
            self._jobs = 1
            self._do(batch)
            return
        for (place, key, _), result in zip(batch, results, strict=True):
            self._put(place, key, result)

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


def _end_with_parent() -> None:
    """Let this process end when the one that began it was killed: nobody else would end it."""
    parent = parent_process()
    if parent is None:
        return
    its_end = parent.sentinel

    def wait() -> None:
        connection.wait([its_end])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _work_on(work: Callable[[T], R], items: list[T]) -> list[R]:
    return [work(item) for item in items]


def _no_key(item: object) -> None:
    """Nothing is remembered."""
