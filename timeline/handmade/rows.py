"""The text of a CSV file to the items of its rows, each with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from timeline.handmade.cells import unguarded
from timeline.handmade.items import Broken, Item, Items
from timeline.handmade.slides import is_sheet, slide_of

_SEPARATORS = (",", ";", "\t")
_DATES = ("edtf", "date", "start")
_LINE_END = re.compile("\r\n|\r|\n")
_NO_EVENTS = ("title", "era")
"""What a row of a spreadsheet for TimelineJS may stand for instead."""
_LISTS = ("actors", "places", "themes")
_THEMES = ("theme", "group", "category", "tags")
"""What a column of themes is called in the tables of others, the first found being taken."""
_REMEDY = "Save the table again as CSV, with each text that holds a separator in quotes."


def csv_rows(text: str) -> Items:
    """The rows as records; none where no column is called title, or none edtf, date or start.

    The rows of a spreadsheet for TimelineJS become slides, but for its title and its eras.

    Columns are parted by what the first line has most of: commas, semicolons or tabs.
    Broken where it is no CSV.
    """
    head = text.lstrip("\n").split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    rows = _rows(text, separator)
    try:
        _, names = next(rows, (0, []))
        columns = [name.strip().lower() for name in names]
        sheet = is_sheet(columns)
        if not (sheet or ("title" in columns and set(_DATES) & set(columns))):
            return Items()
        lines = _LINE_END.split(text)
        read = [(line, dict(zip(columns, cells, strict=False))) for line, cells in rows]
        kinds = [row.get("type", "").strip().lower() if sheet else "" for _, row in read]
        return Items(
            tuple(
                Item(slide_of(row) if sheet else _record(row), lines[line - 1], line)
                for (line, row), kind in zip(read, kinds, strict=True)
                if kind not in _NO_EVENTS
            ),
            eras=kinds.count("era"),
        )
    except csv.Error as error:
        raise Broken(1, f"is not CSV that can be read ({error})", _REMEDY) from error


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line at which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _record(cells: dict[str, str]) -> dict[str, object]:
    """The cells of a row by their column to a record as the JSON has it."""
    told = {name: unguarded(cell) for name, cell in cells.items() if cell.strip()}
    if other := next((told[name] for name in _THEMES if name in told), ""):
        told.setdefault("themes", other)
    record: dict[str, object] = dict(told)
    for name in _LISTS:
        if name in told:
            record[name] = [part.strip() for part in told[name].split(";")]
    if "quote" in told:
        record["passages"] = [{"doc": told.get("sources", ""), "quote": told["quote"]}]
    if not {"edtf", "date"} & set(told) and "start" in told:
        ends = dict.fromkeys((told["start"].strip(), told.get("end", "").strip() or told["start"]))
        record["date"] = "/".join(ends)
    return record
