"""A text to the places in it that speak of dated facts: office holders, events, editions, anniversaries.

Names are looked up word by word in one table, so the cost grows with the text and not with the
packs.  What a name says is decided by the words around it (``words.toml``): a title makes a
holder, "former" before it somebody out of office, an ordinal an edition.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from timeline.knowledge.vocabulary import (
    ANNIVERSARY,
    EDITION,
    ELECT,
    EVENT,
    FORMER,
    HOLDER,
    MENTIONS,
    OFFICE,
    SERIES,
    Edition,
    Fact,
    Seat,
)

_WORD = re.compile(r"\w+")
_LEADING = re.compile(r"\w+")
_GLUED = re.compile(r"([A-Z]+)(\d{1,3})")
_BEFORE = 70
_AFTER = 180
_NEAR = 220
_ANNIVERSARY_REACH = 110
_LONG_TITLE = 3
"""Blanks in a title so long that it cannot be meant of anybody but the name before it."""
_APPOSITION = re.compile(r"\s*,\s+(?:who (?:is|serves as)\s+)?(?:the\s+|an?\s+)?")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
_ANNIVERSARY = re.compile(
    r"\b(?:(?P<figure>\d{1,3})(?:st|nd|rd|th)|(?P<word>[a-z]+(?:-[a-z]+)?))[ -]anniversar(?:y|ies)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that speaks of facts: the span, the sense, the facts it may mean, and what fixes it."""

    start: int
    end: int
    sense: str
    facts: tuple[Fact, ...]
    edition: Edition | None = None
    year: int | None = None


