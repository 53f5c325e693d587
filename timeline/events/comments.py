"""Turn a document's text and sentences into the place where its readers' comments begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from timeline.grammar import load_rules
from timeline.model import Sentence

_STAMPS = 2
"""Stamps that make a row of comments; one alone may be the article's own."""
_LOUD = 6
"""Marks of loud writing without which comments that nothing else tells of are not looked for."""
_MARKS = "!", "?", ".."
_WORD = re.compile(r"\w+")


class _Clue(msgspec.Struct, frozen=True, gc=False):
    """What a sentence says of being a comment by having a pattern or words and by lacking them."""

    pattern: re.Pattern[str] | None
    words: frozenset[str]
    needs: tuple[str, ...]
    """what the pattern cannot be found without: one of these; none where it is always tried"""
    present: float
    absent: float
    speech: bool


def comments_begin(text: str, sentences: Sequence[Sentence]) -> int:
    """A text and its sentences to the offset at which its readers' comments begin.

    The length of the text where there are none.  Stamps above comments tell it exactly; where
    they stand below, or a page only says that it has comments, or nothing does, it is the place
    behind which the sentences are written most unlike an article (a change point of maximal
    likelihood, E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954).
    """
    headers = _stamps("header", text)
    if len(headers) >= _STAMPS:
        return headers[0]
    footers = _stamps("footer", text)
    if len(footers) >= _STAMPS:
        above = [each for each in sentences if each.start < footers[0]]
        begin, _, count = _change(text, above, footers[0], heard=True)
        return begin if 0 < count < len(above) else above[-1].start if above else footers[0]
    if sum(text.count(mark) for mark in _MARKS) < _LOUD:
        return len(text)
    if len(_stamps("speaker", text)) >= _number("speakers"):
        return len(text)
    small = text.lower()
    told = any(notice in small for notice in load_rules("comments")["notices"])
    begin, weight, count = _change(text, sentences, len(text), heard=False, told=told)
    enough = weight >= _number("unstamped") and count >= _number("sentences")
    return begin if enough and count < len(sentences) else len(text)


def _stamps(name: str, text: str) -> list[int]:
    if not any(need.search(text) for need in _needs(name)):
        return []
    return [match.start() for match in _pattern(name).finditer(text)]


def _change(
    text: str, sentences: Sequence[Sentence], end: int, *, heard: bool, told: bool = True
) -> tuple[int, float, int]:
    """Where comments that reach to ``end`` likeliest begin, how likely, in how many sentences."""
    clues = [clue for clue in _clues() if heard or not clue.speech]
    prior = _number("known" if told else "unknown")
    total, best, begin, count = 0.0, 0.0, end, 0
    for number, sentence in enumerate(reversed(sentences), 1):
        total += prior + _weight(text[sentence.start : sentence.end], clues)
        if total > best:
            best, begin, count = total, sentence.start, number
    return begin, best, count


def _weight(sentence: str, clues: Iterable[_Clue]) -> float:
    words = frozenset(_WORD.findall(sentence.lower()))
    return sum(clue.present if _has(sentence, words, clue) else clue.absent for clue in clues)


def _has(sentence: str, words: frozenset[str], clue: _Clue) -> bool:
    if clue.pattern is None:
        return not clue.words.isdisjoint(words)
    if clue.needs and not any(need in sentence for need in clue.needs):
        return False
    return clue.pattern.search(sentence) is not None


@cache
def _clues() -> tuple[_Clue, ...]:
    return tuple(
        _Clue(
            re.compile(each["pattern"]) if "pattern" in each else None,
            frozenset(str(each.get("words", "")).split()),
            tuple(each.get("needs", ())),
            float(each["present"]),
            float(each["absent"]),
            bool(each.get("speech", False)),
        )
        for each in load_rules("comments")["clue"]
    )


@cache
def _number(name: str) -> float:
    return float(load_rules("comments")[name])


@cache
def _needs(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, load_rules("comments")["needs"][name]))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("comments")[name])
