"""A sentence and a date in it to a title in the source's own words, for want of a better one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from timeline.captions import BEHIND_DAY
from timeline.clauses import Analysis, Clause, ClauseKind
from timeline.grammar import Form, Token, is_adverb, word_list
from timeline.late import late
from timeline.titles.attributes import dated_noun, is_noun_part, time_heads
from timeline.titles.grounds import NO_SENTENCE, OTHER_TIME, STATE, UNKNOWN
from timeline.titles.relatives import relative_noun
from timeline.titles.shape import sound_words
from timeline.titles.things import reduced

_SEEN = 80
"""A date that stands later in its sentence, in characters, would not be seen in the title."""
_EARLY = 24
"""A clause that begins within so many characters is told by a title from the sentence's start."""
_ARTICLE_REACH = 4
"""Words before a noun among which its article is looked for."""
_TELLING = 40
"""Characters that a noun with its participle has where it tells something by itself."""
_LONGEST = 89
"""Characters of a title."""
_OPENING = late(r"“|(?:(?<=\s)|^)\"")
_CLOSING = late(r"[”\"]")
_CLITIC = late(r"['’](?:s|re|ve|ll|d)$")
_MARKS = " -–—*•"
_OWNER = late(r"['’]s\b")
_LEFT_OUT = "… "
_OF_ANOTHER = late(
    r"\b(?:after|following|before|of|from|for|into|like|than|unlike|despite) "
    r"(?:the|its|his|her|their|an?) $"
)
_CLOCK = late(r"\d{4}|\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?")
_BEHIND_CLOCK = late(r"(?: ?(?:GMT|UTC|[A-Z]{2,3}T))?\s*[:–—-]?\s+(?=[A-Z“\"])")
_HOUR_IN_FRONT = late(r"[0-2]\d[0-5]\d ?(?=[A-Z][\w’'-]* )")


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
        return "" if start and start == _beginning(analysis, mention) else NO_SENTENCE
    if _tells_other_time(analysis, mention, tokens[:verb], start, of_period=of_period):
        return OTHER_TIME
    if _is_wish(analysis, tokens, verb, mention):
        return STATE
    contracted = _CLITIC.sub("", tokens[verb].lower)  # "it's", "so they've"
    if verb <= 1 and contracted in sound_words("unnamed"):
        return UNKNOWN
    return "" if not verb or _tells_whom(tokens[:verb]) else UNKNOWN


def _tells_other_time(
    analysis: Analysis,
    mention: tuple[int, int],
    subject: Sequence[Token],
    start: int,
    *,
    of_period: bool,
) -> bool:
    """Whether a date is not that of what the words from ``start`` on tell."""
    clause = analysis.clauses[analysis.clause_at(mention[0])]
    late = clause.start - start > _EARLY
    if late and _is_apart(analysis, clause, mention) and _is_of_pronoun(analysis, clause):
        return True  # "since it emerged"
    ends = analysis.sentence[mention[0] : mention[1]].endswith(("'s", "’s"))
    if ends or _OWNER.match(analysis.sentence, mention[1]):
        return True
    noun = dated_noun(analysis, clause, mention)
    if (noun is not None and noun.is_led) or _is_of_another(analysis, mention):
        return True
    if not of_period or not subject or mention[1] > _verb_start(analysis, subject[-1]):
        return False
    return any(t.start < mention[0] for t in subject if _is_noun(t))


def _is_wish(
    analysis: Analysis, tokens: Sequence[Token], verb: int, mention: tuple[int, int]
) -> bool:
    """Whether the words say what should or may be, and nobody is told to say so."""
    if verb and tokens[verb - 1].lower in word_list("relative"):
        return False  # "the tools, which may be lost, arrived"
    following = [token.lower for token in tokens[verb + 1 : verb + 3]]
    is_be, there = following[:1] == ["be"], verb > 0 and tokens[verb - 1].lower == "there"
    seen = is_be and following[-1] in word_list("determiner")  # "may be the end of it"
    wished = there or not is_be
    thought = (seen and tokens[verb].lower in sound_words("seen_modals")) or (
        wished and tokens[verb].lower in sound_words("wished_modals")
    )
    return thought and not analysis.frames_over(mention[0]) and not analysis.frame_at(mention[0])


