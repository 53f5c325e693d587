"""The text of a file of events to those events, and to what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from timeline.errors import describe, place_of
from timeline.handmade.items import Broken, Item
from timeline.handmade.json_items import json_items
from timeline.handmade.record import LONGEST_TITLE, Wrong, event_of, one_line, parts_of
from timeline.handmade.rows import csv_rows
from timeline.handmade.slides import is_slide, record_of
from timeline.interval import day_interval
from timeline.model import HandMade, Notice

SUFFIXES = (".json", ".csv")
"""The suffixes of files that may hold events."""


class Given(msgspec.Struct, frozen=True, gc=False):
    """What came of one file: events, what failed in it, what is worth knowing, its headline.

    A file that holds no events gives nothing at all.
    """

    events: tuple[HandMade, ...] = ()
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    title: str = ""


def read_events(text: str, path: str) -> Given:
    """The text of a .json or .csv file to its events; each that is wrong is named with its line."""
    try:
        items = csv_rows(text) if path.lower().endswith(".csv") else json_items(text)
    except Broken as broken:
        return Given(failures=(_failure(path, broken.line, broken.words, broken.remedy),))
    sources = dict(_sources(items.documents))
    events: list[HandMade] = []
    failures: list[Notice] = []
    for item in items.events:
        try:
            events.append(_hand_made(item, path, sources))
        except Wrong as wrong:
            line = item.line_of(wrong.key)
            failures.append(_failure(path, line, wrong.words, wrong.remedy, item.shown(line)))
    title = one_line(items.title)[:LONGEST_TITLE]
    return Given(tuple(events), tuple(failures), tuple(_notices(path, items.eras)), title)


def _hand_made(item: Item, path: str, sources: Mapping[str, str]) -> HandMade:
    if not isinstance(item.value, dict):
        raise Wrong("is not an object", 'Write {"title": "...", "edtf": "2021-05-19"}.')
    record = record_of(item.value) if is_slide(item.value) else item.value
    event = event_of(record, path, sources)
    return HandMade(path, item.line, event, parts_of(record), item.hidden)


def _sources(documents: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The documents a file names, by id, as who says so and when."""
    for one in documents:
        name = one.get("doc")
        words = [one.get(key) for key in ("source", "title")]
        outlet = next((one_line(each) for each in words if isinstance(each, str) and each), "")
        if isinstance(name, str) and outlet:
            yield name, ", ".join(filter(None, (outlet, _day(one.get("date")))))


def _day(words: object) -> str:
    try:
        return day_interval(date.fromisoformat(str(words)).toordinal()).in_words()
    except ValueError:
        return ""


def _notices(path: str, eras: int) -> Iterator[Notice]:
    if eras:
        many = "an era" if eras == 1 else f"{eras} eras"
        told = describe(f"holds {many}, not read", remedy="Write what is to be shown as an event.")
        yield Notice("eras-left-out", place_of(path), told)


def _failure(path: str, line: int, words: str, remedy: str, shown: str = "") -> Notice:
    told = describe(words, shown=shown, remedy=remedy)
    return Notice("event-unreadable", place_of(path, line), told)
