"""Tell from two events' words, names and dates how likely they are one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from timeline.anchors import count_in, counts_from_deed
from timeline.clauses import analyse
from timeline.grammar import clause_rules, load_rules
from timeline.interval import DAY_SECONDS, Granularity, Interval, Mark
from timeline.model import Event, Passage, Stance
from timeline.names import country_of
from timeline.reporting import Frame
from timeline.stance import Cue, cues
from timeline.stemming import stem

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|[^\W\d_][\w]*(?:[.’'][^\W_]+)*|\d+(?:st|nd|rd|th)\b|\d+(?:[.,]\d+)*"
)
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_NAME_PART = re.compile(r"\w[\w’'.-]*")
_ORDINAL_REACH = 6
_LEAST_WORD = 3
_CONTEXT = 1200
"""Characters before a passage in which the thing it points back to is looked up."""


class Features(Struct, frozen=True, array_like=True, gc=False):
    """What of an event is compared: weighted terms, event classes, numbers in a series."""

    terms: dict[str, float]
    """Term -> weight; the vector has length 1."""
    rare: tuple[str, ...]
    """The terms to look others up by, rarest first."""
    classes: frozenset[str]
    series: dict[str, frozenset[int]]
    """Noun -> the numbers it carries ("16th round" -> {"round": {16}})."""
    statement: bool
    """Whether the event is only that somebody said something."""
    calls_off: bool = False
    """Whether the event is that something was called off."""
    counted_from: frozenset[str] = frozenset()
    """The deeds that its time is counted from, which it is not: "hours before the murder"."""


@cache
def merge_rules() -> dict[str, float]:
    """The numbers of ``[merge]`` in ``rules/events.toml``."""
    return {name: float(value) for name, value in load_rules("events")["merge"].items()}


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Stem -> the classes of events it tells of."""
    table: dict[str, set[str]] = {}
    for entry in load_rules("events")["class"]:
        for word in entry["words"].split():
            table.setdefault(stem(word), set()).add(entry["name"])
    return {word: tuple(sorted(names)) for word, names in table.items()}


@cache
def once_only() -> frozenset[str]:
    """The classes of events that happen only once to the same people."""
    return frozenset(e["name"] for e in load_rules("events")["class"] if e.get("once", False))


@cache
def _stop_words() -> frozenset[str]:
    words = clause_rules()["words"]
    listed = {word for group in words.values() for word in group.split()}
    titles = load_rules("names")["people"]["titles"].lower().replace(";", " ").split()
    extra = load_rules("events")["series"]["common"].split()
    return frozenset(listed | {title.strip(".") for title in titles} | set(extra))


@cache
def _calling_off() -> tuple[Cue, ...]:
    """The words that call a thing off for good: the cues of that stance that do not move it."""
    final = [cue for cue in cues() if cue.stance is Stance.CANCELLED and cue.reach == "act"]
    return tuple(cue for cue in final if not cue.moves)


class Draft(Struct, frozen=True, array_like=True, gc=False):
    """The terms of one event before anybody knows how rare they are; as ``Features`` has them."""

    terms: dict[str, float]
    classes: frozenset[str]
    series: dict[str, frozenset[int]]
    statement: bool
    calls_off: bool
    counted_from: frozenset[str] = frozenset()


def draft(event: Event, texts: Mapping[str, str]) -> Draft:
    """An event, and the texts of its documents by their ids, to its terms."""
    gathered = _Gathered(event, texts)
    return Draft(
        terms=gathered.terms,
        classes=frozenset(gathered.classes),
        series=gathered.series,
        statement=gathered.statement,
        calls_off=gathered.calls_off,
        counted_from=frozenset(gathered.counted_from),
    )


