"""A name that is not known to the known one it misspells by a letter."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.knowledge.wording import word_list

LONG_NAME = 7
"""Letters from which a name is told by all but one of them; shorter ones are too often others."""
_SAME_START = 4
"""Letters at the start of a name that are seldom wrong."""


class LongNames:
    """Known names, in small letters, to be found by how they are misspelled."""

    def __init__(self, names: Iterable[str]) -> None:
        self._starts: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= LONG_NAME:
                self._starts.setdefault(name[:_SAME_START], []).append(name)

    def meant_by(self, word: str) -> str | None:
        """The one known name that a word, in small letters, is a letter away from."""
        if len(word) < LONG_NAME - 1:
            return None
        names = self._starts.get(word[:_SAME_START])
        if names is None:
            return None
        alike = [
            name
            for name in names
            if -1 <= len(name) - len(word) <= 1 and _a_letter_away(word, name)
        ]
        return alike[0] if len(alike) == 1 else None


def _a_letter_away(word: str, name: str) -> bool:
    """Whether a letter is missing, wrong, one too many, or changed about with the next one.

    "Koreans" is no misspelled "Korean": one of the two may have an ending.
    """
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    shorter, longer = (word, name) if len(word) <= len(name) else (name, word)
    if longer[:-1] == shorter and longer[-1] in word_list("name_endings"):
        return False
    at = _SAME_START if word[:_SAME_START] == name[:_SAME_START] else 0
    while at < len(shorter) and shorter[at] == longer[at]:
        at += 1
    rest, other = shorter[at:], longer[at:]
    if len(rest) < len(other):
        return rest == other[1:]
    return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
