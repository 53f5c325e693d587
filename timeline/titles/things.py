"""Find the thing that a date describes where it does not date the verb of its clause.

"Work goes on after the collapse of the dam in May": what happened in May is the collapse.
"""

from __future__ import annotations

from functools import cache

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import (
    AUXILIARIES,
    Form,
    Token,
    load_rules,
    participles,
    word_list,
)

_PARTICIPLE_REACH = 14
_DEED_REACH = 10


@cache
def deeds() -> frozenset[str]:
    """The nouns and verbs of the classes of events."""
    classes = load_rules("events")["class"]
    return frozenset(word for each in classes for word in each["words"].split())


def find_thing(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """A clause and a date in it to the span of the noun that the date describes, if any."""
    return _possessed(analysis, clause, mention) or _reduced(analysis, clause, mention)


def _possessed(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The deed a date describes behind its doer: "Lee's visit to Oslo this week"."""
    tokens = [
        token
        for token in analysis.tokens_of(clause)
        if clause.inner_start <= token.start and token.end <= mention[0]
    ]
    for at in range(len(tokens) - 1, max(0, len(tokens) - _DEED_REACH), -1):
        token = tokens[at]
        if token.finite or not token.is_word:
            return None
        owner = tokens[at - 1]
        if token.lower in deeds() and (owner.is_possessive or _is_earlier_deed(tokens, at)):
            first = at - 1
            while (
                first
                and tokens[first - 1].is_word
                and not (
                    tokens[first - 1].finite or tokens[first - 1].lower in word_list("preposition")
                )
            ):
                first -= 1
            behind_verb = any(each.finite for each in tokens[:first])
            return (tokens[first].start, mention[0]) if behind_verb else None
    return None


def _is_earlier_deed(tokens: list[Token], at: int) -> bool:
    """Whether a noun is "the collapse of ..." in "work goes on after the collapse of ..."."""
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return (
        at >= 2
        and following == "of"
        and tokens[at - 1].lower in {"the", "a", "an", "its"}
        and tokens[at - 2].lower in word_list("deed_lead")
    )


def _reduced(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The noun and participle a date hangs on when the verb of the clause is another one."""
    tokens = [token for token in analysis.tokens_of(clause) if token.start >= clause.inner_start]
    at = sum(token.end <= mention[0] for token in tokens) - 1
    floor = max(0, at - _PARTICIPLE_REACH)
    while at > floor and not _is_participle(tokens, at):
        if tokens[at].finite or tokens[at].text in {",", ";"}:
            return _gerund_object(clause, tokens, mention)
        at -= 1
    if at <= floor or at < 1 or not _is_participle(tokens, at):
        return _gerund_object(clause, tokens, mention)
    if tokens[at - 1].text == ",":
        goes_on = any(token.finite for token in tokens if token.start >= mention[1])
        return (tokens[0].start, mention[0]) if goes_on else None
    earlier = [each for each in tokens[: at - 1] if each.finite or each.form is Form.GERUND]
    if not earlier or tokens[at - 1].form is not Form.NONE or not tokens[at - 1].is_word:
        return None
    if tokens[at - 1].lower in word_list("adverb") | word_list("conjunction") | word_list(
        "pronoun"
    ):
        return None
    first = at - 1
    while (
        first > 0
        and tokens[first - 1].form is Form.NONE
        and tokens[first - 1].is_word
        and (
            tokens[first - 1].lower not in word_list("preposition")
            or tokens[first - 1].lower == "of"
        )
    ):
        first -= 1
    if tokens[first].lower.endswith("ing") and tokens[first + 1].lower in word_list("determiner"):
        first += 1
    return tokens[first].start, _reduced_end(analysis.sentence, mention)


def _gerund_object(
    clause: Clause, tokens: list[Token], mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The thing that a clause like "recalling comments from Lee in March" speaks of."""
    if clause.kind is not ClauseKind.ADVERBIAL or clause.opener or not tokens:
        return None
    words = [token for token in tokens[1:] if token.is_word and token.end <= mention[0]]
    while words and words[0].lower in {"for", "to", "on", "about", "at"}:
        words = words[1:]
    if len(words) < 4 or words[0].is_capital or any(token.finite for token in words):
        return None
    return words[0].start, mention[0]


def _reduced_end(sentence: str, mention: tuple[int, int]) -> int:
    behind = sentence.find(",", mention[1])
    return behind if 0 <= behind - mention[1] < 40 else mention[1]


def _is_participle(tokens: list[Token], at: int) -> bool:
    """Whether a past form describes the noun before it: "the accord reached between ..."."""
    token = tokens[at]
    if token.form is not Form.PAST or not at:
        return False
    if not (token.lower.endswith("ed") or token.lower in participles()):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1]
    return before.form not in AUXILIARIES and (
        following is None
        or following.lower in word_list("preposition")
        or following.lower in word_list("time_opener")
    )
