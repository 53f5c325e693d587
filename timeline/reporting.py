"""Find in a sentence's tokens who says what: the source, the verb of saying, and what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from timeline.grammar import Form, Token, clause_rules, opens_quote, word_list
from timeline.model import Stance

_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_THAT_REACH = 16
_BARE_REACH = 10
_LONGEST_NOUN = 4
_CLOSING = frozenset("”\"'’")


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause that tells who says something; offsets count from the start of the sentence.

    ``start``-``end`` are the words of saying themselves ("the ministry said on Sunday that"),
    ``scope`` what is said.  ``passes_on`` is true when the saying is no deed of its own, so
    that its date is only the date of saying.
    """

    name: str
    start: int
    end: int
    verb_start: int
    verb_end: int
    source_start: int
    source_end: int
    scope_start: int
    scope_end: int
    passes_on: bool
    complement: Stance | None

    def source(self, sentence: str) -> str:
        """Who says so, in the sentence's words; empty when it does not tell."""
        return sentence[self.source_start : self.source_end].strip()


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    passes_on: bool
    complement: Stance | None


@cache
def _kinds() -> dict[str, _Kind]:
    """Each verb form of saying to its kind."""
    kinds: dict[str, _Kind] = {}
    for frame in clause_rules()["frame"]:
        stance = frame.get("complement")
        kind = _Kind(frame["name"], frame["kind"] == "report", Stance(stance) if stance else None)
        kinds.update(dict.fromkeys(frame["words"].split(), kind))
    return kinds


@cache
def _invertible() -> frozenset[str]:
    return frozenset(("said", "says", "wrote", "writes", "added", "adds", "reported", "reports"))


def find_frames(sentence: str, tokens: tuple[Token, ...]) -> tuple[Frame, ...]:
    """A sentence and its tokens to its reporting clauses, in order of their words."""
    frames: list[Frame] = []
    kinds = _kinds()
    for at, token in enumerate(tokens):
        kind = kinds.get(token.lower)
        if kind is None or (frames and token.start < frames[-1].end):
            continue
        frame = _frame_at(sentence, tokens, at, kind, frames[-1].end if frames else 0)
        if frame is not None:
            frames.append(frame)
    if "ccording to" in sentence:
        frames.extend(_according(sentence, tokens))
        frames.sort(key=lambda frame: frame.start)
    return tuple(frames)


def _frame_at(
    sentence: str, tokens: tuple[Token, ...], at: int, kind: _Kind, floor: int
) -> Frame | None:
    """The reporting clause whose verb is token ``at``; None when the word reports nothing."""
    verb = tokens[at]
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if previous is None or previous.is_possessive:
        return None
    if verb.form is Form.BASE and not verb.finite and following != "that":
        return None
    if previous.lower in word_list("determiner") and previous.lower not in {"this", "that"}:
        return None
    complement = _complement(sentence, tokens, at)
    source = _source(sentence, tokens, at, floor)
    if complement is not None:
        start = _fronted(sentence, tokens, source[2], floor)
        return Frame(
            kind.name,
            start,
            complement,
            verb.start,
            verb.end,
            source[0],
            source[1],
            complement,
            len(sentence),
            kind.passes_on,
            kind.complement,
        )
    if not kind.passes_on and kind.complement is None:
        return None
    return _trailing(sentence, tokens, at, kind, source, floor)


def _complement(sentence: str, tokens: tuple[Token, ...], at: int) -> int | None:
    """Where what is said begins, when it follows the verb at ``at``; None when it does not."""
    for token in tokens[at + 1 : at + 1 + _THAT_REACH]:
        if token.lower == "that":
            return token.end
        if token.lower == "to" and token is tokens[at + 1]:
            return None
        if opens_quote(token, sentence) or token.text == ":":
            return token.start
        if token.finite or token.text == ";" or token.lower in _clause_openers():
            break
    return None if tokens[at - 1].form is Form.BE else _bare_complement(tokens, at)


