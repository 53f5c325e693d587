"""Articles to the most important dates of their story, with the sentences that tell each best.

What is chosen covers the words that many articles of a day share, in few words: the task of
timeline summarisation (Gholipour Ghalandari and Ifrim, ACL 2020, describe it and its data).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop
from itertools import islice
from typing import NamedTuple, TypeAlias

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes, made_of
from timeline.model import DocumentReading
from timeline.story import Story, plain, story_weights, terms_of, words_of
from timeline.summary.dated import Dated, read_dates
from timeline.summary.shown import without_day, without_opening
from timeline.summary.worth import Line, Worth

_NOT_TOLD = re.compile(r"\||[?!]$|^[\"“][^\"”]*[\"”]?$")
"""What is no report: a list of links, a question, an outcry, a quotation without who said it."""

_LEAST_TERMS = 4
_POOL = 100
"""Sentences of a day, the best by themselves, among which those that go together are sought."""


Named: TypeAlias = tuple[tuple[int, ...], tuple[tuple[int, tuple[int, ...], str], ...]]
"""The days that an article lists as a chronology, and each sentence of it that names days: its
number, the days, and its terms with a space between them."""


class Gathered(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The days that some articles after each other name.

    ``about`` is how much, by day, the sentence of each of its articles that is most about the
    story is so, as long as that has the digest ``story``; ``listed`` are the days that
    chronologies list, ``named`` has packed what each article names.
    """

    story: bytes
    listed: tuple[int, ...]
    about: dict[int, tuple[float, ...]]
    named: bytes


