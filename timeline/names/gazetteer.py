"""Load what is known of names before any text is read: places, titles, cue words."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from timeline.grammar import load_rules
from timeline.late import late


class Gazetteer(msgspec.Struct, frozen=True, gc=False):
    """The tables of ``rules/names.toml``, ready to look words up in."""

    phrases: dict[str, tuple[tuple[str, str], ...]]
    """First word -> (whole phrase, "place" | "org" | "title"), longest first."""
    known: frozenset[str]
    """All of these phrases."""
    demonyms: dict[str, str]
    same: dict[str, str]
    capital_of: dict[str, str]
    starters: frozenset[str]
    calendar: frozenset[str]
    given: frozenset[str]
    roles: frozenset[str]
    verbs: frozenset[str]
    particles: frozenset[str]
    org_heads: frozenset[str]
    other_heads: frozenset[str]
    of_heads: frozenset[str]
    abbreviated: frozenset[str]
    adjectives: frozenset[str]
    headed: re.Pattern[str]
    """One capitalised word after another up to the head of an organisation's name."""
    place_before: frozenset[str]
    place_after: frozenset[str]
    place_cues: frozenset[str]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split(";") if part.strip()]


@cache
def gazetteer() -> Gazetteer:
    """Everything ``rules/names.toml`` says."""
    rules = load_rules("names")
    phrases: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capital_of: dict[str, str] = {}
    same: dict[str, str] = dict(rules["same_organisation"])
    for line in rules["countries"]:
        country, capital, peoples, others = (part.strip() for part in line.split("|"))
        phrases[country] = "place"
        if capital:
            phrases[capital] = "place"
            capital_of[capital] = country
        demonyms.update((people.strip(), country) for people in peoples.split(",") if people)
        for other in (name.strip() for name in others.split(",") if name.strip()):
            phrases[other] = "place"
            same[other] = country
    for group in ("cities", "regions"):
        phrases.update(dict.fromkeys(_split(rules["places"][group]), "place"))
    phrases.update(dict.fromkeys(rules["same_place"], "place"))
    same.update(rules["same_place"])
    known = _split(rules["organisations"]["known"])
    phrases.update(dict.fromkeys((*known, *rules["same_organisation"]), "org"))
    phrases.update(dict.fromkeys(_split(rules["people"]["titles"]), "title"))
    by_first: dict[str, list[tuple[str, str]]] = {}
    for phrase, kind in phrases.items():
        by_first.setdefault(re.split(r"[ \-]", phrase, maxsplit=1)[0], []).append((phrase, kind))
    people, organisations, words = rules["people"], rules["organisations"], rules["words"]
    return Gazetteer(
        phrases={
            first: tuple(sorted(group, key=lambda pair: (-len(pair[0]), pair[0])))
            for first, group in by_first.items()
        },
        known=frozenset(phrases),
        demonyms=demonyms,
        same=same,
        capital_of=capital_of,
        starters=frozenset(words["starters"].split()),
        calendar=frozenset(words["calendar"].split()),
        given=frozenset(people["given"].split()),
        roles=frozenset(people["roles"].split()),
        verbs=frozenset(people["verbs"].split()),
        particles=frozenset(people["particles"].split()),
        org_heads=frozenset(organisations["heads"].split()),
        other_heads=frozenset(organisations["other_heads"].split()),
        of_heads=frozenset(rules["places"]["heads_of"].split()),
        abbreviated=frozenset(words["abbreviated"].split()),
        adjectives=frozenset(words["adjectives"].split()),
        headed=late(
            r"(?:[A-Z]\w+\s){1,3}?(?:"
            + "|".join(map(re.escape, organisations["heads"].split()))
            + r")\b"
        ),
        place_before=frozenset(rules["places"]["heads_before"].split()),
        place_after=frozenset(rules["places"]["heads_after"].split()),
        place_cues=frozenset(rules["places"]["cues_before"].split()),
    )


def country_of(word: str) -> str:
    """A word for a people, a capital or another name of a country to the country; else ""."""
    lists = gazetteer()
    return lists.demonyms.get(word) or lists.capital_of.get(word) or lists.same.get(word, "")


def is_known(full: str, lists: Gazetteer) -> bool:
    """Whether the gazetteer has a name."""
    return full in lists.known
