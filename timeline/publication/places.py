"""Say where in its text a date stands: like one of publication, in a dateline, in a sentence."""

from __future__ import annotations

import re

from timeline.model import DATELINE, Document, Mention
from timeline.publication.metadata import dating_words

_HEAD_CHARACTERS = 150
_LINE_SHOWN = 120
"""How much of a line before a date can make it a dateline or a stamp."""
_TOLD = re.compile(r"[a-z]{2,} $")
"""A lower-case word just before a date: it is part of a sentence, told as "on May 19, 2021"."""

_CLOCK_FIRST = re.compile(r"\d{1,2}[:.]\d\d|\d{1,2} ?[ap]\.?m", re.IGNORECASE)
_GOES_ON = re.compile(r" [a-z]{2,} [a-z]")
"""Behind a date with a clock that stands in a sentence: "with a crew"."""
_NEAR, _SENTENCE = 8, 2
"""Words before such a date that are looked at, and how many small ones make a sentence."""


def place_of(document: Document, mention: Mention) -> str:
    """Where a date stands: "stamp", "dateline", "told" in a sentence, "head", "end" or "body"."""
    text = document.text
    reach = max(0, mention.start - _LINE_SHOWN)
    line_start = text.rfind("\n", reach, mention.start) + 1
    before = text[max(line_start, reach) : mention.start]
    after = text[mention.end : mention.end + 24].split("\n")[0]
    if mention.rule == DATELINE:
        return "dateline"
    stamp = _stamp(before, after)
    if stamp:
        return stamp
    if _TOLD.search(before):
        return "told"
    if mention.start < _HEAD_CHARACTERS:
        return "head"
    return "end" if mention.end > len(text) - 200 else "body"


def is_governed(text: str, mention: Mention) -> bool:
    """Whether a word that takes a date stands before a mention: "on 3 June 2011"."""
    words = text[max(0, mention.start - _LINE_SHOWN) : mention.start].lower().split()
    return bool(words) and words[-1] in dating_words()["governs_dates"]


def clocked_place(text: str, mention: Mention) -> str:
    """A date with a clock is a "stamp", but one "told" in "the ship left at 7.56am on Monday"."""
    line = text[max(0, mention.start - _LINE_SHOWN) : mention.start].rpartition("\n")[2]
    before, words = line.split(), dating_words()
    if before and before[-1].lower() in words["told_from"]:
        return "told"
    clock_first = _CLOCK_FIRST.match(mention.surface) is not None
    governed = (
        bool(before) and before[-1] == words["governs_clock" if clock_first else "governs_day"]
    )
    before = before[:-1]
    near = f" {' '.join(before[-_NEAR:]).lower()} "
    if not governed or any(f" {word} " in near for word in words["stamp_words"]):
        return "stamp"
    small = [word for word in before[-_NEAR:] if word.isalpha() and word.islower()]
    goes_on = _GOES_ON.match(text, mention.end) is not None
    runs_on = bool(small) and small[-1] == before[-1]
    return "told" if runs_on or len(small) + goes_on >= _SENTENCE else "stamp"


def _stamp(before: str, after: str) -> str:
    """A date beside "published" is "stamp named"; one that fills a line or has a clock "stamp"."""
    lowered = before.lower().rstrip(" :|-–")
    follows = after.lstrip(" ,|-–:at").lower()
    words = dating_words()
    if any(lowered.endswith(word) for word in words["stamp_words"]) or any(
        follows.startswith(word) for word in words["stamp_words_after"]
    ):
        return "stamp named"
    opener = before.strip(" |-–:•([").lower()
    alone = opener in ("", *words["line_openers"]) and (
        not after.strip(" )]-–—") or after.lstrip(" ,")[:1] in "|\n"
    )
    clock = follows[:2].rstrip(":").isdigit() and ":" in after
    return "stamp" if alone or clock else ""
