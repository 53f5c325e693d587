"""``edits.toml`` to the edits in it, every problem told at once with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from timeline.config import CONFIG_NAME
from timeline.errors import ConfigError, SourceError, TimelineError, printable
from timeline.interval import EdtfError, Interval, from_edtf
from timeline.late import late
from timeline.model import Stance
from timeline.toml import NotToml, read_toml

EDITS_NAME = "edits.toml"
SCHEMA_VERSION = 1
_TOML_LINE = late(r"at line (\d+)")
_SECTIONS = ("event", "document", "add")
_HEADER = late(r"""\s*\[\s*["']?(event|document)["']?\s*\.\s*("[^"]*"|'[^']*'|[^\]"']*?)\s*\]""")


class Edit(Struct, frozen=True):
    """What the user wants of one event; ``was`` is its title when the edit was written.

    ``merge`` names events to join to it, ``split`` the statements to take out of it.
    """

    event: str
    line: int
    was: str = ""
    title: str = ""
    date: Interval | None = None
    stance: Stance | None = None
    merge: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    hide: bool = False
    pin: bool = False
    note: str = ""


class Addition(Struct, frozen=True):
    """An event that no article tells, and who vouches for it."""

    line: int
    title: str
    date: Interval
    stance: Stance = Stance.HAPPENED
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    note: str = ""


class Dating(Struct, frozen=True):
    """The day (ordinal) on which the user says a document was written, by its path."""

    document: str
    line: int
    day: int
    note: str = ""


class Edits(Struct, frozen=True):
    """All edits in the order of the file."""

    events: tuple[Edit, ...] = ()
    documents: tuple[Dating, ...] = ()
    additions: tuple[Addition, ...] = ()
    file: str = EDITS_NAME


NO_EDITS = Edits()


def read_edits(source: Path | None) -> Edits:
    """The edits beside a source: in its folder, or beside the timeline.toml above it.

    No file is no edits.  ConfigError lists every problem in the file, with its line.
    """
    file = None if source is None else edits_file(source)
    if file is None or not file.is_file():
        return NO_EDITS
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})",
            file=str(file),
            remedy="Check that the file may be read by you.",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "is not UTF-8 text", file=str(file), remedy="Save it again with the encoding UTF-8."
        ) from error
    return parse_edits(text, str(file))


def edits_file(source: Path) -> Path:
    """Where the edits of a source stand, or would stand."""
    folder = source if source.is_dir() else source.parent
    above = folder.resolve().parent
    beside_config = source.is_dir() and (above / CONFIG_NAME).is_file()
    if beside_config and not (folder / EDITS_NAME).is_file() and (above / EDITS_NAME).is_file():
        return above / EDITS_NAME
    return folder / EDITS_NAME


