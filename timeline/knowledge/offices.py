"""A name and the words round it to the office its bearer holds, held or is to hold."""

from __future__ import annotations

import re
from functools import cache

from timeline.knowledge.vocabulary import ELECT, FORMER, HOLDER, Fact, Found, Seat
from timeline.knowledge.wording import WORD, bare, either, lowered, word_list

_BEFORE = 70
_AFTER = 180
_NEAR = 220
"""Characters before and after a name in which its title, and its place, may stand."""
_LINK_REACH = 40
_LOOK_BACK = 4
"""Words before a title that may still change what it says."""
_LONG_TITLE = 3
"""Blanks in a title so long that it cannot be meant of anybody but the name before it."""


def read_office(text: str, start: int, end: int, facts: tuple[Fact, ...]) -> Found | None:
    """What a name with a title says: who holds the office, held it, or is to hold it."""
    after = re.split(r"[.;!?]\s", text[end : end + _AFTER], maxsplit=1)[0]
    era = [fact for fact in facts if fact.seat is not None and _era(after, fact.seat)]
    before = text[max(0, start - _BEFORE) : start]
    if era:
        coming = bare(before.rpartition(" ")[0].rpartition(" ")[2]) in word_list("incoming")
        return Found(start, end, ELECT if coming else HOLDER, tuple(era))
    by_sense: dict[str, list[Fact]] = {}
    widest = start
    for fact in facts:
        seat = fact.seat
        assert seat is not None
        told = _title_before(before, seat)
        if told is not None:
            sense, begins = told
            by_sense.setdefault(sense, []).append(fact)
            widest = min(widest, start - len(before) + begins)
        elif _title_after(after, seat):
            by_sense.setdefault(HOLDER, []).append(fact)
    first = WORD.search(text, widest)
    assert first is not None
    for sense in (FORMER, ELECT, HOLDER):
        if by_sense.get(sense):
            meant = _of_the_place(text, start, end, by_sense[sense])
            return Found(first.start(), end, sense, meant)
    return None


def ends_a_title(before: str) -> bool:
    """Whether a text ends in a word that a title ends in ("prime minister", "Mr.")."""
    words = before.split()
    return bool(words) and words[-1].lower() in word_list("title_endings")


def _era(after: str, seat: Seat) -> bool:
    return any(after.startswith((f" {word}", f"'s {word}", f"' {word}")) for word in seat.eras)


def _title_before(before: str, seat: Seat) -> tuple[str, int] | None:
    """The sense of a title that stands right before a name, and where in ``before`` it begins."""
    low = lowered(before)
    joint = next((f"-{word} " for word in word_list("elect") if low.endswith(f"-{word} ")), "")
    if not joint and not low.endswith(" "):
        return None
    stem = low[: -len(joint or " ")]
    comma = stem.endswith(",")
    stem = stem.removesuffix(",")
    for title in sorted(seat.titles, key=lambda title: (-len(title), title)):
        if not stem.endswith(title.lower()):
            continue
        rest = stem[: -len(title)]
        if _is_joined(rest):
            return None  # "vice-president" is read by its own title
        placed, rest = _place_at_end(rest, seat)
        if (seat.strict or comma) and not placed:
            return None
        sense = _sense_of(rest, elect=bool(joint))
        return None if sense is None else (sense, len(rest.rstrip()))
    return None


def _is_joined(rest: str) -> bool:
    """Whether what comes before a title makes another word of it; "ex-" only makes it former."""
    if rest.endswith("-"):
        words = rest.removesuffix("-").split()
        return not words or bare(words[-1]) not in word_list("former")
    return rest[-1:].isalnum() or rest.endswith("'")


def _place_at_end(rest: str, seat: Seat) -> tuple[bool, str]:
    """Whether the seat's place stands at the end of what comes before the title, and the rest."""
    if seat.place is None:
        return False, rest
    trimmed = rest.rstrip()
    for name in seat.place.names:
        for form in (name.lower(), f"{name.lower()}'s"):
            if trimmed.endswith(form) and not trimmed[: -len(form)][-1:].isalnum():
                return True, trimmed[: -len(form)]
    return False, rest


def _sense_of(rest: str, *, elect: bool) -> str | None:
    """Look back over words without meaning for one that decides: former, then, deputy."""
    if elect:
        return ELECT
    for word in reversed(rest.removesuffix("-").split()[-_LOOK_BACK:]):
        plain = bare(word)
        if plain in word_list("former"):
            return FORMER
        if any(plain in word_list(name) for name in ("then", "other_office", "candidate")):
            return None
        if plain not in word_list("neutral"):
            break
    return HOLDER


@cache
def _apposition() -> re.Pattern[str]:
    return re.compile(rf"\s*,\s+(?:(?:{either('apposition')})\s+)?(?:(?:{either('article')})\s+)?")


def _title_after(after: str, seat: Seat) -> bool:
    """Of ", the president of Russia" or ", Russia's foreign minister" after a name."""
    opened = _apposition().match(after)
    if opened is None:
        return False
    rest = lowered(after[opened.end() :])
    first = rest.split(" ", 1)[0]
    if first in word_list("former") or first in word_list("then") or first.startswith("ex-"):
        return False
    if any(title.lower() in rest for title in seat.titles if title.count(" ") >= _LONG_TITLE):
        return True
    places = [name.lower() for name in seat.place.names] if seat.place is not None else []
    placed = False
    for name in places:
        for form in (f"{name}'s ", f"{name} "):
            if rest.startswith(form):
                rest, placed = rest[len(form) :], True
    for title in map(str.lower, seat.titles):
        if rest.startswith(title) and not rest[len(title) : len(title) + 1].isalnum():
            tail = rest[len(title) :].lstrip()
            if tail.split(" ", 1)[0].strip(",.") in word_list("past_cues"):
                return False
            return placed or not seat.strict or _place_linked(tail, places)
    return False


def _place_linked(tail: str, places: list[str]) -> bool:
    """Of "of Russia" soon after a title."""
    near = tail[:_LINK_REACH]
    return any(f"{link} {name}" in near for link in word_list("place_links") for name in places)


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
