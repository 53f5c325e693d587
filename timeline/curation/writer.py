"""One edit to the text of ``edits.toml`` with it, all else in the file left as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import tomlkit
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

from timeline.curation.edits import SCHEMA_VERSION, parse_edits
from timeline.errors import SourceError
from timeline.files import write_whole

_HEAD = "Corrections to what the program found.  They are applied last and always win."

Value = str | bool | Sequence[str] | None


def write_edit(file: Path, section: str, name: str, changes: Mapping[str, Value]) -> None:
    """Write one edit into a file of edits, made if it is not there; the rest stays byte for byte.

    ``section`` is "event", "document" or "add"; ``name`` the id or the path, empty for "add".
    None takes a key out, and an edit that is left empty with it.  ConfigError when the file, or
    what it would become, is wrong; SourceError when it cannot be written.
    """
    try:
        old = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        parse_edits(old, str(file))
        new = edited(old, section, name, changes)
        parse_edits(new, str(file))
        write_whole(file, new.encode())
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})",
            file=str(file),
            remedy="Check that the file may be read by you.",
        ) from error


def edited(old: str, section: str, name: str, changes: Mapping[str, Value]) -> str:
    """The text of a file of edits with one edit changed."""
    document = tomlkit.parse(old) if old.strip() else _fresh()
    if section == "add":
        rows = document.setdefault("add", tomlkit.aot())
        row = tomlkit.table()
        _change(row, changes)
        rows.append(row)
        return _spaced(tomlkit.dumps(document), "[[add]]")
    tables = document.setdefault(section, tomlkit.table(is_super_table=True))
    row = tables.get(name)
    fresh = row is None
    if fresh:
        row = tomlkit.table()
        tables[name] = row
    _change(row, changes)
    if all(key in ("was", "note") for key in row):
        tables.remove(name)
        if not tables:
            document.remove(section)
    text = tomlkit.dumps(document)
    return _spaced(text, f"[{section}.{tomlkit.key(name).as_string()}]") if fresh else text


def _spaced(text: str, head: str) -> str:
    """A text with empty lines round the last table of that head, which is new."""
    lines = text.split("\n")
    at = max((n for n, line in enumerate(lines) if line.strip() == head), default=0)
    after = next((n for n, line in enumerate(lines) if n > at and line.startswith("[")), 0)
    for place in (after, at):
        if place and lines[place - 1].strip():
            lines.insert(place, "")
    return "\n".join(lines)


def _fresh() -> TOMLDocument:
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    document.add("schema_version", tomlkit.item(SCHEMA_VERSION))
    return document


def _change(row: Table, changes: Mapping[str, Value]) -> None:
    for key, value in changes.items():
        if value is None:
            row.pop(key, None)
        else:
            row[key] = value if isinstance(value, (str, bool)) else list(value)