def parse_edits(text: str, file: str) -> Edits:
    """The text of an ``edits.toml`` to its edits; ConfigError with every problem in it."""
    lines = text.split("\n")
    try:
        table = read_toml(text)
    except (NotToml, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else len(lines)
        raise ConfigError(
            f"is not valid TOML ({error})",
            file=file,
            line=line,
            shown=lines[line - 1] if 0 < line <= len(lines) else "",
            remedy="`timeline edit` writes this file for you.",
        ) from error
    return _Parser(file, lines).edits(table)


_Key = tuple[str, Callable[[object], object]]
"""The field that a key of the file fills, and what checks its value."""


class _Wrong(Exception):
    """A value that a key does not take, and what to do."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


class _Parser:
    """Reads the sections of a file and gathers what is wrong with them."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[TimelineError] = []
        self.heads: dict[tuple[str, str], int] = {}
        for number, text in enumerate(lines, 1):
            if (head := _HEADER.match(text)) is not None:
                self.heads.setdefault((head[1], head[2].strip("\"'")), number)

    def edits(self, table: Mapping[str, Any]) -> Edits:
        for name in table:
            if name not in (*_SECTIONS, "schema_version"):
                self._problem(f'"{name}" is not known here', self._line(0, name), _near(name))
        if table.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
            self._problem(
                f"is of another version than {SCHEMA_VERSION}",
                self._line(0, "schema_version"),
                f"Write schema_version = {SCHEMA_VERSION}.",
            )
        events = [
            Edit(name, line, **values)
            for name, line, values in self._tables(table, "event", _EVENT_KEYS)
        ]
        documents = [
            Dating(name, line, **values)
            for name, line, values in self._tables(table, "document", _DOCUMENT_KEYS, ("day",))
        ]
        additions = [
            Addition(line, **values) for line, values in self._additions(table.get("add", []))
        ]
        if self.problems:
            self.problems.sort(key=lambda problem: problem.line or 0)
            raise ConfigError(
                f"{len(self.problems)} edits are wrong",
                file=self.file,
                problems=tuple(self.problems),
            )
        return Edits(tuple(events), tuple(documents), tuple(additions), self.file)

    def _tables(
        self,
        table: Mapping[str, Any],
        section: str,
        keys: Mapping[str, _Key],
        needed: tuple[str, ...] = (),
    ) -> list[tuple[str, int, dict[str, Any]]]:
        found: list[tuple[str, int, dict[str, Any]]] = []
        named = table.get(section, {})
        if not isinstance(named, dict):
            example = "k3jx9qf2ab" if section == "event" else '"report.txt"'
            self._problem(
                f'"{section}" must be tables, one for each {section}',
                self._line(0, section),
                f"Write them as [{section}.{example}].",
            )
            return found
        for name, row in named.items():
            line = self._header(section, name)
            if not isinstance(row, dict):
                self._problem(f'"{section}.{name}" must be a table', line, f"[{section}.{name}]")
                continue
            values = self._values(row, keys, line, needed)
            if values is not None:
                found.append((name, line, values))
        return found

    def _additions(self, rows: object) -> list[tuple[int, dict[str, Any]]]:
        heads = [
            n for n, text in enumerate(self.lines, 1) if re.match(r"\s*\[\[\s*add\s*\]\]", text)
        ]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            line = self._line(0, "add")
            self._problem('"add" must be a list of tables', line, "Write each as [[add]].")
            return []
        found: list[tuple[int, dict[str, Any]]] = []
        for number, row in enumerate(rows):
            line = heads[number] if number < len(heads) else self._line(0, "add")
            values = self._values(row, _ADD_KEYS, line, ("title", "date"))
            if values is not None:
                found.append((line, values))
        return found

    def _values(
        self, row: Mapping[str, Any], keys: Mapping[str, _Key], line: int, needed: tuple[str, ...]
    ) -> dict[str, Any] | None:
        """The checked values of one table by the names of their fields; None if some are wrong."""
        before = len(self.problems)
        values: dict[str, Any] = {}
        for name, value in row.items():
            if name not in keys:
                self._problem(
                    f'"{name}" is not known here', self._line(line, name), _near(name, keys)
                )
                continue
            field, check = keys[name]
            try:
                values[field] = check(value)
            except _Wrong as wrong:
                self._problem(f'"{name}" {wrong.words}', self._line(line, name), wrong.remedy)
        named = {field: name for name, (field, _) in keys.items()}
        for field in needed:
            if field not in values and named[field] not in row:
                self._problem(f'has no "{named[field]}"', line, f'Add {named[field]} = "...".')
        return values if len(self.problems) == before else None

    def _problem(self, words: str, line: int, remedy: str) -> None:
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self.problems.append(
            ConfigError(words, file=self.file, line=line or None, shown=shown, remedy=remedy)
        )

    def _header(self, section: str, name: str) -> int:
        """The line of ``[section.name]``, however it is quoted; 0 when written in another way."""
        return self.heads.get((section, name), 0)

    def _line(self, after: int, name: str) -> int:
        """The first line from one on that sets a key or opens its section."""
        key = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(name)}["']?\s*[=.\]]""")
        return next(
            (n for n, text in enumerate(self.lines[after:], after + 1) if key.match(text)), after
        )


def _near(name: str, keys: Mapping[str, _Key] | None = None) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    allowed = list(keys or _SECTIONS)
    near = get_close_matches(name, allowed, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(allowed)}."


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("must be a text", 'Put it in quotes: "...".')
    return printable(" ".join(value.split()))


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _Wrong("must be a list of texts", 'Write it as ["...", "..."].')
    return tuple(_text(item) for item in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("must be true or false", "Write it without quotes.")
    return value


def edtf(value: object) -> Interval:
    """A date of the user's, in EDTF or as a TOML date; _Wrong when it is none."""
    words = value.isoformat() if isinstance(value, date) else _text(value)
    try:
        return from_edtf(words)
    except EdtfError as error:
        raise _Wrong(
            f"is no date ({error})",
            'Write a day as "2021-05-19", a month as "2021-05", a week as "2021-05-17/2021-05-23".',
        ) from error


def _day(value: object) -> int:
    words = value.isoformat() if isinstance(value, date) else _text(value)
    try:
        return date.fromisoformat(words[:10]).toordinal()
    except ValueError as error:
        raise _Wrong("must be a day", 'Write it as "2021-05-19".') from error


def _stance(value: object) -> Stance:
    try:
        return Stance(_text(value).lower())
    except ValueError as error:
        known = ", ".join(stance.value for stance in Stance)
        raise _Wrong(f"cannot be {value!r}", f"It is one of {known}.") from error


_EVENT_KEYS: dict[str, _Key] = {
    "was": ("was", _text),
    "title": ("title", _text),
    "date": ("date", edtf),
    "stance": ("stance", _stance),
    "merge": ("merge", _names),
    "split": ("split", _names),
    "hide": ("hide", _flag),
    "pin": ("pin", _flag),
    "note": ("note", _text),
}
_DOCUMENT_KEYS: dict[str, _Key] = {"date": ("day", _day), "note": ("note", _text)}
_ADD_KEYS: dict[str, _Key] = {
    "title": ("title", _text),
    "date": ("date", edtf),
    "stance": ("stance", _stance),
    "actors": ("actors", _names),
    "places": ("places", _names),
    "note": ("note", _text),
}
