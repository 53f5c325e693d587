"""Tell where in a sentence a clause opens, and of what kind it is."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from itertools import dropwhile, pairwise

from timeline.grammar import (
    Form,
    Token,
    is_adverb,
    load_rules,
    participles,
    starts_anew,
    word_list,
)
from timeline.reporting.adjuncts import skip_adjunct

_LOOK_AHEAD = 10
_VP_REACH = 6
_SUBJECT_REACH = 4


class ClauseKind(StrEnum):
    """How a clause hangs on the rest of its sentence."""

    MAIN = "main"
    REPORT = "report"
    COORDINATE = "coordinate"
    RELATIVE = "relative"
    ADVERBIAL = "adverbial"
    CONDITION = "condition"


Opening = tuple[ClauseKind, int, int, str]
"""A clause to open: its kind, first token, offset behind its opener, and the opener."""


def find_opening(  # noqa: PLR0911 - a ladder: one rung for each way a clause opens
    tokens: list[Token], at: int, begun: int
) -> Opening | None:
    """The clause that begins at ``at``, if one does."""
    token = tokens[at]
    after = at + 1
    behind_comma = at > 0 and tokens[at - 1].text == ","
    if after >= len(tokens) or not (token.is_capital or behind_comma or token.lower in may_open()):
        return None
    if token.text == ";" or (token.text == ":" and len(tokens) - after >= 4 and at > begun):
        return (ClauseKind.MAIN, after, tokens[after].start, ";")
    if at > begun and starts_anew(tokens, at) and any(t.finite for t in tokens[:at]):
        return (ClauseKind.MAIN, at, token.start, ";")
    if token.lower in word_list("subordinator"):
        return _subordinate(tokens, at)
    if at <= begun:
        return None
    if _is_relative(tokens, at):
        return (ClauseKind.RELATIVE, at, token.end, token.lower)
    if token.lower in word_list("conjunction"):
        return _coordinate(tokens, at, begun)
    if token.lower == "with" and _has_gerund(tokens[after : after + _VP_REACH]):
        return (ClauseKind.ADVERBIAL, at, token.end, "with")
    if behind_comma and _describes_noun(tokens, at, begun):
        return (ClauseKind.RELATIVE, at, token.start, "")
    if behind_comma and _is_next_verb(tokens, at, begun):
        return (ClauseKind.COORDINATE, at, token.start, ",")
    if behind_comma and _looks_gerund(token) and not _looks_gerund(tokens[0]):
        return (ClauseKind.ADVERBIAL, at, token.start, "")
    return None


@cache
def may_open() -> frozenset[str]:
    """What opens a clause by itself: nothing else does, but behind a comma or with a capital."""
    return word_list("subordinator", "relative", "conjunction") | {";", ":", "that", "with"}


def _is_relative(tokens: list[Token], at: int) -> bool:
    """Whether "who", "which" or "that" opens a relative clause at ``at``."""
    token, before = tokens[at], tokens[at - 1]
    if token.text.isupper() and not before.text.isupper() and before.is_word:
        return False  # "the WHO said"
    if token.lower in word_list("relative"):
        return before.text == "," or before.form is Form.NONE
    if at + 1 < len(tokens) and tokens[at + 1].lower in word_list("time_unit"):
        return False  # "due that day"
    return token.lower == "that" and before.text != "," and _that_describes(tokens, at)


def _is_next_verb(tokens: list[Token], at: int, begun: int) -> bool:
    """Whether a verb behind a comma has the same subject: "it sank, was raised and sold"."""
    if not tokens[at].finite:
        return False
    last = max((i for i in range(begun, at - 1) if tokens[i].finite), default=-1)
    before = last - 1
    while before > begun and is_adverb(tokens[before]):
        before -= 1
    described = before >= 0 and tokens[before].text == ","
    return last >= 0 and not described and all(t.text != "," for t in tokens[last : at - 1])


def _describes_noun(tokens: list[Token], at: int, begun: int) -> bool:
    """Whether a participle behind a comma describes the noun before it: "the mill, built by Lee".

    Not where the sentence goes on to a last verb of a row ("it sank, was raised and sold"), or
    where the verb of what it describes is still to come ("the mill, built by Lee, sank").
    """
    token = tokens[at]
    regular = token.lower.endswith("ed") or token.lower in participles()
    if token.form is not Form.PAST or not regular or token.lower in _of_subject():
        return False
    if tokens[at + 1].lower not in word_list("preposition", "time_opener"):
        return False
    verbs = [place for place in range(begun, at - 1) if tokens[place].finite]
    if not verbs or not _is_thing(tokens[verbs[-1] + 1 : at - 1]):
        return False
    return not _goes_on(tokens, at)


def _is_thing(words: list[Token]) -> bool:
    """Whether what stands behind a verb is a thing, and no time, apposition or state."""
    if not words or not words[-1].is_word:
        return False
    named = len(words) > 1 and words[-2].lower in word_list("determiner")
    if words[-1].form is not Form.NONE and not named:
        return False
    if words[-1].lower in _no_noun() or any(word.text == "," for word in words):
        return False
    opens = word_list("determiner", "preposition", "possessive_pronoun", "number")
    return any(w.lower in opens or w.is_capital or w.text[0].isdigit() for w in words)


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Whether a conjunction or a comma leads on to another verb."""
    conjunctions = word_list("conjunction")
    for place in range(at + 1, len(tokens)):
        if not tokens[place].finite:
            continue
        before = tokens[max(at + 1, place - 3) : place]
        if tokens[place - 1].text == "," or any(one.lower in conjunctions for one in before):
            return True
    return False