@cache
def words() -> Mapping[str, Mapping[str, object]]:
    """The tables of ``words.toml``."""
    path = Path(__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _list(name: str) -> frozenset[str]:
    found = words()["words"][name]
    assert isinstance(found, list)
    return frozenset(found)


@cache
def _number_words() -> Mapping[str, int]:
    """ "third" and "twenty-first" to their numbers."""
    table: dict[str, int] = {}
    tables = words()
    ordinals = {str(word): int(str(value)) for word, value in tables["ordinals"].items()}
    table |= ordinals
    for ten, value in tables["tens"].items():
        for word, small in ordinals.items():
            if small < 10:
                table[f"{ten}-{word}"] = int(str(value)) + small
    return table


class NameTable:
    """All names of a set of facts, by their first word."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        names: dict[str, dict[str, list[Fact]]] = {}
        for fact in facts:
            for name in fact.names:
                first = _LEADING.search(name)
                if first is not None:
                    bare = name[first.start() :]
                    names.setdefault(first[0], {}).setdefault(bare, []).append(fact)
        self._names = {
            first: sorted(
                ((name, tuple(facts)) for name, facts in found.items()),
                key=lambda pair: (-len(pair[0]), pair[0]),
            )
            for first, found in names.items()
        }

    def places(self, text: str) -> Iterator[tuple[int, int, tuple[Fact, ...]]]:
        """Every name in the text, left to right, the longest at each place, none overlapping."""
        taken = 0
        for word in _WORD.finditer(text):
            if word.start() < taken:
                continue
            for key, skip in _keys(word[0]):
                hit = self._at(text, word.start(), key, glued=skip)
                if hit is not None:
                    yield hit
                    taken = hit[1]
                    break

    def _at(
        self, text: str, start: int, key: str, *, glued: bool
    ) -> tuple[int, int, tuple[Fact, ...]] | None:
        for name, facts in self._names.get(key, ()):
            end = start + len(name)
            if text.startswith(name, start) and (glued or not text[end : end + 1].isalnum()):
                return start, end, facts
        return None


def _keys(word: str) -> Iterator[tuple[str, bool]]:
    yield word, False
    glued = _GLUED.fullmatch(word)
    if glued is not None:
        yield glued[1], True


def find_facts(text: str, table: NameTable) -> Iterator[Found]:
    """Every place of a text that speaks of a fact of the table, in order."""
    plain = text.replace("’", "'")
    anniversaries = list(_anniversaries(plain))
    for start, end, facts in table.places(plain):
        if _part_of_longer_name(plain, start, end):
            continue
        offices = tuple(fact for fact in facts if fact.kind == OFFICE)
        if offices:
            found = _office(plain, start, end, offices)
            if found is not None:
                yield replace(found, start=found.start + _blanks(plain, found.start))
        for fact in facts:
            edition = _series(plain, start, end, fact) if fact.kind == SERIES else None
            if edition is not None:
                yield edition
        happenings = tuple(fact for fact in facts if fact.kind not in (OFFICE, SERIES))
        if happenings:
            found = _happening(plain, start, end, happenings, anniversaries)
            if found is not None:
                yield found


def _blanks(text: str, start: int) -> int:
    """How many blanks and marks stand at a place before the first word."""
    word = _WORD.search(text, start)
    return 0 if word is None else word.start() - start


def _part_of_longer_name(text: str, start: int, end: int) -> bool:
    """ "Clinton" in "Chelsea Clinton": a capitalised word before a one-word name is its first name."""
    if " " in text[start:end]:
        return False
    before = re.search(r"([A-Z][\w'.-]*) $", text[max(0, start - 30) : start])
    if before is None or text[end : end + 1] == "-":
        return before is None and text[end : end + 1] == "-"
    at = start - len(before[0])
    opens = text[max(0, at - 2) : at].strip() in ("", ".", '"', "\n") and text[at - 2 : at] != ", "
    return not opens and not _ends_a_title(text[max(0, start - _BEFORE) : start])


@cache
def _title_endings() -> frozenset[str]:
    return frozenset(
        {
            "president",
            "minister",
            "secretary",
            "chancellor",
            "premier",
            "chairman",
            "leader",
            "king",
            "queen",
            "pope",
            "senator",
            "governor",
            "mayor",
            "general",
            "director",
            "chief",
            "mr",
            "mr.",
            "mrs",
            "mrs.",
            "ms",
            "ms.",
            "sir",
            "judge",
            "justice",
            "speaker",
            "prince",
            "emperor",
            "ayatollah",
            "crown",
            "commissioner",
            "ceo",
        }
    )


def _ends_a_title(before: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1].lower() if before.split() else ""
    return last in _title_endings()


def _office(text: str, start: int, end: int, facts: tuple[Fact, ...]) -> Found | None:
    """What a name with a title says: who holds the office, held it, or is to hold it."""
    after = re.split(r"[.;!?]\s", text[end : end + _AFTER], maxsplit=1)[0]
    era = [fact for fact in facts if fact.seat is not None and _era(after, fact.seat)]
    if era:
        return Found(start, end, HOLDER, tuple(era))
    before = text[max(0, start - _BEFORE) : start]
    by_sense: dict[str, list[Fact]] = {}
    widest = start
    for fact in facts:
        seat = fact.seat
        assert seat is not None
        told = _title_before(before, seat)
        if told is not None:
            sense, length = told
            by_sense.setdefault(sense, []).append(fact)
            widest = min(widest, start - length)
        elif _title_after(after, seat):
            by_sense.setdefault(HOLDER, []).append(fact)
    for sense in (FORMER, ELECT, HOLDER):
        if by_sense.get(sense):
            return Found(widest, end, sense, _of_the_place(text, start, end, by_sense[sense]))
    return None


def _era(after: str, seat: Seat) -> bool:
    return any(after.startswith((f" {word}", f"'s {word}", f"' {word}")) for word in seat.eras)


def _title_before(before: str, seat: Seat) -> tuple[str, int] | None:
    """The sense of a title that stands right before a name, and how far it reaches back."""
    lowered = before.lower()
    joint = ""
    for word in _list("elect"):
        if lowered.endswith(f"-{word} "):
            joint = f"-{word} "
    stem = lowered[: -len(joint)] if joint else lowered[:-1] if lowered.endswith(" ") else ""
    comma = stem.endswith(",")
    stem = stem.removesuffix(",")
    for title in sorted(seat.titles, key=lambda title: (-len(title), title)):
        if not stem.endswith(title.lower()):
            continue
        rest = stem[: -len(title)]
        if rest and (rest[-1].isalnum() or rest[-1] in "-'"):
            return None  # "vice-president", "ex-president" are read by their own titles
        place, rest = _place_at_end(rest, before, seat)
        if (seat.strict or comma) and not place:
            return None
        sense = _sense_of(rest, elect=bool(joint))
        return (
            None
            if sense is None
            else (
                sense,
                len(before) - len(rest.rstrip()) if place else len(title) + len(joint or " "),
            )
        )
    return None


def _place_at_end(rest: str, before: str, seat: Seat) -> tuple[bool, str]:
    """Whether the seat's place stands at the end of what comes before the title, and what is left."""
    if seat.place is None:
        return False, rest
    bare = rest.rstrip()
    for name in seat.place.names:
        for form in (name.lower(), f"{name.lower()}'s"):
            if bare.endswith(form) and not bare[: -len(form)][-1:].isalnum():
                return True, bare[: -len(form)]
    return False, rest


def _sense_of(rest: str, *, elect: bool) -> str | None:
    """Look back over words without meaning for one that decides: former, then, deputy."""
    if elect:
        return ELECT
    rest = rest.removesuffix("-")
    for word in reversed(rest.split()[-4:]):
        bare = word.strip("\"'(),").lower()
        if bare in _list("former"):
            return FORMER
        if bare in _list("then") or bare in _list("other_office") or bare in _list("candidate"):
            return None
        if bare not in _list("neutral"):
            break
    return HOLDER


def _title_after(after: str, seat: Seat) -> bool:
    """ ", the president of Russia" and ", Russia's foreign minister" after a name."""
    opened = _APPOSITION.match(after)
    if opened is None:
        return False
    rest = after[opened.end() :].lower()
    if any(title.lower() in rest for title in seat.titles if title.count(" ") >= _LONG_TITLE):
        return True
    first = rest.split(" ", 1)[0]
    if first in _list("former") or first in _list("then") or first.startswith("ex-"):
        return False
    forms = seat.place.names if seat.place is not None else ()
    placed = False
    for name in forms:
        for form in (f"{name.lower()}'s ", f"{name.lower()} "):
            if rest.startswith(form):
                rest, placed = rest[len(form) :], True
    for title in seat.titles:
        if rest.startswith(title.lower()) and not rest[len(title) : len(title) + 1].isalnum():
            tail = rest[len(title) :].lstrip()
            cue = tail.split(" ", 1)[0].strip(",.")
            if cue in _list("past_cues"):
                return False
            return (
                placed
                or not seat.strict
                or any(
                    f"of {name.lower()}" in tail[:40] or f"of the {name.lower()}" in tail[:40]
                    for name in forms
                )
            )
    return False


def _of_the_place(text: str, start: int, end: int, facts: list[Fact]) -> tuple[Fact, ...]:
    """Of several holders of one name, those whose place is named near; all where none is."""
    if len({fact.seat.id if fact.seat else "" for fact in facts}) == 1:
        return tuple(facts)
    near = text[max(0, start - _NEAR) : end + _NEAR]
    placed = [
        fact
        for fact in facts
        if fact.seat is not None
        and fact.seat.place is not None
        and any(re.search(rf"\b{re.escape(name)}\b", near) for name in fact.seat.place.names)
    ]
    return tuple(placed or facts)


def _series(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """An edition of a series, told by its number, its year or its place."""
    glued = re.match(r"\d{1,3}\b", text[end : end + 3])
    if glued is not None:
        return _edition_by(fact, start, end + glued.end(), number=int(glued[0]))
    before = text[max(0, start - _BEFORE) : start].split()
    at = start
    for word in reversed(before[-4:]):
        bare = word.strip("\"'(),").lower()
        at = text.rfind(word, 0, at)
        number = _as_number(bare)
        if number is not None:
            own = text[max(0, at - 12) : at].split()
            if own and own[-1].lower() in _list("own_count"):
                return None
            return _edition_by(fact, at, end, number=number)
        if re.fullmatch(r"(?:19|20)\d\d", bare):
            return _edition_by(fact, at, end, year=int(bare))
        if bare not in _list("series_fillers") and not word[:1].isupper():
            break
    return _edition_after(text, start, end, fact)


def _edition_after(text: str, start: int, end: int, fact: Fact) -> Found | None:
    """ "World Cup in Russia", "Olympics of 1992": what follows a series names its edition."""
    after = re.match(
        r"\s+(?:in|of|at)\s+(?:the\s+)?((?:19|20)\d\d|[A-Z][\w'-]+)", text[end : end + 40]
    )
    if after is None:
        return None
    if after[1].isdigit():
        return _edition_by(fact, start, end + after.end(), year=int(after[1]))
    placed = [one for one in fact.editions if after[1].lower() in one.place.lower()]
    if len(placed) != 1:
        return None
    return Found(start, end + after.end(), EDITION, (fact,), placed[0])


def _as_number(word: str) -> int | None:
    figure = _ORDINAL.fullmatch(word)
    return int(figure[1]) if figure is not None else _number_words().get(word)


def _edition_by(
    fact: Fact, start: int, end: int, number: int | None = None, year: int | None = None
) -> Found | None:
    for one in fact.editions:
        if (number is not None and one.number == number) or (year is not None and one.year == year):
            return Found(start, end, EDITION, (fact,), one)
    return None


def _anniversaries(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _ANNIVERSARY.finditer(text):
        number = (
            int(match["figure"]) if match["figure"] else _number_words().get(match["word"].lower())
        )
        if number:
            yield match.start(), match.end(), number
    jubilees = words().get("jubilees", {})
    for jubilee, years in jubilees.items():
        for match in re.finditer(rf"\b{jubilee}\b", text, re.IGNORECASE):
            yield match.start(), match.end(), int(str(years))


def _happening(
    text: str,
    start: int,
    end: int,
    facts: tuple[Fact, ...],
    anniversaries: list[tuple[int, int, int]],
) -> Found | None:
    """An event or agreement: its anniversary where one stands in the same sentence, else its name."""
    meant = tuple(
        fact
        for fact in facts
        if fact.start is not None and (not fact.parties or _parties_near(text, start, end, fact))
    )
    if not meant:
        return None
    for begin, close, number in anniversaries:
        gap = text[close:start] if close <= start else text[end:begin]
        if len(gap) <= _ANNIVERSARY_REACH and not re.search(r"[.!?]\s", gap):
            first = meant[0].start
            assert first is not None
            year = date.fromordinal(first).year + number
            return Found(min(start, begin), max(end, close), ANNIVERSARY, meant[:1], year=year)
    plain = tuple(fact for fact in meant if fact.kind == EVENT or not fact.parties)
    return Found(start, end, MENTIONS, plain) if plain else None


def _parties_near(text: str, start: int, end: int, fact: Fact) -> bool:
    near = text[max(0, start - _NEAR) : end + _NEAR]
    return all(any(name in near for name in group) for group in fact.parties)
