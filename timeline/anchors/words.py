"""The words of ``rules/anchors.toml``: what counts from a deed, and which words tell one deed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from timeline.grammar import load_rules, word_list
from timeline.stemming import stem


@cache
def words(name: str) -> frozenset[str]:
    """A list under ``[words]``; KeyError for an unknown name."""
    listed: str | list[str] = load_rules("anchors")["words"][name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def joint() -> re.Pattern[str]:
    """What joins a length of time to what it is counted from; its last group says the side."""
    side = load_rules("anchors")["side"]
    sides = "|".join(f"(?P<{name}>{_any(side[name])})" for name in ("later", "earlier", "beside"))
    return re.compile(
        rf"\s+(?:(?:{_any(side['between'])})\s+)?(?:{sides})\b(?=\s+\S)", re.IGNORECASE
    )


@cache
def joint_of_day() -> re.Pattern[str]:
    """What joins a day to the deed whose day it is: "the day of the vote"."""
    return re.compile(
        rf"\s+(?:{_any(load_rules('anchors')['side']['of_day'])})\b(?=\s+\S)", re.IGNORECASE
    )


def counts_from_deed(text: str) -> bool:
    """Whether a text has any of the words by which a time is counted from a deed."""
    return joint().search(text) is not None or joint_of_day().search(text) is not None


def _any(phrases: Iterable[str]) -> str:
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest)


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Each listed word to the deeds that it tells, or the kind of thing that it is."""
    table: dict[str, set[str]] = {}
    rules = load_rules("anchors")
    for entry in (*rules["deed"], *rules["thing"]):
        listed = entry["words"].split()
        for word in listed:
            table.setdefault(word, set()).add(listed[0])
    return {word: frozenset(deeds) for word, deeds in table.items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(w for entry in load_rules("anchors")["deed"] for w in entry["words"].split())


@cache
def _stood_for(*, dated: bool = False) -> dict[str, frozenset[str]]:
    """Nouns to the other deeds that they may stand for; only those that may when they are dated."""
    table: dict[str, frozenset[str]] = {}
    for entry in load_rules("anchors")["stands_for"]:
        if dated and not entry.get("both", False):
            continue
        other = frozenset(deed for word in entry["deeds"].split() for deed in deeds_of(word))
        for word in entry["words"].split():
            table[word] = table.get(word, frozenset()) | other
    return table


def bare(word: str) -> str:
    """A word in small letters without its possessive ending."""
    return word.replace("’", "'").removesuffix("'s")


def deeds_of(word: str) -> frozenset[str]:
    """A word in small letters to the names of the deeds it tells; any other to its stem."""
    word = bare(word)
    return _groups().get(word) or frozenset({stem(word)})


def deeds_meant(word: str) -> frozenset[str]:
    """The deeds that a word tells or stands for, where it points back: "the attack"."""
    return deeds_of(word) | _stood_for().get(word, frozenset())


def deeds_dated(word: str) -> frozenset[str]:
    """The deeds that a noun may tell to which a date belongs: "the April 20 accident"."""
    return deeds_of(word) | _stood_for(dated=True).get(word, frozenset())


def is_known_deed(word: str) -> bool:
    """Whether a word in small letters is listed as one that tells a deed."""
    return word in _known() or word in _stood_for()


@cache
def little_words() -> frozenset[str]:
    """Words that never say which thing is meant."""
    lists = (
        *("determiner", "preposition", "pronoun", "conjunction", "possessive_pronoun"),
        *("be", "have", "do", "modal", "adverb", "number", "subordinator", "relative"),
        *("personal", "weekday", "month", "day_word", "time_unit"),
    )
    return word_list(*lists) | words("light")
