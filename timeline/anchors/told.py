"""Find what a text dates: each deed with the time that its own clause gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from msgspec import Struct

from timeline.anchors.counts import Count, is_length
from timeline.anchors.words import bare, deeds_dated, deeds_of, words
from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import AUXILIARIES, Form, Token, word_list
from timeline.interval import Granularity, Interval, day_interval
from timeline.model import DATELINE, Reading, Resolution, TimexType

HOUR_OF_WRITING = "a clock time on the day of writing"
"""Why a bare hour lies on a day that nobody tells."""
_HOURS = frozenset({"at", "military", "minutes_beside", "past_hour"})
_NO_DAY = Reading("day_named", (None, None))
_IN_FULL = frozenset({"date", "wdate", "iso"})
_BESIDE = 7
"""Tokens between a noun and the date that belongs to it: "the April 20 rig explosion"."""
_HALF = 0.5
_POSSESSIVE = 3
"""Letters from the end of a date to the noun that it owns: "Friday's debate"."""


class Dated(Struct, frozen=True):
    """A time of a text and the words beside it, which it dates."""

    resolution: Resolution
    when: Interval
    quote: str
    verbs: frozenset[str]
    """The deeds that the verbs of its clause tell."""
    nouns: frozenset[str]
    """Those of nouns that it dates: beside it, or of a clause that says that they came about."""
    by_pronoun: bool
    """Whether a pronoun tells who did it, so that nobody knows what else it is called."""
    around: frozenset[str]
    """The deeds and stems of all words of its sentence, and these words."""

    def tells(self, count: Count) -> bool:
        """Whether it dates what a length of time is counted from."""
        told = self.nouns | self.verbs
        if told.isdisjoint(count.deeds):
            return False
        named = len(count.names & self.around)
        if count.names and named < max(1, _HALF * len(count.names)):
            return False
        return len(count.things) * _HALF <= self._shared(count) + self.by_pronoun

    def closeness(self, count: Count) -> int:
        """How much it has in common with what is counted from, besides the deed."""
        return 2 * len(count.names & self.around) + self._shared(count)

    def _shared(self, count: Count) -> int:
        return sum(1 for thing in count.things if not thing.isdisjoint(self.around))


def may_anchor(resolution: Resolution, day: int | None) -> bool:
    """Whether a resolved expression may date what others are counted from.

    No window of time may ("the past five years"), and no stamp: a date in full that is the day of
    writing, an ordinal.
    """
    when, mention = resolution.when, resolution.mention
    if mention.type is TimexType.DURATION and not is_length(mention.reading):
        return False
    return (
        when is not None
        and not (mention.reading.op in _IN_FULL and day is not None and when == day_interval(day))
        and not when.is_open
        and when.granularity <= Granularity.YEAR
        and mention.type is not TimexType.SET
        and mention.rule != DATELINE
        and not (resolution.value.endswith("_REF") or resolution.value.startswith("PT"))
        and not (is_bare_hour(resolution) and resolution.why == HOUR_OF_WRITING)
    )


def is_bare_hour(resolution: Resolution) -> bool:
    """Whether an expression tells an hour and no day: "at six", and not "at six today"."""
    reading = resolution.mention.reading
    days = [each for each in reading.args if isinstance(each, Reading) and each != _NO_DAY]
    return reading.op in _HOURS and not days


def dated(
    analysis: Analysis, resolution: Resolution, span: tuple[int, int], counts: Sequence[Count]
) -> Dated | None:
    """A time of a sentence to what it dates; ``counts`` are those of the sentence, for their words.

    None where it only says when something was said.
    """
    assert resolution.when is not None
    if analysis.frame_at(span[0]) is not None:
        return None
    clause = analysis.clauses[analysis.clause_at(span[0])]
    tokens = analysis.tokens_of(clause)
    inside = next((each for each in counts if each.start <= span[0] < each.end), None)
    if inside is not None:
        tokens = tuple(t for t in tokens if inside.start <= t.start < inside.end)
    else:
        tokens = tuple(
            t for t in tokens if not any(each.start <= t.start < each.end for each in counts)
        )
    tokens = (*_of_same_time(analysis, clause), *tokens)
    if any(token.lower in {"not", "never"} or token.lower.endswith("n't") for token in tokens):
        return None
    verbs = [token for token in tokens if _acts(token)] if not _owned(tokens, span) else []
    return Dated(
        resolution=resolution,
        when=resolution.when,
        quote=analysis.sentence,
        verbs=_deeds(verbs),
        nouns=frozenset(d for noun in _nouns(tokens, span) for d in deeds_dated(noun.lower)),
        by_pronoun=bool(tokens) and tokens[0].lower in word_list("subject_pronoun"),
        around=_deeds(analysis.tokens) | {bare(token.lower) for token in analysis.tokens},
    )


def _of_same_time(analysis: Analysis, clause: Clause) -> Sequence[Token]:
    """The words of what a clause says the time of, or the noun that it describes.

    "He drowned when the ferry sank on 3 May"; "the funeral, which took place on 3 May".
    """
    if clause.parent < 0:
        return ()
    over = analysis.tokens_of(analysis.clauses[clause.parent])
    if clause.kind is ClauseKind.ADVERBIAL and clause.opener in word_list("same_time"):
        return over
    described = [token for token in over if token.end <= clause.start and token.is_word][-1:]
    if clause.kind is not ClauseKind.RELATIVE or not described or not _is_noun(described[0]):
        return ()
    return described


def _owned(tokens: Sequence[Token], span: tuple[int, int]) -> bool:
    """Whether a date only tells which noun is meant: "Friday's debate", "the 3 May blast"."""
    if any(token.start < span[1] < token.end for token in tokens):
        return True
    first = next((token for token in tokens if token.start >= span[0]), None)
    before = next((token for token in reversed(tokens) if token.end <= span[0]), None)
    opening = [token.lower for token in (first, before) if token is not None]
    named = not word_list("determiner", "possessive_pronoun").isdisjoint(opening)
    behind = next((token for token in tokens if token.start >= span[1]), None)
    return named and behind is not None and behind.start - span[1] <= 1 and _is_noun(behind)


def _acts(token: Token) -> bool:
    """Whether a token tells a deed as a verb, a participle among them."""
    return token.form in (Form.PAST, Form.PRESENT, Form.BASE) and (
        token.finite or token.form is Form.PAST
    )


def _nouns(tokens: Sequence[Token], span: tuple[int, int]) -> list[Token]:
    """The nouns that a date belongs to, and the subject of what says that it came about."""
    owns = any(token.start < span[1] < token.end for token in tokens)  # "Friday's debate"
    found: list[Token] = []
    before = [token for token in tokens if token.end <= span[0]]
    if before and before[-1].lower in words("belongs"):
        before = before[:-1]
    elif before and before[-1].lower in word_list("preposition"):
        before = []  # "a statement on the quake at 3 p.m."
    runs = takewhile(lambda t: t.is_word and not t.finite, reversed(before[-_BESIDE:]))
    found.extend(_heads(list(runs)[::-1]))
    behind = [token for token in tokens if token.start >= span[1]]
    if behind and behind[0].start - span[1] <= (_POSSESSIVE if owns else 1):
        run = list(takewhile(lambda t: _is_noun(t) and not t.finite, behind[:_BESIDE]))
        found.extend(run[-1:])
    verb = next((at for at, token in enumerate(tokens) if token.finite), None)
    if verb is not None and (
        any(t.lower in words("occurs") and t.form not in AUXILIARIES for t in tokens[verb:])
        or (tokens[verb].form is Form.BE and before and before[-1] is tokens[verb])
    ):
        found.extend(_heads(tokens[:verb]))
    return found


def _heads(tokens: Sequence[Token]) -> list[Token]:
    """The nouns that no other noun follows: not the blast of "the blast survivors"."""
    return [
        token
        for token, following in zip(tokens, (*tokens[1:], None), strict=False)
        if _is_noun(token) and (following is None or not _is_noun(following) or following.finite)
    ]


def _is_noun(token: Token) -> bool:
    return token.is_word and token.lower not in _no_nouns()


@cache
def _no_nouns() -> frozenset[str]:
    lists = ("determiner", "preposition", "pronoun", "conjunction", "adverb", "be", "have", "modal")
    return word_list(*lists, "subordinator", "relative") | words("aside")


def _deeds(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(deed for token in tokens for deed in deeds_of(token.lower))
