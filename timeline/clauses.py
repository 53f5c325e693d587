"""Split an English sentence into its clauses, so that a cue is read only where it applies."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from timeline.grammar import Form, Token, tokenise, word_list
from timeline.reporting import Frame, find_frames

_LOOK_AHEAD = 10
_VP_REACH = 6


class ClauseKind(StrEnum):
    """How a clause hangs on the rest of its sentence."""

    MAIN = "main"
    REPORT = "report"
    COORDINATE = "coordinate"
    RELATIVE = "relative"
    ADVERBIAL = "adverbial"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and its pieces: spans of the sentence, two when another clause stands inside it.

    ``opener`` is the word that opened it ("which", "after", "and"), ``inner_start`` the offset
    behind it.  ``parent`` is the number of the clause it hangs on, -1 for none.
    """

    number: int
    kind: ClauseKind
    pieces: tuple[tuple[int, int], ...]
    opener: str
    inner_start: int
    parent: int

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        return self.pieces[0][0]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in one of its pieces."""
        return any(start <= offset < end for start, end in self.pieces)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sentence taken apart: tokens, reporting clauses, and clauses in order of appearance."""

    sentence: str
    tokens: tuple[Token, ...]
    frames: tuple[Frame, ...]
    clauses: tuple[Clause, ...]
    members: tuple[tuple[Token, ...], ...]
    """The tokens of each clause."""

    def clause_at(self, offset: int) -> int:
        """The number of the clause that holds an offset."""
        for number, clause in enumerate(self.clauses):
            if clause.holds(offset):
                return number
        return len(self.clauses) - 1

    def tokens_of(self, clause: Clause) -> tuple[Token, ...]:
        """The tokens that stand in a clause."""
        return self.members[clause.number]

    def frame_at(self, offset: int) -> Frame | None:
        """The reporting clause whose own words hold an offset."""
        for frame in self.frames:
            if frame.start <= offset < frame.end:
                return frame
        return None

    def frames_over(self, offset: int) -> list[Frame]:
        """The reporting clauses that say what stands at an offset, the nearest first."""
        over = [
            frame
            for frame in self.frames
            if frame.scope_start <= offset < frame.scope_end
            and not frame.start <= offset < frame.end
        ]
        return sorted(over, key=lambda frame: abs(frame.start - offset))


@lru_cache(maxsize=8192)
def analyse(sentence: str) -> Analysis:
    """A sentence to its tokens, reporting clauses and clauses; every offset is in one clause."""
    tokens = tokenise(sentence)
    frames = find_frames(sentence, tokens)
    clauses = _Splitter(sentence, tokens, frames).split()
    return Analysis(sentence, tokens, frames, clauses, _members(tokens, clauses))


