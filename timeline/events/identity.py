"""Name an event by what it is told with, so that the name survives edits elsewhere."""

from __future__ import annotations

import re

from timeline.digest import digest

_WORD = re.compile(r"\w+")


def event_id(document: str, sentence: str, surface: str) -> str:
    """A document's id, a sentence and the words of a date to an id of ten letters and digits.

    Only words count, so that it survives edits elsewhere in the text, new line breaks and
    other punctuation; the position in the text does not.
    """
    words = " ".join(_WORD.findall(sentence.lower()))
    return digest(f"{document}\n{words}\n{' '.join(surface.lower().split())}")