@cache
def _of_subject() -> frozenset[str]:
    """Past forms that describe no noun, or the subject wherever they stand."""
    title = load_rules("events")["title"]
    return frozenset((*title["intransitive"].split(), *title["of_subject"].split()))


@cache
def _no_noun() -> frozenset[str]:
    listed = ("weekday", "month", "day_word", "adverb", "pronoun", "personal", "preposition")
    return word_list(*listed, "time_unit")


def _that_describes(tokens: list[Token], at: int) -> bool:
    """Whether "that" describes the noun before it, and tells or points at nothing."""
    before = tokens[at - 1]
    if before.lower in word_list("content_word", "conjunction", "preposition"):
        return False
    if before.form is not Form.NONE and before.finite:
        return False
    ahead = tokens[at + 1 : at + 1 + _VP_REACH]
    acts = bool(ahead) and ahead[0].form in (Form.BASE, Form.PRESENT, Form.PAST)
    return acts or any(token.finite for token in ahead)


def _has_gerund(tokens: list[Token]) -> bool:
    """Whether an -ing form follows a noun ("with media saying")."""
    for index, token in enumerate(tokens):
        if not token.is_word:
            return False
        if token.form is Form.GERUND and index:
            return True
    return False


def _subordinate(tokens: list[Token], at: int) -> Opening | None:
    """A clause opened by "after", "while", "if" and the like, when a verb follows it."""
    token = tokens[at]
    if token.lower == "as" and "well" in {tokens[at - 1].lower if at else "", tokens[at + 1].lower}:
        return None
    if token.lower == "as" and "as" in {t.lower for t in tokens[at + 2 : at + 5]}:
        return None  # "as firmly shut as ever"
    hangs = at > 0 and tokens[at - 1].is_word and not any(t.finite for t in tokens[:at])
    if hangs and token.lower in {"since", "after", "before", "until"} and not _counts(tokens, at):
        return None  # "the first vote since the war is to be held"
    asked = at > 0 and tokens[at - 1].form is not Form.NONE
    condition = token.lower in {"if", "unless"} and not asked
    kind = ClauseKind.CONDITION if condition else ClauseKind.ADVERBIAL
    opened = (kind, at, token.end, token.lower)
    if token.lower in word_list("always_clause"):
        return opened
    ahead = tokens[at + 1 : at + 1 + _LOOK_AHEAD]
    if ahead and ahead[0].form is Form.GERUND:
        return opened
    for before, each in pairwise([token, *ahead]):
        if each.finite:
            return None if before.lower in word_list("conjunction") else opened
        if each.text in {",", ";"} or each.lower in word_list("relative") or each.lower == "that":
            break
    return None


