"""Articles to what their story is about: the words many of them share, and what is beside it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from itertools import chain
from weakref import ref

from msgspec import Struct

from timeline.cache import digest
from timeline.grammar import load_rules
from timeline.model import DocumentReading, Sentence, Timeline
from timeline.packed import Packed
from timeline.stemming import stem

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*|\d+(?:[.,]\d+)*")
_MARK = 8
_FEWEST_ARTICLES = 4
"""With fewer articles, a word that many share is no more of the story than any other."""


class Terms(Packed[str]):
    """Stems of words."""

    __slots__ = ()
    kind = str


class Wording(Struct, frozen=True, array_like=True, gc=False):
    """What of an article's words its story is made of: its terms, and the marks of its sentences.

    ``marks`` has eight bytes a sentence, which are others for other words.
    """

    terms: Terms
    marks: bytes


class Saying(Struct, frozen=True, array_like=True, gc=False):
    """What of a sentence tells how much it is about a story.

    ``spoken`` tells that it is a reader's or a host's own word.
    """

    terms: tuple[str, ...]
    mark: bytes
    spoken: bool


class Story:
    """What a collection of articles is about; ``wordings`` are theirs, where these are known."""

    def __init__(
        self,
        readings: Sequence[DocumentReading],
        wordings: Sequence[Wording] | None = None,
    ) -> None:
        words = story_weights()
        self.most = words["story_most"]
        """The most that any sentence is about the story."""
        wordings = tuple(map(wording_of, readings)) if wordings is None else wordings
        days = (_day_of(reading) for reading in readings)
        self._repeated = _repeated(wordings, days, int(words["repeated_on"]))
        holders = Counter(chain.from_iterable(wording.terms for wording in wordings))
        least = max(words["story_share"] * len(readings), 2)
        self.shares = {
            term: count / len(readings)
            for term, count in holders.items()
            if count >= least and len(readings) >= _FEWEST_ARTICLES
        }

    def about(self, terms: Sequence[str]) -> float:
        """How much a sentence of these terms is about what the whole story is about."""
        shares = self.shares
        shared = dict.fromkeys(filter(shares.__contains__, terms))
        return min(sum(map(shares.__getitem__, shared), 0.0), self.most)

    def is_beside(self, text: str) -> bool:
        """Whether a sentence belongs to the page, or is a reader's or a host's own word."""
        return self.has_repeated(_mark(text)) or not words_of("spoken").isdisjoint(
            _WORD.findall(text)
        )

    @cached_property
    def repeated_print(self) -> bytes:
        """The digest of what tells which sentences were printed again and again."""
        return digest(b"".join(sorted(self._repeated)))

    def has_repeated(self, mark: bytes) -> bool:
        """Whether the sentence of a mark was printed again and again."""
        return mark in self._repeated


def wording_of(reading: DocumentReading) -> Wording:
    """An article to what of its words its story is made of."""
    words = set(_WORD.findall(reading.document.text))
    terms = sorted({_term(word) for word in words} - {""})
    marks = (_mark(plain(reading, sentence)) for sentence in reading.sentences)
    return Wording(Terms.of(terms), b"".join(marks))


def saying_of(text: str) -> Saying:
    """A sentence on one line to what tells how much it is about a story."""
    words = _WORD.findall(text)
    terms = (term for word in words if (term := _term(word)))
    spoken = not words_of("spoken").isdisjoint(words)
    return Saying(tuple(dict.fromkeys(terms)), _mark(text), spoken)


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


def _mark(text: str) -> bytes:
    """Eight bytes that are others for other words (BLAKE2b, RFC 7693)."""
    return blake2b(text.lower().encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()


def _day_of(reading: DocumentReading) -> int | None:
    publication = reading.document.publication
    return None if publication is None else publication.day


def _repeated(
    wordings: Iterable[Wording], days: Iterable[int | None], least: int
) -> frozenset[bytes]:
    """The marks of the sentences that were printed on several days: they belong to the page."""
    first: dict[int, int | None] = {}
    again: dict[int, set[int | None]] = {}
    for wording, day in zip(wordings, days, strict=True):
        for mark in memoryview(wording.marks).cast("Q"):
            before = first.setdefault(mark, day)
            if before != day:
                again.setdefault(mark, {before}).add(day)
    marks = (mark for mark, on in again.items() if len(on) >= least)
    return frozenset(mark.to_bytes(_MARK, sys.byteorder) for mark in marks)


@cache
def story_weights() -> dict[str, float]:
    """The numbers of ``[weights]`` in ``rules/summary.toml``."""
    return {name: float(value) for name, value in load_rules("summary")["weights"].items()}


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of words of ``rules/summary.toml``."""
    return frozenset(load_rules("summary")[name].split())
