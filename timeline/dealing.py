"""Pieces of work to their results, dealt out among this process and some that are forked from it.

For many short pieces this is less ado than a pool (``workers.forked``): what is dealt to a process
comes back at once, when all of it is done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

import msgspec

from timeline.collector import left_alone

R = TypeVar("R")


def dealt(
    works: Sequence[Callable[[], R]],
    jobs: int,
    shape: msgspec.msgpack.Decoder[list[R]],
    together: int = 1,
) -> Iterator[R]:
    """Do pieces of work to their results, in order, by ``jobs`` processes of which this is one.

    ``shape`` reads results back.  So many pieces in a row are dealt ``together``, where each
    makes something that the next one uses.  Where a system cannot fork, or a process dies or finds
    something wrong, its work is done here.
    """
    if jobs == 1 or not hasattr(os, "fork"):
        yield from (work() for work in works)
        return
    holders = [at // together % jobs for at in range(len(works))]
    hands = [[works[at] for at, one in enumerate(holders) if one == hand] for hand in range(jobs)]
    with left_alone():
        others: list[tuple[int, int]] = []
        try:
            with suppress(OSError):  # no more processes, or no more pipes
                others.extend(map(_fork, hands[1:]))
            found = [[work() for work in hands[0]]]
            for number, hand in enumerate(hands[1:]):
                back = _taken(others[number][1], shape) if number < len(others) else None
                found.append(back or [work() for work in hand])
        finally:
            for process, told in others:
                _end(process, told)
    results = list(map(iter, found))
    yield from (next(results[hand]) for hand in holders)


def _fork(hand: Sequence[Callable[[], object]]) -> tuple[int, int]:
    """A process that does some work, and the pipe that tells what came of it."""
    told, tell = os.pipe()
    here = os.getpid()
    try:
        process = os.fork()
    except OSError:
        os.close(told)
        os.close(tell)
        raise
    if process:
        os.close(tell)
        return process, told
    try:
        os.close(told)
        results = []
        for work in hand:
            if os.getppid() != here:  # killed: nobody is waiting
                break
            results.append(work())
        else:
            with os.fdopen(tell, "wb") as pipe:
                pipe.write(msgspec.msgpack.encode(results))
    finally:
        os._exit(0)


def _taken(told: int, shape: msgspec.msgpack.Decoder[list[R]]) -> list[R] | None:
    """What a process told of its work; None where it told nothing, or not all."""
    with (
        os.fdopen(told, "rb", closefd=False) as pipe,
        suppress(msgspec.MsgspecError, ValueError),
    ):
        return shape.decode(pipe.read())
    return None


def _end(process: int, told: int) -> None:
    os.close(told)
    with suppress(ProcessLookupError):
        os.kill(process, 9)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)
