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
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from timeline.errors import RulesError
from timeline.knowledge.misspelled import LongNames
from timeline.knowledge.stems import BEGINNING, WORD, Group, Words, first_word
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
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_WORDS, _GROUP, _WORD = " :: ", " ; ", " / "
"""What stands before the groups of words of a line, between them, and between their words."""
_LINE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))? (\d+) (.+?) :: (.+)")


_Leads: TypeAlias = dict[str, list[tuple[str, bool, list[int]]]]
_Row: TypeAlias = tuple[int, tuple[Group, ...]]


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
    weekday one group may be missing.  ``ahead`` is whether its sentence
    says that it is about to be.
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
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._leads: dict[str, _Leads] = {}
        self._long_names: LongNames | None = None
        for row, line in enumerate(self._lines):
            for lead in _leads_of(line):
                self._rows[_first(lead)].append(row)

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
        """How a word of each group may begin, found without reading the whole line."""
        beginnings = self._beginnings.get(row)
        if beginnings is None:
            groups = self._lines[row].words.partition(_WORDS)[2].split(_GROUP)[1:]
            beginnings = self._beginnings[row] = tuple(
                frozenset(
                    first_word(stem)[:BEGINNING] for stem in _with_metonyms(group.split(_WORD))
                )
                for group in groups
            )
        return beginnings

    def _leads_at(self, first: str) -> _Leads:
        """The leading words that begin with a word: by the next, as spelled, with their rows."""
        leads = self._leads.get(first)
        if leads is None:
            spelled: dict[str, dict[str, list[int]]] = {}
            for row in dict.fromkeys(self._rows[first]):
                for lead in _leads_of(self._lines[row]):
                    if _first(lead) == first:
                        start, follower = _second(lead)
                        rows = spelled.setdefault(follower, {})
                        rows.setdefault(lead[start:].rstrip(), []).append(row)
            leads = self._leads[first] = {
                follower: [(lead, lead.islower(), rows) for lead, rows in found.items()]
                for follower, found in spelled.items()
            }
        return leads

    def told_in(self, text: str, weekdays: Sequence[WeekdayNamed] = ()) -> tuple[Told, ...]:
        """The happenings a text speaks of, each where it does so first, in order of the text.

        Of those of one day the first counts: chronicles that overlap tell one thing twice.  Beside
        one of ``weekdays`` also what happened on such a day and is told but for one group.
        """
        text = text.replace("’", "'")
        words = Words(text)
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
                    if not words.lacks(self._beginnings_of(row))
                ]
            for row, groups in possible[lead]:
                if words.near(groups, start - NEAR, end + NEAR):
                    close = words.near(groups, start - _CLOSE, end + _CLOSE)
                    one = found.get(row)
                    if one is None:
                        ahead = _is_expected(text, start, end)
                        one = Told(self._happening(row), start, end, 0, close=False, ahead=ahead)
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
        self, rows: Sequence[int], weekdays: Container[int], words: Words, start: int, end: int
    ) -> Iterator[int]:
        """Of what happened on one of the weekdays, what is told at a place but for one group."""
        for row in rows:
            if self._weekday(row) not in weekdays or words.lacks(self._beginnings_of(row)) > 1:
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

    def _misspelled(self, text: str, words: Words) -> dict[str, str]:
        """The names of a text that no chronicle has, and what leading name each may stand for."""
        if self._long_names is None:
            self._long_names = LongNames(self._rows)
        return {
            word: name
            for word in words.distinct - self._rows.keys()
            if (name := self._long_names.meant_by(word)) and words.is_name(word, text)
        }

    def _misspelled_at(
        self, start: int, word: str, name: str
    ) -> Iterator[tuple[int, int, str, list[int]]]:
        """What a name leads to by itself, at the place of a word that misspells it."""
        for lead, small, rows in self._leads_at(name).get("", ()):
            if not small:
                yield start, start + len(word), lead, rows

    def _places(self, text: str, words: Words) -> Iterator[tuple[int, int, str, list[int]]]:
        """Where leading words stand, looked for by their first two words."""
        lowered, spoken = words.lowered, words.spoken
        known = words.distinct & self._rows.keys()
        meant = self._misspelled(text, words)
        for at in [at for at, word in enumerate(spoken) if word in known or word in meant]:
            start = words.starts[at]
            if spoken[at] in meant:
                yield from self._misspelled_at(start, spoken[at], meant[spoken[at]])
                continue
            possible = self._leads_at(spoken[at])
            follower = spoken[at + 1] if at + 1 < len(spoken) else ""
            followed = possible.get(follower, ()) if follower else ()
            for lead, small, rows in (*possible.get("", ()), *followed):
                end = start + len(lead)
                here = lowered if small else text
                if here.startswith(lead, start) and not text[end : end + 1].isalnum():
                    yield start, end, lead, rows


def _is_expected(text: str, start: int, end: int) -> bool:
    """Whether the sentence says, close to a place in it, that something is about to be."""
    before = _SENTENCE_END.split(text[max(0, start - _CLOSE) : start])[-1]
    after = _SENTENCE_END.split(text[start : end + _CLOSE])[0]
    return _ahead().search(before + after) is not None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('ahead')})\b")


def _leads_of(line: Line) -> list[str]:
    return line.words.partition(_WORDS)[2].partition(_GROUP)[0].split(_WORD)


def _first(lead: str) -> str:
    """The first word of a leading phrase, in small letters; a space, which no word is, for none."""
    first = lead.partition(" ")[0]
    return first.lower() if first.isalnum() else first_word(lead) or " "


def _second(lead: str) -> tuple[int, str]:
    """Where the first word of a leading phrase starts, and the second in small letters."""
    words = WORD.finditer(lead)
    first, second = next(words), next(words, None)
    return first.start(), "" if second is None else second[0].lower()


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
        tuple(dict.fromkeys(word.strip() for word in group.split(_WORD)))
        for group in words.split(_GROUP)
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


def _with_metonyms(group: Sequence[str]) -> Group:
    """A group in which a state is named also by its capital and its people."""
    known = states()
    more = [other for word in group for other in known.get(word.strip(), ())]
    return tuple(dict.fromkeys((*group, *more)))


def _fault(message: str, line: Line) -> RulesError:
    return RulesError(
        message,
        file=str(line.path),
        line=line.number,
        shown=line.words,
        remedy="Write: 1995-01-17 200 Kobe is struck by an earthquake :: Kobe ; earthquake / quake",
    )
