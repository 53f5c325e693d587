"""Articles to the most important dates of their story, with the sentences that tell each best.

What is chosen covers the words that many articles of a day share, in few words: the task of
timeline summarisation (Gholipour Ghalandari and Ifrim, ACL 2020, describe it and its data).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from timeline.expressions import DATELINE
from timeline.grammar import load_rules
from timeline.interval import DAY_SECONDS, to_ordinal
from timeline.model import DocumentReading
from timeline.story import Story, plain, story_weights, terms_of

_T = TypeVar("_T")
_NOT_TOLD = re.compile(r"\||\?$")
_LEAST_TERMS = 4
_POOL = 100
"""Sentences of a day, the best by themselves, among which those that go together are sought."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence that tells a day: its words as they are shown, and where it stands."""

    text: str
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day (ordinal), how much it matters to the story, and the sentences that tell it."""

    day: int
    score: float
    sentences: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence that can stand for a day, with its terms and how much it counts."""

    article: int
    sentence: int
    terms: tuple[str, ...]
    weight: float


def summarise(
    readings: Sequence[DocumentReading],
    dates: int,
    sentences: int = 1,
    *,
    first: int | None = None,
    last: int | None = None,
    story: Story | None = None,
) -> tuple[ToldDay, ...]:
    """The most important days of a story, at most ``dates``, each with its best sentences.

    The most important day comes first; of each day at most ``sentences`` are told, the best
    first.  ``first`` and ``last`` (ordinals, inclusive) bound the days.  ``story`` is
    what the articles are about, where that is known.
    """
    days = _Days(readings, Story(readings) if story is None else story)
    found: list[ToldDay] = []
    for day, score in days.ranked():
        if len(found) == dates:
            break
        if (first is not None and day < first) or (last is not None and day > last):
            continue
        chosen = days.told(day, sentences)
        if chosen:
            found.append(ToldDay(day, round(score, 4), chosen))
    return tuple(found)


class _Days:
    """The sentences of a collection, by the days they name and the days they were written on."""

    def __init__(self, readings: Sequence[DocumentReading], story: Story) -> None:
        self.readings = readings
        self.words = story_weights()
        self.story = story
        self.named: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self.written: dict[int, list[int]] = defaultdict(list)
        for article, reading in enumerate(readings):
            publication = reading.document.publication
            if publication is not None and publication.day is not None:
                self.written[publication.day].append(article)
            for day, sentence in _days_named(reading):
                self.named[day].add((article, sentence))

    def ranked(self) -> list[tuple[int, float]]:
        """Every day that a sentence names, with its score, the most important first.

        Each article counts by the sentence of it that names the day and is most about the
        story.
        """
        scores: list[tuple[int, float]] = []
        for day, places in self.named.items():
            best: dict[int, float] = {}
            for article, sentence in sorted(places):
                reading = self.readings[article]
                about = self.story.about(terms_of(plain(reading, reading.sentences[sentence])))
                best[article] = max(best.get(article, 0.0), about)
            written = len(self.written.get(day, ()))
            scores.append((day, sum(best.values()) + self.words["written_on"] * written))
        return sorted(scores, key=lambda scored: (-scored[1], scored[0]))

    def told(self, day: int, count: int) -> tuple[Chosen, ...]:
        """The sentences that together tell best what the articles say of a day."""
        lines = list(self._lines(day))
        if not lines:
            return ()
        worth = _Worth(lines, self.words)
        alone = sorted(range(len(lines)), key=lambda at: (-worth.alone(lines[at]), at))
        pool = alone[:_POOL]
        chosen: list[_Line] = []
        while pool and len(chosen) < count:
            best = max(pool, key=lambda at: (worth.with_(lines[at], count), -at))
            pool.remove(best)
            if chosen and not worth.is_fresh(lines[best]):
                continue
            worth.take(lines[best])
            chosen.append(lines[best])
        return tuple(self._shown(line) for line in chosen)

    def _lines(self, day: int) -> Iterator[_Line]:
        """The sentences that can stand for a day: that name it, or report on it at the time."""
        weights: dict[tuple[int, int], float] = {}
        for place in sorted(self.named.get(day, ())):
            weights[place] = self.words["mention"]
        for later, weight in ((0, self.words["same_day"]), (1, self.words["day_after"])):
            for article in self.written.get(day + later, ()):
                for sentence in range(int(self.words["lead_sentences"])):
                    if sentence < len(self.readings[article].sentences):
                        weights.setdefault((article, sentence), weight)
        for (article, sentence), weight in weights.items():
            reading = self.readings[article]
            text = plain(reading, reading.sentences[sentence])
            told = _without_opening(text)
            terms = terms_of(told)
            if len(terms) >= _LEAST_TERMS and self._can_stand(reading, sentence, text, told):
                yield _Line(article, sentence, terms, weight)

    def _can_stand(self, reading: DocumentReading, sentence: int, text: str, told: str) -> bool:
        """Whether a sentence tells something by itself, and belongs to the article."""
        if not self.words["fewest_words"] <= len(told.split()) <= self.words["most_words"]:
            return False
        span = reading.sentences[sentence]
        return not (
            _NOT_TOLD.search(text)
            or self.story.is_beside(text)
            or any(a.start < span.end and span.start < a.end for a in reading.document.asides)
        )

    def _shown(self, line: _Line) -> Chosen:
        reading = self.readings[line.article]
        span = reading.sentences[line.sentence]
        text = _without_opening(plain(reading, span))
        return Chosen(text, reading.document.id, span.start, span.end)


