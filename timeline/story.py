"""Articles to what their story is about: the words many of them share, and what is beside it."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from weakref import ref

from timeline.grammar import load_rules
from timeline.likeness import stem
from timeline.model import DocumentReading, Sentence, Timeline

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*|\d+(?:[.,]\d+)*")
_FEWEST_ARTICLES = 4
"""With fewer articles, a word that many share is no more of the story than any other."""


class Story:
    """What a collection of articles is about."""

    def __init__(self, readings: Sequence[DocumentReading]) -> None:
        self._words = story_weights()
        self._repeated = _repeated(readings, int(self._words["repeated_on"]))
        holders: Counter[str] = Counter()
        for reading in readings:
            words = set(_WORD.findall(reading.document.text))
            holders.update({_term(word) for word in words} - {""})
        least = max(self._words["story_share"] * len(readings), 2)
        self.shares = {
            term: count / len(readings)
            for term, count in holders.items()
            if count >= least and len(readings) >= _FEWEST_ARTICLES
        }

    @property
    def most(self) -> float:
        """The most that any sentence is about the story."""
        return self._words["story_most"]

    def about(self, terms: Sequence[str]) -> float:
        """How much a sentence of these terms is about what the whole story is about."""
        total: float = sum(self.shares.get(term, 0.0) for term in dict.fromkeys(terms))
        return min(total, self.most)

    def is_beside(self, text: str) -> bool:
        """Whether a sentence belongs to the page, or is a reader's or a host's own word."""
        return text.lower() in self._repeated or not words_of("spoken").isdisjoint(
            _WORD.findall(text)
        )


_told: dict[int, tuple[ref[Timeline], Story]] = {}


def keep_story(timeline: Timeline, story: Story) -> Timeline:
    """A timeline and what it is about to the timeline; ``story_of`` finds it while that lives."""
    place = id(timeline)
    _told[place] = ref(timeline, lambda _: _told.pop(place, None)), story
    return timeline


def story_of(timeline: Timeline) -> Story:
    """A timeline to what its articles are about."""
    known = _told.get(id(timeline))
    if known is not None and known[0]() is timeline:
        return known[1]
    return Story(timeline.readings)


def terms_of(text: str) -> tuple[str, ...]:
    """The stems of the words that carry a text, in its order."""
    return tuple(term for word in _WORD.findall(text) if (term := _term(word)))


def plain(reading: DocumentReading, sentence: Sentence) -> str:
    """The words of a sentence on one line."""
    return " ".join(reading.document.text[sentence.start : sentence.end].split())


@lru_cache(maxsize=1 << 15)
def _term(word: str) -> str:
    """The stem of a word; "" where it says nothing of what happened."""
    lower = word.lower()
    return "" if lower in words_of("light") else stem(lower)


def _repeated(readings: Sequence[DocumentReading], least: int) -> frozenset[str]:
    """The sentences that were printed on several days: they belong to the page."""
    seen: set[int] = set()
    again: set[int] = set()
    marks = array("q")
    for reading in readings:
        for sentence in reading.sentences:
            mark = hash(plain(reading, sentence).lower())
            (again if mark in seen else seen).add(mark)
            marks.append(mark)
    # Only what is there twice at all is held as text: an archive has more sentences than room.
    days: dict[str, set[int | None]] = defaultdict(set)
    mark_of_each = iter(marks)
    for reading in readings if again else ():
        publication = reading.document.publication
        day = None if publication is None else publication.day
        for sentence, mark in zip(reading.sentences, mark_of_each, strict=False):
            if mark in again:
                days[plain(reading, sentence).lower()].add(day)
    return frozenset(text for text, on in days.items() if len(on) >= least)


@cache
def story_weights() -> dict[str, float]:
    """The numbers of ``[weights]`` in ``rules/summary.toml``."""
    return {name: float(value) for name, value in load_rules("summary")["weights"].items()}


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of words of ``rules/summary.toml``."""
    return frozenset(load_rules("summary")[name].split())