def _bare_complement(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where what is said begins without "that": "told reporters on Monday the bridge was safe"."""
    begin = _skip_adjuncts(tokens, at + 1)
    if begin >= len(tokens) or tokens[begin].finite or not tokens[begin].is_word:
        return None
    if tokens[begin].lower in word_list("conjunction"):
        return None
    for token in tokens[begin : begin + _BARE_REACH]:
        if token.finite:
            return tokens[begin].start
        if not token.is_word or token.lower in _clause_openers():
            break
    return None


def _skip_adjuncts(tokens: tuple[Token, ...], at: int) -> int:
    """Past the words between a verb of saying and what is said: to whom, where, when."""
    count = len(tokens)
    if at < count and tokens[at - 1].lower in {"told", "tells", "telling", "informed"}:
        at = _skip_noun(tokens, at)
    while at < count:
        step = _skip_adjunct(tokens, at)
        if step == at:
            return at
        at = step
    return at


def _skip_adjunct(tokens: tuple[Token, ...], at: int) -> int:
    """Past one adverb, day or prepositional phrase at ``at``; ``at`` itself when there is none."""
    token = tokens[at]
    after = at + 1
    if token.is_possessive or (after < len(tokens) and tokens[after].finite):
        return at
    if token.lower in word_list("day_word") or token.lower in word_list("weekday"):
        return after
    if token.lower in word_list("time_opener") and after < len(tokens):
        last = after + 1 if tokens[after].lower == "this" else after
        if last < len(tokens) and _is_time_unit(tokens[last]):
            return last + 1
        return at
    if token.lower in word_list("preposition") and after < len(tokens):
        return _skip_noun(tokens, after)
    return at


def _is_time_unit(token: Token) -> bool:
    lower = token.lower
    return (
        lower in word_list("time_unit")
        or lower in word_list("weekday")
        or lower in word_list("month")
    )


def _skip_noun(tokens: tuple[Token, ...], at: int) -> int:
    """Past one short noun phrase at ``at``: a day, a date, a name, or the words after "the"."""
    count = len(tokens)
    if at < count and tokens[at].lower in word_list("weekday"):
        return at + 1
    if at < count and tokens[at].lower in word_list("month") and tokens[at].is_capital:
        at += 1
        while at < count and (tokens[at].text[0].isdigit() or tokens[at].text == ","):
            at += 1
        return at
    first = at
    while at < count and tokens[at].lower in word_list("determiner"):
        at += 1
    determined = at > first
    first = at
    while at < min(count, first + _LONGEST_NOUN) and _goes_on(tokens, first, at, determined):
        at += 1
    return at


def _goes_on(tokens: tuple[Token, ...], first: int, at: int, determined: bool) -> bool:
    """Whether token ``at`` still belongs to the noun phrase that began at ``first``."""
    token = tokens[at]
    if not token.is_word or token.finite or token.lower in _noun_ends():
        return False
    if at == first:
        return True
    before = tokens[at - 1]
    named = tokens[first].is_capital and not determined
    if named or not token.is_capital:
        return token.is_capital if named else True
    plural = before.lower.endswith("s")
    return determined and not plural and (before.is_capital or at == first + 1)


@cache
def _noun_ends() -> frozenset[str]:
    """The words that no short noun phrase holds."""
    return frozenset({"that", "to"}).union(
        word_list("preposition"),
        word_list("subject_pronoun"),
        word_list("conjunction"),
        word_list("day_word"),
        word_list("determiner"),
        word_list("weekday"),
    )


def _source(sentence: str, tokens: tuple[Token, ...], at: int, floor: int) -> tuple[int, int, int]:
    """Where the subject of the verb at ``at`` stands, and where its clause begins."""
    first = _stretch_start(sentence, tokens, at, floor)
    end = at
    while end > first and _belongs_to_verb(tokens[end - 1]):
        end -= 1
    if end > first and tokens[end - 1].lower in word_list("conjunction"):
        for each in range(1, end - 1):
            if tokens[each].finite and tokens[each].start > floor:
                shared = _source(sentence, tokens, each, floor)
                return shared[0], shared[1], tokens[end - 1].start
    segments = _segments(tokens, first, end)
    verb = tokens[at].start
    if not segments:
        return verb, verb, verb
    apposed = tokens[end - 1].text == "," and len(segments) > 1
    begin, stop = _apposition_head(tokens, segments) if apposed else segments[-1]
    while begin < stop - 1 and tokens[begin].lower in _clause_openers() | _LINKS:
        begin += 1
    begin = _after_clause(tokens, begin, stop)
    if tokens[at].form is Form.GERUND and any(token.finite for token in tokens[begin:stop]):
        return verb, verb, verb
    return tokens[begin].start, tokens[stop - 1].end, tokens[begin].start


def _stretch_start(sentence: str, tokens: tuple[Token, ...], at: int, floor: int) -> int:
    """The first token behind the quotation, dash or semicolon that stands before a verb."""
    first = at
    while first and tokens[first - 1].start >= floor:
        token = tokens[first - 1]
        closes = token.text in _CLOSING and first < at and not opens_quote(token, sentence)
        spaced = token.end < len(sentence) and sentence[token.end].isspace()
        if token.text in ";:—–" or (closes and spaced):
            break
        first -= 1
    return first


def _belongs_to_verb(token: Token) -> bool:
    """Whether a token before a verb is an auxiliary or an adverb of it ("has also said")."""
    if token.is_capital and token.form is Form.NONE:
        return False
    return token.form is not Form.NONE or token.lower in word_list("adverb")


_LINKS = frozenset(("however", "meanwhile", "also", "and", "but", "or", "so", "yet"))


@cache
def _clause_openers() -> frozenset[str]:
    return word_list("subordinator") | word_list("relative")


def _after_clause(tokens: tuple[Token, ...], begin: int, stop: int) -> int:
    """Past a clause that runs into the subject ("talks failed and the ministry" -> "the")."""
    openers = word_list("conjunction") | _clause_openers() | {"with"}
    for at in range(stop - 2, begin, -1):
        if tokens[at].lower in openers and any(token.finite for token in tokens[begin:at]):
            return at + 1
    return begin


def _segments(tokens: tuple[Token, ...], first: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas in ``tokens[first:end]``, empty ones left out."""
    segments: list[tuple[int, int]] = []
    begin = first
    for at in range(first, end + 1):
        if at == end or tokens[at].text == ",":
            trimmed = begin
            while trimmed < at and not tokens[trimmed].is_word:
                trimmed += 1
            if trimmed < at:
                segments.append((trimmed, at))
            begin = at + 1
    return segments


def _apposition_head(tokens: tuple[Token, ...], segments: list[tuple[int, int]]) -> tuple[int, int]:
    """The name that a closing apposition belongs to: "Lee, head of the agency, said"."""
    for index in range(len(segments) - 2, -1, -1):
        begin, stop = segments[index]
        told = any(token.finite for token in tokens[begin:stop])
        relative = tokens[begin].lower in word_list("relative")
        if told and not relative:
            return segments[index + 1]
    return segments[0]


def _fronted(sentence: str, tokens: tuple[Token, ...], start: int, floor: int) -> int:
    """The start of a reporting clause with the adverbial before it ("On Sunday, the ministry")."""
    head = [token for token in tokens if floor <= token.start < start]
    if any(token.finite or token.text in ";:—–" for token in head):
        return start
    if any(opens_quote(token, sentence) for token in head):
        return start
    words = [token for token in head if token.is_word]
    if not words:
        return start
    first = words[0].lower
    adverbial = (
        first in word_list("preposition")
        or first in word_list("day_word")
        or first in word_list("time_opener")
        or first in word_list("weekday")
        or first in {"just", "meanwhile", "however", "only"}
        or words[0].text[0].isdigit()
        or (len(first) > 5 and first.endswith("ing"))
    )
    return words[0].start if adverbial else start


def _trailing(  # noqa: PLR0913, PLR0917 - all that the search for the verb has found
    sentence: str,
    tokens: tuple[Token, ...],
    at: int,
    kind: _Kind,
    source: tuple[int, int, int],
    floor: int,
) -> Frame | None:
    """A reporting clause after (or inside) what it reports; None when it stands alone."""
    verb = tokens[at]
    end = at + 1
    while end < len(tokens) and tokens[end].text not in {",", ";"}:
        end += 1
    stop = tokens[end].start if end < len(tokens) else len(sentence)
    subject_start, subject_end, start = source
    previous = tokens[at - 1]
    follows_break = previous.text in {",", *_CLOSING} or subject_start > floor
    inverted = (
        previous.text in {",", *_CLOSING}
        and verb.lower in _invertible()
        and at + 1 < len(tokens)
        and (tokens[at + 1].is_capital or tokens[at + 1].lower in word_list("determiner"))
        and tokens[at + 1].lower not in word_list("weekday")
    )
    if inverted:
        subject_start, subject_end, start = tokens[at + 1].start, stop, verb.start
        stop = len(sentence)
    told = [token for token in tokens if floor <= token.start < start]
    goes_on = end + 1 < len(tokens) and tokens[end + 1].finite
    if not follows_break or not (goes_on or any(token.form is not Form.NONE for token in told)):
        return None
    before = sentence[:start].rstrip()
    if not before.endswith((",", *_CLOSING, "—", "–")):
        return None
    return Frame(
        kind.name,
        start,
        stop,
        verb.start,
        verb.end,
        subject_start,
        subject_end,
        floor,
        len(sentence),
        kind.passes_on,
        kind.complement,
    )


def _according(sentence: str, tokens: tuple[Token, ...]) -> list[Frame]:
    """The phrases "according to X", wherever they stand."""
    found: list[Frame] = []
    for match in _ACCORDING.finditer(sentence):
        end = len(sentence)
        for token in tokens:
            if token.start < match.end():
                continue
            if token.text in {",", ";", ")"} or token.finite:
                end = token.start
                break
        source_end = len(sentence[:end].rstrip(' .”"'))
        found.append(
            Frame(
                "according",
                match.start(),
                end,
                match.start(),
                match.end(),
                match.end(),
                source_end,
                0,
                len(sentence),
                True,
                None,
            )
        )
    return found
