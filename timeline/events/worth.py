"""Tell of a dated statement why it is no event: a remark, a comparison, the page's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from timeline.clauses import Analysis
from timeline.grammar import load_rules
from timeline.model import Document, Sentence

_REACH = 60
_SAMPLE = 400
"""Sentences of a document that are looked at to tell whether it is a diary."""


class Worth:
    """Knows of one document where its readers' comments begin and whether it is a diary."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        text = document.text
        headers = [match.start() for match in _pattern("comment_header").finditer(text)]
        self._comments = headers[0] if len(headers) > 1 else len(text)
        self._is_diary = _is_diary(text, sentences)

    def of_sentence(self, sentence: str, at: int) -> str:
        """Why a sentence that begins at ``at`` in the document tells no event; "" when it may."""
        if at >= self._comments:
            return "it stands in a reader's comment"
        if _pattern("page_words").search(sentence):
            return "it belongs to the page, not to the story"
        if sentence.rstrip(" ”\"'’").endswith("?"):
            return "it asks, and tells nothing"
        return ""

    def of_date(self, analysis: Analysis, span: tuple[int, int]) -> str:
        """Why the expression ``span`` of a sentence dates no event; "" when it dates one."""
        sentence = analysis.sentence
        before = sentence[max(0, span[0] - _REACH) : span[0]]
        if _pattern("byline").search(before):
            return "it belongs to the page, not to the story"
        words = sentence[span[0] : span[1]]
        if _pattern("compared").search(before) or _pattern("compares").search(words):
            return "it is only what something is compared with"
        if words in _day_names() and _is_in_name(sentence, span):
            return "it is part of a name"
        return "" if self._is_diary else _remark(analysis, span)


def _remark(analysis: Analysis, span: tuple[int, int]) -> str:
    """Whether somebody without a name tells what "I" or "we" did."""
    clause = analysis.clauses[analysis.clause_at(span[0])]
    told = [analysis.sentence[a:b] for a, b in clause.pieces]
    frame = analysis.frame_at(span[0])
    if frame is not None:
        told.append(analysis.sentence[frame.scope_start : frame.scope_end])
    if not any(_pattern("first_person").search(each) for each in told):
        return ""
    over = [*analysis.frames_over(span[0]), *((frame,) if frame else ())]
    if any(_is_named(each.source(analysis.sentence)) for each in over):
        return ""
    return "a remark: it does not say who “I” or “we” are"


def _is_named(source: str) -> bool:
    """Whether a source is told by name ("the mayor, Lee"), and is not "a man from Oslo"."""
    words = source.split()
    if not words or words[0] in {"I", "We"} or words[0].lower() in {"a", "an", "one", "another"}:
        return False
    return (words[0][0].isupper() and words[0] not in _articles()) or any(
        word[0].isupper() for word in words[1:]
    )


@cache
def _articles() -> frozenset[str]:
    return frozenset({"A", "An", "The", "One", "Some", "He", "She", "They", "It"})


@cache
def _day_names() -> frozenset[str]:
    return frozenset(load_rules("events")["worth"]["name_words"].split())


def _is_in_name(sentence: str, span: tuple[int, int]) -> bool:
    before = sentence[: span[0]].split()[-1:]
    after = sentence[span[1] :].lstrip()
    if not before:
        return False
    if before[0].lower() in {"the", "a", "an"}:
        return bool(after) and after[0].isalpha()
    return before[0][:1].isupper() and (not after or not after[0].islower())


def _is_diary(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether a text tells of its own author: most of its sentences say "I" or "we", unquoted."""
    limit = float(load_rules("events")["worth"]["diary"])
    looked = sentences[:_SAMPLE]
    first = _pattern("first_person")
    own = 0
    for each in looked:
        words = text[each.start : each.end]
        own += not _pattern("quoted").search(words) and first.search(words) is not None
    return own >= limit * max(1, len(looked))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("events")["worth"][name])
