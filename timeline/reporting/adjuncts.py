"""Step over the words between a verb of saying and what is said: to whom, where, when."""

from __future__ import annotations

from functools import cache

from timeline.grammar import Token, word_list

_LONGEST_NOUN = 4


def skip_adjuncts(tokens: tuple[Token, ...], at: int) -> int:
    """Past the words between a verb of saying and what is said: to whom, where, when."""
    count = len(tokens)
    if at < count and tokens[at - 1].lower in {"told", "tells", "telling", "informed"}:
        at = _skip_noun(tokens, at)
    while at < count:
        step = skip_adjunct(tokens, at)
        if step == at:
            return at
        at = step
    return at


def skip_adjunct(tokens: tuple[Token, ...], at: int) -> int:
    """Past one adverb, day or prepositional phrase at ``at``; ``at`` itself when there is none."""
    token = tokens[at]
    after = at + 1
    if token.is_possessive or (after < len(tokens) and tokens[after].finite):
        return at
    if token.lower in word_list("day_word", "weekday"):
        return after
    if token.lower in word_list("time_opener") and after < len(tokens):
        last = after + 1 if tokens[after].lower == "this" else after
        if last < len(tokens) and _is_time_unit(tokens[last]):
            return last + 1
        return at
    if token.lower in word_list("preposition") and after < len(tokens):
        return _skip_noun(tokens, after)
    return at


def _is_time_unit(token: Token) -> bool:
    return token.lower in word_list("time_unit", "weekday", "month")


def _skip_noun(tokens: tuple[Token, ...], at: int) -> int:
    """Past one short noun phrase at ``at``: a day, a date, a name, or the words after "the"."""
    count = len(tokens)
    if at < count and tokens[at].lower in word_list("weekday"):
        return at + 1
    day = at + 1 < count and tokens[at].text[0].isdigit()
    month = at + 1 if day else at  # "19 September 1811"
    if month < count and tokens[month].lower in word_list("month") and tokens[month].is_capital:
        at = month + 1
        while at < count and (tokens[at].text[0].isdigit() or tokens[at].text == ","):
            at += 1
        return at
    first = at
    while at < count and tokens[at].lower in word_list("determiner"):
        at += 1
    determined = at > first
    first = at
    while at < min(count, first + _LONGEST_NOUN) and _goes_on(tokens, first, at, determined):
        at += 1
    return at


def _goes_on(tokens: tuple[Token, ...], first: int, at: int, determined: bool) -> bool:
    """Whether token ``at`` still belongs to the noun phrase that began at ``first``."""
    token = tokens[at]
    if not token.is_word or token.finite or token.lower in _noun_ends():
        return False
    if at == first:
        return True
    before = tokens[at - 1]
    named = tokens[first].is_capital and not determined
    if named or not token.is_capital:
        return token.is_capital if named else True
    plural = before.lower.endswith("s")
    return determined and not plural and (before.is_capital or at == first + 1)


@cache
def _noun_ends() -> frozenset[str]:
    """The words that no short noun phrase holds."""
    return frozenset({"that", "to"}).union(
        word_list("preposition"),
        word_list("subject_pronoun"),
        word_list("conjunction"),
        word_list("day_word"),
        word_list("determiner"),
        word_list("weekday"),
    )