class _Gathered:
    """The terms of one event as they are found."""

    def __init__(self, event: Event, texts: Mapping[str, str]) -> None:
        self.terms: dict[str, float] = {}
        self.classes: set[str] = set()
        self.counted_from: set[str] = set()
        self.statement = True
        rules = merge_rules()
        speakers: list[str] = []
        for passage in event.passages:
            frame, occasion = said_at(passage)
            self.statement = self.statement and frame is not None and not occasion
            if frame is not None and occasion:
                speakers.append(frame.source(passage.quote))
                self._add_words(event.title, rules["weight_quote"])
                self.classes |= self._add_words(occasion, rules["weight_title"])
                earlier = _told_before(occasion, passage, texts.get(passage.document, ""))
                self.classes |= self._add_words(earlier, rules["weight_context"])
            else:
                self.classes |= self._add_words(event.title, rules["weight_title"])
            self._add_words(self._own_words(passage), rules["weight_quote"])
        for name in (*event.actors, *event.places):
            parts = set(name.split())
            aside = speakers and all(parts.isdisjoint(speaker.split()) for speaker in speakers)
            self._add_name(name, rules["weight_quote"] if aside else rules["weight_name"])
        for each in sorted(self.classes):
            self._add(f"={each}", rules["weight_class"])
        self.calls_off = any(cue.pattern.search(event.title) for cue in _calling_off())
        self.series = _series(" ".join((event.title, *(p.quote for p in event.passages))))

    def _own_words(self, passage: Passage) -> str:
        """What a passage says, without the deed its time is counted from: "... after the blast"."""
        quote = passage.quote
        if not counts_from_deed(quote):
            return quote
        count = count_in(quote, passage.start, passage.resolution.mention)
        if count is None:
            return quote
        self.counted_from |= count.deeds
        return f"{quote[: count.start]} {quote[count.end :]}"

    def _add(self, term: str, weight: float) -> None:
        if self.terms.get(term, 0.0) < weight:
            self.terms[term] = weight

    def _add_words(self, text: str, weight: float) -> set[str]:
        """Count the words of a text; give the classes of events they tell of."""
        classes: set[str] = set()
        terms = self.terms
        for word in _WORD.findall(text):
            keys, found = _word_terms(word)
            for key in keys:
                if terms.get(key, 0.0) < weight:
                    terms[key] = weight
            if found:
                classes.update(found)
        return classes

    def _add_name(self, name: str, weight: float) -> None:
        """Count a name: whole, by its parts for half as much, and by its country."""
        parts = [part for part in _NAME_PART.findall(name) if part[0].isupper()]
        share = weight / math.sqrt(len(parts) or 1)
        if len(parts) > 1:
            self._add(f"#{' '.join(parts).lower()}", share)
            share /= 2
        for part in parts:
            self._add(f"@{part.lower()}", share)
        country = country_of(name)
        if country:
            self._add(f"@{country.lower()}", weight / 2)


