"""Articles to the most important dates of their story, with the sentences that tell each best.

What is chosen covers the words that many articles of a day share, in few words: the task of
timeline summarisation (Gholipour Ghalandari and Ifrim, ACL 2020, describe it and its data).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TypeAlias

import msgspec

from timeline.cache import NO_CACHE, Cache, Notes
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
Recall: TypeAlias = Callable[[str, Callable[[], Named]], Named]
"""Gives what an article names, by its id, as far as it is known, else by what finds it."""
_NAMED = msgspec.msgpack.Decoder(dict[bytes, Named])


def named_days(cache: Cache = NO_CACHE, name: str = "") -> Notes[Named]:
    """A store and the name of a story to the days that its articles named before."""
    return Notes(_NAMED, cache, "named", name)


def _found(_: str, find: Callable[[], Named]) -> Named:
    return find()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence that tells a day: its words as they are shown, and where it stands.

    Shown are its words without those for the day itself and where it was filed.
    """

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


def summarise(
    readings: Sequence[DocumentReading],
    dates: int,
    sentences: int = 1,
    *,
    first: int | None = None,
    last: int | None = None,
    story: Story | None = None,
    recall: Recall = _found,
) -> tuple[ToldDay, ...]:
    """The most important days of a story, at most ``dates``, each with its best sentences.

    The most important day comes first; of each day at most ``sentences`` are told, the best
    first.  ``first`` and ``last`` (ordinals, inclusive) bound the days.  ``story`` is what the
    articles are about, where that is known; ``recall`` gives the days that an article names.
    """
    days = told_days(readings, sentences, first=first, last=last, story=story, recall=recall)
    return tuple(islice(days, dates))


def told_days(
    readings: Sequence[DocumentReading],
    sentences: int,
    *,
    first: int | None = None,
    last: int | None = None,
    story: Story | None = None,
    recall: Recall = _found,
) -> Iterator[ToldDay]:
    """All the days of ``summarise``, each made when it is asked for."""
    days = _Days(readings, Story(readings) if story is None else story, recall)
    for day, score in days.ranked():
        if (first is not None and day < first) or (last is not None and day > last):
            continue
        chosen = days.told(day, sentences)
        if chosen:
            yield ToldDay(day, round(score, 4), chosen)


class _Days:
    """The sentences of a collection, by the days they name and the days they were written on."""

    def __init__(self, readings: Sequence[DocumentReading], story: Story, recall: Recall) -> None:
        self.readings = readings
        self.words = story_weights()
        self.story = story
        self.recall = recall
        self.named: dict[int, list[int]] = defaultdict(list)
        """The articles that name each day, in their order."""
        self.about: dict[int, list[float]] = defaultdict(list)
        """How much the sentence of each of these is about the story that is most so."""
        self.written: dict[int, list[int]] = defaultdict(list)
        self.listed: set[int] = set()
        """The days that a chronology lists: one, since chronologies copy each other."""
        self.dated: dict[int, Dated] = {}
        for article, reading in enumerate(readings):
            written = _day_of(reading)
            if written is not None:
                self.written[written].append(article)
            listed, sentences = self._recall(article)
            if listed:
                self.listed.update(listed)
            for _, days, terms in sentences:
                about = story.about(terms.split(" "))
                for day in days:
                    articles = self.named[day]
                    if not articles or articles[-1] != article:
                        articles.append(article)
                        self.about[day].append(about)
                    elif about > self.about[day][-1]:
                        self.about[day][-1] = about

    def _recall(self, article: int) -> Named:
        """The days that an article names, as far as they are known, else found."""
        name = self.readings[article].document.id
        return self.recall(name, partial(self._named, article))

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

    def ranked(self) -> list[tuple[int, float]]:
        """Every day that a sentence names, with its score, the most important first.

        Each article counts by the sentence of it that names the day and is most about the
        story; a day that chronologies list counts more.
        """
        scores: list[tuple[int, float]] = []
        written_on, listed = self.words["written_on"], self.words["listed"]
        for day, best in self.about.items():
            written = written_on * len(self.written.get(day, ()))
            factor = listed if day in self.listed else 1.0
            scores.append((day, (sum(best) + written) * factor))
        scores.sort()
        scores.sort(key=itemgetter(1), reverse=True)  # those alike stay in the order of days
        return scores

    def told(self, day: int, count: int) -> tuple[Chosen, ...]:
        """The sentences that together tell best what the articles say of a day."""
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
        for article in self.named.get(day, ()):
            naming = (at for at, days, _ in self._recall(article)[1] if day in days)
            weights.update(((article, at), self.words["mention"]) for at in sorted(naming))
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
            [(one.start, one.end) for one in words if one.day == day],
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


def _day_of(reading: DocumentReading) -> int | None:
    """The day an article was written on, or most likely was."""
    publication = reading.document.publication
    return None if publication is None else publication.day
