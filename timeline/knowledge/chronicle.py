"""What happened on which day, as lines of text on disk, to the happenings a text speaks of.

A chronicle has one line a happening::

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
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from timeline.errors import RulesError
from timeline.knowledge.wording import either, states

NEAR = 200
"""How far, in characters, the words of a happening may stand from its first one."""
_CLOSE = 80
"""How far, in characters, they stand where they are surely told of one thing."""
BESIDE = 250
"""How far from the words of a happening a "yesterday" or "on Friday" can be its day."""
_BESIDE_IN_PART = 120
"""How far its own weekday stands from a happening that is told in part."""
_GROUPS_TO_MISS_ONE = 2
"""Groups beside the leading one from which one may be missing."""
_MOST_PLACES = 8
"""Places of one leading word that are looked at: what a text is about, it says sooner."""
_LINE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))? (\d+) (.+?) :: (.+)")
_WORD = re.compile(r"[^\W_]+")
_BEGINNING = 5
"""Letters of a word by which the happenings a text cannot speak of are passed over."""


_Group: TypeAlias = tuple[str, ...]
_Row: TypeAlias = tuple[int, tuple[_Group, ...]]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a day ordinal, or within ``days`` days from it.

    ``half_life`` is in days; ``leads`` and ``groups`` hold the words that tell it.  ``leading``
    is whether it led the news: whether its chronicle is one of a year, and not of a theme.
    """

    day: int
    days: int
    half_life: int
    label: str
    leads: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    leading: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A happening a text speaks of, first at ``text[start:end]``.

    ``times`` is at how many places; ``close`` whether at one its words stand beside each other.
    ``whole`` is whether a word of each group stands there: of what a text tells beside its very
    weekday one group may be missing.  ``ahead`` is whether a word beside it
    looks ahead.
    """

    happening: Happening
    start: int
    end: int
    times: int = 1
    close: bool = True
    whole: bool = True
    ahead: bool = False


class WeekdayNamed(NamedTuple):
    """A weekday (0 is Monday) that a text names at ``text[start:end]``."""

    start: int
    end: int
    weekday: int


class Line(NamedTuple):
    """A line of a chronicle, not yet read, and where it stands."""

    words: str
    path: Path
    number: int


class Chronicle:
    """Happenings by their first words; looking up costs as much as the text is long.

    A line is read when a text first has one of its leading words: most never are.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = tuple(lines)
        self._read: dict[int, Happening] = {}
        self._beginnings: dict[int, tuple[frozenset[str], ...]] = {}
        self._weekdays: dict[int, int] = {}
        leads: dict[str, dict[str, dict[str, list[int]]]] = {}
        for row, line in enumerate(self._lines):
            for lead in line.words.partition(" :: ")[2].partition(" ; ")[0].split(" / "):
                words = _WORD.finditer(lead)
                first = next(words, None)
                if first is not None:
                    second = next(words, None)
                    follower = "" if second is None else second[0].lower()
                    spelled = leads.setdefault(first[0].lower(), {}).setdefault(follower, {})
                    spelled.setdefault(lead[first.start() :].rstrip(), []).append(row)
        self._leads = {
            first: {
                follower: [(lead, lead.islower(), rows) for lead, rows in spelled.items()]
                for follower, spelled in followers.items()
            }
            for first, followers in leads.items()
        }

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """Every happening; raises RulesError on the first line that tells none."""
        return tuple(map(self._happening, range(len(self._lines))))

    def _happening(self, row: int) -> Happening:
        happening = self._read.get(row)
        if happening is None:
            happening = self._read[row] = read_line(self._lines[row])
        return happening

    def _beginnings_of(self, row: int) -> tuple[frozenset[str], ...]:
        beginnings = self._beginnings.get(row)
        if beginnings is None:
            beginnings = self._beginnings[row] = tuple(
                frozenset(_first_word(stem)[:_BEGINNING] for stem in group)
                for group in self._happening(row).groups
            )
        return beginnings

    def told_in(self, text: str, weekdays: Sequence[WeekdayNamed] = ()) -> tuple[Told, ...]:
        """The happenings a text speaks of, each where it does so first, in order of the text.

        Of those of one day the first counts: chronicles that overlap tell one thing twice.  Beside
        one of ``weekdays`` also what happened on such a day and is told but for one group.
        """
        text = text.replace("’", "'")
        words = _Words(text)
        found: dict[int, Told] = {}
        partly: dict[int, Told] = {}
        possible: dict[str, list[_Row]] = {}
        places: Counter[str] = Counter()
        for start, end, lead, rows in self._places(text, words):
            places[lead] += 1
            if places[lead] > _MOST_PLACES:
                continue
            if lead not in possible:
                possible[lead] = [
                    (row, self._happening(row).groups)
                    for row in rows
                    if words.may_have(self._beginnings_of(row))
                ]
            for row, groups in possible[lead]:
                if words.near(groups, start - NEAR, end + NEAR):
                    close = words.near(groups, start - _CLOSE, end + _CLOSE)
                    one = found.get(row)
                    if one is None:
                        ahead = _ahead().search(text, max(0, start - _CLOSE), end + _CLOSE)
                        one = Told(
                            self._happening(row), start, end, 0, close=False, ahead=bool(ahead)
                        )
                    found[row] = replace(one, times=one.times + 1, close=one.close or close)
            beside = {
                each.weekday
                for each in weekdays
                if max(each.start - end, start - each.end) <= _BESIDE_IN_PART
            }
            if beside:
                for row in self._partly_told(rows, beside, words, start, end):
                    told = Told(self._happening(row), start, end, close=False, whole=False)
                    partly.setdefault(row, told)
        by_day: dict[int, Told] = {}
        for told in (*found.values(), *partly.values()):
            by_day.setdefault(told.happening.day, told)
        return tuple(by_day.values())

    def _partly_told(
        self, rows: Sequence[int], weekdays: Container[int], words: _Words, start: int, end: int
    ) -> Iterator[int]:
        """Of what happened on one of the weekdays, what is told at a place but for one group."""
        for row in rows:
            if self._weekday(row) not in weekdays:
                continue
            groups = self._happening(row).groups
            if len(groups) < _GROUPS_TO_MISS_ONE:
                continue
            near = [words.near((group,), start - NEAR, end + NEAR) for group in groups]
            if sum(near) == len(groups) - 1:
                yield row

    def _weekday(self, row: int) -> int:
        """The weekday of a happening, 0 on Monday; -1 where no day of it is known."""
        weekday = self._weekdays.get(row)
        if weekday is None:
            day = self._lines[row].words[:10]
            weekday = (
                -1 if day.endswith(" ") or day[7:8] != "-" else date.fromisoformat(day).weekday()
            )
            self._weekdays[row] = weekday
        return weekday

    def _places(self, text: str, words: _Words) -> Iterator[tuple[int, int, str, list[int]]]:
        """Where leading words stand, looked for by their first two words."""
        lowered, leads = words.lowered, self._leads
        followers = [*words.spoken[1:], ""]
        for place, first, follower in zip(words.places, words.spoken, followers, strict=False):
            possible = leads.get(first)
            if possible is None:
                continue
            start = place.start()
            followed = possible.get(follower, ()) if follower else ()
            for lead, small, rows in (*possible.get("", ()), *followed):
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
        self.places = tuple(_WORD.finditer(self.lowered))
        self.spoken = [place[0] for place in self.places]
        words = set(self.spoken)
        self._words = sorted(words)
        self._begin = {word[:size] for word in words for size in range(1, _BEGINNING + 1)}
        self._starts: dict[str, list[int]] = {}

    def may_have(self, groups: tuple[frozenset[str], ...]) -> bool:
        """Whether the text has, anywhere, a word with a beginning of each group's."""
        return not any(map(self._begin.isdisjoint, groups))

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
            if at == 0 or not (text[at - 1].isalnum() or _inside_number(text, at)):
                yield at
            at = text.find(stem, at + 1)


