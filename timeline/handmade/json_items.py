"""The text of a JSON file to the items of its list of events, each with its line."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from timeline.handmade.items import Broken, Item, Items
from timeline.handmade.slides import headline_of

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_DATES = ("edtf", "date", "start_date")
_LISTS = ("events", "hidden")
_REMEDY = 'A file of events reads {"events": [{"title": "...", "edtf": "2021-05-19"}]}.'


def json_items(text: str) -> Items:
    """The items under "events" and "hidden"; none where no item has a date, for it is no timeline.

    Broken where it is no JSON.
    """
    lines = _Lines(text)
    try:
        members = dict(_members(text))
    except json.JSONDecodeError as error:
        raise Broken(lines.of(error.pos), f"is not JSON ({error.msg})", _REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise Broken(1, "is not JSON that can be read (too deep or too long)", _REMEDY) from error
    events = tuple(
        Item(value, text[start:end], lines.of(start), hidden=key == "hidden")
        for key in _LISTS
        for value, start, end in members.get(key, ())
    )
    if not any(isinstance(one.value, dict) and set(_DATES) & set(one.value) for one in events):
        return Items()
    documents = [value for value, _, _ in members.get("documents", ()) if isinstance(value, dict)]
    title = next((headline_of(value) for value, _, _ in members.get("title", ())), "")
    return Items(events, tuple(documents), len(members.get("eras", ())), title)


class _Lines:
    """The line of each character of a text."""

    def __init__(self, text: str) -> None:
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def of(self, position: int) -> int:
        """The line of a position, from 1."""
        return bisect_right(self.ends, position - 1) + 1


_Value = tuple[Any, int, int]
"""A value, and where it begins and ends in the text."""


def _members(text: str) -> Iterator[tuple[str, list[_Value]]]:
    """The lists that an object has, with the places of what is in them, and its title as one."""
    at = _space(text, 0)
    if text[at : at + 1] != "{":
        _, at = _DECODER.raw_decode(text, at)
        _end(text, at)
        return
    at = _space(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = _key(text, at)
        if text[at : at + 1] == "[":
            values, at = _values(text, at)
            yield key, values
        else:
            start = at
            value, at = _DECODER.raw_decode(text, at)
            if key == "title":
                yield key, [(value, start, at)]
        at = _comma(text, at, "}")
    _end(text, at + 1)


def _key(text: str, at: int) -> tuple[str, int]:
    """A member's name, and where its value begins."""
    if text[at : at + 1] != '"':
        raise json.JSONDecodeError("a name in double quotes is missing", text, at)
    key, at = _DECODER.raw_decode(text, at)
    at = _space(text, at)
    if text[at : at + 1] != ":":
        raise json.JSONDecodeError("a colon is missing", text, at)
    return str(key), _space(text, at + 1)


def _values(text: str, at: int) -> tuple[list[_Value], int]:
    """The values of a list, and where it ends."""
    values: list[_Value] = []
    at = _space(text, at + 1)
    while text[at : at + 1] != "]":
        value, end = _DECODER.raw_decode(text, at)
        values.append((value, at, end))
        at = _comma(text, end, "]")
    return values, at + 1


def _comma(text: str, at: int, closing: str) -> int:
    """Past a comma to what follows it, or to the closing bracket."""
    at = _space(text, at)
    if text[at : at + 1] == closing:
        return at
    if text[at : at + 1] != ",":
        raise json.JSONDecodeError("a comma or the closing bracket is missing", text, at)
    at = _space(text, at + 1)
    if text[at : at + 1] == closing:
        raise json.JSONDecodeError("a comma stands before the closing bracket", text, at)
    return at


def _end(text: str, at: int) -> None:
    at = _space(text, at)
    if at < len(text):
        raise json.JSONDecodeError("something stands after the end", text, at)


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None
    return found.end()