def _members(
    tokens: tuple[Token, ...], clauses: tuple[Clause, ...]
) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each clause; a token belongs to the piece that begins last before it."""
    pieces = sorted((start, c.number) for c in clauses for start, end in c.pieces if start < end)
    starts = [start for start, _ in pieces]
    members: list[list[Token]] = [[] for _ in clauses]
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        members[pieces[max(at, 0)][1]].append(token)
    return tuple(tuple(group) for group in members)


class _Splitter:
    """Walks over the tokens once and opens, closes and resumes clauses."""

    def __init__(self, sentence: str, tokens: tuple[Token, ...], frames: tuple[Frame, ...]) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.frames = frames
        self.kinds: list[ClauseKind] = []
        self.openers: list[str] = []
        self.inner: list[int] = []
        self.parents: list[int] = []
        self.marks: list[tuple[int, int]] = []
        """(offset, clause number): from here on the text belongs to that clause."""

    def split(self) -> tuple[Clause, ...]:
        """The clauses of the whole sentence."""
        position = 0
        resume = -1
        for frame in self.frames:
            if frame.start < position:
                continue
            if any(position <= token.start < frame.start for token in self.tokens):
                resume = self._region(position, frame.start, resume)
            self._open(ClauseKind.REPORT, frame.start, "", frame.start, -1)
            position = frame.end
            if frame.scope_start >= frame.end:
                resume = -1
        if position < len(self.sentence) or not self.marks:
            self._region(position, len(self.sentence), resume)
        return self._clauses()

    def _open(self, kind: ClauseKind, at: int, opener: str, inner: int, parent: int) -> int:
        number = len(self.kinds)
        self.kinds.append(kind)
        self.openers.append(opener)
        self.inner.append(inner)
        self.parents.append(parent)
        self.marks.append((at, number))
        return number

    def _clauses(self) -> tuple[Clause, ...]:
        pieces: list[list[tuple[int, int]]] = [[] for _ in self.kinds]
        marks = sorted(self.marks)
        for (at, number), following in zip(
            marks, [*(mark[0] for mark in marks[1:]), len(self.sentence)], strict=True
        ):
            if following > at:
                pieces[number].append((at, following))
        end = len(self.sentence)
        return tuple(
            Clause(number, kind, tuple(spans) or ((end, end),), opener, inner, parent)
            for number, (kind, spans, opener, inner, parent) in enumerate(
                zip(self.kinds, pieces, self.openers, self.inner, self.parents, strict=True)
            )
        )

    def _region(self, start: int, end: int, resume: int) -> int:
        """Split the text between reporting clauses; give the clause that may go on after them."""
        tokens = [token for token in self.tokens if start <= token.start < end]
        if not tokens:
            if resume >= 0:
                self.marks.append((start, resume))
            elif self.marks:
                self.marks.append((start, self.marks[-1][1]))
            return resume
        if resume >= 0:
            self.marks.append((start, resume))
            current = resume
        else:
            current = self._open(ClauseKind.MAIN, start, "", start, -1)
        main = current
        open_relative = -1
        dashed = -1
        fronted = False
        begun = 0
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if self._is_dash(token) and at:
                dashed, current = self._dash(token, dashed, current)
                open_relative, begun = -1, at + 1
                at += 1
                continue
            opened = self._opening(tokens, at, begun)
            if opened is not None:
                kind, first, inner, opener = opened
                fronted = kind in (ClauseKind.ADVERBIAL, ClauseKind.CONDITION) and not any(
                    before.finite for before in tokens[:first]
                )
                if kind is ClauseKind.RELATIVE:
                    open_relative = current
                elif kind is ClauseKind.MAIN:
                    open_relative = -1
                current = self._open(
                    kind, tokens[first].start, opener, inner, current if opener != ";" else -1
                )
                if kind is ClauseKind.MAIN:
                    main = current
                begun = first
                at = max(at + 1, first + 1)
                continue
            if token.text == "," and self._closes(tokens, at, begun, fronted, open_relative):
                current = open_relative if open_relative >= 0 else main
                self.marks.append((token.end, current))
                fronted = False
                open_relative = -1
                begun = at + 1
            elif open_relative >= 0 and self._second_verb(tokens, at, begun):
                self.marks.append((token.start, open_relative))
                current = open_relative
                open_relative = -1
                begun = at
            at += 1
        return current

    def _closes(
        self, tokens: list[Token], at: int, begun: int, fronted: bool, open_relative: int
    ) -> bool:
        """Whether the comma at ``at`` ends the relative or fronted clause that is open."""
        if at + 1 >= len(tokens):
            return False
        if fronted:
            return any(token.finite or token.form for token in tokens[begun:at])
        if open_relative >= 0 and tokens[begun - 1 if begun else 0].text == ",":
            return any(token.finite for token in tokens[begun:at])
        return open_relative >= 0 and tokens[at + 1].finite

    @staticmethod
    def _second_verb(tokens: list[Token], at: int, begun: int) -> bool:
        """Whether the main clause goes on at ``at``, after a relative clause without commas."""
        token = tokens[at]
        if not token.finite or token.form not in (Form.MODAL, Form.BE, Form.HAVE):
            return False
        if begun and tokens[begun - 1].text == ",":
            return False
        verbs = [before for before in tokens[begun + 1 : at] if before.finite]
        return bool(verbs) and verbs[-1].end < tokens[at - 1].start

    def _opening(
        self, tokens: list[Token], at: int, begun: int
    ) -> tuple[ClauseKind, int, int, str] | None:
        """The clause that begins at ``at``: its kind, first token, inner offset and opener."""
        token = tokens[at]
        after = at + 1
        if after >= len(tokens):
            return None
        if token.text == ";":
            return (ClauseKind.MAIN, after, tokens[after].start, ";")
        if token.text == ":" and len(tokens) - after >= 4 and at > begun:
            return (ClauseKind.MAIN, after, tokens[after].start, ";")
        comma = at > 0 and tokens[at - 1].text == ","
        if token.lower in word_list("relative") and at > begun:
            asked = not comma and tokens[at - 1].form is not Form.NONE
            if not asked:
                return (ClauseKind.RELATIVE, at, token.end, token.lower)
        if token.lower == "that" and at > begun and not comma and self._that_relative(tokens, at):
            return (ClauseKind.RELATIVE, at, token.end, "that")
        if token.lower in word_list("subordinator"):
            return self._subordinate(tokens, at, begun)
        if token.lower in word_list("conjunction") and at > begun:
            return self._coordinate(tokens, at, begun, comma)
        if token.lower == "with" and at > begun:
            following = tokens[after : after + _VP_REACH]
            for index, each in enumerate(following):
                if not each.is_word:
                    break
                if each.form is Form.GERUND and index:
                    return (ClauseKind.ADVERBIAL, at, token.end, "with")
        if comma and at > begun and _looks_gerund(token) and not _looks_gerund(tokens[0]):
            return (ClauseKind.ADVERBIAL, at, token.start, "")
        return None

    def _dash(self, token: Token, dashed: int, current: int) -> tuple[int, int]:
        """Step into an aside between dashes, or back out: the clause to go back to, and this one."""
        if dashed >= 0:
            self.marks.append((token.end, dashed))
            return -1, dashed
        return current, self._open(ClauseKind.MAIN, token.end, ";", token.end, -1)

    def _is_dash(self, token: Token) -> bool:
        if token.text not in {"—", "–", "-"}:
            return False
        return token.text == "—" or self._spaced(token)

    def _spaced(self, token: Token) -> bool:
        return self.sentence[token.start - 1 : token.start].isspace() and (
            self.sentence[token.end : token.end + 1].isspace()
        )

    @staticmethod
    def _that_relative(tokens: list[Token], at: int) -> bool:
        """Whether "that" opens a relative clause and does not point at something."""
        before = tokens[at - 1].lower
        if before in word_list("content_word") or before in word_list("conjunction"):
            return False
        if tokens[at - 1].form is not Form.NONE and tokens[at - 1].finite:
            return False
        ahead = tokens[at + 1 : at + 1 + _VP_REACH]
        return any(token.finite for token in ahead) or (
            bool(ahead) and ahead[0].form in (Form.BASE, Form.PRESENT, Form.PAST)
        )

    @staticmethod
    def _subordinate(
        tokens: list[Token], at: int, begun: int
    ) -> tuple[ClauseKind, int, int, str] | None:
        """A clause opened by "after", "while", "if" and the like, when a verb follows it."""
        token = tokens[at]
        if token.lower == "as" and "well" in {
            tokens[at - 1].lower if at else "",
            tokens[at + 1].lower,
        }:
            return None
        kind = ClauseKind.CONDITION if token.lower in {"if", "unless"} else ClauseKind.ADVERBIAL
        if kind is ClauseKind.CONDITION and at and tokens[at - 1].form is not Form.NONE:
            kind = ClauseKind.ADVERBIAL
        if token.lower in {"if", "unless", "when", "because", "although", "though", "whereas"}:
            return (kind, at, token.end, token.lower)
        ahead = tokens[at + 1 : at + 1 + _LOOK_AHEAD]
        if ahead and ahead[0].form is Form.GERUND:
            return (kind, at, token.end, token.lower)
        for each in ahead:
            if each.finite:
                return (kind, at, token.end, token.lower)
            if (
                each.text in {",", ";"}
                or each.lower in word_list("relative")
                or each.lower == "that"
            ):
                break
        return None

    @staticmethod
    def _coordinate(
        tokens: list[Token], at: int, begun: int, comma: bool
    ) -> tuple[ClauseKind, int, int, str] | None:
        """A clause opened by "and", "but" and the like, when both sides have a verb."""
        left = tokens[begun:at]
        if not any(token.finite for token in left) and not any(
            token.lower == "to" for token in left
        ):
            return None
        first = at + 1
        while first < len(tokens) and tokens[first].lower in word_list("adverb"):
            first += 1
        if first >= len(tokens):
            return None
        token = tokens[at]
        found = (ClauseKind.COORDINATE, at, token.end, token.lower)
        head = tokens[first]
        if head.finite or (head.form is Form.PAST and not _adjective_ahead(tokens, first)):
            return found
        if head.form is Form.BASE and any(
            each.form is Form.MODAL or each.lower == "to" for each in left
        ):
            return found
        reach = _LOOK_AHEAD if comma else _VP_REACH
        subject = (
            head.lower in word_list("subject_pronoun")
            or head.lower in word_list("determiner")
            or head.is_capital
            or (first + 1 < len(tokens) and tokens[first + 1].finite)
        )
        for each in tokens[first : first + reach]:
            if each.finite:
                return found if comma or subject else None
            if each.text in {",", ";"} or (not comma and each.lower in word_list("preposition")):
                break
        return None


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
            and token.lower not in {"including", "morning", "evening"}
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
