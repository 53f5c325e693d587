"""Find the thing that a date describes where it does not date the verb of its clause.

"Work goes on after the collapse of the dam in May": what happened in May is the collapse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import (
    AUXILIARIES,
    Form,
    Token,
    is_adverb,
    load_rules,
    participles,
    tokenise,
    word_list,
)
from timeline.titles.attributes import dated_noun, is_noun_part, stands_in_noun, time_heads
from timeline.titles.nouns import deed_words, deeds, happenings, is_plural

_PARTICIPLE_REACH = 14
_DEED_REACH = 10
_NESTED_REACH = 6
_MORE_REACH = 10
_OF_PLACE = frozenset({"of", "in", "at", "near", "off", "on", "aboard"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@cache
def intransitive() -> frozenset[str]:
    """Past forms that nothing can be done with: "was arrived" is no English."""
    return frozenset(load_rules("events")["title"]["intransitive"].split())


@cache
def _before_of() -> frozenset[str]:
    return frozenset(load_rules("events")["title"]["nouns_before_of"].split())


@cache
def _willing() -> frozenset[str]:
    return frozenset(load_rules("events")["title"]["needs_to"].split())


def find_thing(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """A clause and a date in it to the span of the noun that the date describes, if any."""
    return (
        _owned_by_day(analysis, clause, mention)
        or dated_deed(analysis, clause, mention)
        or _named_by_year(analysis, mention)
        or (None if stands_in_noun(analysis, mention) else _beside_verb(analysis, clause, mention))
    )


def _beside_verb(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The noun that a date describes which stands behind it or its participle."""
    return (
        _nested(analysis, clause, mention)
        or _led_up_to(analysis, clause, mention)
        or _possessed(analysis, clause, mention)
        or reduced(analysis, clause, mention)
    )


def _named_by_year(analysis: Analysis, mention: tuple[int, int]) -> tuple[int, int] | None:
    """The noun that a year stands before, behind another word: "after the 2004 floods"."""
    sentence = analysis.sentence
    tokens = analysis.tokens
    at = next((i for i, token in enumerate(tokens) if token.start >= mention[0]), 0)
    if at < 2 or not _YEAR.fullmatch(sentence, *mention):
        return None
    first = at - 1 if tokens[at - 1].lower in word_list("determiner") else at
    if tokens[first - 1].lower not in word_list("preposition") and tokens[first - 1].text != ",":
        return None
    last = at
    while last + 1 < len(tokens) and is_noun_part(tokens[last + 1]):
        last += 1
    if not any(token.lower in deeds() for token in tokens[at + 1 : last + 1]):
        return None
    if last + 2 < len(tokens) and tokens[last + 1].lower in {"of", "in", "at"}:
        named = last + 2 + (tokens[last + 2].lower in word_list("determiner"))
        while named < len(tokens) and tokens[named].is_capital:
            last = named
            named += 1
    return tokens[first].start, tokens[last].end


