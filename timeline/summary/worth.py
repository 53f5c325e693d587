"""Sentences that can stand for a day to how well some of them together tell it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

_T = TypeVar("_T")


class Line(Struct, frozen=True):
    """A sentence that can stand for a day, as it is shown, with its terms.

    ``weight`` is how much its article counts by it for what the day is about, ``fitness`` what
    part of its own worth it keeps, ``leans`` whether it opens with a word for what was told before.
    """

    article: int
    sentence: int
    text: str
    terms: tuple[str, ...]
    weight: float
    fitness: float
    leans: bool = False


class Worth:
    """How well sentences tell a day: by the share of its articles that use their words."""

    def __init__(self, lines: Sequence[Line], words: Mapping[str, float]) -> None:
        self.words = words
        single: dict[str, dict[int, float]] = defaultdict(dict)
        double: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        articles: dict[int, float] = {}
        for line in lines:
            article, weight = line.article, line.weight
            articles[article] = max(articles.get(article, 0.0), weight)
            for term in line.terms:
                single[term][article] = max(single[term].get(article, 0.0), weight)
            for pair in _pairs(line):
                double[pair][article] = max(double[pair].get(article, 0.0), weight)
        everything = sum(articles.values())
        power, least = words["commonness"], words["pair_articles"]
        self.single = {
            term: (sum(by.values()) / everything) ** power for term, by in single.items()
        }
        self.double = {
            pair: words["pairs"] * sum(by.values()) / everything
            for pair, by in double.items()
            if len(by) >= least
        }
        self.told: Counter[str] = Counter()
        self.told_pairs: set[tuple[str, str]] = set()
        self.gained = 0.0
        self.length = 0

    def _gain(self, line: Line) -> float:
        """What a sentence adds to those taken; added up in an order that no hash decides."""
        again = self.words["again"]
        terms: float = sum(
            self.single[term] * again ** self.told[term] for term in _once(line.terms)
        )
        return line.fitness * (
            terms
            + sum(
                self.double.get(pair, 0.0)
                for pair in _once(_pairs(line))
                if pair not in self.told_pairs
            )
        )

    def alone(self, line: Line) -> float:
        """The worth of a sentence by itself."""
        return self._gain(line) / (len(line.terms) + self.words["length"])

    def with_(self, line: Line, count: int) -> float:
        """The worth of all that is taken and a sentence, of ``count`` that there shall be."""
        words = self.length + len(line.terms) + self.words["length"] * count
        alone = self.words["leaning"] if line.leans and not self.length else 1.0
        return alone * (self.gained + self._gain(line)) / words

    def is_fresh(self, line: Line) -> bool:
        """Whether enough of a sentence's words have not been told yet."""
        terms = set(line.terms)
        fresh = sum(not self.told[term] for term in terms)
        return fresh >= self.words["fresh"] * len(terms)

    def take(self, line: Line) -> None:
        """Take a sentence."""
        self.gained += self._gain(line)
        self.told.update(set(line.terms))
        self.told_pairs.update(_pairs(line))
        self.length += len(line.terms)


def _once(items: Iterable[_T]) -> Iterable[_T]:
    return dict.fromkeys(items)


def _pairs(line: Line) -> Iterator[tuple[str, str]]:
    return zip(line.terms, line.terms[1:], strict=False)
