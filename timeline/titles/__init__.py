"""Turn the clause that a date belongs to into a short title that reads out of context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import tokenise, word_list
from timeline.late import late
from timeline.reporting import Frame
from timeline.titles.attributes import dated_noun, is_over
from timeline.titles.faults import LIGHT, faults, speaks_for_itself
from timeline.titles.fronts import front_end, speaker_of, stamp_end, without_front
from timeline.titles.grounds import (
    ONLY_MAYBE,
    OTHER_TIME,
    OWN_WORDS,
    STATE,
    TELLER,
    THIN,
    UNKNOWN,
    UNREADABLE,
)
from timeline.titles.nouns import deed_words, deeds
from timeline.titles.phrases import Phrases
from timeline.titles.soundness import is_noun, is_teller, objection, tells_state
from timeline.titles.subjects import definite, other_ones_in, others_in, stands_for, subject_phrase
from timeline.titles.things import dated_deed
from timeline.titles.verbatim import unclear, verbatim
from timeline.titles.wording import (
    EDGES,
    Antecedent,
    plain,
    quoted,
    resolved_front,
    shorten,
    title_words,
    trimmed,
    unopened,
    without_ranks,
)

__all__ = [
    "LIGHT",
    "ONLY_MAYBE",
    "OTHER_TIME",
    "OWN_WORDS",
    "STATE",
    "TELLER",
    "THIN",
    "UNKNOWN",
    "UNREADABLE",
    "Antecedent",
    "dated_noun",
    "deed_words",
    "deeds",
    "definite",
    "faults",
    "front_end",
    "is_noun",
    "is_over",
    "is_teller",
    "lowered",
    "make_title",
    "objection",
    "other_ones_in",
    "others_in",
    "shorten",
    "speaker_of",
    "stamp_end",
    "stands_for",
    "subject_phrase",
    "tells_state",
    "title_words",
    "unclear",
    "verbatim",
    "without_front",
]

_WORST = 99
_LONG_SOURCE = 40
_HEAD = late(r" (?:of|from|in|at|with|for|on|to|near) ")


def make_title(
    analysis: Analysis,
    mention: tuple[int, int],
    dates: Sequence[tuple[int, int]],
    antecedent: Antecedent,
) -> str:
    """A sentence taken apart and a date in it to the title of what the date dates.

    ``mention`` and ``dates`` (all time expressions of the sentence) are spans counted from the
    start of the sentence.  The title has at most 90 characters.
    """
    best, weight = "", _WORST
    for each in _candidates(analysis, mention, dates, antecedent):
        found = faults(each) if each else _WORST
        if found < weight:
            best, weight = each, found
        if weight <= LIGHT:
            break
    if speaks_for_itself(best) and "“" not in best:
        best = quoted(best)
    return best or shorten(plain(analysis.sentence))


def _candidates(
    analysis: Analysis,
    mention: tuple[int, int],
    dates: Sequence[tuple[int, int]],
    antecedent: Antecedent,
) -> Iterator[str]:
    """Titles to choose from, the most fitting first: the clause, what it hangs on, all of it."""
    frame = analysis.frame_at(mention[0]) or _frame_behind(analysis, mention[0])
    if frame is not None:
        yield _statement(analysis, frame, dates, antecedent)
    clause = _behind_it_is(analysis, analysis.clauses[analysis.clause_at(mention[0])])
    builder = Phrases(analysis, dates, antecedent)
    own = shorten(builder.clause(clause, mention))
    if not _is_relative(own):
        yield own
    if dated_deed(analysis, clause, mention) is not None:
        return  # what the clause tells was at another time
    over = [each for each in analysis.frames_over(mention[0]) if each.passes_on]
    if over and speaks_for_itself(own):
        source = _source(over[0], builder, antecedent)
        if source and source.lower() not in word_list("personal"):
            yield quoted(own, source)
    yield shorten(builder.clause(clause, (-1, -1)))
    parent = clause
    while parent.parent >= 0 and _is_of_same_time(parent):
        parent = analysis.clauses[parent.parent]
        if not _has_own_date(parent, mention, dates):
            yield shorten(builder.clause(parent, mention))
    apart = parent.parent >= 0
    if apart or any(_has_own_date(each, mention, dates) for each in analysis.clauses):
        yield own
        return
    whole = resolved_front(
        unopened(trimmed(builder.kept([(0, len(analysis.sentence))]))), antecedent
    )
    yield shorten(whole)
    yield own


def _frame_behind(analysis: Analysis, at: int) -> Frame | None:
    """What is said on a day told before it: "Three weeks before it blew up, the mayor said ..."."""
    clause = analysis.clauses[analysis.clause_at(at)]
    if clause.kind is not ClauseKind.MAIN or any(t.finite for t in analysis.tokens_of(clause)):
        return None
    end = clause.pieces[-1][1]
    behind = [f for f in analysis.frames if f.start >= end and f.scope_start >= f.end]
    hangs = any(each.parent == clause.number and each.start >= end for each in analysis.clauses)
    return behind[0] if behind and hangs else None


def _is_of_same_time(clause: Clause) -> bool:
    """Whether the date of a clause holds for the one it hangs on: "when ...", ", killing ..."."""
    if clause.kind in (ClauseKind.RELATIVE, ClauseKind.COORDINATE):
        return False
    if clause.kind is not ClauseKind.ADVERBIAL:
        return True
    return not clause.opener or clause.opener in word_list("same_time")


def _has_own_date(
    clause: Clause, mention: tuple[int, int], dates: Sequence[tuple[int, int]]
) -> bool:
    """Whether another date stands in a clause, and so dates what that clause tells."""
    return not clause.holds(mention[0]) and any(
        clause.holds(start) for start, _ in dates if start != mention[0]
    )


def _behind_it_is(analysis: Analysis, clause: Clause) -> Clause:
    """What "It was on Monday that ..." tells; any other clause itself."""
    words = [token.lower for token in analysis.tokens_of(clause)[:2]]
    if words in (["it", "is"], ["it", "was"]):
        for each in analysis.clauses:
            if each.parent == clause.number and each.opener == "that":
                return replace(each, kind=ClauseKind.MAIN, parent=-1)
    return clause


def _is_relative(title: str) -> bool:
    return not title or title.split(" ", 1)[0].lower() in word_list("relative")


def _statement(
    analysis: Analysis, frame: Frame, dates: Sequence[tuple[int, int]], antecedent: Antecedent
) -> str:
    """The title of an act of saying: "The ministry says ..."; "" when nothing is said."""
    builder = Phrases(analysis, dates, antecedent)
    said = [
        clause
        for clause in analysis.clauses
        if clause.kind is not ClauseKind.REPORT
        and frame.scope_start <= clause.start < max(frame.scope_end, frame.scope_start + 1)
    ]
    if not said:
        return ""
    content = builder.clause(said[0], (-1, -1), within=True)
    if not content:
        return ""
    source = _source(frame, builder, antecedent)
    if speaks_for_itself(content) and source:
        return quoted(content, source)
    if not frame.passes_on:
        words = plain(builder.kept([(frame.start, frame.end)]))
        verb = analysis.sentence[frame.verb_start : frame.verb_end]
        if not source or frame.source_start == frame.source_end:
            return shorten(f"{words} {content}")
        return shorten(f"{source} {verb} {lowered(content)}")
    if not source:
        return shorten(resolved_front(content, antecedent))
    head = _HEAD.split(source)[0]
    plural = head.split()[-1].lower() in title_words()["plural_sources"] or " and " in source
    return shorten(f"{source} {'say' if plural else 'says'} {lowered(content)}")


def _source(frame: Frame, builder: Phrases, antecedent: Antecedent) -> str:
    """Who says so, as short as it can be told."""
    words = builder.kept([(frame.source_start, frame.source_end)])
    source = plain(words).split(",")[0].strip(EDGES).removesuffix(".")
    if source.lower() in word_list("personal") or source.lower() in {"who", "which"}:
        return antecedent(source.lower())
    if source.split(" ", 1)[0].lower() in word_list("possessive_pronoun"):
        source = resolved_front(source, antecedent)
    if source.lower().startswith("the ") and " " not in source[4:]:
        return antecedent(source.lower()) or source
    if any(token.finite for token in tokenise(source)):
        return ""
    shorter = without_ranks(source)
    if len(shorter) > _LONG_SOURCE:
        parts = list(_HEAD.finditer(shorter))
        ends = [each.start() for each in parts if each.start() <= _LONG_SOURCE]
        shorter = shorter[: ends[-1]] if ends else ""
    return trimmed(shorter)


def lowered(content: str) -> str:
    """Without the capital of a first word that is no name."""
    first = content.split(" ", 1)[0]
    plain = first.lower()
    known = word_list("determiner", "pronoun", "preposition", "number", "partial")
    little = plain.partition("-")[0] in known and first != "I"
    return plain + content[len(first) :] if little else content