def dated_deed(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The deed that a far date belongs to: "cleared over the May 2009 shooting in Oslo"."""
    found = dated_noun(analysis, clause, mention)
    if found is None or not found.is_led:
        return None
    tokens = analysis.tokens
    if deed_words().isdisjoint(token.lower for token in tokens[found.first : found.last + 1]):
        return None
    return tokens[found.first].start, _with_more(analysis, clause, mention, found.last)


def _with_more(analysis: Analysis, clause: Clause, mention: tuple[int, int], last: int) -> int:
    """The end of a noun, with what is told of it behind: "explosion at a refinery in Texas"."""
    tokens = analysis.tokens
    end = last
    for at in range(last + 1, min(len(tokens), last + _MORE_REACH)):
        token = tokens[at]
        little = token.lower in word_list("preposition") | word_list("determiner")
        first = at == last + 1
        if (first and token.lower not in _OF_PLACE) or not clause.holds(token.start):
            break
        if not little and not is_noun_part(token):
            break
        if not little:
            end = at
        elif not first and token.lower in word_list("preposition") - _OF_PLACE:
            break
    return tokens[end].end


def _owned_by_day(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The deed of a day behind another word: "survivors of Monday's earthquake in Oslo"."""
    sentence = analysis.sentence
    words = sentence[mention[0] : mention[1]]
    owned = words.endswith(("'s", "’s"))
    behind = sentence[mention[1] :].split(maxsplit=1)[:1]
    named = words.lower().startswith("the ") and bool(behind) and behind[0] in happenings()
    if not owned and not named and sentence[mention[1] : mention[1] + 2] not in {"'s", "’s"}:
        return None
    tokens = analysis.tokens
    at = next((i for i, token in enumerate(tokens) if token.end > mention[1]), len(tokens))
    if not owned and not named:
        at = next((i for i, t in enumerate(tokens) if t.start > mention[1] + 1), len(tokens))
    before = [token for token in analysis.tokens_of(clause) if token.end <= mention[0]]
    if not before or before[-1].lower not in word_list("preposition", "deed_lead"):
        return None
    last = at
    while last < len(tokens) and is_noun_part(tokens[last]):
        if tokens[last].lower in deeds():
            return tokens[at].start, _with_place(tokens, last)
        last += 1
    return None


def _with_place(tokens: tuple[Token, ...], last: int) -> int:
    """The end of a noun, with the place behind it: "earthquake in Oslo"."""
    place = last + 2
    if place < len(tokens) and tokens[last + 1].lower in {"in", "at", "near", "off"}:
        if tokens[place].lower in word_list("determiner"):
            place += 1
        while place < len(tokens) and tokens[place].is_capital:
            last = place
            place += 1
    return tokens[last].end


def _nested(analysis: Analysis, clause: Clause, mention: tuple[int, int]) -> tuple[int, int] | None:
    """The deed inside a subject that a date before the verb belongs to.

    "An inquiry into a ferry fire in 1994 found": what happened in 1994 is the fire.
    """
    tokens = analysis.tokens_of(clause)
    at = sum(token.end <= mention[0] for token in tokens)
    behind = [token for token in tokens if token.start >= mention[1] and token.text != ","]
    if not behind or not behind[0].finite or any(token.finite for token in tokens[:at]):
        return None
    for deed in range(at - 1, max(1, at - _NESTED_REACH), -1):
        if tokens[deed].lower not in deeds():
            continue
        first = deed
        while first and is_noun_part(tokens[first - 1]):
            first -= 1
        if first and tokens[first - 1].lower in word_list("determiner"):
            first -= 1
        nested = first > 1 and tokens[first - 1].lower in word_list("preposition")
        return (tokens[first].start, mention[0]) if nested else None
    return None


def _led_up_to(
    analysis: Analysis, clause: Clause, mention: tuple[int, int]
) -> tuple[int, int] | None:
    """The happening behind "since" or "after" that a date follows: "since the quake on Tuesday"."""
    tokens = [token for token in analysis.tokens_of(clause) if token.end <= mention[0]]
    while tokens and tokens[-1].lower in {"on", "in", "of", "at", "last", "early", "late"}:
        tokens.pop()
    last = len(tokens) - 1
    for at in range(last, max(0, last - _NESTED_REACH), -1):
        if tokens[at].lower not in happenings():
            continue
        first = at
        while first and is_noun_part(tokens[first - 1]):
            first -= 1
        if first < 2 or tokens[first - 1].lower not in word_list("determiner"):
            return None
        before, article = tokens[first - 2].lower, tokens[first - 1].lower
        led = before in word_list("deed_lead") or (
            article == "the" and last == at and before in {"of", "from", "to", "near", "for"}
        )
        return (tokens[first - 1].start, tokens[last].end) if led else None
    return None


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


def reduced(analysis: Analysis, clause: Clause, mention: tuple[int, int]) -> tuple[int, int] | None:
    """The noun and participle a date hangs on when the verb of the clause is another one."""
    tokens = [token for token in analysis.tokens_of(clause) if token.start >= clause.inner_start]
    at = sum(token.end <= mention[0] for token in tokens) - 1
    floor = max(0, at - _PARTICIPLE_REACH)
    while at > floor and not _is_participle(tokens, at, mention[0]):
        if tokens[at].finite or tokens[at].text in {",", ";"}:
            return _gerund_object(clause, tokens, mention)
        at -= 1
    if at <= floor or at < 1 or not _is_participle(tokens, at, mention[0]):
        return _gerund_object(clause, tokens, mention)
    if tokens[at - 1].text == ",":
        goes_on = any(token.finite for token in tokens if token.start >= mention[1])
        return (tokens[0].start, mention[0]) if goes_on else None
    earlier = [each for each in tokens[: at - 1] if each.finite or each.form is Form.GERUND]
    if not tokens[at].finite or not earlier:
        behind = takewhile(
            lambda each: each.text not in {",", ";"} and each.lower not in word_list("conjunction"),
            [each for each in tokens if each.start >= mention[1]],
        )
        earlier += [each for each in behind if each.finite]
    if not earlier or tokens[at - 1].form is not Form.NONE or not tokens[at - 1].is_word:
        return None
    if tokens[at - 1].lower in word_list("adverb", "conjunction", "pronoun") | time_heads():
        return None  # "the year ended in March"
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
    anew = first > 0 and tokens[first - 1].text == ","
    if tokens[at].finite and anew and tokens[first].lower not in word_list("determiner"):
        return None  # "..., mills spent about ten": it is the verb of the mills
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


def _is_participle(tokens: list[Token], at: int, date: int) -> bool:
    """Whether a past form describes the noun before it: "the accord reached between ..."."""
    token = tokens[at]
    if token.form is not Form.PAST or not at:
        return False
    if not (token.lower.endswith("ed") or token.lower in participles()):
        return False
    if _is_noun_of(tokens, at):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1]
    return before.form not in AUXILIARIES and (
        following is None
        or following.start >= date
        or following.lower in word_list("preposition")
        or following.lower in word_list("time_opener")
    )


