"""Tell of a dated statement why it is no event: a remark, a comparison, the page's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from timeline.captions import is_label
from timeline.clauses import Analysis
from timeline.events.comments import comments_begin
from timeline.events.dating import HOUR_OF_NO_DAY
from timeline.events.stamps import is_stamp
from timeline.grammar import load_rules, word_list
from timeline.late import late
from timeline.model import Document, Sentence
from timeline.titles import dated_noun, deed_words, is_over, stamp_end

REMARK = "a remark: it does not say who “I” or “we” are"
PAGE = "it belongs to the page, not to the story"
_REACH = 60
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CLOCK = re.compile(r"\d[:.]\d\d|\d{4}|\bnoon\b|\bmidnight\b|\d ?[ap]\.?m\b")
_PURPOSE = re.compile(r"\s*(?:so|in order) that\b", re.IGNORECASE)
_YEAR_LIKE = re.compile(r"\d{4}")
_HOUR_BEHIND = late(r"\s*\(\d{4} (?:GMT|UTC|[A-Z]{2,4}T)\b")
"""Behind "1100 (1600 GMT)", which is no year."""
_NOUNS = late(r"(?: [A-Za-z][\w’'-]*){1,5}")
_NO_NOUNS = (
    *("preposition", "conjunction", "determiner", "pronoun", "modal", "be", "have", "adverb"),
    *("relative", "subordinator"),
)
"""The lists of ``rules/clauses.toml`` whose words are no nouns."""
_SAMPLE = 400
"""Sentences of a document that are looked at to tell whether it is a diary."""


class Worth:
    """Knows of one document where its readers' comments begin and whether it is a diary."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        text = document.text
        self._comments = comments_begin(text, sentences)
        self.is_diary = _is_diary(text, sentences)

    def of_sentence(self, sentence: str, at: int, spans: Sequence[tuple[int, int]]) -> str:
        """Why a sentence that begins at ``at`` in the document tells no event; "" when it may.

        ``spans`` are those of the times in the sentence.
        """
        if at + len(sentence) > self._comments:
            return "it stands in a reader's comment"
        if _pattern("reader_mail").search(sentence):
            return "a reader says it"
        lowered = sentence.lower()
        if any(need in lowered and words.search(sentence) for need, words in _page_words()):
            return PAGE
        stamped = is_stamp(sentence, spans)
        if stamped or is_label(sentence) or 0 < len(sentence) <= stamp_end(sentence):
            return PAGE
        if _pattern("wish").match(sentence):
            return "it wishes, and tells nothing"
        if sentence.rstrip(" ”\"'’").endswith("?"):
            return "it asks, and tells nothing"
        return ""

    def of_date(  # noqa: PLR0911 - a ladder: one rung for each reason
        self, analysis: Analysis, span: tuple[int, int]
    ) -> str:
        """Why the expression ``span`` of a sentence dates no event; "" when it dates one."""
        sentence = analysis.sentence
        before = sentence[max(0, span[0] - _REACH) : span[0]]
        if _pattern("byline").search(before):
            return PAGE
        words = sentence[span[0] : span[1]]
        if _pattern("compared").search(before) or _pattern("compares").search(words):
            return "it is only what something is compared with"
        if _pattern("background").search(words):
            return "it is background: it tells of many years at once"
        if _pattern("imprint").search(before):
            return "it only tells which one is meant"
        if _is_preceded(analysis, span, before):
            return "it is the time of something else"
        if any(a <= span[0] < b for a, b in _spans_of("rhetorical", sentence)):
            return "it means no day"
        if _YEAR_LIKE.fullmatch(words) and _HOUR_BEHIND.match(sentence, span[1]):
            return HOUR_OF_NO_DAY
        in_name = words in _day_names() and _is_in_name(sentence, span)
        if in_name or (words in _month_names() and _is_surname(sentence, span)):
            return "it is part of a name"
        if _pattern("tens").fullmatch(words) and not _pattern("decade").search(before):
            return "it is an age or a count, not a time"
        if _repeats(analysis, span):
            return "it repeats, so it has no one date"
        if _PURPOSE.match(sentence, analysis.clauses[analysis.clause_at(span[0])].start):
            return "it tells what for, not what happened"
        if (
            _only_names(analysis, span)
            or _is_attribute(analysis, span)
            or is_over(analysis, span)
            or _describes_source(analysis, span)
        ):
            return "it only tells which one is meant"
        if _is_state(analysis, span):
            return "it tells how things are, not what happened"
        return "" if self.is_diary else _remark(analysis, span)


