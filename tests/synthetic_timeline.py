"""A number of events to a made-up ``Timeline`` of that size: what speed and crowding are tried on.

Nothing in it is random: the same number gives the same story.  Half of the events fall into a
tenth of the time, some are ranges, some have soft or open ends, some are told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from timeline.events.identity import digest
from timeline.interval import DAY_SECONDS, Granularity, Interval, from_ordinal, moment, to_ordinal
from timeline.model import (
    Alternative,
    Document,
    DocumentReading,
    Event,
    Mention,
    Method,
    Passage,
    Publication,
    Reading,
    Resolution,
    Sentence,
    Stance,
    Timeline,
    TimexType,
    pack_resolution,
)

_FIRST = to_ordinal(moment(2015, 1, 1))
_DAYS = 5 * 365
_PER_DOCUMENT = 10
_WHO = (
    "The council",
    "Ines Calloway",
    "The harbour union",
    "Marrow & Sons",
    "The court",
    "A surveyor",
)
_DID = (
    "opens",
    "closes",
    "delays",
    "votes on",
    "inspects",
    "denies",
    "repairs",
    "sells",
    "buys back",
    "floods",
)
_WHAT = (
    "the tidal barrier",
    "the northern lock",
    "a ferry line",
    "the fish market",
    "the lighthouse road",
    "two pumping stations",
    "the old customs house",
    "the archive of the port",
)
_WHERE = (
    "Vell",
    "Osterby",
    "Port Marrow",
    "the Estuary",
    "Lower Quay",
)
_OUTLETS = (
    "Vell Courier",
    "Northern Dispatch",
    "Radio Estuary",
    "Harbour Gazette",
)
_STANCES = (*[Stance.HAPPENED] * 7, Stance.PLANNED, Stance.DENIED, Stance.ALLEGED)


@dataclass(frozen=True)
class _Line:
    """A sentence of the story, with what it tells."""

    number: int
    title: str
    text: str
    words: str
    when: Interval


def synthetic_timeline(count: int) -> Timeline:
    """So many events over five years, ten to an article; every seventh is told a second time."""
    lines = [_line(number, count) for number in range(count)]
    passages: dict[int, list[Passage]] = {}
    readings = []
    for first in range(0, count, _PER_DOCUMENT):
        told = lines[first : first + _PER_DOCUMENT]
        told += [lines[line.number - 1] for line in told if line.number % 7 == 1 and line.number]
        reading, found = _article(first // _PER_DOCUMENT, told)
        readings.append(reading)
        for line, passage in found:
            passages.setdefault(line.number, []).append(passage)
    events = (_event(line, tuple(passages[line.number])) for line in lines)
    return Timeline(
        title=f"A made-up story of {count} events",
        readings=tuple(readings),
        events=tuple(sorted(events, key=lambda event: (event.when.sort_key, event.id))),
    )


def _scatter(number: int) -> float:
    """A number to a fraction of one; neighbours land far apart (golden ratio)."""
    return number * 0.6180339887498949 % 1.0


def _line(number: int, count: int) -> _Line:
    share = _scatter(number)
    if number % 2:
        share = 0.6 + share / 10
    day = _FIRST + int(share * _DAYS)
    when = _when(number, day)
    who, did, what = (
        words[int(_scatter(number * step + step) * len(words))]
        for words, step in ((_WHO, 3), (_DID, 5), (_WHAT, 7))
    )
    title = f"{who} {did} {what}"
    words = when.in_words()
    text = (
        f"{title} in {_WHERE[number % len(_WHERE)]} ({words}), which was case {number} of {count}."
    )
    return _Line(number, title, text, words, when)


def _when(number: int, day: int) -> Interval:
    start = from_ordinal(day)
    unit = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH)[(0, 0, 0, 1, 2, 0)[number % 6]]
    when = Interval.of(unit, start)
    if number % 10 == 3:
        length = DAY_SECONDS * (2 + number % 90)
        when = Interval(start, start + length, Granularity.DAY)
    if number % 23 == 0:
        when = when.approximate()
    return when.since() if number % 97 == 5 else when


def _article(number: int, told: list[_Line]) -> tuple[DocumentReading, list[tuple[_Line, Passage]]]:
    name = f"article-{number:05}"
    written = _FIRST + int(_scatter(number) * _DAYS)
    text = f"Report {number} from the estuary"
    title_end = len(text)
    sentences = [Sentence(0, title_end, 0)]
    found = []
    for at, line in enumerate(told):
        start = len(text) + (2 if at % 4 == 0 else 1)
        text += ("\n\n" if at % 4 == 0 else " ") + line.text
        sentences.append(Sentence(start, len(text), 1 + at // 4))
        found.append((line, _passage(name, line, start, at)))
    document = Document(
        id=name,
        path=f"articles/{name}.txt",
        title=text[:title_end],
        text=text,
        source=_OUTLETS[number % len(_OUTLETS)],
        title_span=(0, title_end),
        publication=Publication(written, written, written, Method.GIVEN, share=1.0),
    )
    resolutions = tuple(passage.resolution for _, passage in found)
    return DocumentReading(document, tuple(sentences), resolutions), found


def _passage(document: str, line: _Line, start: int, at: int) -> Passage:
    first = start + line.text.index(line.words)
    mention = Mention(
        document=document,
        start=first,
        end=first + len(line.words),
        surface=line.words,
        rule="month-day",
        type=TimexType.DATE,
        reading=Reading("past_ref"),
        sentence=at + 1,
    )
    refused = Alternative(line.when, "the sentence tells of the past") if at % 3 == 0 else None
    resolution = Resolution(
        mention=mention,
        when=line.when,
        value=str(line.when),
        why="The day is named.",
        anchor="the publication date",
        alternatives=(refused,) if refused else (),
        confidence=0.9,
    )
    stance = _STANCES[int(_scatter(line.number * 11) * len(_STANCES))]
    end = start + len(line.text)
    told_again = at >= _PER_DOCUMENT
    statement = digest(f"event {line.number}" + " again" * told_again)
    return Passage(
        document, start, end, line.text, pack_resolution(resolution), stance, statement=statement
    )


def _event(line: _Line, passages: tuple[Passage, ...]) -> Event:
    return Event(
        id=digest(f"event {line.number}"),
        title=line.title,
        when=line.when,
        stance=passages[0].stance,
        passages=passages,
        actors=tuple(_actors(line)),
        places=(_WHERE[line.number % len(_WHERE)],),
        confidence=0.9,
        importance=round(_scatter(line.number * 13 + 1), 4),
    )


def _actors(line: _Line) -> Iterator[str]:
    yield next(who for who in _WHO if line.title.startswith(who))
    if line.number % 5 == 0:
        yield _WHO[line.number % len(_WHO)] + " of Osterby"