def _is_noun_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form is a noun, by the "of" behind it: "an extra shot of energy"."""
    behind = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return behind == "of" and tokens[at].lower in _before_of()


def as_clause(text: str) -> str:
    """A noun and the participle that describes it as a clause: "the talks were held in Oslo"."""
    tokens = tokenise(text)
    if any(token.finite and token.form is not Form.PAST for token in tokens):
        return text
    for at in range(1, len(tokens)):
        token, before = tokens[at], tokens[at - 1]
        regular = token.form is Form.PAST and (
            token.lower.endswith("ed") or token.lower in participles()
        )
        followed = (
            at + 1 == len(tokens)
            or tokens[at + 1].lower in word_list("preposition")
            or tokens[at + 1].lower in {"up", "out", "down", "to"}
        )
        if not regular or not (before.text == "," or followed):
            continue
        noun = tokens[at - 2] if before.text == "," and at > 1 else before
        if noun.finite or is_adverb(noun) or token.lower in intransitive():
            continue
        if noun.is_possessive or noun.lower in word_list("possessive_pronoun"):
            continue  # "its blown out well"
        if _is_noun_of(tokens, at):
            continue
        if at + 1 < len(tokens) and tokens[at + 1].lower == "to" and token.lower in _willing():
            continue  # "the two bodies planned to send"
        apart = _where_another_acts(tokens, at)
        if apart:
            actor, thing = text[tokens[apart].start : noun.end], text[: tokens[apart - 1].end]
            rest = text[token.end :].rstrip(" ,")
            return f"{actor[:1].upper()}{actor[1:]} {token.text} {_small(thing)}{rest}"
        be = "were" if is_plural(noun.lower) else "was"
        return f"{text[: noun.end]} {be} {text[token.start :].rstrip(' ,')}"
    return text


def _where_another_acts(tokens: Sequence[Token], verb: int) -> int:
    """Where the subject of a verb begins behind a thing: "a law | the House passed"; 0 if none."""
    at = verb - 1
    while at > 1 and is_noun_part(tokens[at]):
        at -= 1
    opened = tokens[at].lower in word_list("determiner") and at < verb - 1
    return at if opened and at > 0 and is_noun_part(tokens[at - 1]) else 0


def _small(thing: str) -> str:
    """A thing as it stands behind a verb: "A law" as "a law"."""
    first = thing.split(" ", 1)[0]
    return (
        first.lower() + thing[len(first) :] if first.lower() in word_list("determiner") else thing
    )