def _inside_number(text: str, at: int) -> bool:
    """Whether a place lies in a number: the 3 of "0.3 percent"."""
    return text[at].isdigit() and text[at - 1] in ".," and text[at - 2 : at - 1].isdigit()


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('ahead')})\b")


@cache
def _first_word(stem: str) -> str:
    first = _WORD.search(stem.lower())
    return first[0] if first is not None else ""


def load_chronicle(paths: Sequence[Path] = ()) -> Chronicle:
    """The built-in chronicles, then the user's, files and folders; raises RulesError."""
    shipped = sorted((Path(__file__).parent / "news").glob("*.txt"))
    own = [
        file
        for path in paths
        for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])
        if file.suffix == ".txt"
    ]
    read_chronicle(own)
    return Chronicle(_lines((*shipped, *own)))


def read_chronicle(files: Iterable[Path]) -> Chronicle:
    """Read chronicle files whole; raises RulesError on a line that is none, naming it."""
    chronicle = Chronicle(_lines(files))
    _ = chronicle.happenings
    return chronicle


def _lines(files: Iterable[Path]) -> Iterator[Line]:
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
            if line and not line.isspace() and not line.startswith("#"):
                yield Line(line, path, number)


def read_line(line: Line) -> Happening:
    """Read a line of a chronicle; raises RulesError, with its file and number, if it is none."""
    parts = _LINE.fullmatch(line.words.strip())
    if parts is None:
        raise _fault("this line of a chronicle is not: date, days, what :: words", line)
    year, month, day, half_life, label, words = parts.groups()
    groups = [
        tuple(dict.fromkeys(word.strip() for word in group.split(" / ")))
        for group in words.split(" ; ")
    ]
    try:
        first = date(int(year), int(month), int(day or 1)).toordinal()
    except ValueError as error:
        raise _fault(f"there is no such day: {error}", line) from error
    if int(half_life) == 0 or not all(word for group in groups for word in group):
        raise _fault("days must be 1 or more, and no word empty", line)
    length = 1 if day else monthrange(int(year), int(month))[1]
    leading = line.path.stem.isdigit()
    others = tuple(map(_with_metonyms, groups[1:]))
    return Happening(first, length, int(half_life), label, groups[0], others, leading)


def _with_metonyms(group: _Group) -> _Group:
    """A group in which a state is named also by its capital and its people."""
    known = states()
    more = [other for word in group for other in known.get(word, ())]
    return tuple(dict.fromkeys((*group, *more)))


def _fault(message: str, line: Line) -> RulesError:
    return RulesError(
        message,
        file=str(line.path),
        line=line.number,
        shown=line.words,
        remedy="Write: 1995-01-17 200 Kobe is struck by an earthquake :: Kobe ; earthquake / quake",
    )