def _counts(tokens: list[Token], at: int) -> bool:
    """Whether a length of time in front of "after" is counted from its clause, which a comma ends.

    "Three days after it sank, ..." - and not "The first week after the vote was quiet, he said".
    """
    if tokens[at - 1].lower not in word_list("length_unit"):
        return False
    inside = iter(tokens[at + 1 :])
    for each in inside:
        if each.text == ",":
            return False
        if each.finite:
            break
    behind = list(dropwhile(lambda each: each.text != ",", inside))
    return bool(behind) and (len(behind) == 1 or any(each.finite for each in behind))


def _coordinate(tokens: list[Token], at: int, begun: int) -> Opening | None:
    """A clause opened by "and", "but" and the like, when both sides have a verb."""
    left = tokens[begun:at]
    if not any(t.finite for t in left) and not any(
        before.lower == "to" and after.form is Form.BASE for before, after in pairwise(left)
    ):
        return None
    first = at + 1
    if (
        first + 1 < len(tokens)
        and tokens[first].lower == "that"
        and any(token.finite for token in tokens[first + 1 : first + 1 + _LOOK_AHEAD])
    ):
        return (ClauseKind.COORDINATE, at, tokens[first].end, tokens[at].lower)
    while first < len(tokens) and tokens[first].lower in word_list("adverb"):
        first += 1
    if first >= len(tokens):
        return None
    if tokens[first].lower in word_list("preposition") or tokens[first].text == ",":
        first = _behind_phrase(tokens, first)  # ", and in May 2004, Lee was"
        if first < 0:
            return None
    opened = (ClauseKind.COORDINATE, at, tokens[at].end, tokens[at].lower)
    head = tokens[first]
    if head.finite or (head.form is Form.PAST and not _adjective_ahead(tokens, first)):
        return opened
    to_come = any(each.form is Form.MODAL or each.lower == "to" for each in left)
    if head.form is Form.BASE and to_come:
        return opened
    return opened if _has_own_subject(tokens, first, comma=tokens[at - 1].text == ",") else None


def _behind_phrase(tokens: list[Token], at: int) -> int:
    """The token behind an adverbial: its comma, or a day without one; -1 where none ends soon."""
    after = skip_adjunct(tuple(tokens[at : at + _LOOK_AHEAD]), 0)
    if after > 0 and _is_subject_of(tokens, at + after):
        return at + after
    for index in range(at + 1, min(len(tokens) - 1, at + _VP_REACH)):
        if tokens[index].finite:
            return -1
        if tokens[index].text == ",":
            return index + 1
    return -1


def _is_subject_of(tokens: list[Token], first: int) -> bool:
    """Whether a verb stands behind a word, or a noun with its article: "the old duke left"."""
    opened = first < len(tokens) and tokens[first].lower in word_list("determiner")
    for each in tokens[first + 1 : first + (_SUBJECT_REACH if opened else 1) + 1]:
        if each.finite:
            return True
        if not each.is_word or each.form is not Form.NONE:
            break
    return False


def _has_own_subject(tokens: list[Token], first: int, *, comma: bool) -> bool:
    """Whether what follows "and" is a subject and its verb."""
    head = tokens[first]
    subject = (
        comma
        or head.is_capital
        or head.lower in word_list("subject_pronoun")
        or head.lower in word_list("determiner")
        or (first + 1 < len(tokens) and tokens[first + 1].finite)
    )
    if not subject:
        return False
    apposed = False
    for each in tokens[first : first + (_LOOK_AHEAD if comma else _VP_REACH)]:
        if each.finite:
            return True
        if each.text == "," and comma and not apposed and each is not tokens[first]:
            apposed = True  # ", and two ships, both old, sank"
            continue
        if each.text in {",", ";"} or (not comma and each.lower in word_list("preposition")):
            break
    return False


def _looks_gerund(token: Token) -> bool:
    """Whether a word behind a comma opens "..., visiting Oslo"."""
    if token.form is Form.GERUND:
        return True
    return (
        len(token.lower) > 5
        and token.lower.endswith("ing")
        and not token.is_capital
        and (
            token.lower not in word_list("preposition")
            and token.lower not in word_list("not_gerund")
        )
    )


def _adjective_ahead(tokens: list[Token], at: int) -> bool:
    """Whether a past form stands before a noun it describes ("and limited talks")."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        following is not None
        and following.lower.endswith("s")
        and following.form is Form.NONE
        and following.lower not in word_list("determiner")
        and not following.is_possessive
    )
