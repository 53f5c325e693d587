"""Knowledge packs, as TOML on disk, to checked facts; every fault names file, line and fact.

A pack has ``schema_version = 1``, a ``[pack]`` table (name, about, chosen, source, licence, as_of,
and optionally kind, the kind of facts that state none), ``[places]`` and ``[[seat]]`` tables for
offices, and ``[[fact]]`` tables.  The format is told in full in ``docs/formats.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from timeline.errors import RulesError
from timeline.knowledge.vocabulary import (
    AGREEMENT,
    EVENT,
    KINDS,
    OFFICE,
    SERIES,
    Edition,
    Fact,
    Place,
    Seat,
    Term,
)
from timeline.toml import NotToml, read_toml

SCHEMA_VERSION = 1
HALF_LIVES = {OFFICE: 700.0, EVENT: 365.0, SERIES: 365.0, AGREEMENT: 3650.0}
"""How soon the press speaks half as much of a fact, in days, where its pack does not say.
Offices: how fast "the X administration" fades once it is over."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_EDITION = re.compile(
    r"(?:(?P<number>\d+)|-) (?:(?P<place>\D.*?) )??(?P<start>\d{4}[-\d]*)"
    r"(?: to (?P<end>\d{4}[-\d]*))?(?:, of (?P<year>\d{4}))?"
)
"""An edition on a line: "8 Lisbon 2014-09-18 to 2014-09-19"."""
_PACK_KEYS = {"name", "about", "chosen", "source", "licence", "as_of", "kind"}
_SEAT_KEYS = {"id", "office", "titles", "place", "strict", "single", "eras"}
_EDITION_KEYS = {"number", "year", "place", "start", "end"}
_FACT_KEYS = {
    "id",
    "kind",
    "label",
    "names",
    "start",
    "end",
    "date",
    "terms",
    "source",
    "half_life_days",
    "said_from",
    "seat",
    "titles",
    "places",
    "edition",
    "parties",
}


@dataclass(slots=True)
class Packs:
    """Facts, seats and places gathered so far; a later file replaces facts of the same id."""

    facts: dict[str, Fact] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def read_packs(files: Iterable[Path]) -> Packs:
    """Read pack files in order; raises RulesError on a file that cannot be read or is wrong.

    A fact, seat or place of an earlier file may be replaced by a later one of the same id, so
    that users correct ours; the same id twice in one file is an error.
    """
    packs = Packs()
    for path in files:
        _Reader(path, _read(path), packs).read()
    return packs


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(
            f"this knowledge pack cannot be read: {error}",
            file=str(path),
            remedy="Save it as UTF-8 text, or take it out of the knowledge folder.",
        ) from error


