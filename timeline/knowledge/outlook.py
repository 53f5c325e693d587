"""A text and the place of a name to whether its sentence looks ahead to what is named, or back."""

from __future__ import annotations

import re
from functools import cache

from timeline.knowledge.wording import either

_BEFORE = 80
_AFTER = 40
"""How far, in characters, a word that tells the direction may stand before the name, and after."""
_SENTENCE_END = re.compile(r"[a-z0-9)\"”']{2}[.!?][\"”']?\s+(?=[A-Z\"“])|[\n;]")


def looks_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the sentence of ``text[start:end]`` looks ahead ("will hold the"), or back to it.

    None where no word near tells, or some tell this and some that.
    """
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE_END.split(text[max(start, end - 2) : end + _AFTER])[0]
    ahead = _told("looks_ahead", before, after) or _leads_to("leads_ahead", before)
    back = (
        _told("looks_back", before, after)
        or _told("follows_back", after)
        or _leads_to("leads_back", before)
    )
    return None if ahead == back else ahead


def _told(name: str, *parts: str) -> bool:
    return any(map(_any_of(name).search, parts))


def _leads_to(name: str, before: str) -> bool:
    return _right_before(name).search(before) is not None


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(name)})\b", re.IGNORECASE)


@cache
def _right_before(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{either(name)})\s+(?:(?:{either('definite')}|{either('own')})\s+)?$", re.IGNORECASE
    )
