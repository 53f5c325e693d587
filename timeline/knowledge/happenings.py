"""The name of an event, agreement or series and the words round it to what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from timeline.knowledge.vocabulary import (
    ANNIVERSARY,
    EDITION,
    EVENT,
    MENTIONS,
    Fact,
    Found,
    Term,
)
from timeline.knowledge.wording import WORD, bare, either, jubilees, ordinal, word_list

_BEFORE = 70
_NEAR = 220
_OWNER_REACH = 12
_AFTER = 40
_ANNIVERSARY_REACH = 110
_LOOK_BACK = 6
"""Words before the name of a series among which its number or year may stand."""
_PLACE_REACH = 30
_A_YEAR = 366
_STOPS = ".,;:!?"
_ABBREVIATED = re.compile(r"(?:[A-Z]\.)+")
_SENTENCE_END = re.compile(r"[.!?]\s")
_BREAK = re.compile(r",\s+(?!\d)")
"""A comma that ends a phrase; the one in "October 1, 1949" does not."""
_YEAR = re.compile(r"(?:19|20)\d\d")

Anniversary = tuple[int, int, int]
"""``[start, end)`` of its words in the text, and its years."""


def read_edition(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """An edition of a series, told by its number, its year or its place."""
    if fact.parties and not _parties_near(text, start, end, fact):
        return None
    glued = re.match(r"\d{1,3}\b", text[end : end + 3])
    if glued is not None:
        return _edition_by(fact, start, end + glued.end(), number=int(glued[0]))
    return (
        _edition_before(text, start, end, fact)
        or _edition_placed(text, start, end, fact)
        or _edition_after(text, start, end, fact)
    )


def _edition_before(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """Of "third round of the talks", "2014 World Cup": what stands before a series."""
    at, counted = start, False
    for word in reversed(text[max(0, start - _BEFORE) : start].split()[-_LOOK_BACK:]):
        plain = bare(word)
        if word[-1] in _STOPS and not _ABBREVIATED.fullmatch(word):
            break
        at = text.rfind(word, 0, at)
        number = ordinal(plain)
        if number is not None:
            owner = text[max(0, at - _OWNER_REACH) : at].split()
            own = bool(owner) and owner[-1].lower() in word_list("own_count")
            if own and not (counted and owner[-1].lower() in word_list("indefinite")):
                return None
            return _edition_by(fact, at, end, number=number)
        if _YEAR.fullmatch(plain):
            return _edition_by(fact, at, end, year=int(plain))
        rounds = plain in word_list("rounds") and _held_in_rounds(fact)
        counted = counted or rounds
        if not (rounds or plain in word_list("series_fillers") or word[:1].isupper()):
            break
    return None


def _held_in_rounds(fact: Fact) -> bool:
    held = word_list("held_in_rounds")
    return any(word in held for name in fact.names for word in WORD.findall(name))


def _edition_placed(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """Of "the London G20 summit": the place that stands right before a series."""
    before = text[max(0, start - _PLACE_REACH) : start].rstrip()
    placed = [one for one in fact.editions if one.place and _ends_with(before, one.place)]
    if len(placed) != 1:
        return None
    at = start - (len(text[:start]) - len(text[:start].rstrip())) - len(placed[0].place)
    return Found(at, end, EDITION, (fact,), placed[0])


def _ends_with(text: str, place: str) -> bool:
    return text.endswith(place) and not text[: -len(place)][-1:].isalnum()


@cache
def _its_count() -> re.Pattern[str]:
    fillers = either("series_fillers")
    held = rf"{either('gatherings')}|{either('rounds')}"
    return re.compile(rf"'s?\s+(\w+(?:-\w+)?)\s+(?:(?:{fillers})\s+)?(?:{held})\b", re.IGNORECASE)


@cache
def _link() -> re.Pattern[str]:
    article = either("definite")
    return re.compile(
        rf"\s+(?:{either('series_links')})\s+(?:(?:{article})\s+)?({_YEAR.pattern}|[A-Z][\w'-]+)"
    )


def _edition_after(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """Of "World Cup in Russia", "Olympics of 1992": what follows a series names its edition.

    So does its own count: "the Whaling Commission's 61st meeting".
    """
    counted = _its_count().match(text[end : end + _AFTER])
    number = None if counted is None else ordinal(counted[1].lower())
    if counted is not None and number is not None:
        return _edition_by(fact, start, end + counted.end(), number=number)
    after = _link().match(text[end : end + _AFTER])
    if after is None:
        return None
    if after[1].isdigit():
        return _edition_by(fact, start, end + after.end(), year=int(after[1]))
    placed = [one for one in fact.editions if after[1].lower() in one.place.lower()]
    if len(placed) != 1:
        return None
    return Found(start, end + after.end(), EDITION, (fact,), placed[0])


def _edition_by(
    fact: Fact, start: int, end: int, number: int | None = None, year: int | None = None
) -> Found | None:
    """The edition of a number or a year; of what came in several parts all of them as one.

    What goes on for years ("Congress in 2005") is told by its number alone.
    """
    meant = [
        one
        for one in fact.editions
        if (number is not None and one.number == number)
        or (year is not None and one.year == year and _lasts(one.term) <= _A_YEAR)
    ]
    if not meant:
        return None
    first, last = meant[0], meant[-1]
    term = replace(first.term, end=last.term.end, end_text=last.term.end_text)
    edition = replace(first, term=term)
    return Found(start, end, EDITION, (fact,), edition, numbered=number is not None)


def _lasts(term: Term) -> int:
    return 0 if term.start is None or term.end is None else term.end - term.start


@cache
def _anniversary() -> re.Pattern[str]:
    ending = either("ordinal_endings")
    number = rf"(?P<number>\d{{1,3}}(?:{ending})|[a-z]+(?:-[a-z]+)?)"
    return re.compile(rf"\b{number}[ -](?:{either('anniversary')})\b", re.IGNORECASE)


def find_anniversaries(text: str) -> Iterator[Anniversary]:
    """Every anniversary a text speaks of, whatever of ("20th anniversary", "centenary")."""
    lowered = text.lower()
    told = any(word in lowered for word in word_list("anniversary"))
    for match in _anniversary().finditer(text) if told else ():
        number = ordinal(match["number"].lower())
        if number:
            yield match.start(), match.end(), number
    for jubilee, years in jubilees().items():
        if jubilee not in lowered:
            continue
        for match in re.finditer(rf"\b{jubilee}\b", text, re.IGNORECASE):
            yield match.start(), match.end(), years


def meant_by(text: str, start: int, end: int, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Of the events and agreements of one name, those whose parties stand near, if needed."""
    return tuple(
        fact
        for fact in facts
        if fact.start is not None and (not fact.parties or _parties_near(text, start, end, fact))
    )


