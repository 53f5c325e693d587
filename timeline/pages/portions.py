"""The items of a page that may grow too long to the pages they are shown on, in parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from timeline.cache import digest

_Item = TypeVar("_Item")

MOST = 1000
"""How many entries a page shows at most, where one item has not more."""
_LEAST = MOST // 2
_RARE = 16
"""After so many entries a part ends with one of so many items, told by its name alone: parts stay
as they are when an earlier one gets an entry more."""


class Part(Struct, Generic[_Item], frozen=True):
    """A part of a page: its place in the site, which of how many it is, and its items."""

    path: str
    number: int
    parts: int
    items: tuple[_Item, ...]
    before: str
    after: str


def in_parts(
    path: str,
    items: Sequence[_Item],
    name: Callable[[_Item], str],
    entries: Callable[[_Item], int] = lambda _: 1,
) -> tuple[Part[_Item], ...]:
    """Items to their parts, at least one: ``name.html``, ``name-2.html`` and so on.

    ``name`` tells what an item is called, ``entries`` how many entries it is; it stays on one page.
    """
    groups: list[list[_Item]] = [[]]
    count, ends = 0, False
    group = groups[0]
    for item in items:
        size = entries(item)
        if group and (ends or count + size > MOST):
            group = []
            groups.append(group)
            count = 0
        group.append(item)
        count += size
        ends = count >= _LEAST and digest(name(item).encode())[0] % _RARE == 0
    stem = path.removesuffix(".html")
    paths = [path, *(f"{stem}-{number}.html" for number in range(2, len(groups) + 1))]
    return tuple(
        Part(
            path=paths[at],
            number=at + 1,
            parts=len(groups),
            items=tuple(group),
            before=paths[at - 1] if at else "",
            after=paths[at + 1] if at + 1 < len(groups) else "",
        )
        for at, group in enumerate(groups)
    )
