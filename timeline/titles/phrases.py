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
    participles,
    word_list,
)
from timeline.late import late
from timeline.reporting import Frame
from timeline.titles.dates import Undated
from timeline.titles.relatives import relative_head
from timeline.titles.subjects import (
    definite,
    other_ones_in,
    others_in,
    stands_for,
    subject_phrase,
)
from timeline.titles.things import as_clause, find_thing
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
_TIMED = re.compile(r"(?:an?|\w+) (?:hour|day|week|month|year)s? (?:after|before|earlier|later)\b")
_SURE_APPOSED = late(r"(?:who|whose|which|whom|where|aged|one of|former|also|including)\b|\d{1,2}$")
_NAME_AT_END = late(
    r"\b((?!The\b|A\b|An\b|Mr\b|Mrs\b|Ms\b|Dr\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})$"
)
_COMMA = re.compile(r",(?!\d)")
_LEAD_REACH = 24
_BEHIND_HEAD = late(r" (?:from|in|at|with|for|on|near|who) ")
_LEFT_LENGTH = late(
    r",?\s*(?:(?:just|only|about|nearly|almost) )?(?:an?|\w+(?: and a half)?) "
    r"(?:second|minute|hour|day|week|month|year)s?\s*$"
)
_ONE_OF_SUCH = re.compile(
    r"^(?:[Aa]nother|[Oo]ne|[Tt]he (?:first|second|other)), ([^,]*[A-Z][^,]*), "
)
_OWNED = late(r"\w[’']s\s+$")
_OBJECT = late(
    r"\bof (them)\b|\b[a-z]+(?:ed|ing|at|to|of) (it|them|her)"
    r"(?=$| (?:for|in|on|at|with|by|from|after|to|would|will|were|had|are)\b|,)"
)
_BODY = late(
    r"^(?:[Tt]he )?([A-Z]{2,}(?=$| \()|(?:[A-Z]\w+ )*(?:\w+ )?(?:Agency|Authority|Bank|Board|"
    r"Church|Club|Commission|Committee|Company|Council|Cross|Department|Federation|Foundation|"
    r"Frontieres|Fund|Group|Ministry|Office|Organi[sz]ation|Party|Program|Programme|Service|Society|Union|University))"
    r"\b"
)
"""A source that is a body and no person, so that "it" in what it says is the source."""
_SEVERAL = frozenset({"they", "their", "them"})
_NEAR_FRONT = 7
_ROOM = 88
"""Characters that a title and its "when ..." may take together."""


def _holds_pronoun(text: str) -> bool:
    """Whether "it", "them" or "her" may stand in a text; most hold none, and looking is dear."""
    return " it" in text or " them" in text or " her" in text


