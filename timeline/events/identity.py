"""Name an event by what it is told with, so that the name survives edits elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re

_LENGTH = 10


def event_id(document: str, sentence: str, surface: str) -> str:
    """A document's id, a sentence and the words of a date to an id of ten letters and digits.

    Only words count, so that it survives edits elsewhere in the text, new line breaks and
    other punctuation; the position in the text does not.
    """
    words = " ".join(re.findall(r"\w+", sentence.lower()))
    return digest(f"{document}\n{words}\n{' '.join(surface.lower().split())}")


def digest(text: str) -> str:
    """A text to ten letters and digits, by BLAKE2b (RFC 7693) in base 32."""
    raw = hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest()
    return base64.b32encode(raw).decode("ascii").lower()[:_LENGTH]
