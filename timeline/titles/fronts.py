"""Turn a sentence into what stands in front of it: an entry's hour, who speaks in a transcript."""

from __future__ import annotations

import re
from functools import cache

from timeline.grammar import load_rules


def stamp_end(sentence: str) -> int:
    """Where the hour of a live report's entry in front of a sentence ends; 0 without one."""
    mark = _pattern("mark").match(sentence)
    at = 0 if mark is None else mark.end()
    found = _pattern("stamp").match(sentence, at)
    return found.end() if found is not None else 0


def speaker_of(sentence: str) -> str:
    """Who speaks, as a transcript labels it ("LUNT: ..."); "" where it labels nobody."""
    found = _pattern("speaker").match(sentence, stamp_end(sentence))
    return found["name"].title() if found is not None else ""


def front_end(sentence: str) -> int:
    """Where what stands in front of a sentence ends; 0 where nothing does."""
    mark = _pattern("mark").match(sentence)
    end = stamp_end(sentence) or (0 if mark is None else mark.end())
    speaker = _pattern("speaker").match(sentence, end)
    return end if speaker is None else speaker.end()


def without_front(sentence: str) -> str:
    """A sentence with blanks for what stands in front of it, so that offsets stay."""
    end = front_end(sentence)
    return " " * end + sentence[end:] if end else sentence


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("events")["front"][name])