def _repeats(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether an hour is that of every day, or a season or month that of every year.

    "Daily at nine", "it usually ends in May".
    """
    words = analysis.sentence[span[0] : span[1]]
    if _CLOCK.search(words) and _pattern("repeats").search(analysis.sentence):
        return True
    if not _pattern("yearly").fullmatch(analysis.sentence, *span):
        return False
    clause = analysis.clauses[analysis.clause_at(span[0])]
    told = " ".join(analysis.sentence[a:b] for a, b in clause.pieces)
    return _pattern("habit").search(told) is not None


def _is_preceded(analysis: Analysis, span: tuple[int, int], before: str) -> bool:
    """Whether the words before a date tell of something done before what it dates."""
    found = _pattern("preceded").search(before)
    if found is None:
        return False
    first = span[0] - len(before) + found.start(1)
    if any(token.finite for token in analysis.tokens if first <= token.start < span[0]):
        return False  # "before the ship was refloated in May"
    known = deed_words() | frozenset(load_rules("events")["worth"]["preceding"].split())
    return not known.isdisjoint(found[1].lower().split())


def _spans_of(name: str, sentence: str) -> list[tuple[int, int]]:
    return [match.span() for match in _pattern(name).finditer(sentence)]


def _only_names(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether a year stands before a noun that is no deed: "the 2006 song contest winner"."""
    sentence = analysis.sentence
    if not _YEAR.fullmatch(sentence, *span):
        return False
    following = _NOUNS.match(sentence, span[1])
    if following is None:
        return False
    words = following[0].lower().split()
    plain = word_list(*_NO_NOUNS)
    nouns = list(takewhile(lambda word: word not in plain, words))
    behind = next((token for token in analysis.tokens if token.start == span[1] + 1), None)
    if not nouns or behind is None or behind.finite:
        return False
    return deed_words().isdisjoint(nouns)


def _is_attribute(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether a date belongs to a noun that is no deed: "defends last year's package"."""
    found = dated_noun(analysis, analysis.clauses[analysis.clause_at(span[0])], span)
    if found is None:
        return False
    words = (token.lower for token in analysis.tokens[found.first : found.last + 1])
    return deed_words().isdisjoint(words)


def _describes_source(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether a date tells who speaks: "Lee, who sailed in the 2004 games, says", "says Lee"."""
    frame = analysis.frame_at(span[0])
    if frame is None:
        return False
    inverted = frame.source_start > frame.verb_start
    return (inverted or span[0] < frame.verb_start) and any(
        token.lower in word_list("relative")
        for token in analysis.tokens
        if frame.source_start <= token.start < span[0]
        and (inverted or token.start < frame.verb_start)
    )


def _is_state(analysis: Analysis, span: tuple[int, int]) -> bool:
    """Whether a day of the writing dates only what is: "the song is a classic today"."""
    words = analysis.sentence[span[0] : span[1]].lower()
    if words not in {"today", "tonight", "this week", "this month", "this year", "this morning"}:
        return False
    clause = analysis.clauses[analysis.clause_at(span[0])]
    told = " ".join(analysis.sentence[a:b] for a, b in clause.pieces)
    return _pattern("state").search(told) is not None


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
    return REMARK


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


@cache
def _month_names() -> frozenset[str]:
    return frozenset(load_rules("events")["worth"]["month_names"].split())


def _is_surname(sentence: str, span: tuple[int, int]) -> bool:
    """Whether a bare month stands behind a name: "Robert May, the former president"."""
    before = sentence[: span[0]].split()
    if not before or not before[-1][0].isupper() or not before[-1].isalpha():
        return False
    little = ("preposition", "determiner", "subordinator", "weekday", "adverb", "conjunction")
    return before[-1].lower() not in word_list(*little, "time_opener")


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
    first, quoted = _pattern("first_person").search, _pattern("quoted").search
    own = 0
    for count, each in enumerate(looked):
        if own + len(looked) - count < limit * len(looked):
            return False  # however the rest is told
        words = text[each.start : each.end]
        own += first(words) is not None and quoted(words) is None
    return own >= limit * max(1, len(looked))


@cache
def _page_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a sentence must hold, in small letters, with the pattern that is tried then."""
    listed: dict[str, str] = load_rules("events")["worth"]["page_words"]
    return tuple((need, late(words, re.IGNORECASE)) for need, words in listed.items())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("events")["worth"][name])
