"""Find in a sentence's tokens who says what: the source, the verb of saying, and what is said."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from msgspec import Struct

from timeline.grammar import Form, Token, clause_rules, is_adverb, opens_quote, word_list
from timeline.late import late
from timeline.model import Stance
from timeline.reporting.adjuncts import skip_adjuncts
from timeline.reporting.sources import CLOSING, clause_openers, find_source

_ACCORDING = late(r"\b[Aa]ccording to\s+")
_OCCASION = late(r"\bat (?:the|an?|its|his|her|their) ([^,;]*)")
_QUOTED = late(r"[,.!?…][”\"]\s*$")
_OCCASIONS = frozenset({"at", "on", "in", "during"})
_THAT_REACH = 16
_BARE_REACH = 10
_LEAST_TOLD = 4


class Frame(Struct, frozen=True, array_like=True, gc=False):
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
        source = sentence[self.source_start : self.source_end].strip(" ,;:\n")
        return source.removesuffix(".") if self.source_end == len(sentence) else source

    def occasion(self, sentence: str) -> str:
        """What it was said at ("at the launch on Monday"), which the date of saying dates too.

        Empty when the occasion was only for saying something ("at a news conference").
        """
        match = _OCCASION.search(sentence, self.start, self.end)
        if match is None or not word_list("speech").isdisjoint(match[1].lower().split()):
            return ""
        return match[1]


class _Kind(Struct, frozen=True, gc=False):
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


def find_frames(sentence: str, tokens: tuple[Token, ...]) -> tuple[Frame, ...]:
    """A sentence and its tokens to its reporting clauses, in order of their words."""
    frames: list[Frame] = []
    kinds = _kinds()
    for at, token in enumerate(tokens):
        kind = kinds.get(token.lower)
        if kind is None or (frames and token.start < frames[-1].end):
            continue
        if token.is_capital and token.form is Form.NONE:
            continue  # Port Said
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
    if _is_hearing(tokens, at):
        return None
    complement = _complement(sentence, tokens, at, kind)
    source = find_source(sentence, tokens, at, floor)
    placed = complement is not None and any(
        token.lower in _OCCASIONS for token in tokens[at + 1 :] if token.start < complement
    )
    if placed and _QUOTED.search(sentence, floor, source[2]):
        trailing = _trailing(sentence, tokens, at, kind, source, floor)
        if trailing is not None:
            return trailing  # "“It is so,” Lee said at a talk that drew ten"
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
            _scope_end(tokens, at, complement, len(sentence)),
            kind.passes_on,
            kind.complement,
        )
    if not kind.passes_on and kind.complement is None and not _is_last(tokens, at):
        return None
    return _trailing(sentence, tokens, at, kind, source, floor)


def _is_hearing(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the verb says who heard of it: "she was told by Mr Lee that it had failed"."""
    if tokens[at].lower not in word_list("heard"):
        return False
    before = at - 1
    while before > 0 and (is_adverb(tokens[before]) or tokens[before].lower in {"been", "being"}):
        before -= 1
    subject = tokens[before - 1].lower if before else ""
    return tokens[before].form is Form.BE and subject not in {"it", "this", "that"}


def _complement(sentence: str, tokens: tuple[Token, ...], at: int, kind: _Kind) -> int | None:
    """Where what is said begins, when it follows the verb at ``at``; None when it does not."""
    for token in tokens[at + 1 : at + 1 + _THAT_REACH]:
        if token.lower == "that":
            return token.end
        if token.lower == "to" and token is tokens[at + 1]:
            return None
        if (opens_quote(token, sentence) and token.text != "(") or token.text == ":":
            return token.start
        if token.finite or token.text == ";" or token.lower in clause_openers():
            break
    if tokens[at - 1].form is Form.BE:
        return None
    return _bare_complement(tokens, at, kind)


def _bare_complement(tokens: tuple[Token, ...], at: int, kind: _Kind) -> int | None:
    """Where what is said begins without "that": "told reporters on Monday the bridge was safe"."""
    begin = skip_adjuncts(tokens, at + 1)
    if begin >= len(tokens) or tokens[begin].finite or not tokens[begin].is_word:
        return None
    if tokens[begin].lower in word_list("conjunction"):
        return None
    if tokens[begin].lower in word_list("subject_pronoun"):
        return tokens[begin].start
    for before, token in pairwise(tokens[begin - 1 : begin + _BARE_REACH]):
        if token.finite and before.lower in word_list("conjunction"):
            break  # "acknowledged the limits of it and outlined ..."
        if token.finite:
            return tokens[begin].start
        if token.text == "," and before.lower not in word_list("conjunction"):
            continue  # "says damage to the capital, Oslo, is"
        if not token.is_word or token.lower in clause_openers():
            break
        if not kind.passes_on and token.lower in word_list("conjunction"):
            break  # "ordered forty desks and has ..."
    return None


def _is_last(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether nothing but a date stands behind a verb: "..., the ministry announced on Monday."."""
    behind = skip_adjuncts(tokens, at + 1)
    return (
        tokens[at].finite
        and not any(token.is_word for token in tokens[behind:])
        and any(token.text == "," for token in tokens[:at])
        and any(token.finite for token in tokens[: at - 1])
    )


def _scope_end(tokens: tuple[Token, ...], at: int, begin: int, end: int) -> int:
    """Where what is said ends: at ", then ..." or, behind "who said that", at the next verb."""
    relative = any(t.lower in word_list("relative") for t in tokens[max(0, at - 3) : at])
    for comma, after in pairwise(tokens[at:]):
        if comma.text != "," or comma.start < begin:
            continue
        if after.lower == "then" or (relative and after.finite):
            return comma.start
    return end


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
        first in word_list("preposition", "day_word", "time_opener", "weekday")
        or first in {"just", "meanwhile", "however", "only"}
        or words[0].text[0].isdigit()
        or (len(first) > 5 and first.endswith("ing"))
    )
    return words[0].start if adverbial else start


def _trailing(
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
    follows_break = previous.text in {",", *CLOSING} or subject_start > floor
    inverted = (
        previous.text in {",", *CLOSING}
        and verb.lower in word_list("invertible")
        and at + 1 < len(tokens)
        and (tokens[at + 1].is_capital or tokens[at + 1].lower in word_list("determiner"))
        and tokens[at + 1].lower not in word_list("weekday")
    )
    if inverted:
        subject_start, subject_end, start = tokens[at + 1].start, stop, verb.start
        stop = len(sentence)
    told = [token for token in tokens if floor <= token.start < start]
    goes_on = end + 1 < len(tokens) and tokens[end + 1].finite
    tells = len(told) >= _LEAST_TOLD or any(token.form is not Form.NONE for token in told)
    if not follows_break or not (goes_on or tells):
        return None
    if sentence.startswith("according", subject_start):
        return None  # "according to a note that nobody has confirmed"
    before = sentence[:start].rstrip()
    if not before.endswith((",", *CLOSING, "—", "–")):
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
        described = False
        for token in tokens:
            if token.start < match.end():
                continue
            described = described or token.lower in word_list("relative") or token.lower == "that"
            if token.text in {",", ";", ")"} or (token.finite and not described):
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
