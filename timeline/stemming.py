"""A word to its stem, by which its forms are held for one."""

from __future__ import annotations

from functools import cache

_LEAST_WORD = 3
_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
)


@cache
def stem(word: str) -> str:
    """A word to its stem, lightly: plural, past and -ing endings go; three letters stay."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace(".", "")
    for ending, put in _ENDINGS:
        if ending in {"es", "s"} and word.endswith(("ss", "us", "is")):
            break
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_WORD:
            word = word[: len(word) - len(ending)] + put
            if len(word) > _LEAST_WORD and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > _LEAST_WORD else word
