"""A sentence and a date in it to a title in the source's own words, for want of a better one."""

from __future__ import annotations

import re

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import Form, Token, word_list
from timeline.titles.attributes import dated_noun
from timeline.titles.grounds import NO_SENTENCE, OTHER_TIME, UNKNOWN
from timeline.titles.shape import sound_words

_SEEN = 80
"""A date that stands later in its sentence, in characters, would not be seen in the title."""
_LONGEST = 89
"""Characters of a title."""
_OPENING = re.compile(r"“|(?:(?<=\s)|^)\"")
_CLOSING = re.compile(r"[”\"]")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d)$")
_MARKS = " -–—*•"
_OWNER = re.compile(r"['’]s\b")
_LEFT_OUT = "… "
_ENTRY = re.compile(r"(?::|\s[-–—])\s+(?=[A-Z\"“])")
"""Behind the date of an entry in a chronology: "28 April: Storm at sea"."""


def verbatim(analysis: Analysis, mention: tuple[int, int]) -> str:
    """A sentence taken apart and a date in it to what it says there, in quotation marks.

    It begins with the sentence or, where that would leave the date out of the title's 90
    characters, with the first clause behind that can stand alone and does not.
    """
    entry = _entry(analysis, mention)
    start = entry or _start(analysis, mention)
    words = " ".join(analysis.sentence[start:].split()).rstrip(" .,;:").lstrip(_MARKS)
    words = _CLOSING.sub("’", _OPENING.sub("‘", words))
    before = _LEFT_OUT if start and not entry else ""
    longest = _LONGEST - len(before) - 2
    if len(words) > longest:
        words = words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return f"“{before}{words}”"


def unclear(analysis: Analysis, mention: tuple[int, int], *, of_period: bool = False) -> str:
    """Why a sentence's own words, as ``verbatim`` shows them, tell a reader nothing; "" if they do.

    They tell nothing without a verb, and not of whom where their subject is a bare "he" or "this".
    "Last Tuesday's fire" and, of a month or longer (``of_period``), "An inquiry into the fire of
    1994 found" tell when the fire was and of something else.  An entry of a chronology may be a
    mere noun.
    """
    if _entry(analysis, mention):
        return ""
    start = _start(analysis, mention)
    tokens = [
        token
        for token in analysis.tokens
        if token.is_word and token.start >= start and not mention[0] <= token.start < mention[1]
    ]
    verb = next((at for at, token in enumerate(tokens) if token.finite), -1)
    if verb < 0:
        return NO_SENTENCE
    subject = tokens[:verb]
    ends = analysis.sentence[mention[0] : mention[1]].endswith(("'s", "’s"))
    if ends or _OWNER.match(analysis.sentence, mention[1]):
        return OTHER_TIME
    noun = dated_noun(analysis, analysis.clauses[analysis.clause_at(mention[0])], mention)
    if noun is not None and noun.is_led:
        return OTHER_TIME
    if (
        of_period
        and any(t.start < mention[0] for t in subject if _is_noun(t))
        and (mention[1] <= tokens[verb].start)
    ):
        return OTHER_TIME
    named = any(token.is_capital for token in subject[1:])
    if named or not subject:
        return ""
    unnamed = sound_words("unnamed")
    ends_of = {_CLITIC.sub("", subject[0].lower), _CLITIC.sub("", subject[-1].lower)}
    return "" if ends_of.isdisjoint(unnamed) else UNKNOWN


def _entry(analysis: Analysis, mention: tuple[int, int]) -> int:
    """Where the words of a chronology's entry begin, behind its date; 0 where it is none."""
    entry = _ENTRY.match(analysis.sentence, mention[1]) if mention[0] == 0 else None
    return 0 if entry is None else entry.end()


def _is_noun(token: Token) -> bool:
    """Whether a word of a subject is more than "the" or "in"."""
    little = ("determiner", "preposition", "conjunction", "adverb")
    return token.lower not in word_list(*little)


def _start(analysis: Analysis, mention: tuple[int, int]) -> int:
    if mention[1] <= _SEEN:
        return 0
    starts = [0]
    number = analysis.clause_at(mention[0])
    while number >= 0:
        clause = analysis.clauses[number]
        if mention[1] - clause.inner_start <= _SEEN and _stands_alone(analysis, clause):
            starts.append(clause.inner_start)
        number = clause.parent
    return min(starts[1:], default=0)


def _stands_alone(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause tells something by itself, with a subject of its own."""
    words = [token for token in analysis.tokens_of(clause) if token.start >= clause.inner_start]
    first = next((token for token in words if token.is_word), None)
    says_who = clause.kind is ClauseKind.REPORT and any(
        frame.scope_start < clause.start and frame.start == clause.start
        for frame in analysis.frames
    )  # "..., police said on Monday": the date alone is not worth what was said
    return (
        not says_who
        and clause.kind in (ClauseKind.MAIN, ClauseKind.REPORT, ClauseKind.COORDINATE)
        and first is not None
        and first.form is Form.NONE
        and first.lower not in word_list("personal")
    )
