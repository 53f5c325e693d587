"""A text to the places in it that speak of dated facts: holders, events, editions, anniversaries.

What a name says is decided by the words around it (``words.toml``): a title makes a holder,
"former" before it somebody out of office, an ordinal an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from timeline.knowledge.happenings import (
    meant_by,
    owners_of_anniversaries,
    read_edition,
    read_happening,
)
from timeline.knowledge.name_table import NameTable
from timeline.knowledge.offices import ends_a_title, read_office
from timeline.knowledge.outlook import looks_ahead
from timeline.knowledge.vocabulary import OFFICE, SERIES, Fact, Found

_FIRST_NAME = re.compile(r"[A-Z][\w'.-]* $")
_NAME_REACH = 30
_PLAIN = (
    ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ("\N{EN DASH}", "-"),
    ("\N{HYPHEN}", "-"),
    ("\N{NON-BREAKING HYPHEN}", "-"),
)
"""Marks that papers print in several ways, each as the packs write it."""
_TITLE_REACH = 70


def find_facts(text: str, table: NameTable) -> Iterator[Found]:
    """Every place of a text that speaks of a fact of the table, in order."""
    plain = text
    for mark, usual in _PLAIN:
        plain = plain.replace(mark, usual)
    places = [
        (start, end, facts)
        for start, end, facts in table.places(plain)
        if not _part_of_longer_name(plain, start, end)
    ]
    happenings = {
        (start, end): meant
        for start, end, facts in places
        if (meant := meant_by(plain, start, end, _others(facts)))
    }
    anniversaries = owners_of_anniversaries(plain, list(happenings))
    for start, end, facts in places:
        offices = tuple(fact for fact in facts if fact.kind == OFFICE)
        holder = read_office(plain, start, end, offices) if offices else None
        if holder is not None:
            yield holder
        for edition in _editions(plain, start, end, facts):
            ahead = looks_ahead(plain, edition.start, edition.end)
            yield replace(edition, ahead=ahead)
        if (start, end) in happenings:
            anniversary = anniversaries.get((start, end))
            found = read_happening(plain, start, end, happenings[start, end], anniversary)
            if found is not None:
                yield found


def _editions(text: str, start: int, end: int, facts: tuple[Fact, ...]) -> tuple[Found, ...]:
    """The editions one name speaks of: where some series have their parties near, theirs alone."""
    found = [
        edition
        for fact in facts
        if fact.kind == SERIES and (edition := read_edition(text, start, end, fact)) is not None
    ]
    sure = [edition for edition in found if edition.facts[0].parties]
    return tuple(sure or found)


def _others(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.kind not in (OFFICE, SERIES))


def _part_of_longer_name(text: str, start: int, end: int) -> bool:
    """Of "Clinton" in "Chelsea Clinton": the capitalised word before one word is a first name."""
    if " " in text[start:end]:
        return False
    hyphen = text[end : end + 1] == "-"
    before = _FIRST_NAME.search(text[max(0, start - _NAME_REACH) : start])
    if before is None or hyphen:
        return before is None and hyphen
    at = start - len(before[0])
    opens = text[max(0, at - 2) : at].strip() in ("", ".", '"')
    return not opens and not ends_a_title(text[max(0, start - _TITLE_REACH) : start])
