"""A text and the place of a name to whether its sentence looks ahead to what is named, or back."""

from __future__ import annotations

import re
from functools import cache

from timeline.knowledge.wording import either

_BEFORE = 80
_AFTER = 40
"""How far, in characters, a word that tells the direction may stand before the name, and after."""
_SENTENCE_END = re.compile(r"[a-z)\"”']{2}[.!?][\"”']?\s+(?=[A-Z\"“])|[\n;]")


def looks_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the sentence of ``text[start:end]`` looks ahead ("will hold the"), or back to it.

    None where no word near tells, or some tell this and some that.
    """
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _AFTER])[0]
    ahead = _told(before, after, "looks_ahead", "leads_ahead")
    back = _told(before, after, "looks_back", "leads_back")
    return None if ahead == back else ahead


def _told(before: str, after: str, anywhere: str, leading: str) -> bool:
    """Whether a word stands near a name, or one that leads to it stands right before."""
    near = _any_of(anywhere)
    return (
        any(map(near.search, (before, after))) or _right_before(leading).search(before) is not None
    )


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(name)})\b", re.IGNORECASE)


@cache
def _right_before(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{either(name)})\s+(?:(?:{either('definite')}|{either('own')})\s+)?$", re.IGNORECASE
    )
