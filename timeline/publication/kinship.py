"""Find which documents of a collection tell the same story: texts to weighted pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from timeline.knowledge.newsterms import NewsTerms
from timeline.model import Document

_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}")
_WORD = re.compile(r"[\w’']+")
_RUN = 4
_RUN_WEIGHT = 4.0
"""Four words in the same order, in few documents only, weigh as much as a rare name."""
_UNKNOWN_DAYS = 2
_LEAST_WEIGHT = 1.5
_COMMON_SHARE = 0.2
_MOST_HOLDERS = 60
"""A term in more documents than this links nothing, which also bounds the work for each term."""
_MOST_NEIGHBOURS = 8
_LEAST_LIKENESS = 0.03


@dataclass(frozen=True, slots=True)
class Kin:
    """Two documents, by their place in the collection, how alike they are (0-1), and in what."""

    left: int
    right: int
    likeness: float
    shared: tuple[str, ...]


def find_kin(documents: Sequence[Document], terms: NewsTerms) -> tuple[Kin, ...]:
    """The pairs of documents whose rare terms overlap, each document with its nearest few.

    Likeness is the cosine of two documents' terms: names and word pairs, the rarer in the news
    the heavier, and runs of four words that few documents share.
    """
    bags = [_bag(document.text, terms) for document in documents]
    most = min(_MOST_HOLDERS, max(3, int(_COMMON_SHARE * len(documents)) + 2))
    holders: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for term in bag:
            holders[term].append(place)
    norms = [sum(weight * weight for weight in bag.values()) ** 0.5 or 1.0 for bag in bags]
    dots: dict[tuple[int, int], float] = defaultdict(float)
    for term, places in holders.items():
        if 2 <= len(places) <= most:
            weight = bags[places[0]][term]
            for index, left in enumerate(places):
                for right in places[index + 1 :]:
                    dots[left, right] += weight * weight
    likeness = {
        (left, right): dot / (norms[left] * norms[right]) for (left, right), dot in dots.items()
    }
    return tuple(
        Kin(left, right, round(likeness[left, right], 4), _shared(bags[left], bags[right]))
        for left, right in sorted(_nearest(likeness))
    )


def _bag(text: str, terms: NewsTerms) -> dict[str, float]:
    """The terms of a text and how much each tells, in nats of rarity."""
    span = terms.last_day - terms.first_day
    bag = {hit.term: log(span / (hit.days_known + 2)) - 1.0 for hit in terms.hits(text)}
    unknown = log(span / (_UNKNOWN_DAYS + 2)) - 1.0
    for match in _NAME.finditer(text):
        bag.setdefault(match[0].lower().replace("’", "'"), unknown)
    words = [word.lower() for word in _WORD.findall(text)]
    for at in range(len(words) - _RUN + 1):
        bag[" ".join(words[at : at + _RUN])] = _RUN_WEIGHT / 2
    return {term: weight for term, weight in bag.items() if weight >= _LEAST_WEIGHT}


def _shared(left: dict[str, float], right: dict[str, float]) -> tuple[str, ...]:
    both = sorted((term for term in left if term in right), key=lambda t: (-left[t], -len(t), t))
    return tuple(both[:4])


def _nearest(likeness: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    by_document: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for pair, value in likeness.items():
        if value >= _LEAST_LIKENESS:
            for place in pair:
                by_document[place].append((-value, pair))
    return {pair for found in by_document.values() for _, pair in sorted(found)[:_MOST_NEIGHBOURS]}
