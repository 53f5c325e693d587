"""Turn a title into how much keeps a reader from understanding it out of context."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from timeline.grammar import (
    AUXILIARIES,
    Form,
    Token,
    clause_rules,
    is_adverb,
    participles,
    tokenise,
    word_list,
)
from timeline.titles.nouns import deeds
from timeline.titles.wording import expletive, title_words

LIGHT = 1
"""The heaviest fault that a title may have and still be taken at once."""
_LEAST_WORDS = 3
_NOTHING = 9
_POINTERS = frozenset({"this", "that", "these", "those"})
_PRONOUNS = frozenset({"it", "them", "him", "she", "he", "they"})
_LEADS_ON = frozenset({"that", "to", "of", "about", "on", "how", "why", "what", "whether", "if"})
_COUNTERS = frozenset({"another", "others", "both", "one", "some", "most", "many", "all"})


@lru_cache(maxsize=4096)
def faults(title: str) -> int:
    """A title to the weight of its faults: 0 for none, 3 and more for one nobody can read alone.

    Faults are a missing subject or verb, a pronoun that points out of the title, the first
    person, a half pair, and an end that asks for more.
    """
    tokens = [token for token in tokenise(title) if token.is_word]
    if not tokens:
        return _NOTHING
    if ": “" in title:
        return 0  # somebody is named and speaks
    opening = 1 if expletive(title) else _opening(tokens)
    return opening + _body(tokens) + _ending(tokens)


def speaks_for_itself(title: str) -> bool:
    """Whether somebody speaks in a title as "I" or "we", and so needs to be named."""
    return any(_is_first_person(token) for token in tokenise(title))


def _is_first_person(token: Token) -> bool:
    return token.lower.partition("'")[0] in _first_person() and token.text != "US"


@cache
def _first_person() -> frozenset[str]:
    return title_words()["first_person"]


@cache
def said_words() -> frozenset[str]:
    """The verbs of saying, which ask for what was said."""
    frames = clause_rules()["frame"]
    return frozenset(word for frame in frames for word in frame["words"].split())


def _opening(tokens: list[Token]) -> int:
    first = tokens[0]
    second = tokens[1] if len(tokens) > 1 else first
    own = first.lower.partition("'")[0]
    if own in word_list("personal") or own == "him":
        return 4
    if _is_first_person(first):
        return 3
    if first.lower in _POINTERS:
        return 2 if second.finite or first.lower in {"that", "those"} else 1
    if first.lower in _COUNTERS and (second.finite or second.lower in word_list("adverb")):
        return 2
    if first.form in AUXILIARIES:
        return 3
    if first.form is Form.PAST and (_is_led_by(second) or not any(t.finite for t in tokens[1:])):
        return 3
    if first.form in (Form.PRESENT, Form.BASE) and second.lower in word_list("determiner"):
        return 3
    if first.lower in word_list("relative", "conjunction"):
        return 3
    return 0


def _is_led_by(word: Token) -> bool:
    """Whether a past form before a word has no subject: "Told them", "Held in Oslo"."""
    listed = word.lower in word_list("determiner", "preposition")
    return listed or word.lower in {"to", "that", "me", "him", "them"}


def _body(tokens: list[Token]) -> int:
    weight = 0
    lowers = [token.lower for token in tokens]
    acts = any(token.finite for token in tokens)
    if not acts:
        told = any(t.lower in participles() or t.lower.endswith("ed") for t in tokens[1:])
        weight += 1 if told or any(word in deeds() for word in lowers) else 3
    for at, token in enumerate(tokens[1:], start=1):
        if _is_first_person(token):
            weight += 3
            break
        if token.lower in _PRONOUNS and not _has_two_nouns(tokens, at):
            weight += 1
    joined = " ".join(lowers)
    if "the latter" in joined or "the former," in joined:
        weight += 3
    for opening, closing in (("between", "and"), ("both", "and")):
        if opening in lowers and closing not in lowers[lowers.index(opening) :]:
            weight += 1
    if _hears_nothing(tokens):
        weight += 3
    if len(tokens) < _LEAST_WORDS and (acts or lowers[-1] not in deeds()):
        weight += 1 if acts else 2
    return weight


def _hears_nothing(tokens: list[Token]) -> bool:
    """Whether it is left out what somebody was told: "Lee was told by the mayor"."""
    heard = word_list("heard")
    for at, (before, token) in enumerate(pairwise(tokens), start=2):
        if before.form is Form.BE and token.lower in heard:
            return not any(each.lower in _LEADS_ON for each in tokens[at:])
    return False


def _has_two_nouns(tokens: list[Token], at: int) -> bool:
    """Whether a pronoun has two things before it, so that one is likely its own."""
    things = 0
    for before, token in zip([None, *tokens[: at - 1]], tokens[:at], strict=True):
        plain = token.form is Form.NONE and not is_adverb(token)
        if not plain or token.lower in word_list("determiner", "preposition"):
            continue
        if (
            before is None
            or before.form is not Form.NONE
            or before.lower in word_list("determiner", "preposition")
        ):
            things += 1
    return things > 1


def _ending(tokens: list[Token]) -> int:
    last = tokens[-1]
    if last.lower in {"there", "here", "so", "it", "that", "this", "even", "shortly"}:
        return 1
    if last.form in AUXILIARIES:
        return 2
    if last.finite and last.lower in said_words():
        return 3
    return 1 if last.lower in word_list("determiner") else 0
