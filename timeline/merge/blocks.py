"""Events to the blocks of time in which they meet, and a block to the pairs worth comparing.

Two events are compared only when they share two rare terms in one block, so the cost stays near
linear in their number, and what comes of a block needs nothing but its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from msgspec import Struct, field

from timeline.interval import DAY_SECONDS, Interval
from timeline.likeness import merge_rules

_LEVELS = (
    (7 * DAY_SECONDS, 45 * DAY_SECONDS),
    (366 * DAY_SECONDS, 3 * 366 * DAY_SECONDS),
    (3653 * DAY_SECONDS, 100 * 3653 * DAY_SECONDS),
)
"""The windows events meet in, weeks, years and decades: their length, the longest they hold."""
_MOST_WINDOWS = 100
_Window: TypeAlias = tuple[int, int]
"""A level, and the number of a window there."""
_GUESTS = 4
_LEAST_SHARED = 2


class Block(Struct, frozen=True):
    """The events of one window by their numbers, in order.

    ``own`` are those as long as it, which meet each other and all the rest: the shorter
    ``guests``, and those ``late`` in the next week.
    """

    own: list[int] = field(default_factory=list)
    guests: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)

    @property
    def members(self) -> list[int]:
        """All its events, each as often as it stands there."""
        return [*self.own, *self.guests, *self.late]


def meeting_blocks(whens: Sequence[Interval]) -> Iterator[Block]:
    """The dates of events to the blocks in which any of them can meet, by when their time ends."""
    blocks: dict[_Window, Block] = {}
    # Of thousands of events many have one time.
    together: dict[tuple[int | None, int | None], list[int]] = {}
    for number, when in enumerate(whens):
        together.setdefault((when.start, when.end), []).append(number)
    stays = [(numbers, *_stays(*ends)) for ends, numbers in together.items()]
    for numbers, own, _ in stays:
        for place in own:
            blocks.setdefault(place, Block()).own.extend(numbers)
    for numbers, _, above in stays:
        for place in above:
            if place in blocks:
                blocks[place].guests.extend(numbers)
    for block in blocks.values():
        block.own.sort()
        block.guests.sort()
    for (level, window), block in sorted(blocks.items(), key=lambda item: _end(item[0])):
        if level == 0 and (following := blocks.get((0, window + 1))):
            block.late.extend(following.own)
        if len(block.own) > 1 or block.guests or block.late:
            yield block


def pairs_of(block: Block, rare: Callable[[int], Sequence[str]]) -> Iterator[tuple[int, int]]:
    """A block, and the rare terms of an event, to the pairs that share two of them.

    In a crowd that shares a term each is paired only with the next ones, so that chains form.
    """
    crowd = int(merge_rules()["crowd"])
    own = _by_term(block.own, rare)
    guests = {
        term: those[: crowd * _GUESTS] for term, those in _by_term(block.guests, rare).items()
    }
    late = {term: those[:crowd] for term, those in _by_term(block.late, rare).items()}
    passed: Counter[str] = Counter()
    for first in block.own:
        met: list[int] = []
        for term in rare(first):
            alike = own[term]
            place = passed[term]
            passed[term] += 1
            reach = len(alike) if len(alike) <= crowd else crowd // 2
            met += alike[place + 1 : place + 1 + reach]
            if place < crowd:
                met += guests.get(term, ())
                met += late.get(term, ())
        for other, count in Counter(met).items():
            if count >= _LEAST_SHARED and other != first:
                yield first, other


def _by_term(numbers: Sequence[int], rare: Callable[[int], Sequence[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in numbers:
        for term in rare(number):
            found.setdefault(term, []).append(number)
    return found


def _end(place: _Window) -> tuple[int, int]:
    """Sort key: a year comes right after its weeks, whose events are then still at hand."""
    level, window = place
    return (window + 1) * _LEVELS[level][0], level


@lru_cache(maxsize=8192)
def _stays(start: int | None, end: int | None) -> tuple[tuple[_Window, ...], tuple[_Window, ...]]:
    """The ends of a date to the windows of its own and to those above, where it is a guest.

    The shorter it is, the shorter are its own.
    """
    begin = start if start is not None else end
    end_known = end if end is not None else start
    if begin is None or end_known is None:
        return (), ()
    last = max(end_known - 1, begin)
    own = 0
    while own < len(_LEVELS) - 1 and last - begin > _LEVELS[own][1]:
        own += 1
    if start is None or end is None:
        own = max(own, 1)
    above = [_windows(level, begin, last) for level in range(own + 1, len(_LEVELS))]
    return _windows(own, begin, last), tuple(chain.from_iterable(above))


def _windows(level: int, start: int, last: int) -> tuple[_Window, ...]:
    size = _LEVELS[level][0]
    first, end = start // size, last // size
    if first == end:  # as of most
        return ((level, first),)
    return tuple((level, number) for number in range(first, min(end, first + _MOST_WINDOWS) + 1))
