"""Find where a time expression stands in its sentence: its clause, and what it belongs to."""

from __future__ import annotations

import re
from functools import cache

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import AUXILIARIES, Form, is_adverb, word_list
from timeline.model import Direction
from timeline.stance.cues import Match

_PAST_WORDS = re.compile(r"\b(?:ago|last|earlier|yesterday|previous)\b", re.IGNORECASE)
_PASSAGE = re.compile(
    r"[\s,]*(?:on|in|at|by|late|early|earlier|just|only|the|of|during|again)?[\s,]*"
)
_DESCRIBES = re.compile(
    r",\s+\w+(?:ed|en|wn|ld|lt|id|ht)(?: (?:in|on|at|by|since|during|early|late))*\s+$"
)


@cache
def _not_nouns() -> frozenset[str]:
    """Words that no date before them describes."""
    names = ("preposition", "determiner", "pronoun", "conjunction", "subordinator", "relative")
    lists = [word_list(name) for name in (*names, "adverb")]
    return frozenset({"to", "that", "how", "what"}).union(*lists)


class Place:
    """A time expression in its clause, and what stands around it."""

    def __init__(self, analysis: Analysis, start: int, end: int, direction: Direction) -> None:
        self.analysis = analysis
        self.sentence = analysis.sentence
        self.start = start
        self.end = end
        self.number = analysis.clause_at(start)
        self.clause = analysis.clauses[self.number]
        self.surface = self.sentence[start:end]
        past = _PAST_WORDS.search(self.surface) is not None
        self.direction = Direction.PAST if past else direction
        self.says_past = past
        self.attributive = self._is_attributive()
        self.fronted = self._is_fronted()
        self.describes = _DESCRIBES.search(self.sentence[:start]) is not None
        """Whether it stands in an aside like ", opened in 1902,", which nobody says or hopes."""

    def _is_attributive(self) -> bool:
        """Whether it describes a noun: "Friday's vote", "the 2018 deal", "a Monday meeting"."""
        behind = self.sentence[self.end : self.end + 2]
        if self.surface.endswith(("'s", "’s", "s'", "s’")) or behind in {"'s", "’s", "' ", "’ "}:
            return True
        if self.surface.split(" ", 1)[0].lower() in word_list("preposition"):
            return False
        following = next((t for t in self.analysis.tokens if t.start >= self.end), None)
        before = [t for t in self.analysis.tokens if t.end <= self.start]
        if following is None or not following.is_word or following.start > self.end + 1:
            return False
        is_noun = (
            following.form is Form.NONE
            and not following.is_capital
            and not following.text[0].isdigit()
            and following.lower not in _not_nouns()
        )
        determined = bool(before) and before[-1].lower in {"the", "a", "an", "its", "his", "their"}
        return is_noun and (determined or not before)

    def _is_fronted(self) -> bool:
        """Whether it opens its clause: "On Friday the court ruled"."""
        if self.attributive:
            return False
        piece = next((a for a, b in self.clause.pieces if a <= self.start < b), self.clause.start)
        begin = max(piece, self.clause.inner_start if piece == self.clause.start else piece)
        return _PASSAGE.fullmatch(self.sentence, begin, self.start) is not None

    def is_deed(self, match: Match) -> bool:
        """Whether a cue is a verb apart from the expression, and does not describe a noun."""
        if match.start < self.end and self.start < match.end:
            return False
        tokens = self.analysis.tokens
        at = next((i for i, token in enumerate(tokens) if token.start >= match.start), 0)
        before = at - 1
        while before > 0 and is_adverb(tokens[before]):
            before -= 1
        token = tokens[at]
        return (
            token.form is not Form.PAST
            or token.finite
            or (before >= 0 and tokens[before].form in AUXILIARIES)
        )

    def scope(self) -> list[Clause]:
        """The clauses whose cues reach it: its own, and the one whose verb it borrows."""
        scope = [self.clause]
        clause = self.clause
        while clause.parent >= 0 and self._borrows(clause):
            clause = self.analysis.clauses[clause.parent]
            scope.append(clause)
        return scope

    def _borrows(self, clause: Clause) -> bool:
        if clause.kind is ClauseKind.COORDINATE:
            verbs = [t for t in self.analysis.tokens_of(clause) if t.form is not Form.NONE]
            return bool(verbs) and not verbs[0].finite and verbs[0].form is Form.BASE
        if clause.kind is ClauseKind.ADVERBIAL:
            return not any(t.finite for t in self.analysis.tokens_of(clause))
        return False
