"""A sentence and a date in it to a title in the source's own words, for want of a better one."""

from __future__ import annotations

import re

from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import Form, word_list

_SEEN = 80
"""A date that stands later in its sentence, in characters, would not be seen in the title."""
_LONGEST = 89
"""Characters of a title."""
_OPENING = re.compile(r"“|(?:(?<=\s)|^)\"")
_CLOSING = re.compile(r"[”\"]")
_LEFT_OUT = "… "


def verbatim(analysis: Analysis, mention: tuple[int, int]) -> str:
    """A sentence taken apart and a date in it to what it says there, in quotation marks.

    It begins with the sentence or, where that would leave the date out of the title's 90
    characters, with the first clause behind that can stand alone and does not.
    """
    start = _start(analysis, mention)
    words = " ".join(analysis.sentence[start:].split()).rstrip(" .,;:")
    words = _CLOSING.sub("’", _OPENING.sub("‘", words))
    before = _LEFT_OUT if start else ""
    longest = _LONGEST - len(before) - 2
    if len(words) > longest:
        words = words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return f"“{before}{words}”"


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
    return (
        clause.kind in (ClauseKind.MAIN, ClauseKind.REPORT, ClauseKind.COORDINATE)
        and first is not None
        and first.form is Form.NONE
        and first.lower not in word_list("personal")
    )
