"""Find the noun that a date belongs to, in "the May 2009 fire" and "the fire of 2009".

Such a date tells when that thing was, or which one is meant, and not when its clause was true: the
inquiry into the fire of 2009 may go on today.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from timeline.clauses import Analysis, Clause
from timeline.grammar import AUXILIARIES, Token, load_rules, word_list
from timeline.late import late
from timeline.titles.nouns import deed_words

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:s|\b)|\bcentury\b")
_OWNER = late(r"['’]s")
_REACH = 8
"""Words before a noun's last one in which it begins."""


class DatedNoun(Struct, frozen=True, array_like=True, gc=False):
    """A noun with its date: the numbers of its first and last token, and of what leads to it.

    ``lead`` is -1 at the beginning of the sentence; ``is_led`` whether it is a preposition, or the
    verb looks back on it.
    """

    first: int
    last: int
    lead: int
    is_led: bool = False


def dated_noun(analysis: Analysis, clause: Clause, mention: tuple[int, int]) -> DatedNoun | None:
    """A clause and a date in it to the noun that the date belongs to, unless that is its subject.

    A subject does what it does at its own time ("the May 2009 fire killed two"), and so does what
    happens in, at or during a thing.  None also for a day of the last week: "after Monday's talks".
    """
    if not _is_far(analysis.sentence, mention):
        return None
    found = _behind_date(analysis, mention) or _before_date(analysis, mention)
    if found is not None and _is_looked_back_on(analysis, found):
        return replace(found, is_led=True)
    if found is None or found.lead < 0:
        return None
    lead = _preposition(analysis.tokens, found.lead)
    if lead:
        return None if lead in _words("same_time_leads") else replace(found, is_led=True)
    starts = analysis.tokens[found.first].start
    behind_verb = any(t.finite for t in analysis.tokens_of(clause) if t.start < starts)
    return found if behind_verb else None


def is_over(analysis: Analysis, mention: tuple[int, int]) -> bool:
    """Whether a thing with its date is told of from later: "the 2003 conviction was quashed"."""
    noun = _behind_date(analysis, mention) if _is_far(analysis.sentence, mention) else None
    if noun is None:
        return False
    words = iter(analysis.tokens[noun.last + 1 :])
    verb = next((token for token in words if token.finite or not token.is_word), None)
    if verb is None or verb.form not in AUXILIARIES:
        return False
    told = next((t.lower for t in words if t.lower not in _words("between_verbs")), "")
    return told in _words("looking_back") or told in _words("no_longer")


def _is_looked_back_on(analysis: Analysis, noun: DatedNoun) -> bool:
    """Whether the verb before a thing tells of what came after it: "condemned the attack"."""
    before = (token for token in reversed(analysis.tokens[: noun.first]) if token.finite)
    return _lower(next(before, None)) in _words("looking_back")


def _lower(token: Token | None) -> str:
    return "" if token is None else token.lower


def stands_in_noun(analysis: Analysis, mention: tuple[int, int]) -> bool:
    """Whether a date stands between a noun and its article: "the hated 2006 report"."""
    return _behind_date(analysis, mention) is not None


def _preposition(tokens: Sequence[Token], lead: int) -> str:
    """What leads to a noun, also where it is the second of two: "by a fire and a flood"."""
    if tokens[lead].lower in word_list("preposition"):
        return tokens[lead].lower
    found = ""
    if tokens[lead].lower in word_list("conjunction"):
        for token in reversed(tokens[:lead]):
            if token.finite or not token.is_word:
                break
            found = token.lower if token.lower in word_list("preposition") else found
    return found


def _behind_date(analysis: Analysis, mention: tuple[int, int]) -> DatedNoun | None:
    """The noun behind a date that stands between it and its article: "the May 2009 fire"."""
    tokens, sentence = analysis.tokens, analysis.sentence
    at = next((i for i, token in enumerate(tokens) if token.start >= mention[0]), len(tokens))
    behind = next((i for i, token in enumerate(tokens) if token.start >= mention[1]), len(tokens))
    if behind == len(tokens) or not is_noun_part(tokens[behind]):
        return None
    between = sentence[mention[1] : tokens[behind].start].strip()
    owned = _OWNER.fullmatch(between) or sentence[: mention[1]].endswith(("'s", "’s"))
    if between and not owned:
        return None
    while at and not owned and is_noun_part(tokens[at - 1]) and not tokens[at - 1].is_possessive:
        at -= 1  # "a new 21st century mill"
    before = tokens[at - 1] if at else None
    determined = before is not None and (
        before.lower in word_list("determiner", "possessive_pronoun") or before.is_possessive
    )
    if not owned and not determined:
        return None
    last = behind
    while last + 1 < len(tokens) and is_noun_part(tokens[last + 1]):
        last += 1
    first = at - 1 if determined else at
    return DatedNoun(first, last, first - 1)


def _before_date(analysis: Analysis, mention: tuple[int, int]) -> DatedNoun | None:
    """The noun before "of" and a date, or one that another word leads to before "in" and a date.

    "The fire of 2009", but not "the end of 2009"; "cleared over the fire in 2009".
    """
    tokens = analysis.tokens
    at = next((i for i, token in enumerate(tokens) if token.start >= mention[0]), 0)
    last = at - 2
    if last < 0 or tokens[at - 1].lower not in {"of", "in"} or not is_noun_part(tokens[last]):
        return None
    if tokens[last].lower in _words("time_heads") or not tokens[last].text.isalpha():
        return None
    first = last
    while first and last - first < _REACH and is_noun_part(tokens[first - 1]):
        first -= 1
    if first and tokens[first - 1].lower in word_list("determiner"):
        first -= 1
    lead = first - 1
    if tokens[at - 1].lower == "in":
        leads_apart = lead >= 0 and tokens[lead].lower in _words("other_time_leads")
        if not leads_apart or tokens[last].lower not in deed_words():
            return None
    return DatedNoun(first, last, lead)


def time_heads() -> frozenset[str]:
    """Nouns that are part of a date: "the end", "the three months"."""
    return _words("time_heads")


def is_noun_part(token: Token) -> bool:
    """Whether a word may be part of a noun: "ferry", "oil", "large"."""
    barred = ("preposition", "conjunction", "determiner", "pronoun", "relative", "subordinator")
    return (
        token.is_word
        and not token.finite
        and token.form not in AUXILIARIES
        and token.lower not in word_list(*barred)
    )


def _is_far(sentence: str, mention: tuple[int, int]) -> bool:
    """Whether a date names its year, or a month or year that is over."""
    words = sentence[mention[0] : mention[1]].lower().removesuffix("'s").removesuffix("’s")
    return _YEAR.search(words) is not None or words in _phrases("far")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_rules("events")["attribute"][name].split())


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(load_rules("events")["attribute"][name].split("; "))