class _Worth:
    """How well sentences tell a day: by the share of its articles that use their words."""

    def __init__(self, lines: Sequence[_Line], words: Mapping[str, float]) -> None:
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

    def _gain(self, line: _Line) -> float:
        """What a sentence adds to those taken; added up in an order that no hash decides."""
        again = self.words["again"]
        terms: float = sum(
            self.single[term] * again ** self.told[term] for term in _once(line.terms)
        )
        return terms + sum(
            self.double.get(pair, 0.0)
            for pair in _once(_pairs(line))
            if pair not in self.told_pairs
        )

    def alone(self, line: _Line) -> float:
        """The worth of a sentence by itself."""
        return self._gain(line) / (len(line.terms) + self.words["length"])

    def with_(self, line: _Line, count: int) -> float:
        """The worth of all that is taken and a sentence, of ``count`` that there shall be."""
        words = self.length + len(line.terms) + self.words["length"] * count
        return (self.gained + self._gain(line)) / words

    def is_fresh(self, line: _Line) -> bool:
        """Whether enough of a sentence's words have not been told yet."""
        terms = set(line.terms)
        fresh = sum(not self.told[term] for term in terms)
        return fresh >= self.words["fresh"] * len(terms)

    def take(self, line: _Line) -> None:
        """Take a sentence."""
        self.gained += self._gain(line)
        self.told.update(set(line.terms))
        self.told_pairs.update(_pairs(line))
        self.length += len(line.terms)


def _once(items: Iterable[_T]) -> Iterable[_T]:
    return dict.fromkeys(items)


def _pairs(line: _Line) -> Iterator[tuple[str, str]]:
    return zip(line.terms, line.terms[1:], strict=False)


def _days_named(reading: DocumentReading) -> Iterator[tuple[int, int]]:
    """The days that sentences name, or most likely mean, and which sentence.

    The dateline is the report's own day.
    """
    for one in reading.resolutions:
        when = one.likely or one.when
        if when is None or when.start is None or when.end is None or one.mention.rule == DATELINE:
            continue
        if when.end - when.start <= DAY_SECONDS:
            yield to_ordinal(when.start), one.mention.sentence


def _without_opening(text: str) -> str:
    """A sentence without what only says where it was filed."""
    for opening in _openings():
        found = opening.match(text)
        if found is not None and found.end() < len(text):
            return text[found.end() :]
    return text


@cache
def _openings() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one["pattern"]) for one in load_rules("summary")["opening"])
