"""Tell the lines that say when a page was made from the sentences of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from timeline.grammar import load_rules, word_list

_WORD = re.compile(r"[^\W_]+")
_BYLINE = re.compile(r"\b[Bb](?:y|Y) (?:[A-ZÀ-Þ][\w.’'-]*(?:,? |$)(?:and )?){1,6}")
_LONGEST_ZONE = 4


def is_stamp(sentence: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence is no more than when it was published or updated, and perhaps by whom.

    ``spans`` are those of the times in it: "Story created: Aug 7, 2012 at 9:56 AM AKDT".
    """
    lowered = sentence.lower()
    if not any(word in lowered for word in _made()):
        return False
    rest: list[str] = []
    at = 0
    for start, end in sorted(spans):
        rest.append(sentence[at:start])
        at = max(at, end)
    rest.append(sentence[at:])
    words = _WORD.findall(_BYLINE.sub(" ", " | ".join(rest)))
    told = {word.lower() for word in words if not _is_figure_or_zone(word)}
    return told <= _made() | _beside() and not told.isdisjoint(_made())


def _is_figure_or_zone(word: str) -> bool:
    return word.isdigit() or (word.isupper() and len(word) <= _LONGEST_ZONE)


@cache
def _made() -> frozenset[str]:
    return frozenset(load_rules("events")["worth"]["stamped"].split())


@cache
def _beside() -> frozenset[str]:
    listed = frozenset(load_rules("events")["worth"]["beside_stamped"].split())
    return listed | word_list("weekday", "month")