class Phrases:
    """Cuts what a title does not need out of the clauses of one sentence."""

    def __init__(
        self, analysis: Analysis, dates: Sequence[tuple[int, int]], antecedent: Antecedent
    ) -> None:
        self.analysis = analysis
        self.sentence = analysis.sentence
        self.dates = dates
        self.kept = Undated(self.sentence, dates).kept
        self.antecedent = antecedent
        self.clause_here: Clause | None = None
        self.date_here = (-1, -1)
        self._token_starts = [token.start for token in analysis.tokens]
        self._date_starts = sorted(start for start, _ in dates)

    def clause(self, clause: Clause, mention: tuple[int, int], *, within: bool = False) -> str:
        """The words of a clause with its subject, without dates, asides and openings."""
        self.clause_here = clause
        self.date_here = mention
        spans = [(max(start, clause.inner_start), end) for start, end in clause.pieces]
        spans = [(start, self._without_length(end, start)) for start, end in spans if start < end]
        if clause.kind is ClauseKind.RELATIVE and clause.parent >= 0 and self._is_bare(spans):
            return self.clause(self.analysis.clauses[clause.parent], (-1, -1), within=within)
        reduced = find_thing(self.analysis, clause, mention)
        if reduced is not None:
            if _OWNED.search(self.sentence[: reduced[0]]):
                return f"The {plain(self.sentence[slice(*reduced)])}"
            return self._whole(as_clause(plain(self.kept([reduced]))), within)
        if clause.kind is ClauseKind.CONDITION and clause.parent >= 0:
            parent = self.analysis.clauses[clause.parent]
            words = trimmed(plain(self.kept(list(parent.pieces))))
            return self._whole(f"{words} if {self._words(spans)}", within)
        subject = self._subject(clause)
        words = self._words(spans)
        if clause.opener == "where" and clause.parent >= 0:
            place = _NAME_AT_END.search(self.sentence[: clause.start].rstrip(" ,"))
            words = words.rstrip(" .,")
            words, subject = (f"{words} in {place[1]}" if place else words), ""
        if not subject and self._date_is_subject(spans[0] if spans else (0, 0)):
            words = words.partition(" ")[2] or words
        whole = self._whole(f"{subject} {words}" if subject else words, within)
        return f"{whole} {circumstance}" if (circumstance := self._when(clause, whole)) else whole

    def _without_length(self, end: int, start: int) -> int:
        """Before "two weeks" where the clause it belongs to ("after ...") is left out."""
        opened = any(
            each.start == end and each.opener in {"after", "before", "since", "until", "when"}
            for each in self.analysis.clauses
        )
        match = _LEFT_LENGTH.search(self.sentence, start, end) if opened else None
        dated = match and any(a < match.end() and match.start() < b for a, b in self.dates)
        return match.start() if match and not dated and match.start() > start else end

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
        text = _ONE_OF_SUCH.sub(r"\1 ", unopened(trimmed(text)))
        if not within:
            text = resolved_front(text, self._antecedent_here)
        return self._resolved_objects(text)

    def _resolved_objects(self, text: str) -> str:
        """With what "it" and "them" behind a verb stand for, where that is certain."""
        match = _OBJECT.search(text) if _holds_pronoun(text) else None
        if match is None or len(text[: match.start()].split()) > _NEAR_FRONT:
            return text
        name = self._antecedent_here(match[1] or match[2])
        if not name.startswith("The ") or name in text[: match.start()]:
            return text
        first, last = match.span(match.lastindex or 0)
        return f"{text[:first]}the {name[4:]}{text[last:]}"

    def _antecedent_here(  # noqa: C901 - a ladder: one rung for each place to look
        self, pronoun: str
    ) -> str:
        """What a pronoun stands for: the sentence itself first, then what stands before it.

        "Lee said he would" speaks of Lee, "a court sat, and it ruled" of the court.
        """
        for frame in self.analysis.frames:
            source = plain(frame.source(self.sentence)).split(",")
            if pronoun in {"he", "she", "his", "her"}:
                head = _BEHIND_HEAD.split(source[0])[0]
                named = _NAME_AT_END.search(without_ranks(head))
                if named is not None and named[1].lower() not in word_list("personal"):
                    return named[1]
                told = head.split(" ")[0].lower() in {"a", "an", "the"}
                if told and not stands_for("they", head) and self._is_said_in(frame):
                    return head[:1].upper() + head[1:]
            if self.clause_here is None or not self._is_said_in(frame):
                continue
            if pronoun in {"it", "its", "they", "their"}:
                body = _BODY.match(without_ranks(source[0]))
                if body is not None:
                    return body[1]
                apposed = source[1].strip() if len(source) > 1 else ""
                if apposed and all(word[0].isupper() for word in apposed.split()):
                    return apposed
                if stands_for(pronoun, source[0]):
                    return definite(source[0])
        for clause in self.analysis.clauses:
            if self.clause_here is None or clause.number >= self.clause_here.number:
                break
            if clause.kind is ClauseKind.RELATIVE or clause.kind is ClauseKind.REPORT:
                continue
            tokens = [t for t in self.analysis.tokens_of(clause) if t.start >= clause.inner_start]
            phrase = plain(subject_phrase(self.sentence, tokens))
            if stands_for(pronoun, phrase):
                told_of = "".join(self.sentence[a:b] for a, b in clause.pieces)
                several = pronoun in _SEVERAL and other_ones_in(told_of, phrase)
                return "" if several else definite(phrase)
        here = 0 if self.clause_here is None else self.clause_here.start
        told = any(self._is_said_in(frame) for frame in self.analysis.frames)
        if pronoun in {"it", "its"} and (told or (here and others_in(self.sentence[:here], ""))):
            return ""  # who speaks, or something nearer, may be meant
        return self.antecedent(pronoun)

    def _is_said_in(self, frame: Frame) -> bool:
        here = self.clause_here
        return here is not None and frame.scope_start <= here.start < frame.scope_end

    def _words(self, spans: list[tuple[int, int]]) -> str:
        return plain(self.kept(self._without_apposition(spans)))

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
            if number == 0 and len(bounds) > 2:  # what stands behind a comma depends on it
                words = plain(self.kept([(first, last)])).split()
                adverbial = bool(words) and words[0].lower() in word_list("preposition")
            apart = number > 1 or (number == 1 and not adverbial)
            if apart and self._is_aside(segment, first, last) and not self._is_dated(first, last):
                dropped = True
                continue
            joined = number > 0 and not dropped
            kept.append((first - 1 if joined else first, last))
            dropped = False
        return kept

    def _is_aside(self, segment: str, start: int, end: int) -> bool:
        """Whether what stands between commas only explains what stands before it."""
        tokens = [token for token in self._tokens(start, end) if token.is_word]
        if len(tokens) > 1 and tokens[0].form is Form.PAST:
            behind = next((t for t in tokens[1:] if not is_adverb(t)), tokens[1])
            described = behind.lower in word_list("preposition")
            return described and not any(token.finite for token in tokens[1:])
        if _TIMED.match(segment):
            return True
        if not _APPOSED.match(segment) or self._verbs(start, end):
            return False
        before = self.sentence[max(0, start - _LEAD_REACH) : start].rstrip(" ,").split()
        names = segment.split()[-1:] and segment.rsplit(maxsplit=1)[-1][:1].isupper()
        if names and before and before[-1][0].islower():
            return False  # "a tanker, the Blue Heron, closed": that is its name
        following = next((t for t in self.analysis.tokens if t.start > end), None)
        listed = any(t.lower in word_list("conjunction") for t in tokens[:1])
        return not listed and (
            following is None or following.finite or bool(_SURE_APPOSED.match(segment))
        )

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

    def _is_dated(self, start: int, end: int) -> bool:
        """Whether a span holds the date of the title, or any where the title has none."""
        at = self.date_here[0]
        return start <= at < end if at >= 0 else self._is_date(start, end)

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
            return relative_head(self.analysis, clause, parent, self._words)
        while words and is_adverb(words[0]):
            words = words[1:]
        if not words:
            return ""
        borrows = clause.kind is ClauseKind.COORDINATE and words[0].form is not Form.NONE
        if len(words) > 1 and words[1].finite and words[0].form is Form.PRESENT:
            borrows = borrows and words[0].finite  # "and repairs began"
        loose = clause.kind is ClauseKind.ADVERBIAL and words[0].form is Form.GERUND
        if loose:
            return trimmed(self._words(list(parent.pieces))) + " " + (clause.opener or ",")
        if not borrows:
            return ""
        head = self._head(parent, words[0].form is Form.BASE)
        return f"{head} {auxiliary}" if (auxiliary := self._auxiliary(parent, words)) else head

    def _auxiliary(self, parent: Clause, words: Sequence[Token]) -> str:
        """The "was" or "has" that a participle borrows: "it was opened and taken over"."""
        verb = words[0]
        sure = verb.lower in participles() and verb.lower.endswith(("n", "ne"))
        shaped = verb.lower.endswith("ed") or verb.lower in participles()
        passive = shaped and len(words) > 1 and words[1].lower in word_list("preposition")
        tokens = self.analysis.tokens_of(parent)
        for at in range(len(tokens) - 1, 0, -1):
            if tokens[at].form is Form.PAST:
                before = at - 1
                while before and is_adverb(tokens[before]):
                    before -= 1
                each = tokens[before]
                helps = (each.form is Form.BE and each.finite) or (each.form is Form.HAVE and sure)
                return each.text if helps and (sure or passive) else ""
        return ""

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