@dataclass(slots=True)
class _Reader:
    path: Path
    text: str
    packs: Packs
    pack: Mapping[str, Any] = field(default_factory=dict)
    as_of: int | None = None
    seen: set[str] = field(default_factory=set)

    def read(self) -> None:
        try:
            table = read_toml(self.text)
        except NotToml as error:
            line = re.search(r"at line (\d+)", str(error))
            number = int(line[1]) if line else None
            shown = self.text.splitlines()[number - 1] if number else ""
            raise RulesError(
                f"this knowledge pack is not valid TOML: {error}",
                file=str(self.path),
                line=number,
                shown=shown,
                remedy="Compare the line with the packs that come with timeline.",
            ) from error
        if table.get("schema_version") != SCHEMA_VERSION:
            raise self.fault(
                f"schema_version must be {SCHEMA_VERSION}",
                remedy=f"Write `schema_version = {SCHEMA_VERSION}` on the first line.",
            )
        self.pack = table.get("pack", {})
        self._only(self.pack, _PACK_KEYS, "[pack]")
        if "name" not in self.pack:
            raise self.fault("the [pack] table must have a name")
        if "as_of" in self.pack:
            self.as_of = self._day(self.pack["as_of"], "as_of", "[pack]")[1]
        for place_id, names in table.get("places", {}).items():
            self.packs.places[place_id] = Place(place_id, self._words(names, place_id, "places"))
        for seat in table.get("seat", ()):
            self._seat(seat)
        for fact in table.get("fact", ()):
            self._fact(fact)

    def _seat(self, table: Mapping[str, Any]) -> None:
        seat_id = self._id(table)
        self._only(table, _SEAT_KEYS, seat_id)
        self.packs.seats[seat_id] = Seat(
            id=seat_id,
            office=self._text(table, "office", seat_id),
            titles=self._words(table.get("titles"), "titles", seat_id),
            place=self._place(table.get("place"), seat_id),
            strict=bool(table.get("strict", False)),
            single=bool(table.get("single", True)),
            eras=self._words(table.get("eras", []), "eras", seat_id, some=False),
        )

    def _place(self, place_id: str | None, where: str) -> Place | None:
        if place_id is None:
            return None
        if place_id not in self.packs.places:
            raise self.fault(f"no place is called {place_id!r}", where, "List it under [places].")
        return self.packs.places[place_id]

    def _fact(self, table: Mapping[str, Any]) -> None:
        fact_id = self._id(table)
        self._only(table, _FACT_KEYS, fact_id)
        kind = table.get("kind", self.pack.get("kind"))
        if kind not in KINDS:
            raise self.fault(f"kind must be one of {', '.join(KINDS)}", fact_id)
        names = self._words(table.get("names"), "names", fact_id)
        seat = self._seat_of(table, fact_id) if kind == OFFICE else None
        editions = tuple(self._edition(e, fact_id) for e in table.get("edition", ()))
        if (kind == SERIES) != bool(editions):
            raise self.fault("a series has [[fact.edition]] tables, and nothing else has", fact_id)
        terms = tuple(e.term for e in editions) or self._terms(table, fact_id)
        said_from = table.get("said_from")
        label = table.get("label") or (f"{names[0]} is {seat.office}" if seat else None)
        if not isinstance(label, str):
            raise self.fault("a label is missing: plain words that tell the fact", fact_id)
        self.packs.facts[fact_id] = Fact(
            id=fact_id,
            kind=kind,
            label=label,
            start=terms[0].start,
            end=terms[-1].end,
            half_life_days=self._half_life(table, kind, fact_id),
            source=str(table.get("source", self.pack.get("source", ""))),
            pack=str(self.pack["name"]),
            names=names,
            terms=terms,
            said_from=None if said_from is None else self._day(said_from, "said_from", fact_id)[0],
            as_of=self.as_of,
            seat=seat,
            editions=editions,
            parties=tuple(
                self._words(group, "parties", fact_id) for group in table.get("parties", ())
            ),
            file=str(self.path),
        )

    def _seat_of(self, table: Mapping[str, Any], fact_id: str) -> Seat:
        if "seat" not in table:
            places = self._words(table.get("places", []), "places", fact_id, some=False)
            return Seat(
                id=fact_id,
                office=self._text(table, "label", fact_id),
                titles=self._words(table.get("titles"), "titles", fact_id),
                place=Place(fact_id, places) if places else None,
            )
        seat = self.packs.seats.get(table["seat"])
        if seat is None:
            raise self.fault(
                f"no [[seat]] has the id {table['seat']!r}",
                fact_id,
                "Add the seat above the fact, or give the fact titles of its own.",
            )
        return seat

    def _edition(self, told: object, fact_id: str) -> Edition:
        if isinstance(told, Mapping):
            return self._edition_of(told, fact_id)
        line = _EDITION.fullmatch(told) if isinstance(told, str) else None
        if line is None:
            raise self.fault(
                f"this is no edition: {told!r}",
                fact_id,
                'Write "8 Lisbon 2014-09-18 to 2014-09-19", with - for what has no number.',
            )
        number, place, start, end, year = line.groups()
        first, after = self._day(start, "start", fact_id)
        if end is not None:
            after = self._day(end, "end", fact_id)[1]
        if after <= first:
            raise self.fault(f"it ends ({end}) before it starts", fact_id)
        return Edition(
            int(number) if number else None,
            int(year or start[:4]),
            place or "",
            Term(first, after, start, end or start),
        )

    def _edition_of(self, table: Mapping[str, Any], fact_id: str) -> Edition:
        self._only(table, _EDITION_KEYS, fact_id)
        number, year = table.get("number"), table.get("year")
        if not isinstance(year, int) or not (number is None or isinstance(number, int)):
            raise self.fault("an edition needs a year, and a number only as an integer", fact_id)
        return Edition(number, year, str(table.get("place", "")), self._term(table, fact_id))

    def _terms(self, table: Mapping[str, Any], fact_id: str) -> tuple[Term, ...]:
        ways = [key for key in ("start", "date", "terms") if key in table]
        if len(ways) != 1:
            raise self.fault(
                "say when with one of: start (and end), date, or terms",
                fact_id,
                'Write `start = "2009-01-20"` and `end = "2017-01-20"`, or `date = "2011-03-11"`.',
            )
        if "date" in table:
            first, after = self._day(table["date"], "date", fact_id)
            return (Term(first, after, str(table["date"]), str(table["date"])),)
        if "start" in table:
            return (self._term(table, fact_id),)
        terms: list[Term] = []
        for pair in table["terms"]:
            if not isinstance(pair, list) or len(pair) not in (1, 2):
                raise self.fault('terms are pairs: [["2009", "2017"], ["2025"]]', fact_id)
            term = self._term(dict(zip(("start", "end"), pair, strict=False)), fact_id)
            last = terms[-1].end if terms else term.start
            if last is None or term.start is None or term.start < last - 1:
                raise self.fault("terms must follow one another in time", fact_id)
            terms.append(term)
        return tuple(terms)

    def _term(self, table: Mapping[str, Any], fact_id: str) -> Term:
        if "start" not in table:
            raise self.fault("start is missing", fact_id)
        start = self._day(table["start"], "start", fact_id)[0]
        if "end" not in table:
            return Term(start, None, str(table["start"]))
        end = self._day(table["end"], "end", fact_id)[1]
        if end <= start:
            raise self.fault(f"it ends ({table['end']}) before it starts", fact_id)
        return Term(start, end, str(table["start"]), str(table["end"]))

    def _day(self, value: object, key: str, where: str) -> tuple[int, int]:
        try:
            if isinstance(value, str) and value[4:8:3] == "--":
                day = date.fromisoformat(value).toordinal()
                return day, day + 1
            match = _DATE.fullmatch(value) if isinstance(value, str) else None
            if match:
                return _days(int(match[1]), match[2], match[3])
        except ValueError:
            pass
        raise self.fault(
            f"{key} is no date: {value!r}", where, 'Write "2011", "2011-03" or "2011-03-11".'
        )

    def _half_life(self, table: Mapping[str, Any], kind: str, fact_id: str) -> float:
        days = table.get("half_life_days", HALF_LIVES[kind])
        if not isinstance(days, int | float) or days <= 0:
            raise self.fault("half_life_days must be a number of days above 0", fact_id)
        return float(days)

    def _id(self, table: Mapping[str, Any]) -> str:
        value = table.get("id")
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise self.fault(
                f"an id is missing or not in kebab case: {value!r}",
                shown=f"id = {value!r}",
                remedy="Use small letters, digits and single hyphens: `un-secretary-general-ban`.",
            )
        if value in self.seen:
            raise self.fault(f"the id {value!r} stands twice in this file", value)
        self.seen.add(value)
        return value

    def _text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} is missing", where)
        return value

    def _words(self, value: object, key: str, where: str, *, some: bool = True) -> tuple[str, ...]:
        if (
            not isinstance(value, list)
            or not all(isinstance(word, str) and word.strip() for word in value)
            or (some and not value)
        ):
            raise self.fault(f"{key} must be a list of words in quotes", where)
        return tuple(value)

    def _only(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        unknown = table.keys() - known
        if unknown:
            raise self.fault(
                f"unknown key {min(unknown)!r}; known are {', '.join(sorted(known))}", where
            )

    def fault(self, message: str, where: str = "", remedy: str = "", shown: str = "") -> RulesError:
        """Word a fault of this file, with the line on which the fact or seat gives its id."""
        lines = self.text.splitlines()
        wanted = re.compile(rf'\s*id\s*=\s*"{re.escape(where)}"')
        line = next((n for n, text in enumerate(lines, 1) if where and wanted.match(text)), None)
        return RulesError(
            f"{where}: {message}" if where else message,
            file=str(self.path),
            line=line,
            shown=shown or (lines[line - 1] if line else ""),
            remedy=remedy,
        )


def _days(year: int, month: str | None, day: str | None) -> tuple[int, int]:
    """First day, and day after the last, of a date of year, month or day precision."""
    first = date(year, int(month or 1), int(day or 1)).toordinal()
    if day:
        return first, first + 1
    after = (year + 1, 1) if not month or month == "12" else (year, int(month) + 1)
    return first, date(*after, 1).toordinal()


def pack_files(folders: Sequence[Path], own: Path, skip: Sequence[str]) -> list[Path]:
    """The built-in packs, then those of the user's files and folders, each folder by name.

    Raises RulesError for a path that does not exist.
    """
    files = sorted(path for path in own.glob("*.toml") if path.name not in skip)
    for folder in folders:
        if folder.is_dir():
            files += sorted(folder.glob("*.toml"))
        elif folder.is_file():
            files.append(folder)
        else:
            raise RulesError(
                "there is no such knowledge file or folder",
                file=str(folder),
                remedy="Correct the path under `knowledge` in timeline.toml.",
            )
    return files
