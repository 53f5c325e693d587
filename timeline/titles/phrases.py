"""Turn a clause into the phrase a title is made of: its subject, no dates, no asides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import (
    Form,
    Token,
    is_adverb,
    word_list,
)
from timeline.titles.things import find_thing
from timeline.titles.wording import (
    EDGES,
    Antecedent,
    plain,
    resolved_front,
    title_words,
    trimmed,
    unopened,
    without_ranks,
)

_APPOSED = re.compile(
    r"(?:an?|the|who|whose|which|whom|where|aged|one of|former|also|including)\b|\d{1,2}\b|"
    r"(?:[a-z][\w’'-]*\s){0,4}(?:of|for|at|on|to|in)\b|[a-z’'-]+(?:\s[a-z’'-]+){0,3}$"
)
_NAME_AT_END = re.compile(
    r"\b((?!The\b|A\b|An\b|Mr\b|Mrs\b|Ms\b|Dr\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})$"
)
_WORD_BEFORE = re.compile(r"([\w’'-]+),?\s+$")
_WORD_AFTER = re.compile(r"\s([a-z]+)")
_COMMA = re.compile(r",(?!\d)")
_LEAD_REACH = 24
_ROOM = 88
"""Characters that a title and its "when ..." may take together."""


class Phrases:
    """Cuts what a title does not need out of the clauses of one sentence."""

    def __init__(
        self, analysis: Analysis, dates: Sequence[tuple[int, int]], antecedent: Antecedent
    ) -> None:
        self.analysis = analysis
        self.sentence = analysis.sentence
        self.dates = dates
        self.antecedent = antecedent
        self._token_starts = [token.start for token in analysis.tokens]
        self._date_starts = sorted(start for start, _ in dates)
        self._gone = self._joined_dates()

    def clause(self, clause: Clause, mention: tuple[int, int], *, within: bool = False) -> str:
        """The words of a clause with its subject, without dates, asides and openings."""
        spans = [(max(start, clause.inner_start), end) for start, end in clause.pieces]
        spans = [(start, end) for start, end in spans if start < end]
        if clause.kind is ClauseKind.RELATIVE and clause.parent >= 0 and self._is_bare(spans):
            return self.clause(self.analysis.clauses[clause.parent], (-1, -1), within=within)
        reduced = find_thing(self.analysis, clause, mention)
        if reduced is not None:
            return self._whole(plain(self.kept([reduced])), within)
        if clause.kind is ClauseKind.CONDITION and clause.parent >= 0:
            parent = self.analysis.clauses[clause.parent]
            words = trimmed(plain(self.kept(list(parent.pieces))))
            return self._whole(f"{words} if {self._words(spans)}", within)
        subject = self._subject(clause)
        words = self._words(spans)
        if not subject and self._date_is_subject(spans[0] if spans else (0, 0)):
            words = words.partition(" ")[2] or words
        whole = self._whole(f"{subject} {words}" if subject else words, within)
        return f"{whole} {circumstance}" if (circumstance := self._when(clause, whole)) else whole

    def _when(self, clause: Clause, whole: str) -> str:
        """The "when ..." behind a clause, where it fits: half of "nine died when the dam burst"."""
        for each in self.analysis.clauses:
            behind = each.parent == clause.number and each.start > clause.start
            if behind and each.opener == "when" and len(each.pieces) == 1:
                start, end = each.pieces[0]
                words = trimmed(plain(self.kept([(start, end)])))
                if not self._is_date(start, end) and len(whole) + len(words) < _ROOM:
                    return words
        return ""

    def _is_bare(self, spans: list[tuple[int, int]]) -> bool:
        """Whether a relative clause only says when ("the trip, which starts on Monday")."""
        words = [word for word in plain(self.kept(spans)).strip(".").split() if word]
        return len(words) == 1 and words[0].lower() in title_words()["bare_verbs"]

    def _date_is_subject(self, span: tuple[int, int]) -> bool:
        """Whether a clause opens with a date as its subject ("This year marks")."""
        for start, end in self.dates:
            if span[0] <= start < span[1] and not self.sentence[span[0] : start].strip(' "“'):
                following = next((t for t in self.analysis.tokens if t.start >= end), None)
                return following is not None and following.finite
        return False

    def _whole(self, text: str, within: bool) -> str:
        text = unopened(trimmed(text))
        if not within:
            text = resolved_front(text, self._antecedent_here)
        return text

    def _antecedent_here(self, pronoun: str) -> str:
        """The source of the sentence itself before anything outside it ("Lee said he would")."""
        if pronoun in {"he", "she", "his", "her"}:
            for frame in self.analysis.frames:
                source = plain(frame.source(self.sentence)).split(",")[0]
                named = _NAME_AT_END.search(without_ranks(source))
                if named is not None and named[1].lower() not in word_list("personal"):
                    return named[1]
        return self.antecedent(pronoun)

    def _words(self, spans: list[tuple[int, int]]) -> str:
        return plain(self.kept(self._without_apposition(spans)))

    def kept(self, spans: list[tuple[int, int]]) -> str:
        """The words of some spans without the dates in them and the prepositions before those."""
        pieces: list[str] = []
        for start, end in spans:
            at = start
            for first, last in self._gone:
                if first >= end or last <= start:
                    continue
                pieces.append(self.sentence[at : max(first, at)])
                at = max(at, last)
            pieces.append(self.sentence[at:end] if at < end else "")
        return " ".join(piece for piece in pieces if piece.strip())

    def _joined_dates(self) -> list[tuple[int, int]]:
        """The dates with what joins them: "Friday and Saturday" goes as a whole."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self._date_spans()):
            between = self.sentence[joined[-1][1] : first].strip() if joined else "-"
            if joined and between in {"", "and", "or", "to", ","}:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def _date_spans(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for start, end in self.dates:
            if self.sentence[end : end + 2] in {"'s", "’s"}:
                spans.append((start, end + 2))
                continue
            if self.sentence[start:end].endswith(("'s", "’s")):
                spans.append((start, end))
                continue
            if self._is_attribute(start, end):
                continue
            first = start
            while True:
                floor = max(0, first - _LEAD_REACH)
                before = _WORD_BEFORE.search(self.sentence[floor:first])
                if before is None or before[1].lower() not in title_words()["date_leads"]:
                    break
                first = floor + before.start(1)
            spans.append((first, end))
        return spans

    def _is_attribute(self, start: int, end: int) -> bool:
        """Whether a date belongs to a noun that would be lost without it ("the 2018 deal")."""
        before = _WORD_BEFORE.search(self.sentence[max(0, start - _LEAD_REACH) : start])
        after = _WORD_AFTER.match(self.sentence, end)
        known = word_list("preposition") | word_list("conjunction") | word_list("subordinator")
        return (
            before is not None
            and before[1].lower() in word_list("determiner")
            and after is not None
            and after[1] not in known
            and after[1] not in word_list("modal") | word_list("be") | word_list("have")
        )

    def _without_apposition(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Without what stands between commas to explain a name."""
        result: list[tuple[int, int]] = []
        for number, (start, end) in enumerate(spans):
            if number and self._starts_with_verb(start, end) and result:
                before, last = result[-1]
                text = self.sentence[before:last].rstrip()
                result[-1] = (before, before + len(text.removesuffix(",")))
            result.extend(self._plain_segments(start, end))
        return result

    def _plain_segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of a span that are no apposition, with the commas that they need."""
        text = self.sentence[start:end]
        bounds = [-1, *(match.start() for match in _COMMA.finditer(text)), len(text)]
        kept: list[tuple[int, int]] = []
        dropped = False
        adverbial = False
        for number, (left, right) in enumerate(pairwise(bounds)):
            first, last = start + left + 1, start + right
            segment = text[left + 1 : right].strip()
            if number == 0:
                words = plain(self.kept([(first, last)])).split()
                adverbial = bool(words) and words[0].lower() in word_list("preposition")
            apart = number > 1 or (number == 1 and not adverbial)
            if apart and self._is_aside(segment, first, last) and not self._is_date(first, last):
                dropped = True
                continue
            joined = number > 0 and not dropped
            kept.append((first - 1 if joined else first, last))
            dropped = False
        return kept

    def _is_aside(self, segment: str, start: int, end: int) -> bool:
        tokens = [token for token in self._tokens(start, end) if token.is_word]
        if len(tokens) > 1 and tokens[0].form is Form.PAST:
            described = tokens[1].lower in word_list("preposition")
            return described and not any(token.finite for token in tokens[1:])
        return bool(_APPOSED.match(segment)) and not self._verbs(start, end)

    def _starts_with_verb(self, start: int, end: int) -> bool:
        for token in self._tokens(start, end):
            if token.is_word and not is_adverb(token):
                return token.form is not Form.NONE
        return False

    def _verbs(self, start: int, end: int) -> bool:
        return any(token.finite for token in self._tokens(start, end))

    def _tokens(self, start: int, end: int) -> Sequence[Token]:
        """The tokens that begin within a span."""
        starts = self._token_starts
        return self.analysis.tokens[bisect_left(starts, start) : bisect_left(starts, end)]

    def _is_date(self, start: int, end: int) -> bool:
        at = bisect_left(self._date_starts, start)
        return at < len(self._date_starts) and self._date_starts[at] < end

    def _subject(self, clause: Clause) -> str:
        """The subject a clause borrows from the one it hangs on; "" when it has its own."""
        if clause.parent < 0:
            return ""
        parent = self.analysis.clauses[clause.parent]
        tokens = self.analysis.tokens_of(clause)
        words = [token for token in tokens if token.is_word and token.start >= clause.inner_start]
        if clause.kind is ClauseKind.RELATIVE:
            return self._relative_head(clause, parent)
        while words and is_adverb(words[0]):
            words = words[1:]
        if not words:
            return ""
        borrows = clause.kind is ClauseKind.COORDINATE and words[0].form is not Form.NONE
        loose = clause.kind is ClauseKind.ADVERBIAL and words[0].form is Form.GERUND
        if loose:
            return trimmed(self._words(list(parent.pieces))) + " " + (clause.opener or ",")
        if not borrows:
            return ""
        return self._head(parent, words[0].form is Form.BASE)

    def _head(self, parent: Clause, with_auxiliary: bool) -> str:
        """The subject of a clause, with "will" or "is expected to" when the verb needs them."""
        if parent.kind is ClauseKind.COORDINATE and parent.parent >= 0:
            tokens = [
                token for token in self.analysis.tokens_of(parent)
                if token.is_word and token.start >= parent.inner_start
            ]  # fmt: skip
            if tokens and tokens[0].form is not Form.NONE:
                return self._head(self.analysis.clauses[parent.parent], with_auxiliary)
        end = start = max(parent.start, parent.inner_start)
        for token in self.analysis.tokens_of(parent):
            if token.start < start:
                continue
            if with_auxiliary:
                if token.form is Form.BASE:
                    break
                end = token.end
            else:
                if token.finite:
                    break
                end = token.end
        words = unopened(plain(self._words([(start, end)])).strip(EDGES), ends=False)
        return resolved_front(words, self._antecedent_here) if words else ""

    def _relative_head(self, clause: Clause, parent: Clause) -> str:
        """The noun a relative clause describes, with "who" and "which" left out."""
        before = [token for token in self.analysis.tokens_of(parent) if token.start < clause.start]
        while before and not before[-1].is_word:
            before = before[:-1]
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
        head = before[first:]
        head = self._nearest_noun(before, first)
        if not head:
            return ""
        text = self._words([(head[0].start, head[-1].end)])
        verbs = [t for t in self.analysis.tokens_of(clause) if t.start >= clause.inner_start]
        own_subject = (
            bool(verbs)
            and verbs[0].form is Form.NONE
            and clause.opener in {"which", "that", "whom"}
        )
        return f"{text} that" if own_subject else text

    def _nearest_noun(self, before: list[Token], first: int) -> list[Token]:
        """The noun phrase that ends ``before``, no earlier than ``first``; a place is passed by."""
        head = before[first:]
        for index in range(len(head) - 1, 0, -1):
            if head[index].lower not in word_list("determiner"):
                continue
            placed = head[index - 1].lower in word_list("preposition") and (
                index + 1 < len(head) and head[index + 1].is_capital
            )
            if not placed:
                return self._named(before, first + index) or head[index:]
        while len(head) > 1 and head[0].lower in word_list("preposition"):
            head = head[1:]
        return head

    @staticmethod
    def _named(before: list[Token], at: int) -> list[Token]:
        """The name that a noun behind a comma explains ("Lee, an engineer who"); [] for none."""
        if at < 2 or before[at - 1].text != "," or not before[at - 2].is_capital:
            return []
        first = at - 2
        while first and before[first - 1].is_capital:
            first -= 1
        return before[first : at - 1]
