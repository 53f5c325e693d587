"""What happened on which day, as lines of text on disk, to the happenings a text speaks of.

A chronicle is one file a year, one line a happening::

    1995-01-17 200 Kobe is struck by an earthquake :: Kobe / Hanshin ; earthquake / quake

that is a day (or a month), the days after which the press speaks half as much of it, what
happened, and groups of words: a text speaks of it where one word of each group stands near the
others.  The first group holds whole words or phrases, the others beginnings of words; a word in
small letters matches in either case.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from timeline.errors import RulesError

NEAR = 200
"""How far, in characters, the words of a happening may stand from its first one."""
_LINE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))? (\d+) (.+?) :: (.+)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a day ordinal, or within ``days`` days from it.

    ``half_life`` is in days; ``leads`` and ``groups`` hold the words that tell it.
    """

    day: int
    days: int
    half_life: int
    label: str
    leads: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A happening a text speaks of, first at ``text[start:end]``."""

    happening: Happening
    start: int
    end: int


class Chronicle:
    """Happenings by their first words; looking up costs as much as the text is long."""

    def __init__(self, happenings: Iterable[Happening]) -> None:
        self.happenings = tuple(happenings)
        self._leads: dict[str, dict[str, list[int]]] = {}
        for row, happening in enumerate(self.happenings):
            for lead in happening.leads:
                first = _WORD.search(lead)
                if first is not None:
                    leads = self._leads.setdefault(first[0].lower(), {})
                    leads.setdefault(lead[first.start() :], []).append(row)

    def told_in(self, text: str) -> tuple[Told, ...]:
        """The happenings a text speaks of, each where it does so first, in order of the text."""
        text = text.replace("’", "'")
        words = _Words(text)
        found: dict[int, Told] = {}
        for start, end, rows in self._places(text, words.lowered):
            for row in rows:
                if row not in found and self._meant(row, words, start, end):
                    found[row] = Told(self.happenings[row], start, end)
        return tuple(found.values())

    def _places(self, text: str, lowered: str) -> Iterator[tuple[int, int, list[int]]]:
        for word in _WORD.finditer(text):
            for lead, rows in self._leads.get(lowered[word.start() : word.end()], {}).items():
                end = word.start() + len(lead)
                here = lowered if lead.islower() else text
                if here.startswith(lead, word.start()) and not text[end : end + 1].isalnum():
                    yield word.start(), end, rows

    def _meant(self, row: int, words: _Words, start: int, end: int) -> bool:
        return all(
            any(words.near(stem, start - NEAR, end + NEAR) for stem in group)
            for group in self.happenings[row].groups
        )


class _Words:
    """Where the beginnings of words that were asked for stand in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        lowered = text.lower()
        self.lowered = lowered if len(lowered) == len(text) else text
        self._starts: dict[str, list[int]] = {}

    def near(self, stem: str, low: int, high: int) -> bool:
        """Whether a word with this beginning starts in ``[low, high)``."""
        starts = self._starts.get(stem)
        if starts is None:
            starts = self._starts[stem] = list(self._find(stem))
        place = bisect_left(starts, low)
        return place < len(starts) and starts[place] < high

    def _find(self, stem: str) -> Iterator[int]:
        text = self.lowered if stem.islower() else self._text
        at = text.find(stem)
        while at >= 0:
            if at == 0 or not text[at - 1].isalnum():
                yield at
            at = text.find(stem, at + 1)


def read_chronicle(files: Iterable[Path]) -> Chronicle:
    """Read chronicle files; raises RulesError on a line that is none, naming it."""
    happenings: list[Happening] = []
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise RulesError(
                f"this chronicle cannot be read: {error}",
                file=str(path),
                remedy="Save it as UTF-8 text, or take it out of the knowledge folder.",
            ) from error
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                happenings.append(_happening(line, path, number))
    return Chronicle(happenings)


def _happening(line: str, path: Path, number: int) -> Happening:
    parts = _LINE.fullmatch(line.strip())
    if parts is None:
        raise _fault(
            "this line of a chronicle is not: date, days, what :: words", path, number, line
        )
    year, month, day, half_life, label, words = parts.groups()
    groups = [
        tuple(dict.fromkeys(word.strip() for word in group.split(" / ")))
        for group in words.split(" ; ")
    ]
    try:
        first = date(int(year), int(month), int(day or 1)).toordinal()
    except ValueError as error:
        raise _fault(f"there is no such day: {error}", path, number, line) from error
    if int(half_life) == 0 or not all(word for group in groups for word in group):
        raise _fault("days must be 1 or more, and no word empty", path, number, line)
    length = 1 if day else monthrange(int(year), int(month))[1]
    return Happening(first, length, int(half_life), label, groups[0], tuple(groups[1:]))


def _fault(message: str, path: Path, number: int, line: str) -> RulesError:
    return RulesError(
        message,
        file=str(path),
        line=number,
        shown=line,
        remedy="Write: 1995-01-17 200 Kobe is struck by an earthquake :: Kobe ; earthquake / quake",
    )
