"""Find the noun that a relative clause describes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from timeline.clauses import Analysis, Clause
from timeline.grammar import Form, Token, load_rules, word_list
from timeline.titles.nouns import is_plural

_PLACES = frozenset({"in", "at", "near", "from", "around", "outside", "off"})


def relative_noun(analysis: Analysis, clause: Clause, parent: Clause) -> list[Token]:
    """A relative clause and the one it hangs on to the noun phrase it describes; [] for none."""
    before = [token for token in analysis.tokens_of(parent) if token.start < clause.start]
    while before and not before[-1].is_word:
        closed = before[-1].text == ")"
        before = before[:-1]
        opened = [at for at, token in enumerate(before) if token.text == "("]
        if closed and opened:
            before = before[: opened[-1]]  # "the Port Police (PP), which"
    first = len(before)
    while first:
        token = before[first - 1]
        if (
            token.finite
            or token.text in {",", ";"}
            or (token.form in (Form.BASE, Form.GERUND) and first < len(before))
        ):
            break
        first -= 1
    head = _nearest_noun(before, first, of_whom=clause.opener == "who")
    return _no_person(head) if clause.opener == "which" else head


def relative_head(
    analysis: Analysis,
    clause: Clause,
    parent: Clause,
    words: Callable[[list[tuple[int, int]]], str],
) -> str:
    """A relative clause to the noun it describes, with "who" and "which" left out.

    ``words`` gives the words of spans as a title has them.
    """
    head = relative_noun(analysis, clause, parent)
    if not head:
        return ""
    if clause.opener == "who" and len(head) > 1 and head[-1].is_capital:
        named = len(head) - 1
        while named and head[named - 1].is_capital:
            named -= 1
        head = head[named:] if len(head) - named > 1 else head
    if clause.opener == "whose":
        owner = _owner(head)
        return f"{words([(owner[0].start, owner[-1].end)])}’s"
    text = words([(head[0].start, head[-1].end)])
    verbs = [t for t in analysis.tokens_of(clause) if t.start >= clause.inner_start]
    own_subject = (
        bool(verbs) and verbs[0].form is Form.NONE and clause.opener in {"which", "that", "whom"}
    )
    if not clause.opener:
        return f"{text} {'were' if is_plural(head[-1].lower) else 'was'}"
    return f"{text} that" if own_subject else text


def _no_person(head: list[Token]) -> list[Token]:
    """Of "the president of Chad", which is no person, the Chad."""
    for at, token in enumerate(head[:-1]):
        if token.lower == "of" and at and head[at - 1].lower in _roles():
            return head[at + 1 :]
    return head


@cache
def _roles() -> frozenset[str]:
    return frozenset(load_rules("names")["people"]["roles"].split())


def _owner(head: list[Token]) -> list[Token]:
    """The part of a noun phrase that "whose" means: the last, unless it names a place."""
    parts: list[list[Token]] = [[]]
    for token in head:
        if token.lower in word_list("preposition"):
            parts.append([])
        elif token.form is not Form.GERUND or parts[-1]:
            parts[-1].append(token)
    able = [part for part in parts if part and not part[-1].is_capital]
    return able[-1] if able else head


def _nearest_noun(before: list[Token], first: int, *, of_whom: bool) -> list[Token]:
    """The noun phrase that ends ``before``, no earlier than ``first``; a place is passed by.

    ``of_whom``: what a person is "of" is passed by too ("the owner of a shop, who").
    """
    head = before[first:]
    for index in range(len(head) - 1, 0, -1):
        if head[index].lower not in word_list("determiner"):
            continue
        placed = head[index - 1].lower in _PLACES and (
            index + 1 < len(head) and head[index + 1].is_capital
        )
        owner = of_whom and head[index - 1].lower == "of" and index > 1
        if not placed and not owner:
            return _named(before, first + index) or head[index:]
    if head and head[0].lower in word_list("determiner"):
        return _named(before, first) or head
    while len(head) > 1 and head[0].lower in word_list("preposition"):
        head = head[1:]
    return head


def _named(before: list[Token], at: int) -> list[Token]:
    """The name that a noun behind a comma explains ("Lee, an engineer who"); [] for none."""
    if at < 2 or before[at - 1].text != "," or not before[at - 2].is_capital:
        return []
    first = at - 2
    while first and before[first - 1].is_capital:
        first -= 1
    return before[first : at - 1]
