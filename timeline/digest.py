"""A text to a short name that is the same on every machine and in every build."""

from __future__ import annotations

import hashlib

_LENGTH = 10
_BITS = 64
_SHIFTS = range(_BITS - 5, _BITS - 5 - 5 * _LENGTH, -5)
"""How far to the right each letter's five bits stand: the encoding of RFC 4648, cut short."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def digest(text: str) -> str:
    """A text to ten letters and digits, by BLAKE2b (RFC 7693) in base 32."""
    raw = hashlib.blake2b(text.encode("utf-8"), digest_size=_BITS // 8).digest()
    number = int.from_bytes(raw)
    return "".join([_ALPHABET[number >> shift & 31] for shift in _SHIFTS])
