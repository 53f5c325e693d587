"""Judge from the words of a sentence how it stands to what a time expression in it dates."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from timeline.clauses import Analysis, Clause, ClauseKind, analyse
from timeline.grammar import Form
from timeline.late import late
from timeline.model import Direction, Stance
from timeline.reporting import Frame
from timeline.stance.cues import Match, cues, find_cues
from timeline.stance.place import Place

_NEAR_WORDS = 4
_UNVEILED = frozenset({"announced", "unveiled", "presented", "published", "revealed", "outlined"})
_HELPERS = frozenset({"had", "has", "have", "is", "are", "was", "were", "been", "be"})
_FACTS = frozenset((Stance.HAPPENED, Stance.ONGOING))
_LOOKING_AHEAD = frozenset((Stance.PLANNED, Stance.EXPECTED, Stance.HYPOTHETICAL))
_PAST_CUE = late(r"\b(?:was|were|had|would|could)\b|ed\b")
_NEGATION = late(r"(?:\bnot|\bnever|\bneither|n['’]t)\b", re.IGNORECASE)
_AFTER_DEED = re.compile(
    r"\b(?:after|following|since|in the wake of|because of|despite|from)\s"
    r"(?:the|a|an|its|last|this|[A-Z]|$)"
)
"""Between a verb and a past date: the date belongs to an earlier deed ("goes on after the ...")."""
_DENIED_DEED = late(r"\b(?:\w+ing|of)\b")
_MOVED_TO = late(r"\b(?:until|till|to|for)(?: the| early| late| mid)?\s*$")
_MOVED_FROM = late(r"\bfrom(?: the| its| early| late)?\s*$")


class StanceJudgement(Struct, frozen=True, array_like=True, gc=False):
    """How a sentence stands to what a time expression dates, and the words that show it.

    ``cue_start`` is -1 where no word shows it.  ``reporting`` is true when the expression dates
    the act of saying ("said on Sunday") and not what was said.
    """

    stance: Stance
    cue: str = ""
    cue_start: int = -1
    attribution: str = ""
    reporting: bool = False


def judge_stance(
    sentence_text: str, mention_start: int, mention_end: int, direction: Direction
) -> StanceJudgement:
    """A sentence and a time expression in it to how the sentence stands to what it dates.

    Offsets count from the start of the sentence.  ``direction`` is where the expression lies
    from the day of writing; it decides where the words leave it open.
    """
    analysis = analyse(sentence_text)
    place = Place(analysis, mention_start, mention_end, direction)
    frame = analysis.frame_at(mention_start)
    if frame is not None and not place.attributive:
        return _judge_saying(place, frame)
    over = analysis.frames_over(mention_start)
    attribution = next((source for each in over if (source := _source(each, analysis))), "")
    judged = _judge_clause(place, bool(over))
    for each in over:
        negated = _NEGATION.search(sentence_text, each.start, each.verb_start) is not None
        if each.complement is not None and not negated and not place.describes:
            judged = _coloured(judged, each, sentence_text)
    return StanceJudgement(judged.stance, judged.cue, judged.cue_start, attribution)


def _source(frame: Frame, analysis: Analysis) -> str:
    return frame.source(analysis.sentence)


def _coloured(judged: StanceJudgement, frame: Frame, sentence: str) -> StanceJudgement:
    """The stance inside "denied that ...", "claims that ...", "expects that ..."."""
    stance = frame.complement
    assert stance is not None
    own = judged.stance
    keeps = (
        (stance is Stance.ALLEGED and own not in _FACTS)
        or (stance is Stance.EXPECTED and own not in _FACTS | {Stance.PLANNED})
        or (stance is Stance.EXPECTED and own is Stance.HAPPENED and judged.cue_start >= 0)
    )
    if keeps:
        return judged
    return StanceJudgement(stance, sentence[frame.verb_start : frame.verb_end], frame.verb_start)


def _judge_saying(place: Place, frame: Frame) -> StanceJudgement:
    """The stance of the act of saying itself, whose day the expression gives."""
    for match in find_cues(place.sentence):
        cue = match.cue
        inside = frame.start <= match.start < frame.verb_start
        if cue is not None and inside and cue.stance in _LOOKING_AHEAD and not cue.headline:
            words = place.sentence[match.start : match.end]
            return StanceJudgement(cue.stance, words, match.start, "", frame.passes_on)
    ahead = place.direction is Direction.FUTURE and not _is_past_saying(place, frame)
    stance = Stance.PLANNED if ahead else Stance.HAPPENED
    source = "" if not frame.passes_on else _source(frame, place.analysis)
    return StanceJudgement(stance, "", -1, source, frame.passes_on)


def _is_past_saying(place: Place, frame: Frame) -> bool:
    """Whether the verb of saying tells that it was said: "said on Monday that it will"."""
    return any(
        token.start == frame.verb_start and token.form is Form.PAST and token.finite
        for token in place.analysis.tokens
    )


def _judge_clause(place: Place, reported: bool) -> StanceJudgement:
    """The stance by the cues of the clause alone."""
    scope = place.scope()
    if place.clause.kind is ClauseKind.CONDITION and not place.says_past:
        start = place.clause.start
        return StanceJudgement(Stance.HYPOTHETICAL, place.clause.opener, start)
    found = [
        match
        for match in find_cues(place.sentence)
        if any(clause.holds(match.start) for clause in scope)
    ]
    acted = _judge_act(place, found)
    if acted is not None:
        return acted
    near = _judge_near(place, found)
    judged = near or _judge_governed(place, found, reported)
    condition = _condition_on(place)
    if condition is not None and judged.stance in _LOOKING_AHEAD and not place.says_past:
        return StanceJudgement(Stance.HYPOTHETICAL, condition.opener, condition.start)
    return _called_off(place, _tinted(place, found, judged))


def _called_off(place: Place, judged: StanceJudgement) -> StanceJudgement:
    """The stance of a plan told in a relative clause whose noun is then called off."""
    if place.clause.kind is not ClauseKind.RELATIVE or judged.stance not in _LOOKING_AHEAD:
        return judged
    parent = place.analysis.clauses[place.clause.parent]
    for match in find_cues(place.sentence):
        cue = match.cue
        if cue is None or cue.stance is not Stance.CANCELLED or match.start < place.end:
            continue
        between = place.sentence[place.end : match.start].split()
        if parent.holds(match.start) and place.is_deed(match) and len(between) <= _NEAR_WORDS:
            words = place.sentence[match.start : match.end]
            return StanceJudgement(Stance.CANCELLED, words, match.start)
    return judged


def _condition_on(place: Place) -> Clause | None:
    for clause in place.analysis.clauses:
        if clause.kind is ClauseKind.CONDITION and clause.parent == place.number:
            return clause
    return None


def _judge_act(place: Place, found: list[Match]) -> StanceJudgement | None:
    """The stance under "cancelled", "postponed", "denied": the event's date or the deed's."""
    for match in found:
        cue = match.cue
        if cue is None or cue.reach != "act" or not place.is_deed(match):
            continue
        words = place.sentence[match.start : match.end]
        held = StanceJudgement(cue.stance, words, match.start)
        if place.end > match.start:
            between = place.sentence[match.end : place.start]
            if cue.moves and _MOVED_TO.search(between):
                return StanceJudgement(Stance.PLANNED, words, match.start)
            is_object = _is_object(place, match, between, found)
        else:
            is_object = not place.fronted
        if is_object:
            return held
        ahead = place.direction is Direction.FUTURE
        return StanceJudgement(Stance.PLANNED if ahead else Stance.HAPPENED)
    return None


def _is_object(place: Place, match: Match, between: str, found: list[Match]) -> bool:
    """Whether an expression behind "cancelled" dates what was cancelled, not the cancelling."""
    cue = match.cue
    assert cue is not None
    if place.attributive or place.direction is Direction.FUTURE:
        return True
    if cue.moves and _MOVED_FROM.search(between):
        return True
    if cue.stance is Stance.DENIED and _DENIED_DEED.search(between):
        return True
    return any(
        other.cue is not None
        and other.cue.name in {"arranged-for", "due-in"}
        and match.end <= other.start < place.start
        for other in _near_matches(place) + found
    )


def _near_matches(place: Place) -> list[Match]:
    """The cues that stand directly before the expression."""
    head = place.sentence[max(0, place.start - 80) : place.start].rstrip()
    offset = max(0, place.start - 80)
    lowers = {token.lower for token in place.analysis.tokens if token.end <= place.start}
    found: list[Match] = []
    for cue in cues():
        if cue.reach == "near" and not cue.words.isdisjoint(lowers):
            match = cue.pattern.search(head)
            if match is not None:
                found.append(Match(cue, offset + match.start(), offset + match.end()))
    return found


def _judge_near(place: Place, found: list[Match]) -> StanceJudgement | None:
    near = _near_matches(place)
    surface = place.surface.lower()
    if not near and surface.startswith("since "):
        return StanceJudgement(Stance.ONGOING, place.surface[:5], place.start)
    for match in near:
        cue = match.cue
        assert cue is not None
        if cue.name == "ahead-of" and place.direction is Direction.PAST:
            continue
        if any(other.cue and other.cue.stance is Stance.CANCELLED for other in found):
            continue
        return StanceJudgement(
            cue.stance, place.sentence[match.start : match.end].strip(), match.start
        )
    return None


def _judge_governed(place: Place, found: list[Match], reported: bool) -> StanceJudgement:
    """The stance by the verb that governs the expression: the last before it, else the first."""
    chosen = _governor(place, found)
    judged = StanceJudgement(Stance.HAPPENED)
    if chosen is not None and chosen.cue is not None:
        cue = chosen.cue
        words = place.sentence[chosen.start : chosen.end]
        ahead = reported or place.direction is Direction.FUTURE
        stance = cue.reported if ahead else cue.stance
        contradicted = place.says_past and stance in _LOOKING_AHEAD
        if stance in _LOOKING_AHEAD and _is_deed_of_asking(place, chosen):
            return StanceJudgement(Stance.HAPPENED)
        if not contradicted or _PAST_CUE.search(words):
            judged = StanceJudgement(stance, words, chosen.start)
    elif chosen is None and place.direction is Direction.PRESENT and _is_state(place):
        judged = StanceJudgement(Stance.ONGOING)
    if judged.stance in _FACTS and place.direction is Direction.FUTURE:
        judged = StanceJudgement(Stance.PLANNED, judged.cue, judged.cue_start)
    return judged


def _is_deed_of_asking(place: Place, match: Match) -> bool:
    """Whether a past day dates the promise or the order itself: "asked them on Monday to go"."""
    if match.cue is None or match.cue.name not in {"intend", "urge", "seek"}:
        return False
    first = place.sentence[match.start : match.end].split(" ", 1)[0]
    before = place.sentence[: match.start].split()[-2:]
    if place.direction is Direction.PAST and before[-1:] and before[-1] in _UNVEILED:
        return True  # "announced plans to cut routes on Tuesday"
    helped = any(word.lower() in _HELPERS for word in before)
    return (
        first.endswith("ed")
        and not helped
        and (place.direction is Direction.PAST or (place.fronted and match.start > place.start))
    )


def _governor(place: Place, found: list[Match]) -> Match | None:
    """The cue or past verb whose time the expression gives; None when there is none."""
    markers = [m for m in found if m.cue is None or m.cue.reach == "after"]
    bare = all(m.cue is not None and m.cue.headline for m in markers)
    if not bare or _has_finite(place):
        markers = [m for m in markers if m.cue is None or not m.cue.headline]
    before = [m for m in markers if m.end <= place.start]
    if before:
        between = place.sentence[before[-1].end : place.start]
        earlier = place.direction is Direction.PAST and _AFTER_DEED.search(between)
        return None if earlier else before[-1]
    after = [m for m in markers if m.start >= place.end]
    if after and (place.fronted or place.direction is not Direction.PAST):
        return after[0]
    return None


def _is_state(place: Place) -> bool:
    """Whether the clause says what is: "is in London", not "is killed"."""
    tokens = place.analysis.tokens_of(place.clause)
    for token, following in pairwise(tokens):
        if token.lower in {"is", "are"} and following.form is Form.NONE:
            return True
    return False


def _has_finite(place: Place) -> bool:
    return any(
        token.finite for clause in place.scope() for token in place.analysis.tokens_of(clause)
    )


def _reaches(place: Place, match: Match) -> bool:
    """Whether what follows a cue reaches the expression: ", accused of theft, left on" does not."""
    between = place.sentence[match.end : place.start]
    apposed = place.sentence[: match.start].rstrip().endswith(",")
    return match.end <= place.start and not (apposed and "," in between)


def _tinted(place: Place, found: list[Match], judged: StanceJudgement) -> StanceJudgement:
    """The stance under a word that colours the whole clause ("allegedly", "in case")."""
    for match in found:
        cue = match.cue
        if cue is None or cue.reach not in {"clause", "onward"}:
            continue
        if cue.reach == "onward" and not _reaches(place, match):
            continue
        if cue.stance is Stance.HYPOTHETICAL and match.start > place.start:
            continue
        words = place.sentence[match.start : match.end]
        if cue.stance is Stance.HYPOTHETICAL:
            return StanceJudgement(cue.stance, words, match.start)
        if judged.stance in _FACTS:
            return StanceJudgement(cue.stance, words, match.start)
        if judged.stance is Stance.PLANNED:
            return StanceJudgement(Stance.EXPECTED, words, match.start)
    return judged