def owners_of_anniversaries(
    text: str, names: Sequence[tuple[int, int]]
) -> Mapping[tuple[int, int], Anniversary]:
    """Which of the names in a text each of its anniversaries is the anniversary of.

    The nearest name that "of" leads to, else the nearest name before it in the sentence ("its"
    looks there first), unless "of" leads to something else: the BBC may show a film on the 20th
    anniversary of a flood.
    """
    owners: dict[tuple[int, int], Anniversary] = {}
    for anniversary in find_anniversaries(text):
        begin, close, _ = anniversary
        led_to = _of_what().match(text, close)
        its_own = _its().search(text, 0, begin) is not None
        after = [
            name
            for name in names
            if name[0] >= close
            and _one_sentence(gap := text[close : name[0]])
            and _leads_on(gap, its_own=its_own)
        ]
        before = [
            name
            for name in names
            if name[1] <= begin and led_to is None and _one_sentence(text[name[1] : begin])
        ]
        if after or before:
            follows = after and not (its_own and before)
            owners[after[0] if follows else before[-1]] = anniversary
    return owners


def _one_sentence(gap: str) -> bool:
    return len(gap) <= _ANNIVERSARY_REACH and not _SENTENCE_END.search(gap)


def _leads_on(gap: str, *, its_own: bool) -> bool:
    """Whether words between an anniversary and a name make one phrase: "of the signing of the"."""
    link = _leads().search(gap)
    phrase = gap if link is None else gap[link.end() :]
    return (link is not None or its_own) and not _BREAK.search(phrase)


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('anniversary_links')})\b")


@cache
def _its() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('own')})\s+$", re.IGNORECASE)


@cache
def _of_what() -> re.Pattern[str]:
    """Of "of the flood" after an anniversary, and not "of its founding"."""
    links, own = either("anniversary_links"), either("own")
    return re.compile(rf"\s+(?:{links})\s+(?!(?:{own})\b)")


def read_happening(
    text: str, start: int, end: int, meant: tuple[Fact, ...], anniversary: Anniversary | None
) -> Found | None:
    """An event or agreement: the anniversary it owns, else its name where that says a time."""
    if anniversary is not None:
        begin, close, number = anniversary
        first = meant[0].start
        assert first is not None
        year = date.fromordinal(first).year + number
        return Found(min(start, begin), max(end, close), ANNIVERSARY, meant[:1], year=year)
    telling = tuple(fact for fact in meant if fact.kind == EVENT)
    if not telling:
        telling = tuple(fact for fact in meant if _tells_by_name(fact, text[start:end]))
    return Found(start, end, MENTIONS, telling) if telling else None


def _tells_by_name(fact: Fact, text: str) -> bool:
    """Whether a bare name says a time: "NATO" is no word of 1949, "Treaty of Lisbon" of 2007.

    Nor does "September 11" say which year's.
    """
    begun = any(word in word_list("begun") for word in WORD.findall(fact.label))
    dated = any(word in word_list("months") for word in WORD.findall(text))
    return " " in text and not (begun or dated or fact.parties)


def _parties_near(text: str, start: int, end: int, fact: Fact) -> bool:
    near = text[max(0, start - _NEAR) : end + _NEAR]
    return all(any(name in near for name in group) for group in fact.parties)
