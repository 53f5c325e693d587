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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

from timeline.errors import RulesError

NEAR = 200
"""How far, in characters, the words of a happening may stand from its first one."""
_LINE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))? (\d+) (.+?) :: (.+)")
_WORD = re.compile(r"[^\W_]+")


_Group: TypeAlias = tuple[str, ...]
_Row: TypeAlias = tuple[int, tuple[_Group, ...]]


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
        leads: dict[str, dict[str, list[_Row]]] = {}
        for row, happening in enumerate(self.happenings):
            for lead in happening.leads:
                first = _WORD.search(lead)
                if first is not None:
                    spelled = leads.setdefault(first[0].lower(), {})
                    spelled.setdefault(lead[first.start() :], []).append((row, happening.groups))
        self._leads = {
            first: [(lead, lead.islower(), rows) for lead, rows in spelled.items()]
            for first, spelled in leads.items()
        }

    def told_in(self, text: str) -> tuple[Told, ...]:
        """The happenings a text speaks of, each where it does so first, in order of the text.

        Of those of one day the first counts: chronicles that overlap tell one thing twice.
        """
        text = text.replace("’", "'")
        words = _Words(text)
        found: dict[int, Told] = {}
        possible: dict[str, list[_Row]] = {}
        for start, end, lead, rows in self._places(text, words.lowered):
            if lead not in possible:
                possible[lead] = [row for row in rows if words.have(row[1])]
            for row, groups in possible[lead]:
                if row not in found and words.near(groups, start - NEAR, end + NEAR):
                    found[row] = Told(self.happenings[row], start, end)
        by_day: dict[int, Told] = {}
        for told in found.values():
            by_day.setdefault(told.happening.day, told)
        return tuple(by_day.values())

    def _places(self, text: str, lowered: str) -> Iterator[tuple[int, int, str, list[_Row]]]:
        leads = self._leads
        for word in _WORD.finditer(lowered):
            possible = leads.get(word[0])
            if possible is None:
                continue
            start = word.start()
            for lead, small, rows in possible:
                end = start + len(lead)
                here = lowered if small else text
                if here.startswith(lead, start) and not text[end : end + 1].isalnum():
                    yield start, end, lead, rows


class _Words:
    """Where the groups of words that were asked for stand in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        lowered = text.lower()
        self.lowered = lowered if len(lowered) == len(text) else text
        self._words = sorted(set(_WORD.findall(self.lowered)))
        self._starts: dict[str, list[int]] = {}

    def have(self, groups: tuple[_Group, ...]) -> bool:
        """Whether the text has, anywhere, a word of each group."""
        return all(any(map(self._starts_of, group)) for group in groups)

    def near(self, groups: tuple[_Group, ...], low: int, high: int) -> bool:
        """Whether of each group a word with one of its beginnings starts in ``[low, high)``."""
        for group in groups:
            for stem in group:
                starts = self._starts_of(stem)
                place = bisect_left(starts, low)
                if place < len(starts) and starts[place] < high:
                    break
            else:
                return False
        return True

    def _starts_of(self, stem: str) -> list[int]:
        starts = self._starts.get(stem)
        if starts is None:
            starts = self._starts[stem] = list(self._find(stem))
        return starts

    def _find(self, stem: str) -> Iterator[int]:
        first = _first_word(stem)
        place = bisect_left(self._words, first)
        if place == len(self._words) or not self._words[place].startswith(first):
            return
        text = self.lowered if stem.islower() else self._text
        at = text.find(stem)
        while at >= 0:
            if at == 0 or not text[at - 1].isalnum():
                yield at
            at = text.find(stem, at + 1)


@cache
def _first_word(stem: str) -> str:
    first = _WORD.search(stem.lower())
    return first[0] if first is not None else ""


def load_chronicle(folders: Sequence[Path] = ()) -> Chronicle:
    """The built-in chronicles, then the ``.txt`` files of the user's folders; raises RulesError."""
    files = sorted(
        [
            *(Path(__file__).parent / "happenings").glob("*.txt"),
            *(Path(__file__).parent / "news").glob("*.txt"),
        ]
    )
    for folder in folders:
        files += sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return read_chronicle(files)


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
