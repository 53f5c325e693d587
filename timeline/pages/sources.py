"""A timeline's documents to what the pages say of them: who, where, when and how known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from timeline.interval import Granularity, Interval, from_ordinal
from timeline.model import Document, Event, Publication, Timeline
from timeline.pages.made import Made
from timeline.pages.names import machine_date, web_link
from timeline.pages.strip import Bar, Strip, draw_strip, weigh
from timeline.pieces import Prints, made_of_all


class Clue(Struct, frozen=True):
    """One piece of evidence for a publication date, with its weight as a bar."""

    words: str
    says: str
    weight: float
    bar: Bar


_ANY_DAY = 0.1
"""How probable the three days round the best one are, below which that day says little."""


class Written(Struct, frozen=True):
    """When an article was written, in words, and why; ``day`` is empty where nobody knows.

    ``around`` are the first and last day of a window in which no day is likelier than others.
    """

    day: str
    machine: str
    window: str
    around: tuple[str, str] | None
    method: str
    runner_up: str
    share: int
    near: int
    clues: tuple[Clue, ...]
    strip: Strip | None


class Source(Struct, frozen=True):
    """An article in the list of sources, and as the one who says something."""

    id: str
    title: str
    outlet: str
    path: str
    link: str
    language: str
    publication: Written
    events: int


class Sources(Made[Source]):
    """A timeline's articles by their ids to what pages say of each, the oldest first.

    Those without a date come last.  ``ordered`` are its events in the order of a list.
    """

    def __init__(
        self, timeline: Timeline, prints: Prints, ordered: Sequence[Event] | None = None
    ) -> None:
        self._documents = {document.id: document for document in timeline.documents}
        super().__init__([name for *_, name in sorted(map(_order, self._documents.values()))])
        self.told_in = _told_in(timeline.events if ordered is None else ordered)
        """The events that each article tells, in the order of a list."""
        self.told = Counter({name: len(told) for name, told in self.told_in.items()})
        """How many these are."""
        self._prints = prints

    def make(self, name: str) -> Source:
        """An article by its id to what pages say of it."""
        return _source(self._documents[name], self.told[name])

    def print_of(self, names: Sequence[str]) -> bytes:
        """The digest of all that decides what pages say of some articles."""
        told = self._prints.of([self.told[name] for name in names])
        return made_of_all(told, self._prints.all_of(names))


def _order(document: Document) -> tuple[bool, int, str]:
    """Where an article comes in a list of all, which ends in its id."""
    publication = document.publication
    day = None if publication is None else publication.day
    return day is None, day or 0, document.id


def _told_in(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Events to those that each article tells, in their order."""
    told: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        passages = event.passages
        if len(passages) == 1:
            told[passages[0].document].append(event)
        else:
            for name in {passage.document for passage in passages}:
                told[name].append(event)
    return told


def _source(document: Document, events: int) -> Source:
    return Source(
        id=document.id,
        title=document.title or document.path,
        outlet=document.source,
        path=document.path,
        link=web_link(document.url),
        language=document.language,
        publication=_written(document.publication),
        events=events,
    )


def _written(publication: Publication | None) -> Written:
    if publication is None or publication.day is None:
        method = publication.method.value if publication else "unknown"
        clues = _clues(publication) if publication else ()
        return Written("", "", "", None, method, "", 0, 0, clues, None)
    low, high = publication.low, publication.high
    around = None
    if low is not None and high is not None and publication.near < _ANY_DAY:
        around = _day(low).in_words(), _day(high).in_words()
    return Written(
        day=_day(publication.day).in_words(),
        machine=machine_date(_day(publication.day)),
        window="" if low is None or high is None or low == high else _days(low, high).in_words(),
        around=around,
        method=publication.method.value,
        runner_up="" if publication.runner_up is None else _day(publication.runner_up).in_words(),
        share=round(100 * publication.share),
        near=round(100 * publication.near),
        clues=_clues(publication),
        strip=draw_strip(publication),
    )


def _clues(publication: Publication) -> tuple[Clue, ...]:
    return tuple(
        Clue(evidence.words, evidence.says, evidence.weight, weigh(evidence))
        for evidence in publication.evidence
    )


def _day(ordinal: int) -> Interval:
    return Interval.of(Granularity.DAY, from_ordinal(ordinal))


def _days(low: int, high: int) -> Interval:
    return Interval(from_ordinal(low), from_ordinal(high + 1), Granularity.DAY)
