"""Tell from the verbs about a time expression whether it looks back or ahead."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.lexicon import Lexicon
from timeline.model import Direction
from timeline.patterns import Value
from timeline.tokens import Tokens

_REACH = 45
"""How many tokens away a verb may stand; sentences of news run to about that."""
_GOVERNED = 5
"""How many tokens before an infinitive its governor stands: "asked the two sides to"."""
_RANKED = 8
"""How many tokens before an infinitive its rank stands: "the first five of the ships to"."""
_BARE = 4
"""How many tokens before a bare infinitive its governor stands: "let the talks begin"."""

_PHRASES = ("no_cue", "month", "cue_phrase")
"""The lists whose entries may have several words."""
_NAMES = {
    "past": Direction.PAST,
    "future": Direction.FUTURE,
    "present": Direction.PRESENT,
}


def read_direction(
    tokens: Tokens, first: int, last: int, sentence: tuple[int, int], lexicon: Lexicon
) -> tuple[Direction, str]:
    """The direction of the expression in tokens ``first``-``last``, and the words that show it.

    The nearest verb or cue before the expression decides, else the nearest one after it,
    within the sentence, a span of the text.  Words that touch the expression go before both:
    "is on Monday", "Monday's deadline".  Cues are the lists of ``rules/<language>/direction.toml``;
    a verb in -ed counts as past unless ``not_past`` lists it.
    """
    if tokens.lowers[last + 1 : last + 2] == [":"] and any(tokens.capitals[last + 2 : last + 3]):
        return Direction.UNKNOWN, ""  # an entry of a chronology, where all is told in the present
    reader = _Reader(tokens, lexicon.lists, lexicon.ends(_PHRASES))
    floor = first
    while floor > 0 and first - floor < _REACH and tokens.starts[floor - 1] >= sentence[0]:
        floor -= 1
    touching = reader.touching(first, last, floor)
    if touching is not None:
        return touching
    for at in range(first - 1, floor - 1, -1):
        judged = reader.at(at, floor, first)
        if judged is not None:
            return reader.put_off(judged, at, first)
    ceiling = last + 1
    while (
        ceiling < len(tokens.lowers)
        and ceiling - last < _REACH
        and tokens.starts[ceiling] < sentence[1]
    ):
        ceiling += 1
    for at in range(last + 1, ceiling):
        judged = reader.at(at, last + 1, ceiling, after=True)
        if judged is not None:
            return judged
    return Direction.UNKNOWN, ""


class _Reader:
    """Looks at one token at a time with the cue lists of a language."""

    def __init__(
        self, tokens: Tokens, lists: Mapping[str, Mapping[str, Value]], ends: frozenset[str]
    ) -> None:
        self.lowers = tokens.lowers
        self.capitals = tokens.capitals
        self.phrases = lists.get("cue_phrase", {})
        self.months = lists.get("month", {})
        self.which = lists.get("which", {})
        self.past = lists.get("past_form", {})
        self.passive = lists.get("passive_opener", {})
        self.present_passive = lists.get("present_passive", {})
        self.not_past = lists.get("not_past", {})
        self.governors = lists.get("to_governor", {})
        self.no_verb = lists.get("not_verb", {})
        self.ahead = lists.get("to_ahead", {})
        self.ranks = lists.get("to_rank", {})
        self.before_it = lists.get("cue_before", {})
        self.after_it = lists.get("cue_after", {})
        self.only_before = lists.get("cue_only_before", {})
        self.silent = lists.get("no_cue", {})
        self.plain = lists.get("present_form", {})
        self.bare = lists.get("bare_governor", {})
        self.no_present = lists.get("not_present", {})
        self.reports = lists.get("to_report", {})
        self.perfect = lists.get("perfect_modal", {})
        self.same_form = lists.get("same_form", {})
        self.determiners = lists.get("determiner", {})
        self.prepositions = lists.get("before_participle", {})
        self.deadline = lists.get("deadline_verb", {})
        self.deadline_joint = lists.get("deadline_joint", {})
        self.ends = ends

    def touching(self, first: int, last: int, floor: int) -> tuple[Direction, str] | None:
        """What the words next to the expression in tokens ``first``-``last`` say."""
        for length in (3, 2, 1):
            words = " ".join(self.lowers[max(floor, first - length) : first])
            name = self.before_it.get(words)
            if isinstance(name, str):
                return _NAMES[name], words
        at = last + 1
        at += self.lowers[at : at + 1] == ["'s"]
        name = self.after_it.get(" ".join(self.lowers[at : at + 1]))
        return (_NAMES[name], self.lowers[at]) if isinstance(name, str) else None

    def put_off(self, judged: tuple[Direction, str], at: int, first: int) -> tuple[Direction, str]:
        """Ahead where a past verb set a time for later: "gave them until Monday"."""
        joint = self.deadline_joint.get(self.lowers[first - 1]) if first - 1 > at else None
        if judged[0] is not Direction.PAST or joint is None:
            return judged
        for word in self.lowers[at:first]:
            if self.deadline.get(word) in ("any", joint):
                return Direction.FUTURE, f"{word} {self.lowers[first - 1]}"
        return judged

    def at(
        self, index: int, floor: int, ceiling: int, *, after: bool = False
    ) -> tuple[Direction, str] | None:
        """What the cue that ends at ``index`` says; None when there is none.

        ``after`` the expression a purpose says nothing of it: "agreed in June to buy".
        """
        before = self.lowers[index - 1] if index > floor else ""
        lower = self.lowers[index]
        regular = len(lower) > 4 and lower.endswith("ed") and lower not in self.not_past
        told = regular or lower in self.past or self.phrases.get(lower) == "past"
        if told and before in self.present_passive and not after:
            return Direction.FUTURE, f"{before} {lower}"
        if lower in self.perfect and self._is_perfect(index):
            return Direction.PAST, f"{lower} have"
        if told and (
            self._is_of_name(index, floor, ceiling)
            or (not after and self._is_no_past(index, before, floor))
        ):
            return None
        first = max(index - 2, floor) if lower in self.ends else index
        for begin in range(first, index + 1):
            words = lower if begin == index else " ".join(self.lowers[begin : index + 1])
            if words in self.silent or (words in self.months and self.capitals[index]):
                return None
            name = self.phrases.get(words)
            if isinstance(name, str) and not (after and words in self.only_before):
                return _NAMES[name], words
        if lower == "to" and index + 1 < ceiling and self.lowers[index + 1] not in self.no_verb:
            return None if after else self._infinitive(index, floor)
        if regular or (lower in self.past and self._opens_no_time(index)):
            return Direction.PAST, lower
        if lower in self.plain and self._is_present(index, before):
            return Direction.FUTURE, lower
        return None

    def _opens_no_time(self, index: int) -> bool:
        """Whether "late" is a cue, and not part of a time: "in late June or early July"."""
        following = "".join(self.lowers[index + 1 : index + 2])
        return following not in self.months and following not in self.which

    def _is_of_name(self, index: int, floor: int, ceiling: int) -> bool:
        """Whether a past form is a word of a name, "the Ever Given", in a sentence without them."""
        if index == floor or not (self.capitals[index] and self.capitals[index - 1]):
            return False
        capitals = self.capitals[floor:ceiling]
        return 2 * sum(capitals) < len(capitals)

    def _is_perfect(self, index: int) -> bool:
        """Whether "may" tells of the past: "may have sunk", and not "may have a talk"."""
        have, verb, *_ = (*self.lowers[index + 1 : index + 3], "", "")
        return have == "have" and (verb in self.past or self._told(verb))

    def _told(self, lower: str) -> bool:
        return self.phrases.get(lower) == "past" or self._regular_past(lower)

    def _is_no_past(self, index: int, before: str, floor: int) -> bool:
        """Whether a past form has no time of its own: "be sent", "its widened", "and cut"."""
        lower = self.lowers[index]
        if before.endswith("ly") and index - 1 > floor:
            before = self.lowers[index - 2]
        if before in self.passive or (lower in self.same_form and before in self.no_present):
            return True
        opened = before in self.determiners or before in self.prepositions
        return opened and lower not in self.phrases and self._regular_past(lower)

    def _is_present(self, index: int, before: str) -> bool:
        """Whether a form like "begin" is the simple present, no noun and no infinitive."""
        governed = any(word in self.bare for word in self.lowers[max(0, index - _BARE) : index])
        if before == "that" and self.lowers[index].endswith("s"):
            before = ""  # a relative: "a pact that expires in July"
        return before not in self.no_present and not governed and not self.capitals[index]

    def _infinitive(self, index: int, floor: int) -> tuple[Direction, str] | None:
        """Ahead for "plans to meet" and a bare "to meet"; else what the verb before it says.

        A purpose lies no further ahead than its verb: "flew to Oslo to sign it on Monday".
        """
        following = self.lowers[index + 1]
        if self.capitals[index + 1] or not following.isalpha() or following.endswith("ing"):
            return None
        if self.lowers[index - 1] in self.governors:
            return None
        if following in self.reports and self.lowers[index + 2 : index + 3] == ["that"]:
            return None  # "sorry to report that"
        if following in self.passive:
            return Direction.FUTURE, f"to {following}"
        near = self.lowers[max(floor, index - _RANKED) : index]
        ranked = any(word in self.ranks for word in near)
        governors = near[-1:] if ranked else near[-_GOVERNED:]
        for governor in reversed(governors):
            if governor in self.ahead:
                return Direction.FUTURE, f"{governor} to {following}"
        if ranked:
            return None
        for at in range(index - 1, floor - 1, -1):
            if self.lowers[at] in self.past or self._regular_past(self.lowers[at]):
                return None
            if self.phrases.get(self.lowers[at]) is not None:
                return None
        return Direction.FUTURE, f"to {following}"

    def _regular_past(self, lower: str) -> bool:
        return len(lower) > 4 and lower.endswith("ed") and lower not in self.not_past
