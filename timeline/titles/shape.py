"""Turn a title into what is wrong with its shape: cut, run together, or pointing out of itself."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from timeline.grammar import load_rules, tokenise, word_list
from timeline.late import late
from timeline.titles.faults import LIGHT, faults, said_words
from timeline.titles.grounds import CUT, OWN_WORDS, RUN_IN, UNKNOWN, UNREADABLE

_RUN_IN = re.compile(r"(?<=[a-z]) (?:[A-Z][a-z]*) (?=[a-z])")
_SHOUTED = re.compile(r"^(?:[A-Z][A-Z’'-]{3,},? ){2,}|\b[A-Z]{4,} [A-Z]{4,} [A-Z]{4,}")
_MARKS = re.compile(r"[^\w\s’'-]| [-–—] ")
_LONGEST_BREATH = 60
"""Words that no sentence of news has without a mark between them; lists without stops do."""
_LEFT_DASH = re.compile(r" [-–—] (?!\w.* [-–—] )")
_LETTERS = re.compile(r"\W")
_DESCRIBED = re.compile(r"^[^,]*, (?:\w+ )?\w+ed$")
"""A noun that is only described: "A cook, long retired"."""


def shape(  # noqa: PLR0911 - a ladder: one rung for each fault
    title: str, quote: str
) -> str:
    """A title and the sentence it was made from to what is wrong with its shape; "" for nothing."""
    if "…" in title or "..." in title:
        return CUT
    if "“" in title and title.endswith("”") and (title.startswith("“") or ": “" in title):
        return OWN_WORDS
    if faults(title) > LIGHT:
        return UNREADABLE
    breath = max(_MARKS.split(quote), key=len)
    if _SHOUTED.search(title) or _runs_in(title) or len(breath.split()) > _LONGEST_BREATH:
        return RUN_IN
    if _LEFT_DASH.search(title):
        return CUT
    if _holds("times", title):  # words that only mean a time on the day they were written
        return CUT
    if _is_spliced(title):
        return RUN_IN
    last = title.rsplit(" ", 1)[-1].lower()
    points = _holds("dangling", title) or _LETTERS.split(last)[-1] in sound_words("dangling_ends")
    if points:
        return UNKNOWN
    if _has_loose_object(title) or _is_of_nobody(title):
        return UNKNOWN
    if (last in word_list("number") and last not in sound_words("large")) or _pattern(
        "fronted"
    ).search(title):
        return CUT
    if _holds("broken", _without_passives(title)):
        return UNREADABLE
    if _shells().search(title):
        return UNKNOWN
    if _DESCRIBED.search(title):
        return UNREADABLE
    return ""


@cache
def sound_words(*names: str) -> frozenset[str]:
    """The words of lists of ``[sound]`` in ``rules/events.toml``."""
    lists = load_rules("events")["sound"]
    return frozenset(word for name in names for word in str(lists[name]).split())


def _runs_in(title: str) -> bool:
    """Whether a little word with a capital stands behind a plain one."""
    for match in _RUN_IN.finditer(title):
        word = match[0].strip().lower()
        before = title[: match.start()].rsplit(" ", 1)[-1].lower()
        if (
            word in word_list("caption_end", "determiner")
            and before not in word_list("preposition", "determiner")
            and before not in {"says", "say", "said", "that"}
        ):
            return True
    return False


def _has_loose_object(title: str) -> bool:
    """Whether "it" or "them" is the object of a verb: what it is stands outside the title."""
    return any(
        token.lower in {"it", "them", "him"} and before.lower not in _opens_clause()
        for before, token in pairwise(tokenise(title))
    )


@cache
def _opens_clause() -> frozenset[str]:
    """What stands before the subject of a clause."""
    opens = word_list("subordinator", "conjunction", "relative")
    return opens | said_words() | {"that", "if", ",", ";", "“"}


def _is_of_nobody(title: str) -> bool:
    """Whether "his" or "her" stands where nobody was named: "Doctors wanted to cut off his leg"."""
    tokens = [token for token in tokenise(title) if token.is_word]
    verb = next((i for i, token in enumerate(tokens) if token.finite), len(tokens))
    if any(
        token.lower in {"its", "their"} and not any(t.is_capital for t in tokens[1:at])
        for at, token in enumerate(tokens[:verb])
    ):
        return True
    at = next((i for i, token in enumerate(tokens) if token.lower in {"his", "her"}), 0)
    if not at or any(token.is_capital for token in tokens[1:at]):
        return False
    return tokens[0].lower.endswith("s") and not tokens[0].is_possessive


def _is_spliced(title: str) -> bool:
    """Whether two sentences are joined by a comma alone: "The sun rises, the teams go home"."""
    if ", " not in title:
        return False
    parts = [tokenise(part) for part in title.split(", ")]
    acts = [any(token.finite for token in part) for part in parts]
    opens = word_list("determiner") - {"which", "that"}
    return any(
        acts[at] and any(acts[:at]) and parts[at][0].lower in opens
        for at in range(1, len(parts))
        if parts[at]
    ) and not any(token.lower in word_list("subordinator") for token in parts[0])


def _without_passives(title: str) -> str:
    """Without "was held": behind it nothing is missing."""
    return _pattern("passive").sub(" ", title)


@cache
def _shells() -> re.Pattern[str]:
    """What stands for something told before: "the comments", and not what they were."""
    listed = "|".join(sorted(sound_words("shells")))
    return re.compile(
        rf"\b(?:the|this|that|these|those) (?:{listed})\b(?! (?:of|that|about))", re.IGNORECASE
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """What is looked for in a title, by its name in ``[sound]``."""
    return re.compile("|".join(load_rules("events")["sound"][name]))


def _holds(name: str, title: str) -> bool:
    """Whether one of the patterns stands in a title that are tried where what they need does."""
    lowered = title.lower()
    return any(
        (not needs or any(need in lowered for need in needs)) and pattern.search(title) is not None
        for needs, pattern in _needing(name)
    )


@cache
def _needing(name: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    flags = re.NOFLAG if name == "broken" else re.IGNORECASE
    return tuple(
        (tuple(each.get("needs", ())), late(each["pattern"], flags))
        for each in load_rules("events")["sound"][name]
    )
