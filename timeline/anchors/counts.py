"""Read what a length of time is counted from: "three days after the contract was signed"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import dropwhile, takewhile
from typing import NamedTuple

from msgspec import Struct

from timeline.anchors.words import (
    bare,
    deeds_meant,
    deeds_of,
    is_known_deed,
    joint,
    joint_of_day,
    little_words,
    words,
)
from timeline.clauses import Analysis, analyse
from timeline.grammar import AUXILIARIES, Form, Token, is_adverb, word_list
from timeline.model import Mention, Reading

_LONGEST = 14
"""Tokens in which it must be told what is counted from."""
_HALF = 0.5
_UNNAMED = frozenset({"X", "half"})
_OTHER_NOUN = 3
"""Words before a date that belongs to another noun: "release of the"."""
_RATE = 5
"""Tokens between a number and "a day" in "2,000 barrels of crude a day"."""
Number = int | float | str | None


class Count(Struct, frozen=True):
    """A length of time and the deed it is counted from; offsets count from the sentence's start.

    ``number`` is "X" where nobody says how many, "half" for half a ``unit``.  ``whole`` is set for
    "the week after", ``part`` for a part of the day beside it.
    """

    side: str
    """"later" or "earlier"."""
    number: Number
    unit: str
    part: str
    whole: bool
    same: bool
    """Whether a day of the deed itself is meant, or one told by it: "on the eve of the vote"."""
    stretch: bool
    """All of the length is meant, and not its end: "in the weeks before"."""
    roughly: bool
    exactly: bool
    start: int
    end: int
    told: str
    """The words that tell what it is counted from."""
    has_verb: bool
    deeds: frozenset[str]
    any_one: bool
    """Whether it may be any such deed: "after a disaster"."""
    names: frozenset[str]
    things: tuple[frozenset[str], ...]
    """The deeds or stems of each word that tells which one is meant."""


def count_of(analysis: Analysis, span: tuple[int, int], reading: Reading) -> Count | None:
    """A time expression of a sentence to what it is counted from, where that is a deed."""
    length = _length(reading)
    if length is None:
        return None
    found = joined(reading, analysis.sentence, span[1])
    if found is None:
        return None
    side = length.side or ("earlier" if found["earlier"] else "later")
    lead = analysis.sentence[: span[0]].lower().split()[-1:]
    surface = analysis.sentence[span[0] : span[1]].lower()
    less = any(surface.startswith(each) for each in words("stretch_before"))
    stretch = less or bool(words("stretch").intersection(lead)) or surface.startswith("within")
    if (
        not length.side
        and found["beside"]
        and not (less or "within" in (*lead, surface.split(" ", 1)[0]))
    ):
        return None  # "the 85 days of the leak"
    opening = surface.split(" ", 1)[0]
    if opening in {"a", "an"} and _is_rate(analysis, span[0]):
        return None
    waited = bool(words("waits").intersection(lead)) and side == "earlier"
    rest = _reference(analysis, span, found.end())
    if not rest or waited:
        return None
    key = _key(rest)
    if key is None:
        return None
    at, by_noun = key
    return Count(
        side=side,
        number=length.number,
        unit=length.unit,
        part=length.part,
        whole=length.whole,
        same=bool(length.side),
        stretch=stretch,
        roughly=opening in words("roughly")
        or bool(words("roughly").intersection(lead))
        or any(surface.startswith(each) for each in words("roughly_before")),
        exactly=length.exactly
        or bool(words("exactly").intersection(lead))
        or "to the day" in found[0].lower(),
        start=rest[0].start,
        end=rest[-1].end,
        told=" ".join(analysis.sentence[rest[0].start : rest[-1].end].split()),
        has_verb=any(token.finite for token in rest),
        deeds=deeds_meant(rest[at].lower),
        any_one=by_noun and rest[0].lower in words("any_one"),
        names=_names(rest, at),
        things=tuple(
            deeds_of(token.lower)
            for token in rest
            if token is not rest[at] and token.is_word and _tells_which(token)
        ),
    )


def count_in(sentence: str, begin: int, mention: Mention) -> Count | None:
    """As ``count_of``, of a mention in a sentence that begins at ``begin`` in its document."""
    span = (mention.start - begin, mention.start - begin + len(mention.surface))
    if joined(mention.reading, sentence, span[1]) is None:
        return None  # asked first: few sentences need to be taken apart
    return count_of(analyse(sentence), span, mention.reading)


def dates_other_noun(analysis: Analysis, count: Count, at: int) -> bool:
    """Whether a date at ``at`` belongs to another noun: "the release of the 2001 report"."""
    before = [token for token in analysis.tokens if count.start <= token.start < at]
    if count.has_verb or len(before) < _OTHER_NOUN or before[-1].lower not in _determiners():
        return False
    return before[-2].lower in word_list("preposition")


def opens_counted(analysis: Analysis, span: tuple[int, int], reading: Reading) -> bool:
    """Whether a length of time opens its sentence and something follows that it is counted from."""
    if any(token.finite for token in analysis.tokens if token.end <= span[0]):
        return False
    return joined(reading, analysis.sentence, span[1]) is not None


def length_start(analysis: Analysis, at: int) -> int:
    """Where a length of time at ``at`` begins with the words that belong to it: "just days"."""
    for token in reversed([token for token in analysis.tokens if token.end <= at]):
        if token.lower not in words("with_length"):
            break
        at = token.start
    return at


def comes(analysis: Analysis, at: int) -> bool:
    """Whether a verb stands before ``at`` that needs what it comes after: "it came days after"."""
    before = [token for token in analysis.tokens if token.end <= at]
    return bool(before) and before[-1].lower in words("comes")


def _names(rest: Sequence[Token], key: int) -> frozenset[str]:
    """The names that tell whose deed it is: of a clause those before its verb, if it has any."""
    verb = next((at for at, token in enumerate(rest) if token.finite), len(rest))
    named = [
        (at, bare(token.lower))
        for at, token in enumerate(rest)
        if token.is_capital and at != key and token.lower not in little_words()
    ]
    return frozenset(name for at, name in named if at < verb) or frozenset(n for _, n in named)


class _Length(NamedTuple):
    """How far a reading lies from a deed; its side where no word behind it says which."""

    number: Number
    unit: str
    part: str = ""
    whole: bool = False
    side: str = ""
    exactly: bool = False


def _length(reading: Reading) -> _Length | None:
    """A reading to how far it lies from a deed, None for what is not counted from one."""
    first = reading.args[0] if reading.args else None
    if reading.op == "daypart":
        inner = reading.args[1]
        length = _length(inner) if isinstance(inner, Reading) else None
        named = length is not None and (length.whole or length.side)
        return length._replace(part=str(first)) if length is not None and named else None
    if reading.op == "beside_event":
        return _Length(1, str(first), whole=True)
    if isinstance(first, Reading) or (isinstance(first, str) and first not in _UNNAMED):
        return None  # a number too long to count by
    if reading.op == "on_event":
        return _Length(abs(int(first or 0)), "day", side="earlier" if first else "later")
    if reading.op == "nth_day_of_event":
        return _Length(int(first or 1) - 1, "day", side="later")
    if reading.op == "anniversary_of_event":
        return _Length(first, "year", side="later", exactly=True)
    if reading.op not in ("duration", "duration_half"):
        return None
    if reading.op == "duration_half":
        first = float(first or 1) + _HALF
    return _Length(1 if first is None else first, str(reading.args[1]))


def is_length(reading: Reading) -> bool:
    """Whether a reading is of what may be counted from a deed."""
    return _length(reading) is not None


def joined(reading: Reading, text: str, end: int) -> re.Match[str] | None:
    """What joins a time that ends at ``end`` to a deed it may be counted from, if anything does."""
    length = _length(reading)
    if length is None:
        return None
    return (joint_of_day() if length.side else joint()).match(text, end)


def _is_rate(analysis: Analysis, at: int) -> bool:
    """Whether a number stands so near before "a day" that it is told by the day."""
    before = [token for token in analysis.tokens if token.end <= at][-_RATE:]
    return any(t.text[0].isdigit() or t.lower in word_list("number") for t in before)


def _reference(analysis: Analysis, span: tuple[int, int], behind: int) -> Sequence[Token]:
    """The words behind "after" that tell what is counted from; none where that cannot be told."""
    ahead = [token for token in analysis.tokens if token.start >= behind]
    rest = list(
        takewhile(lambda t: (t.is_word or t.text in "'’%$") and t.lower not in words("ends"), ahead)
    )
    joins = next((at for at, t in enumerate(rest) if t.lower in words("joins")), len(rest))
    verbs = [at for at, token in enumerate(rest) if token.finite]
    if not rest or not rest[0].is_word:
        return ()
    if verbs and joins < verbs[0] and rest[joins + 1].lower not in word_list("subject_pronoun"):
        return ()
    if not verbs or joins < verbs[0]:
        rest, verbs = rest[:joins], []
    elif len(rest) > _LONGEST:
        rest = rest[:joins]
    opens = not any(t.finite for t in analysis.tokens if t.end <= span[0])
    behind_comma = dropwhile(lambda t: t.text != ",", ahead[len(rest) :])
    closed = any(token.finite for token in behind_comma)
    if verbs and opens and not closed:
        return _up_to_deed(rest[: verbs[0]])  # "a day after the attack police arrested two"
    return rest if len(rest) <= _LONGEST else ()


def _up_to_deed(nouns: list[Token]) -> Sequence[Token]:
    """Of "the attack police" the deed, which is not who the main clause tells of."""
    for at, token in enumerate(nouns):
        if is_known_deed(token.lower) and at + 1 < len(nouns):
            return nouns[: at + 1]
    return ()


def _key(rest: Sequence[Token]) -> tuple[int, bool] | None:
    """Where the word stands that tells the deed, and whether it is a noun; None where none does."""
    verb = next((at for at, token in enumerate(rest) if token.finite), None)
    if verb is not None:
        if any(token.lower in {"not", "never"} or token.lower.endswith("n't") for token in rest):
            return None
        return _verb_key(rest, verb)
    head = 0
    first = rest[0].lower
    opens = rest[0].is_capital or first[0].isdigit() or rest[0].form is Form.GERUND
    opens = opens or first == "being"
    if not (opens or is_known_deed(first) or first in _determiners()):
        return None  # "a week ahead of schedule"
    if first == "being" and len(rest) > 1:
        head = 1
    elif not (rest[0].form is Form.GERUND or (first.endswith("ing") and is_known_deed(first))):
        head = _head(rest)
    return (head, True) if _may_be_deed(rest[head]) else None


@cache
def _determiners() -> frozenset[str]:
    return word_list("determiner", "possessive_pronoun", "number")


def _head(rest: Sequence[Token]) -> int:
    """The last word of the noun that opens the reference: of "the April 20 explosion at sea"."""
    last = 0
    for at, token in enumerate(rest):
        if at and token.lower in word_list("preposition"):
            break
        last = at
    return last


def _verb_key(rest: Sequence[Token], verb: int) -> tuple[int, bool] | None:
    """As ``_key``, of a clause; None of what is only possible: "after he loses the vote"."""
    if rest[verb].form is not Form.PAST and rest[verb].lower not in words("past"):
        return None
    at = verb
    while at < len(rest) and (rest[at].form in AUXILIARIES or is_adverb(rest[at])):
        at += 1
    if at == len(rest):
        return None
    if rest[at].lower in words("occurs") and not is_known_deed(rest[at].lower):
        head = _head(rest[:verb]) if verb else 0  # "the earthquake struck"
        return (head, True) if verb and _may_be_deed(rest[head]) else None
    acts = rest[at].form is not Form.NONE or is_known_deed(rest[at].lower)
    return (at, False) if acts and _may_be_deed(rest[at]) else None


def _may_be_deed(token: Token) -> bool:
    lower = token.lower
    if is_known_deed(lower):
        return True
    barred = lower in words("no_deed") or lower in little_words() or not token.text[0].isalpha()
    return not barred and not token.is_possessive


def _tells_which(token: Token) -> bool:
    return not token.is_capital and token.text[0].isalpha() and token.lower not in little_words()