Blocks: TypeAlias = Iterable[tuple[Sequence[DocumentReading], bytes]]
"""Articles in their order, some after the others, each with the digest of all that was read in
them; it is empty where that is not known."""
_NAMED = msgspec.msgpack.Decoder(tuple[Named, ...])
_GATHERED = msgspec.msgpack.Decoder(dict[bytes, Gathered])


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence that tells a day: its words as they are shown, and where it stands.

    Shown are its words without those for the day itself and where it was filed.
    """

    text: str
    document: str
    start: int
    end: int


_TOLD = msgspec.msgpack.Decoder(dict[bytes, tuple[Chosen, ...]])


class Before(NamedTuple):
    """What is known of the days of a story: what its articles name, and how each day was told."""

    gathered: Notes[Gathered]
    told: Notes[tuple[Chosen, ...]]

    def save(self) -> None:
        """Put what was used into the store."""
        self.gathered.save()
        self.told.save()


def days_before(cache: Cache = NO_CACHE, name: str = "") -> Before:
    """A store and the name of a story to what was known of its days."""
    return Before(Notes(_GATHERED, cache, "gathered", name), Notes(_TOLD, cache, "told days", name))


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day (ordinal), how much it matters to the story, and the sentences that tell it."""

    day: int
    score: float
    sentences: tuple[Chosen, ...]


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
    first.  ``first`` and ``last`` (ordinals, inclusive) bound the days.  ``story`` is what the
    articles are about, where that is known.
    """
    days = told_days(readings, sentences, first=first, last=last, story=story)
    return tuple(islice(days, dates))


def told_days(
    readings: Sequence[DocumentReading],
    sentences: int,
    *,
    first: int | None = None,
    last: int | None = None,
    story: Story | None = None,
    blocks: Blocks | None = None,
    before: Before | None = None,
) -> Iterator[ToldDay]:
    """All the days of ``summarise``, each made when it is asked for.

    ``blocks`` are the articles in parts of which ``before`` may know what days they name.
    """
    story = Story(readings) if story is None else story
    days = _Days(readings, story, days_before() if before is None else before)
    days.gather([(readings, b"")] if blocks is None else blocks)
    for day, score in days.ranked():
        if (first is not None and day < first) or (last is not None and day > last):
            continue
        chosen = days.told(day, sentences)
        if chosen:
            yield ToldDay(day, round(score, 4), chosen)


class _Part(NamedTuple):
    """Articles from the first to before the last, the days they name, and where that is noted."""

    first: int
    last: int
    days: frozenset[int]
    key: bytes
    known: Gathered | None


class _Days:
    """The sentences of a collection, by the days they name and the days they were written on."""

    def __init__(self, readings: Sequence[DocumentReading], story: Story, before: Before) -> None:
        self.readings = readings
        self.before = before
        self.words = story_weights()
        self.story = story
        self.about: dict[int, list[float]] = defaultdict(list)
        """How much the sentence that is most about the story is so, of each article that names a
        day, in their order."""
        self.written: dict[int, list[int]] = defaultdict(list)
        self.listed: set[int] = set()
        """The days that a chronology lists: one, since chronologies copy each other."""
        self.dated: dict[int, Dated] = {}
        self.parts: list[_Part] = []
        for article, reading in enumerate(readings):
            written = _day_of(reading)
            if written is not None:
                self.written[written].append(article)

    def gather(self, blocks: Blocks) -> None:
        """Learn what days the articles name, as far as that is noted; note the rest."""
        notes = self.before.gathered
        story = made_of(sorted(self.story.shares.items()), self.story.most)
        about, first = self.about, 0
        for block, key in blocks:
            last = first + len(block)
            known = notes.recall(key) if key else None
            if known is None or known.story != story:
                named = _unpacked(known) or tuple(map(self._named, range(first, last)))
                known = notes.keep(key, self._gathered(story, named))
            self.listed.update(known.listed)
            for day, some in known.about.items():
                about[day] += some
            kept = known if not key else None
            self.parts.append(_Part(first, last, frozenset(known.about), key, kept))
            first = last

    def _gathered(self, story: bytes, named: Sequence[Named]) -> Gathered:
        """What some articles name to what is known of them together."""
        all_: dict[int, list[float]] = {}
        for _, sentences in named:
            best: dict[int, float] = {}
            for _, days, terms in sentences:
                about = self.story.about(terms.split(" "))
                for day in days:
                    best[day] = max(about, best.get(day, about))
            for day, about in best.items():
                all_.setdefault(day, []).append(about)
        return Gathered(
            story,
            tuple(dict.fromkeys(day for listed, _ in named for day in listed)),
            {day: tuple(some) for day, some in all_.items()},
            msgspec.msgpack.encode(named),
        )

    def _naming(self, day: int) -> Iterator[tuple[int, int]]:
        """The articles that name a day, in their order, and the sentences in which they do."""
        for part in self.parts:
            if day not in part.days:
                continue
            known = self.before.gathered.recall(part.key) if part.key else part.known
            articles = range(part.first, part.last)
            # What was put into the store because it is much is not found again.
            all_ = _unpacked(known) or map(self._named, articles)
            for article, (_, sentences) in zip(articles, all_, strict=True):
                yield from (
                    (article, at) for at in sorted(at for at, days, _ in sentences if day in days)
                )

    def _named(self, article: int) -> Named:
        """The days that an article names."""
        reading, dated = self.readings[article], self._dated(article)
        sentences = (
            (at, tuple(days), " ".join(terms_of(plain(reading, reading.sentences[at]))))
            for at in dated.words
            if (days := sorted(dated.days(at)))
        )
        return tuple(dated.lines.values()), tuple(sentences)

    def _dated(self, article: int) -> Dated:
        """The times that an article names."""
        if article not in self.dated:
            fewest = int(self.words["chronology_days"])
            self.dated[article] = read_dates(self.readings[article], fewest)
        return self.dated[article]

    def ranked(self) -> Iterator[tuple[int, float]]:
        """Every day that a sentence names, with its score, the most important first.

        Each article counts by the sentence of it that names the day and is most about the
        story; a day that chronologies list counts more.
        """
        written_on, listed = self.words["written_on"], self.words["listed"]
        written = {day: written_on * len(articles) for day, articles in self.written.items()}
        # Of thousands of days a few are asked for; those alike come in the order of days.
        scores = [
            (-(sum(best) + written.get(day, 0.0)) * (listed if day in self.listed else 1.0), day)
            for day, best in self.about.items()
        ]
        heapify(scores)
        while scores:
            score, day = heappop(scores)
            yield day, -score

    def told(self, day: int, count: int) -> tuple[Chosen, ...]:
        """The sentences that together tell best what the articles say of a day."""
        key = self._told_print(day, count)
        known = self.before.told.recall(key) if key else None
        return self.before.told.keep(key, self._chosen(day, count)) if known is None else known

    def _told_print(self, day: int, count: int) -> bytes:
        """The digest of all that decides how a day is told; empty where it is not known.

        That is all that was read in the articles that name it or were written then, and what was
        printed so often that it is told by nobody.
        """
        firsts = [part.first for part in self.parts]
        written = (*self.written.get(day, ()), *self.written.get(day + 1, ()))
        places = {bisect_right(firsts, article) - 1 for article in written}
        places.update(at for at, part in enumerate(self.parts) if day in part.days)
        keys = [self.parts[at].key for at in sorted(places)]
        return b"" if b"" in keys else made_of(day, count, keys, self.story.repeated_print)

    def _chosen(self, day: int, count: int) -> tuple[Chosen, ...]:
        lines = list(self._lines(day))
        if not lines:
            return ()
        worth = Worth(lines, self.words)
        alone = sorted(range(len(lines)), key=lambda at: (-worth.alone(lines[at]), at))
        pool = alone[:_POOL]
        chosen: list[Line] = []
        while pool and len(chosen) < count:
            best = max(pool, key=lambda at: (worth.with_(lines[at], count), -at))
            pool.remove(best)
            if chosen and not worth.is_fresh(lines[best]):
                continue
            worth.take(lines[best])
            chosen.append(lines[best])
        return tuple(self._shown(line) for line in chosen)

    def _lines(self, day: int) -> Iterator[Line]:
        """The sentences that can stand for a day: that name it, or report on it at the time."""
        weights: dict[tuple[int, int], float] = {}
        weights.update((place, self.words["mention"]) for place in self._naming(day))
        for later, weight in ((0, self.words["same_day"]), (1, self.words["day_after"])):
            for article in self.written.get(day + later, ()):
                for sentence in range(int(self.words["lead_sentences"])):
                    if sentence < len(self.readings[article].sentences):
                        weights.setdefault((article, sentence), weight)
        for (article, sentence), weight in weights.items():
            reading = self.readings[article]
            text = plain(reading, reading.sentences[sentence])
            if not self._can_stand(reading, sentence, text):
                continue
            told = self._told_on(day, article, sentence)
            terms = terms_of(told)
            if len(terms) >= _LEAST_TERMS:
                heed, fitness = self._fitness(day, article, sentence)
                leans = told.split(" ", 1)[0].strip("“\"'").lower() in words_of("leans")
                yield Line(article, sentence, told, terms, weight * heed, fitness, leans)

    def _told_on(self, day: int, article: int, sentence: int) -> str:
        """A sentence as it stands under a day, without the words for that day."""
        reading = self.readings[article]
        span = reading.sentences[sentence]
        words = self._dated(article).words.get(sentence, ())
        return without_day(
            reading.document.text[span.start : span.end],
            [(one.start, one.end) for one in words if one.day == day and not one.counted],
            [(one.start, one.end) for one in words if one.day != day],
        )

    def _fitness(self, day: int, article: int, sentence: int) -> tuple[float, float]:
        """How much the words of a sentence count for a day, and the sentence itself."""
        dated = self._dated(article)
        if dated.lines.get(sentence) == day:
            return self.words["chronology"], self.words["chronology"]
        days = dated.days(sentence)
        written = _day_of(self.readings[article])
        if day in days:
            ahead = self.words["ahead"] if written is not None and written < day else 1.0
            return ahead, ahead * (self.words["also"] if len(days) > 1 else 1.0)
        return 1.0, self.words["other_day"] if days else 1.0

    def _can_stand(self, reading: DocumentReading, sentence: int, text: str) -> bool:
        """Whether a sentence tells something by itself, and belongs to the article."""
        words = len(without_opening(text).split())
        if not self.words["fewest_words"] <= words <= self.words["most_words"]:
            return False
        span = reading.sentences[sentence]
        return not (
            _NOT_TOLD.search(text)
            or self.story.is_beside(text)
            or any(a.start < span.end and span.start < a.end for a in reading.document.asides)
        )

    def _shown(self, line: Line) -> Chosen:
        reading = self.readings[line.article]
        span = reading.sentences[line.sentence]
        return Chosen(line.text, reading.document.id, span.start, span.end)


def _unpacked(known: Gathered | None) -> tuple[Named, ...]:
    """What each of some articles names; none where it is not known."""
    return () if known is None else _NAMED.decode(known.named)


def _day_of(reading: DocumentReading) -> int | None:
    """The day an article was written on, or most likely was."""
    publication = reading.document.publication
    return None if publication is None else publication.day
