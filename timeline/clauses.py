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
_ALWAYS_CLAUSES = frozenset(("if", "unless", "when", "because", "although", "though", "whereas"))


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


_Opening = tuple[ClauseKind, int, int, str]
"""A clause to open: its kind, first token, offset behind its opener, and the opener."""


@dataclass(slots=True)
class _Walk:
    """Where the splitter stands; clauses by their number, -1 for none."""

    main: int
    current: int
    relative_of: int = -1
    """The clause that an open relative clause describes."""
    dashed: int = -1
    """The clause that an open pair of dashes interrupts."""
    fronted: bool = False
    begun: int = 0
    """The token the current clause began at."""


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
            if resume >= 0 or self.marks:
                self.marks.append((start, resume if resume >= 0 else self.marks[-1][1]))
            return resume
        if resume >= 0:
            self.marks.append((start, resume))
        else:
            resume = self._open(ClauseKind.MAIN, start, "", start, -1)
        walk = _Walk(main=resume, current=resume)
        at = 0
        while at < len(tokens):
            at = self._step(tokens, at, walk)
        return walk.current

    def _step(self, tokens: list[Token], at: int, walk: _Walk) -> int:
        """Look at one token, open, close or resume a clause there, and give the next place."""
        token = tokens[at]
        if self._is_dash(token) and at:
            walk.dashed, walk.current = self._dash(token, walk.dashed, walk.current)
            walk.relative_of, walk.begun = -1, at + 1
            return at + 1
        opened = self._opening(tokens, at, walk.begun)
        if opened is not None:
            self._enter(tokens, opened, walk)
            return max(at + 1, opened[1] + 1)
        if token.text == "," and self._closes(tokens, at, walk):
            walk.current = walk.relative_of if walk.relative_of >= 0 else walk.main
            self.marks.append((token.end, walk.current))
            walk.fronted = False
            walk.relative_of, walk.begun = -1, at + 1
        elif walk.relative_of >= 0 and self._second_verb(tokens, at, walk.begun):
            self.marks.append((token.start, walk.relative_of))
            walk.current = walk.relative_of
            walk.relative_of, walk.begun = -1, at
        return at + 1

    def _enter(self, tokens: list[Token], opened: _Opening, walk: _Walk) -> None:
        """Open a clause, remembering what to go back to."""
        kind, first, inner, opener = opened
        walk.fronted = kind in (ClauseKind.ADVERBIAL, ClauseKind.CONDITION) and not any(
            before.finite for before in tokens[:first]
        )
        if kind is ClauseKind.RELATIVE:
            walk.relative_of = walk.current
        elif kind is ClauseKind.MAIN:
            walk.relative_of = -1
        parent = walk.current if opener != ";" else -1
        walk.current = self._open(kind, tokens[first].start, opener, inner, parent)
        if kind is ClauseKind.MAIN:
            walk.main = walk.current
        walk.begun = first

    @staticmethod
    def _closes(tokens: list[Token], at: int, walk: _Walk) -> bool:
        """Whether the comma at ``at`` ends the relative or fronted clause that is open."""
        if at + 1 >= len(tokens):
            return False
        inside = tokens[walk.begun : at]
        if walk.fronted:
            return any(token.form is not Form.NONE for token in inside)
        if walk.relative_of >= 0 and tokens[max(walk.begun - 1, 0)].text == ",":
            return any(token.finite for token in inside)
        return walk.relative_of >= 0 and tokens[at + 1].finite

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

    def _opening(self, tokens: list[Token], at: int, begun: int) -> _Opening | None:
        """The clause that begins at ``at``, if one does."""
        token = tokens[at]
        after = at + 1
        if after >= len(tokens):
            return None
        if token.text == ";" or (token.text == ":" and len(tokens) - after >= 4 and at > begun):
            return (ClauseKind.MAIN, after, tokens[after].start, ";")
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
        comma = tokens[at - 1].text == ","
        if comma and _looks_gerund(token) and not _looks_gerund(tokens[0]):
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


def _is_relative(tokens: list[Token], at: int) -> bool:
    """Whether "who", "which" or "that" opens a relative clause at ``at``."""
    token, before = tokens[at], tokens[at - 1]
    if token.lower in word_list("relative"):
        return before.text == "," or before.form is Form.NONE
    return token.lower == "that" and before.text != "," and _that_describes(tokens, at)


def _that_describes(tokens: list[Token], at: int) -> bool:
    """Whether "that" describes the noun before it, and tells or points at nothing."""
    before = tokens[at - 1]
    if before.lower in word_list("content_word") or before.lower in word_list("conjunction"):
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


def _subordinate(tokens: list[Token], at: int) -> _Opening | None:
    """A clause opened by "after", "while", "if" and the like, when a verb follows it."""
    token = tokens[at]
    if token.lower == "as" and "well" in {tokens[at - 1].lower if at else "", tokens[at + 1].lower}:
        return None
    asked = at > 0 and tokens[at - 1].form is not Form.NONE
    condition = token.lower in {"if", "unless"} and not asked
    kind = ClauseKind.CONDITION if condition else ClauseKind.ADVERBIAL
    opened = (kind, at, token.end, token.lower)
    if token.lower in _ALWAYS_CLAUSES:
        return opened
    ahead = tokens[at + 1 : at + 1 + _LOOK_AHEAD]
    if ahead and ahead[0].form is Form.GERUND:
        return opened
    for each in ahead:
        if each.finite:
            return opened
        if each.text in {",", ";"} or each.lower in word_list("relative") or each.lower == "that":
            break
    return None


def _coordinate(tokens: list[Token], at: int, begun: int) -> _Opening | None:
    """A clause opened by "and", "but" and the like, when both sides have a verb."""
    left = tokens[begun:at]
    if not any(token.finite or token.lower == "to" for token in left):
        return None
    first = at + 1
    while first < len(tokens) and tokens[first].lower in word_list("adverb"):
        first += 1
    if first >= len(tokens):
        return None
    opened = (ClauseKind.COORDINATE, at, tokens[at].end, tokens[at].lower)
    head = tokens[first]
    if head.finite or (head.form is Form.PAST and not _adjective_ahead(tokens, first)):
        return opened
    to_come = any(each.form is Form.MODAL or each.lower == "to" for each in left)
    if head.form is Form.BASE and to_come:
        return opened
    return opened if _has_own_subject(tokens, first, comma=tokens[at - 1].text == ",") else None


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
    for each in tokens[first : first + (_LOOK_AHEAD if comma else _VP_REACH)]:
        if each.finite:
            return True
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
