"""A sentence and a date in it to a title in the source's own words, for want of a better one."""

from __future__ import annotations

import re

from timeline.captions import BEHIND_DAY
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
_OF_ANOTHER = re.compile(
    r"\b(?:after|following|before|of|from|for|into|like|than|unlike|despite) "
    r"(?:the|its|his|her|their|an?) $"
)
_CLOCK = re.compile(r"\d{4}|\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?")
_BEHIND_CLOCK = re.compile(r"(?: ?(?:GMT|UTC|[A-Z]{2,3}T))?\s*[:–—-]?\s+(?=[A-Z“\"])")
_HOUR_IN_FRONT = re.compile(r"[0-2]\d[0-5]\d ?(?=[A-Z][\w’'-]* )")


def verbatim(analysis: Analysis, mention: tuple[int, int]) -> str:
    """A sentence taken apart and a date in it to what it says there, in quotation marks.

    It begins with the sentence or, where that would leave the date out of the title's 90
    characters, with the first clause behind that can stand alone and does not.  What only connects
    it to the sentence before, and a date in front like a label ("14 May: ...", "1925 Crews
    reached ..."), is left out.
    """
    label = _label(analysis.sentence, mention)
    start = 0 if label else _start(analysis, mention)
    words = " ".join(analysis.sentence[start or label :].split()).rstrip(" .,;:").lstrip(_MARKS)
    leads = _leads(words) if not start else 0
    start, words = start or leads, words[leads:]
    words = _CLOSING.sub("’", _OPENING.sub("‘", words))
    before = _LEFT_OUT if start else ""
    longest = _LONGEST - len(before) - 2
    if len(words) > longest:
        words = words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return f"“{before}{words}”"


def unclear(analysis: Analysis, mention: tuple[int, int], *, of_period: bool = False) -> str:
    """Why a sentence's own words, as ``verbatim`` shows them, tell a reader nothing; "" if they do.

    They tell nothing without a verb, and not of whom where their subject is a bare "he" or "this".
    "Last Tuesday's fire" and, of a month or longer (``of_period``), "An inquiry into the fire of
    1994 found" tell when the fire was and of something else, and so does "set up after the 1994
    fire".  An entry of a chronology may be a mere noun.
    """
    if _is_entry(analysis.sentence, mention):
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
    if (noun is not None and noun.is_led) or _is_of_another(analysis, mention):
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


def _is_entry(sentence: str, mention: tuple[int, int]) -> bool:
    """Whether a date opens the entry of a chronology, told in a sentence's words."""
    behind = BEHIND_DAY.match(sentence, mention[1]) if mention[0] == 0 else None
    if behind is None:
        return False
    first = sentence[behind.end()]
    return first.isupper() or first in '"“'


def _is_of_another(analysis: Analysis, mention: tuple[int, int]) -> bool:
    """Whether a date describes what something was done after: "after the 1994 fire"."""
    if _OF_ANOTHER.search(analysis.sentence, 0, mention[0]) is None:
        return False
    if not any(token.finite for token in analysis.tokens if token.start < mention[0]):
        return False
    following = next((token for token in analysis.tokens if token.start >= mention[1]), None)
    return following is not None and following.is_word and _is_noun(following)


def _label(sentence: str, mention: tuple[int, int]) -> int:
    """Where the words begin behind a date or hour that stands in front like a label; else 0."""
    if sentence[: mention[0]].strip(" *•·"):
        hour = _HOUR_IN_FRONT.match(sentence)
        return hour.end() if hour is not None and hour.end() <= mention[0] else 0
    clock = _CLOCK.fullmatch(sentence, *mention)
    behind = (_BEHIND_CLOCK if clock else BEHIND_DAY).match(sentence, mention[1])
    return behind.end() if behind is not None else 0


def _leads(words: str) -> int:
    """How much in front of some words only connects them to what was told before."""
    first = words.split(" ", 1)[0]
    opens = first[:1].isupper() and first.rstrip(",").lower() in sound_words("connecting")
    return len(first) + 1 if opens and len(words) > len(first) else 0


def _is_noun(token: Token) -> bool:
    """Whether a word of a subject is more than "the" or "in"."""
    little = ("determiner", "preposition", "conjunction", "adverb")
    return token.lower not in word_list(*little)


def _start(analysis: Analysis, mention: tuple[int, int]) -> int:
    sentence = analysis.sentence
    blanks = len(sentence) - len(sentence.lstrip())
    if mention[1] - blanks <= _SEEN:
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
