"""A sentence and a day to the sentence as it stands under that day, without the day's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from timeline.grammar import load_rules, tokenise, word_list
from timeline.story import words_of
from timeline.titles.dates import Undated

_EDGES = " \t*•·—–-:,;"
_EMPTY = re.compile(r"\(\s*\)")
_LOOSE_MARK = re.compile(r"\s+([,;:.!?”’)])")
_COMMAS = re.compile(r",\s*([,.;:!?])")
_WORD_BEFORE = re.compile(r"([\w’'-]+)\s+$")
_REACH = 24
"""Characters before a date in which the word before it is looked for."""

_JOINS = re.compile(r"\s*(?:[,/–—-]|and|or|to|)\s*")
"""What makes two dates one: "Friday and Saturday"."""

Span = tuple[int, int]


def without_day(sentence: str, own: Sequence[Span], others: Sequence[Span] = ()) -> str:
    """A sentence to the same without the dates that only say again which day it is.

    ``own`` are the spans of the words for the day under which the sentence stands, ``others`` of
    other dates.  A date stays where the sentence needs it: behind "since" or "until", joined to
    another ("Friday and Saturday"), or as the subject of a verb ("Tuesday saw").
    """
    flat = re.sub(r"\s", " ", sentence)
    gone = [span for span in own if not _is_needed(flat, span, others)]
    text = flat
    if gone:
        text = Undated(flat, gone).kept([(0, len(flat))])
        text = _COMMAS.sub(r"\1", _LOOSE_MARK.sub(r"\1", _EMPTY.sub(" ", text)))
        if text != flat:
            text = text.lstrip(_EDGES)
    return without_opening(" ".join(text.split()), flat)


def without_opening(text: str, before: str = "") -> str:
    """A sentence without what only says where it was filed, with a capital where it had one.

    ``before`` is what the sentence was before something was taken from its start.
    """
    for opening in _openings():
        found = opening.match(text)
        if found is not None and found.end() < len(text):
            text = text[found.end() :]
            break
    if before and before.lstrip(_EDGES)[:1].isupper():
        return text[:1].upper() + text[1:]
    return text


def _is_needed(text: str, span: Span, others: Sequence[Span]) -> bool:
    start, end = span
    if any(_JOINS.fullmatch(text, min(end, last), max(start, first)) for first, last in others):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    if before is not None and before[1].lower() in words_of("bounding") | word_list("determiner"):
        return True
    if before is not None and before[1].lower() in words_of("placing"):
        return False
    tokens = tokenise(text[start : end + _REACH])
    following = next((token for token in tokens if token.start >= end - start), None)
    return following is not None and following.finite


@cache
def _openings() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one["pattern"]) for one in load_rules("summary")["opening"])
