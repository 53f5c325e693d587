"""Split an English sentence into its clauses, so that a cue is read only where it applies."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct

from timeline.clauses.openings import ClauseKind, Opening, find_opening, may_open
from timeline.grammar import Form, Token, is_adverb, tokenise, word_list
from timeline.late import late
from timeline.reporting import Frame, find_frames

_LEAST_ASIDE = 4
_YEAR = late(r"(?:1[5-9]|20)\d\d\b")
"""A year among the words for who says it dates them: "a report on the flood of 1994 says"."""


class Clause(Struct, frozen=True, array_like=True, gc=False):
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
        start, end = self.pieces[0]
        if len(self.pieces) == 1:
            return start <= offset < end
        return any(start <= offset < end for start, end in self.pieces)


class Analysis(Struct, frozen=True, array_like=True, gc=False):
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
                kind = self.clauses[self.clause_at(offset)].kind
                sourced = frame.source_start < offset < frame.source_end
                named = sourced and _YEAR.match(self.sentence, offset) is not None
                return None if kind is ClauseKind.RELATIVE or named else frame
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
    if len(clauses) == 1:
        return (tokens,)
    pieces = sorted((start, c.number) for c in clauses for start, end in c.pieces if start < end)
    starts = [start for start, _ in pieces]
    members: list[list[Token]] = [[] for _ in clauses]
    for token in tokens:
        at = bisect_right(starts, token.start) - 1
        members[pieces[max(at, 0)][1]].append(token)
    return tuple(tuple(group) for group in members)


class _Walk(Struct):
    """Where the splitter stands; clauses by their number, -1 for none."""

    main: int
    current: int
    relative_of: int = -1
    """The clause that an open relative clause describes."""
    dashed: int = -1
    """The clause that an open pair of dashes interrupts."""
    fronted: bool = False
    resumed: int = 0
    """The token at which the main clause goes on behind what stands in front of it."""
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
            report = self._open(ClauseKind.REPORT, frame.start, "", frame.start, -1)
            self._aside_of(frame, report)
            position = frame.end
            if frame.scope_start >= frame.end:
                resume = -1
        if position < len(self.sentence) or not self.marks:
            self._region(position, len(self.sentence), resume)
        return self._clauses()

    def _aside_of(self, frame: Frame, report: int) -> None:
        """Open the relative clause that describes who says it: "Lee, who left in May, said"."""
        inside = [t for t in self.tokens if frame.source_end <= t.start < frame.verb_start]
        if len(inside) < _LEAST_ASIDE or inside[0].text != ",":
            return
        opener = inside[1]
        commas = [t for t in inside[2:] if t.text == ","]
        if opener.lower not in word_list("relative") or not commas:
            return
        self._open(ClauseKind.RELATIVE, opener.start, opener.lower, opener.end, report)
        self.marks.append((commas[-1].start, report))

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
        opened = find_opening(tokens, at, walk.begun)
        if opened is not None:
            self._enter(tokens, opened, walk)
            return max(at + 1, opened[1] + 1)
        if token.text == "," and self._closes(tokens, at, walk):
            walk.current = walk.relative_of if walk.relative_of >= 0 else walk.main
            self.marks.append((token.end, walk.current))
            walk.resumed = at + 1 if walk.fronted else walk.resumed
            walk.fronted = False
            walk.relative_of, walk.begun = -1, at + 1
        elif walk.relative_of >= 0 and self._second_verb(tokens, at, walk):
            self.marks.append((token.start, walk.relative_of))
            walk.current = walk.relative_of
            walk.relative_of, walk.begun = -1, at
        return at + 1

    def _enter(self, tokens: list[Token], opened: Opening, walk: _Walk) -> None:
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
        if walk.relative_of < 0:
            return False
        waits = tokens[0].lower in word_list("preposition") and not any(
            token.finite for token in tokens[: max(walk.begun, 1)]
        )
        return tokens[at + 1].finite or (waits and any(token.finite for token in inside))

    @staticmethod
    def _second_verb(tokens: list[Token], at: int, walk: _Walk) -> bool:
        """Whether the main clause goes on at ``at``, after a relative clause without commas."""
        token, begun = tokens[at], walk.begun
        if not token.finite or (begun and tokens[begun - 1].text == ","):
            return False
        verbs = [before for before in tokens[begun + 1 : at] if before.finite]
        if not verbs or verbs[-1].end >= tokens[at - 1].start:
            return False
        if token.form in (Form.MODAL, Form.BE, Form.HAVE):
            return True
        own = tokens[walk.resumed :]
        return token.form is Form.PAST and _is_awaited(own, at - walk.resumed, begun - walk.resumed)

    def _dash(self, token: Token, dashed: int, current: int) -> tuple[int, int]:
        """Step into an aside between dashes, or out: the clause to go back to, and this one."""
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


def _is_awaited(tokens: list[Token], at: int, begun: int) -> bool:
    """Whether a past form is the verb the main clause still lacks: "a man who was fired shot".

    Not where another follows before anything opens, or behind a comma: it describes then
    ("workers employed there sank", "songs written for her, died").
    """
    if any(token.finite for token in tokens[:begun]):
        return False
    if any(token.text in ",(" for token in tokens[begun:at]):
        return False
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.text == ",":
            behind = index + 1 < len(tokens) and tokens[index + 1].finite
            return not behind or not _is_left_alone(tokens, at)
        if token.text not in "()" and (not token.is_word or token.lower in may_open()):
            return True
        if token.finite:
            return False
    return True


def _is_left_alone(tokens: list[Token], at: int) -> bool:
    """Whether a past form has no object behind it: "written for her", not "overpowered two guards".

    "At least" opens one.
    """
    following = tokens[at + 1]
    if following.lower in word_list("preposition"):
        return not (at + 2 < len(tokens) and tokens[at + 2].lower in word_list("quantity_word"))
    return is_adverb(following)
