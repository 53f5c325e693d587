"""All names of a set of facts as one table: a text to the places that bear a name.

Names are looked up by their first word, so the cost grows with the text and not with the packs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from timeline.knowledge.vocabulary import Fact
from timeline.knowledge.wording import WORD

Place = tuple[int, int, tuple[Fact, ...]]
"""``[start, end)`` of a name in the text, and the facts that bear it."""

_GLUED = re.compile(r"([A-Z]+)(\d{1,3})")
"""A series with its number written on: "COP26"."""


def _spellings(names: tuple[str, ...]) -> Iterable[str]:
    """Names, and those with accents also as papers without accents print them."""
    if all(map(str.isascii, names)):
        return dict.fromkeys(names)
    return dict.fromkeys((*names, *map(_plain, names)))


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part))


class NameTable:
    """All names of a set of facts, by their first word and by how long they are."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        names: dict[str, dict[str, list[Fact]]] = defaultdict(dict)
        for fact in facts:
            for name in _spellings(fact.names):
                first = WORD.search(name)
                if first is not None:
                    whole = name[first.start() :]
                    names[first[0]].setdefault(whole, []).append(fact)
        self._names = {
            first: (
                sorted(set(map(len, found)), reverse=True),
                {name: tuple(facts) for name, facts in found.items()},
            )
            for first, found in names.items()
        }

    def places(self, text: str) -> Iterator[Place]:
        """Every name in the text, left to right, the longest at each place, none overlapping."""
        taken = 0
        names = self._names
        for word in WORD.finditer(text):
            first = word[0]
            known, glued = first in names, first[-1].isdigit()
            if not (known or glued) or word.start() < taken:
                continue
            place = self._at(text, word.start(), first) if known else None
            if place is None and glued:
                place = self._glued_at(word)
            if place is not None:
                yield place
                taken = place[1]

    def _at(self, text: str, start: int, first: str) -> Place | None:
        lengths, names = self._names[first]
        for length in lengths:
            name = text[start : start + length]
            facts = names.get(name)
            if facts is not None:
                end = start + len(name)
                if not text[end : end + 1].isalnum():
                    return start, end, facts
        return None

    def _glued_at(self, word: re.Match[str]) -> Place | None:
        glued = _GLUED.fullmatch(word[0])
        if glued is None or glued[1] not in self._names:
            return None
        facts = self._names[glued[1]][1].get(glued[1])
        return None if facts is None else (word.start(), word.start() + len(glued[1]), facts)