def _verb_start(analysis: Analysis, last: Token) -> int:
    """Where the verb behind the last word of a subject begins."""
    return next(t.start for t in analysis.tokens if t.start > last.start and t.finite)


def _tells_whom(subject: Sequence[Token]) -> bool:
    """Whether a subject says who or what is meant: not "he", nor "some who had closed"."""
    named = subject[1:]
    if subject[0].lower in word_list("possessive_pronoun"):  # "his work with Lee"
        named = list(takewhile(lambda t: t.lower not in word_list("preposition"), named))
    if any(token.is_capital for token in named):
        return True
    while len(subject) > 1 and subject[-1].lower in (*word_list("relative"), "that"):
        subject = subject[:-1]
    if len(subject) == 1 and subject[0].lower in sound_words("counts"):
        return False
    ends = {_CLITIC.sub("", subject[0].lower), _CLITIC.sub("", subject[-1].lower)}
    return ends.isdisjoint(sound_words("unnamed"))


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
    own = _beginning(analysis, mention)
    if own - blanks > _EARLY:
        return own
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


def _beginning(analysis: Analysis, mention: tuple[int, int]) -> int:
    """Where what a date dates begins if its sentence tells something else before it; else 0.

    "It was led by a mill that closed in May", "praised the plan proposed in May", "it fell, as the
    mill had closed in May".
    """
    clause = analysis.clauses[analysis.clause_at(mention[0])]
    if analysis.frame_at(mention[0]) is not None:
        return 0  # it dates the saying, and so all that is said
    if clause.kind is ClauseKind.RELATIVE and clause.parent >= 0:
        head = relative_noun(analysis, clause, analysis.clauses[clause.parent])
        return _with_article(analysis, head[0]) if head else 0
    if _is_apart(analysis, clause, mention):
        return 0 if _is_of_pronoun(analysis, clause) else clause.start
    described = reduced(analysis, clause, mention)
    if described is None or len(analysis.sentence) - described[0] < _TELLING:
        return 0
    if not any(token.finite for token in analysis.tokens if token.start < described[0]):
        return 0
    between = [t for t in analysis.tokens if described[0] <= t.start < mention[0]]
    done = (
        other.form is Form.PAST
        and is_noun_part(one)
        and not is_adverb(one)
        and one.lower not in time_heads()
        for one, other in pairwise(between)
    )
    return described[0] if any(done) else 0


def _with_article(analysis: Analysis, noun: Token) -> int:
    """Where a noun begins with the words before it: "the leaking" well."""
    before = [token for token in analysis.tokens if token.start < noun.start][-_ARTICLE_REACH:]
    for token in reversed(before):
        if token.lower in word_list("determiner"):
            return token.start
        if token.finite or not token.is_word or token.lower in word_list("preposition"):
            break
    return noun.start


def _is_apart(analysis: Analysis, clause: Clause, mention: tuple[int, int]) -> bool:
    """Whether a clause is true at another time than the one it hangs on: "because", "after"."""
    return (
        clause.kind is ClauseKind.ADVERBIAL
        and clause.parent >= 0
        and bool(clause.opener)
        and clause.opener not in word_list("same_time")
        and any(
            token.finite or token.form is Form.GERUND
            for token in analysis.tokens_of(clause)
            if clause.inner_start <= token.start < mention[0]
        )
    )


def _is_of_pronoun(analysis: Analysis, clause: Clause) -> bool:
    """Whether a clause begins with "he" or "it": of whom, the words before it tell."""
    words = (t for t in analysis.tokens_of(clause) if t.start >= clause.inner_start and t.is_word)
    first = next(words, None)
    return first is not None and first.lower in word_list("personal")


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