@lru_cache(maxsize=65536)
def _word_terms(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A word of a text to the terms it counts as, and the classes of events it tells of."""
    lower = word.lower()
    terms: list[str] = []
    owner = word.removesuffix("’s").removesuffix("'s")
    country = country_of(owner) if word[0].isupper() else ""
    if country:
        terms.append(f"@{country.lower()}")
    if lower in _stop_words():
        return tuple(terms), ()
    plain = stem(lower)
    if len(plain) >= _LEAST_WORD and not lower[0].isdigit():
        terms.append(f"@{owner.lower()}" if word[0].isupper() else plain)
    return tuple(terms), _classes().get(plain, ())


@cache
def _numerals() -> tuple[dict[str, int], frozenset[str]]:
    """Spelled ordinals, and the nouns that carry a bare number."""
    table = load_rules("events")["series"]
    spelled = {word: at for at, word in enumerate(table["ordinals"].split(), start=1)}
    return spelled, frozenset(table["numbered"].split())


def _series(text: str) -> dict[str, frozenset[int]]:
    """The nouns that carry a number in a series, each with its numbers."""
    spelled, numbered = _numerals()
    small = text.lower()
    if _DIGIT.search(text) is None and not any(word in small for word in spelled):
        return {}
    words = _WORD.findall(text)
    lowers = [word.lower() for word in words]
    found: dict[str, set[int]] = {}
    for at, lower in enumerate(lowers):
        match = _ORDINAL.match(lower)
        number = int(match[1]) if match else spelled.get(lower)
        if number is not None:
            for following in words[at + 1 : at + 1 + _ORDINAL_REACH]:
                key = stem(following)
                if len(key) >= _LEAST_WORD and following.lower() not in _stop_words():
                    found.setdefault(key, set()).add(number)
        elif lower in numbered and at + 1 < len(words) and words[at + 1].isdecimal():
            found.setdefault(stem(lower), set()).add(int(words[at + 1]))
    return {key: frozenset(numbers) for key, numbers in found.items()}


def said_at(passage: Passage) -> tuple[Frame | None, str]:
    """The reporting clause whose date a passage is dated by, and what it was said at."""
    start = passage.resolution.mention.start - passage.start
    frame = analyse(passage.quote).frame_at(start)
    if frame is None or not frame.passes_on:
        return None, ""
    return frame, frame.occasion(passage.quote)


def _told_before(occasion: str, passage: Passage, text: str) -> str:
    """The last sentence before a passage that names its occasion ("the launch") in more words."""
    noun = re.match(r"[a-z-]+", occasion)
    if noun is None:
        return ""
    begin = max(0, passage.start - _CONTEXT)
    at = text.rfind(noun[0], begin, passage.start)
    if at < 0:
        return ""
    start = max(text.rfind(mark, begin, at) for mark in (". ", "\n", "? ", "! ")) + 1
    end = min(
        (found for mark in (". ", "\n") if (found := text.find(mark, at, passage.start)) >= 0),
        default=passage.start,
    )
    return text[max(start, begin) : end]


def similarity(one: Features, other: Features) -> float:
    """How alike two events are told, 0 to 1: cosine, less when they tell of different things."""
    a, b = one.terms, other.terms
    if len(a) > len(b):
        a, b = b, a
    value = sum([weight * b[term] for term, weight in a.items() if term in b])
    if one.classes and other.classes and one.classes.isdisjoint(other.classes):
        value *= merge_rules()["clash"]
    if one.statement != other.statement:
        value *= merge_rules()["clash"]
    return value


def series_clash(one: dict[str, frozenset[int]], other: dict[str, frozenset[int]]) -> bool:
    """Whether two texts number the same noun differently ("16th round", "17th round")."""
    if not one or not other:
        return False
    shared = one.keys() & other.keys()
    return any(one[key].isdisjoint(other[key]) for key in shared)


_ADRIFT = 400 * DAY_SECONDS
"""How long a time is that could be any: nobody knows when its source was written."""


def agreement(one: Interval, other: Interval) -> str | None:
    """How well two dates agree, as the name of a threshold in ``[merge]``; None: not at all.

    Both are taken as ``widened`` gives them: no shorter than a day.
    """
    begin, end, other_begin, other_end = one.start, one.end, other.start, other.end
    if begin is None or end is None or other_begin is None or other_end is None:
        return "nested" if begin == other_begin and end == other_end else None
    if begin >= other_end or other_begin >= end:
        return None
    length, other_length = end - begin, other_end - other_begin
    in_order = (length, one.granularity) <= (other_length, other.granularity)
    sharp, loose = (one, other) if in_order else (other, one)
    longer = max(length, other_length)
    if longer > _ADRIFT and Mark.UNCERTAIN in loose.start_mark & loose.end_mark:
        return "adrift"
    if loose.granularity >= Granularity.DECADE:
        return "vague" if sharp.granularity == loose.granularity else None
    if loose.granularity >= Granularity.HALF:
        return "loose"
    if longer <= DAY_SECONDS:
        return "same_day"
    if one != other and Mark.APPROXIMATE in loose.start_mark & loose.end_mark:
        return "loose"  # "in the past few days" agrees with too much
    return "same_stretch" if longer <= 8 * DAY_SECONDS else "nested"


def widened(when: Interval) -> Interval:
    """An interval shorter than a day to its day: sources rarely agree on the hour."""
    if when.start is None or when.end is None or when.granularity >= Granularity.DAY:
        return when
    return when.widen(Granularity.DAY)


def _length(when: Interval) -> int:
    assert when.start is not None
    assert when.end is not None
    return when.end - when.start


def gap_days(one: Interval, other: Interval) -> int | None:
    """The days between two days, as ``widened`` gives them; None when either is no single day."""
    for each in (one, other):
        if each.is_open or each.granularity > Granularity.DAY or _length(each) > DAY_SECONDS:
            return None
    first, second = sorted((one, other), key=lambda each: each.start or 0)
    assert first.end is not None
    assert second.start is not None
    if second.start < first.end:
        return None
    return (second.start - first.end) // DAY_SECONDS + 1


_SIDES = {
    Stance.HAPPENED: "fact",
    Stance.ONGOING: "fact",
    Stance.ALLEGED: "fact",
    Stance.PLANNED: "plan",
    Stance.EXPECTED: "plan",
    Stance.HYPOTHETICAL: "maybe",
    Stance.DENIED: "denied",
    Stance.CANCELLED: "cancelled",
}


def side(stance: Stance) -> str:
    """The stances that can be told of one and the same event share a side."""
    return _SIDES[stance]


def stance_of(stances: Iterable[Stance]) -> Stance:
    """The stance of an event told in several: the commonest, on a tie the more careful one.

    What one source calls off is called off, however many told of the plan.
    """
    count = Counter(stances)
    if Stance.CANCELLED in count and all(side(each) != "fact" for each in count):
        return Stance.CANCELLED
    order = (Stance.ALLEGED, Stance.EXPECTED, *Stance)
    return max(count, key=lambda each: (count[each], -order.index(each)))
