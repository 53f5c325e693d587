"""A text to a short name that is the same on every machine and in every build."""

from __future__ import annotations

import base64
import hashlib

_LENGTH = 10


def digest(text: str) -> str:
    """A text to ten letters and digits, by BLAKE2b (RFC 7693) in base 32."""
    raw = hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest()
    return base64.b32encode(raw).decode("ascii").lower()[:_LENGTH]
