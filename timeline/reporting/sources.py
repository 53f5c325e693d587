"""Find the subject of a verb of saying among the words before it."""

from __future__ import annotations

from functools import cache

from timeline.grammar import Form, Token, opens_quote, starts_anew, word_list
from timeline.reporting.adjuncts import skip_adjunct

CLOSING = frozenset("”\"'’")
"""The marks that can close a quotation."""


def find_source(
    sentence: str, tokens: tuple[Token, ...], at: int, floor: int
) -> tuple[int, int, int]:
    """Where the subject of the verb at ``at`` stands, and where its clause begins."""
    first = _stretch_start(sentence, tokens, at, floor)
    end = at
    while end > first and _belongs_to_verb(tokens[end - 1]):
        named = end - 1 > first and tokens[end - 2].lower in word_list("determiner")
        if named and tokens[end - 1].form in (Form.BASE, Form.PRESENT):
            break  # "the board said"
        end -= 1
    if end > first and tokens[end - 1].lower in word_list("conjunction"):
        for each in range(1, end - 1):
            described = tokens[each - 1].text == "," and tokens[each].form is Form.PAST
            apart = described or _is_subordinate(tokens, each)
            if tokens[each].finite and tokens[each].start > floor and not apart:
                shared = find_source(sentence, tokens, each, floor)
                return shared[0], shared[1], tokens[end - 1].start
    segments = _segments(tokens, first, end)
    verb = tokens[at].start
    if not segments:
        return verb, verb, verb
    apposed = tokens[end - 1].text == "," and len(segments) > 1
    begin, stop = _apposition_head(tokens, segments) if apposed else segments[-1]
    leads = word_list("subordinator", "relative", "link")
    while begin < stop - 1 and tokens[begin].lower in leads:
        begin += 1
    begin = _after_date(tokens, _after_clause(tokens, begin, stop), stop)
    if tokens[at].form is Form.GERUND and any(token.finite for token in tokens[begin:stop]):
        return verb, verb, verb
    return tokens[begin].start, tokens[stop - 1].end, tokens[begin].start


def _is_subordinate(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a verb is that of a clause in front: "Since it began, he has ... and said"."""
    opens = at
    while opens and tokens[opens - 1].text != ",":
        opens -= 1
    ended = any(token.text == "," for token in tokens[at:])
    return ended and tokens[opens].lower in word_list("subordinator")


def _after_date(tokens: tuple[Token, ...], begin: int, stop: int) -> int:
    """Past a date without a comma before a subject ("On Thursday the owner" -> "the owner")."""
    timed = tokens[begin].lower in word_list("preposition", "time_opener")
    after = skip_adjunct(tokens, begin) if timed else begin
    return after if after < stop else begin


def _stretch_start(sentence: str, tokens: tuple[Token, ...], at: int, floor: int) -> int:
    """The first token behind the quotation, dash or semicolon that stands before a verb."""
    first = at
    while first and tokens[first - 1].start >= floor:
        token = tokens[first - 1]
        closes = token.text in CLOSING and first < at and not opens_quote(token, sentence)
        spaced = token.end < len(sentence) and sentence[token.end].isspace()
        if token.text in ";:—–" or (closes and spaced):
            break
        first -= 1
        if first and first < at - 1 and starts_anew(tokens, first):
            break
    return first


def _belongs_to_verb(token: Token) -> bool:
    """Whether a token before a verb is an auxiliary or an adverb of it ("has also said")."""
    if token.is_capital and token.form is Form.NONE:
        return False
    return token.form is not Form.NONE or token.lower in word_list("adverb")


@cache
def clause_openers() -> frozenset[str]:
    """The words that open a subordinate or relative clause."""
    return word_list("subordinator", "relative")


def _after_clause(tokens: tuple[Token, ...], begin: int, stop: int) -> int:
    """Past a clause that runs into the subject ("talks failed and the ministry" -> "the")."""
    openers = word_list("conjunction", "subordinator", "relative")
    for at in range(stop - 2, begin, -1):
        opens = tokens[at].lower in openers or tokens[at].lower == "with"
        if opens and any(token.finite for token in tokens[begin:at]):
            return at + 1
    return begin


def _segments(tokens: tuple[Token, ...], first: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas in ``tokens[first:end]``, empty ones left out."""
    segments: list[tuple[int, int]] = []
    begin = first
    for at in range(first, end + 1):
        if at == end or tokens[at].text == ",":
            trimmed = begin
            while trimmed < at and not tokens[trimmed].is_word:
                trimmed += 1
            if trimmed < at:
                segments.append((trimmed, at))
            begin = at + 1
    return segments


def _apposition_head(tokens: tuple[Token, ...], segments: list[tuple[int, int]]) -> tuple[int, int]:
    """The name that a closing apposition belongs to: "Lee, head of the agency, said"."""
    for index in range(len(segments) - 2, -1, -1):
        begin, stop = segments[index]
        told = any(token.finite for token in tokens[begin:stop])
        relative = tokens[begin].lower in word_list("relative")
        if told and not relative:
            rest = segments[index + 1 :]
            return next((each for each in rest if not _is_part(tokens, each)), rest[0])
    for segment in segments[:-1]:
        first = tokens[segment[0]]
        loose = first.form is Form.GERUND or first.lower.endswith("ing")
        if first.lower not in word_list("preposition") and not loose:
            return segment
    return segments[0]


def _is_part(tokens: tuple[Token, ...], segment: tuple[int, int]) -> bool:
    """Whether a stretch only counts some of what was told before: "two cases, one in a child"."""
    first = tokens[segment[0]]
    counted = first.lower in word_list("number", "partial") or first.text[0].isdigit()
    return (
        counted
        and segment[1] - segment[0] > 1
        and tokens[segment[0] + 1].lower in word_list("preposition")
        and not any(token.is_capital for token in tokens[segment[0] : segment[1]])
        and tokens[segment[0] + 1].lower != "of"
    )
