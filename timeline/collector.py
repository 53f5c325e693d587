"""A stretch of work to the same with fewer searches for unreachable cycles of objects.

What a build makes stays until it ends, and hardly any of it forms cycles; looking through all of
it again and again took a third of the time of a build of thousands of articles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 100_000
"""Objects after which the newest are looked through; Python's own measure is 700."""
_AGAIN = 400_000
"""The same of work most of which was done before: that of thousands of articles makes fewer."""
_OLDER = 20
_ALL = 1000


@contextmanager
def seldom_collected(*, again: bool = False) -> Iterator[None]:
    """Within it only young objects are looked through; what was set before holds again after it.

    Where collection is off, or already rarer, nothing changes.  ``again`` tells that most of the
    work was done before.
    """
    before = gc.get_threshold()
    young = _AGAIN if again else _YOUNG
    if gc.isenabled() and 0 < before[0] < young:
        gc.set_threshold(young, _OLDER, _ALL)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def left_alone() -> Iterator[None]:
    """Within it what was there before is not looked through, and forked processes share it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


_spared: list[object] = []
"""What the process ends with; not empty where it ends soon."""


def ends_soon() -> None:
    """Say that this process ends with what it does now: what is spared is not taken apart."""
    _spared.append(_spared)  # or the end of this module would be the end of what is in it


def spare(thing: object) -> None:
    """Let go of the last large thing; in a process that ends soon, its memory goes with that."""
    if _spared:
        _spared.append(thing)
        gc.disable()  # or it would be looked through as soon as this is no longer seldom


def never_collected() -> None:
    """Look for no cycles from now on, for a process about to end, whose memory goes as one.

    Python looks through all objects twice as it ends, and takes apart what it finds.
    """
    gc.disable()
    gc.freeze()
